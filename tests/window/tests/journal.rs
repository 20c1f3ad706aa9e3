//! The journal: what was done can be undone, done again, or says why not.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api::Level;
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn what_was_done_is_undone_and_done_again() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 300);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+0").await;
    window.see("Nhập danh sách công an").await;
    window.shoot("nhat-ky").await;
    // Enter is about the row that the arrows went to, though another one was clicked.
    window.click("Nhập sổ điều tra").await;
    window.press("ArrowUp").await;
    let ready =
        "return document.querySelector('.chosen-entry b').innerText.startsWith('Nhập danh sách công an')
      && !document.querySelector('footer button.primary').disabled";
    window.until("the import of the list to be chosen", ready, vec![]).await;
    window.press("Enter").await;
    window.see("Đã hoàn tác: Nhập danh sách công an").await;
    window.see("đã được hoàn tác rồi").await;
    window.shoot("nhat-ky-khong-hoan-tac-duoc").await;
    window.press("ArrowUp").await;
    window.click("Làm lại").await;
    window.see("Đã làm lại: Nhập danh sách công an").await;
    // Only one kind.
    window.fill("Loại việc", "Nhập sổ điều tra").await;
    window.see("1 việc").await;
}

#[tokio::test]
async fn an_empty_journal_says_what_will_stand_there() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Province, "Tỉnh Mẫu");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+0").await;
    window.see("Chưa có việc nào trong sổ").await;
    window.shoot("nhat-ky-trong").await;
}
