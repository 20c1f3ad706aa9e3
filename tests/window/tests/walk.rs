//! Đi từng nhà: ten people by keyboard, one taken back, a whole house absent; notes, appointments, paper; nobody there.

#![cfg(any(target_os = "linux", windows))]

use serde_json::json;
use tung_nha::api::{self, Level};
use tung_nha_window_tests::{Window, sample};

/// A window on the round of a sample commune.
async fn walking() -> Window {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+2").await;
    window.see("Giấy và Excel").await;
    window
}

/// Writes the chosen person as activated: 1, the level where the extract does not tell it, Enter.
async fn activate(window: &Window) {
    window.press("1").await;
    window.see("Ghi kết quả").await;
    if window.count(".options .chosen[data-answer='1'], .options .chosen[data-answer='2']").await == 0 {
        window.press("2").await;
    }
    window.press("Enter").await;
    window.see_no("Ghi kết quả").await;
}

/// How many people the tally at the foot has, "K" first; behind the five outcomes those who were raised or counted before.
async fn tally(window: &Window) -> Vec<u64> {
    let found = window
        .run(
            "return [...document.querySelectorAll('footer li')].map((it) => Number(it.innerText.match(/\\d+/)[0]))",
            vec![],
        )
        .await;
    serde_json::from_value(found).unwrap_or_default()
}

/// Waits until the tally is as expected: whom the extract has as active stands beside the outcome that was said of them.
async fn tallied(window: &Window, expect: [u64; 5]) {
    let is = |found: &[u64]| {
        found.len() >= 5
            && found.iter().sum::<u64>() == expect.iter().sum::<u64>()
            && found.iter().zip(expect).all(|(found, expect)| *found <= expect)
    };
    for _ in 0..200 {
        if is(&tally(window).await) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{:?}, expected {expect:?}", tally(window).await);
}

#[tokio::test]
async fn ten_people_by_keyboard_one_taken_back_a_whole_house_absent() {
    let window = walking().await;
    window.shoot("di-tung-nha").await;

    for done in 1..=10 {
        activate(&window).await;
        tallied(&window, [done, 0, 0, 0, 0]).await;
    }
    window.press("1").await;
    window.shoot("di-tung-nha-ket-qua").await;
    window.press("Escape").await;
    window.press("Ctrl+Z").await;
    window.see("Đã hoàn tác").await;
    tallied(&window, [9, 0, 0, 0, 0]).await;

    // The first house with two people or more to visit; its absence is one write and one step back.
    let label =
        "return document.querySelector('.whole button')?.innerText.match(/\\d+(?= người)/)?.[0] ?? ''";
    let mut people = 0;
    for _ in 0..40 {
        let found = window.run(label, vec![]).await;
        people = found.as_str().and_then(|words| words.parse().ok()).unwrap_or(0);
        if people >= 2 {
            break;
        }
        window.press("ArrowRight").await;
    }
    assert!(people >= 2, "no house with two people to visit");
    window.press("0").await;
    window.see("Ghi chung cho").await;
    window.shoot("di-tung-nha-ca-nha-vang").await;
    window.press("Enter").await;
    tallied(&window, [9, people, 0, 0, 0]).await;
    window.press("Ctrl+Z").await;
    tallied(&window, [9, 0, 0, 0, 0]).await;

    // The book says what the screen said.
    let book = window.folder.join("so.tungnha");
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("so.tungnha");
    window.press("Alt+1").await;
    std::fs::copy(&book, &copy).unwrap();
    let log = |path: &std::path::Path| format!("{}-wal", path.display());
    if std::path::Path::new(&log(&book)).exists() {
        std::fs::copy(log(&book), log(&copy)).unwrap();
    }
    let mut desk = sample::desk();
    let open = api::OpenBook { path: copy, passphrase: sample::PASSPHRASE.into() };
    api::book_open(&mut desk, &open).unwrap();
    let round = api::walk(&mut desk, &api::AskRound::default()).unwrap();
    assert_eq!((round.tally.people, round.tally.by_outcome[1..].iter().sum()), (9, 0));
}

#[tokio::test]
async fn a_finished_alley_is_told() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 60);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+2").await;
    window.see("Giấy và Excel").await;
    for _ in 0..30 {
        activate(&window).await;
        if window.run("return seen('Đã xong ')", vec![]).await == json!(true) {
            break;
        }
    }
    window.see("Đã xong ").await;
    assert!(window.count(".alley .done").await > 0);
    window.shoot("di-tung-nha-xong-ngo").await;
    // Somebody more, or no more, at this door: the household and the person come along.
    window.click("Thêm người ở nhà này").await;
    window.see("Họ và tên").await;
    window.press("Alt+2").await;
    window.click("đã mất, chuyển đi").await;
    window.see("Chuyển hộ").await;
}

#[tokio::test]
async fn who_is_half_typed_at_a_door_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open_in(folder.path()).await;
    let book = sample::commune(&window.folder, 60);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+2").await;
    // Only opened it leaves nothing.
    window.click("Thêm người ở nhà này").await;
    window.see("Vào hộ").await;
    window.press("Escape").await;
    window.see("Giấy và Excel").await;
    window.see_no("Gõ tiếp").await;
    // By Esc back to the door, where it is offered.
    window.click("Thêm người ở nhà này").await;
    window.fill("Họ và tên", "Nguyễn Thị Dở Dang").await;
    window.see("Bản nháp, tự giữ trong sổ").await;
    window.shoot("so-ho-go-do").await;
    window.press("Escape").await;
    window.see("Gõ tiếp Nguyễn Thị Dở Dang").await;
    window.shoot("di-tung-nha-go-do").await;
    // For another screen, and with the window closed over it.
    window.click("Gõ tiếp Nguyễn Thị Dở Dang").await;
    window.fill("Ngày sinh", "31/02/1980").await;
    window.press("Alt+1").await;
    window.see("Hôm nay").await;
    window.press("Alt+9").await;
    window.click("Thêm người").await;
    window.fill("Ghi chú", "mới chuyển đến").await;
    window.see("Bản nháp, tự giữ trong sổ").await;
    window.close().await;
    drop(window);

    let window = Window::open_in(folder.path()).await;
    window.fill("Mật khẩu của sổ", sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.go_on().await;
    window.press("Alt+9").await;
    window.see("Đang gõ dở, chưa ghi").await;
    window.shoot("so-ho-dang-go-do").await;
    // Thrown away.
    window.click("(chưa gõ tên)").await;
    window.click("Bỏ bản nháp").await;
    window.see_no("(chưa gõ tên)").await;
    // As it was typed, wrong as it is; saved it is no draft any more.
    window.click("Nguyễn Thị Dở Dang").await;
    window.see("Vào hộ").await;
    let typed = "return [...document.querySelectorAll('.fields input')].map((it) => it.value)";
    assert_eq!(window.run(typed, vec![]).await[1], "31/02/1980");
    window.click("Ghi").await;
    window.see("cần sửa, chưa ghi gì").await;
    window.fill("Ngày sinh", "1980").await;
    window.click("Ghi").await;
    window.see("Đã thêm: Nguyễn Thị Dở Dang").await;
    window.press("Alt+2").await;
    window.see("Giấy và Excel").await;
    window.see_no("Gõ tiếp").await;
    window.press("Alt+9").await;
    window.see_no("Đang gõ dở").await;
}

#[tokio::test]
async fn a_row_of_houses_where_nobody_opens_is_one_write_and_one_step_back() {
    let window = walking().await;
    for houses in 2..=5 {
        window.press("Shift+ArrowRight").await;
        window.see(&format!("{houses} nhà liền nhau")).await;
    }
    window.press("Shift+ArrowLeft").await;
    window.see("4 nhà liền nhau").await;
    // Only an absence is written for all of them.
    window.press("1").await;
    window.see_no("Ghi kết quả").await;
    let label = window.text(".whole button").await;
    let people = label.split(' ').find_map(|word| word.parse().ok()).expect("how many people");
    window.press("0").await;
    window.see("Vì sao vắng").await;
    window.shoot("di-tung-nha-ca-day-vang").await;
    window.press("Enter").await;
    window.see(&format!("đã ghi 4 nhà: {people} người")).await;
    tallied(&window, [0, people, 0, 0, 0]).await;
    window.see_no("nhà liền nhau").await;
    window.press("Ctrl+Z").await;
    window.see("Đã hoàn tác").await;
    tallied(&window, [0; 5]).await;
}

/// Goes on with Tab until the focus is where the selector says.
async fn tab_to(window: &Window, selector: &str) {
    for _ in 0..100 {
        window.press("Tab").await;
        let there = format!("return document.activeElement?.matches('{selector}') ?? false");
        if window.run(&there, vec![]).await == true {
            return;
        }
    }
    panic!("Tab does not lead to {selector}");
}

#[tokio::test]
async fn enter_presses_the_button_that_tab_went_to() {
    let window = walking().await;
    tab_to(&window, "[data-outcome=absent]").await;
    window.press("Enter").await;
    window.see("Ghi kết quả").await;
    window.press("Enter").await;
    tallied(&window, [0, 1, 0, 0, 0]).await;

    // Level 2 is preset where the extract says nothing else; level 1 is what is written.
    window.press("1").await;
    tab_to(&window, "[data-answer=\"1\"]").await;
    window.press("Enter").await;
    window.see("Ghi kết quả").await;
    let chosen = "return document.querySelector('[data-answer=\"1\"]')?.ariaPressed ?? ''";
    assert_eq!(window.run(chosen, vec![]).await, "true");
    window.press("Enter").await;
    tallied(&window, [1, 1, 0, 0, 0]).await;

    // A clicked button keeps the focus, but digits and Enter go on.
    let click = "const it = document.querySelector('[data-outcome=other]'); it.focus(); it.click()";
    window.run(click, vec![]).await;
    window.press("2").await;
    window.press("Enter").await;
    tallied(&window, [1, 1, 0, 0, 1]).await;
}

#[tokio::test]
async fn an_appointment_a_correction_a_note_and_a_search() {
    let window = walking().await;
    // Absent, come back at nine: the tile shows the hour.
    for key in ["2", "6"] {
        window.press(key).await;
    }
    window.type_text("2100").await;
    window.see("21:00, hôm nay").await;
    window.shoot("di-tung-nha-hen").await;
    window.press("Enter").await;
    window.see_no("Ghi kết quả").await;
    tallied(&window, [0, 1, 0, 0, 0]).await;
    window.press("ArrowRight").await;
    assert_eq!(window.text(".hour").await, "21:00");
    window.click("Hẹn hôm nay 1").await;
    window.see("Cả nhà vắng").await;

    // An appointment that cannot be read is told beside its field.
    for key in ["2", "6"] {
        window.press(key).await;
    }
    window.type_text("toi nay").await;
    window.press("Enter").await;
    window.see("Chưa hiểu giờ hẹn").await;
    window.shoot("di-tung-nha-gio-sai").await;
    for _ in 0..3 {
        window.press("Escape").await;
    }

    // Refused, which is then corrected: one visit counts, both stand there.
    window.click("Cần đến").await;
    window.press("5").await;
    window.press("1").await;
    window.press("Enter").await;
    tallied(&window, [0, 1, 0, 0, 1]).await;
    window.click("Mọi nhà").await;
    let refused =
        "const it = document.querySelector('.tile.other'); if (!it) return false; it.click(); return true";
    if window.run(refused, vec![]).await == json!(true) {
        window.see("từ chối").await;
    }

    window.click("Thêm ghi chú").await;
    window.type_text("Đi làm ca, về sau 19:00").await;
    window.press("Enter").await;
    window.see("Sửa ghi chú").await;
    // Half typed, it is not carried to the next house.
    window.click("Sửa ghi chú").await;
    window.type_text("chưa xong").await;
    window.click("Nhà sau").await;
    window.see("Thêm ghi chú").await;

    window.press("Ctrl+F").await;
    window.type_text("khong co ai ten nay").await;
    window.see("Không thấy").await;
    window.shoot("di-tung-nha-khong-thay").await;
    window.press("Escape").await;
}

#[tokio::test]
async fn a_forgotten_visit_is_written_for_its_day() {
    let window = walking().await;
    window.click("Ghi cho ngày khác").await;
    window.click("Ngày trước").await;
    window.see("Về hôm nay").await;
    activate(&window).await;
    tallied(&window, [1, 0, 0, 0, 0]).await;
    window.shoot("di-tung-nha-ngay-khac").await;
    window.click("Về hôm nay").await;
    tallied(&window, [0; 5]).await;
    window.press("Alt+0").await;
    window.see("Ghi 1 lượt đến").await;
}

#[tokio::test]
async fn sheets_are_typed_back_by_their_codes() {
    let window = walking().await;
    window.press("Ctrl+P").await;
    window.see("In tờ đi từng nhà").await;
    window.shoot("di-tung-nha-giay").await;
    // The system's dialog opens over the window; the pages stand behind it, each person on one of them.
    window.press("Ctrl+P").await;
    let pages = "const on = (of) => document.querySelectorAll(`${of} tbody tr`).length;
        return on('.printed') > 0 && on('.printed') === on('.measure') && document.querySelectorAll('.printed').length";
    assert!(window.until("the pages", pages, vec![]).await.as_i64().unwrap() > 1);
    // A code that a reader types stands beside each.
    let drawn = "return document.querySelectorAll('.printed .code svg path[d^=M]').length === document.querySelectorAll('.printed tbody tr').length";
    window.until("the codes for a reader", drawn, vec![]).await;
    // Not printed: nothing is offered to be typed back, and the next one has a number of its own.
    window.see("Đã in ra giấy chưa?").await;
    window.shoot("di-tung-nha-da-in").await;
    window.click("Chưa in, bỏ các tờ này").await;
    window.see("Chưa in tờ nào ở đây").await;
    window.press("Ctrl+P").await;
    window.see("Đã in ra giấy chưa?").await;
    window.click("Đã in").await;
    window.see_no("Đã in ra giấy chưa?").await;
    window.click(", ngày 21/11/2026").await;
    window.see("Mã trên giấy").await;
    for (code, done) in [("2A", 1), ("2c", 2), ("2E", 3)] {
        window.type_text(code).await;
        // Many end what they type with Enter.
        if done == 2 {
            window.press("Enter").await;
        }
        window.press("1").await;
        if window.count(".options .chosen[data-answer='1'], .options .chosen[data-answer='2']").await == 0 {
            window.press("2").await;
        }
        window.press("Enter").await;
        tallied(&window, [done, 0, 0, 0, 0]).await;
    }
    window.type_text("1Z").await;
    window.see("không có mã 1Z").await;
    window.shoot("di-tung-nha-go-tu-giay").await;
}

#[tokio::test]
async fn a_book_without_people_says_what_to_do() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+2").await;
    window.see("Sổ chưa có hộ nào").await;
    window.shoot("di-tung-nha-trong").await;
}

#[tokio::test]
async fn the_lists_of_all_hamlets_in_one_action() {
    let window = walking().await;
    window.click("Giấy và Excel").await;
    window.see("Ai trên phiếu").await;
    window.see("Phiếu cho cả").await;
    window.shoot("giay-va-excel").await;
    let days = window.folder.join("phieu");
    std::fs::create_dir(&days).unwrap();
    window.choose("Phiếu cho cả", &days).await;
    window.say_purpose().await;
    window.see("Đã ghi vào").await;
    window.shoot("phieu-cho-ca-xa").await;

    // As many workbooks as the screen says, with as many people.
    let folder = std::fs::read_dir(&days).unwrap().next().unwrap().unwrap().path();
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    let mut people = 0;
    for file in &files {
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(file).unwrap();
        let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
        people +=
            sheet.rows().filter(|row| row.iter().any(|cell| cell.to_string().starts_with("TN1-"))).count();
    }
    window.see(&format!("Đã ghi {} phiếu, {people} người", files.len())).await;

    // The folder is remembered: the next time one press does it.
    window.see("Ghi vào thư mục mới trong").await;
    window.click("Phiếu cho cả").await;
    window.say_purpose().await;
    let another = "return [...document.querySelectorAll('button.link')].map((it) => it.textContent.trim())
        .some((it) => it.startsWith(arguments[0]) && it !== arguments[0] && it !== arguments[1])";
    let seen = [&days, &folder].map(|path| serde_json::json!(path));
    window.until("a second folder", another, seen.to_vec()).await;
    assert_eq!(std::fs::read_dir(&days).unwrap().count(), 2);

    // On paper they are the same people, each hamlet on sheets of its own.
    window.click("In phiếu cả").await;
    window.see("Đã in ra giấy chưa?").await;
    assert_eq!(window.count(".printed tbody tr").await, people as u64);
    let hamlets =
        "return new Set([...document.querySelectorAll('.printed h1')].map((it) => it.textContent)).size";
    assert_eq!(window.run(hamlets, vec![]).await.as_u64().unwrap() as usize, files.len());
    window.shoot("in-phieu-ca-xa").await;
    window.click("Chưa in, bỏ các tờ này").await;
    window.see("Chưa in tờ nào ở đây").await;
}

/// A worksheet as a CSV of its names and keys, with `answers` for the first people: result and hour.
fn filled(worksheet: &std::path::Path, to: &std::path::Path, answers: &[(&str, &str)]) {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(worksheet).unwrap();
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let place =
        |heading: &str| rows.iter().find_map(|row| row.iter().position(|cell| cell == heading)).unwrap();
    let (name, key) = (place("Họ và tên"), place("Mã dòng"));
    let people = rows.iter().filter(|row| row[key].starts_with("TN1-"));
    let lines = people.zip(answers.iter().chain(std::iter::repeat(&("", ""))));
    let lines = lines.map(|(row, (result, hour))| format!("{};{result};{hour};{}\n", row[name], row[key]));
    std::fs::write(to, format!("Họ và tên;Kết quả;Giờ đến;Mã dòng\n{}", lines.collect::<String>())).unwrap();
}

#[tokio::test]
async fn filled_worksheets_come_back_by_the_folder() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let (blank, back) = (window.folder.join("di"), window.folder.join("ve"));
    std::fs::create_dir(&back).unwrap();
    let mut desk = sample::open(&book);
    let args = api::MakeWorklists { folder: Some(blank), ..Default::default() };
    let made = api::worklists(&mut desk, &args).unwrap();
    let folder = made.folder.unwrap();
    let files: Vec<_> = made.hamlets.iter().filter_map(|list| list.file.as_ref()).collect();
    let first = api::worklist(&mut desk, &api::MakeWorklist::default()).unwrap();
    let absent = api::NewVisit {
        at: Some("2026-11-21T18:10:00+07:00".parse().unwrap()),
        ..api::NewVisit::new(&first.people().next().unwrap().code, api::Outcome::Absent)
    };
    api::visit_log(&mut desk, &api::LogVisits { visits: vec![absent] }).unwrap();
    api::book_close(&mut desk, &api::Nothing {}).unwrap();
    filled(&folder.join(files[0]), &back.join("thon 1.csv"), &[("K2 app", ""), ("V", "19h"), ("xong", "")]);
    filled(&folder.join(files[1]), &back.join("thon 2.csv"), &[("K1", "19h30"), ("K2", "19h40"), ("S", "")]);
    std::fs::write(back.join("thon 3.xlsx"), "PK\u{3}\u{4} chép dở").unwrap();

    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+2").await;
    window.click("Giấy và Excel").await;
    window.see("Ai trên phiếu").await;
    window.fill("Các phiếu, hoặc thư mục chứa phiếu", &back.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("Đã đọc 2 phiếu").await;
    window.see("1 tệp chưa đọc được").await;
    window.see("1 người có hai kết quả khác nhau").await;
    window.see("1 dòng bị từ chối").await;
    window.shoot("phieu-nhap-lai").await;
    let sua = window.folder.join("can-sua.xlsx");
    window.choose("Xuất 1 dòng", &sua).await;
    window.see("can-sua.xlsx").await;
    assert!(sua.is_file());
    window.click("Phiếu đúng").await;
    window.see_no("hai kết quả khác nhau").await;
    window.see("1 dòng bị từ chối").await;
    window.shoot("phieu-nhap-lai-xong").await;
}
