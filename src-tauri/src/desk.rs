//! The desk behind the window: one job at a time, on a thread where it blocks nothing, with progress and a stop.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::Value;
use tauri::{AppHandle, Emitter, Manager, State, WebviewWindow};
use tung_nha::api::{self, Desk, Error, Nothing, Refusal, Session};
use tung_nha::session::Calls;

use crate::grants::Grants;
use crate::system;

/// How far the running job is; total 0 is unknown. `step` is a row of the message table.
#[derive(Clone, Serialize)]
struct Progress {
    step: &'static str,
    done: u64,
    total: u64,
}

/// What a command gave, and the tables that it changed, for the screens to read again.
#[derive(Serialize)]
pub(crate) struct Answer {
    out: Value,
    touched: Vec<String>,
}

/// Said to the program that is started in the place of one that was exchanged.
pub(crate) const TAKES_OVER: &str = "--sau-cap-nhat";

/// The one desk of the program.
pub(crate) struct SharedDesk {
    desk: Arc<Mutex<Desk>>,
    calls: Arc<Calls>,
    grants: Arc<Grants>,
    documents: Arc<PathBuf>,
    /// The program was exchanged: another version is started as this one ends.
    exchanged: Arc<AtomicBool>,
    /// What double clicks handed over and the page has not taken yet.
    handed: Mutex<Vec<PathBuf>>,
}

impl SharedDesk {
    /// A desk without a book. For tests `TUNG_NHA_NOW` sets its clock; a release takes none from outside.
    pub(crate) fn new(app: &AppHandle, settings: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let tried = cfg!(debug_assertions) || option_env!("TUNG_NHA_BENCH").is_some();
        let now = std::env::var("TUNG_NHA_NOW").ok().filter(|_| tried).map(|now| now.parse()).transpose()?;
        let session = Session::new(now).with_progress(tell_progress(app.clone()));
        let calls = Arc::new(Calls::new(session.stop_switch()));
        let mut desk = Desk::with_settings(session, settings);
        desk.machine = system::machine();
        desk.note_start();
        let grants = Grants::of(&api::settings(&mut desk, &Nothing {}).map_err(|e| e.code)?);
        Ok(Self {
            desk: Arc::new(Mutex::new(desk)),
            calls,
            grants: Arc::new(grants),
            documents: Arc::new(system::documents(app).unwrap_or_default()),
            exchanged: Arc::default(),
            handed: Mutex::default(),
        })
    }

    /// A person double-clicked these files: the page takes them when it is ready.
    pub(crate) fn hand(&self, files: Vec<PathBuf>) {
        self.chosen(&files);
        lock(&self.handed).extend(files);
    }

    /// A person chose these paths.
    pub(crate) fn chosen(&self, paths: &[PathBuf]) {
        for path in paths {
            self.grants.add(path);
        }
    }

    /// Whether pictures of the screen leave the window out, as the settings say.
    pub(crate) fn hides_from_capture(&self) -> bool {
        api::settings(&mut lock(&self.desk), &Nothing {}).is_ok_and(|settings| settings.hide_from_capture)
    }

    /// The window is gone: stops the running job and closes the book, so that all of it stands in its one file and no
    /// backup is left half done. Starts the program that this one was exchanged for.
    pub(crate) fn close(&self) {
        self.calls.stop();
        let mut desk = lock(&self.desk);
        desk.close();
        if self.exchanged.load(Ordering::Relaxed) {
            // Where it cannot be started nobody is left to be told: the next double click starts it.
            let _ = Command::new(desk.program.file()).arg(TAKES_OVER).spawn();
        }
    }
}

/// A job that panicked has rolled its transaction back; the desk is as it was.
fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells the window some times a second, however often the job does.
fn tell_progress(app: AppHandle) -> tung_nha::session::Progress {
    let last = Mutex::new(("", Instant::now()));
    Box::new(move |step, done, total| {
        let Ok(mut last) = last.lock() else { return };
        if last.0 == step && done < total && last.1.elapsed() < Duration::from_millis(60) {
            return;
        }
        *last = (step, Instant::now());
        // A window that is gone needs no progress.
        let _ = app.emit("progress", Progress { step, done, total });
    })
}

/// Runs the command `name` of the core's table, or one of the system's (`system.…`). Three of those wait for nothing:
/// `system.stop`; `system.handed`, which gives the files that double clicks handed over since it was asked last; `system.restart`,
/// which ends the program where another version has its place.
///
/// # Errors
/// The refusal as the user reads it.
#[tauri::command]
pub(crate) async fn call(
    window: WebviewWindow,
    shared: State<'_, SharedDesk>,
    name: String,
    args: Value,
) -> Result<Answer, Refusal> {
    if name == "system.stop" {
        shared.calls.stop();
        return Ok(Answer { out: Value::Null, touched: Vec::new() });
    }
    if name == "system.handed" {
        let files = std::mem::take(&mut *lock(&shared.handed));
        let files = files.iter().map(|path| Value::String(path.to_string_lossy().into_owned())).collect();
        return Ok(Answer { out: files, touched: Vec::new() });
    }
    if name == "system.restart" {
        if shared.exchanged.load(Ordering::Relaxed) {
            window.app_handle().exit(0);
        }
        return Ok(Answer { out: Value::Null, touched: Vec::new() });
    }
    let exchanged = Arc::clone(&shared.exchanged);
    let (desk, calls) = (Arc::clone(&shared.desk), Arc::clone(&shared.calls));
    let (grants, documents) = (Arc::clone(&shared.grants), Arc::clone(&shared.documents));
    let number = calls.ask();
    let job = tauri::async_runtime::spawn_blocking(move || {
        if let Some(name) = name.strip_prefix("system.") {
            let out = system::call(&window, &grants, name, &args)?;
            return Ok(Answer { out, touched: Vec::new() });
        }
        let mut desk = lock(&desk);
        calls.begin(number);
        grants.check(&name, &args)?;
        let out = api::call(&mut desk, &name, args.clone())?;
        grants.learn(&name, &args, &out, &documents);
        if matches!(name.as_str(), "update_apply" | "update_back") {
            exchanged.store(true, Ordering::Relaxed);
        }
        if name == "settings_change" {
            let hidden = out.get("hide_from_capture").and_then(Value::as_bool).unwrap_or_default();
            // Where the system cannot, the screen says so.
            let _ = window.set_content_protected(hidden);
        }
        Ok(Answer { out, touched: desk.take_touched() })
    });
    job.await
        .unwrap_or_else(|panic| Err(Error::new("book.failed").with("detail", panic)))
        .map_err(Refusal::from)
}
