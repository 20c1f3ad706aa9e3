//! A day of the command line where there is no network, and not one call for it.

use std::fs;
use std::process::Command;

use crate::disk::{Call, read_log, write_tree};
use crate::office::{command, offices, scratch, shim};

/// Sockets within one computer.
const AF_UNIX: i64 = 1;

const SAMPLE_DAY: &[&[&str]] = &[
    &["demo", "--people", "60", "--seed", "3", "--out", "@/mau"],
    &["--book", "@/moi.tungnha", "book", "create", "--level", "commune", "--name", "Xã Mới"],
    &["--book", "@/moi.tungnha", "register", "import", "@/mau/so-dieu-tra.xlsx"],
    &["--book", "@/moi.tungnha", "roster", "import", "@/mau/danh-sach-cong-an.xlsx", "--as-of", "2026-11-20"],
    &["--book", "@/moi.tungnha", "reconcile", "--out", "@/doi-soat.csv"],
    &["worklist", "--out", "@/di.xlsx"],
    &["visit", "import", "@/di.xlsx"],
    &["report", "daily", "--date", "2026-11-21", "--out", "@/bao-cao.xlsx"],
    &["summary", "import", "@/thon.tnsolieu", "--trust", "{key}"],
    &["summary", "verify", "@/thon.tnsolieu"],
    &["day", "close", "--out", "@/ngay"],
    &["book", "backup", "--out", "@/luu.tungnha"],
    &["book", "restore", "@/luu.tungnha", "--out", "@/lai.tungnha"],
    &["undo"],
    &["history"],
    &["gazetteer", "--name", "lam"],
    &["book", "check"],
];

/// The same command in a namespace of its own, where not even the loopback is up. What leads there is not watched.
fn without_network(inner: &Command) -> Command {
    let mut outer = Command::new("unshare");
    outer.args(["--map-root-user", "--net", "env"]);
    let text = |text: &std::ffi::OsStr| text.to_str().unwrap().to_owned();
    // What is taken away is named first.
    for (name, _) in inner.get_envs().filter(|(_, value)| value.is_none()) {
        outer.args(["-u".to_owned(), text(name)]);
    }
    for (name, value) in inner.get_envs() {
        outer.args(value.map(|value| format!("{}={}", text(name), text(value))));
    }
    outer.arg(inner.get_program()).args(inner.get_args());
    outer
}

fn sockets(log: &std::path::Path, root: &std::path::Path) -> Vec<i64> {
    let calls = read_log(&fs::read(log).unwrap(), root);
    let families = calls.into_iter().filter_map(|(_, call)| match call {
        Call::Socket { family } if family != AF_UNIX => Some(family),
        _ => None,
    });
    families.collect()
}

#[test]
fn a_day_asks_for_no_network() {
    let (folder, aside) = (scratch(), scratch());
    let (root, log) = (folder.path(), aside.path().join("log"));
    write_tree(root, &offices().evening);
    let separate = Command::new("unshare").args(["--map-root-user", "--net", "true"]).status();
    let separate = separate.is_ok_and(|status| status.success());
    if !separate {
        eprintln!("this system gives no namespace without network: only the calls are watched");
    }
    for args in SAMPLE_DAY {
        let args: Vec<String> = args.iter().map(|arg| arg.replace("{key}", &offices().fingerprint)).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let inner = command(root, &args, Some(&log), None);
        let mut command = if separate { without_network(&inner) } else { inner };
        let output = command.output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(sockets(&log, root), [] as [i64; 0], "families of sockets that were asked for");
}

#[test]
fn a_call_for_the_network_is_seen() {
    let (folder, aside) = (scratch(), scratch());
    let log = aside.path().join("log");
    let mut knock = Command::new("bash");
    knock.args(["-c", "echo > /dev/tcp/127.0.0.1/9"]);
    knock.env("LD_PRELOAD", shim()).env("TORTURE_FOLDER", folder.path()).env("TORTURE_LOG", &log);
    if knock.output().is_err() {
        eprintln!("there is no bash to knock with");
        return;
    }
    assert_eq!(sockets(&log, folder.path()), [2], "the internet");
}
