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

/// Runs `system.print`, `system.open` (`path`: a file or folder, opened as a double click would), `system.documents` (gives the
/// user's folder of documents) or `system.asked` (gives the book that the program was started with, or null).
pub(crate) fn call(window: &WebviewWindow, name: &str, args: &Value) -> Result<Value> {
    let failed = |error: &dyn std::fmt::Display| Error::new("system.failed").with("detail", error);
    match name {
        "print" => window.print().map_err(|e| failed(&e))?,
        "open" => {
            let Path { path } =
                Path::deserialize(args).map_err(|e| Error::new("api.bad_arguments").with("reason", e))?;
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
