//! When something goes wrong: the diagnosis is read before it is saved, and a damaged book says what to do.

#![cfg(any(target_os = "linux", windows))]

use std::io::{Seek, SeekFrom, Write};

use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn a_diagnosis_is_read_and_saved_without_a_book() {
    let window = Window::open().await;
    window.see("bắt đầu từ đâu?").await;
    window.click("Tệp chẩn đoán").await;
    window.see("Không mở sổ nào.").await;
    window.see("WebView").await;
    window.shoot("chan-doan").await;
    let file = window.folder.join("chan-doan.txt");
    window.choose("Lưu tệp", &file).await;
    window.see("Đã lưu chan-doan.txt").await;
    let saved = std::fs::read_to_string(&file).unwrap();
    assert!(saved.contains("Màn hình: ") && saved.contains("start version="), "{saved}");
}

#[tokio::test]
async fn a_damaged_book_says_so_and_leads_to_its_backup() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 200);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+-").await;
    window.click("Sổ và sao lưu").await;
    window.click("Sao lưu ngay").await;
    window.see("theo yêu cầu").await;
    // A page goes bad on the disk.
    let mut file = std::fs::File::options().write(true).open(&book).unwrap();
    file.seek(SeekFrom::Start(4096 * 40 + 100)).unwrap();
    file.write_all(b"spoilt").unwrap();
    window.click("Kiểm tra sổ").await;
    window.see("Sổ có chỗ hỏng.").await;
    window.see("thành sổ mới").await;
    window.shoot("so-hong").await;
    window.click("Máy này").await;
    window.click("Tối").await;
    window.click("Tệp chẩn đoán").await;
    window.see("book.damaged detail=trang-41").await;
    window.shoot("chan-doan-toi").await;
}
