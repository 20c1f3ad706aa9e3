//! Reads the people of one file, sheet by sheet: what a survey and an extract have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

use chrono::NaiveDate;
use serde_json::json;

use crate::disk::{NewFile, Written};
use crate::domain::accounting::Accounting;
use crate::domain::as_count;
use crate::domain::erasure::erased_name;
use crate::domain::hamlets::{hamlet_in, places_in};
use crate::domain::import::Field;
use crate::domain::roster::AccountState;
use crate::domain::text::fold;
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::layout::{self, ColumnsSaid, Layout, RowKind};
use crate::excel::look::day_in_titles;
use crate::excel::read_people::{PeopleOfSheet, read_people};
use crate::excel::read_sheet::SourceFile;
use crate::excel::sheet::Sheet;
use crate::excel::write_rejected::RejectedBook;
use crate::session::Session;
use crate::store::Tx;
use crate::store::erased::ErasedMarks;
use crate::store::imports::MappedColumns;

/// Writes the workbook of so many rows that were not taken in, to be mended, where one is wanted and there are any, and notes it. Called
/// inside the import's transaction: what could not be written was not taken in.
///
/// # Errors
/// `save.*`.
pub(crate) fn write_rejected(
    rejected: &mut RejectedBook,
    rows: u32,
    to: Option<&NewFile<'_>>,
    tx: &Tx<'_>,
    session: &Session,
) -> Result<Option<Written>> {
    let Some(to) = to.filter(|_| !rejected.is_empty()) else { return Ok(None) };
    let written = rejected.save(to, session)?;
    tx.note_beside("write-rejected", &json!({ "rows": rows, "path": to.path }))?;
    Ok(Some(written))
}

/// What is known of the columns before the file is read.
pub(crate) struct Columns {
    /// What the user says for this file (`--map`).
    pub(crate) said: ColumnsSaid,
    /// Heading rows as the user says, by sheet.
    pub(crate) headers: BTreeMap<String, u32>,
    /// What was said of earlier files, by the signature of their headings.
    pub(crate) remembered: BTreeMap<String, ColumnsSaid>,
    /// The file, whose name may speak of a hamlet.
    pub(crate) file: PathBuf,
    /// The book is of one hamlet.
    pub(crate) one_hamlet: bool,
    /// What tells people whose data were erased.
    pub(crate) erased: ErasedMarks,
}

impl Columns {
    fn find(&self, sheet: &Sheet) -> Result<Option<Layout>> {
        let mut found = self.find_columns(sheet)?;
        if let Some(layout) = &mut found {
            layout.states = self.states_of(&layout.signature);
        }
        Ok(found)
    }

    /// What words for states mean: as is said of this file, else as was said of earlier ones with these headings.
    fn states_of(&self, signature: &str) -> BTreeMap<String, AccountState> {
        let mut states = self.remembered.get(signature).map(|said| said.states.clone()).unwrap_or_default();
        states.extend(self.said.states.clone());
        states
    }

    fn find_columns(&self, sheet: &Sheet) -> Result<Option<Layout>> {
        let said = ColumnsSaid { header: self.header(sheet), ..self.said.clone() };
        let found = layout::find(sheet, &said)?;
        if !self.said.is_silent() {
            return Ok(found);
        }
        match found {
            Some(found) => match self.remembered.get(&found.signature) {
                Some(known) => layout::find(sheet, &ColumnsSaid { header: said.header, ..known.clone() }),
                None => Ok(Some(found)),
            },
            // Headings that only a person can read: try what was said of other files.
            None => Ok(self.remembered.iter().find_map(|(signature, known)| {
                layout::find(sheet, known).ok().flatten().filter(|layout| layout.signature == *signature)
            })),
        }
    }

    /// The heading row that the user says.
    fn header(&self, sheet: &Sheet) -> Option<u32> {
        self.headers.get(&sheet.name).copied()
    }

    /// What the columns of a sheet seem to be, whether it lists people or not.
    pub(crate) fn seem(&self, sheet: &Sheet) -> Option<Layout> {
        if let Ok(Some(found)) = self.find(sheet) {
            return Some(found);
        }
        layout::recognise(sheet, &ColumnsSaid { header: self.header(sheet), ..self.said.clone() })
    }

    /// Whether what was said of an earlier file speaks of these headings.
    pub(crate) fn remembers(&self, layout: &Layout) -> bool {
        self.said.is_silent() && self.remembered.get(&layout.signature).is_some_and(|said| !said.is_silent())
    }

    /// The hamlet of rows that name none: the sheet's name, unless it is the spreadsheet program's own; else the one
    /// that a title or the file's name speaks of; else empty.
    fn hamlet_of(&self, sheet: &Sheet, layout: &Layout) -> String {
        // A hamlet's own book has one hamlet, whatever its sheets are called.
        if self.one_hamlet {
            return String::new();
        }
        let name = sheet.name.trim();
        let folded = fold(name);
        let own_words = ["sheet", "trang tinh", "trang", "table"];
        let generic = own_words.iter().any(|word| {
            folded.strip_prefix(word).is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
        });
        if !name.is_empty() && !generic {
            return name.to_owned();
        }
        let titles = sheet.texts_above(layout.header.0).find_map(hamlet_in);
        titles
            .or_else(|| hamlet_in(&self.file.file_stem()?.to_string_lossy().replace(['-', '_'], " ")))
            .unwrap_or_default()
    }

    /// The people of a sheet; `None` when it has no headings.
    fn people(&self, sheet: Sheet, today: NaiveDate) -> Result<Option<PeopleSheet>> {
        let Some(layout) = self.find(&sheet)? else { return Ok(None) };
        let mut hamlet = self.hamlet_of(&sheet, &layout);
        let within_hamlet = self.one_hamlet || hamlet_in(&hamlet).is_some();
        let named = places_in(&hamlet);
        let kinds = layout::classify(&sheet, &layout, within_hamlet, &named);
        if layout::heads_each(&kinds, &named) {
            hamlet.clear();
        }
        let people = read_people(&sheet, &layout, &kinds, today);
        let mut sheet = PeopleSheet { sheet, layout, hamlet, kinds, people };
        if !self.erased.is_empty() {
            sheet.leave_out(&self.erased)?;
        }
        Ok(Some(sheet))
    }
}

/// One sheet that has people.
pub(crate) struct PeopleSheet {
    pub(crate) sheet: Sheet,
    pub(crate) layout: Layout,
    /// The hamlet of rows that name none.
    pub(crate) hamlet: String,
    kinds: Vec<RowKind>,
    pub(crate) people: PeopleOfSheet,
}

impl PeopleSheet {
    /// Leaves out who was erased, and tells it; a household whose head was has another word for him.
    fn leave_out(&mut self, erased: &ErasedMarks) -> Result<()> {
        for mut row in std::mem::take(&mut self.people.people) {
            if erased.has_row(&row)? {
                self.people.skipped += 1;
                self.people.issues.push(self.issue(row.row, Field::Name, "row.erased", &row.name));
                continue;
            }
            let hamlet = if row.hamlet.is_empty() { &self.hamlet } else { &row.hamlet };
            if erased.has_head(&row.head, hamlet)? {
                row.head = erased_name().to_owned();
            }
            self.people.people.push(row);
        }
        Ok(())
    }

    /// A warning about a row of this sheet.
    pub(crate) fn issue(&self, row: u32, field: Field, code: &'static str, raw: &str) -> RowIssue {
        use Field as F;
        let of: &[Field] = match field {
            F::Birth => &[F::Birth, F::BirthMale, F::BirthFemale, F::BirthYear],
            F::Number => &Field::NUMBERS,
            _ => &[field],
        };
        let column = self.layout.columns.iter().find(|c| c.field.is_some_and(|field| of.contains(&field)));
        let heading = column.map(|column| column.heading.clone());
        RowIssue {
            sheet: self.sheet.name.clone(),
            row,
            column: heading.unwrap_or_default(),
            code,
            severity: Severity::Warning,
            raw: raw.to_owned(),
            stored: raw.to_owned(),
        }
    }
}

/// What is gathered while a file is taken in.
pub(crate) struct Intake {
    pub(crate) sha256: String,
    pub(crate) accounting: Accounting,
    rejected: RejectedBook,
    /// The workbook of refused rows, once it is written.
    written: Option<Written>,
    /// Signatures of the layouts met.
    layouts: BTreeSet<String>,
    /// Fields that a column was found for.
    pub(crate) fields: BTreeSet<Field>,
    /// Words for states that are not understood, with their rows.
    pub(crate) unread_states: BTreeMap<String, u32>,
    /// "Số liệu tính đến ngày …" of the first title that says so.
    pub(crate) title_day: Option<NaiveDate>,
}

impl Intake {
    /// Opens the file before anything is done.
    ///
    /// # Errors
    /// `file.*`.
    pub(crate) fn open(path: &Path) -> Result<(Self, SourceFile)> {
        let file = SourceFile::open(path)?;
        let intake = Self {
            sha256: file.sha256().to_owned(),
            accounting: Accounting::default(),
            rejected: RejectedBook::default(),
            written: None,
            layouts: BTreeSet::new(),
            fields: BTreeSet::new(),
            unread_states: BTreeMap::new(),
            title_day: None,
        };
        Ok((intake, file))
    }

    /// Adds the reader's own accounting of a sheet and keeps the rows it refused.
    ///
    /// # Errors
    /// `workbook.unfit`.
    pub(crate) fn keep(&mut self, sheet: PeopleSheet) -> Result<()> {
        let PeopleSheet { sheet, layout, kinds, people, .. } = sheet;
        self.layouts.insert(layout.signature.clone());
        self.fields.extend(layout.fields());
        self.title_day = self.title_day.or_else(|| day_in_titles(&sheet, Some(&layout)));
        self.accounting.rows_in += people.rows_in;
        self.accounting.skipped += people.skipped;
        self.accounting.rejected += as_count(people.rejected.len());
        for (code, n) in people.repairs {
            *self.accounting.repairs.entry(code).or_default() += n;
        }
        for (text, n) in people.unread_states {
            *self.unread_states.entry(text).or_default() += n;
        }
        self.rejected.add_sheet(&sheet, &layout, &kinds, &people.rejected)?;
        self.accounting.issues.extend(people.issues);
        Ok(())
    }

    /// Whether every heading that the user named was in the file.
    ///
    /// # Errors
    /// `layout.heading_missing`.
    pub(crate) fn check_said(&self, columns: &Columns) -> Result<()> {
        match columns.said.fields.iter().find(|(field, _)| !self.fields.contains(field)) {
            Some((field, heading)) => {
                Err(Error::new("layout.heading_missing").with("heading", heading).with("field", field.name()))
            }
            None => Ok(()),
        }
    }

    /// Writes the workbook of refused rows: [`write_rejected`].
    ///
    /// # Errors
    /// `save.*`.
    pub(crate) fn write_rejected(
        &mut self,
        tx: &Tx<'_>,
        session: &Session,
        to: Option<&NewFile<'_>>,
    ) -> Result<()> {
        self.written = write_rejected(&mut self.rejected, self.accounting.rejected, to, tx, session)?;
        Ok(())
    }

    /// Keeps what the user said of the columns, for the next file with these headings.
    pub(crate) fn remember(&self, tx: &Tx<'_>, session: &Session, columns: &Columns) -> Result<()> {
        let said = &columns.said;
        for signature in &self.layouts {
            let before = columns.remembered.get(signature);
            let of_columns = if said.is_silent() { before } else { Some(said) };
            let states = columns.states_of(signature);
            if said.is_silent() && said.states.is_empty() {
                continue;
            }
            let (fields, unused) =
                of_columns.map(|of| (of.fields.clone(), of.unused.clone())).unwrap_or_default();
            tx.remember_layout(session, signature, &MappedColumns { fields, unused, states })?;
        }
        Ok(())
    }

    /// Ends the job: the accounting of a run or of a dry run; the workbook of refused rows stays.
    ///
    /// # Errors
    /// The run's.
    pub(crate) fn settle(self, run: Result<()>) -> Result<Accounting> {
        debug_assert!(run.is_err() || self.accounting.adds_up(), "not every row: {:?}", self.accounting);
        Written::keep_with(self.written, run)?;
        Ok(self.accounting)
    }
}

/// The sheets of a file, read one after the other on a thread of their own that begins at once and keeps few of them
/// waiting. It ends when nobody takes them.
pub(crate) struct Sheets {
    file: String,
    total: u64,
    read: Receiver<Result<Sheet>>,
}

impl Sheets {
    /// Begins to read all sheets of the file, or those of `only`, in their order.
    ///
    /// # Errors
    /// `layout.no_sheet` when one of `only` is not in the file.
    pub(crate) fn begin(mut file: SourceFile, only: &[String]) -> Result<Self> {
        let name = file.file_name().to_owned();
        let sheets = file.sheet_names();
        if let Some(missing) = only.iter().find(|only| !sheets.contains(only)) {
            let error = Error::new("layout.no_sheet");
            return Err(error.with("sheet", missing).with("sheets", sheets.join(", ")));
        }
        let is_wanted = |i: &usize| only.is_empty() || sheets.get(*i).is_some_and(|name| only.contains(name));
        let wanted: Vec<usize> = (0..sheets.len()).filter(is_wanted).collect();
        let total = wanted.len() as u64;
        let (send, read) = sync_channel(2);
        std::thread::spawn(move || {
            for index in wanted {
                let sheet = file.read(index);
                let failed = sheet.is_err();
                if send.send(sheet).is_err() || failed {
                    return;
                }
            }
        });
        Ok(Self { file: name, total, read })
    }
}

/// Makes people of the sheets and hands them to `plan` on one thread, while the caller's thread does the steps of the plan
/// (`apply`): a commune's laptop has two cores, and storing takes as long as all else.
/// Sheets without headings (covers, notes) are passed over.
///
/// # Errors
/// `file.*` when the file cannot be read, `layout.no_people` when no sheet has a heading row with names, `job.stopped`,
/// and whatever `plan` and `apply` say.
pub(crate) fn read_people_file<T: Send>(
    sheets: Sheets,
    columns: &Columns,
    session: &Session,
    mut plan: impl FnMut(PeopleSheet) -> Result<Vec<T>> + Send,
    mut apply: impl FnMut(&T) -> Result<()>,
) -> Result<()> {
    let Sheets { file: name, total, read } = sheets;
    let today = session.today();
    let mut any = false;
    std::thread::scope(|scope| -> Result<()> {
        let (send_plan, plans) = sync_channel(2);
        scope.spawn(move || {
            for sheet in read {
                let made = sheet.and_then(|sheet| columns.people(sheet, today)?.map(&mut plan).transpose());
                let failed = made.is_err();
                if send_plan.send(made).is_err() || failed {
                    return;
                }
            }
        });
        for (n, made) in plans.iter().enumerate() {
            session.check_stop()?;
            session.progress("progress.reading", n as u64 + 1, total);
            let Some(steps) = made? else { continue };
            any = true;
            for (n, step) in steps.iter().enumerate() {
                if n % 256 == 0 {
                    session.check_stop()?;
                }
                apply(step)?;
            }
        }
        Ok(())
    })?;
    if any { Ok(()) } else { Err(Error::new("layout.no_people").with("file", name)) }
}
