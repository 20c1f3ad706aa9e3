//! Teams at a desk: a table pasted, one team typed, what they lack, the paper.

#![cfg(target_os = "linux")]

use tung_nha_window_tests::{Window, sample};

const TABLE: &str = "Thôn\\tHọ và tên\\tChức vụ trong tổ\\tĐơn vị công tác\\tBiết CNTT\\tNgày tập huấn\\n\
  Thôn 6\\tHoàng Văn Thử\\tTổ trưởng\\tCông an xã\\tx\\t10/11/2026\\n\
  \\tLê Thị Mẫu\\tTổ phó\\tHội Phụ nữ\\tx\\t10/11/2026\\n\
  Thôn 7\\tVõ Thị Ví Dụ\\tTổ trưởng\\tMặt trận\\tx\\t10/11/2026\\n\
  Thôn Không Có\\tPhan Văn Lạc\\t\\t\\t\\t\\n";

#[tokio::test]
async fn teams_are_pasted_typed_and_printed() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+6").await;
    window.click("Tổ").await;
    window.see("Chưa lập tổ nào").await;
    window.shoot("to-trong").await;
    window.click("Nhập danh sách tổ").await;
    window.see("Hoặc dán bảng từ Excel, Word").await;
    let paste = format!(
        "const it = field(arguments[0]); it.focus(); it.value = \"{TABLE}\";
         it.dispatchEvent(new Event('input', {{bubbles: true}})); it.dispatchEvent(new Event('change', {{bubbles: true}})); return true"
    );
    window.until("the field to paste into", &paste, vec![serde_json::json!("Hoặc dán bảng")]).await;
    window.see("3 người mới").await;
    window.see("Sổ không có đơn vị này").await;
    window.shoot("to-dan-bang").await;
    window.click("Nhập 3 người").await;
    window.see("1/2 tổ có dưới 2 người biết công nghệ thông tin").await;

    // A second who knows IT.
    window.click("Tổ công tác Thôn 7").await;
    window.click("Thêm người").await;
    window.fill("Họ và tên người thứ 2", "Đinh Văn Nháp").await;
    window.fill("Biết CNTT, người thứ 2", "Biết CNTT").await;
    window.fill("Ngày tập huấn người thứ 2", "10/11").await;
    window.fill("Lãnh đạo phụ trách", "Phó Chủ tịch Mẫu").await;
    window.shoot("to-ghi").await;
    window.click("Ghi tổ").await;
    window.see("tổ nào cũng đủ người biết công nghệ thông tin").await;
    window.shoot("to").await;
    // What cannot be is a sentence, and nothing is written.
    window.click("Thêm người").await;
    window.fill("Họ và tên người thứ 3", "Đinh Văn Nháp").await;
    window.click("Ghi tổ").await;
    window.see("có hai lần trong tổ").await;
    window.click("Xem và in danh sách tổ").await;
    window.see("DANH SÁCH TỔ CÔNG TÁC").await;
    window.see("Phó Chủ tịch Mẫu").await;
    window.shoot("to-in").await;
}
