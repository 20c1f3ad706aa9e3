//! The journal: what was done can be undone, done again, or says why not.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api::{self, Level};
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
async fn where_data_went_is_told_and_a_file_is_destroyed() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 300);
    let out = window.folder.join("phieu.xlsx");
    {
        let mut desk = sample::open(&book);
        api::purpose_set(&mut desk, &api::SayPurpose { purpose: "call".into(), password: None }).unwrap();
        let list = api::MakeWorklist { out: Some(out.clone()), ..Default::default() };
        api::worklist(&mut desk, &list).unwrap();
    }
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Ctrl+K").await;
    window.type_text("đã đi đâu").await;
    window.see("Dữ liệu đã đi đâu").await;
    window.press("Enter").await;
    window.see("để gọi điện hẹn lại").await;
    window.shoot("nhat-ky-da-di-dau").await;
    window.click("Xóa hẳn tệp").await;
    window.see("Xóa hẳn tệp này khỏi ổ đĩa?").await;
    window.run("[...document.querySelectorAll('dialog button')].find((it) => it.innerText.startsWith('Xóa hẳn')).click()", vec![]).await;
    window.see("Đã xóa hẳn phieu.xlsx").await;
    window.see("không còn ở").await;
    assert!(!out.exists());
    window.click("Mất máy thì lộ ai").await;
    window.see("Có dữ liệu của").await;
    window.shoot("nhat-ky-mat-may").await;
    window.choose("Ghi danh sách ra Excel", &window.folder.join("lo.xlsx")).await;
    window.see("Tệp có tên người").await;
    window.press("Enter").await;
    window.see("Đã ghi danh sách").await;
    window.click("Mọi việc").await;
    window.see("Xóa hẳn").await;
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
