//! The police list: a survey and an extract are taken in, a pair is settled and taken back, a bad file is refused.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api::{self, Level};
use tung_nha_window_tests::{Window, sample};

#[tokio::test]
async fn lists_are_taken_in_and_a_pair_is_settled() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    let files = sample::files(&window.folder, 2000);
    window.unlock(&book, sample::PASSPHRASE).await;

    // Before the first list, and a file that is none.
    window.press("Alt+3").await;
    window.see("Chưa có danh sách công an nào").await;
    window.shoot("danh-sach-trong").await;
    window.click("Nhập sổ điều tra").await;
    let page = window.folder.join("trang-web.xls");
    std::fs::write(&page, "<html><body><table><tr><td>Họ tên</td></tr></table></body></html>").unwrap();
    window.fill("Tệp danh sách", &page.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("Chưa mở được trang-web.xls").await;
    window.see("Sổ chưa thay đổi gì").await;
    window.shoot("nhap-tep-hong").await;

    // The survey.
    window.fill("Tệp danh sách", &files.register.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("Dòng tiêu đề ở dòng").await;
    window.shoot("nhap-cot").await;
    window.press("Ctrl+Enter").await;
    window.see("dòng sẽ vào sổ như sau").await;
    window.shoot("nhap-xem-truoc").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã nhập sổ điều tra").await;
    window.shoot("nhap-ket-qua").await;

    // The extract; then the plain file is destroyed, as a person chose it.
    window.press("Alt+3").await;
    window.see("Chưa có danh sách công an nào").await;
    window.drop_files(&[&files.roster]).await;
    window.see("Số liệu tính đến ngày").await;
    window.press("Alt+ArrowLeft").await;
    window.see("Tệp danh sách").await;
    window.choose("Chọn tệp", &files.roster).await;
    window.see("Số liệu tính đến ngày").await;
    window.fill("Số liệu tính đến ngày", "19/11/2026").await;
    window.shoot("nhap-danh-sach-cot").await;
    window.press("Ctrl+Enter").await;
    window.see("dòng sẽ vào sổ như sau").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã nhập danh sách công an").await;
    window.click("Hủy tệp gốc").await;
    window.see("Hủy hẳn").await;
    window.shoot("huy-tep-goc").await;
    window.click("Hủy tệp").await;
    window.see("Đã hủy").await;
    assert!(!files.roster.exists(), "the plain file is gone");

    // A pair is settled, and taken back.
    window.click("Xem các cặp cần chọn").await;
    window.click("số lệch 1–2 chữ số").await;
    window.see("Cặp 1/").await;
    window.see("Người cùng nhà").await;
    window.see("có ở cả hai bên").await;
    window.shoot("doi-soat").await;
    // Which number stays is chosen by the arrows, which lead to the next pair only outside.
    window.run("document.querySelector('[name=keep]').focus()", vec![]).await;
    window.press("ArrowRight").await;
    let kept = "return document.querySelector('[name=keep]:checked').value";
    assert_eq!(window.run(kept, vec![]).await, "register");
    window.press("ArrowLeft").await;
    assert_eq!(window.run(kept, vec![]).await, "roster");
    window.see("Cặp 1/").await;
    window.press("1").await;
    window.see("Đã ghép:").await;
    window.see("1 ghép").await;
    window.see("Cặp 2/").await;
    window.press("Ctrl+Z").await;
    window.see("0 ghép").await;
    window.see("Cặp 1/").await;
    // Further on: the neighbour comes next, what is taken back is shown again, and the place stays over another screen.
    window.press("ArrowRight").await;
    window.see("Cặp 2/").await;
    window.press("3").await;
    window.see("Cặp 3/").await;
    window.press("1").await;
    window.see("Cặp 4/").await;
    window.click("Hoàn tác lần vừa chọn").await;
    window.see("Cặp 3/").await;
    window.see("0 ghép").await;
    window.press("Alt+1").await;
    window.see("chưa có số liệu hôm nay").await;
    window.press("Alt+3").await;
    window.see("Cặp 3/").await;
    // Many at once: those that the button says, not the one that was left.
    window.click("Ghép cả").await;
    window.see("1 để lại").await;
    window.see("Đã chọn một lượt").await;
    window.shoot("doi-soat-mot-luot").await;
    window.press("Ctrl+Z").await;
    window.see("0 ghép").await;
    window.see("1 để lại").await;
    // How sure the program is, and what whoever reconciles may choose.
    window.click("Máy ghép đúng đến đâu").await;
    window.see("Thoáng hơn").await;
    window.see("chấp nhận nhầm chừng 5 trên 10.000 dòng").await;
    window.see("Cả danh sách").await;
    window.shoot("may-ghep-dung-den-dau").await;
    window.click("Ngày sinh").await;
    window.see("có bên chỉ ghi năm hoặc tháng sinh").await;
    window.click("Tuổi").await;
    window.see("35–59 tuổi").await;
    let chosen = "return document.querySelector('[name=accept]:checked').value";
    assert_eq!(window.run(chosen, vec![]).await, "1");
    window.run("document.querySelector('[name=accept]:checked').focus()", vec![]).await;
    window.press("ArrowDown").await;
    assert_eq!(window.run(chosen, vec![]).await, "5");
    window.click("Ghép lại theo mức này").await;
    window.see("Đã đối soát:").await;
    window.see("chấp nhận nhầm chừng 5 trên 10.000 dòng · đang dùng").await;
    window.shoot("may-ghep-thoang-hon").await;
    window.press("Ctrl+Z").await;
    window.see("chấp nhận nhầm chừng 1 trên 10.000 dòng · đang dùng").await;
    // Pairs are judged blind, one is taken back, the rest is left for later.
    window.click("Bốc 100 cặp để xem").await;
    window.see("Kết luận của máy được giấu").await;
    window.see("Cặp 1/100").await;
    window.shoot("xem-mau").await;
    window.press("1").await;
    window.see("Cặp 2/100").await;
    window.press("2").await;
    window.see("Cặp 3/100").await;
    window.press("Ctrl+Z").await;
    window.see("Cặp 2/100").await;
    window.press("Escape").await;
    window.see("Xem tiếp, đã 1/100").await;
    window.click("số lệch 1–2 chữ số").await;
    window.see("Cặp ").await;
    // The person of the pair is opened in the register.
    window.press("F3").await;
    window.see("Chuyển hộ").await;
    window.press("Alt+3").await;
    window.click("Có ở công an").await;
    window.see("Thêm vào sổ").await;
    window.shoot("doi-soat-chua-co").await;
    window.click("Có trong sổ").await;
    window.see("trong").await;
    window.shoot("doi-soat-khong-co-o-cong-an").await;
    window.click("Khớp báo cáo").await;
    window.see("Tất cả").await;
    window.shoot("khop-bao-cao").await;
    window.click("Đã nhập").await;
    window.see("đang dùng").await;
    window.shoot("danh-sach-da-nhap").await;

    // Found by name, without a column, to Excel: for a purpose, and in the journal. The choice of columns is kept.
    window.click("Khớp báo cáo").await;
    let found = window.text("tr[data-at] td").await;
    window.fill("Tìm trong bảng", &found).await;
    window.see(" trong ").await;
    let all = window.count("thead th").await;
    window.click("Cột").await;
    window.see("Chọn cột").await;
    window.click("Nơi ở").await;
    window.press("Escape").await;
    window.see_no("Chọn cột").await;
    window.choose("Ra Excel", &window.folder.join("khop.xlsx")).await;
    window.say_purpose().await;
    window.see("ra tệp Excel").await;
    window.press("Alt+0").await;
    window.see("Ghi bảng “Khớp báo cáo”").await;
    window.press("Alt+3").await;
    window.click("Khớp báo cáo").await;
    window.see("Tất cả").await;
    window.until("the rows", "return !!document.querySelector('tr[data-at]')", vec![]).await;
    assert_eq!(window.count("thead th").await, all - 1);

    // Who stands in a list is opened by the name.
    let name = window.text("tr[data-at] td").await;
    window.run("document.querySelector('tr[data-at]').focus()", vec![]).await;
    window.press("Enter").await;
    window.see("Chuyển hộ").await;
    window.see(&name).await;
}

/// Sixty people of three hamlets from `from` on, the account of each as `state` says.
fn people(from: u32, to: u32, state: impl Fn(u32) -> &'static str) -> String {
    let row = |n: u32| {
        let family = ["Trần", "Lê", "Phạm", "Đỗ"][n as usize % 4];
        let given = ["Nam", "Hùng", "Phúc", "Khánh", "Sơn", "Tuấn", "Ích"][n as usize % 7];
        let birth = format!("{:02}/{:02}/{}", n % 28 + 1, n % 12 + 1, 1940 + n);
        format!("{family} Văn {given},{birth},0380500{n:05},Thôn {},{}\n", n % 3 + 1, state(n))
    };
    let rows: String = (from..=to).map(row).collect();
    format!("Họ tên công dân,Ngày sinh,Số định danh,Thôn,Trạng thái\n{rows}")
}

#[tokio::test]
async fn a_part_with_unknown_words_does_not_mislead() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    let write = |name: &str, text: String| {
        let path = window.folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let whole = write("ca-xa.csv", people(1, 60, |_| "Chờ phê duyệt"));
    let dirty = write(
        "bo-sung.csv",
        people(41, 62, |n| match n {
            41..=50 => "Done",
            51..=53 => "Đang xem xét lại",
            54 => "Chưa đăng ký",
            _ => "Đã kích hoạt mức 2",
        }),
    );
    let mut desk = sample::open(&book);
    let file = api::ImportFile { file: whole, ..Default::default() };
    let whole = api::ImportRoster { file, as_of: "2026-11-10".parse().unwrap(), partial: None };
    api::roster_import(&mut desk, &whole).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;

    window.press("Alt+3").await;
    window.click("Nhập danh sách công an").await;
    window.fill("Tệp danh sách", &dirty.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("Trạng thái chưa hiểu").await;
    window.see("“Done” (10), “Đang xem xét lại” (3)").await;
    window.fill("Số liệu tính đến ngày", "05/11/2026").await;
    window.shoot("nhap-trang-thai-la").await;
    let say = "const select = document.querySelectorAll('fieldset select')[0];
               select.value = 'active-level2'; select.dispatchEvent(new Event('change', { bubbles: true }))";
    window.run(say, vec![]).await;
    window.see_no("“Done” (10), “Đang xem xét lại” (3)").await;

    // A day by mistake before the list in use, then the right one.
    window.press("Ctrl+Enter").await;
    window.see("cũ hơn danh sách đang dùng").await;
    window.shoot("nhap-danh-sach-cu").await;
    window.press("Alt+ArrowLeft").await;
    window.see("Dòng tiêu đề ở dòng").await;
    window.fill("Số liệu tính đến ngày", "19/11/2026").await;
    window.press("Ctrl+Enter").await;
    window.see("có vẻ chỉ là một phần").await;
    window.see("Chờ phê duyệt → Đã kích hoạt mức 2").await;
    window.see("40 người không có trong tệp này giữ nguyên").await;
    window.shoot("nhap-mot-phan").await;
    window.click("Danh sách đầy đủ").await;
    window.see("40 người không có trong tệp sẽ thành").await;
    window.click("Chỉ một phần: bổ sung cho danh sách ngày 10/11/2026").await;
    window.see("giữ nguyên trạng thái").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã nhập danh sách công an").await;
    window.see("có vẻ chỉ là một phần").await;
    window.see("Chờ phê duyệt → Đã kích hoạt mức 2").await;
    window.shoot("nhap-mot-phan-ket-qua").await;
    window.press("Alt+3").await;
    window.click("Đã nhập").await;
    window.see("bổ sung một phần").await;
    window.shoot("danh-sach-bo-sung").await;
}
