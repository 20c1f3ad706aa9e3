//! The first screen: a book is opened, a wrong passphrase is told at its field.

#![cfg(target_os = "linux")]

use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn a_wrong_passphrase_is_told_where_it_was_typed() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, tung_nha::api::Level::Commune, "Xã Thử Nghiệm");
    window.see("Mở sổ").await;
    window.fill("Tệp sổ", &book.to_string_lossy()).await;
    window.fill("Mật khẩu của sổ", "sai hẳn rồi").await;
    window.press("Enter").await;
    window.see("Mật khẩu").await;
    window.shoot("mo-so-sai-mat-khau").await;
    window.fill("Mật khẩu của sổ", sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("Ai đang làm việc?").await;
    window.click("Bắt đầu").await;
    window.see("Hôm nay").await;
    window.shoot("hom-nay-trong").await;
}
