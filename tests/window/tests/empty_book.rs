//! A book in which nothing stands yet: whatever screen is opened, at whatever level, a button does the next step.

#![cfg(any(target_os = "linux", windows))]

use tung_nha::api::Level;
use tung_nha_window_tests::{Window, sample};

/// The screens of the menu, each by its key and its title. Báo cáo has papers of nothing to show: it is never empty.
const SCREENS: [(&str, &str); 9] = [
    ("1", "Hôm nay"),
    ("2", "Đi từng nhà"),
    ("3", "Danh sách công an"),
    ("4", "Gửi – nhận"),
    ("5", "Chỉ tiêu"),
    ("6", "Giao việc 5 rõ"),
    ("8", "Kiểm tra"),
    ("9", "Sổ hộ"),
    ("0", "Nhật ký"),
];

async fn check(level: Level, name: &str, picture: &str) {
    let window = Window::open().await;
    let book = sample::empty_book(&window.folder, level, name);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.see(name).await;
    let with_people = matches!(level, Level::Commune | Level::Hamlet);
    for (key, title) in SCREENS {
        if !with_people && ["2", "3", "8", "9"].contains(&key) {
            continue;
        }
        window.press(&format!("Alt+{key}")).await;
        let on = "return document.querySelector('main h1')?.innerText.startsWith(arguments[0])";
        window.until(title, on, vec![title.into()]).await;
        let button = "return [...document.querySelectorAll('main .empty button, main ol button, main button.primary, main .add button')]
            .some((it) => it.checkVisibility() && !it.disabled)";
        window.until(&format!("the next step on “{title}” of {name}"), button, vec![]).await;
    }
    window.press("Alt+1").await;
    window
        .until("the first three steps", "return document.querySelectorAll('main ol li').length === 3", vec![])
        .await;
    window.shoot(picture).await;
}

#[tokio::test]
async fn a_commune_begins_with_the_survey() {
    check(Level::Commune, "Xã Thử Nghiệm", "buoc-dau-xa").await;
}

#[tokio::test]
async fn a_hamlet_begins_with_the_package() {
    check(Level::Hamlet, "Thôn Thử Nghiệm", "buoc-dau-thon").await;
}

#[tokio::test]
async fn a_district_begins_with_the_campaign() {
    check(Level::District, "Huyện Thử Nghiệm", "buoc-dau-huyen").await;
}

#[tokio::test]
async fn a_province_begins_with_the_campaign() {
    check(Level::Province, "Tỉnh Thử Nghiệm", "buoc-dau-tinh").await;
}
