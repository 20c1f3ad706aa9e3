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
        // The index may still be in the making; the first people found say that it is there.
        window.press("n").await;
        window.until("people", "return document.querySelector('[role=option]') !== null", vec![]).await;
        window.painted().await;
        let mut waits = Vec::new();
        for letter in "guyen van an".chars() {
            waits.push(window.painted_after(&letter.to_string()).await);
        }
        // A letter that leaves the same people in sight paints nothing.
        waits.retain(|wait| *wait > 0.0);
        told("find as you type, a key to the painted result", waits, 50.0);

        window.press("Alt+2").await;
        window.see("Tối nay").await;
        window.until("a house", "return document.querySelector('.plate') !== null", vec![]).await;
        let mut waits = Vec::new();
        for _ in 0..20 {
            window.painted_after("2").await;
            let wait = window.painted_after("Enter").await;
            assert!(wait > 0.0, "nothing was logged");
            waits.push(wait);
        }
        told("log a visit, Enter to the painted result", waits, 50.0);
        window.press("Alt+3").await;
        window.click("Khớp báo cáo").await;
        window.until("the rows", "return document.querySelector('[data-at]') !== null", vec![]).await;
        let frames = window.run_to_end(SCROLL).await;
        let frames = frames.as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect();
        told("scroll all people, from frame to frame", frames, 50.0);
        let jumps = window.run_to_end(JUMP).await;
        let jumps = jumps.as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect();
        told("jump to another place of them, to its rows", jumps, 300.0);
        println!("  memory of all its processes: {} MiB", window.memory_mib());
    }

    /// Rolls the list on by most of a screen a frame, for two seconds.
    const SCROLL: &str = "const done = arguments[0], box = document.querySelector('.box'), frames = [];
        let before;
        const roll = (now) => {
          if (before) frames.push(now - before);
          before = now;
          box.scrollTop += 400;
          if (frames.length < 120) requestAnimationFrame(roll); else done(frames);
        };
        requestAnimationFrame(roll);";

    /// Drags the bar of the list to ten places.
    const JUMP: &str = "const done = arguments[0], box = document.querySelector('.box'), waits = [];
        const jump = (n) => {
          if (n > 10) return done(waits);
          const begun = performance.now();
          box.scrollTop = box.scrollHeight * n / 11;
          const shown = () => {
            const row = document.elementFromPoint(box.getBoundingClientRect().left + 40, box.getBoundingClientRect().top + box.clientHeight / 2);
            const ready = row?.closest('[data-at]') && Math.abs(box.scrollTop - box.scrollHeight * n / 11) < 2;
            if (!ready || performance.now() - begun < 20) return requestAnimationFrame(shown);
            waits.push(performance.now() - begun);
            setTimeout(() => jump(n + 1), 100);
          };
          requestAnimationFrame(shown);
        };
        jump(1);";

    fn told(what: &str, mut waits: Vec<f64>, most: f64) {
        if waits.len() <= 20 {
            println!("  {waits:.0?} ms");
        }
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
