//! The window, from its start to an open book, where there is no network: nothing it is made of tries to reach one.

#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tung_nha::api::Level;
use tung_nha_window_tests::machine::{Program, program};
use tung_nha_window_tests::{NOW, Screen, sample};

/// How long a window may take that is watched at every call.
const PATIENCE: Duration = Duration::from_secs(90);

/// A program in namespaces of its own, where not even the loopback is up and which end with it; every call that has to do with
/// sockets is written to `log`.
fn watched(command: &mut Command, log: &Path) {
    command.args(["--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]);
    command.args(["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o"]).arg(log);
}

/// Whether this machine lets a program have namespaces of its own and be watched; where not, it is said.
fn can_watch() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("unshare");
    watched(&mut command, &folder.path().join("log"));
    let can = command.arg("true").output().is_ok_and(|done| done.status.success());
    if !can {
        eprintln!("left out: no namespaces, or no strace, on this machine");
    }
    can
}

/// What was called to reach another computer, or this one through the network.
fn reached(log: &Path) -> Vec<String> {
    let calls = std::fs::read_to_string(log).unwrap_or_default();
    calls.lines().filter(|call| call.contains("AF_INET")).map(str::to_owned).collect()
}

#[test]
fn a_call_for_the_network_is_seen() {
    if !can_watch() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = Command::new("unshare");
    watched(&mut command, &log);
    command.args(["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9"]).status().unwrap();
    assert_eq!(reached(&log).len(), 1);
}

#[test]
fn the_window_asks_for_no_network() {
    if !can_watch() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let book = sample::empty_book(folder.path(), Level::Hamlet, "Thôn Đoài");
    let backups = folder.path().join("so.tungnha.saoluu");
    let _ = std::fs::remove_dir_all(&backups);
    let log = folder.path().join("log");
    let screen = Screen::new();
    // Keys go to a window that has the focus, which somebody has to give it.
    let _manager = Program::start("openbox", |command| {
        screen.place(command).env("HOME", folder.path());
    });
    let _window = Program::start("unshare", |command| {
        watched(command, &log);
        screen.place(command.arg(program()).arg(&book)).env("HOME", folder.path());
        for (name, place) in
            [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")]
        {
            command.env(name, folder.path().join(place));
        }
        command.env("TUNG_NHA_NOW", NOW);
    });
    let keys =
        |args: &[&str]| screen.place(Command::new("xdotool").args(args)).output().unwrap().status.success();
    // The book is open once its backup of the day is there. Until then the passphrase is typed again: the field may not
    // have been there yet.
    let open = || {
        std::fs::read_dir(&backups).is_ok_and(|files| {
            files.flatten().any(|file| file.path().extension().is_some_and(|end| end == "tungnha"))
        })
    };
    let began = Instant::now();
    while !open() {
        assert!(began.elapsed() < PATIENCE, "the book was not opened");
        // By keys alone: the field of the passphrase has the focus.
        keys(&["search", "--onlyvisible", "--name", "Từng Nhà", "windowactivate"]);
        keys(&["key", "ctrl+a"]);
        keys(&["type", "--delay", "30", sample::PASSPHRASE]);
        keys(&["key", "Return"]);
        std::thread::sleep(Duration::from_secs(2));
    }
    let calls = std::fs::read_to_string(&log).unwrap();
    assert!(calls.contains("AF_UNIX"), "nothing was watched");
    assert_eq!(reached(&log), [""; 0]);
}
