//! Gửi – nhận: files with their plan before anything is done, a key compared by telephone, the summary that goes up, who has
//! not reported; nothing there, a wrong path, a changed file.

#![cfg(any(target_os = "linux", windows))]

use std::path::{Path, PathBuf};

use tung_nha::api::{self, Level};
use tung_nha_window_tests::{Window, sample};

/// A folder of its own in the window's folder.
fn folder(window: &Window, name: &str) -> PathBuf {
    let folder = window.folder.join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The summary of an invented commune for a day.
fn summary(book: &Path, day: &str, out: PathBuf) -> api::ExportedSummary {
    let mut desk = sample::desk();
    let open = api::OpenBook { path: book.to_owned(), passphrase: sample::PASSPHRASE.into() };
    api::book_open(&mut desk, &open).unwrap();
    api::summary_export(&mut desk, &api::ExportSummary { day: day.parse().unwrap(), out, replace: false })
        .unwrap()
}

/// A window on the book of a province, "Gửi – nhận" open.
async fn province() -> Window {
    let window = Window::open().await;
    let book = sample::empty_book(&folder(&window, "tinh"), Level::Province, "Tỉnh Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+4").await;
    window.see("Chưa có tệp nào để nhận").await;
    window
}

#[tokio::test]
async fn files_are_planned_a_key_is_compared_then_taken_in_and_taken_back() {
    let window = province().await;
    let commune = sample::commune(&folder(&window, "xa"), 600);
    let usb = folder(&window, "usb");
    summary(&commune, "2026-11-19", usb.join("19.tnsolieu"));
    summary(&commune, "2026-11-20", usb.join("20.tnsolieu"));
    let last = summary(&commune, "2026-11-21", usb.join("21.tnsolieu"));
    std::fs::remove_file(usb.join("20.tnsolieu")).unwrap();

    window.drop_files(&[&usb]).await;
    window.see("Chờ đối chiếu khóa").await;
    window.see("1 đơn vị chờ đối chiếu khóa").await;
    window.shoot("gui-nhan-cho-khoa").await;
    window.click("Đối chiếu khóa").await;
    let first = last.fingerprint.chars().take(4).collect::<String>();
    window.see(&first).await;
    window.shoot("gui-nhan-khoa").await;
    // No Enter that was meant for something else confirms a key.
    let button = window.run("return document.activeElement.closest('button, a') !== null", vec![]).await;
    assert_eq!(button.as_bool(), Some(false));
    window.press("Enter").await;
    window.click("Khớp, tin khóa này").await;
    window.see_no("Chờ đối chiếu khóa").await;
    // One decision for both files; the one that did not come is named.
    window.see("Nhận 2 tệp").await;
    window.see("Nhận, còn thiếu số 2").await;
    window.shoot("gui-nhan-ke-hoach").await;

    window.press("Ctrl+Enter").await;
    window.see("Đã nhận 2 tệp").await;
    window.see_no("Nhận 2 tệp").await;
    window.see("1/1 đơn vị đã ký").await;
    window.click("Ai chưa gửi").await;
    window.see("1/1 đơn vị đã gửi số liệu ngày 21/11").await;
    window.see("tệp số 3").await;
    window.shoot("gui-nhan-ai-chua-gui").await;
    window.press("Ctrl+Z").await;
    window.see("Không đơn vị nào phải gửi tệp").await;
}

#[tokio::test]
async fn a_changed_file_and_a_wrong_path_are_refused_with_the_reason() {
    let window = province().await;
    window.shoot("gui-nhan-trong").await;
    window.fill("Tệp, thư mục hoặc zip", "/khong/co/tep.tnsolieu").await;
    window.press("Enter").await;
    window.see("Không thấy tệp /khong/co/tep.tnsolieu").await;
    window.shoot("gui-nhan-sai-duong-dan").await;

    let changed = window.folder.join("hong.tnsolieu");
    std::fs::write(&changed, "{}").unwrap();
    window.fill("Tệp, thư mục hoặc zip", &changed.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("Từ chối").await;
    window.see("Không tệp nào thay đổi sổ").await;
    window.shoot("gui-nhan-tu-choi").await;
    window.click("Theo đơn vị").await;
    window.see("Chưa có chỉ tiêu nào").await;
}

#[tokio::test]
async fn a_commune_signs_its_summary_and_sees_what_was_written() {
    let window = Window::open().await;
    let book = sample::commune(&folder(&window, "xa"), 600);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+4").await;
    window.click("Gửi").await;
    window.see("sẽ mang số 1").await;
    window.click("Ký và ghi tệp").await;
    window.see("Chưa chọn thư mục").await;
    window.shoot("gui-nhan-gui-loi").await;
    let usb = folder(&window, "usb");
    window.choose_place("Chọn thư mục", &usb).await;
    window.press("Ctrl+Enter").await;
    window.see("Đã ký và ghi tệp số 1").await;
    window.see("đã ký, tệp số 1").await;
    window.shoot("gui-nhan-da-gui").await;
    assert!(usb.join("so-lieu-xa-thu-nghiem-2026-11-21.tnsolieu").is_file());
    assert!(usb.join("so-lieu-xa-thu-nghiem-2026-11-21.xlsx").is_file());
    // The same again is the same file, in the place of the one that lies there.
    window.press("Ctrl+Enter").await;
    window.click("Ghi thay").await;
    window.see("Số liệu không đổi").await;
}
