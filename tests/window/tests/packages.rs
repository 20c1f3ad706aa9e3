//! A commune gives its hamlets their lists, a hamlet opens its own, walks and hands its evening back; what both changed is
//! settled; every figure is the same on both screens and goes up to the province.

#![cfg(any(target_os = "linux", windows))]

use std::path::{Path, PathBuf};

use tung_nha::api::{self, Desk, Level, Nothing, Outcome};
use tung_nha_window_tests::{Window, sample};

/// Changes the phone of a person, known by the code.
fn change_phone(desk: &mut Desk, code: &str, phone: &str) {
    let (book, _) = desk.open().unwrap();
    let person = book.citizen_with_code(code).unwrap();
    let form =
        api::PersonForm { phone: phone.to_owned(), ..tung_nha::domain::person_form::PersonForm::of(&person) };
    api::citizen_change(desk, &api::ChangeCitizen { citizen: person.id, form }).unwrap();
}

/// Ten visits of the evening to the first people of a book.
fn ten_visits(desk: &mut Desk) {
    let codes: Vec<String> =
        desk.open().unwrap().0.citizens().unwrap().into_iter().take(10).map(|p| p.code).collect();
    let visits = codes.iter().zip(0..).map(|(code, minute)| api::NewVisit {
        at: Some(format!("2026-11-21T19:{minute:02}:00+07:00").parse().unwrap()),
        ..api::NewVisit::new(code, if minute % 2 == 0 { Outcome::Absent } else { Outcome::NoSmartphone })
    });
    api::visit_log(desk, &api::LogVisits { visits: visits.collect() }).unwrap();
}

/// Absent and without a smartphone on the day, by a book's Hôm nay: of one hamlet, or of the whole.
fn tonight(desk: &mut Desk, hamlet: Option<&str>) -> (Option<u32>, Option<u32>) {
    let today = api::today(desk, &api::AskDay { day: None }).unwrap();
    let row = hamlet.map_or(&today.total, |name| today.rows.iter().find(|row| row.name == name).unwrap());
    (row.absent, row.no_smartphone)
}

/// The files of a folder and those in it with an ending.
fn files_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found
}

fn only_file(folder: &Path, ending: &str, part: &str) -> PathBuf {
    let mut found = files_in(folder, ending);
    found.retain(|path| path.to_string_lossy().contains(part));
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[tokio::test]
async fn lists_go_down_evenings_come_back_and_figures_agree() {
    // The commune gives two hamlets their packages.
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let usb = window.folder.join("usb");
    std::fs::create_dir(&usb).unwrap();
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+4").await;
    window.click("Giao xuống thôn").await;
    window.see("Giao gói cho 0/6 nơi").await;
    window.click("Thôn 6").await;
    window.click("Thôn 7").await;
    window.see("Giao gói cho 2/6 nơi").await;
    window.choose_place("Chọn thư mục", &usb).await;
    window.click("Kèm phiếu Excel cho 4 thôn còn lại").await;
    window.shoot("giao-xuong").await;
    window.press("Ctrl+Enter").await;
    window.say_purpose().await;
    window.see("Đã ghi 2 gói giao việc").await;
    window.see("Kèm 4 phiếu Excel").await;
    window.see("In 2 thẻ").await;
    // Whoever looks elsewhere first finds them again.
    window.press("Alt+1").await;
    window.see("Hôm nay").await;
    window.press("Alt+4").await;
    window.click("Giao xuống thôn").await;
    window.see("In 2 thẻ").await;
    window.shoot("giao-xuong-the").await;
    let cards = window.text("dl").await;
    let cards: Vec<&str> = cards.lines().filter(|line| !line.is_empty()).collect();
    let [first, card, second, other_card] = cards[..] else { panic!("{cards:?}") };
    assert_eq!((first, second), ("Thôn 6", "Thôn 7"));
    let package = only_file(&usb, "tngiao", "thon-6");
    // The stick for the hamlets is nobody else's: papers with names do not go there by themselves.
    window.press("Alt+7").await;
    window.see("Lưu vào").await;
    let elsewhere =
        "return ![...document.querySelectorAll('input')].some((it) => it.value.startsWith(arguments[0]))";
    window.until("papers to go elsewhere", elsewhere, vec![usb.to_string_lossy().into()]).await;
    window.close().await;

    // Thôn 6 opens its own, in a window of its own.
    let laptop = Window::open().await;
    laptop.see("bắt đầu từ đâu?").await;
    laptop.drop_files(&[&package]).await;
    laptop.see("Sáu từ trên thẻ").await;
    laptop.fill("Sáu từ trên thẻ", "ba cay bong").await;
    laptop.fill("Đặt mật khẩu", sample::PASSPHRASE).await;
    laptop.fill("Gõ lại mật khẩu", sample::PASSPHRASE).await;
    laptop.press("Enter").await;
    laptop.see("Sáu từ không mở được tệp").await;
    laptop.shoot("mo-goi-sai-the").await;
    laptop.fill("Sáu từ trên thẻ", card).await;
    // The book is called as its hamlet, in a folder that is made for it; its passphrase is judged as the book will.
    laptop.fill("Đặt mật khẩu", "thon 6 xa thu nghiem").await;
    let own = laptop.folder.join("Từng Nhà").join("thon-6.tungnha");
    let shown = "return [...document.querySelectorAll('input')].some((it) => it.value === arguments[0])";
    laptop.until("the name of the hamlet", shown, vec![own.to_string_lossy().into()]).await;
    laptop.see("Dễ đoán").await;
    laptop.shoot("mo-goi").await;
    laptop.fill("Đặt mật khẩu", sample::PASSPHRASE).await;
    laptop.press("Enter").await;
    laptop.go_on().await;
    laptop.see("Hôm nay").await;
    laptop.press("Alt+2").await;
    laptop.see("Chờ kích hoạt").await;
    laptop.shoot("may-thon-di-tung-nha").await;
    laptop.close().await;

    // An evening, and one phone that both change.
    let mut hamlet = sample::open(&own);
    ten_visits(&mut hamlet);
    let code = hamlet.open().unwrap().0.citizens().unwrap()[20].code.clone();
    change_phone(&mut hamlet, &code, "0912345678");
    let at_hamlet = tonight(&mut hamlet, None);
    // Whom the police list has active is neither absent nor without a telephone.
    assert!(at_hamlet.0 > Some(0) && at_hamlet.1 > Some(0), "{at_hamlet:?}");
    api::book_close(&mut hamlet, &Nothing {}).unwrap();
    let mut commune = sample::open(&book);
    change_phone(&mut commune, &code, "0987654321");
    api::book_close(&mut commune, &Nothing {}).unwrap();

    // The other hamlet's evening, without a window.
    let second_book = window.folder.join("thon-7.tungnha");
    let mut other = sample::desk();
    let open = api::OpenPackage {
        file: only_file(&usb, "tngiao", "thon-7"),
        card: other_card.to_owned(),
        path: second_book,
        passphrase: sample::PASSPHRASE.into(),
    };
    api::package_open(&mut other, &open).unwrap();
    ten_visits(&mut other);
    let out = usb.join("thon-7.tnketqua");
    api::result_write(&mut other, &api::WriteResult { out, ..Default::default() }).unwrap();

    // Thôn 6 writes its results.
    let laptop = Window::open().await;
    laptop.unlock(&own, sample::PASSPHRASE).await;
    laptop.press("Alt+4").await;
    laptop.see("Ghi kết quả cho xã").await;
    laptop.choose_place("Chọn thư mục", &usb).await;
    laptop.press("Ctrl+Enter").await;
    laptop.see("Đã ghi gói kết quả số 1: 10 lượt đến, 1 người có thông tin sửa lại").await;
    laptop.shoot("may-thon-gui").await;
    laptop.close().await;

    // The commune takes both back, and settles.
    let window = Window::open().await;
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("Toàn xã").await;
    let result = only_file(&usb, "tnketqua", "ket-qua");
    window.drop_files(&[&result, &usb.join("thon-7.tnketqua")]).await;
    window.see("10 lượt đến mới").await;
    window.see("1 chỗ hai bên cùng sửa").await;
    window.shoot("nhan-ket-qua").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã nhận 2 tệp").await;
    // What each brought is still said.
    window.see("Vừa nhận").await;
    window.see("10 lượt đến mới").await;
    window.see_no("Đã nhận trước đó").await;
    window.shoot("nhan-ket-qua-xong").await;
    window.click("Ai chưa gửi").await;
    window.see("2/2 máy thôn đã nộp kết quả ngày 21/11").await;
    window.shoot("gui-nhan-may-thon").await;
    // A folder of worksheets does what its files do.
    let folder = window.folder.join("phieu");
    std::fs::create_dir(&folder).unwrap();
    for sheet in files_in(&usb, "xlsx") {
        let name = sheet.file_name().unwrap().to_owned();
        std::fs::copy(&sheet, folder.join(name)).unwrap();
    }
    window.click("Nhận").await;
    // The screen listens for drops once it stands.
    window.see("Vừa nhận").await;
    window.drop_files(&[&folder]).await;
    // What was taken in a moment ago stands above; what says nothing new is folded.
    window.see("Mới 2").await;
    window.click("4 tệp đã nhận trước đó").await;
    window.see("Phiếu chưa ghi kết quả nào").await;
    window.see("Không phải của sổ này, bỏ qua").await;
    window.shoot("nhan-thu-muc-phieu").await;
    window.click("Hai bên cùng sửa").await;
    window.see("Trước đó:").await;
    window.see_no("0912345678").await;
    window.press("F2").await;
    window.see("0912345678").await;
    window.see("0987654321").await;
    window.shoot("hai-ben-cung-sua").await;
    window.click("Theo Thôn 6").await;
    window.see("Không có chỗ nào hai bên cùng sửa").await;
    window.see("điện thoại theo Thôn 6").await;
    window.press("Alt+1").await;
    window.see("Thôn 6").await;
    window.shoot("hom-nay-sau-khi-nhan").await;
    window.close().await;

    // Every figure is the same; the summary that goes up says it too.
    let mut commune = sample::open(&book);
    assert_eq!(tonight(&mut commune, Some("Thôn 6")), at_hamlet);
    assert_eq!(tonight(&mut commune, Some("Thôn 7")), tonight(&mut other, None));
    let (desk, _) = commune.open().unwrap();
    assert_eq!(desk.citizen_with_code(&code).unwrap().phone, "0912345678");
    let up = usb.join("xa.tnsolieu");
    let sent = api::summary_export(
        &mut commune,
        &api::ExportSummary { day: "2026-11-21".parse().unwrap(), out: up.clone(), replace: false },
    )
    .unwrap();
    let province = sample::empty_book(&window.folder.join("usb"), Level::Province, "Tỉnh Thử Nghiệm");
    let mut province = sample::open(&province);
    let take = api::ImportSummaries {
        files: vec![up],
        trust: vec![sent.fingerprint],
        replace_key: Vec::new(),
        dry_run: false,
    };
    api::summary_import(&mut province, &take).unwrap();
    assert_eq!(tonight(&mut province, None), tonight(&mut commune, None));
}

#[tokio::test]
async fn a_plan_goes_down_and_its_key_is_compared_once() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Province, "Tỉnh Thử Nghiệm");
    let mut desk = sample::open(&book);
    for name in ["Xã Thử Nghiệm", "Xã Khác"] {
        api::unit_add(&mut desk, &api::NewUnit { name: name.into(), kind: String::new() }).unwrap();
    }
    sample::campaign(&mut desk, None);
    api::book_close(&mut desk, &Nothing {}).unwrap();
    let usb = window.folder.join("usb");
    std::fs::create_dir(&usb).unwrap();
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+4").await;
    window.click("Giao xuống").await;
    window.see("Giao kế hoạch, chỉ tiêu, nhiệm vụ cho 2/2 đơn vị").await;
    window.choose_place("Chọn thư mục", &usb).await;
    window.press("Ctrl+Enter").await;
    window.see("Đã ghi 2 tệp giao chỉ tiêu").await;
    window.shoot("giao-chi-tieu").await;
    window.close().await;

    let window = Window::open().await;
    let commune = sample::commune(&window.folder, 600);
    window.unlock(&commune, sample::PASSPHRASE).await;
    window.press("Alt+4").await;
    window.see("Chưa có tệp nào để nhận").await;
    window.drop_files(&[&only_file(&usb, "tnmoi", "xa-thu-nghiem")]).await;
    window.see("Chờ đối chiếu khóa").await;
    window.click("Đối chiếu khóa").await;
    window.see("Gọi điện cho Tỉnh Thử Nghiệm").await;
    window.shoot("nhan-chi-tieu-khoa").await;
    window.click("Khớp, tin khóa này").await;
    window.see("Đợt “Đợt cao điểm 50 ngày”: mới").await;
    window.shoot("nhan-chi-tieu").await;
    window.press("Ctrl+Enter").await;
    window.see("Vừa nhận").await;
    window.press("Alt+1").await;
    window.see("Đợt cao điểm theo 70/KH-UBND (50 ngày): ngày thứ 41").await;
}
