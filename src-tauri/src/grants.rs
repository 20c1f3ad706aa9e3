//! Where the page may have files written, opened or destroyed: at places that a person chose in a dialog of the system or
//! dropped on the window, and at places that the core proposed or wrote. A page that has gone bad, by a hostile name in a list,
//! say, can type any path; what is typed is read as a list or a book, nothing more.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tung_nha::api::{Error, Result, Settings};
use tung_nha::paths::{PATHS, PathUse};

/// Places that may be written at.
#[derive(Default)]
pub(crate) struct Grants {
    /// Each as the disk knows it, without links.
    places: Mutex<BTreeSet<PathBuf>>,
    /// The folders in the settings as they stand there: kept whatever they are, such as one on a drive that is gone.
    kept: Vec<PathBuf>,
}

/// What a double click may open: what the program writes. Never a program, a script or a link.
const OPENED: [&str; 5] = ["csv", "docx", "pdf", "tnsolieu", "xlsx"];

impl Grants {
    /// The places that this computer's settings remember: each came from a dialog, or is a book that was opened.
    pub(crate) fn of(settings: &Settings) -> Self {
        let kept = settings.folders().map(Clone::clone).to_vec();
        let grants = Self { kept, ..Self::default() };
        for path in grants.kept.iter().chain(settings.recent.iter().map(|book| &book.path)) {
            grants.add(path);
        }
        grants
    }

    /// A person, or the core, said this place.
    pub(crate) fn add(&self, path: &Path) {
        if let Some(path) = real(path) {
            self.places().insert(path);
        }
    }

    /// Whether this very place was said.
    fn has(&self, path: &Path) -> bool {
        real(path).is_some_and(|path| self.places().contains(&path))
    }

    /// Whether a file may be written here: the place was said, or the folder that it stands in.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        let Some(path) = real(path) else { return false };
        let places = self.places();
        places.contains(&path) || path.parent().is_some_and(|folder| places.contains(folder))
    }

    /// Looks at every path that a command is given.
    ///
    /// # Errors
    /// `path.not_chosen`; `api.bad_arguments` where a path is not plain text in a named field, as the table has it.
    pub(crate) fn check(&self, command: &str, args: &Value) -> Result<()> {
        for (_, field, how) in PATHS.iter().filter(|(name, ..)| *name == command) {
            let may: &dyn Fn(&Path) -> bool = match how {
                // Any path may be read, in whatever shape it is given.
                PathUse::Read => continue,
                PathUse::Write | PathUse::Destroy => &|path| self.holds(path),
                PathUse::Run => &|path| self.has(path),
                // Nothing chosen is no place.
                PathUse::Keep => &|path| {
                    path.as_os_str().is_empty() || self.kept.iter().any(|kept| kept == path) || self.has(path)
                },
            };
            for path in paths(args, field)? {
                if !may(&path) {
                    return Err(not_chosen(&path));
                }
            }
        }
        Ok(())
    }

    /// What the page may use after a command: what the core proposed beside a place that may be used (`documents` is one),
    /// what it wrote, and the folder of a book that was chosen.
    pub(crate) fn learn(&self, command: &str, args: &Value, out: &Value, documents: &Path) {
        let path = |value: &Value, field: &str| value.get(field)?.as_str().map(PathBuf::from);
        let told = match command {
            "path_propose" => {
                let near = path(args, "at").is_some_and(|at| at == documents || self.holds(&at));
                let proposed = out.as_str().filter(|_| near).map(PathBuf::from);
                // The program's own folder, where a person may type another name.
                if args.get("for").is_some_and(|what| what == "book")
                    && let Some(own) = proposed.as_deref().and_then(Path::parent)
                {
                    self.add(own);
                }
                proposed
            }
            // A book that was found by typing its path lies where its owner put it, not where a page may write.
            "book_open" | "book_create" | "book_restore" => path(out, "path")
                .filter(|book| self.holds(book))
                .and_then(|book| book.parent().map(Path::to_owned)),
            "report" | "report_letter" | "summary_export" => {
                if let Some(workbook) = path(out, "workbook") {
                    self.add(&workbook);
                }
                path(out, "out")
            }
            "close_day" | "worklists" => path(out, "folder"),
            _ => None,
        };
        if let Some(path) = told {
            self.add(&path);
        }
    }

    /// The path as the system may open it.
    ///
    /// # Errors
    /// `path.not_chosen` for a place that nobody said, and for anything but a folder or a file of the kinds that the
    /// program writes.
    pub(crate) fn to_open(&self, path: &Path) -> Result<PathBuf> {
        let refused = || not_chosen(path);
        let there = dunce::canonicalize(path).map_err(|_| refused())?;
        let ending = there.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let kind = std::fs::symlink_metadata(&there).map_err(|_| refused())?;
        // On macOS a program is a folder.
        let fine =
            if kind.is_dir() { ending != "app" } else { OPENED.contains(&ending.as_str()) && kind.is_file() };
        if !fine || !self.holds(path) {
            return Err(refused());
        }
        // Windows would take a folder without a stroke at its end for the program of that name beside it.
        Ok(if kind.is_dir() { there.join("") } else { there })
    }

    fn places(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_chosen(path: &Path) -> Error {
    Error::new("path.not_chosen").with("path", path.display())
}

/// A path as the disk knows it, links followed; what is not there yet as it will stand in its folder. None for what may turn
/// into something else: a relative path, one that climbs, a link that leads nowhere.
fn real(path: &Path) -> Option<PathBuf> {
    if !path.is_absolute() || path.components().any(|part| part == Component::ParentDir) {
        return None;
    }
    if let Ok(there) = dunce::canonicalize(path) {
        return Some(there);
    }
    if path.symlink_metadata().is_ok() {
        return None;
    }
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => Some(real(folder)?.join(name)),
        // A drive that is not plugged in.
        _ => Some(path.to_owned()),
    }
}

/// The paths in a field of a command's arguments, `field.inner` for a field of a field.
fn paths(args: &Value, field: &str) -> Result<Vec<PathBuf>> {
    let bad = || Error::new("api.bad_arguments").with("reason", field);
    let (first, inner) = field.split_once('.').unwrap_or((field, ""));
    // A list would be read in the order of the fields.
    let value = args.as_object().ok_or_else(bad)?.get(first).unwrap_or(&Value::Null);
    let values = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    if inner.is_empty() {
        values.into_iter().map(|value| value.as_str().map(PathBuf::from).ok_or_else(bad)).collect()
    } else {
        let nested = values.into_iter().map(|value| paths(value, inner)).collect::<Result<Vec<_>>>()?;
        Ok(nested.concat())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A folder as the disk knows it, and grants that hold `chosen` of it.
    fn place(chosen: &[&str]) -> (tempfile::TempDir, PathBuf, Grants) {
        let folder = tempfile::tempdir().unwrap();
        let at = dunce::canonicalize(folder.path()).unwrap();
        for name in ["chon", "khac", "chon/trong"] {
            std::fs::create_dir(at.join(name)).unwrap();
        }
        let grants = Grants::default();
        for name in chosen {
            grants.add(&at.join(name));
        }
        (folder, at, grants)
    }

    #[test]
    fn a_place_is_written_at_when_it_or_its_folder_was_chosen() {
        let (_folder, at, grants) = place(&["chon", "khac/mot.xlsx", "moi/so.tungnha"]);
        std::fs::write(at.join("khac/hai.xlsx"), "").unwrap();
        let check = |path: &str, expect: bool| assert_eq!(grants.holds(&at.join(path)), expect, "{path}");
        check("chon", true);
        check("chon/a.xlsx", true);
        check("chon/trong/a.xlsx", false);
        check("chon/../khac/a.xlsx", false);
        check("khac/mot.xlsx", true);
        check("khac/hai.xlsx", false);
        check("moi/so.tungnha", true);
        check("moi/khac.tungnha", false);
        assert!(!grants.holds(Path::new("a.xlsx")));
        assert!(!grants.holds(Path::new("")));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_the_place_that_it_leads_to() {
        let (_folder, at, grants) = place(&["chon"]);
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(at.join(to), at.join(name)).unwrap();
        std::fs::write(at.join("khac/a.xlsx"), "").unwrap();
        link("khac/a.xlsx", "chon/ra-ngoai.xlsx");
        link("khac/chua-co.xlsx", "chon/vao-khong.xlsx");
        link("chon", "khac/ve.d");
        let check = |path: &str, expect: bool| assert_eq!(grants.holds(&at.join(path)), expect, "{path}");
        check("chon/ra-ngoai.xlsx", false);
        check("chon/vao-khong.xlsx", false);
        check("khac/ve.d/a.xlsx", true);
    }

    #[test]
    fn only_what_the_program_writes_is_opened() {
        let (_folder, at, grants) = place(&["chon"]);
        for name in ["chon/a.xlsx", "chon/a.sh", "chon/a.desktop", "khac/a.xlsx"] {
            std::fs::write(at.join(name), "").unwrap();
        }
        std::fs::create_dir(at.join("chon/b.app")).unwrap();
        let check = |path: &Path, expect: bool| {
            assert_eq!(grants.to_open(path).is_ok(), expect, "{}", path.display())
        };
        check(&at.join("chon"), true);
        check(&at.join("chon/trong"), true);
        check(&at.join("chon/a.xlsx"), true);
        check(&at.join("chon/khong-co.xlsx"), false);
        check(&at.join("chon/a.sh"), false);
        check(&at.join("chon/a.desktop"), false);
        check(&at.join("chon/b.app"), false);
        check(&at.join("khac"), false);
        check(&at.join("khac/a.xlsx"), false);
        check(Path::new("https://tung-nha.example"), false);
        check(Path::new("file:///etc"), false);
    }

    #[test]
    fn every_path_of_a_command_is_looked_at() {
        let (_folder, at, grants) = place(&["chon", "khac/a.xlsx"]);
        let check = |command: &str, args: Value, expect: &str| {
            let found = grants.check(command, &args).map_or_else(|refused| refused.code, |()| "");
            assert_eq!(found, expect, "{command} {args}");
        };
        check("report", json!({ "out": at.join("chon/a.xlsx") }), "");
        check("report", json!({ "out": at.join("khac/b.xlsx") }), "path.not_chosen");
        check("report", json!(["daily", at.join("khac/b.xlsx")]), "api.bad_arguments");
        check("report", json!({ "out": { "Unix": [47] } }), "api.bad_arguments");
        check("book_open", json!({ "path": at.join("khac/so.tungnha") }), "");
        check("worklist", json!({ "unit": null }), "");
        check("register_import", json!({ "file": "/etc/passwd", "rejected": null }), "");
        check(
            "register_import",
            json!({ "file": "a", "rejected": at.join("khac/b.xlsx") }),
            "path.not_chosen",
        );
        check("file_take", json!({ "file": { "rejected": at.join("khac/b.xlsx") } }), "path.not_chosen");
        check("file_take", json!({ "file": ["a", at.join("khac/b.xlsx")] }), "api.bad_arguments");
        check("file_shred", json!({ "file": at.join("khac/a.xlsx") }), "");
        check("update_look", json!({ "file": at.join("chon/a.tncapnhat") }), "");
        check("update_apply", json!({ "file": at.join("chon/a.tncapnhat") }), "path.not_chosen");
        check("update_apply", json!({ "file": at.join("khac/a.xlsx") }), "");
        check("file_shred", json!({ "file": at.join("khac/b.xlsx") }), "path.not_chosen");
        let settings = |folder: &Path| json!({ "daily_folder": folder, "report_folder": "", "recent": [{ "path": "a" }] });
        check("settings_change", settings(&at.join("chon")), "");
        check("settings_change", settings(&at.join("chon/trong")), "path.not_chosen");
        // What stood there before a place had to be chosen holds up no other setting.
        let typed = Settings { daily_folder: "go tay".into(), ..Settings::default() };
        assert!(Grants::of(&typed).check("settings_change", &settings(Path::new("go tay"))).is_ok());
    }

    #[test]
    fn what_the_core_proposed_and_wrote_may_be_used() {
        let check = |command: &str, args: &str, out: Value, then: &str, expect: bool| {
            let (_folder, at, grants) = place(&["chon", "khac/co.tungnha"]);
            let whole = |value: &Value| {
                serde_json::from_str(
                    &value.to_string().replace('~', &at.to_string_lossy().replace('\\', "\\\\")),
                )
                .unwrap()
            };
            let args = serde_json::from_str::<Value>(args).unwrap();
            grants.learn(command, &whole(&args), &whole(&out), &at.join("van-ban"));
            assert_eq!(grants.holds(&at.join(then)), expect, "{command} {args} {out}");
        };
        let proposed = json!("~/van-ban/Từng Nhà/a.tungnha");
        check("path_propose", r#"{"at": "~/van-ban"}"#, proposed.clone(), "van-ban/Từng Nhà/a.tungnha", true);
        check("path_propose", r#"{"at": "~/van-ban"}"#, proposed, "van-ban/Từng Nhà/b.tungnha", false);
        let book = json!("~/van-ban/Từng Nhà/a.tungnha");
        let of_book = r#"{"for": "book", "at": "~/van-ban"}"#;
        check("path_propose", of_book, book.clone(), "van-ban/Từng Nhà/b.tungnha", true);
        check("path_propose", of_book, book.clone(), "van-ban/b.tungnha", false);
        check(
            "path_propose",
            r#"{"for": "book", "at": "~/khac"}"#,
            book,
            "van-ban/Từng Nhà/b.tungnha",
            false,
        );
        check("path_propose", r#"{"at": "~/khac"}"#, json!("~/khac/Từng Nhà/a"), "khac/Từng Nhà/a", false);
        check("book_open", "{}", json!({ "path": "~/khac/co.tungnha" }), "khac/a.xlsx", true);
        check("book_open", "{}", json!({ "path": "~/khac/go-tay.tungnha" }), "khac/a.xlsx", false);
        check("close_day", "{}", json!({ "folder": "~/chon/trong" }), "chon/trong/a.xlsx", true);
        let written = json!({ "out": "~/khac/1.tnsolieu", "workbook": "~/khac/1.xlsx" });
        check("summary_export", "{}", written, "khac/1.xlsx", true);
    }
}
