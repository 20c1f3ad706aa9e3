//! A new version of the program from a file: what it is, the backup, the restart, and the way back.

#![cfg(target_os = "linux")]

use std::env::consts::{ARCH, OS};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tung_nha::api::Level;
use tung_nha::exchange::envelope;
use tung_nha::exchange::update_v1::{ManifestV1, seal};
use tung_nha::program::Program;
use tung_nha_window_tests::{Window, machine, sample};

const SEED: [u8; 32] = [7; 32];

/// A program that only says with which words it was started.
const NEXT: &[u8] = b"#!/bin/sh\necho \"$@\" > \"$0.said.part\" && mv \"$0.said.part\" \"$0.said\"\n";

fn update(folder: &Path) -> PathBuf {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("tung-nha-9.0.0-portable/tung-nha", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(NEXT).unwrap();
    let manifest = ManifestV1 {
        arch: ARCH.into(),
        build: "9.0.0 (12/03/2027, 0a1b2c3d4e)".into(),
        changes: vec![
            "In danh sách cần đến nhanh hơn trên máy cũ.".into(),
            "Đọc được sổ điều tra có hai dòng tiêu đề.".into(),
            "Sửa lỗi đếm hai lần người vừa chuyển thôn.".into(),
        ],
        format: String::new(),
        schema: 1000,
        sha256: String::new(),
        size: 0,
        system: OS.into(),
        version: "9.0.0".into(),
    };
    let file = folder.join("tung-nha-9.0.0.tncapnhat");
    fs::write(&file, seal(manifest, &zip.finish().unwrap().into_inner(), &SEED)).unwrap();
    file
}

#[tokio::test]
async fn a_new_version_is_taken_in_and_the_one_before_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let stick = folder.path().join("usb");
    fs::create_dir_all(stick.join("cai-dat")).unwrap();
    let program = stick.join("tung-nha");
    fs::copy(machine::program(), &program).unwrap();
    let key = envelope::public_key(&SEED);
    let known = [("TUNG_NHA_RELEASE_KEY", key.as_str())];
    let file = update(folder.path());

    let window = Window::open_program(&program, folder.path(), &known).await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    let bad = folder.path().join("hong.tncapnhat");
    fs::write(&bad, [&fs::read(&file).unwrap()[..], b"x"].concat()).unwrap();
    window.drop_files(&[&bad]).await;
    window.see("hong.tncapnhat bị hỏng hoặc bị sửa").await;
    window.press("Enter").await;
    window.see_no("bị hỏng hoặc bị sửa").await;
    window.press("Alt+-").await;
    window.click("Máy này").await;
    window.see("Cập nhật chương trình").await;
    window.choose("Cập nhật từ tệp", &file).await;
    window.see("Cập nhật lên bản 9.0.0?").await;
    window.see("Đọc được sổ điều tra có hai dòng tiêu đề.").await;
    window.shoot("cap-nhat").await;
    window.click("Sao lưu và cập nhật").await;
    let said = stick.join("tung-nha.said");
    let begun = Instant::now();
    while !said.exists() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the new version was not started");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(fs::read_to_string(said).unwrap(), "--sau-cap-nhat\n");
    assert!(stick.join("truoc/tung-nha").is_file());
    let backups = fs::read_dir(book.with_extension("tungnha.saoluu")).unwrap();
    let backups: Vec<_> = backups.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(backups.iter().any(|name| name.contains("nang-cap")), "{backups:?}");
    drop(window);

    // By hand, as the new one cannot.
    Program::at(&stick.join("truoc")).back().unwrap();
    let window = Window::open_program(&program, folder.path(), &known).await;
    let no_book = folder.path().join("hong.tungnha");
    fs::write(&no_book, "no book").unwrap();
    window.show_book(&no_book, sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.click("Đã hiểu").await;
    window.see("Đổi sang bản 9.0.0").await;
    window.shoot("mo-so-quay-ve").await;
}
