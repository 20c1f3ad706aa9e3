//! Reports: shown as they will be printed, written to a file that holds the same figures; no figures are never 0.

#![cfg(target_os = "linux")]

use calamine::{Reader, Xlsx, open_workbook};
use tung_nha::api;
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn a_report_is_shown_signed_and_written() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    sample::evenings(&mut sample::open(&book));
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+7").await;
    window.see("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").await;
    window.see("Tổng bằng cộng các dòng").await;
    window.fill("Người ký", "Lò Văn Ký").await;
    window.press("Tab").await;
    window.see("Lò Văn Ký").await;
    window.shoot("bao-cao-ngay").await;

    let out = window.folder.join("bao-cao.xlsx");
    window.choose_place("Chọn nơi lưu", &out).await;
    window.press("Ctrl+S").await;
    window.see("Đã ghi").await;
    let total = window.text(".seen tr.total td:nth-child(2)").await;
    let mut workbook: Xlsx<_> = open_workbook(&out).unwrap();
    let name = workbook.sheet_names().first().cloned().unwrap();
    let range = workbook.worksheet_range(&name).unwrap();
    let people = range.rows().find(|row| row.iter().any(|cell| *cell == "Tổng cộng")).unwrap();
    let plain = total.replace('.', "");
    assert!(people.iter().any(|cell| cell.to_string() == plain), "{plain} not in {people:?}");

    window.click("Vắng mặt").await;
    window.see("Danh sách có").await;
    window.shoot("bao-cao-danh-sach").await;
    window.click("Phụ lục II").await;
    window.see("Cán bộ hướng dẫn").await;
    window.shoot("bao-cao-phu-luc-2").await;
}

#[tokio::test]
async fn a_day_without_figures_and_a_day_to_come() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, api::Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+7").await;
    window.see("Chưa có số liệu nào cho ngày này").await;
    window.shoot("bao-cao-trong").await;
    window.fill("Ngày báo cáo", "hôm nào").await;
    window.press("Enter").await;
    window.see("Ghi ngày như 21/11/2026").await;
    window.fill("Ngày báo cáo", "30/11/2026").await;
    window.press("Enter").await;
    window.see("Ngày này chưa tới").await;
    window.shoot("bao-cao-loi").await;
    // Another day by the button beside it: what was typed wrongly is told no more.
    window.click("Ngày trước").await;
    window.see_no("Ngày này chưa tới").await;
}
