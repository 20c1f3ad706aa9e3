//! The register: found as it is typed, a card read, a person changed, moved, gone and merged, each undone.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api;
use tung_nha_window_tests::{Window, sample};

/// The person of the book with a whole number, and the people of his name.
fn somebody(book: &std::path::Path) -> api::Citizen {
    let mut desk = sample::desk();
    let open = api::OpenBook { path: book.to_owned(), passphrase: sample::PASSPHRASE.into() };
    api::book_open(&mut desk, &open).unwrap();
    let ask = api::FindPeople { query: "nguyen".into(), limit: 50 };
    let found = api::register_find(&mut desk, &ask).unwrap().people.into_iter().map(|one| one.citizen);
    let mut found = found;
    found.find(|citizen| citizen.number.len() == 12 && citizen.birth.is_some()).unwrap()
}

#[tokio::test]
async fn a_day_with_the_register() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let person = somebody(&book);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+9").await;
    window.see("Thôn, tổ").await;
    window.see("Chọn một hộ ở bên trái").await;
    window.shoot("so-ho").await;

    // Browse to a household.
    window.click("Nhà ").await;
    window.see("Chủ hộ:").await;
    window.shoot("so-ho-ho").await;

    // A card: the number finds its person.
    window
        .fill("Tìm trong sổ", &format!("{}||{}|01011970|Nam|Thôn 1|01012021", person.number, person.name))
        .await;
    window.press("Enter").await;
    window.see(&person.name).await;
    window.see("Danh sách công an").await;
    window.see("Đã thay đổi").await;
    window.shoot("so-ho-nguoi").await;

    // A number that lost its zero is told at its field and mended by one key.
    window.click("Sửa").await;
    window.fill("Số định danh", person.number.trim_start_matches('0')).await;
    window.press("Tab").await;
    window.see("Thêm số 0 ở đầu").await;
    window.see("nhật ký ghi lại việc này").await;
    window.shoot("so-ho-sua-loi").await;
    window.press("F4").await;
    window.see_no("Thêm số 0 ở đầu").await;
    window.fill("Điện thoại", "0912345678").await;
    window.click("Ghi").await;
    window.see("Đã ghi: ").await;
    window.see("Sửa thông tin công dân").await;
    let heading = "return document.activeElement.matches('h2')";
    window.until("the focus on the heading", heading, vec![]).await;
    window.press("Ctrl+Z").await;
    window.see("Đã hoàn tác").await;

    // Gone, and here after all.
    window.click("Chuyển đi, đã mất").await;
    window.click("Đã mất").await;
    window.fill("Từ ngày", "20/11/2026").await;
    window.shoot("so-ho-chuyen-di").await;
    window.click("Ghi").await;
    window.see("Đã mất từ 20/11/2026").await;
    window.click("Vẫn ở đây").await;
    window.see_no("Đã mất từ 20/11/2026").await;

    // To a new household.
    window.click("Chuyển hộ").await;
    // A household that is shown no more is not moved to.
    window.fill("Tìm hộ", "nguyen").await;
    let choose = "const it = document.querySelector('[name=household]'); it?.click(); return it?.checked";
    window.until("a household to choose", choose, vec![]).await;
    window.fill("Tìm hộ", "không ai tên thế này").await;
    window.until("no household", "return !document.querySelector('[name=household]')", vec![]).await;
    window.run("document.querySelector('.shown form').requestSubmit()", vec![]).await;
    window.see("Chưa chọn hộ").await;
    window.click("Hộ mới").await;
    window.fill("Ngõ", "Ngõ Thử").await;
    window.shoot("so-ho-chuyen-ho").await;
    window.click("Chuyển hộ").await;
    window.see("Ngõ Thử").await;
    window.press("Ctrl+Z").await;
    window.see("Đã hoàn tác").await;

    // Two records become one.
    window.click("Gộp hai bản ghi").await;
    window.fill("Bản ghi kia", "tran thi").await;
    window.click("Trần Thị").await;
    window.see("Gộp thành một").await;
    window.shoot("so-ho-gop").await;
    window.click("Gộp thành một").await;
    window.see("Đã gộp hai bản ghi").await;
    window.press("Ctrl+Z").await;
    window.see("Đã hoàn tác").await;
}

#[tokio::test]
async fn nobody_found_and_a_new_card() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+9").await;
    window.fill("Tìm trong sổ", "nguyen").await;
    window.see("· nhà").await;
    window.shoot("so-ho-tim").await;
    window.fill("Tìm trong sổ", "không ai tên thế này").await;
    window.see("Không thấy").await;
    window.shoot("so-ho-khong-thay").await;
    window.click("Bỏ tìm").await;
    window.fill("Tìm trong sổ", "038070001234||Vàng A Lạ|03021970|Nam|Bản Thử|01012021").await;
    window.press("Enter").await;
    window.see("Chưa ai trong sổ mang số này").await;
    window.shoot("so-ho-the").await;
    window.click("Thêm người mới từ thẻ").await;
    window.see("Thêm người mới").await;
    window.click("Ghi").await;
    window.see("Chưa chọn hộ").await;
    window.click("Hộ mới").await;
    window.shoot("so-ho-them").await;
    window.click("Ghi").await;
    window.see("Đã thêm: Vàng A Lạ").await;
    window.see("Vàng A Lạ").await;
}

#[tokio::test]
async fn an_empty_register_says_what_to_do() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, api::Level::Commune, "Xã Thử Nghiệm");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+9").await;
    window.see("Chưa có hộ nào trong sổ").await;
    window.shoot("so-ho-trong").await;
}

#[tokio::test]
async fn a_hamlet_opens_a_person_whom_it_has_just_taken_in() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, api::Level::Hamlet, "Thôn Thử Nghiệm");
    let files = sample::files(&window.folder, 200);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+9").await;
    window.click("Nhập sổ điều tra").await;
    window.fill("Tệp danh sách", &files.register.to_string_lossy()).await;
    window.press("Enter").await;
    window.see("Dòng tiêu đề ở dòng").await;
    window.press("Ctrl+Enter").await;
    window.see("dòng sẽ vào sổ như sau").await;
    window.press("Ctrl+Enter").await;
    window.see("Đã nhập sổ điều tra").await;
    window.click("Mới").await;
    let name = window.text(".shown td button").await;
    window.click(&name).await;
    window.see("Chuyển hộ").await;
    window.see(&name).await;
}

#[tokio::test]
async fn several_surveys_come_in_one_after_the_other() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let file = |name: &str, text: &str| {
        let path = window.folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let head = "Họ và tên,Ngày sinh,Số CCCD,Thôn,Điện thoại thông minh";
    let first = file("thon-1.csv", &format!("{head}\nĐinh Văn Thử,05/03/1950,038050000135,Thôn Mới,có\n"));
    let second =
        file("thon-2.csv", &format!("{head}\nĐinh Thị Nghiệm,04/09/1971,038171000246,Thôn Mới,không\n"));
    let web = file("trang-web.xls", "<html><body><table><tr><td>Họ tên</td></tr></table></body></html>");
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+9").await;
    window.see("Chọn một hộ ở bên trái").await;
    window.see("Nhập sổ điều tra").await;
    window.drop_files(&[&first, &second, &web]).await;
    window.see("Tệp 1/3").await;
    window.see("Dòng tiêu đề ở dòng").await;
    window.press("Ctrl+Enter").await;
    window.see("dòng sẽ vào sổ như sau").await;
    window.press("Ctrl+Enter").await;
    // The second has the same headings; the third is no list.
    window.see("Đã nhập 2/3 tệp").await;
    window.see("trang-web.xls").await;
    window.shoot("nhap-nhieu-tep").await;
    window.click("Mở Sổ hộ").await;
    window.see("Thôn Mới").await;
    window.shoot("so-ho-sau-nhap").await;

    // What a later survey changes is shown before and after.
    let text = format!("{head}\nĐinh Văn Thử,06/03/1950,038050000135,Thôn Mới,không\n");
    let third = file("thon-1-lai.csv", &text);
    window.drop_files(&[&third]).await;
    window.see("Dòng tiêu đề ở dòng").await;
    window.press("Ctrl+Enter").await;
    window.see("1 người trong sổ sẽ đổi như sau").await;
    window.see("05/03/1950").await;
    window.shoot("nhap-truoc-sau").await;
    window.press("Alt+ArrowLeft").await;
    window.press("Alt+9").await;

    // What the register lacks is filled from the list.
    window.see("Điền chỗ thiếu").await;
    window.click("Điền chỗ thiếu").await;
    window.see("Điền chỗ còn thiếu từ danh sách ngày").await;
    window.shoot("dien-tu-danh-sach").await;
}

#[tokio::test]
async fn what_is_held_is_written_out_and_erased_for_good() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let person = somebody(&book);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+9").await;
    window.fill("Tìm trong sổ", &person.number).await;
    window.press("Enter").await;
    window.see("Đã thay đổi").await;
    let out = window.folder.join("du lieu.xlsx");
    window.choose("Ghi dữ liệu đang giữ", &out).await;
    window.see("Tệp có tên người").await;
    window.shoot("so-ho-dat-mat-khau").await;
    window.press("Enter").await;
    window.see("giao tận tay người ấy").await;
    assert!(out.is_file());
    // What would go is told; without a reason nothing goes.
    window.click("Xóa dữ liệu").await;
    window.see("Xóa là mất hẳn").await;
    window.see("bản sao lưu cũ bị hủy").await;
    window.shoot("so-ho-xoa-du-lieu").await;
    window.click("Xóa hẳn").await;
    window.see("Ghi lý do.").await;
    window.fill("Lý do", &format!("{} xin xóa", person.name)).await;
    window.click("Xóa hẳn").await;
    window.see("không ghi tên, số của người bị xóa").await;
    window.fill("Lý do", "công dân yêu cầu").await;
    window.click("Xóa hẳn").await;
    window.see("Đã xóa dữ liệu của 1 người").await;
    window.shoot("so-ho-da-xoa").await;
    window.click("Xong").await;
    window.see("Dữ liệu của người này đã xóa ngày").await;
    window.see_no(&person.name).await;
    window.shoot("so-ho-nguoi-da-xoa").await;
}
