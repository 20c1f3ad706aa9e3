//! An agency's day: a health station is added, its list taken in, a reason noted, an own word told, the papers looked at.

#![cfg(target_os = "linux")]

use std::fmt::Write;

use serde_json::json;
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
        "TRẠM Y TẾ XÃ\nDANH SÁCH CÁN BỘ, VIÊN CHỨC\nTT;Họ và tên;Ngày sinh;Số CCCD;Mức;Biết CNTT;Ngày tập huấn\n"
            .to_owned();
    for (one, nth) in grown.filter(|one| !one.number.is_empty()).take(9).zip(1..) {
        let birth = one.birth.map(|birth| birth.to_vi()).unwrap_or_default();
        let it = if nth % 3 == 0 { "không;" } else { "x;" };
        writeln!(list, "{nth};{};{birth};{};;{it}", one.name.to_uppercase(), one.number).unwrap();
    }
    list += "10;Đỗ Thị Ở Xa;12/04/1985;034185009999;;không;12/10/2026\n11;Kha Văn Ngoài;1979;;2;x;\n";
    for name in ["Trạm Y tế", "Trường THCS Thử Nghiệm"] {
        api::agency_add(&mut desk, &api::NewAgency { name: name.into() }).unwrap();
        let task = serde_json::from_value(json!({
            "who": [name], "task": "Báo cáo tiến độ", "start": "2026-11-01", "due": "2026-11-10",
            "result": {"product": "Báo cáo"}, "answerable": "Thủ trưởng", "plan": "771/KH-UBND"
        }));
        let give = api::GiveAssignments { file: None, assignments: vec![task.unwrap()] };
        let id = api::assignment_add(&mut desk, &give).unwrap()[0].assignment.id;
        if name == "Trạm Y tế" {
            let day = Some("2026-11-09".parse().unwrap());
            api::assignment_hand_in(&mut desk, &api::HandIn { id, day }).unwrap();
        }
    }
    drop(desk);
    let file = window.folder.join("tram-y-te.csv");
    std::fs::write(&file, list).unwrap();

    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+6").await;
    window.click("Cơ quan").await;
    window.see("Trạm Y tế").await;
    window.fill("Tên cơ quan", "Bưu điện xã").await;
    window.click("Thêm cơ quan").await;
    window.see("Bưu điện xã").await;
    window.click("Trạm Y tế").await;
    window.see("Chưa có danh sách").await;
    window.fill("Đối tượng", "Cán bộ").await;
    window.click("Nhập danh sách").await;
    window.see("Nhập danh sách cơ quan").await;
    window.fill("Tệp danh sách", &file.to_string_lossy()).await;
    window.click("Mở tệp").await;
    window.see("nhận ra 7/7 cột").await;
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

    // Who does not know IT is taught; the station is held to a target of its own.
    window.click("Chưa biết CNTT").await;
    window.see_no("Kha Văn Ngoài").await;
    window.see("tập huấn 12/10/2026").await;
    window.click("Nay đã biết: Đỗ Thị Ở Xa").await;
    window.see_no("Đỗ Thị Ở Xa").await;
    window.fill("Chỉ tiêu mức 2", "140%").await;
    window.press("Tab").await;
    window.see("Không đọc được chỉ tiêu “140%”").await;
    window.press("Enter").await;
    window.fill("Chỉ tiêu mức 2", "50%").await;
    window.press("Tab").await;
    window.see("chỉ tiêu 50%").await;
    window.shoot("co-quan-chi-tieu").await;

    window.click("Xem và in bảng theo cơ quan").await;
    window.see("KẾT QUẢ KÍCH HOẠT MỨC 2").await;
    window.see("Trường THCS Thử Nghiệm").await;
    window.shoot("co-quan-bang").await;
    window.press("Alt+6").await;
    window.click("Xem và in danh sách chưa mức 2").await;
    window.see("Thẻ hỏng, chờ cấp lại").await;
    window.shoot("co-quan-danh-sach").await;
    window.press("Alt+6").await;

    // Its people go down to its own laptop as a hamlet's do.
    let usb = window.folder.join("usb");
    std::fs::create_dir(&usb).unwrap();
    window.press("Alt+4").await;
    window.click("Giao xuống thôn").await;
    window.click("Trạm Y tế").await;
    window.choose_place("Chọn thư mục", &usb).await;
    window.see("Giao gói cho 1/").await;
    window.press("Ctrl+Enter").await;
    window.say_purpose().await;
    window.see("Đã ghi 1 gói giao việc").await;
    window.shoot("co-quan-giao-goi").await;
    let card = window.text("dl dd").await;
    window.close().await;
    let folder = std::fs::read_dir(&usb).unwrap().next().unwrap().unwrap().path();
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let package = files.find(|path| path.extension().is_some_and(|ending| ending == "tngiao")).unwrap();

    // The officer of the station begins as anybody does who comes new.
    let laptop = Window::open().await;
    laptop.see("bắt đầu từ đâu?").await;
    laptop.click("Thôn, tổ dân phố, cơ quan của xã").await;
    laptop.see("Xã đã giao gói chưa?").await;
    laptop.shoot("co-quan-lan-dau").await;
    laptop.click("Mở gói của xã").await;
    laptop.fill("Gói giao việc", &package.to_string_lossy()).await;
    laptop.fill("Sáu từ trên thẻ", card.trim()).await;
    laptop.fill("Đặt mật khẩu", sample::PASSPHRASE).await;
    laptop.fill("Gõ lại mật khẩu", sample::PASSPHRASE).await;
    laptop.press("Enter").await;
    laptop.go_on().await;
    laptop.see("Hôm nay").await;
    laptop.shoot("co-quan-hom-nay").await;
    laptop.press("Alt+2").await;
    laptop.see("Chờ kích hoạt").await;
    laptop.shoot("co-quan-di-tung-nha").await;
    laptop.press("Alt+4").await;
    laptop.see("Ghi kết quả cho xã").await;
    laptop.shoot("co-quan-gui").await;
    laptop.close().await;
}
