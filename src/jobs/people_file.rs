//! Reads the people of one file, sheet by sheet, on two threads: one sheet is parsed while the next is read and the
//! one before is stored.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use chrono::NaiveDate;

use crate::domain::import::Field;
use crate::error::{Error, Result};
use crate::excel::layout::{self, Layout};
use crate::excel::read_people::{PeopleOfSheet, read_people};
use crate::excel::read_sheet::{Sheet, SourceFile};
use crate::session::Session;

/// Readers at work at once: the machine of a commune has two cores.
const READERS: usize = 2;

/// Columns as the user maps them: field → heading in the file.
pub(super) type Mapping = BTreeMap<Field, String>;

/// What is known of the columns before the file is read.
pub(super) struct Columns {
    /// What the user says for this file (`--map`).
    pub(super) said: Mapping,
    /// What was said of earlier files, by the signature of their headings.
    pub(super) remembered: BTreeMap<String, Mapping>,
}

impl Columns {
    fn find(&self, sheet: &Sheet) -> Result<Option<Layout>> {
        let found = layout::find(sheet, &self.said)?;
        if !self.said.is_empty() {
            return Ok(found);
        }
        match found {
            Some(found) => match self.remembered.get(&found.signature) {
                Some(mapping) => layout::find(sheet, mapping),
                None => Ok(Some(found)),
            },
            // Headings that only a person could read: try what was said of other files.
            None => Ok(self.remembered.iter().find_map(|(signature, mapping)| {
                layout::find(sheet, mapping).ok().flatten().filter(|layout| layout.signature == *signature)
            })),
        }
    }
}

/// One sheet that has people.
pub(super) struct PeopleSheet {
    pub(super) sheet: Sheet,
    pub(super) layout: Layout,
    pub(super) people: PeopleOfSheet,
}

/// Reads all sheets of `path`, or the one named `only`, in their order and hands each to `take`.
/// Sheets without headings (covers, notes) are passed over.
///
/// # Errors
/// `file.*` when the file cannot be read, `layout.no_people` when no sheet has a heading row with names,
/// `layout.no_sheet` when `only` is not in the file, `job.stopped`, and whatever `take` says.
pub(super) fn read_people_file(
    path: &Path,
    only: Option<&str>,
    columns: &Columns,
    session: &Session,
    mut take: impl FnMut(PeopleSheet) -> Result<()>,
) -> Result<()> {
    let names = SourceFile::open(path)?.sheet_names();
    let wanted: Vec<usize> =
        (0..names.len()).filter(|&i| only.is_none_or(|only| names.get(i).is_some_and(|n| n == only))).collect();
    if let (Some(only), true) = (only, wanted.is_empty()) {
        return Err(Error::new("layout.no_sheet").with("sheet", only).with("sheets", names.join(", ")));
    }
    let today = session.today();
    let readers = READERS.min(wanted.len());
    let mut any = false;
    std::thread::scope(|scope| {
        // One channel a reader, taken in turn, keeps the sheets in their order and few of them in memory.
        let channels: Vec<Receiver<Result<Option<PeopleSheet>>>> = (0..readers)
            .map(|reader| {
                let (send, receive) = sync_channel(1);
                let share: Vec<usize> = wanted.iter().copied().skip(reader).step_by(readers).collect();
                scope.spawn(move || read_share(path, &share, columns, today, &send));
                receive
            })
            .collect();
        for (n, channel) in channels.iter().cycle().take(wanted.len()).enumerate() {
            session.check_stop()?;
            session.progress("progress.reading", n as u64, wanted.len() as u64);
            // A reader that ended early has sent its error before.
            let Ok(read) = channel.recv() else { break };
            if let Some(sheet) = read? {
                any = true;
                take(sheet)?;
            }
        }
        Ok(())
    })?;
    if any { Ok(()) } else { Err(Error::new("layout.no_people").with("file", file_name(path))) }
}

fn read_share(
    path: &Path,
    share: &[usize],
    columns: &Columns,
    today: NaiveDate,
    send: &SyncSender<Result<Option<PeopleSheet>>>,
) {
    let mut file = match SourceFile::open(path) {
        Ok(file) => file,
        Err(error) => return drop(send.send(Err(error))),
    };
    for &index in share {
        let read = file.read(index).and_then(|sheet| {
            let Some(layout) = columns.find(&sheet)? else { return Ok(None) };
            let rows = layout::classify(&sheet, &layout);
            let people = read_people(&sheet, &layout, &rows, today);
            Ok(Some(PeopleSheet { sheet, layout, people }))
        });
        let failed = read.is_err();
        // The taker is gone once it has refused a sheet.
        if send.send(read).is_err() || failed {
            return;
        }
    }
}

/// The last part of a path, for sentences.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
