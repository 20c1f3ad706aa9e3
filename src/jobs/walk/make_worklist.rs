//! Makes the lists of whom to visit on a day, on screen and as workbooks that are also forms.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::disk::{
    NewFile, Written, draft_folder_in, folder_of, free_folder, new_folders, not_written, place_folder,
};
use crate::domain::file_kind::FileKind;
use crate::domain::ids::UnitId;
use crate::domain::text::{file_name, nth_name};
use crate::domain::worklist::{Group, Worklist};
use crate::error::Result;
use crate::excel::worksheet::write_worksheet;
use crate::session::Session;
use crate::store::Book;

/// Which list, and where to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct MakeWorklist {
    /// Only this unit and those below it.
    pub unit: Option<UnitId>,
    /// The day of the walk; today when missing.
    pub date: Option<NaiveDate>,
    /// Only these parts; all when empty.
    pub parts: Vec<Group>,
    /// The workbook to write: it prints as a walk list and comes back through
    /// [`import_visits`](super::import_visits::import_visits).
    pub out: Option<PathBuf>,
    /// Whether the workbook may take the place of an earlier one.
    pub replace: bool,
}

/// Whom to visit on a day, in walking order.
///
/// # Errors
/// `save.*`; `job.stopped`; the book's own.
pub fn make_worklist(book: &mut Book, session: &Session, args: &MakeWorklist) -> Result<Worklist> {
    let day = args.date.unwrap_or_else(|| session.today());
    let worklist = book.worklist(args.unit, day)?.only(&args.parts);
    if let Some(path) = &args.out {
        let to = NewFile { path, kind: FileKind::Workbook, replace: args.replace };
        let written = write_worksheet(&worklist, &officers(book)?, session, &to)?;
        let told = json!({ "people": worklist.people().count(), "day": day, "path": path });
        Written::keep_with([written], book.note_written(session, "write-worklist", &told))?;
    }
    Ok(worklist)
}

/// The names to choose from as who guided a person: the book's members.
fn officers(book: &Book) -> Result<Vec<String>> {
    Ok(book.members()?.into_iter().map(|(_, name)| name).collect())
}

/// The lists of all hamlets at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct MakeWorklists {
    /// The day of the walk; today when missing.
    pub date: Option<NaiveDate>,
    /// Only these parts; all when empty.
    pub parts: Vec<Group>,
    /// The folder in which the lists get a folder of their own; without it they are only counted.
    pub folder: Option<PathBuf>,
}

/// The lists of all hamlets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct WorklistsMade {
    /// The day of the walk.
    pub day: NaiveDate,
    /// The folder they were written into.
    pub folder: Option<PathBuf>,
    /// Hamlets with anybody to visit, in their order.
    pub hamlets: Vec<HamletList>,
}

/// The list of one hamlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HamletList {
    /// Name of the hamlet.
    pub hamlet: String,
    /// People of each part, in the order approved, again, rest; also of parts that were not asked for.
    pub people: [usize; 3],
    /// Its workbook; `None` where nobody is in the parts asked for.
    pub file: Option<String>,
}

/// Writes the list of each hamlet as a workbook of its own, all in one new folder, whole or not at all.
///
/// # Errors
/// `save.*`; `job.stopped`; the book's own.
pub fn make_worklists(book: &mut Book, session: &Session, args: &MakeWorklists) -> Result<WorklistsMade> {
    let day = args.date.unwrap_or_else(|| session.today());
    let all = book.worklist(None, day)?;
    let hamlets = lists(&all, &args.parts);
    let mut folder = None;
    if let Some(above) = &args.folder {
        let place = free_folder(above, &format!("{day} phieu {}", file_name(&book.info()?.name)));
        let new = new_folders(above);
        let officers = officers(book)?;
        let failed = |e: std::io::Error| not_written(&place, &e);
        let people: usize = hamlets.iter().flat_map(|list| list.people).sum();
        let written = draft_folder_in(folder_of(&place)).map_err(failed).and_then(|draft| {
            write_into(all, &hamlets, &officers, &args.parts, session, draft.path())?;
            let written = place_folder(draft, &place).map_err(failed)?;
            let told = json!({ "people": people, "day": day, "path": place });
            Written::keep_with([written], book.note_written(session, "write-worklist", &told))
        });
        if let Err(e) = written {
            new.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
            return Err(e);
        }
        folder = Some(place);
    }
    Ok(WorklistsMade { day, folder, hamlets })
}

/// The list of each hamlet, with the name of its workbook where anybody is in these parts.
fn lists(all: &Worklist, parts: &[Group]) -> Vec<HamletList> {
    let mut lists: Vec<HamletList> = Vec::new();
    for hamlet in &all.hamlets {
        let people = all.by_group(hamlet.unit.id);
        let asked = |group: Group| parts.is_empty() || parts.contains(&group);
        let wanted = Group::ALL.into_iter().zip(people).any(|(group, people)| people > 0 && asked(group));
        // Hamlets of one name are told apart by their place.
        let stem = file_name(&hamlet.unit.name);
        let nth = nth_name(&hamlet.unit.name, lists.iter().map(|other| &other.hamlet));
        let file = wanted.then(|| format!("phieu {stem} {}{nth}.xlsx", all.day));
        lists.push(HamletList { hamlet: hamlet.unit.name.clone(), people, file });
    }
    lists
}

/// Writes the lists of these hamlets into a folder that is being made.
///
/// # Errors
/// `save.*`; `job.stopped`; the book's own.
pub(crate) fn write_lists_of(
    book: &Book,
    session: &Session,
    (day, parts): (NaiveDate, &[Group]),
    units: &BTreeSet<UnitId>,
    folder: &Path,
) -> Result<Vec<HamletList>> {
    let mut all = book.worklist(None, day)?;
    all.hamlets.retain(|hamlet| units.contains(&hamlet.unit.id));
    let lists = lists(&all, parts);
    write_into(all, &lists, &officers(book)?, parts, session, folder)?;
    Ok(lists)
}

fn write_into(
    mut all: Worklist,
    lists: &[HamletList],
    officers: &[String],
    parts: &[Group],
    session: &Session,
    folder: &Path,
) -> Result<()> {
    let total = lists.len() as u64;
    for ((hamlet, list), done) in std::mem::take(&mut all.hamlets).into_iter().zip(lists).zip(1..) {
        session.check_stop()?;
        if let Some(name) = &list.file {
            let one = Worklist { hamlets: vec![hamlet], ..all }.only(parts);
            let path = folder.join(name);
            let to = NewFile { path: &path, kind: FileKind::Workbook, replace: false };
            write_worksheet(&one, officers, session, &to)?.keep();
        }
        session.progress("progress.worklists", done, total);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::visits::example::Example;

    const PEOPLE: &str = "
        A;Thôn 1;Ngõ 1;1;Lê Văn An;approved-not-activated
        B;Thôn 1;Ngõ 1;1;Lê Thị Bình;-
        C;Thôn 2;Ngõ 1;1;Hoàng Văn Em;pending-approval";

    /// The parts asked for; expects "hamlet: people of each part, file" of each hamlet, and the files written.
    fn check(parts: &[Group], expect: &str, files: &[&str]) {
        let mut example = Example::new().people(PEOPLE);
        let above = tempfile::tempdir().unwrap();
        let args = MakeWorklists {
            parts: parts.to_vec(),
            folder: Some(above.path().join("moi")),
            ..MakeWorklists::default()
        };
        let made = make_worklists(&mut example.book, &example.session, &args).unwrap();
        let told = made.hamlets.iter().map(|list| {
            format!("{}: {:?} {}", list.hamlet, list.people, list.file.as_deref().unwrap_or("-"))
        });
        assert_eq!(told.collect::<Vec<_>>().join("; "), expect);
        let folder = made.folder.unwrap();
        let mut written: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        written.sort();
        assert_eq!(written, files);
        // Once more: beside, never over.
        let again = make_worklists(&mut example.book, &example.session, &args).unwrap();
        assert_ne!(again.folder.unwrap(), folder);
    }

    #[test]
    fn one_action_writes_the_lists_of_all_hamlets() {
        check(
            &[],
            "Thôn 1: [1, 0, 1] phieu thon-1 2026-11-21.xlsx; Thôn 2: [0, 0, 1] phieu thon-2 2026-11-21.xlsx",
            &["phieu thon-1 2026-11-21.xlsx", "phieu thon-2 2026-11-21.xlsx"],
        );
        check(
            &[Group::Approved, Group::Again],
            "Thôn 1: [1, 0, 1] phieu thon-1 2026-11-21.xlsx; Thôn 2: [0, 0, 1] -",
            &["phieu thon-1 2026-11-21.xlsx"],
        );
    }

    #[test]
    fn a_list_that_cannot_be_written_leaves_nothing() {
        let mut example = Example::new().people(PEOPLE);
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("tep"), "khác").unwrap();
        let args =
            MakeWorklists { folder: Some(dir.path().join("tep").join("moi")), ..MakeWorklists::default() };
        let refused = make_worklists(&mut example.book, &example.session, &args).unwrap_err();
        assert!(refused.code.starts_with("save."), "{}", refused.code);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
