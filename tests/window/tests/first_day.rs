//! The whole of a first day by hand: a book is made, both lists are taken in, a pair is settled, ten people are walked, one is
//! taken back, the day is closed, and the workbook says what the screen said.

#![cfg(any(target_os = "linux", windows))]

use calamine::{Data, Reader, Xlsx, open_workbook};
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn from_the_first_start_to_the_report_of_the_day() {
    let window = Window::open().await;
    let files = sample::files(&window.folder, 2000);

    // A book of one's own.
    window.see("Mở sổ").await;
    // Letters can be made larger before anything is read.
    window.click("125%").await;
    window
        .until(
            "larger letters",
            "return getComputedStyle(document.documentElement).fontSize === '18.75px'",
            vec![],
        )
        .await;
    window.click("100%").await;
    window.shoot("mo-so-lan-dau").await;
    window.click("Xã, phường").await;
    window.see("Tạo sổ mới").await;
    window.fill("Tên đơn vị", "Xã Thử Nghiệm").await;
    window.fill("Thuộc tỉnh, thành phố", "Tỉnh Thử Nghiệm").await;
    window.choose_place("Chọn nơi khác", &window.folder.join("xa.tungnha")).await;
    window.fill("Đặt mật khẩu", sample::PASSPHRASE).await;
    window.fill("Gõ lại mật khẩu", sample::PASSPHRASE).await;
    window.shoot("tao-so-du").await;
    window.press("Enter").await;
    window.go_on().await;
    window.see("Sổ chưa có người nào").await;

    // The survey, then the extract.
    window.press("Alt+3").await;
    window.click("Nhập sổ điều tra").await;
    take_in(&window, &files.register, None).await;
    window.see("Đã nhập sổ điều tra").await;
    window.click("Nhập tiếp danh sách công an").await;
    take_in(&window, &files.roster, Some("20/11/2026")).await;
    window.see("Đã nhập danh sách công an").await;

    // A pair that the program leaves to a person.
    window.click("Xem các cặp cần chọn").await;
    window.see("Cặp 1/").await;
    window.press("1").await;
    window.see("1 ghép").await;

    // Ten people, the tenth taken back.
    window.press("Alt+2").await;
    window.see("Giấy và Excel").await;
    for done in 1..=10 {
        window.press("2").await;
        window.see("Ghi kết quả").await;
        window.press("Enter").await;
        window.see_no("Ghi kết quả").await;
        window.see(&format!(", {done} người")).await;
    }
    window.press("Ctrl+Z").await;
    window.see("Đã hoàn tác").await;
    window.see(", 9 người").await;
    // Done again, and taken back once more.
    window.press("Ctrl+Y").await;
    window.see("Đã làm lại").await;
    window.see(", 10 người").await;
    window.press("Ctrl+Z").await;
    window.see(", 9 người").await;
    let on_the_walk = window.text("footer li:nth-child(2)").await;

    // The day is closed.
    window.press("Alt+1").await;
    window.see("Hôm nay, thứ Bảy 21/11/2026").await;
    // Absent people stand in the third column of the sum: those of the nine who have no account by the extract.
    let absent: f64 = window.text("tr.sum td:nth-child(3)").await.trim().parse().unwrap();
    assert!((1.0..=9.0).contains(&absent), "{absent} absent");
    assert!(on_the_walk.ends_with(&format!(" {absent}")), "{on_the_walk} on the walk, {absent} on Hôm nay");
    let days = window.folder.join("ngay");
    window.press("Ctrl+Enter").await;
    window.choose_place("Chọn thư mục", &days).await;
    window.press("Ctrl+Enter").await;
    window.see("Đã chốt ngày 21/11/2026").await;

    // What the screen showed is what was written.
    let mut written: Xlsx<_> =
        open_workbook(days.join("2026-11-21 xa-thu-nghiem").join("bao-cao-ngay.xlsx")).unwrap();
    let sheet = written.worksheet_range_at(0).unwrap().unwrap();
    let total = sheet.rows().find(|row| row.iter().any(|cell| *cell == "Tổng cộng")).unwrap();
    assert!(
        total.iter().any(|cell| matches!(cell, Data::Float(number) if (number - absent).abs() < 1e-9)),
        "{total:?}"
    );
}

/// Steps a file through the wizard.
async fn take_in(window: &Window, file: &std::path::Path, day: Option<&str>) {
    window.fill("Tệp danh sách", &file.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("Dòng tiêu đề ở dòng").await;
    if let Some(day) = day {
        window.fill("Số liệu tính đến ngày", day).await;
    }
    window.press("Ctrl+Enter").await;
    window.see("dòng sẽ vào sổ như sau").await;
    window.press("Ctrl+Enter").await;
}
