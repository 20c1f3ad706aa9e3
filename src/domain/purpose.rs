//! What names leave the book for (mục đích): said when a list with names is written or printed; in the journal and at the foot of the
//! paper (docs/domain.md, Personal data).

use serde_json::Value;

use super::report::ReportForm;
use super::text::has_long_number;
use crate::error::{Error, Result};
use crate::messages::{has, sentence, word};

/// Longer ones are no purpose but a story.
const LONGEST: usize = 100;

/// Purposes that are offered: rows `purpose.<code>` of `messages.csv`. Others are said in words.
pub const USUAL: [&str; 4] = ["walk", "call", "police", "citizen"];

/// Commands that ask for what: each takes names out for something that only a person knows.
pub const ASKS: [&str; 9] = [
    "invitation_sheet",
    "package_give",
    "reconcile",
    "reconcile_evidence",
    "report",
    "report_print",
    "table_take",
    "worklist",
    "worklists",
];

/// Commands beside those that ask whose workbooks leave locked where a password is said: what they are for follows from them.
pub const LOCKED: [&str; 5] = ["audit_draw", "audit_sheet", "close_day", "leak_view", "person_export"];

/// Entries of the journal that say names left, and what for where that follows from what was done.
const LEAVE: [(&str, Option<&str>); 17] = [
    ("close-day", Some("day")),
    ("copy-list", None),
    ("draw-audit", Some("audit")),
    ("export-person", Some("citizen")),
    ("give-packages", None),
    ("print-report", None),
    ("print-sheets", Some("walk")),
    ("report", None),
    ("write-audit-sheet", Some("audit")),
    ("write-day", Some("day")),
    ("write-invitations", None),
    ("write-leak", Some("leak")),
    ("write-rejected", Some("mend")),
    ("write-list", None),
    ("write-result", Some("result")),
    ("write-table", None),
    ("write-worklist", None),
];

/// A purpose as it was said: a code of [`USUAL`], or words.
///
/// # Errors
/// `purpose.long`, `purpose.number`.
pub fn read(said: &str) -> Result<String> {
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if said.chars().count() > LONGEST {
        return Err(Error::new("purpose.long").with("most", LONGEST));
    }
    // It stands on paper and in the journal: nobody's number.
    if has_long_number(&said) {
        return Err(Error::new("purpose.number"));
    }
    Ok(said)
}

/// What an entry of the journal has as its purpose, where names left with it.
#[must_use]
pub fn of_entry<'a>(kind: &str, params: &Value, said: &'a str) -> Option<&'a str> {
    let (_, own) = LEAVE.iter().find(|(known, _)| *known == kind)?;
    (names_people(kind, params)).then(|| own.unwrap_or(said)).filter(|purpose| !purpose.is_empty())
}

/// The kinds of entries that say names left.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    LEAVE.iter().map(|(kind, _)| *kind)
}

/// Whether an entry that names may have left with took any along: a paper of counts did not, nor a draw that was written to no file.
#[must_use]
pub fn names_people(kind: &str, params: &Value) -> bool {
    let said = |name: &str| params.get(name).and_then(Value::as_str);
    match kind {
        "report" => said("form").and_then(|code| code.parse().ok()).is_none_or(ReportForm::names_people),
        "draw-audit" => said("path").is_some(),
        _ => true,
    }
}

/// What stands at the foot of the paper, where it was said.
#[must_use]
pub fn foot(said: &str) -> Option<String> {
    (!said.is_empty()).then(|| sentence("form.purpose", [("purpose", words(said))]))
}

/// A purpose in words.
#[must_use]
pub fn words(purpose: &str) -> &str {
    let code = format!("purpose.{purpose}");
    if has(&code) { word(&code) } else { purpose }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_purpose_is_short_and_names_nobodys_number() {
        let check = |said: &str, expect: &str| {
            assert_eq!(read(said).unwrap_or_else(|e| e.code.to_owned()), expect, "{said}");
        };
        check("walk", "walk");
        check("  họp  thôn tối 22/11 ", "họp thôn tối 22/11");
        check("", "");
        check("gọi 0912345678", "purpose.number");
        check(&"x".repeat(101), "purpose.long");
    }

    #[test]
    fn an_entry_has_the_purpose_that_was_said_or_follows_from_it() {
        let check = |kind: &str, params: Value, expect: Option<&str>| {
            assert_eq!(of_entry(kind, &params, "call"), expect, "{kind}");
        };
        check("report", json!({ "form": "absent" }), Some("call"));
        check("report", json!({ "form": "daily" }), None);
        check("close-day", json!({}), Some("day"));
        check("draw-audit", json!({ "path": "phieu.xlsx" }), Some("audit"));
        check("draw-audit", json!({ "path": null }), None);
        check("log-visit", json!({}), None);
        assert_eq!(of_entry("write-worklist", &json!({}), ""), None);
        assert_eq!((words("call"), words("họp thôn")), ("gọi điện hẹn lại", "họp thôn"));
    }
}
