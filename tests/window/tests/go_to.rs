//! Ctrl+K: whatever one can name is reached by typing a part of its name, from every screen, also the one that is open.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api;
use tung_nha_window_tests::{Window, sample};

/// Asks for it and takes what comes first.
async fn go(window: &Window, typed: &str) {
    window.press("Ctrl+K").await;
    window.fill("Đến nhanh", typed).await;
    let first =
        "return document.querySelector('dialog [aria-selected=true]')?.textContent.includes(arguments[0])";
    window.until(typed, first, vec![typed.into()]).await;
    window.press("Enter").await;
    window.see_no("Đến nhanh").await;
}

#[tokio::test]
async fn whatever_has_a_name_is_reached_by_typing_it() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::desk();
    api::book_open(&mut desk, &api::OpenBook { path: book.clone(), passphrase: sample::PASSPHRASE.into() })
        .unwrap();
    let people =
        api::register_find(&mut desk, &api::FindPeople { query: "nguyen".into(), limit: 50 }).unwrap();
    let names: Vec<&str> = people.people.iter().map(|one| one.citizen.name.as_str()).collect();
    let once = |name: &&&str| names.iter().filter(|other| other == name).count() == 1;
    let mut once = names.iter().filter(once);
    let (first, second) = (*once.next().unwrap(), *once.next().unwrap());
    api::book_close(&mut desk, &api::Nothing {}).unwrap();

    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Ctrl+K").await;
    window.see("màn hình").await;
    window.shoot("den-nhanh-trong").await;
    window.press("Escape").await;
    window.see_no("Đến nhanh").await;

    // A person; another one while the first still stands there.
    for name in [first, second] {
        go(&window, name).await;
        let shown = "return document.querySelector('.shown')?.innerText.includes(arguments[0])";
        window.until("the person's page", shown, vec![name.into()]).await;
    }
    // A form, then another one.
    for form in ["Trả lại công an", "Phụ lục II"] {
        go(&window, form).await;
        let chosen = "return document.querySelector('[role=radio][aria-checked=true]')?.innerText.includes(arguments[0])";
        window.until(form, chosen, vec![form.into()]).await;
    }
    // A hamlet on foot, without marks.
    window.press("Ctrl+K").await;
    window.fill("Đến nhanh", "thon").await;
    window.see("đi từng nhà ở đây").await;
    window.shoot("den-nhanh").await;
    window.press("Enter").await;
    window.see("Đi từng nhà").await;
}

#[tokio::test]
async fn above_the_commune_a_unit_opens_its_figures_and_a_house_is_found_below() {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, api::Level::Province, "Tỉnh Mẫu");
    let mut desk = sample::open(&book);
    let unit = api::NewUnit { name: "Huyện Thử".into(), kind: String::new() };
    api::unit_add(&mut desk, &unit).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    go(&window, "Huyện Thử").await;
    assert!(window.text("dialog h2").await.contains("Huyện Thử"));
    window.press("Escape").await;

    let window = Window::open().await;
    let book = sample::commune(&window.folder, 60);
    window.unlock(&book, sample::PASSPHRASE).await;
    // A house by its number, beside the alley.
    window.press("Ctrl+K").await;
    window.fill("Đến nhanh", "ngo 2").await;
    window.see("Ngõ 2").await;
    window.press("Escape").await;
    go(&window, "Chốt ngày").await;
    window.see("ghi mọi tệp của ngày vào một thư mục").await;
}
