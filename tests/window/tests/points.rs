//! Điểm và giấy mời: a point that is typed wrong, a table that is pasted, an invitation day from the plan to the ticks; the place of a
//! visit on the walk.

#![cfg(target_os = "linux")]

use tung_nha::api;
use tung_nha_window_tests::{Window, sample};

/// A window on the walk of a sample commune, and the names of its hamlets.
async fn walking() -> (Window, Vec<String>) {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 400);
    let units = api::unit_list(&mut sample::open(&book), &api::Nothing {}).unwrap();
    let hamlets = units.into_iter().filter(|unit| unit.parent_id.is_some()).map(|unit| unit.name).collect();
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+2").await;
    window.see("Cả nhà vắng").await;
    (window, hamlets)
}

#[tokio::test]
async fn an_invitation_day() {
    let (window, hamlets) = walking().await;
    window.click("Điểm, giấy mời").await;
    window.see("Chưa có điểm nào").await;
    window.shoot("diem-trong").await;

    // What is wrong is said at its field.
    window.click("Thêm điểm").await;
    window.fill("Tên điểm", "Trụ sở công an xã").await;
    window.fill("Ngày mở", "khi nào rảnh").await;
    window.press("Enter").await;
    window.see("Chưa hiểu ngày mở").await;
    window.shoot("diem-sai").await;
    window.fill("Ngày mở", "T2-T6").await;
    window.fill("Giờ", "7h30-11h, 13h30-17h").await;
    window.fill("Người một ngày", "25").await;
    window.fill("Thiết bị", "1 máy tính, máy in").await;
    window.press("Enter").await;
    window.see("Đã lưu Trụ sở công an xã").await;
    window.see("2 máy tính, máy quét").await;

    // A table from a spreadsheet, with a unit that is none.
    window.click("Dán hoặc nhập bảng").await;
    let table = format!(
        "Đơn vị\tTên điểm\tLoại\tNgày mở\tGiờ\tCông suất\n\
         {0}\tNhà văn hóa {0}\tCố định\tT2, T4\t18h-21h\t12\n\
         {1}\tChợ\tLưu động\tT3\t6h-9h\t8\n\
         Thôn Không Có\tĐình\tLưu động\tCN\t\t8",
        hamlets[0], hamlets[1]
    );
    let paste = "const it = document.querySelector('textarea'); it.value = arguments[0];
         it.dispatchEvent(new Event('input', {bubbles: true})); it.dispatchEvent(new Event('change', {bubbles: true}))";
    window.run(paste, vec![table.into()]).await;
    window.see("Nhập 2 điểm").await;
    window.see("Thôn Không Có").await;
    window.shoot("diem-dan-bang").await;
    window.click("Nhập 2 điểm").await;
    window.see("Có điểm ở 2 trên").await;
    window.shoot("diem").await;

    window.click("Giấy mời").await;
    window.see("Chưa mời ai.").await;
    window.click("Đã duyệt, chưa kích hoạt").await;
    window.fill("Đến ngày", "25/11").await;
    window.click("Xem trước").await;
    window.see("Mời được").await;
    window.shoot("giay-moi-xem-truoc").await;
    window.run("document.querySelector('.left button.primary').click()", vec![]).await;
    window.see("vào các ngày").await;
    window.see("23/11/2026, ").await;
    let people = window.count(".right tbody tr").await;
    assert!(people > 0 && people <= 25, "{people}");

    // Who came is ticked, and taken back.
    window.run("document.querySelector('.ticks button').click()", vec![]).await;
    window
        .until(
            "a tick",
            "return document.querySelectorAll('.ticks [aria-pressed=true]').length === 1",
            vec![],
        )
        .await;
    window.shoot("giay-moi").await;
    window.press("Ctrl+Z").await;
    window
        .until(
            "no tick",
            "return document.querySelectorAll('.ticks [aria-pressed=true]').length === 0",
            vec![],
        )
        .await;
    window.choose("In danh sách và giấy mời", &window.folder.join("Giay moi.xlsx")).await;
    window.say_purpose().await;
    window.see("Đã ghi danh sách và giấy mời của").await;
    assert!(window.folder.join("Giay moi.xlsx").exists());

    // What was told stands in the log.
    window.click("Tuyên truyền, tập huấn").await;
    window.fill("Số người", "60").await;
    window.fill("Nội dung", "Họp dân ở nhà văn hóa").await;
    window.press("Enter").await;
    window.see("Họp dân ở nhà văn hóa").await;
    window.shoot("tuyen-truyen").await;
    window.press("Escape").await;
    window.press("Escape").await;
    window.see("Cả nhà vắng").await;

    // With large text both ticks of a person are in sight.
    window.press("Alt+-").await;
    window.click("Máy này").await;
    window.click("150%").await;
    window.press("Alt+2").await;
    window.click("Điểm, giấy mời").await;
    window.click("Giấy mời").await;
    window.click("23/11").await;
    window.see("23/11/2026, ").await;
    let reaching = "const { right } = document.querySelector('.right').getBoundingClientRect();
         return [...document.querySelectorAll('.ticks button')]
           .filter((it) => it.getBoundingClientRect().right > right).length";
    assert_eq!(window.run(reaching, vec![]).await, 0);
}

#[tokio::test]
async fn the_place_holds_until_it_is_changed() {
    let (window, _) = walking().await;
    let choose = "const it = document.querySelector('[data-venue]'); it.selectedIndex = 2;
        it.dispatchEvent(new Event('change', {bubbles: true})); it.blur()";
    window.run(choose, vec![]).await;
    window.press("2").await;
    window.press("Enter").await;
    window.see_no("Ghi kết quả").await;
    window.press("2").await;
    window.press("Enter").await;
    window.see_no("Ghi kết quả").await;
    window.shoot("di-tung-nha-noi-gap").await;
    let chosen = "return document.querySelector('[data-venue]').value";
    assert_eq!(window.run(chosen, vec![]).await, "market");
}
