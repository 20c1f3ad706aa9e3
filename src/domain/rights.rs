//! What each member may do in a book (quyền): one table of what is done by whom, looked into before every command.
//!
//! It guards the program and not the file: whoever has the passphrase reads all of it with any SQLCipher.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::report::ReportForm;

/// What somebody is allowed to be in a book. Rights begin with the first leader who is named; until then everybody is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Rights {
    /// Phụ trách sổ: everything.
    Leader,
    /// Cán bộ: works with all people and papers of counts.
    Officer,
    /// Tổ viên: visits and people of the own unit.
    Member,
    /// Người kiểm tra: reads and draws samples, changes nothing.
    Inspector,
}

impl Rights {
    /// All, in the order of the table's columns.
    pub const ALL: [Self; 4] = [Self::Leader, Self::Officer, Self::Member, Self::Inspector];

    /// Row of `messages.csv` with its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Leader => "rights.leader",
            Self::Officer => "rights.officer",
            Self::Member => "rights.member",
            Self::Inspector => "rights.inspector",
        }
    }
}

/// How far somebody may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum May {
    /// All of it.
    Yes,
    /// With people of the own unit, and those of units below it.
    OwnUnit,
    /// What is one's own: an entry of the journal, a secret.
    Own,
    /// Not at all.
    No,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Right {
    /// Row of `messages.csv` with what it is.
    pub name: &'static str,
    /// For leader, officer, member and inspector.
    pub may: [May; 4],
    /// The commands that need it.
    pub commands: &'static [&'static str],
}

use May::{No, Own, OwnUnit, Yes};

const fn row(name: &'static str, may: [May; 4], commands: &'static [&'static str]) -> Right {
    Right { name, may, commands }
}

/// What takes names out of the book into a file that anybody reads.
pub const NAMES: &str = "right.names";

/// Passphrases, secrets and rights; whose key is believed.
const KEYS: &str = "right.keys";

/// The table. Every command on a book stands in it once.
#[rustfmt::skip]
pub const TABLE: &[Right] = &[
    row("right.look", [Yes, Yes, Yes, Yes], &[
        "agency_board", "agency_people", "assignment_board", "assignment_check", "assignment_counts", "assignment_list", "audit_looks", "audit_show",
        "backup_failure", "backup_list", "backup_state", "book_check", "book_info", "burn_ups", "campaign_from_template",
        "campaign_show", "campaign_tasks", "campaign_templates", "citizen_changes", "citizen_check", "citizen_drafts", "citizen_view", "close_again",
        "close_check", "conflict_list", "drafts", "figure_view", "file_look", "files_out", "findings", "first_steps", "history", "household_list",
        "household_view", "inbox_find", "indicator_show", "invitation_list", "journal", "key_list", "laptop_list", "league", "leak_view",
        "member_list", "outreach_list", "person_seen", "point_list", "quota_sheet", "reconcile_choices", "reconcile_estimate", "reconcile_evidence",
        "reconcile_expected", "reconcile_housemates", "reconcile_pair", "reconcile_pile", "reconcile_piles", "reconcile_sample",
        "register_find", "register_names_near", "register_places", "register_read_card", "remark_list", "report_forms",
        "report_preview", "reveal", "rights_table", "roster_list", "sheet_list", "side_by_side", "summary_chain", "summary_missing",
        "table_take", "target_sheet", "team_board", "team_list", "today", "undo_refusal", "unit_history", "unit_list", "unit_merge_plan",
        "unit_named", "unit_split_plan", "walk", "walk_house", "worklist", "worklists",
    ]),
    row("right.draw", [Yes, Yes, No, Yes], &["audit_draw", "audit_publish", "audit_sheet", "reconcile_sample_draw"]),
    row("right.walk", [Yes, Yes, OwnUnit, No], &[
        "assignment_hand_in", "assignment_note", "household_note", "invitation_take", "invitation_tick", "outreach_add", "sheet_keep",
        "visit_import", "visit_log", "walk_log",
    ]),
    row("right.people", [Yes, Yes, OwnUnit, No], &[
        "citizen_add", "citizen_change", "citizen_draft_drop", "citizen_draft_keep", "citizen_leave", "citizen_move", "household_change",
    ]),
    row("right.take", [Yes, Yes, No, No], &[
        "agency_import", "conflict_settle", "enrolment_take", "file_out_shred", "file_shred", "file_take", "package_import", "register_import",
        "result_import", "roster_import", "summary_import",
    ]),
    row("right.reconcile", [Yes, Yes, No, No], &[
        "agency_change", "agency_match", "agency_remove", "agency_settle", "audit_note", "audit_record", "audit_settle", "reconcile",
        "reconcile_resolve", "reconcile_sample_judge", "reconcile_settle_all", "roster_fill",
    ]),
    row("right.steer", [Yes, Yes, No, No], &[
        "agency_add", "agency_target", "assignment_add", "assignment_import", "assignment_reassign", "campaign_add", "campaign_begin",
        "campaign_create", "campaign_edit", "campaign_points", "campaign_use", "drafts_keep", "indicator_report", "indicator_set",
        "invitation_plan", "member_change", "outreach_remove", "point_import", "point_remove", "point_save", "quota_set",
        "quota_share", "remark_keep", "remark_remove", "remark_solve", "report_paper", "target_edit", "target_import", "target_share",
        "team_import", "team_keep", "team_remove", "unit_add", "unit_rename",
    ]),
    row("right.counts", [Yes, Yes, No, No], &["enrolment_write", "report", "report_letter", "report_print", "result_write", "summary_export"]),
    row("right.backup", [Yes, Yes, Yes, No], &["backup_copy", "backup_make", "book_backup"]),
    row("right.undo", [Yes, Own, Own, No], &["undo"]),
    row("right.secret", [Yes, Own, Own, Own], &["member_secret"]),
    row(NAMES, [Yes, No, No, No], &["close_day", "invitation_sheet", "package_give", "person_export"]),
    row("right.merge", [Yes, No, No, No], &["citizen_merge", "unit_merge", "unit_split"]),
    row("right.erase", [Yes, No, No, No], &["backup_waive", "campaign_erase", "person_erase"]),
    row(KEYS, [Yes, No, No, No], &[
        "book_passphrase", "member_remove", "member_rights", "member_secret_remove", "recovery_sheet",
    ]),
];

/// Commands that need another right when this field of theirs is said.
const MORE: [(&str, &str, &str); 11] = [
    ("enrolment_take", "trust", KEYS),
    ("leak_view", "out", NAMES),
    ("reconcile", "out", NAMES),
    ("reconcile_evidence", "out", NAMES),
    ("report_preview", "numbers", NAMES),
    ("result_import", "trust", KEYS),
    ("summary_import", "replace_key", KEYS),
    ("summary_import", "trust", KEYS),
    ("table_take", "names", NAMES),
    ("worklist", "out", NAMES),
    ("worklists", "folder", NAMES),
];

/// Commands that write or print a paper, which may name people.
const PAPERS: [&str; 2] = ["report", "report_print"];

/// Whether it lies in the arguments of a command what it needs.
#[must_use]
pub fn asks_arguments(command: &str) -> bool {
    PAPERS.contains(&command) || MORE.iter().any(|(name, ..)| *name == command)
}

/// What a command with these arguments needs; nothing where it is no command on a book.
#[must_use]
pub fn right_of(command: &str, args: &Value) -> Option<&'static Right> {
    let said = |name: &str| match args.get(name) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    };
    let form = args.get("form").and_then(|form| ReportForm::deserialize(form).ok());
    let more = MORE.iter().find(|(name, field, _)| *name == command && said(field)).map(|(.., right)| *right);
    let named = PAPERS.contains(&command) && form.is_some_and(ReportForm::names_people);
    let more = more.or(named.then_some(NAMES));
    TABLE
        .iter()
        .find(|right| more.map_or_else(|| right.commands.contains(&command), |more| right.name == more))
}

/// Whether what needs it takes names out of the book.
#[must_use]
pub fn takes_names(right: &Right) -> bool {
    right.name == NAMES
}

/// How far somebody of these rights may do that.
#[must_use]
pub fn may(right: &Right, rights: Rights) -> May {
    let [leader, officer, member, inspector] = right.may;
    match rights {
        Rights::Leader => leader,
        Rights::Officer => officer,
        Rights::Member => member,
        Rights::Inspector => inspector,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_takes_names_out_is_the_leaders() {
        let check = |command: &str, args: serde_json::Value, expect: &str, officer: May| {
            let right = right_of(command, &args).unwrap();
            assert_eq!((right.name, may(right, Rights::Officer)), (expect, officer), "{command} {args}");
            assert_eq!(may(right, Rights::Leader), Yes);
        };
        check("worklist", json!({ "out": null }), "right.look", Yes);
        check("worklist", json!({ "out": "a.xlsx" }), "right.names", No);
        check("worklists", json!({ "folder": "a" }), "right.names", No);
        check("report", json!({ "form": "daily", "out": "a.xlsx" }), "right.counts", Yes);
        check("report", json!({ "form": "annex2", "out": "a.xlsx" }), "right.names", No);
        check("report_print", json!({ "form": "daily" }), "right.counts", Yes);
        check("report_print", json!({ "form": "annex2" }), "right.names", No);
        check("report_preview", json!({ "form": "annex2", "numbers": false }), "right.look", Yes);
        check("report_preview", json!({ "form": "annex2", "numbers": true }), "right.names", No);
        check("reconcile", json!({}), "right.reconcile", Yes);
        check("reconcile", json!({ "out": "a.csv" }), "right.names", No);
        check("summary_import", json!({ "trust": [] }), "right.take", Yes);
        check("summary_import", json!({ "trust": ["0a"] }), "right.keys", No);
        check("enrolment_take", json!({ "trust": "" }), "right.take", Yes);
        check("table_take", json!({ "names": false, "out": "a.xlsx" }), "right.look", Yes);
        check("table_take", json!({ "names": true }), "right.names", No);
        check("undo", json!({}), "right.undo", Own);
        assert!(right_of("nothing", &json!({})).is_none());
    }

    #[test]
    fn an_inspector_reads_and_draws() {
        let may: Vec<_> =
            TABLE.iter().filter(|right| may(right, Rights::Inspector) == Yes).map(|r| r.name).collect();
        assert_eq!(may, ["right.look", "right.draw"]);
    }
}
