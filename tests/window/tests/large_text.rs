//! Text half as large again on the laptop of a hamlet: nothing that decides is cut or lies out of sight.

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
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(450));
    sample::evenings(&mut desk);
    drop(desk);
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
    assert_eq!(cut(&window, "[role=cell], [role=columnheader]").await, "");
    window.shoot("chu-to-khop-bao-cao").await;
}
