//! The system's dialogs: what a person chooses in them is a place that the page may use.

use std::path::PathBuf;
use std::sync::mpsc;

use rfd::{AsyncFileDialog, FileHandle};
use serde::Deserialize;
use tauri::WebviewWindow;

use crate::grants::Grants;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// One file that is there.
    File,
    /// Files that are there.
    Files,
    /// A folder.
    Folder,
    /// A new file.
    Save,
}

/// How it is asked.
#[derive(Deserialize)]
pub(crate) struct Question {
    title: String,
    /// The kinds of files to choose among.
    #[serde(default)]
    kinds: Vec<Kind>,
    /// Where a new file would go: a whole path, or a name alone.
    #[serde(default)]
    path: PathBuf,
}

#[derive(Deserialize)]
struct Kind {
    name: String,
    extensions: Vec<String>,
}

/// Asks, and waits for the answer; nothing when the dialog was closed. Never on the main thread, which draws the dialog.
pub(crate) fn choose(
    window: &WebviewWindow,
    grants: &Grants,
    wanted: Wanted,
    question: &Question,
) -> Vec<PathBuf> {
    let mut chosen = answer(window, wanted, question);
    for path in &mut chosen {
        if wanted == Wanted::Save {
            complete(path, question);
            // The next paper goes beside it.
            if let Some(folder) = path.parent() {
                grants.add(folder);
            }
        }
        grants.add(path);
    }
    chosen
}

/// Gives a name without an ending the one of its kind.
fn complete(path: &mut PathBuf, question: &Question) {
    let endings: Vec<&String> = question.kinds.iter().flat_map(|kind| &kind.extensions).collect();
    let has = |path: &PathBuf| {
        path.extension().is_some_and(|own| endings.iter().any(|one| own.eq_ignore_ascii_case(one)))
    };
    if let Some(first) = endings.first().filter(|_| !has(path)) {
        path.as_mut_os_string().push(format!(".{first}"));
    }
}

fn answer(window: &WebviewWindow, wanted: Wanted, question: &Question) -> Vec<PathBuf> {
    #[cfg(debug_assertions)]
    if let Some(answers) = std::env::var_os("TUNG_NHA_CHOOSE").filter(|answers| !answers.is_empty()) {
        return prepared(&PathBuf::from(answers));
    }
    let dialog = asked(window, question);
    let chosen: Vec<FileHandle> = match wanted {
        Wanted::File => drawn(window, || dialog.pick_file()).into_iter().collect(),
        Wanted::Files => drawn(window, || dialog.pick_files()).unwrap_or_default(),
        Wanted::Folder => drawn(window, || dialog.pick_folder()).into_iter().collect(),
        Wanted::Save => drawn(window, || dialog.save_file()).into_iter().collect(),
    };
    chosen.into_iter().map(PathBuf::from).collect()
}

/// Begins a dialog on the main thread, as the systems want it, and waits for its answer on this one.
fn drawn<T, F>(window: &WebviewWindow, begin: impl FnOnce() -> F + Send + 'static) -> Option<T>
where
    F: Future<Output = Option<T>> + Send + 'static,
{
    let (tell, told) = mpsc::channel();
    window.run_on_main_thread(move || tell.send(begin()).unwrap_or_default()).ok()?;
    tauri::async_runtime::block_on(told.recv().ok()?)
}

fn asked(window: &WebviewWindow, question: &Question) -> AsyncFileDialog {
    let mut dialog =
        AsyncFileDialog::new().set_parent(window).set_title(&question.title).set_can_create_directories(true);
    for kind in &question.kinds {
        let extensions: Vec<&str> = kind.extensions.iter().map(String::as_str).collect();
        dialog = dialog.add_filter(&kind.name, &extensions);
    }
    if let Some(folder) = question.path.parent().filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    match question.path.file_name() {
        Some(name) => dialog.set_file_name(name.to_string_lossy()),
        None => dialog,
    }
}

/// In a development build tests answer in a person's place: a file with one path a line, taken away as it is read. No
/// file is a dialog that was closed.
#[cfg(debug_assertions)]
fn prepared(answers: &std::path::Path) -> Vec<PathBuf> {
    let chosen = std::fs::read_to_string(answers).unwrap_or_default();
    let _ = std::fs::remove_file(answers);
    chosen.lines().map(PathBuf::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_gets_the_ending_of_its_kind() {
        let kind = Kind { name: "Excel".into(), extensions: vec!["xlsx".into(), "ods".into()] };
        let question = Question { title: String::new(), kinds: vec![kind], path: PathBuf::new() };
        let check = |typed: &str, expect: &str| {
            let mut path = PathBuf::from(typed);
            complete(&mut path, &question);
            assert_eq!(path, PathBuf::from(expect));
        };
        check("/a/bao-cao", "/a/bao-cao.xlsx");
        check("/a/ngay 21.11", "/a/ngay 21.11.xlsx");
        check("/a/b.XLSX", "/a/b.XLSX");
        check("/a/b.ods", "/a/b.ods");
    }
}
