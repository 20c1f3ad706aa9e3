//! Drives the real window as a person would: sees words, clicks what bears a name, types, presses keys, takes pictures.
//!
//! Each [`Window`] is the built program with settings of its own, on Linux on a screen of its own (Xvfb) behind `WebKitWebDriver`,
//! on Windows on the desktop behind `msedgedriver`; macOS has no driver. What is there is found by what stands on the screen: the name of a button, the label of a field. Pictures go to `target/screens/`.
//! Run them by `cargo xtask test`, or after `cargo build -p tung-nha-window`:
//! `cargo test -p tung-nha-window-tests --test first_day`.

#![cfg(any(target_os = "linux", windows))]

pub mod machine;
pub mod sample;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::Key;
use thirtyfour::prelude::*;
use thirtyfour::session::handle::SessionHandle;
use tung_nha::disk;

use crate::machine::{Program, free_port};
pub use crate::system::Screen;

/// How long anything on the screen may take. Machines that also compile are slow.
const PATIENCE: Duration = Duration::from_secs(20);

/// The clock of every window: an evening of the sample campaign.
pub const NOW: &str = "2026-11-21T20:30:00+07:00";

/// Sizes of the pictures: the laptop of a hamlet, the screen of an office.
const SIZES: [(u32, u32); 2] = [(1366, 697), (1920, 1011)];

/// Finds what a person would mean; see [`Window::click`] and [`Window::fill`].
const FINDERS: &str = include_str!("finders.js");

/// Notes when a key goes down and when the last change of the page was painted.
const WATCH: &str = "
    if (window.paintedAt === undefined) {
      addEventListener('keydown', () => { window.keyAt = window.paintedAt = performance.now(); }, true);
      new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => { window.paintedAt = performance.now(); })))
        .observe(document.documentElement, {subtree: true, childList: true, characterData: true, attributes: true});
    }
    window.keyAt = window.paintedAt = performance.now();";

/// A program that its driver has just started, on a screen of its own.
struct Begun {
    screen: Screen,
    program: Program,
    driver: WebDriver,
    port: u16,
}

impl Begun {
    /// Has a driver start `binary` with its settings in `folder` and more in its environment.
    ///
    /// # Errors
    /// What the driver said last, or that it said nothing.
    async fn new(binary: &Path, folder: &Path, more: &[(&str, &str)]) -> Result<Self, String> {
        let (screen, port) = (Screen::new(), free_port());
        let program = Program::start(system::driver(), |command| {
            screen.place(command);
            command
                .arg(format!("--port={port}"))
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .envs(system::places(folder))
                .env("TUNG_NHA_DOCUMENTS", folder)
                .env("TUNG_NHA_CHOOSE", answers(folder))
                .env("TUNG_NHA_NOW", std::env::var("TUNG_NHA_NOW").unwrap_or_else(|_| NOW.to_owned()))
                .envs(more.iter().copied());
        });
        let wants = system::wants(binary);
        let url = format!("http://127.0.0.1:{port}");
        let begun = Instant::now();
        loop {
            // Longer than a start on the slowest machine, and far less than the two minutes of the client.
            match tokio::time::timeout(PATIENCE * 2, WebDriver::new(&url, wants.clone())).await {
                Ok(Ok(driver)) => return Ok(Self { screen, program, driver, port }),
                Err(_) => return Err("the driver does not answer".to_owned()),
                Ok(Err(error)) if begun.elapsed() > PATIENCE => return Err(error.to_string()),
                Ok(Err(_)) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }
}

/// The running program.
pub struct Window {
    driver: Arc<SessionHandle>,
    /// A folder of this window alone: its settings, and files of the test.
    pub folder: PathBuf,
    /// The program as it lies for the user of that folder.
    program: PathBuf,
    // Dropped in this order: the driver ends the program, then its screen goes.
    driven: Program,
    screen: Screen,
    _own: Option<tempfile::TempDir>,
}

impl Window {
    /// Starts the program with no settings and no book.
    pub async fn open() -> Self {
        let own = tempfile::tempdir().unwrap();
        let mut window = Self::open_in(own.path()).await;
        window._own = Some(own);
        window
    }

    /// Starts the program; its settings stand in `folder`.
    pub async fn open_in(folder: &Path) -> Self {
        Self::open_with(folder, &[]).await
    }

    /// Starts the program with more in its environment; its settings stand in `folder`.
    pub async fn open_with(folder: &Path, more: &[(&str, &str)]) -> Self {
        Self::open_program(&machine::program(), folder, more).await
    }

    /// Starts a program that lies elsewhere than where it was built.
    pub async fn open_program(binary: &Path, folder: &Path, more: &[(&str, &str)]) -> Self {
        let binary = system::installed(binary, folder);
        let mut begun = Begun::new(&binary, folder, more).await;
        // Seldom a driver starts the program and never hears from it: one more driver is asked then, and it is told.
        if let Err(why) = &begun {
            eprintln!("the window did not open, started again: {why}");
            begun = Begun::new(&binary, folder, more).await;
        }
        let Begun { screen, mut program, driver, port } =
            begun.unwrap_or_else(|why| panic!("the window did not open: {why}"));
        program.close_session(port, &driver.handle().session_id().to_string());
        // The session is closed by `Program`: dropped inside a runtime, `WebDriver` would wait for that runtime itself.
        let handle = Arc::clone(driver.handle());
        driver.leak().unwrap();
        let folder = folder.to_owned();
        let window = Self { driver: handle, folder, program: binary, driven: program, screen, _own: None };
        system::begin(&window.driver).await;
        window.resize(SIZES[0]).await;
        window
    }

    /// Starts the program once more with a file, as a double click on it does, and waits until that start has ended.
    pub fn double_click(&self, file: &Path) {
        let mut again = std::process::Command::new(&self.program);
        self.screen.place(again.arg(file)).envs(system::places(&self.folder));
        let ended = again.status().unwrap();
        assert!(ended.success(), "the second start did not end well: {ended}");
    }

    /// Opens a book from the first screen.
    pub async fn unlock(&self, book: &Path, passphrase: &str) {
        self.show_book(book, passphrase).await;
        self.press("Enter").await;
        self.go_on().await;
        self.see("Hôm nay").await;
    }

    /// At the question who is working: whoever worked last, or nobody, goes on.
    pub async fn go_on(&self) {
        self.see("Ai đang làm việc?").await;
        let focus = "return ['radio', 'text'].includes(document.activeElement?.type)";
        self.until("the focus on who works", focus, vec![]).await;
        self.press("Enter").await;
        // A key before the question has gone would be lost.
        self.see_no("Ai đang làm việc?").await;
    }

    /// Fills in which book to open; Enter opens it.
    pub async fn show_book(&self, book: &Path, passphrase: &str) {
        self.see("Mở sổ").await;
        if self.run("return !!field(arguments[0])", vec![json!("Tệp sổ")]).await != json!(true) {
            // A computer that knows no book asks first.
            let first = self.run("return !!control('Mở sổ đã có')", vec![]).await == json!(true);
            self.click(if first { "Mở sổ đã có" } else { "Mở sổ khác" }).await;
        }
        self.fill("Tệp sổ", &book.to_string_lossy()).await;
        self.fill("Mật khẩu của sổ", passphrase).await;
    }

    /// Waits until words stand on the screen.
    pub async fn see(&self, words: &str) {
        self.until(&format!("to see “{words}”"), "return seen(arguments[0])", vec![json!(words)]).await;
    }

    /// Waits until words have left the screen.
    pub async fn see_no(&self, words: &str) {
        self.until(&format!("“{words}” to leave"), "return !seen(arguments[0])", vec![json!(words)]).await;
    }

    /// Clicks the button, link, tab, choice or row with this name (its words, or its label for a screen reader); the words
    /// of key caps do not count. A name may be only the beginning, of a row or
    /// button also any part.
    pub async fn click(&self, name: &str) {
        let what = format!("something to click named “{name}”");
        self.until(&what, "const it = control(arguments[0]); if (!it) return false; it.scrollIntoView({block: 'nearest'}); it.focus?.(); it.click(); return true", vec![json!(name)]).await;
    }

    /// Types into the field with this label, in place of what stands there.
    pub async fn fill(&self, label: &str, text: &str) {
        self.until(
            &format!("a field labelled “{label}”"),
            "const it = field(arguments[0]); if (!it || it.disabled) return false; it.scrollIntoView({block: 'nearest'}); it.focus(); it.select?.(); return true",
            vec![json!(label)],
        )
        .await;
        let field = self.driver.active_element().await.unwrap();
        if field.tag_name().await.unwrap() == "select" {
            // What there is to choose may still be on its way.
            self.until(
                &format!("the choice “{text}” of “{label}”"),
                "const it = document.activeElement, one = [...it.options].find((o) => o.text.trim().startsWith(arguments[0]));
                 if (!one) return false; it.value = one.value; it.dispatchEvent(new Event('change', {bubbles: true})); return true",
                vec![json!(text)],
            )
            .await;
            return;
        }
        // What stands there is selected: typing takes its place.
        if text.is_empty() {
            field.clear().await.unwrap();
        } else {
            self.type_into(&field, label, text).await;
        }
    }

    /// Types, and waits until the field holds it. Seldom the driver's keys reach no page at all: they are sent once more then.
    async fn type_into(&self, field: &WebElement, label: &str, text: &str) {
        field.send_keys(text).await.unwrap();
        let holds = "const it = document.activeElement; return 'value' in it && it.value !== ''";
        let begun = Instant::now();
        while self.run(holds, vec![]).await != json!(true) {
            if begun.elapsed() > PATIENCE / 4 {
                eprintln!("“{label}” stayed empty: typed again");
                field.send_keys(text).await.unwrap();
                self.until(&format!("“{label}” to hold what was typed"), holds, vec![]).await;
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Clicks the button that opens a dialog of the system, and chooses `path` there. A development build lets a test answer in
    /// the dialog's place; what is chosen goes the same way through the program.
    pub async fn choose(&self, button: &str, path: &Path) {
        let answers = answers(&self.folder);
        std::fs::write(&answers, path.to_str().unwrap()).unwrap();
        self.click(button).await;
        let begun = Instant::now();
        while answers.exists() {
            assert!(begun.elapsed() < PATIENCE, "“{button}” asked for no path");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// As [`Window::choose`], in a field that then shows the place.
    pub async fn choose_place(&self, button: &str, path: &Path) {
        self.choose(button, path).await;
        let shown = "return [...document.querySelectorAll('input')].some((it) => it.value === arguments[0])";
        self.until(&format!("“{}” in a field", path.display()), shown, vec![json!(path)]).await;
    }

    /// Says what a list with names is for, where that is asked.
    pub async fn say_purpose(&self) {
        self.see("lấy ra để làm gì").await;
        self.click("gọi điện hẹn lại").await;
        self.press("Enter").await;
        self.see_no("lấy ra để làm gì").await;
    }

    /// Types into whatever has the focus.
    pub async fn type_text(&self, text: &str) {
        self.driver.active_element().await.unwrap().send_keys(text).await.unwrap();
    }

    /// Presses a key as screens name it: "1", "Enter", "Ctrl+Z", "Alt+3", "F1", "`ArrowDown`".
    pub async fn press(&self, key: &str) {
        let mut held = Vec::new();
        let mut parts: Vec<&str> = key.split('+').collect();
        let last = parts.pop().unwrap();
        for part in parts {
            held.push(named(part));
        }
        let mut chain = self.driver.action_chain();
        for key in &held {
            chain = chain.key_down(key.clone());
        }
        let letter = last.chars().next().filter(|_| last.chars().count() == 1);
        let last = letter.map_or_else(|| named(last).value(), |letter| letter.to_ascii_lowercase());
        chain = chain.key_down(last).key_up(last);
        for key in held.iter().rev() {
            chain = chain.key_up(key.clone());
        }
        chain.perform().await.unwrap();
    }

    /// Presses a key; gives the milliseconds until the last change that it made was painted, by the window's own clock.
    pub async fn painted_after(&self, key: &str) -> f64 {
        self.run(WATCH, vec![]).await;
        self.press(key).await;
        self.painted().await
    }

    /// The milliseconds from the last key to the last painted change, once the screen has been quiet for a while.
    pub async fn painted(&self) -> f64 {
        let quiet = "return performance.now() - Math.max(window.keyAt, window.paintedAt) > 250 && window.paintedAt - window.keyAt";
        self.until("the screen to be quiet", quiet, vec![]).await.as_f64().unwrap_or(f64::NAN)
    }

    /// The memory of the window's processes, each shared page counted in part (PSS).
    #[must_use]
    pub fn memory_mib(&self) -> u64 {
        self.driven.memory_kib() / 1024
    }

    /// Tells the page that files were dropped on the window. The program itself sees no drop: they can be read, and are no
    /// place to write to.
    pub async fn drop_files(&self, paths: &[&Path]) {
        // Who listens is noted by the shell one after the other: once this listener is known, the screen's is.
        self.run(
            "const shell = window.__TAURI_INTERNALS__, event = 'tauri://drag-drop'; \
             const heard = {event, target: {kind: 'Any'}, handler: shell.transformCallback(() => {})}; \
             const drop = {event, payload: {paths: arguments[0], position: {x: 600, y: 400}}}; \
             return shell.invoke('plugin:event|listen', heard).then(() => shell.invoke('plugin:event|emit', drop));",
            vec![json!(paths)],
        )
        .await;
    }

    /// Presses the X of the window.
    async fn press_x(&self) {
        // The answer may not come any more.
        let _ = self
            .driver
            .execute(
                "window.__TAURI_INTERNALS__.invoke('plugin:event|emit', {event: 'tauri://close-requested', payload: null})",
                vec![],
            )
            .await;
    }

    /// Closes the window by its X, and waits until the program has ended.
    pub async fn close(&self) {
        self.press_x().await;
        // Held for as long as the program lives.
        let held = system::settings(&self.folder).join("cua-so.khoa");
        assert!(held.exists(), "no {}", held.display());
        let begun = Instant::now();
        while disk::hold(&held).unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE, "the program did not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The words of the first element that a CSS selector finds, once there is one.
    pub async fn text(&self, selector: &str) -> String {
        let found = self
            .until(
                &format!("an element {selector}"),
                "return document.querySelector(arguments[0])?.innerText ?? false",
                vec![json!(selector)],
            )
            .await;
        found.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the first element that a CSS selector finds has exactly these words.
    pub async fn see_in(&self, selector: &str, words: &str) {
        let script = "return document.querySelector(arguments[0])?.innerText.trim() === arguments[1]";
        self.until(&format!("{selector} to say “{words}”"), script, vec![json!(selector), json!(words)])
            .await;
    }

    /// How many elements a CSS selector finds now.
    pub async fn count(&self, selector: &str) -> u64 {
        let count =
            self.run("return document.querySelectorAll(arguments[0]).length", vec![json!(selector)]).await;
        count.as_u64().unwrap()
    }

    /// Pictures of the screen at both sizes, in `target/screens/`; and no fault that axe sees (WCAG 2 A and AA).
    pub async fn shoot(&self, name: &str) {
        let temporary = std::env::temp_dir();
        self.run(include_str!("folders.js"), vec![json!(temporary)]).await;
        // The size at which the page was brought here first: a larger one needs to be scrolled less.
        for (width, height) in SIZES {
            self.resize((width, height)).await;
            self.driver.screenshot(&machine::screens().join(format!("{name}-{width}.png"))).await.unwrap();
        }
        self.resize(SIZES[0]).await;
        self.run("window.foldersOfTheTest.forEach((back) => back())", vec![]).await;
        self.check_access(name).await;
    }

    /// Shows the window as the laptop of a hamlet does whose system draws everything twice as large, its taskbar too.
    pub async fn draw_double(&self) {
        self.run("Object.defineProperty(window, 'devicePixelRatio', {get: () => 2})", vec![]).await;
        self.resize((SIZES[0].0 / 2, 305)).await;
    }

    /// A picture of the window as it is, in `target/screens/`.
    pub async fn picture(&self, name: &str) {
        self.driver.screenshot(&machine::screens().join(format!("{name}.png"))).await.unwrap();
    }

    /// No fault that axe sees.
    async fn check_access(&self, name: &str) {
        let axe = std::fs::read_to_string(machine::project().join("ui/node_modules/axe-core/axe.min.js"));
        let Ok(axe) = axe else { panic!("axe is missing: run `cargo xtask ui`") };
        self.run(&format!("if (!window.axe) {{ {axe} }}"), vec![]).await;
        let faults = self
            .driver
            .execute_async(
                "const done = arguments[arguments.length - 1];
                 axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations']}).then(
                   (found) => done(found.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 4).join(' | '))),
                   (error) => done([String(error)]))",
                vec![],
            )
            .await
            .unwrap();
        let faults: Vec<String> = faults.convert().unwrap();
        assert!(faults.is_empty(), "{name} cannot be used by everybody:\n{}", faults.join("\n"));
    }

    async fn resize(&self, (width, height): (u32, u32)) {
        system::resize(&self.driver, &self.driven, (width, height)).await;
        let inside = "return innerWidth === arguments[0] && innerHeight === arguments[1]";
        self.until("the window's size", inside, vec![json!(width), json!(height)]).await;
        // The picture is taken of a painted page.
        let painted = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => document.fonts.ready.then(() => done())))";
        self.driver.execute_async(painted, vec![]).await.unwrap();
    }

    /// Runs a script that may use the finders.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let script = format!("{FINDERS}\n{script}");
        self.driver.execute(&script, arguments).await.map(|found| found.json().clone()).unwrap()
    }

    /// Runs a script that calls `arguments[0]` with its answer when it is done.
    pub async fn run_to_end(&self, script: &str) -> Value {
        self.driver.execute_async(script, vec![]).await.map(|found| found.json().clone()).unwrap()
    }

    /// Asks until the answer is neither false nor null.
    pub async fn until(&self, what: &str, script: &str, arguments: Vec<Value>) -> Value {
        let begun = Instant::now();
        loop {
            let found = self.run(script, arguments.clone()).await;
            if !matches!(found, Value::Bool(false) | Value::Null) {
                return found;
            }
            if begun.elapsed() > PATIENCE {
                let picture = machine::screens().join("failed.png");
                self.driver.screenshot(&picture).await.unwrap();
                let there = self.run("return document.body.innerText", vec![]).await;
                panic!(
                    "waited for {what}; see {}\n{}",
                    picture.display(),
                    there.as_str().unwrap_or_default()
                );
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The file by which a test answers the system's dialogs.
fn answers(folder: &Path) -> PathBuf {
    folder.join("chon")
}

/// A key that is no letter or digit.
fn named(key: &str) -> Key {
    match key {
        "Ctrl" => Key::Control,
        "Alt" => Key::Alt,
        "Shift" => Key::Shift,
        "Enter" => Key::Enter,
        "Escape" | "Esc" => Key::Escape,
        "Tab" => Key::Tab,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "F1" => Key::F1,
        "F2" => Key::F2,
        "F3" => Key::F3,
        "F4" => Key::F4,
        _ => panic!("no key named {key}"),
    }
}
