//! Hôm nay: the day in one look, closing it, and what it says of a book that has little.

#![cfg(any(target_os = "linux", windows))]

use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};
use tung_nha::api::{self, Level};
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn a_commune_sees_its_day_and_closes_it() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(450));
    sample::evenings(&mut desk);
    let today = api::today(&mut desk, &api::AskDay { day: None }).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("tài khoản kích hoạt hôm nay").await;
    window.see("Hôm nay, thứ Bảy 21/11/2026").await;
    window.see("chưa có số liệu").await;
    window.see("Chậm số liệu").await;
    window.see("Hẹn hôm nay").await;
    let activated = today.total.activated.unwrap();
    assert_eq!(window.text("tr.sum .today b").await, activated.to_string());
    window.shoot("hom-nay").await;
    // By a heading: the largest first, then the smallest, then as they came.
    let order = "return [...document.querySelectorAll('table.rows tbody tr:not(.sum) td:nth-last-child(2)')]
      .map((cell) => Number(cell.innerText.replaceAll('.', ''))).filter(Number.isFinite).join(' ')";
    let came = window.run(order, vec![]).await;
    let left: Vec<u32> = came.as_str().unwrap().split(' ').map(|left| left.parse().unwrap()).collect();
    let mut sorted = left.clone();
    sorted.sort_unstable();
    let up: Vec<String> = sorted.iter().map(u32::to_string).collect();
    let down: Vec<String> = sorted.iter().rev().map(u32::to_string).collect();
    for (expect, shot) in
        [(down.join(" "), true), (up.join(" "), false), (came.as_str().unwrap().into(), false)]
    {
        window.click("Còn lại").await;
        let stands = format!("return (() => {{ {order} }})() === arguments[0]");
        window.until(&expect, &stands, vec![expect.clone().into()]).await;
        if shot {
            window.shoot("hom-nay-xep").await;
        }
    }
    // Only a key or a click of a person may write to the clipboard.
    window.run("document.querySelector('[data-copy]').focus()", vec![]).await;
    window.press("Enter").await;
    window.see("Đã chép câu nhắc").await;

    // A figure leads to the people whom it counts.
    let absent = today.total.absent.unwrap();
    window.run("document.querySelector('tr.sum td:nth-child(3) button').click()", vec![]).await;
    window.see(&format!("Tổng số: {absent} công dân")).await;
    window.see("21/11/2026").await;
    window.press("Alt+1").await;
    window.see("tài khoản kích hoạt hôm nay").await;

    window.press("Ctrl+Enter").await;
    window.see("Nên xem lại").await;
    window.see("chưa có số liệu").await;
    window.shoot("chot-ngay").await;
    // Esc closes the sheet of keys alone, and what had the focus has it again.
    window.run("document.querySelector('.page input').focus()", vec![]).await;
    window.press("F1").await;
    window.see("Ở mọi màn hình").await;
    window.see("Thôn nộp muộn thì chốt lại ngày ấy").await;
    window.shoot("phim-tat-chot-ngay").await;
    window.press("Escape").await;
    window.see_no("Ở mọi màn hình").await;
    window.see("Nên xem lại").await;
    window
        .until("the focus in the field", "return document.activeElement.matches('.page input')", vec![])
        .await;
    window.click("Ghi các tệp của ngày").await;
    window.see("Chưa chọn thư mục").await;
    let days = window.folder.join("ngay");
    window.choose_place("Chọn thư mục", &days).await;
    window.see_no("Chưa chọn thư mục").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã chốt ngày 21/11/2026").await;
    window.see("bao-cao-ngay.xlsx").await;
    window.see("so-lieu-xa-thu-nghiem-2026-11-21.tnsolieu").await;
    window.shoot("da-chot-ngay").await;

    // The workbook says what the screen said.
    let file = days.join("2026-11-21 xa-thu-nghiem").join("bao-cao-ngay.xlsx");
    let mut written: Xlsx<_> = open_workbook(&file).unwrap();
    let sheet = written.worksheet_range_at(0).unwrap().unwrap();
    let total = sheet.rows().find(|row| row.iter().any(|cell| *cell == "Tổng cộng")).unwrap();
    let numbers: Vec<f64> = total
        .iter()
        .filter_map(|cell| if let Data::Float(number) = cell { Some(*number) } else { None })
        .collect();
    assert!(numbers.contains(&f64::from(today.total.cumulative.unwrap())), "{numbers:?}");

    window.press("Escape").await;
    window.see("tài khoản kích hoạt hôm nay").await;
    // A closed day says so where it was closed, and asks for nothing more.
    window.see("Đã chốt").await;
    window.see("Chốt lại ngày 21/11").await;
    assert_eq!(window.count("header button.primary").await, 0);
    window.shoot("hom-nay-da-chot").await;

    // What was handed in is not taken back by a key alone.
    window.press("Ctrl+Z").await;
    window.see("Hoàn tác việc chốt?").await;
    window.shoot("chot-ngay-hoan-tac").await;
    window.click("Giữ ngày đã chốt").await;
    window.see_no("Hoàn tác việc chốt?").await;
    window.press("Ctrl+Z").await;
    window.see("Hoàn tác việc chốt?").await;
    window.click("Hoàn tác việc chốt").await;
    window.see("Đã hoàn tác: Chốt").await;
}

#[tokio::test]
async fn a_list_that_waits_for_its_reconciliation_is_named_and_leads_there() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 200);
    let mut desk = sample::open(&book);
    // The list is taken back with its reconciliation, and taken in again without.
    let undone = api::undo(&mut desk, &api::Undo::default()).unwrap();
    assert_eq!(undone.kind, "import-roster");
    sample::take_list(&mut desk, &sample::files(&folder(&window, "tep"), 200));
    let today = api::today(&mut desk, &api::AskDay { day: None }).unwrap();
    assert_eq!((today.unreconciled.len(), today.extract), (1, None));
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("chưa được đối soát: số liệu chưa theo danh sách này").await;
    window.shoot("hom-nay-chua-doi-soat").await;
    window.click("Đi đối soát").await;
    // What nobody has counted is no 0.
    window.see("Danh sách này chưa được đối soát").await;
    window.click("Đã nhập").await;
    window.see("chưa đối soát").await;
    window.see_in("tbody td:last-child", "–").await;
    window.shoot("da-nhap-chua-doi-soat").await;
    window.click("Đối soát").await;
    window.click("Đối soát ngay").await;
    window.see("Đã đối soát").await;
    window.press("Alt+1").await;
    window.see("Theo danh sách công an").await;
    window.see("cả người chưa có trong sổ").await;
    window.see_no("chưa được đối soát: số liệu chưa theo danh sách này").await;
    window.shoot("hom-nay-da-doi-soat").await;
}

/// A folder of its own in the window's folder.
#[tokio::test]
async fn what_a_split_left_undivided_is_divided_where_the_button_leads() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(300));
    let units = api::unit_list(&mut desk, &api::Nothing {}).unwrap();
    let old = units.into_iter().find(|unit| unit.name == "Thôn 7").unwrap();
    let homes = desk.open().unwrap().0.households().unwrap();
    let homes = homes.into_iter().filter(|home| home.unit_id == old.id).map(|home| home.code);
    let part = |name: &str, households| api::UnitPart { name: name.into(), households, alleys: Vec::new() };
    let parts = vec![part("Thôn 7A", homes.step_by(2).collect()), part("Thôn 7B", Vec::new())];
    let split = api::SplitUnit { unit: old.name, parts, from: "2026-11-09".parse().unwrap() };
    api::unit_split(&mut desk, &split).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("Đã tách đơn vị mà chưa chia chỉ tiêu").await;
    window.click("Chia chỉ tiêu").await;
    window.see_in("[role=tab][aria-selected=true]", "Chỉ tiêu từng đơn vị").await;
    // Papers offer the one that is no more after those that stand.
    window.press("Alt+7").await;
    window.see_in("option:last-child", "Thôn 7 (đến 08/11)").await;
    window.shoot("bao-cao-don-vi-da-thoi").await;
}

fn folder(window: &Window, name: &str) -> PathBuf {
    let folder = window.folder.join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A summary of the hamlet `name` from a book of its own, in which one person was visited.
fn hamlet_file(folder: &Path, name: &str) -> (PathBuf, String) {
    std::fs::create_dir_all(folder).unwrap();
    let mut desk = sample::desk();
    let book = api::CreateBook {
        path: folder.join("thon.tungnha"),
        passphrase: sample::PASSPHRASE.into(),
        level: Level::Hamlet,
        name: name.into(),
        code: String::new(),
        above: vec!["Xã Thử Nghiệm".into()],
    };
    api::book_create(&mut desk, &book).unwrap();
    let register = folder.join("so.csv");
    let row = "Mã công dân,Họ và tên,Ngày sinh,Thôn,Ngõ,Chủ hộ\nC1,Lò Văn Thử,01/02/1970,";
    std::fs::write(&register, format!("{row}{name},Ngõ 1,Lò Văn Thử\n")).unwrap();
    let list = api::ImportFile { file: register, ..Default::default() };
    api::register_import(&mut desk, &list).unwrap();
    let mut visit = api::NewVisit::new("C1", api::Outcome::Absent);
    visit.at = Some("2026-11-21T19:00:00+07:00".parse().unwrap());
    api::visit_log(&mut desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    let out = folder.join("thon.tnsolieu");
    let day = "2026-11-21".parse().unwrap();
    let args = api::ExportSummary { day, out: out.clone(), replace: false };
    (out, api::summary_export(&mut desk, &args).unwrap().fingerprint)
}

#[tokio::test]
async fn what_a_hamlet_signed_otherwise_is_named_and_of_two_campaigns_one_is_chosen() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(450));
    sample::evenings(&mut desk);
    let second = r#"{"number": "99/KH-UBND", "title": "Tuần cao điểm", "first_day": "2026-11-15", "last_day": "2026-11-30"}"#;
    api::campaign_add(&mut desk, &api::Plan::from_json(second).unwrap()).unwrap();
    let before = api::today(&mut desk, &api::AskDay { day: None }).unwrap();
    let hamlet = before.rows[0].name.clone();
    let (file, key) = hamlet_file(&window.folder.join("thon"), &hamlet);
    let args =
        api::ImportSummaries { files: vec![file], trust: vec![key], replace_key: Vec::new(), dry_run: false };
    api::summary_import(&mut desk, &args).unwrap();
    let after = api::today(&mut desk, &api::AskDay { day: None }).unwrap();
    assert_eq!(after.rows[0].activated, before.rows[0].activated);
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("Tệp gửi khác sổ").await;
    window.see("1/1 đơn vị đã gửi").await;
    window.see("Số của sổ được tính").await;
    window.shoot("hom-nay-khac-so").await;
    window.press("Ctrl+Enter").await;
    window.see("1/1 đơn vị đã gửi ký số khác số đếm từ sổ này").await;
    window.shoot("chot-ngay-khac-so").await;
    window.press("Escape").await;

    window.press("Alt+5").await;
    window.see("In bảng xếp hạng").await;
    let choose = "const all = document.querySelector('select[aria-label]'); all.value = '99/KH-UBND';
        all.dispatchEvent(new Event('change', { bubbles: true }))";
    window.run(choose, vec![]).await;
    // The league is that of the campaign in use.
    window.see_no("In bảng xếp hạng").await;
    window.shoot("chon-dot").await;
    window.click("Dùng đợt này").await;
    window.see_no("Dùng đợt này").await;
    window.press("Alt+1").await;
    window.see("Đợt cao điểm theo 99/KH-UBND (16 ngày)").await;
}

#[tokio::test]
async fn a_book_that_has_little_says_what_to_do() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("Sổ chưa có người nào").await;
    window.see("Nhập sổ điều tra").await;
    window.shoot("hom-nay-trong").await;
}

#[tokio::test]
async fn without_a_campaign_the_figures_still_stand() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 200);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("chưa có số liệu hôm nay").await;
    window.see("Chưa có đợt cao điểm").await;
    window.see("người đủ điều kiện").await;
    window.shoot("hom-nay-chua-co-dot").await;
    // A hint that was put aside on this computer does not come back.
    window.see("Bước 3/3").await;
    window.click("Bỏ qua").await;
    window.see_no("Bước 3/3").await;
    window.press("Alt+5").await;
    window.see("Chỉ tiêu").await;
    window.press("Alt+1").await;
    window.see("người đủ điều kiện").await;
    window.see_no("Bước 3/3").await;
    window.click("Lập đợt cao điểm").await;
    // One click: the form.
    window.see("Tên đợt").await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_refused_and_nothing_changes() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 200);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("chưa có số liệu hôm nay").await;
    window.click("Chốt ngày").await;
    window.see("Đã ổn").await;
    // A file stands where the folder should be.
    window.choose_place("Chọn thư mục", &book).await;
    window.click("Ghi các tệp của ngày").await;
    window.see("Không thấy thư mục của").await;
    window.shoot("chot-ngay-loi").await;
}

#[tokio::test]
async fn a_province_waits_for_the_first_figures() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Province, "Tỉnh Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("Nhận tệp số liệu").await;
    window.shoot("hom-nay-tinh-trong").await;
}

#[tokio::test]
async fn a_figure_of_a_province_opens_to_what_it_is_made_of() {
    let window = Window::open().await;
    let commune = sample::commune(&folder(&window, "xa"), 600);
    let mut desk = sample::open(&commune);
    sample::evenings(&mut desk);
    let export = |desk: &mut api::Desk, day: &str| {
        let out = window.folder.join(format!("{day}.tnsolieu"));
        let args = api::ExportSummary { day: day.parse().unwrap(), out, replace: false };
        api::summary_export(desk, &args).unwrap()
    };
    let files = ["2026-11-20", "2026-11-21"].map(|day| export(&mut desk, day));
    let book = sample::empty_book(&folder(&window, "tinh"), Level::Province, "Tỉnh Thử Nghiệm");
    let mut desk = sample::open(&book);
    let import = api::ImportSummaries {
        trust: vec![files[0].fingerprint.clone()],
        files: files.into_iter().map(|file| file.out).collect(),
        ..api::ImportSummaries::default()
    };
    api::summary_import(&mut desk, &import).unwrap();
    for name in ["Xã Bên Kia Sông", "Phường Chưa Gửi"] {
        let unit = api::NewUnit { name: name.into(), kind: String::new() };
        api::unit_add(&mut desk, &unit).unwrap();
    }
    sample::campaign(&mut desk, None);
    let targets = "Xã Thử Nghiệm\t1000\nXã Bên Kia Sông\t100\nPhường Chưa Gửi\t100";
    api::call(&mut desk, "target_edit", serde_json::json!({ "pasted": targets })).unwrap();
    let today = api::today(&mut desk, &api::AskDay { day: None }).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("tài khoản kích hoạt hôm nay").await;
    window.see("Chưa vẽ được lũy kế: 2 đơn vị chưa có số liệu nào").await;
    window.shoot("hom-nay-tinh").await;
    // No sideways scroll, and the sum stands right under the rows.
    let beyond = "const box = document.querySelector('.box'), table = box.querySelector('table');
      return [box.scrollWidth - box.clientWidth, Math.floor(box.offsetHeight - table.offsetHeight)].join(' ')";
    assert_eq!(window.run(beyond, vec![]).await, "0 0");

    // By keyboard, from the figure to the file, a hamlet below it, and back to where one was.
    let row = today.rows.iter().position(|row| row.activated.is_some()).unwrap();
    let cumulative = format!("tbody tr:nth-child({}) td:nth-child(7) button", row + 1);
    window.run("document.querySelector(arguments[0]).focus()", vec![cumulative.as_str().into()]).await;
    window.press("Enter").await;
    window.see("Tệp số 2 của Xã Thử Nghiệm, lập cho ngày 21/11").await;
    window.see("Khóa ký đã đối chiếu").await;
    window.see("ngày trước (20/11)").await;
    let shown = today.rows[row].cumulative.unwrap().to_string();
    window.see_in("dialog .own td.strong", &shown).await;
    window.shoot("so-lieu-gom-nhung-gi").await;
    window.run("document.querySelector('dialog [data-unit]').focus()", vec![]).await;
    window.press("Enter").await;
    window.see("Xã Thử Nghiệm đếm số này từ người trong sổ của mình").await;
    let at_the_way_back = "return !!document.activeElement.closest('[data-back]')";
    window.until("the focus on the way back", at_the_way_back, vec![]).await;
    window.shoot("so-lieu-gom-nhung-gi-thon").await;
    window.press("Escape").await;
    window.see_no("đếm số này từ người trong sổ của mình").await;
    let back = "return document.activeElement === document.querySelector(arguments[0])";
    window.until("the focus where it was", back, vec![cumulative.as_str().into()]).await;

    // The whole, and a row of the paper.
    window.run("document.querySelector('tr.sum td:nth-child(7) button').click()", vec![]).await;
    window.see("1/3 nơi có số liệu ngày 21/11").await;
    window.shoot("so-lieu-toan-tinh").await;
    window.press("Escape").await;
    window.see_no("1/3 nơi có số liệu").await;
    window.press("Alt+7").await;
    window.click("Phụ lục I").await;
    let figure = "return !!document.querySelector('.seen tbody button')";
    window.until("a figure that opens", figure, vec![]).await;
    window.run("document.querySelector('.seen tbody button').click()", vec![]).await;
    window.see("số liệu ngày 21/11").await;
    window.shoot("phu-luc-1-gom-nhung-gi").await;
}
