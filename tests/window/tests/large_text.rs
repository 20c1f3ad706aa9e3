//! Text half as large again on the laptop of a hamlet, and everything twice as large by its system: nothing that decides is cut or
//! lies out of sight.

#![cfg(any(target_os = "linux", windows))]

use tung_nha_window_tests::{Window, sample};

/// Whether words of the elements that a selector finds are cut; they are named.
async fn cut(window: &Window, selector: &str) -> String {
    let script = "return [...document.querySelectorAll(arguments[0])]
        .filter((it) => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
        .map((it) => it.innerText).join(' | ')";
    let found = window.run(script, vec![selector.into()]).await;
    found.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn an_evening_with_large_text() {
    let window = Window::open().await;
    let book = sample::worked(&window.folder, 600, 450);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+-").await;
    window.click("Máy này").await;
    window.click("150%").await;
    window.press("Alt+1").await;
    window.see("tài khoản kích hoạt hôm nay").await;
    window.shoot("chu-to-hom-nay").await;
    window.press("Ctrl+Enter").await;
    window.see("Nên xem lại").await;
    window.shoot("chu-to-chot-ngay").await;
    window.press("Escape").await;

    // The answer's button comes into sight with the questions.
    window.press("Alt+2").await;
    window.see("Giấy và Excel").await;
    window.press("1").await;
    window.see("Ghi kết quả").await;
    let in_sight = "const it = control('Ghi kết quả').getBoundingClientRect();
        const at = document.elementFromPoint(it.x + it.width / 2, it.y + it.height / 2);
        return !!at && !!at.closest('button')?.innerText.includes('Ghi kết quả')";
    window.until("the button in sight", in_sight, vec![]).await;
    window.shoot("chu-to-di-tung-nha").await;
    window.press("Escape").await;

    window.press("Alt+3").await;
    window.click("Khớp báo cáo").await;
    window.see("Xem danh sách để in").await;
    window.see("Kích hoạt mức").await;
    assert_eq!(cut(&window, ".fit, thead th").await, "");
    window.shoot("chu-to-khop-bao-cao").await;
}

/// Whether the middle of the first element that a selector finds is in sight, and nothing lies over it.
const IN_SIGHT: &str = "const it = document.querySelector(arguments[0]), box = it?.getBoundingClientRect();
    return !!it && it.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2))";

/// Whether no button, field or tab lies beyond the edge.
const WITHIN: &str =
    "return [...document.querySelectorAll('button, input, select, [role=tab]')].filter(visible)
    .every((it) => it.getBoundingClientRect().right <= innerWidth + 1)";

#[tokio::test]
async fn an_evening_where_the_system_draws_everything_twice_as_large() {
    let window = Window::open().await;
    let book = sample::worked(&window.folder, 600, 450);
    window.draw_double().await;
    window.show_book(&book, sample::PASSPHRASE).await;
    window.until("the button that opens in sight", IN_SIGHT, vec!["form button[type=submit]".into()]).await;
    window.until("no control beyond the edge", WITHIN, vec![]).await;
    window.picture("gap-doi-mo-so").await;
    window.press("Enter").await;
    window.go_on().await;

    // Of every screen: no button, field or tab beyond the edge.
    for (key, words, name) in [
        ("1", "tài khoản kích hoạt hôm nay", "hom-nay"),
        ("2", "Giấy và Excel", "di-tung-nha"),
        ("3", "Cặp 1", "doi-soat"),
        ("4", "Chuỗi chữ ký", "gui-nhan"),
        ("5", "Tiến độ", "chi-tieu"),
        ("6", "Việc mới", "giao-viec"),
        ("7", "Tổng bằng cộng các dòng", "bao-cao"),
        ("8", "Công bố danh sách", "kiem-tra"),
        ("9", "Thêm người", "so-ho"),
        ("0", "Số dòng", "nhat-ky"),
        ("-", "Thêm thành viên", "cai-dat"),
    ] {
        window.press(&format!("Alt+{key}")).await;
        window.see(words).await;
        window.until(&format!("no control of {name} beyond the edge"), WITHIN, vec![]).await;
        window.picture(&format!("gap-doi-{name}")).await;
    }

    // The map of the round: some rows of houses at once, and the chosen one comes along.
    window.press("Alt+2").await;
    window.see("Giấy và Excel").await;
    for _ in 0..12 {
        window.press("ArrowRight").await;
    }
    let chosen = "[data-house][aria-current], [data-house].chosen";
    window.until("the chosen house in sight", IN_SIGHT, vec![chosen.into()]).await;
    let houses = "return [...document.querySelectorAll('[data-house]')].filter((it) => {
        const box = it.getBoundingClientRect();
        return it.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    }).length >= 12";
    window.until("twelve houses in sight", houses, vec![]).await;
    window.picture("gap-doi-ban-do").await;
    window.press("1").await;
    window.see("Ghi kết quả").await;
    let answer = "const it = control('Ghi kết quả').getBoundingClientRect();
        return !!document.elementFromPoint(it.x + it.width / 2, it.y + it.height / 2)?.closest('button')?.innerText.includes('Ghi kết quả')";
    window.until("the button in sight", answer, vec![]).await;
    window.picture("gap-doi-ket-qua").await;
}
