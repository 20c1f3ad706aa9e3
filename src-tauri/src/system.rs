//! What the window asks of the system: its dialogs, print, open a file or folder.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};
use tauri::{Manager, WebviewWindow};
use tung_nha::api::{Error, Machine, Result};

use crate::dialogs::{self, Wanted};
use crate::grants::Grants;

#[derive(Deserialize)]
struct Path {
    path: PathBuf,
}

/// A4 pages to print.
#[derive(Deserialize)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "the page says it to the other webviews"))]
struct Pages {
    landscape: bool,
}

/// Runs one of these, of which some wait for a person:
/// - `system.choose_file`, `system.choose_files`, `system.choose_folder`, `system.choose_save` ([`dialogs::Question`]) give the paths chosen;
/// - `system.may_write` (`path`) says whether a file may be written there without asking;
/// - `system.open` (`path`) opens what the program wrote, or a folder, as a double click would;
/// - `system.print` ([`Pages`]);
/// - `system.documents` gives the user's folder of documents;
/// - `system.abilities` says whether this system can keep the window out of pictures of the screen, and tells of its lock.
///
/// # Errors
/// `path.not_chosen`, `system.failed`, `api.*`.
pub(crate) fn call(window: &WebviewWindow, grants: &Grants, name: &str, args: &Value) -> Result<Value> {
    let choose = |wanted| {
        let chosen = dialogs::choose(window, grants, wanted, &parse(args)?);
        Ok(chosen.iter().map(|path| Value::String(path.to_string_lossy().into_owned())).collect())
    };
    match name {
        "choose_file" => return choose(Wanted::File),
        "choose_files" => return choose(Wanted::Files),
        "choose_folder" => return choose(Wanted::Folder),
        "choose_save" => return choose(Wanted::Save),
        "may_write" => return Ok(grants.holds(&parse::<Path>(args)?.path).into()),
        "open" => {
            let path = grants.to_open(&parse::<Path>(args)?.path)?;
            opener::open(path).map_err(|e| failed(&e))?;
        }
        "print" => print(window, parse(args)?).map_err(|e| failed(&e))?,
        "documents" => return Ok(documents(window)?.to_string_lossy().into()),
        "abilities" => {
            let linux = cfg!(target_os = "linux");
            return Ok(json!({ "hide_from_capture": !linux, "tell_lock": linux }));
        }
        _ => return Err(Error::new("api.unknown_command").with("name", name)),
    }
    Ok(Value::Null)
}

fn parse<T: serde::de::DeserializeOwned>(args: &Value) -> Result<T> {
    T::deserialize(args).map_err(|e| Error::new("api.bad_arguments").with("reason", e))
}

fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::new("system.failed").with("detail", error)
}

/// What the program runs on, for a diagnosis.
pub(crate) fn machine() -> Machine {
    Machine { system: version_of_system(), webview: tauri::webview_version().unwrap_or_default() }
}

#[cfg(windows)]
fn version_of_system() -> String {
    let version = windows_version::OsVersion::current();
    format!("Windows {}.{}.{}", version.major, version.minor, version.build)
}

/// As the system calls itself: "Debian GNU/Linux 12 (bookworm)".
#[cfg(not(windows))]
fn version_of_system() -> String {
    let told = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = told.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}

/// The user's folder of documents.
///
/// # Errors
/// `system.failed` when there is no home either.
pub(crate) fn documents(app: &impl Manager<tauri::Wry>) -> Result<PathBuf> {
    // To a development build a test names its own: on Windows nothing in the environment changes the user's.
    #[cfg(debug_assertions)]
    if let Some(folder) = std::env::var_os("TUNG_NHA_DOCUMENTS") {
        return Ok(folder.into());
    }
    app.path().document_dir().or_else(|_| app.path().home_dir()).map_err(|e| failed(&e))
}

/// Opens the system's dialog for printing. WebView2 and WKWebView take the size of the pages from the page itself.
#[cfg(not(target_os = "linux"))]
fn print(window: &WebviewWindow, _: Pages) -> tauri::Result<()> {
    window.print()
}

/// Opens the system's dialog for printing. WebKitGTK does not read the size of the pages from the page: it is told.
#[cfg(target_os = "linux")]
fn print(window: &WebviewWindow, Pages { landscape }: Pages) -> tauri::Result<()> {
    use gtk::{PageSetup, PaperSize, Unit, Window};
    use webkit2gtk::{PrintOperation, PrintOperationExt};

    window.with_webview(move |webview| {
        let pages = PageSetup::new();
        // Told to lie, WebKitGTK prints empty pages: the paper is one that is wider than high.
        let (width, height) = if landscape { (297.0, 210.0) } else { (210.0, 297.0) };
        pages.set_paper_size(&PaperSize::new_custom("a4", "A4", width, height, Unit::Mm));
        // Ours have margins of their own.
        pages.set_top_margin(0.0, Unit::Mm);
        pages.set_right_margin(0.0, Unit::Mm);
        pages.set_bottom_margin(0.0, Unit::Mm);
        pages.set_left_margin(0.0, Unit::Mm);
        let printing = PrintOperation::new(&webview.inner());
        printing.set_page_setup(&pages);
        printing.run_dialog(None::<&Window>);
    })
}
