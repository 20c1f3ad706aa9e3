//! An agency's day: a health station is added, its list taken in, a reason noted, an own word told, the papers looked at.

#![cfg(target_os = "linux")]

use std::fmt::Write;

use tung_nha::api;
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn the_list_of_an_agency_is_taken_in_and_followed() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::evenings(&mut desk);
    let find = api::FindPeople { query: "tran".into(), limit: 200 };
    let people = api::register_find(&mut desk, &find).unwrap().people;
    let grown =
        people.iter().map(|one| &one.citizen).filter(|one| one.birth.is_some_and(|b| b.year() < 2000));
    let mut list =
        "TRẠM Y TẾ XÃ\nDANH SÁCH CÁN BỘ, VIÊN CHỨC\nTT;Họ và tên;Ngày sinh;Số CCCD;Mức\n".to_owned();
    for (one, nth) in grown.filter(|one| !one.number.is_empty()).take(9).zip(1..) {
        let birth = one.birth.map(|birth| birth.to_vi()).unwrap_or_default();
        writeln!(list, "{nth};{};{birth};{};", one.name.to_uppercase(), one.number).unwrap();
    }
    list += "10;Đỗ Thị Ở Xa;12/04/1985;034185009999;\n11;Kha Văn Ngoài;1979;;2\n";
    drop(desk);
    let file = window.folder.join("tram-y-te.csv");
    std::fs::write(&file, list).unwrap();

    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+6").await;
    window.click("Cơ quan").await;
    window.see("Chưa có cơ quan nào").await;
    window.shoot("co-quan-trong").await;
    for name in ["Trạm Y tế", "Trường THCS Thử Nghiệm"] {
        window.fill("Tên cơ quan", name).await;
        window.click("Thêm cơ quan").await;
        window.see(name).await;
    }
    window.click("Trạm Y tế").await;
    window.see("Chưa có danh sách").await;
    window.fill("Đối tượng", "Cán bộ").await;
    window.click("Nhập danh sách").await;
    window.see("Nhập danh sách cơ quan").await;
    window.fill("Tệp danh sách", &file.to_string_lossy()).await;
    window.click("Mở tệp").await;
    window.see("nhận ra 5/5 cột").await;
    window.press("Ctrl+Enter").await;
    window.see("11 dòng").await;
    window.shoot("co-quan-xem-truoc").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã nhập danh sách cơ quan").await;
    window.click("Xem danh sách cơ quan").await;
    window.see("đã có mức 2").await;
    window.see("Kha Văn Ngoài").await;
    window.see("cơ quan báo").await;
    window.shoot("co-quan").await;

    // A reason, the agency's word, and one step back.
    window.click("Chưa mức 2").await;
    window.see_no("Kha Văn Ngoài").await;
    window.fill("Lý do chưa mức 2 của Đỗ Thị Ở Xa", "Thẻ hỏng, chờ cấp lại").await;
    window.press("Tab").await;
    window.see("Đã ghi").await;
    window.shoot("co-quan-chua-muc-2").await;
    window.click("Cơ quan báo mức 2").await;
    window.see_no("Đỗ Thị Ở Xa").await;
    window.press("Ctrl+Z").await;
    window.see("Đỗ Thị Ở Xa").await;

    window.click("Xem và in bảng theo cơ quan").await;
    window.see("KẾT QUẢ KÍCH HOẠT MỨC 2").await;
    window.see("Trường THCS Thử Nghiệm").await;
    window.shoot("co-quan-bang").await;
    window.press("Alt+6").await;
    window.click("Xem và in danh sách chưa mức 2").await;
    window.see("Thẻ hỏng, chờ cấp lại").await;
    window.shoot("co-quan-danh-sach").await;
    window.press("Alt+6").await;
    window.click("Tất cả").await;
    window.see("Chưa giao việc nào").await;
}
