//! Which arguments of the commands are paths, and what is done there. A shell whose user is a page asks this table before it
//! calls; `tests/jobs/bridge.rs` knows every path that a command takes.

/// What a command does at a path that it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathUse {
    /// Reads a list or a book there: any path may be read.
    Read,
    /// Writes a new file or folder there.
    Write,
    /// Destroys the file.
    Destroy,
    /// Keeps the folder as a place to write into later.
    Keep,
    /// Puts it in the place of the program: a person chose this very file.
    Run,
}

use PathUse::{Destroy, Keep, Read, Run, Write};

/// Every path that a command takes: command, field (of a field, with a dot), what is done there.
pub const PATHS: &[(&str, &str, PathUse)] = &[
    ("agency_import", "file", Read),
    ("agency_import", "rejected", Write),
    ("assignment_add", "file", Read),
    ("assignment_import", "file", Read),
    ("audit_draw", "out", Write),
    ("audit_publish", "out", Write),
    ("audit_record", "file", Read),
    ("audit_sheet", "out", Write),
    ("book_backup", "path", Write),
    ("backup_second_place", "folder", Keep),
    // Only told no more.
    ("backup_waive", "path", Read),
    ("book_create", "path", Write),
    ("book_open", "path", Read),
    ("book_restore", "backup", Read),
    ("book_restore", "path", Write),
    ("campaign_create", "file", Read),
    ("close_day", "folder", Write),
    ("demo", "out", Write),
    ("diagnosis_save", "out", Write),
    ("enrolment_take", "file", Read),
    ("enrolment_write", "folder", Write),
    ("enrolment_write", "out", Write),
    ("file_look", "file", Read),
    ("file_look", "rejected", Write),
    ("file_shred", "file", Destroy),
    ("file_take", "file.file", Read),
    ("file_take", "file.rejected", Write),
    ("book_salvage", "out", Write),
    ("book_salvage", "path", Read),
    ("inbox_find", "files", Read),
    ("invitation_sheet", "out", Write),
    ("invitation_take", "file", Read),
    ("indicator_report", "file", Read),
    ("indicator_set", "file", Read),
    // Read by the book's key alone.
    ("leak_view", "backup", Read),
    ("leak_view", "out", Write),
    ("package_give", "folder", Write),
    ("package_give", "out", Write),
    ("package_import", "file", Read),
    ("package_look", "file", Read),
    ("package_open", "file", Read),
    ("package_open", "path", Write),
    // What is proposed there may be used if the place itself may.
    ("path_propose", "at", Read),
    ("person_export", "out", Write),
    ("point_import", "file", Read),
    ("reconcile", "out", Write),
    ("reconcile_evidence", "out", Write),
    ("register_import", "file", Read),
    ("register_import", "rejected", Write),
    ("report", "out", Write),
    ("report_letter", "out", Write),
    ("result_import", "files", Read),
    ("result_write", "out", Write),
    ("roster_import", "file", Read),
    ("roster_import", "rejected", Write),
    ("settings_change", "daily_folder", Keep),
    ("settings_change", "down_folder", Keep),
    // Books can only be taken off this list.
    ("settings_change", "recent.path", Read),
    ("settings_change", "report_folder", Keep),
    // Second places are set by a command of their own: see `change_settings`.
    ("settings_change", "second_places", Read),
    ("settings_change", "up_folder", Keep),
    ("summary_export", "out", Write),
    ("summary_import", "files", Read),
    ("summary_verify", "file", Read),
    ("table_take", "out", Write),
    ("target_import", "file", Read),
    ("team_import", "file", Read),
    ("update_apply", "file", Run),
    ("update_look", "file", Read),
    ("visit_import", "files", Read),
    ("visit_import", "rejected", Write),
    ("worklist", "out", Write),
    ("worklists", "folder", Write),
];
