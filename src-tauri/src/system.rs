//! What the window asks of the system: print, open a folder, which book was double-clicked.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;
use tauri::{Manager, WebviewWindow};
use tung_nha::api::{Error, Result};

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

/// Runs `system.print` ([`Pages`]), `system.open` (`path`: a file or folder, opened as a double click would), `system.documents` (gives the
/// user's folder of documents) or `system.asked` (gives the book that the program was started with, or null).
pub(crate) fn call(window: &WebviewWindow, name: &str, args: &Value) -> Result<Value> {
    let bad = |error: &serde_json::Error| Error::new("api.bad_arguments").with("reason", error);
    let failed = |error: &dyn std::fmt::Display| Error::new("system.failed").with("detail", error);
    match name {
        "print" => {
            let pages = Pages::deserialize(args).map_err(|e| bad(&e))?;
            print(window, pages).map_err(|e| failed(&e))?;
        }
        "open" => {
            let Path { path } = Path::deserialize(args).map_err(|e| bad(&e))?;
            opener::open(path).map_err(|e| failed(&e))?;
        }
        "asked" => {
            let asked = std::env::args_os().nth(1).map(PathBuf::from).filter(|path| path.is_file());
            return Ok(asked.map_or(Value::Null, |path| Value::String(path.to_string_lossy().into_owned())));
        }
        "documents" => {
            let path = window.path();
            let folder = path.document_dir().or_else(|_| path.home_dir()).map_err(|e| failed(&e))?;
            return Ok(Value::String(folder.to_string_lossy().into_owned()));
        }
        _ => return Err(Error::new("api.unknown_command").with("name", name)),
    }
    Ok(Value::Null)
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
