//! The window: its screens built by Node, the program around them, and the sample shown in it.

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::machine::{self, NPM};
use crate::{Outcome, cargo, cargo_command, project, step};

/// The window for development.
pub(crate) fn build() -> Outcome {
    screens()?;
    cargo(&["build", "--locked", "--workspace", "--bin", "tung-nha"])
}

/// The program, around screens that are built; with all tests, so that what they share is compiled once.
pub(crate) fn build_all() -> Outcome {
    cargo(&["build", "--locked", "--workspace", "--all-targets"])
}

/// The window as it ships, in target/release.
pub(crate) fn build_release() -> Outcome {
    screens()?;
    // The benches' clock is their sample's.
    let build = ["build", "--locked", "--release", "--workspace", "--bin", "tung-nha"];
    step(cargo_command(&build).env("TUNG_NHA_BENCH", "1"))
}

/// Builds the screens into `ui/dist`.
pub(crate) fn screens() -> Outcome {
    install()?;
    npm(&["run", "build"])
}

/// What the screens are built with.
fn install() -> Outcome {
    let ui = project().join("ui");
    // `npm ci` is slow: only when the lock file is newer than what was installed by it.
    let installed = ui.join("node_modules/.package-lock.json");
    if changed(&installed)
        .is_none_or(|then| changed(&ui.join("package-lock.json")).is_some_and(|now| now > then))
    {
        npm(&["ci", "--no-audit", "--no-fund"])?;
    }
    Ok(())
}

/// Writes the pages of the handbook as they go to paper.
pub(crate) fn write_handbook() -> Outcome {
    install()?;
    npm(&["run", "handbook"])
}

/// Types, lints, format and tests of the screens.
pub(crate) fn check_screens() -> Outcome {
    npm(&["run", "check"])
}

fn changed(file: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(file).and_then(|m| m.modified()).ok()
}

fn npm(args: &[&str]) -> Outcome {
    step(Command::new(NPM).args(args).current_dir(project().join("ui")))
}

/// Opens the window on a book; on a machine without a display says so.
pub(crate) fn show(book: &Path) -> Outcome {
    let display =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|v| !v.is_empty()));
    // Nor does anybody close a window on a machine that only checks.
    if env::var_os("CI").is_some() || (cfg!(target_os = "linux") && !display) {
        println!("Máy này không có màn hình: cửa sổ không mở được, ngày mẫu đã làm xong bằng dòng lệnh.");
        return Ok(());
    }
    machine::prepare_window()?;
    build()?;
    let program = PathBuf::from(format!("target/debug/tung-nha{EXE_SUFFIX}"));
    step(Command::new(project().join(program)).arg(book).env("TUNG_NHA_NOW", "2026-11-21T21:00:00+07:00"))
}
