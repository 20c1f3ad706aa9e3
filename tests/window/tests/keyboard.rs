//! By keyboard alone: a whole evening without a click, and on every screen Tab comes to all that can be used.

#![cfg(any(target_os = "linux", windows))]

use serde_json::json;
use tung_nha_window_tests::{Window, sample};

/// A commune's book in the middle of its campaign.
fn book(window: &Window) -> std::path::PathBuf {
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(450));
    sample::evenings(&mut desk);
    book
}

/// Goes on by Tab until the field or button of this name has the focus.
async fn tab_to(window: &Window, name: &str) {
    let there = "const it = document.activeElement, name = arguments[0];
        return it !== document.body && (it === control(name) || it === field(name))";
    window
        .until(
            &format!("“{name}” to be there"),
            "return !!(control(arguments[0]) ?? field(arguments[0]))",
            vec![json!(name)],
        )
        .await;
    for _ in 0..60 {
        if window.run(there, vec![json!(name)]).await == json!(true) {
            return;
        }
        window.press("Tab").await;
    }
    panic!("Tab does not come to “{name}”");
}

#[tokio::test]
async fn an_evening_without_a_click() {
    let window = Window::open().await;
    let book = book(&window);
    window.see("Mở sổ đã có").await;
    tab_to(&window, "Mở sổ đã có").await;
    window.press("Enter").await;
    tab_to(&window, "Tệp sổ").await;
    window.type_text(&book.to_string_lossy()).await;
    tab_to(&window, "Mật khẩu của sổ").await;
    window.type_text(sample::PASSPHRASE).await;
    window.press("Enter").await;
    window.go_on().await;
    window.see("tài khoản kích hoạt hôm nay").await;

    // The handbook beside the screen, and back.
    window.press("F1").await;
    window.see("Sổ tay và phím tắt").await;
    window.press("Ctrl+F").await;
    window.type_text("chot ngay").await;
    window.see("Trước khi chốt: những điều nên xem lại").await;
    window.press("Escape").await;
    window.see_no("Sổ tay và phím tắt").await;

    // One person at the door.
    window.press("Alt+2").await;
    window.see("Giấy và Excel").await;
    window.press("2").await;
    window.see("Ghi kết quả").await;
    window.press("Enter").await;
    window.see_no("Ghi kết quả").await;

    // The day is closed.
    window.press("Alt+1").await;
    window.see("tài khoản kích hoạt hôm nay").await;
    window.press("Ctrl+Enter").await;
    window.see("Nên xem lại").await;
    let days = window.folder.join("ngay");
    std::fs::write(window.folder.join("chon"), days.to_str().unwrap()).unwrap();
    tab_to(&window, "Chọn thư mục").await;
    window.press("Enter").await;
    let shown = "return [...document.querySelectorAll('input')].some((it) => it.value === arguments[0])";
    window.until("the folder in its field", shown, vec![json!(days)]).await;
    window.press("Ctrl+Enter").await;
    window.see("Đã chốt ngày 21/11/2026").await;

    // Left as it was found.
    window.press("Ctrl+L").await;
    window.see("Sổ đã khóa").await;
}

/// Puts the focus on the first that can be used, and notes where it goes from there.
const BEGIN: &str = "
    window.reached = new Set();
    window.noted ??= addEventListener('focusin', (event) => window.reached.add(event.target)) ?? true;
    window.first = usable()[0];
    window.first.focus();";

/// All that can be used, in the order of the page.
const USABLE: &str = "
    const usable = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
      .filter((it) => visible(it) && !it.disabled && it.matches(':not([tabindex=\"-1\"]), a, button, input, select, textarea'));";

/// What was not reached: itself nor, where arrows go on, one of its group.
const LEFT: &str = "
    const group = (it) => it.type === 'radio'
      ? [...document.getElementsByName(it.name)]
      : it.tabIndex < 0 ? [...[it.closest('[role=tablist], [role=radiogroup], [role=list], [role=grid], [role=group]')].flatMap((all) => all ? [all, ...all.querySelectorAll('*')] : [])] : [];
    return usable().filter((it) => ![it, ...group(it)].some((one) => window.reached.has(one)))
      .map((it) => `${it.tagName} ${words(it).slice(0, 40)}`);";

/// The most that a screen has to go through.
const MOST: usize = 300;

#[tokio::test]
async fn tab_comes_to_all_that_can_be_used() {
    let window = Window::open().await;
    let book = book(&window);
    window.unlock(&book, sample::PASSPHRASE).await;
    let mut left = Vec::new();
    for key in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "-"] {
        window.press(&format!("Alt+{key}")).await;
        read(&window).await;
        window.run(&format!("{USABLE} {BEGIN}"), vec![]).await;
        let mut stops = 0;
        while stops < MOST {
            window.press("Tab").await;
            stops += 1;
            if window.run("return document.activeElement === window.first", vec![]).await == json!(true) {
                break;
            }
        }
        assert!(stops < MOST, "Alt+{key}: Tab does not come round");
        let found = window.run(&format!("{USABLE} {LEFT}"), vec![]).await;
        assert_eq!(window.count("dialog[open]").await, 0, "Alt+{key}");
        left.extend(found.as_array().unwrap().iter().map(|one| format!("Alt+{key}: {one}")));
    }
    assert!(left.is_empty(), "Tab does not come to\n{}", left.join("\n"));
}

/// Waits until the screen has what it asked for: nothing is added any more.
async fn read(window: &Window) {
    let quiet = "const now = document.querySelectorAll('*').length, before = window.before;
        window.before = now;
        return now === before && !seen('Đang đọc')";
    for _ in 0..5 {
        window.until("the screen to be read", quiet, vec![]).await;
    }
}
