//! The programs for Windows, cross-built on Debian.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{build, project, step};

const TARGET: &str = "x86_64-pc-windows-gnu";

/// Debian's own Rust: with it come the sources of the standard library, which is built for Windows along with the rest.
const CARGO: &str = "/usr/bin/cargo";

/// What the setup and the zip hold beside the papers.
pub(crate) const PROGRAMS: [&str; 3] = ["tung-nha.exe", "tung-nha-cli.exe", "WebView2Loader.dll"];

/// How fast a program is to be, and how long its build may take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

/// Builds the programs, those for development with their tests, and gives the folder that holds them all.
pub(crate) fn programs(profile: Profile) -> Result<PathBuf, String> {
    programs_of(profile, None)
}

/// As [`programs`]; they may say that they are of another version.
pub(crate) fn programs_of(profile: Profile, version: Option<&str>) -> Result<PathBuf, String> {
    let mut programs = cargo("build");
    programs.arg("--bins");
    match profile {
        Profile::Release => programs.arg("--release"),
        // With the tests, so that what they share is compiled once; they ask more of some packages.
        Profile::Dev if version.is_none() => programs.arg("--tests"),
        Profile::Dev => &mut programs,
    };
    step(programs.envs(version.map(|version| ("TUNG_NHA_VERSION", version))))?;
    let folder = target().join(TARGET).join(if profile == Profile::Release { "release" } else { "debug" });
    // Microsoft's loader of the webview comes with the crate that calls it.
    let loader =
        find(&folder.join("build"), "x64/WebView2Loader.dll").ok_or("WebView2Loader.dll was not built")?;
    fs::copy(loader, folder.join("WebView2Loader.dll")).map_err(|e| e.to_string())?;
    Ok(folder)
}

/// Where they are built, apart from those of this machine.
pub(crate) fn target() -> PathBuf {
    project().join("target/windows")
}

/// One of cargo's commands on core, command line and window, for Windows. All of them say the same of the standard library and
/// of the build, or each would compile everything anew.
pub(crate) fn cargo(what: &str) -> Command {
    let mut command = Command::new(CARGO);
    command.args([what, "--locked", "-Zbuild-std=std,panic_abort,test", "--target", TARGET]);
    command.args(["--package", "tung-nha", "--package", "tung-nha-window"]).current_dir(project());
    build::named(&mut command);
    // No other Rust of the machine, nor what it says to its children.
    for name in ["RUSTUP_TOOLCHAIN", "RUSTC_WRAPPER", "CARGO", "RUSTDOC"] {
        command.env_remove(name);
    }
    command.env("PATH", "/usr/bin:/bin").env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    command.env("CARGO_TARGET_DIR", target());
    for (name, program) in [
        ("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", "gcc"),
        ("CC_x86_64_pc_windows_gnu", "gcc"),
        ("CXX_x86_64_pc_windows_gnu", "g++"),
        ("AR_x86_64_pc_windows_gnu", "ar"),
    ] {
        command.env(name, format!("x86_64-w64-mingw32-{program}"));
    }
    command
}

/// The first file below `folder` whose path ends so.
pub(crate) fn find(folder: &Path, end: &str) -> Option<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.into_iter().find_map(|path| {
        if path.is_dir() { find(&path, end) } else { Some(path).filter(|path| path.ends_with(end)) }
    })
}
