//! Giao việc 5 rõ: what is missing is said at its place, one task is given to all hamlets, noted, handed on, handed in and
//! taken back; a draft is kept, also when the window is closed; tasks of agencies come from a file; nothing there.

#![cfg(any(target_os = "linux", windows))]

use tung_nha_window_tests::{Window, sample};

/// A window on "Giao việc 5 rõ" of a sample commune.
async fn giving() -> Window {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+6").await;
    window.see("Chưa giao việc nào").await;
    window
}

#[tokio::test]
async fn a_task_lacks_parts_then_goes_to_every_hamlet_and_is_taken_back() {
    let window = giving().await;
    window.shoot("giao-viec-trong").await;
    window.press("Ctrl+N").await;
    window.see("Thiếu").await;
    window.press("Ctrl+Enter").await;
    window.see("Chưa ghi giao cho ai").await;
    window.see("Chưa có người chịu trách nhiệm").await;
    window.shoot("giao-viec-thieu").await;

    window.click("Giao cho tất cả").await;
    window.fill("Rõ việc", "Đến nhà, hướng dẫn kích hoạt mức 2").await;
    window.fill("Hạn", "30/11").await;
    // Each hamlet has the number of its own people, which can be changed.
    window.see("Cộng: ").await;
    window
        .until(
            "numbers",
            "return [...document.querySelectorAll('li input')].every((input) => +input.value > 0)",
            vec![],
        )
        .await;
    window.fill("Rõ kết quả", "40").await;
    window.shoot("giao-viec-tung-noi").await;
    window.fill("Rõ trách nhiệm", "Nguyễn Văn Thử").await;
    window.see("Bản nháp, đã lưu trong sổ lúc 20:30").await;
    // The draft stays while another screen is open.
    window.press("Alt+4").await;
    window.press("Alt+6").await;
    window.click("Đến nhà, hướng dẫn kích hoạt mức 2").await;
    window.see("Nháp đủ 5 rõ").await;
    window.shoot("giao-viec-nhap").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã giao").await;
    window.see_no("Nháp đủ 5 rõ").await;
    window.shoot("giao-viec").await;
    window.click("Theo người").await;
    window.see("nơi đang giữ việc").await;
    window.shoot("giao-viec-theo-nguoi").await;
    window.press("Ctrl+Z").await;
    window.see("Chưa giao việc nào").await;
}

#[tokio::test]
async fn a_due_day_of_next_year_stays_in_its_column() {
    let window = giving().await;
    window.press("Ctrl+N").await;
    window.fill("Rõ việc", "Báo cáo tổng kết").await;
    window.fill("Hạn", "18/01/2027").await;
    let says = "return document.querySelector('.due')?.innerText.replace(/\\s/g, '') === '18/01/2027'";
    window.until("the due day with its year", says, vec![]).await;
    let wide = "const it = document.querySelector('.due'); return [it.scrollWidth, it.clientWidth]";
    let wide = window.run(wide, vec![]).await;
    assert!(wide[0].as_u64() <= wide[1].as_u64(), "it covers the result: {wide}");
}

#[tokio::test]
async fn a_draft_outlives_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open_in(folder.path()).await;
    let book = sample::commune(&window.folder, 600);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+6").await;
    window.press("Ctrl+N").await;
    window.fill("Rõ việc", "Đến nhà người vắng").await;
    window.fill("Hạn", "31/02").await;
    window.press("Tab").await;
    window.see("Lịch không có ngày này").await;
    window.shoot("giao-viec-ngay-sai").await;
    window.close().await;
    drop(window);

    let window = Window::open_in(folder.path()).await;
    window.fill("Mật khẩu của sổ", sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.go_on().await;
    window.press("Alt+6").await;
    window.click("Đến nhà người vắng").await;
    // As it was typed, wrong as it is.
    window.see("Lịch không có ngày này").await;
}

#[tokio::test]
async fn a_product_is_noted_handed_on_and_handed_in() {
    let window = giving().await;
    window.press("Ctrl+N").await;
    window.fill("Rõ người", "Lê Thị Mẫu").await;
    window.fill("Rõ việc", "Lập danh sách người đi làm xa").await;
    window.fill("Hạn", "28/11").await;
    window.click("Sản phẩm").await;
    window.fill("Rõ kết quả", "Danh sách có chữ ký").await;
    window.fill("Rõ trách nhiệm", "Nguyễn Văn Thử").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã giao việc").await;
    window.fill("Ghi tiến độ", "Đã xong hai thôn").await;
    window.press("Enter").await;
    window.see("Đã ghi tiến độ").await;
    window.click("Giao lại").await;
    window.fill("Giao lại cho", "Lê Thị Mẫu").await;
    window.click("Giao lại").await;
    window.see("đang giữ việc này").await;
    window.shoot("giao-viec-giao-lai").await;
    window.fill("Giao lại cho", "Trần Văn Mẫu").await;
    window.press("Enter").await;
    window.click("Giao lại").await;
    window.see("Trước đó: Lê Thị Mẫu").await;
    window.click("Đã nộp sản phẩm").await;
    window.see("Đã ghi nộp sản phẩm").await;
    window.see("Đã xong").await;
    window.shoot("giao-viec-da-nop").await;
}

#[tokio::test]
async fn a_file_without_a_table_of_tasks_is_refused() {
    let window = giving().await;
    window.click("Nhập từ Excel").await;
    let file = window.folder.join("khong-co-bang.csv");
    std::fs::write(&file, "a,b\n1,2\n").unwrap();
    window.fill("Tệp nhiệm vụ", &file.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("Không thấy bảng nhiệm vụ").await;
    window.shoot("giao-viec-tep-sai").await;
    window.press("Enter").await;

    let file = window.folder.join("nhiem-vu.csv");
    let rows = "Cơ quan,Nhiệm vụ,Sản phẩm,Từ ngày,Thời hạn,Người chịu trách nhiệm\n\
                Sở Mẫu,Bố trí máy tính cho tổ lưu động,Biên bản bàn giao,20/11/2026,30/11/2026,Lê Văn Mẫu\n\
                Sở Khác,Tuyên truyền trên loa,,20/11/2026,30/11/2026,\n";
    std::fs::write(&file, rows).unwrap();
    window.fill("Tệp nhiệm vụ", &file.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("2 dòng").await;
    window.shoot("giao-viec-nhap-tep").await;
}
