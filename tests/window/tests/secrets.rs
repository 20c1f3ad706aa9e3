//! Secrets of members and rights in the window: a leader gives them, a member opens the book by the own secret and is that member.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api::Level;
use tung_nha_window_tests::{Window, sample};

const LEADER: &str = "chuồn chuồn bay thấp thì mưa";
const MEMBER: &str = "gió đưa cành trúc la đà";

/// Types a secret for a member and keeps it.
async fn set(window: &Window, name: &str, own: &str, secret: &str) {
    window.click(&format!("Mật khẩu riêng của {name}")).await;
    window.fill("Mật khẩu bạn đã mở sổ", own).await;
    window.fill("Mật khẩu riêng mới", secret).await;
    window.fill("Gõ lại mật khẩu", secret).await;
    window.press("Enter").await;
}

#[tokio::test]
async fn members_open_the_book_by_secrets_of_their_own() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    window.show_book(&book, sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("Ai đang làm việc?").await;
    window.fill("Người khác", "Lò Thị Mẫu").await;
    window.press("Enter").await;
    window.see("Hôm nay").await;
    window.press("Alt+-").await;
    window.see("Chưa ai là phụ trách sổ").await;
    window.click("Sửa Lò Thị Mẫu").await;
    window.fill("Quyền", "Phụ trách sổ").await;
    window.click("Lưu").await;
    window.see("Chương trình xem bảng này trước mỗi việc").await;
    window.click("Thêm thành viên").await;
    window.fill("Họ và tên", "Bùi Văn Thử").await;
    window.fill("Quyền", "Tổ viên").await;
    window.see("Được sửa người của").await;
    window.shoot("cai-dat-quyen").await;
    window.click("Lưu").await;
    window.see("Đã thêm Bùi Văn Thử").await;

    set(&window, "Lò Thị Mẫu", "không phải vậy", LEADER).await;
    window.see("Mật khẩu bạn đã mở sổ không đúng").await;
    window.fill("Mật khẩu bạn đã mở sổ", sample::PASSPHRASE).await;
    window.shoot("cai-dat-mat-khau-rieng").await;
    window.press("Enter").await;
    window.see("Đã đặt mật khẩu riêng cho Lò Thị Mẫu").await;
    // Whose it is already is not said.
    set(&window, "Bùi Văn Thử", sample::PASSPHRASE, LEADER).await;
    window.see("Mật khẩu này không dùng được").await;
    window.fill("Mật khẩu riêng mới", MEMBER).await;
    window.fill("Gõ lại mật khẩu", MEMBER).await;
    window.press("Enter").await;
    window.see("Đã đặt mật khẩu riêng cho Bùi Văn Thử").await;
    window.shoot("cai-dat-to-quyen").await;

    // The lock opens for another by theirs: who works is whoever opened it.
    window.press("Ctrl+L").await;
    window.see("Sổ đã khóa.").await;
    window.see("hoặc mật khẩu riêng của mình").await;
    window.fill("Mật khẩu của sổ", "không phải vậy").await;
    window.press("Enter").await;
    window.see("mật khẩu không đúng").await;
    window.fill("Mật khẩu của sổ", MEMBER).await;
    window.press("Enter").await;
    window.see_no("Sổ đã khóa.").await;
    window.see_in(".who b", "Bùi Văn Thử").await;
    window.click("Bùi Văn Thử").await;
    window.see("đã mở sổ bằng mật khẩu riêng").await;
    window.shoot("doi-nguoi-mat-khau-rieng").await;
    window.press("Escape").await;
    // What is not one's own to do is not offered, or says why before anything is typed.
    window.until("no change of others", "return !document.querySelector('[aria-label^=Sửa]')", vec![]).await;
    window.click("Sổ và sao lưu").await;
    let why = "const it = [...document.querySelectorAll('button')].find((it) => it.innerText.includes(arguments[0]));
        return it && it.disabled && it.title.includes('đang có quyền Tổ viên')";
    window.until("a reason", why, vec!["In phiếu mật khẩu".into()]).await;
    window.shoot("khong-co-quyen").await;
    // The passphrase of the book says nobody's name: it is asked, and the one before works no longer.
    window.press("Ctrl+L").await;
    window.see("Sổ đã khóa.").await;
    window.fill("Mật khẩu của sổ", sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("Ai đang làm việc?").await;
    window.shoot("mo-khoa-hoi-ai").await;
    window.click("Lò Thị Mẫu").await;
    window.press("Enter").await;
    window.see_in(".who b", "Lò Thị Mẫu").await;
    window.press("Alt+-").await;
    window.click("Sổ và sao lưu").await;
    window.click("In phiếu mật khẩu").await;
    window.fill("Mật khẩu của sổ", LEADER).await;
    window.press("Enter").await;
    window.see("Đây không phải mật khẩu của sổ").await;
    window.shoot("in-phieu-mat-khau").await;
    window.press("Escape").await;
    window.see("Kiểm tra sổ").await;
}

#[tokio::test]
async fn whoever_opens_by_a_secret_is_not_asked_who_works() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, Level::Commune, "Xã Thử Nghiệm");
    {
        use tung_nha::api::{self, SetSecret};
        let mut desk = sample::open(&book);
        let new = api::ChangeMember { name: "Lò Thị Mẫu".into(), ..Default::default() };
        let id = api::member_change(&mut desk, &new).unwrap().id;
        let own = sample::PASSPHRASE.to_owned();
        api::member_secret(&mut desk, &SetSecret { id, own, secret: LEADER.into() }).unwrap();
    }
    window.show_book(&book, LEADER).await;
    window.press("Enter").await;
    window.see("Hôm nay").await;
    window.see_in(".who b", "Lò Thị Mẫu").await;
    window.see_no("Ai đang làm việc?").await;

    // The file of keys is lost: the passphrase makes it anew, and it is told.
    window.click("Đổi sổ").await;
    window.see("Mở sổ").await;
    let keys = std::path::PathBuf::from(format!("{}.chiakhoa", book.display()));
    std::fs::remove_file(&keys).unwrap();
    window.show_book(&book, LEADER).await;
    window.press("Enter").await;
    window.see("mật khẩu không đúng").await;
    window.fill("Mật khẩu của sổ", sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.see("nay đã lập lại").await;
    window.shoot("chia-khoa-lap-lai").await;
    assert!(keys.exists());
}

#[tokio::test]
async fn what_a_team_member_may_not_do_is_said_before_it_is_tried() {
    use tung_nha::api::{self, Rights};
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let hamlet = {
        let mut desk = sample::open(&book);
        sample::evenings(&mut desk);
        let hamlet = api::unit_list(&mut desk, &api::Nothing {}).unwrap().pop().unwrap();
        let mut name = |name: &str, rights, unit| {
            let id =
                api::member_change(&mut desk, &api::ChangeMember { name: name.into(), ..Default::default() });
            let id = id.unwrap().id;
            api::member_rights(&mut desk, &api::SetRights { id, rights: Some(rights), unit }).unwrap();
            api::sign_in(&mut desk, &api::SignIn { member: Some(id), name: String::new() }).unwrap();
            id
        };
        let leader = name("Lò Thị Mẫu", Rights::Leader, None);
        let id = api::member_change(
            &mut desk,
            &api::ChangeMember { name: "Bùi Văn Thử".into(), ..Default::default() },
        );
        let id = id.unwrap().id;
        let unit = Some(hamlet.id);
        api::member_rights(&mut desk, &api::SetRights { id, rights: Some(Rights::Member), unit }).unwrap();
        let own = sample::PASSPHRASE.to_owned();
        api::member_secret(&mut desk, &api::SetSecret { id, own, secret: MEMBER.into() }).unwrap();
        assert_ne!(leader, id);
        hamlet.name
    };
    window.show_book(&book, MEMBER).await;
    window.press("Enter").await;
    window.see_in(".who b", "Bùi Văn Thử").await;
    window.see("tài khoản kích hoạt hôm nay").await;
    window.press("Ctrl+Enter").await;
    window.see("đang có quyền Tổ viên, không làm được").await;
    window.shoot("chot-ngay-khong-co-quyen").await;
    window.press("Escape").await;
    window.press("Alt+7").await;
    window.click("Đã kích hoạt").await;
    window.see("được che trên màn hình").await;
    window.see("đang có quyền Tổ viên, không làm được").await;
    window.see_no("Hiện đủ số").await;
    window.shoot("bao-cao-khong-co-quyen").await;
    // The round begins in the own hamlet.
    window.press("Alt+2").await;
    window.see(&hamlet).await;
    window.shoot("di-tung-nha-thon-minh").await;
}

const INSPECTOR: &str = "trăng rằm soi bến nước xưa";

/// A commune in its campaign, with work given, a team, an agency and a drawn check; opened by whoever is asked for.
async fn as_one_of(rights: tung_nha::api::Rights) -> Window {
    use serde_json::json;
    use tung_nha::api::{self, Rights};
    let window = Window::open().await;
    let book = sample::worked(&window.folder, 600, 300);
    {
        let mut desk = sample::open(&book);
        let file = window.folder.join("nhiem-vu.csv");
        let rows = "Cơ quan,Nhiệm vụ,Sản phẩm,Từ ngày,Thời hạn,Người chịu trách nhiệm\n\
                    Đoàn xã,Bố trí máy tính cho tổ lưu động,Biên bản bàn giao,20/11/2026,30/11/2026,Lê Văn Mẫu\n";
        std::fs::write(&file, rows).unwrap();
        let mut call = |name: &str, args: serde_json::Value| {
            api::call(&mut desk, name, args).unwrap_or_else(|e| panic!("{name}: {e}"))
        };
        call("assignment_import", json!({ "file": file, "plan": "", "dry_run": false }));
        call("agency_add", json!({ "name": "Trường tiểu học Mẫu" }));
        call("audit_publish", json!({}));
        call("audit_draw", json!({ "seed": "3141526535", "size": 5 }));
        let hamlet = call("unit_list", json!({})).as_array().unwrap().last().unwrap()["id"].clone();
        let members = [
            ("Lò Thị Mẫu", Rights::Leader, ""),
            ("Bùi Văn Thử", Rights::Member, MEMBER),
            ("Hà Thị Xem", Rights::Inspector, INSPECTOR),
        ];
        for (name, of, secret) in members {
            let id = call("member_change", json!({ "name": name }))["id"].clone();
            let unit = if of == Rights::Member { hamlet.clone() } else { json!(null) };
            call("member_rights", json!({ "id": id, "rights": of, "unit": unit }));
            if of == Rights::Leader {
                call("sign_in", json!({ "member": id, "name": "" }));
            } else {
                call("member_secret", json!({ "id": id, "own": sample::PASSPHRASE, "secret": secret }));
            }
        }
    }
    window.show_book(&book, if rights == Rights::Member { MEMBER } else { INSPECTOR }).await;
    window.press("Enter").await;
    window.see("tài khoản kích hoạt hôm nay").await;
    window
}

/// Every button with these words cannot be pressed and says why.
async fn grey(window: &Window, words: &str) {
    let script = "const found = [...document.querySelectorAll('button')].filter((it) => it.innerText.includes(arguments[0]));
        return found.length > 0 && found.every((it) => it.matches(':disabled') && (it.title || it.closest('fieldset'))
          && (!it.title || it.title.includes('đang có quyền')))";
    window.until(&format!("“{words}” to be grey"), script, vec![words.into()]).await;
}

/// No field of what is shown can be typed into.
async fn nothing_to_type(window: &Window, within: &str) {
    let script = "const fields = [...document.querySelectorAll(arguments[0])];
        return fields.length > 0 && fields.every((it) => it.matches(':disabled') || it.readOnly)";
    window.until(&format!("fields of {within} to be closed"), script, vec![within.into()]).await;
}

async fn steering_is_grey(window: &Window, pictures: &str) {
    window.press("Alt+5").await;
    window.click("Kế hoạch").await;
    grey(window, "Lập đợt khác").await;
    grey(window, "Sửa kế hoạch").await;
    nothing_to_type(window, "#points").await;
    window.click("Chỉ tiêu từng đơn vị").await;
    grey(window, "Nhập Phụ lục I").await;
    grey(window, "Chia chỉ tiêu").await;
    nothing_to_type(window, "td.cell input").await;
    window.see("đang có quyền").await;
    window.shoot(&format!("{pictures}-chi-tieu")).await;
    window.click("Từng người, cụm").await;
    nothing_to_type(window, "td.cell input").await;
    window.click("Chỉ tiêu khác").await;
    grey(window, "Đặt chỉ tiêu").await;

    window.press("Alt+6").await;
    grey(window, "Việc mới").await;
    grey(window, "Nhập từ Excel").await;
    window.press("Ctrl+N").await;
    window.see_no("Bản nháp, đã lưu").await;
    window.click("Bố trí máy tính cho tổ lưu động").await;
    grey(window, "Giao lại").await;
    window.shoot(&format!("{pictures}-giao-viec")).await;
    window.click("Tổ").await;
    grey(window, "Lập tổ").await;
    grey(window, "Nhập danh sách tổ").await;
    window.click("Cơ quan").await;
    grey(window, "Thêm cơ quan").await;
    grey(window, "Nhập danh sách").await;

    window.press("Alt+3").await;
    grey(window, "Nhập danh sách công an").await;
    grey(window, "Chưa rõ, để lại").await;
    let before = window.text(".progress b").await;
    window.press("3").await;
    window.see(&before).await;
    window.shoot(&format!("{pictures}-doi-soat")).await;

    window.press("Alt+8").await;
    window.click("Kết quả").await;
    grey(window, "Nhận phiếu đã ghi").await;
    grey(window, "Không gặp").await;
    window.press("2").await;
    window.shoot(&format!("{pictures}-kiem-tra")).await;
    window.click("Lượt cần xem lại").await;

    window.press("Alt+-").await;
    window.click("Đơn vị").await;
    grey(window, "Thêm đơn vị").await;
    grey(window, "Gộp, tách đơn vị").await;
    window.until("no renaming", "return !document.querySelector('[aria-label^=\"Đổi tên\"]')", vec![]).await;
    window.shoot(&format!("{pictures}-don-vi")).await;
}

#[tokio::test]
async fn a_team_member_steers_nothing_and_is_told_why_on_every_screen() {
    let window = as_one_of(tung_nha::api::Rights::Member).await;
    steering_is_grey(&window, "to-vien").await;
    window.press("Alt+8").await;
    window.click("Công bố và rút").await;
    grey(&window, "Công bố danh sách").await;
    grey(&window, "Rút mẫu").await;
    // One's own work is noted and handed in.
    window.press("Alt+6").await;
    window.click("Tất cả").await;
    window.click("Bố trí máy tính cho tổ lưu động").await;
    let open = "return document.querySelector('h3 ~ .line input')?.readOnly === false";
    window.until("notes to be open", open, vec![]).await;
}

#[tokio::test]
async fn an_inspector_draws_and_changes_nothing_and_is_told_why_on_every_screen() {
    let window = as_one_of(tung_nha::api::Rights::Inspector).await;
    steering_is_grey(&window, "kiem-tra-vien").await;
    window.press("Alt+6").await;
    window.click("Tất cả").await;
    window.click("Bố trí máy tính cho tổ lưu động").await;
    grey(&window, "Đã nộp sản phẩm").await;
    nothing_to_type(&window, "h3 ~ .line input").await;
    // Drawing is the inspector's own.
    window.press("Alt+8").await;
    window.click("Công bố và rút").await;
    window.click("Công bố danh sách").await;
    window.see("Mã của danh sách (SHA-256)").await;
    window.fill("Số gieo", "2718281828").await;
    window.press("Ctrl+Enter").await;
    window.see("Lưu phiếu mang theo").await;
}
