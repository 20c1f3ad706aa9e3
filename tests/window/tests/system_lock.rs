//! The book is locked with the session of the system: a private bus says what the desktop would.

#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tung_nha::api::Level;
use tung_nha_window_tests::{Window, sample};

/// A bus of this test alone.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is missing: run `cargo xtask test`, which installs it");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { daemon, address: address.trim().to_owned() }
    }

    /// Sends a signal as the desktop does.
    fn say(&self, object: &str, signal: &str, value: &str) {
        let mut send = Command::new("dbus-send");
        send.arg(format!("--bus={}", self.address)).args(["--type=signal", object, signal]);
        if !value.is_empty() {
            send.arg(value);
        }
        assert!(send.status().unwrap().success());
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

#[tokio::test]
async fn the_book_is_locked_with_the_session() {
    let bus = Bus::start();
    let folder = tempfile::tempdir().unwrap();
    let address = bus.address.as_str();
    let buses = [("DBUS_SESSION_BUS_ADDRESS", address), ("DBUS_SYSTEM_BUS_ADDRESS", address)];
    let window = Window::open_with(folder.path(), &buses).await;
    let book = sample::empty_book(folder.path(), Level::Hamlet, "Thôn Đoài");
    window.unlock(&book, sample::PASSPHRASE).await;

    // What unlocks or concerns something else locks nothing.
    bus.say("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "boolean:false");
    bus.say("/a", "org.example.Other.ActiveChanged", "boolean:true");
    for (object, signal, value, says) in [
        (
            "/org/gnome/ScreenSaver",
            "org.gnome.ScreenSaver.ActiveChanged",
            "boolean:true",
            "vì máy vừa khóa màn hình",
        ),
        (
            "/org/freedesktop/login1/session/_31",
            "org.freedesktop.login1.Session.Lock",
            "",
            "vì máy vừa khóa màn hình",
        ),
        (
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager.PrepareForSleep",
            "boolean:true",
            "vì máy vừa ngủ",
        ),
    ] {
        window.see_no("Sổ đã khóa").await;
        bus.say(object, signal, value);
        window.see(says).await;
        window.shoot("so-da-khoa-theo-may").await;
        window.fill("Mật khẩu của sổ", sample::PASSPHRASE).await;
        window.press("Enter").await;
        window.see_no("Sổ đã khóa").await;
    }
}
