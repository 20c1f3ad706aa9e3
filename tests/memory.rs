//! After closing a book neither its key nor its passphrase is in the memory; the programs leave no memory behind.
//!
//! The search runs in a child, this test program again with the shells' allocator. What it searches for it only knows
//! masked, so that it does not find its own copy.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use std::fs::{self, File};
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use openssl::hash::MessageDigest;
use openssl::pkcs5::pbkdf2_hmac;
use serde_json::{Value, json};
use tung_nha::api::{self, Desk, Session};
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<MiMalloc> = ZeroAlloc(MiMalloc);

const MASK: u8 = 0x5a;
/// The passphrase; the program itself has it masked only.
const PASSPHRASE: [u8; 19] = {
    let mut bytes = *b"mot mua he ruc nang";
    let mut i = 0;
    while i < bytes.len() {
        bytes[i] ^= MASK;
        i += 1;
    }
    bytes
};
/// Bytes in a row that are no chance.
const WINDOW: usize = 8;

fn masked(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte ^ MASK).collect()
}

/// How many windows of a masked secret stand somewhere in this process's memory.
fn windows_in_memory(secrets: &[&[u8]]) -> Vec<usize> {
    let mut found: Vec<Vec<bool>> =
        secrets.iter().map(|secret| vec![false; secret.len() - WINDOW + 1]).collect();
    let memory = File::open("/proc/self/mem").unwrap();
    let mut part = vec![0; 1 << 20];
    for line in fs::read_to_string("/proc/self/maps").unwrap().lines() {
        let (range, rest) = line.split_once(' ').unwrap();
        if !rest.starts_with('r') || line.ends_with("[vvar]") || line.ends_with("[vsyscall]") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let mut at = u64::from_str_radix(from, 16).unwrap();
        let to = u64::from_str_radix(to, 16).unwrap();
        while at < to {
            let want = usize::try_from(to - at).unwrap().min(part.len());
            let Ok(got) = memory.read_at(&mut part[..want], at) else { break };
            if got <= WINDOW {
                break;
            }
            for (secret, found) in secrets.iter().zip(&mut found) {
                for (place, found) in found.iter_mut().enumerate() {
                    let wanted = &secret[place..place + WINDOW];
                    let first = wanted[0] ^ MASK;
                    *found = *found
                        || memchr::memchr_iter(first, &part[..got]).any(|i| {
                            part[i..got].len() >= WINDOW
                                && part[i..i + WINDOW].iter().zip(wanted).all(|(a, b)| *a == *b ^ MASK)
                        });
                }
            }
            // A secret may lie across two parts.
            at +=
                u64::try_from(if got == want && at + got as u64 == to { got } else { got - WINDOW }).unwrap();
        }
    }
    found.iter().map(|found| found.iter().filter(|found| **found).count()).collect()
}

/// Runs in a child: opens, works and closes as the window does, then searches.
#[test]
#[ignore = "the child of the test below"]
fn child() {
    let folder = std::env::var("TUNG_NHA_FOLDER").unwrap();
    let folder = Path::new(&folder);
    let secrets = ["passphrase", "key", "hex", "own"].map(|name| fs::read(folder.join(name)).unwrap());
    let secrets: Vec<&[u8]> = secrets.iter().map(Vec::as_slice).collect();
    let book = folder.join("so.tungnha");
    let mut desk = Desk::new(Session::new(None));
    let read = |name: &str| String::from_utf8(masked(&fs::read(folder.join(name)).unwrap())).unwrap();
    let passphrase = || read("passphrase");
    let mut call = |name: &str, args: Value| api::call(&mut desk, name, args).unwrap();
    // As the bytes of a message from the window.
    let message = json!({ "path": book, "passphrase": passphrase() }).to_string();
    call("book_open", serde_json::from_str(&message).unwrap());
    drop(message);
    call("passphrase_strength", json!({ "passphrase": passphrase() }));
    call("unit_add", json!({ "name": "Thôn Đoài" }));
    call("backup_make", json!({}));
    let file = folder.join("nguoi.csv");
    fs::write(&file, "Họ và tên,Ngày sinh,Thôn\nLò Văn Mẫu,01/02/1980,Thôn Đoài\n").unwrap();
    call("register_import", json!({ "file": file }));
    let member = call("team_list", json!({}))[0]["id"].clone();
    call("member_secret", json!({ "id": member, "own": passphrase(), "secret": read("own") }));
    call("book_close", json!({}));
    // By a secret of one's own, as well.
    call("book_open", json!({ "path": book, "passphrase": read("own") }));
    let open = windows_in_memory(&secrets);
    call("book_close", json!({}));
    let closed = windows_in_memory(&secrets);
    println!("found open {open:?} closed {closed:?}");
}

#[test]
fn closing_a_book_leaves_neither_key_nor_passphrase_in_the_memory() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("so.tungnha");
    let mut desk = Desk::new(Session::new(None));
    let passphrase = String::from_utf8(masked(&PASSPHRASE)).unwrap();
    let new = json!({ "path": path, "passphrase": &passphrase, "level": "commune", "name": "Xã Lam Khê" });
    api::call(&mut desk, "book_create", new).unwrap();
    api::call(&mut desk, "member_change", json!({ "name": "Lò Văn Mẫu" })).unwrap();
    desk.close();

    // As SQLCipher 4 derives it.
    let salt = &fs::read(&path).unwrap()[..16];
    let mut key = [0; 32];
    pbkdf2_hmac(passphrase.as_bytes(), salt, 256_000, MessageDigest::sha512(), &mut key).unwrap();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    // Of the member; the program itself has it by its words alone.
    let own = ["gio", "dua", "canh", "truc", "la", "da"].join(" ");
    let secrets = [
        ("passphrase", passphrase.as_bytes()),
        ("key", &key),
        ("hex", hex.as_bytes()),
        ("own", own.as_bytes()),
    ];
    for (name, secret) in secrets {
        fs::write(dir.path().join(name), masked(secret)).unwrap();
    }

    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "child", "--ignored", "--nocapture"]).env("TUNG_NHA_FOLDER", dir.path());
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let found = said.split_once("found ").unwrap().1.lines().next().unwrap();
    eprintln!("{found}");
    // The key is found while the book is open: the search sees.
    assert!(!found.starts_with("open [0, 0, 0,"), "{found}");
    assert!(found.ends_with("closed [0, 0, 0, 0]"), "{found}");
}

/// A command that takes some time, as a user who is not root where that can be.
fn long_command(folder: &Path) -> Child {
    let program = folder.join("tung-nha-cli");
    fs::copy(env!("CARGO_BIN_EXE_tung-nha-cli"), &program).unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
    let mut command = Command::new("sh");
    // Whatever the limits of whoever runs the tests.
    command.args(["-c", "ulimit -c unlimited; exec \"$0\" demo --people 20000 --seed 1 --out \"$1\""]);
    command.arg(program).arg(folder.join("mau")).stdout(Stdio::null()).stderr(Stdio::null());
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(65_534);
    }
    command.spawn().unwrap()
}

#[test]
fn a_program_leaves_its_memory_to_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = long_command(dir.path());
    let proc = Path::new("/proc").join(child.id().to_string());
    let limits = || {
        let limits = fs::read_to_string(proc.join("limits")).unwrap_or_default();
        limits.lines().find(|line| line.starts_with("Max core file size")).unwrap_or_default().to_owned()
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    let no_core = loop {
        let words = limits();
        if words.split_whitespace().skip(4).take(2).eq(["0", "0"]) {
            break true;
        }
        if child.try_wait().unwrap().is_some() || Instant::now() > deadline {
            eprintln!("{words}");
            break false;
        }
        std::thread::yield_now();
    };
    // What cannot be dumped belongs to root, whoever runs it.
    let mut is_closed = fs::metadata(proc.join("mem")).is_ok_and(|meta| meta.uid() == 0);
    while !is_closed && child.try_wait().unwrap().is_none() && Instant::now() < deadline {
        is_closed = fs::metadata(proc.join("mem")).is_ok_and(|meta| meta.uid() == 0);
        std::thread::yield_now();
    }
    let _ = child.kill();
    let _ = child.wait();
    assert!(no_core, "it could leave a core dump");
    assert!(is_closed, "its memory can be read");
}
