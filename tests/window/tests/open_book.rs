//! The first screen: a first book made, opened, locked and unlocked; what may be wrong is told where it was typed.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api::{self, Level};
use tung_nha_window_tests::{Window, sample};

const PASSPHRASE: &str = "mùa hoa ban nở trắng rừng";

#[tokio::test]
async fn a_first_book_is_made_and_locked_and_keeps_its_screen() {
    let window = Window::open().await;
    window.see("bắt đầu từ đâu?").await;
    window.shoot("mo-so-lan-dau").await;
    // The handbook is there before any book.
    window.press("F1").await;
    window.see("Mở lần đầu: bấm nút nào").await;
    window.press("Escape").await;
    window.see_no("Mở lần đầu: bấm nút nào").await;
    window.click("Thôn, tổ dân phố").await;
    window.see("Xã đã giao gói chưa?").await;
    window.shoot("mo-so-thon").await;
    window.click("Quay lại").await;
    window.click("Xã, phường").await;
    window.see("Tạo sổ mới").await;
    // Found as one types, without marks; the province follows.
    window.fill("Tên đơn vị", "tan lac").await;
    window.see("Xã Tân Lạc").await;
    window.shoot("tao-so").await;
    window.press("Enter").await;
    window.fill("Đặt mật khẩu", "20/11/1985").await;
    window.see("Dễ đoán").await;
    window.see("Sổ không nhận.").await;
    window.click("Dùng sáu từ gợi ý").await;
    window.see("Chép ra giấy rồi cất kỹ:").await;
    window.see("Chắc chắn").await;
    window.fill("Đặt mật khẩu", "20/11/1985").await;
    window.fill("Gõ lại mật khẩu", "khác hẳn").await;
    window.press("Enter").await;
    window.see("Hai lần gõ không giống nhau.").await;
    window.shoot("tao-so-loi").await;
    window.fill("Đặt mật khẩu", PASSPHRASE).await;
    window.see("Chắc chắn").await;
    window.fill("Gõ lại mật khẩu", PASSPHRASE).await;
    window.press("Enter").await;

    window.see("Ai đang làm việc?").await;
    window.fill("Người khác", "Lò Văn Mẫu").await;
    window.shoot("ai-lam-viec").await;
    window.press("Enter").await;
    window.see("Hôm nay").await;
    assert_eq!(window.text("nav .unit b").await.trim(), "Xã Tân Lạc");
    window.see("Lò Văn Mẫu").await;

    window.press("Alt+0").await;
    window.see("Thêm thành viên Lò Văn Mẫu").await;
    window.press("F2").await;
    window.see("Xem các số bị che trong 30 giây").await;
    // Its page of the screen stands beside the keys; others are found as one types, without marks.
    window.press("F1").await;
    window.see("Phím tắt").await;
    window.see("Hoàn tác cũng là một việc").await;
    window.shoot("phim-tat").await;
    window.press("Ctrl+F").await;
    window.type_text("mat may").await;
    window.see("Sổ tay tổ công tác thôn").await;
    window.click("Mật khẩu, sao lưu, mất máy").await;
    window.see("Máy của xã mất").await;
    window.shoot("so-tay-tim").await;
    window.press("Escape").await;
    window.see_no("Máy của xã mất").await;

    window.press("Ctrl+L").await;
    window.see("Sổ đã khóa.").await;
    window.see_no("Thêm thành viên Lò Văn Mẫu").await;
    window.shoot("so-da-khoa").await;
    // Esc does not lift the lock, however often.
    for _ in 0..3 {
        window.press("Escape").await;
    }
    window.see("Sổ đã khóa.").await;
    window.fill("Mật khẩu của sổ", "không phải vậy").await;
    window.press("Enter").await;
    window.see("mật khẩu không đúng").await;
    window.fill("Mật khẩu của sổ", PASSPHRASE).await;
    window.press("Enter").await;
    window.see("Thêm thành viên Lò Văn Mẫu").await;

    // The computer sleeps: the clock jumps.
    window.run("const then = Date.now.bind(Date); Date.now = () => then() + 20 * 60 * 1000", vec![]).await;
    window.see("Sổ đã khóa vì máy vừa ngủ.").await;
}

#[tokio::test]
async fn a_closed_window_leaves_the_whole_book_in_its_one_file() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.show_book(&book, sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("Ai đang làm việc?").await;
    window.fill("Người khác", "Lò Văn Mẫu").await;
    window.press("Enter").await;
    window.see("Hôm nay").await;
    let beside = |end: &str| std::path::PathBuf::from(format!("{}{end}", book.display()));
    assert!(beside("-wal").exists());
    window.close().await;
    assert!(!beside("-wal").exists());
    let backups = std::fs::read_dir(beside(".saoluu")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(backups.filter(|name| name.to_string_lossy().starts_with(".dang-ghi")).count(), 0);

    // As on a USB stick: the file alone.
    let stick = window.folder.join("usb.tungnha");
    std::fs::copy(&book, &stick).unwrap();
    let mut desk = sample::open(&stick);
    let members = api::team_list(&mut desk, &api::Nothing {}).unwrap();
    assert_eq!(members[0].member.name, "Lò Văn Mẫu");
}

#[tokio::test]
async fn a_wrong_passphrase_is_told_where_it_was_typed() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.click("Mở sổ đã có").await;
    window.see("Tệp sổ").await;
    // Nothing to open is said at the field, not asked of the disk.
    window.press("Enter").await;
    window.click("Mở").await;
    window.see("Chưa chọn tệp sổ.").await;
    window.fill("Tệp sổ", &book.to_string_lossy()).await;
    window.fill("Mật khẩu của sổ", "sai hẳn rồi").await;
    window.press("Enter").await;
    window.see("mật khẩu không đúng").await;
    window.shoot("mo-so-sai-mat-khau").await;
    window.fill("Mật khẩu của sổ", sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("Ai đang làm việc?").await;
    window.click("Không ghi tên").await;
    window.see("Chưa ghi tên người làm").await;
    window.shoot("hom-nay-trong").await;
}

#[tokio::test]
async fn a_book_that_is_open_elsewhere_says_who_has_it() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    let mut elsewhere = sample::desk();
    let open = api::OpenBook { path: book.clone(), passphrase: sample::PASSPHRASE.into() };
    assert!(api::book_open(&mut elsewhere, &open).is_ok());
    window.show_book(&book, sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("đang được mở bởi").await;
    window.shoot("mo-so-dang-mo-noi-khac").await;
    window.press("Enter").await;
    elsewhere.close();
    window.click("Mở").await;
    window.see("Ai đang làm việc?").await;
}

#[tokio::test]
async fn a_book_on_a_drive_that_is_gone_is_told() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Ctrl+L").await;
    let away = book.with_extension("noi-khac");
    assert!(std::fs::rename(&book, &away).is_ok());
    window.click("Mở sổ khác").await;
    window.see("Không thấy tệp này").await;
    window.shoot("mo-so-mat-tep").await;
    assert!(std::fs::rename(&away, &book).is_ok());
    window.click("Tìm lại").await;
    window.see("Mật khẩu của sổ").await;
}

#[tokio::test]
async fn the_sample_is_made_and_says_that_it_is_one() {
    let window = Window::open().await;
    window.click("Dùng thử với xã mẫu").await;
    window.see("Thư mục của xã mẫu").await;
    window.shoot("xa-mau").await;
    window.click("Tạo xã mẫu").await;
    for _ in 0..20 {
        if window.run("return seen('xa thu nghiem')", vec![]).await == true {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    }
    window.see("xa thu nghiem").await;
    window.shoot("xa-mau-xong").await;
    window.click("Bắt đầu").await;
    window.see("Sổ mẫu, không có thật").await;
    window.press("Alt+0").await;
    window.see("Nhật ký").await;
    window.shoot("nhat-ky-xa-mau").await;
    // Left for another book, it says its passphrase again.
    window.click("Đổi sổ").await;
    window.see("Mật khẩu của sổ mẫu: xa thu nghiem").await;
    window.shoot("mo-lai-xa-mau").await;
}

#[tokio::test]
async fn a_double_click_comes_to_the_window_that_is_open() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    let file = window.folder.join("Thôn Đoài.tnsolieu");
    std::fs::write(&file, "{}").unwrap();
    // Figures wait until a book is open; the book is asked for.
    window.double_click(&file);
    window.see("Mở sổ của mình để nhận Thôn Đoài.tnsolieu").await;
    window.double_click(&book);
    let asked = "return [...document.querySelectorAll('input')].some((it) => it.value === arguments[0])";
    window.until("the book to be asked for", asked, vec![serde_json::json!(book)]).await;
    window.shoot("mo-so-bam-dup").await;
    window.fill("Mật khẩu của sổ", sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("Ai đang làm việc?").await;
    window.click("Không ghi tên").await;
    window.see("Thôn Đoài.tnsolieu").await;
    window.see("Gửi – nhận").await;
    window.shoot("gui-nhan-bam-dup").await;
    // Another one, while the screen is open already; the open book itself changes nothing.
    let other = window.folder.join("Thôn Thượng.tnsolieu");
    std::fs::write(&other, "{}").unwrap();
    // More than once: a start that only hands over has nothing beside it that could crash as it ends.
    for _ in 0..10 {
        window.double_click(&book);
    }
    window.double_click(&other);
    window.see("Thôn Thượng.tnsolieu").await;
    window.see("Thôn Đoài.tnsolieu").await;
    // Another book.
    let next = sample::empty_book(&window.folder.join("khac"), Level::Hamlet, "Thôn Thượng");
    window.double_click(&next);
    window.until("the other book to be asked for", asked, vec![serde_json::json!(next)]).await;
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_screen_it_is_said_what_to_do() {
    let mut start = std::process::Command::new(tung_nha_window_tests::machine::program());
    let ended = start.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("Cửa sổ không mở được") && !said.contains("panicked"), "{said}");
    assert_eq!(ended.status.code(), Some(1));
}
