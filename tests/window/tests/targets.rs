//! Chỉ tiêu: a campaign is made, targets are shared out, typed and pasted, and followed; what is refused stays where it was typed.

#![cfg(any(target_os = "linux", windows))]

use std::path::Path;

use tung_nha::api::{self, Level};
use tung_nha_window_tests::{Window, sample};

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}

#[tokio::test]
async fn a_commune_makes_a_campaign_and_shares_its_target_out() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 400);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+5").await;
    window.see("Chưa có đợt cao điểm").await;
    window.shoot("chi-tieu-trong").await;
    window.click("Lập đợt cao điểm").await;
    window.fill("Số kế hoạch", "70/KH-UBND").await;
    window.fill("Tên đợt", "Đợt cao điểm 50 ngày").await;
    window.fill("Ngày đầu", "12/10/2026").await;
    window.fill("Ngày cuối", "31/11/2026").await;
    window.press("Ctrl+Enter").await;
    window.see("Lịch không có ngày này").await;
    window.shoot("dot-cao-diem-loi").await;
    window.fill("Ngày cuối", "30/11/2026").await;
    window.press("Ctrl+Enter").await;
    window.see("Tổng các dòng").await;

    window.click("Chia chỉ tiêu").await;
    window.fill("Chỉ tiêu chung cần chia", "300").await;
    window.see("→").await;
    window.shoot("chi-tieu-chia").await;
    window.click("Chia 300").await;
    window.see("Đã chia chỉ tiêu").await;
    window.see_in("tr.sum td:nth-child(3)", "300").await;

    // Typed over: the sum is live; Ctrl Z takes it back.
    let first = window.text("tbody tr:first-child td:nth-child(2)").await;
    window.fill(&format!("{first}, Chỉ tiêu, Tổng"), "1.000").await;
    window.press("Enter").await;
    // The sum has passed a thousand.
    window.see("1.").await;
    window.fill(&format!("{first}, Chỉ tiêu, Tổng"), "ba trăm").await;
    window.press("Enter").await;
    window.see("ba trăm").await;
    window.shoot("chi-tieu-bang").await;
}

#[tokio::test]
async fn a_forecast_says_between_what_it_may_end_and_how_often_it_was_right() {
    let window = Window::open().await;
    let files = sample::Files { as_of: "2026-11-10".into(), ..sample::files(&window.folder, 600) };
    let book = sample::commune_with(&window.folder, &files);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(450));
    sample::evenings(&mut desk);
    let today = api::today(&mut desk, &api::AskDay { day: None }).unwrap();
    let range = today.burn_up.unwrap().range.unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("hết đợt đạt khoảng").await;
    window.see(&format!("khoảng {}–{}", range.low, range.high)).await;
    window.see(&format!("đã đúng {}/{} tối trước", range.held, range.tried)).await;
    window.shoot("hom-nay-du-bao").await;
    window.press("Alt+5").await;
    window.click("Kế hoạch").await;
    window.see(&format!("khoảng {}–{}", range.low, range.high)).await;
    window.shoot("ke-hoach-du-bao").await;
}

#[tokio::test]
async fn the_progress_of_a_commune_leads_with_the_lowest_forecast() {
    let window = Window::open().await;
    let book = sample::worked(&window.folder, 600, 450);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+5").await;
    window.see("Toàn xã đạt").await;
    window.see("14 ngày").await;
    window.shoot("tien-do").await;
    window.click("Kế hoạch").await;
    window.see("Theo kế hoạch đến hôm nay").await;
    window.see("Giai đoạn 2 (đang chạy)").await;
    window.shoot("ke-hoach").await;
}

#[tokio::test]
async fn claims_stand_beside_the_list_and_targets_go_to_people_and_weeks() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(450));
    sample::evenings(&mut desk);
    let sides = api::side_by_side(&mut desk, &api::AskLeague::default()).unwrap();
    let first = sides.rows.iter().find(|row| row.only_claimed > Some(0)).unwrap().clone();
    let only = first.only_claimed.unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+5").await;
    window.click("Tổ báo – công an").await;
    window.see("Tỷ lệ hệ thống").await;
    window.shoot("to-bao-cong-an").await;
    // A figure opens its people.
    let place = sides.rows.iter().position(|row| row.unit_id == first.unit_id).unwrap() + 1;
    let figure =
        format!("document.querySelector('tbody tr:nth-child({place}) td:nth-child(5) button').click()");
    window.run(&figure, vec![]).await;
    window.see("Đang xem: Chỉ tổ báo").await;
    window.see(&format!("Tất cả {only}")).await;
    window.shoot("to-bao-cong-an-nguoi").await;

    window.press("Alt+5").await;
    window.click("Từng người, cụm").await;
    window.see("Chưa giao chỉ tiêu cho ai").await;
    window.fill("Đơn vị", &first.unit).await;
    window.click("Chia cho từng cụm, người").await;
    window.fill("Số tài khoản mới cần chia", "hai mươi").await;
    window.click("Chia").await;
    window.see("không phải là số").await;
    // What was refused has the focus, and is gone as soon as it is typed over.
    let there = "return document.activeElement === field('Số tài khoản mới cần chia')";
    window.until("the focus in what was refused", there, vec![]).await;
    window.fill("Số tài khoản mới cần chia", "20").await;
    window.see_no("không phải là số").await;
    window.click("Chia").await;
    window.see("Đã chia chỉ tiêu").await;
    window.shoot("chi-tieu-tung-nguoi").await;

    window.click("Kế hoạch").await;
    window.see("Theo tuần").await;
    window.fill("Điểm cho mỗi 1% vượt", "2").await;
    window.press("Enter").await;
    window.shoot("chi-tieu-theo-tuan").await;
}

#[tokio::test]
async fn the_row_of_the_province_itself_is_not_added_to_those_of_its_units() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Province, "Tỉnh Thử Nghiệm");
    let mut desk = sample::open(&book);
    api::campaign_create(&mut desk, &api::CampaignFile { file: fixture("70-kh-ubnd.json") }).unwrap();
    let file = fixture("70-phu-luc-1.xlsx");
    api::target_import(&mut desk, &api::ImportTargets { file, new_units: true, ..Default::default() })
        .unwrap();
    let pasted = "Tỉnh Thử Nghiệm\t3.243.976\t1.878.440\t1.365.536".to_owned();
    api::target_edit(&mut desk, &api::EditTargets { pasted, ..Default::default() }).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+4").await;
    window.click("Theo đơn vị").await;
    window.see_in("tr.sum td:nth-child(3)", "3.243.976").await;
    window.shoot("gui-nhan-theo-don-vi").await;
}

#[tokio::test]
async fn a_province_takes_in_annex_1_with_its_printed_total() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Province, "Tỉnh Thử Nghiệm");
    let mut desk = sample::open(&book);
    api::campaign_create(&mut desk, &api::CampaignFile { file: fixture("70-kh-ubnd.json") }).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+5").await;
    window.see("Đợt này chưa có chỉ tiêu").await;
    window.shoot("tien-do-chua-co-chi-tieu").await;
    window.click("Chỉ tiêu từng đơn vị").await;
    window.see("Sổ chưa có đơn vị bên dưới").await;
    window.click("Nhập Phụ lục I").await;
    window.fill("Tệp Excel có Phụ lục I", "/khong/co/tep.xlsx").await;
    window.click("Nhập chỉ tiêu").await;
    window.see("tep.xlsx").await;
    window.shoot("nhap-phu-luc-loi").await;
    window.fill("Tệp Excel có Phụ lục I", &fixture("70-phu-luc-1.xlsx").to_string_lossy()).await;
    window.click("Thêm đơn vị mà sổ chưa có").await;
    window.click("Nhập chỉ tiêu").await;
    window.see("Đã nhập chỉ tiêu 27 đơn vị").await;
    window.see("3.243.976").await;
    window.shoot("chi-tieu-tinh").await;
    window.click("Tiến độ").await;
    window.see("27 đơn vị").await;
    window.shoot("tien-do-tinh").await;
    see_rows(&window, 15).await;
    // By its headings, and to a spreadsheet.
    window.click("Còn lại").await;
    window.see_in("tbody tr:first-child td:first-child", "Thành phố Thanh Hóa").await;
    window.press("Ctrl+C").await;
    window.see("Đã chép 27 dòng").await;
    window.press("Alt+1").await;
    window.see("Toàn tỉnh").await;
    window.click("Bỏ qua").await;
    window.see_no("Bước 3/3").await;
    window.shoot("hom-nay-tinh-27-don-vi").await;
    see_rows(&window, 12).await;
}

/// The table stands at its top and shows at least so many whole rows at once, none of them cut, and all of its columns.
async fn see_rows(window: &Window, least: u64) {
    let script = "
        const box = document.querySelector('[role=region]:has(table)').getBoundingClientRect(), table = document.querySelector('table');
        const end = Math.min(box.bottom, table.querySelector('tr.sum')?.getBoundingClientRect().top ?? Infinity);
        const begin = table.tHead.getBoundingClientRect().bottom;
        const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains('sum')).map((row) => row.getBoundingClientRect());
        const inside = table.closest('[role=region]');
        // The edge of the box that rows leave free is not theirs.
        const foot = Math.min(end, box.top + inside.clientTop + inside.clientHeight) + 1;
        const cut = rows.filter((row) => row.top < foot - 2 && row.bottom > foot).length;
        return {cut, whole: rows.filter((row) => row.top >= begin - 1 && row.bottom <= foot).length, wide: inside.scrollWidth - inside.clientWidth, top: inside.scrollTop};";
    let seen = window.run(script, vec![]).await;
    assert!(
        seen["cut"] == 0 && seen["wide"] == 0 && seen["top"] == 0 && seen["whole"].as_u64().unwrap() >= least,
        "whole rows, all columns: {seen}"
    );
}

#[tokio::test]
async fn a_campaign_begins_from_each_template() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+5").await;
    window.click("Lập đợt cao điểm").await;
    let templates = [
        ("UBND tỉnh Thanh Hóa", "70/KH-UBND", "99 ngày, 15/11/2026 – 21/02/2027"),
        ("UBND tỉnh Kiên Giang", "180/KH-UBND", "92 ngày, 15/11/2026 – 14/02/2027"),
        ("UBND quận Long Biên", "296/KH-UBND", "27 ngày, 15/11/2026 – 11/12/2026"),
        ("UBND tỉnh Tiền Giang, 60 ngày, đêm:", "60 ngày, đêm", "60 ngày, 15/11/2026 – 13/01/2027"),
        (
            "UBND tỉnh Tiền Giang, 60 ngày, đêm (số hóa)",
            "60 ngày, đêm (số hóa)",
            "60 ngày, 15/11/2026 – 13/01/2027",
        ),
        ("UBND tỉnh Nghệ An", "771/KH-UBND", "85 ngày, 15/11/2026 – 07/02/2027"),
    ];
    for (nth, (issuer, number, days)) in templates.iter().enumerate() {
        window.fill("Theo mẫu", issuer).await;
        window.fill("Bắt đầu từ ngày", "15/11/2026").await;
        window.fill("Chỉ tiêu của đơn vị mình", "1.000").await;
        // Leaving the field fills the form anew.
        window.press("Tab").await;
        let filled =
            "return field('Ngày đầu').value === '15/11/2026' && field('Chỉ tiêu cả đợt').value === '1000'";
        window.until("the form to be filled", filled, vec![]).await;
        if nth == 1 {
            window.shoot("dot-cao-diem-mau").await;
        }
        window.press("Ctrl+Enter").await;
        window.see(&format!("Đã lập đợt {number}, giao")).await;
        window.click("Kế hoạch").await;
        window.see(days).await;
        if nth == 1 {
            window.shoot("dot-cao-diem-tu-mau").await;
        }
        window.click("Lập đợt khác").await;
    }
}

#[tokio::test]
async fn a_plan_begins_with_its_tasks() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Province, "Tỉnh Thử Nghiệm");
    let mut desk = sample::open(&book);
    for name in ["Huyện Một", "Huyện Hai", "Thành phố Vinh"] {
        api::unit_add(&mut desk, &api::NewUnit { name: name.into(), kind: String::new() }).unwrap();
    }
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+5").await;
    window.click("Lập đợt cao điểm").await;
    window.fill("Theo mẫu", "UBND tỉnh Nghệ An").await;
    window.fill("Bắt đầu từ ngày", "15/10/2026").await;
    window.press("Tab").await;
    window.see("Chọn 57/57 nhiệm vụ").await;
    window.see("17 nơi chưa có trong sổ").await;
    // By the day that was typed: what was chosen before would be offered anew.
    window.see("18/10/2026").await;
    window.click("Sở Tài chính").await;
    window.see("Chọn 56/57 nhiệm vụ").await;
    window.shoot("mau-nhiem-vu").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã lập đợt 771/KH-UBND, giao").await;
    window.press("Alt+6").await;
    window.see("3.1. Số hóa dữ liệu hộ tịch").await;
    window.shoot("nhiem-vu-cua-mau").await;
    window.fill("Việc của ai", "Cục C06").await;
    window.see("Phối hợp với").await;
    window.shoot("nhiem-vu-phoi-hop").await;
    window.fill("Việc của ai", "Việc của mọi nơi").await;
    window.fill("Nhóm việc", "7. Thu học phí không tiền mặt").await;
    window.click("Hướng dẫn trường thu học phí").await;
    window.see("Giai đoạn 1, 70 % cấp huyện").await;
    window.shoot("nhiem-vu-moc").await;
    window.press("Ctrl+Z").await;
    window.see("Chưa giao việc nào").await;
}

#[tokio::test]
async fn a_district_holds_its_communes_to_indicators_beside_activation() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::District, "Huyện Thử Nghiệm");
    let mut desk = sample::open(&book);
    for name in ["Xã Một", "Xã Hai", "Phường Ba", "Thị trấn Bốn"] {
        api::unit_add(&mut desk, &api::NewUnit { name: name.into(), kind: String::new() }).unwrap();
    }
    let asked = api::FromTemplate {
        template: "tien-giang-so-hoa".into(),
        first_day: "2026-11-01".parse().unwrap(),
        target: None,
    };
    let plan = api::campaign_from_template(&mut desk, &asked).unwrap();
    api::campaign_add(&mut desk, &plan).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+5").await;
    window.click("Chỉ tiêu khác").await;
    window.see("Đợt này chưa đặt chỉ tiêu khác").await;
    window.shoot("chi-tieu-khac-trong").await;
    window.click("Lấy 8 chỉ tiêu của 60 ngày, đêm (số hóa), UBND tỉnh Tiền Giang").await;
    window.see("Hồ sơ giải quyết trực tuyến").await;
    let online = "Hồ sơ giải quyết trực tuyến";
    // Half a share waits for its other half.
    window.fill(&format!("{online}, Xã Một, Tử số"), "26").await;
    window.press("Enter").await;
    window.type_text("100").await;
    window.press("Enter").await;
    window.see("26,00%").await;
    window.see("1/5 đơn vị đạt").await;
    window.fill(&format!("{online}, Phường Ba, Mẫu số"), "2.000").await;
    window.fill(&format!("{online}, Phường Ba, Tử số"), "1.099").await;
    window.press("Enter").await;
    window.see("54,95%").await;
    window.see("Chưa đạt").await;
    // What cannot be is said, and nothing is kept of it.
    window.fill(&format!("{online}, Xã Một, Tử số"), "260").await;
    window.press("Enter").await;
    window.see("tử số 260 lớn hơn mẫu số 100").await;
    window.shoot("chi-tieu-khac-loi").await;
    window.fill(&format!("{online}, Xã Một, Tử số"), "30").await;
    window.press("Enter").await;
    window.see("30,00%").await;
    window.fill(&format!("{online}, Xã Hai, Mẫu số"), "120").await;
    window.fill(&format!("{online}, Xã Hai, Tử số"), "24").await;
    window.press("Enter").await;
    window.see("20,00%").await;
    window.shoot("chi-tieu-khac").await;
    window.click("In bảng này").await;
    window.see("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU CỦA KẾ HOẠCH").await;
    window.shoot("bao-cao-chi-tieu-khac").await;
    window.press("Alt+5").await;
    window.click("Chỉ tiêu khác").await;
    window.click("Đặt chỉ tiêu").await;
    window.fill("Chỉ tiêu 1, Phải đạt", "xã 140").await;
    window.press("Ctrl+Enter").await;
    window.see("lớn hơn 100%").await;
    window.shoot("chi-tieu-khac-dat").await;
    window.fill("Chỉ tiêu 1, Phải đạt", "huyện 60; xã 20; phường 55; thị trấn 45").await;
    window.press("Ctrl+Enter").await;
    window.see("2/5 đơn vị đạt").await;
}
