//! What a build for others says of itself: the day and the commit of its sources.

use std::process::Command;

use crate::project;

/// Says it to the compiler; `src/built.rs` hears it.
pub(crate) fn named(command: &mut Command) -> &mut Command {
    command.env("TUNG_NHA_COMMIT", commit()).env(
        "TUNG_NHA_DATE",
        git(&["log", "-1", "--format=%cd", "--date=format:%d/%m/%Y"]).unwrap_or_default(),
    )
}

/// The commit of the sources; with a mark where they were changed since.
pub(crate) fn commit() -> String {
    let changed =
        git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|files| !files.is_empty());
    let commit = git(&["rev-parse", "--short=10", "HEAD"]).unwrap_or_default();
    if changed { format!("{commit}+") } else { commit }
}

/// When the sources were committed, in UTC.
pub(crate) fn time() -> String {
    let seconds = git(&["log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ"]);
    seconds.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned())
}

/// What git says; nothing where the sources came without it.
fn git(args: &[&str]) -> Option<String> {
    let said = Command::new("git").args(args).env("TZ", "UTC").current_dir(project()).output().ok()?;
    said.status.success().then(|| String::from_utf8_lossy(&said.stdout).trim().to_owned())
}
