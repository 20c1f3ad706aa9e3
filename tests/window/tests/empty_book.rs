//! A book in which nothing stands yet: whatever screen is opened, at whatever level, it says what to do next.

#![cfg(target_os = "linux")]

use tung_nha::api::Level;
use tung_nha_window_tests::{Window, sample};

/// The screens of the menu, each by its key, its name, and the levels that have it.
const SCREENS: [(&str, &str, bool); 9] = [
    ("1", "hom-nay", false),
    ("2", "di-tung-nha", true),
    ("3", "danh-sach", true),
    ("4", "gui-nhan", false),
    ("5", "chi-tieu", false),
    ("6", "giao-viec", false),
    ("7", "bao-cao", false),
    ("9", "so-ho", true),
    ("0", "nhat-ky", false),
];

#[tokio::test]
async fn an_empty_screen_says_the_next_step() {
    let levels = [
        (Level::Commune, "Xã Thử Nghiệm"),
        (Level::Hamlet, "Thôn Thử Nghiệm"),
        (Level::District, "Huyện Thử Nghiệm"),
        (Level::Province, "Tỉnh Thử Nghiệm"),
    ];
    for (level, name) in levels {
        let window = Window::open().await;
        let folder = window.folder.join("sach");
        std::fs::create_dir_all(&folder).unwrap();
        let book = sample::empty_book(&folder, level, name);
        window.unlock(&book, sample::PASSPHRASE).await;
        let with_people = matches!(level, Level::Commune | Level::Hamlet);
        for (key, screen, people) in SCREENS {
            if people && !with_people {
                continue;
            }
            window.press(&format!("Alt+{key}")).await;
            tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
            let says = window.run("const m = document.querySelector('main'); return m.innerText + '\\n  BUTTONS: ' + [...m.querySelectorAll('button')].filter((b)=>b.offsetParent).map((b) => (b.disabled?'(off) ':'') + b.className.replace(/svelte-\\S+/g,'') + b.innerText.replace(/\\n/g,' ')).join(' | ')", vec![]).await;
            println!("===== {name} {screen}\n{}", says.as_str().unwrap_or_default());
        }
    }
}
