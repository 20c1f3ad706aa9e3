//! A random check at a desk: published, a seed thrown, drawn, findings by key and from a sheet, what it says of all.

#![cfg(any(target_os = "linux", windows))]

use calamine::{Data, Reader, Xlsx, open_workbook};
use tung_nha::api;
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn a_check_is_published_drawn_looked_at_and_told() {
    let window = Window::open().await;
    let book = sample::worked(&window.folder, 600, 300);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+8").await;
    window.see("Danh sách phải chốt trước khi gieo số").await;
    // No seed before a list.
    window.fill("Số gieo", "3141526535").await;
    window.press("Ctrl+Enter").await;
    window.see("Công bố danh sách trước, rồi mới gieo số.").await;
    window.click("Công bố danh sách").await;
    window.see("Mã của danh sách (SHA-256)").await;
    window.fill("Số gieo", "31415").await;
    window.press("Ctrl+Enter").await;
    window.see("Số gieo có 5 chữ số").await;
    window.fill("Số gieo", "3 1 4 1 5 2 6 5 3 5").await;
    window.click("Từng thôn").await;
    window.fill("Số lượt rút", "4").await;
    window.shoot("kiem-tra-cong-bo").await;
    window.press("Ctrl+Enter").await;
    window.see("Lưu phiếu mang theo").await;

    // A sheet to take along comes back filled in.
    let (sheet, back) = (window.folder.join("phieu.xlsx"), window.folder.join("ve.csv"));
    window.choose("Lưu phiếu mang theo", &sheet).await;
    window.see("Tệp có tên người").await;
    window.press("Enter").await;
    window.see("Đã ghi").await;
    let mut workbook: Xlsx<_> = open_workbook(&sheet).unwrap();
    let range = workbook.worksheet_range("Phiếu kiểm tra").unwrap();
    let mut filled = String::new();
    for row in range.rows() {
        let text = |cell: &Data| if *cell == Data::Empty { String::new() } else { cell.to_string() };
        let mut cells: Vec<String> = row.iter().map(text).collect();
        if cells[0].parse::<u32>().is_ok_and(|ordinal| ordinal > 6) {
            cells[9] = "đúng".to_owned();
        }
        let cells: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        filled += &(cells.join(";") + "\n");
    }
    std::fs::write(&back, filled).unwrap();
    window.choose("Nhận phiếu đã ghi", &back).await;
    window.see("Đã nhận").await;

    // At the desk a digit is a finding, and goes on to the next.
    window.run("document.querySelector('.box').scrollTop = 0", vec![]).await;
    let first =
        "const line = document.querySelector('[data-at]'); line.click(); return line.ariaSelected === 'true'";
    window.until("the first to be chosen", first, vec![]).await;
    for (key, nth) in ["2", "2", "3", "1", "1"].into_iter().zip(1..) {
        window.press(key).await;
        let noted = "return [...document.querySelectorAll('[data-at]')].slice(0, 6)
          .filter((line) => line.querySelector('td.strong') && !line.innerText.includes('theo công an')).length === arguments[0]";
        window.until("the finding to stand", noted, vec![serde_json::json!(nth)]).await;
    }
    window.see("gần như chắc chắn (95%)").await;
    window.shoot("kiem-tra-ket-qua").await;
    window.click("Từng đơn vị").await;
    window.see("Báo sai quá mức, không xếp hạng").await;
    window.shoot("kiem-tra-tung-don-vi").await;
    window.click("Xem biên bản").await;
    window.see("BIÊN BẢN KIỂM TRA XÁC SUẤT").await;
    window.shoot("kiem-tra-bien-ban").await;
    window.press("Alt+5").await;
    window.see("Không xếp hạng: kiểm tra").await;
    window.shoot("chi-tieu-khong-xep-hang").await;
}

#[tokio::test]
async fn claims_worth_a_second_look_are_settled_or_corrected() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(300));
    let list = api::worklist(&mut desk, &api::MakeWorklist::default()).unwrap();
    let visits = list.people().take(3).map(|person| {
        let at = Some("2026-11-20T23:10:00+07:00".parse().unwrap());
        api::NewVisit {
            at,
            level: 2,
            channel: Some(tung_nha::domain::visit::Channel::App),
            by: "Lê Thị Mơ".into(),
            ..api::NewVisit::new(&person.code, api::Outcome::Activated)
        }
    });
    let visits = visits.collect();
    api::visit_log(&mut desk, &api::LogVisits { visits }).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+5").await;
    window.see("3 lượt chờ xem lại").await;
    window.shoot("chi-tieu-cho-xem-lai").await;
    window.click("3 lượt chờ xem lại").await;
    window.see("3 lượt báo kích hoạt có điểm cần hỏi lại").await;
    window.see("từ 22 giờ đến 6 giờ").await;
    window.shoot("kiem-tra-can-xem-lai").await;
    window.press("1").await;
    window.see("Đã xem lại 1 lượt").await;
    window.see("2 lượt báo kích hoạt có điểm cần hỏi lại").await;
    // What is not so is corrected on the person's page.
    window.press("2").await;
    window.see("Sửa").await;
    window.press("Alt+8").await;
    window.click("Lượt cần xem lại").await;
    window.see("2 lượt báo kích hoạt có điểm cần hỏi lại").await;
    let choose = "const it = document.querySelector('select'); it.value = 'odd-hour';
        it.dispatchEvent(new Event('change', { bubbles: true }))";
    window.run(choose, vec![]).await;
    window.click("Cả 2 lượt đúng").await;
    window.see("Không còn lượt nào cần xem lại").await;
}
