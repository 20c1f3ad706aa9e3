//! Times what people wait for in the real window, on a book of 130,000 people: `cargo xtask bench`.
//!
//! The window measures itself: from the key that a person presses to the frame that shows what it did.

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() {
    linux::main().await;
}

#[cfg(target_os = "linux")]
mod linux {
    use tung_nha_window_tests::{Window, sample};

    pub(crate) async fn main() {
        let people =
            std::env::var("TUNG_NHA_BENCH_PEOPLE").ok().and_then(|n| n.parse().ok()).unwrap_or(130_000);
        let folder = tempfile::tempdir().unwrap();
        let book = sample::commune(folder.path(), people);
        let window = Window::open().await;
        println!("the window on a book of {people} people");

        window.show_book(&book, sample::PASSPHRASE).await;
        // A person stands between the two waits: who is working?
        window.painted_after("Enter").await;
        window.see("Ai đang làm việc?").await;
        let asked = window.painted().await;
        window.go_on().await;
        window.see("Toàn xã").await;
        told("unlock to Hôm nay", vec![asked + window.painted().await], 1500.0);

        window.press("Alt+9").await;
        window.see("Sổ hộ").await;
        window.press("Ctrl+F").await;
        // The index is made at the first letter.
        window.painted_after("n").await;
        let mut waits = Vec::new();
        for letter in "guyen van an".chars() {
            waits.push(window.painted_after(&letter.to_string()).await);
        }
        told("find as you type, a key to the painted result", waits, 50.0);

        window.press("Alt+2").await;
        window.see("Tối nay").await;
        let mut waits = Vec::new();
        for _ in 0..20 {
            window.painted_after("2").await;
            waits.push(window.painted_after("Enter").await);
        }
        told("log a visit, Enter to the painted result", waits, 50.0);
        println!("  memory of all its processes: {} MiB", window.memory_mib());
    }

    fn told(what: &str, mut waits: Vec<f64>, most: f64) {
        waits.sort_by(f64::total_cmp);
        let median = waits.get(waits.len() / 2).copied().unwrap_or(f64::NAN);
        let longest = waits.last().copied().unwrap_or(f64::NAN);
        let verdict = if longest <= most { "reached" } else { "NOT reached" };
        println!(
            "  {what}: median {median:.0} ms, longest {longest:.0} ms of {}; at most {most:.0} ms: {verdict}",
            waits.len()
        );
    }
}
