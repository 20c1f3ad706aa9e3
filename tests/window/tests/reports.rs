//! Reports: shown as they will be printed, written to a file that holds the same figures; no figures are never 0.

#![cfg(any(target_os = "linux", windows))]

use calamine::{Reader, Xlsx, open_workbook};
use tung_nha::api;
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn a_report_is_shown_signed_and_written() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    sample::evenings(&mut sample::open(&book));
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+7").await;
    window.see("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").await;
    window.see("Tổng bằng cộng các dòng").await;
    window.fill("Người ký", "Lò Văn Ký").await;
    window.press("Tab").await;
    // The foot may stand on the second page, out of sight.
    let signed = "return document.querySelector('.papers').textContent.includes(arguments[0])";
    window.until("the signer on the paper", signed, vec![serde_json::json!("Lò Văn Ký")]).await;
    window.shoot("bao-cao-ngay").await;

    let out = window.folder.join("bao-cao.xlsx");
    window.choose_place("Chọn nơi lưu", &out).await;
    window.press("Ctrl+S").await;
    window.see("Đã ghi").await;
    let total = window.text(".seen tr.total td:nth-child(2)").await;
    let mut workbook: Xlsx<_> = open_workbook(&out).unwrap();
    let name = workbook.sheet_names().first().cloned().unwrap();
    let range = workbook.worksheet_range(&name).unwrap();
    let people = range.rows().find(|row| row.iter().any(|cell| *cell == "Tổng cộng")).unwrap();
    let plain = total.replace('.', "");
    assert!(people.iter().any(|cell| cell.to_string() == plain), "{plain} not in {people:?}");

    window.click("Vắng mặt").await;
    window.see("Danh sách có").await;
    window.shoot("bao-cao-danh-sach").await;
    window.click("Phụ lục II").await;
    window.see("Cán bộ hướng dẫn").await;
    window.shoot("bao-cao-phu-luc-2").await;
    window.click("Kết quả khảo sát").await;
    window.see("Chưa hỏi").await;
    window.shoot("bao-cao-khao-sat").await;
}

#[tokio::test]
async fn numbers_on_a_list_are_hidden_until_they_are_asked_for_and_hidden_again_by_what_is_drawn_next() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    sample::evenings(&mut sample::open(&book));
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+7").await;
    window.click("Đã kích hoạt").await;
    window.see("được che trên màn hình").await;
    let whole = "const text = document.querySelector('.papers').textContent;
        return arguments[0] === /\\d{9}/.test(text) && text.includes('ĐÃ KÍCH HOẠT')";
    window.until("hidden numbers", whole, vec![serde_json::json!(false)]).await;
    window.shoot("bao-cao-so-che").await;
    window.press("F2").await;
    window.see("Số đang hiện đủ").await;
    window.until("whole numbers", whole, vec![serde_json::json!(true)]).await;
    window.click("Phụ lục II").await;
    window.see("được che trên màn hình").await;
    window
        .until(
            "hidden numbers",
            "return !/\\d{9}/.test(document.querySelector('.papers').textContent)",
            vec![],
        )
        .await;
    window.press("Alt+0").await;
    window.see("Xem đủ số của").await;
}

#[tokio::test]
async fn whom_hom_nay_counts_is_on_paper_with_one_click_and_by_hamlet() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 1500);
    let mut desk = sample::open(&book);
    let of_day = api::ListFindings { as_of: "2026-11-21".parse().unwrap(), ..Default::default() };
    let count = |desk: &mut api::Desk, asked: &api::ListFindings, code: &str| {
        let page = api::findings(desk, asked).unwrap();
        page.findings.iter().find(|one| one.finding.code() == code).unwrap().people
    };
    let in_survey = count(&mut desk, &of_day, "pending-approval") as usize;
    let hamlet = api::unit_list(&mut desk, &api::Nothing {}).unwrap().pop().unwrap();
    let in_hamlet = api::ListFindings { unit: Some(hamlet.id), ..of_day };
    let to_visit = count(&mut desk, &in_hamlet, "to-visit").to_string();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("Theo danh sách công an").await;
    window.shoot("hom-nay-danh-sach").await;
    let pending = window.text("[data-list=pending-approval] .strong").await;

    // One click to the list, and one more to print it.
    window.click("Chờ phê duyệt").await;
    window.see("CHỜ PHÊ DUYỆT").await;
    window.see(&format!("Danh sách có {pending} dòng")).await;
    window.shoot("danh-sach-cho-phe-duyet").await;
    let out = window.folder.join("cho-phe-duyet.xlsx");
    window.choose_place("Chọn nơi lưu", &out).await;
    window.press("Ctrl+S").await;
    window.see("lấy ra để làm gì").await;
    window.shoot("muc-dich").await;
    window.say_purpose().await;
    window.see("Đã ghi").await;
    let mut workbook: Xlsx<_> = open_workbook(&out).unwrap();
    let range = workbook.worksheet_range("Chờ phê duyệt").unwrap();
    let listed =
        range.rows().filter(|row| row.first().is_some_and(|cell| cell.to_string().parse::<u32>().is_ok()));
    assert_eq!(listed.count().to_string(), pending);
    assert!(pending.parse::<usize>().unwrap() >= in_survey, "with those outside the survey");

    // A finding of one hamlet: the list on the screen and the paper are of the same people.
    window.press("Alt+3").await;
    window.click("Khớp báo cáo").await;
    window.see("đối chiếu với danh sách ngày").await;
    window.click("Đã phê duyệt, chưa kích hoạt").await;
    window.fill("Thôn", &hamlet.name).await;
    window.see_in("[data-finding=to-visit] span:last-child", &to_visit).await;
    window.shoot("khop-bao-cao-mot-thon").await;
    window.click("Xem danh sách để in").await;
    window.see(&format!("Danh sách có {to_visit} dòng")).await;
    window.see(&hamlet.name).await;
    window.shoot("danh-sach-mot-nhom").await;
}

#[tokio::test]
async fn a_day_without_figures_and_a_day_to_come() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, api::Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+7").await;
    window.see("Chưa có số liệu nào cho ngày này").await;
    window.shoot("bao-cao-trong").await;
    window.fill("Ngày báo cáo", "hôm nào").await;
    window.press("Enter").await;
    window.see("Ghi ngày như 21/11/2026").await;
    window.fill("Ngày báo cáo", "30/11/2026").await;
    window.press("Enter").await;
    window.see("Ngày này chưa tới").await;
    window.shoot("bao-cao-loi").await;
    // Another day by the button beside it: what was typed wrongly is told no more.
    window.click("Ngày trước").await;
    window.see_no("Ngày này chưa tới").await;
}

#[tokio::test]
async fn a_report_of_a_phase_is_told_of_until_it_is_written() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    let first_day = "2026-10-25".parse().unwrap();
    let asked = api::FromTemplate { template: "kien-giang-180".into(), first_day, target: Some(450) };
    let plan = api::campaign_from_template(&mut desk, &asked).unwrap();
    api::campaign_add(&mut desk, &plan).unwrap();
    api::target_share(&mut desk, &api::ShareTargets { total: Some(450), ..Default::default() }).unwrap();
    sample::evenings(&mut desk);
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see("Báo cáo đến hạn").await;
    window.shoot("hom-nay-bao-cao-den-han").await;
    window.press("Ctrl+Enter").await;
    window.see("Đến hạn, chưa lập: Báo cáo giai đoạn: Giai đoạn 1 (180/KH-UBND, 21/11/2026)").await;
    window.press("Escape").await;
    window.see("Báo cáo đến hạn").await;
    window.click("Giai đoạn 1").await;
    window.see("BÁO CÁO KẾT QUẢ GIAI ĐOẠN").await;
    window.see("Từ ngày 25/10/2026 đến ngày 21/11/2026").await;
    window.shoot("bao-cao-giai-doan").await;
    window.choose_place("Chọn nơi lưu", &window.folder.join("giai-doan.xlsx")).await;
    window.press("Ctrl+S").await;
    window.see("Đã ghi").await;
    window.click("Báo cáo tổng kết").await;
    window.see("BÁO CÁO TỔNG KẾT ĐỢT CAO ĐIỂM").await;
    window.shoot("bao-cao-tong-ket").await;
    window.press("Alt+1").await;
    window.see("tài khoản kích hoạt hôm nay").await;
    window.see_no("Báo cáo đến hạn").await;
}

#[tokio::test]
async fn what_units_say_goes_into_the_report_and_its_words() {
    let window = Window::open().await;
    let book = sample::worked(&window.folder, 600, 450);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+7").await;
    window.click("Báo cáo giai đoạn").await;
    window.see("Ưu điểm, khó khăn, đề xuất").await;
    window.fill("Nội dung", "Gọi bà Lê, 0912 345 678").await;
    window.click("Ghi nhận xét").await;
    window.see("dãy số dài").await;
    window.fill("Nội dung", "Nhiều người đi làm xa, về sau 21 giờ").await;
    window.click("Ghi nhận xét").await;
    let on_paper = "return document.querySelector('.papers').textContent.includes(arguments[0])";
    let said = vec![serde_json::json!("Khó khăn, tồn tại: ")];
    window.until("the remark on the paper", on_paper, said).await;
    window.shoot("bao-cao-nhan-xet").await;
    let out = window.folder.join("bao-cao.xlsx");
    window.choose_place("Chọn nơi lưu", &out).await;
    let letter = window.folder.join("bao-cao.docx");
    // Beside the workbook, where a place was chosen.
    window.click("Bản Word").await;
    window.see("bao-cao.docx").await;
    assert!(std::fs::read(&letter).unwrap().starts_with(b"PK"));
    window.click("Đề nghị khen thưởng").await;
    window.see("DANH SÁCH TẬP THỂ, CÁ NHÂN ĐỀ NGHỊ KHEN THƯỞNG").await;
    window.shoot("bao-cao-khen-thuong").await;
}
