//! The summary file that goes up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::verify_summary::{read_kept, read_named};
use crate::disk::{NewFile, Written};
use crate::domain::daily::{daily_cells, daily_columns, unit_heading};
use crate::domain::dates::vi;
use crate::domain::file_kind::FileKind;
use crate::domain::form::{Column, Form, Kind, Row, Value, issuer};
use crate::domain::ids::UnitId;
use crate::domain::indicator::StatedIndicator;
use crate::domain::summary::{NO_CAMPAIGN, NamedUnit, StatedDay, StatedUnit, SummaryFile};
use crate::domain::unit::{Level, Unit};
use crate::error::{Error, Result};
use crate::excel::write_form::write_form;
use crate::exchange::summary_file;
use crate::exchange::summary_file::Signed;
use crate::figures::{Day, UnitRow, stated_of_book};
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::summaries::{KeptDay, KeptFile};
use crate::store::{Book, Tx};

/// Days that one file can state.
const MOST_DAYS: u64 = 400;

/// The summary to write.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportSummary {
    /// Up to the end of this day.
    pub day: NaiveDate,
    /// The file (.tnsolieu); beside it goes an .xlsx of the same figures.
    pub out: PathBuf,
    /// Whether both may take the place of earlier ones.
    #[serde(default)]
    pub replace: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ExportedSummary {
    /// The file.
    pub out: PathBuf,
    /// The workbook beside it.
    pub workbook: PathBuf,
    /// Its number.
    pub sequence: u32,
    /// sha256 of the file, hexadecimal.
    pub sha256: String,
    /// Fingerprint of the book's key, which the unit above has to confirm once.
    pub fingerprint: String,
    /// Days that it states.
    pub days: Vec<NaiveDate>,
    /// Of those, days that an earlier file stated otherwise.
    pub restated: Vec<NaiveDate>,
    /// Units without figures on the last day.
    pub without: Vec<String>,
    /// Signed summaries of units below inside.
    pub inside: usize,
    /// Nothing has changed since: this is the last file once more.
    pub again: bool,
}

/// Writes the summary up to a day: each day since the last one, and each day that was sent and has changed, later ones
/// included; so a corrected day goes up as soon as it is signed again.
///
/// # Errors
/// `report.in_future`, `summary.nothing`, `report.sums_differ`, `save.*`; the book's own.
pub fn export(book: &mut Book, session: &Session, args: &ExportSummary) -> Result<ExportedSummary> {
    let workbook = args.out.with_extension("xlsx");
    let file = NewFile { path: &args.out, kind: FileKind::Summary, replace: args.replace };
    let beside = NewFile { path: &workbook, kind: FileKind::Workbook, replace: args.replace };
    file.check()?;
    beside.check()?;
    let drawn = DrawnSummary::draw(&Day::asked(book, session, Some(args.day))?, session)?;
    if drawn.again {
        drawn.write(&file, &beside)?.into_iter().for_each(Written::keep);
    } else {
        let told = json!({ "day": args.day, "sequence": drawn.summary.sequence });
        let mut written = None;
        let done = book.transact(session, "export-summary", told, |tx| {
            drawn.keep(tx, session)?;
            // Inside the transaction: a file that could not be written was not sent.
            written = Some(drawn.write(&file, &beside)?);
            Ok(())
        });
        Written::keep_with(written.into_iter().flatten(), done)?;
    }
    let DrawnSummary { summary, signed, restated, again, .. } = drawn;
    let without = summary.days.last().map(|day| day.units.as_slice()).unwrap_or_default();
    Ok(ExportedSummary {
        out: args.out.clone(),
        workbook,
        sequence: summary.sequence,
        sha256: signed.sha256,
        fingerprint: signed.fingerprint,
        days: summary.days.iter().map(|day| day.day).collect(),
        restated,
        without: without.iter().filter(|u| u.figures.is_none()).map(|u| u.unit.name.clone()).collect(),
        inside: signed.inside.len(),
        again,
    })
}

/// A summary that is ready to be written.
pub(crate) struct DrawnSummary {
    /// What it says.
    pub(crate) summary: SummaryFile,
    /// Nothing has changed since the last one: it is that file once more.
    pub(crate) again: bool,
    restated: Vec<NaiveDate>,
    signed: Signed,
    text: String,
    drawn: Vec<u8>,
    unit: UnitId,
}

impl DrawnSummary {
    /// Draws the summary up to the day.
    ///
    /// # Errors
    /// `summary.nothing`, `report.sums_differ`; the book's own.
    pub(crate) fn draw(on: &Day<'_>, session: &Session) -> Result<Self> {
        let (book, day, info) = (on.book, on.day, &on.info);
        let seed = book.signing_seed()?;
        let sent: BTreeMap<NaiveDate, KeptDay> = book
            .kept_days(Some(info.unit_id), NaiveDate::default(), session.today().max(day))?
            .into_iter()
            .map(|kept| (kept.stated.day, kept))
            .collect();
        let sent_files: Vec<KeptFile> =
            book.summary_files()?.into_iter().filter(|file| file.unit_id == info.unit_id).collect();
        let last = sent_files.last();

        // What changed on a day has changed what was sent of the days after it: one file states them all.
        let until = sent.last_key_value().map_or(day, |(last, _)| day.max(*last));

        let mut draft = Draft::new(book, session)?;
        let days: Vec<NaiveDate> = days_to_count(on, &sent, until)?.into_iter().collect();
        if days == [day] {
            draft.day(on, sent.get(&day))?;
        } else {
            // People are read once for all days: somebody added changes every day that was sent.
            book.evidence_of_days(&days, |counted, people| {
                draft.day(&on.on(counted)?.with_people(people.to_vec()), sent.get(&counted))
            })?;
        }
        let indicators = draft.indicators(on)?;
        if draft.days.is_empty() && indicators.changed {
            // The day once more, to state what has changed beside it.
            draft.restate(on)?;
        }
        draft.inside.extend(indicators.files);
        let Draft { days, restated, inside, .. } = draft;
        let again = days.is_empty();
        let (text, summary, signed) = if again {
            let nothing = || Error::new("summary.nothing").with("day", vi(day));
            // The newest that was made for the day or states it; what has changed since would have been stated.
            let states = sent.get(&day).map(|kept| &kept.rank.file);
            let of_day = |file: &&KeptFile| file.day == day || Some(&file.sha256) == states;
            let kept = sent_files.iter().rev().find(of_day).ok_or_else(nothing)?;
            let signed = read_kept(book, &kept.sha256)?;
            (book.summary_text(&kept.sha256)?, signed.summary.clone(), signed)
        } else {
            let summary = SummaryFile {
                unit: NamedUnit {
                    id: info.unit_id.to_string(),
                    code: info.code.clone(),
                    name: info.name.clone(),
                },
                level: info.level,
                above: info.above.clone(),
                sequence: last.map_or(1, |last| last.sequence.saturating_add(1)),
                previous: last.map(|last| last.sha256.clone()).unwrap_or_default(),
                day: until,
                issued_at: session.now(),
                days,
                indicators: indicators.stated,
            };
            let inside: Vec<(String, String)> = inside
                .into_iter()
                .map(|(file, unit)| Ok((unit, book.summary_text(&file)?)))
                .collect::<Result<_>>()?;
            let (text, signed) = sign(&summary, inside, &seed)?;
            (text, summary, signed)
        };
        let drawn = write_form(&draw(&summary, info.level, session.today()))?;
        Ok(Self { summary, again, restated, signed, text, drawn, unit: info.unit_id })
    }

    /// Keeps it as sent.
    pub(crate) fn keep(&self, tx: &Tx<'_>, session: &Session) -> Result<()> {
        tx.keep_summary(session, (self.unit, 0), &self.summary, &self.signed.sha256, &self.text)
    }

    /// Writes the file and the workbook of the same figures.
    ///
    /// # Errors
    /// `save.*`.
    pub(crate) fn write(&self, file: &NewFile<'_>, workbook: &NewFile<'_>) -> Result<[Written; 2]> {
        Ok([file.write_bytes(self.text.as_bytes())?, workbook.write_bytes(&self.drawn)?])
    }
}

/// Signs a summary, and reads it as others will. A file inside that states a day otherwise than this book by now (of a unit merged
/// since, say) cannot vouch for it and stays out.
fn sign(
    summary: &SummaryFile,
    mut inside: Vec<(String, String)>,
    seed: &[u8; 32],
) -> Result<(String, Signed)> {
    loop {
        let text = summary_file::write(summary, &inside, seed);
        // What goes out is what comes in elsewhere.
        let refused = match read_named(&text, &summary.unit.name) {
            Ok(signed) => return Ok((text, signed)),
            Err(refused) => refused,
        };
        let before = inside.len();
        if matches!(refused.code, "summary.figures_changed" | "summary.indicator_changed") {
            inside.retain(|(unit, _)| refused.params.get("id") != Some(unit));
        }
        if inside.len() == before {
            return Err(refused);
        }
    }
}

/// The days up to `until` whose figures may have to be stated: those since the last statement, those that units below have
/// stated since, those whose visits, extracts or people have changed: of visits that came in late also days before the first
/// that was sent.
fn days_to_count(
    on: &Day<'_>,
    sent: &BTreeMap<NaiveDate, KeptDay>,
    until: NaiveDate,
) -> Result<BTreeSet<NaiveDate>> {
    let (book, day) = (on.book, on.day);
    let last = sent.last_key_value().map(|(last, _)| *last);
    let earliest = until.checked_sub_days(Days::new(MOST_DAYS - 1)).unwrap_or(until);
    let since = book.last_sent_change()?;
    let mut days: BTreeSet<NaiveDate> =
        book.stated_since(since, true)?.into_iter().map(|(_, day)| day).collect();
    // Visits long before the campaign are not its figures.
    let begin = match on.start {
        Some(start) => Some(start),
        None => [book.first_visit_day()?, days.first().copied()].into_iter().flatten().min(),
    };
    let first = match last {
        Some(last) => last.succ_opt(),
        None => begin.or(Some(day)),
    };
    if let Some(first) = first {
        days.extend(first.max(earliest).iter_days().take_while(|d| *d <= until));
    }
    let changed = book.changed_since(since, false)?;
    if let Some(changed) = changed.first.into_iter().chain(changed.doubtful).chain(changed.lists).min() {
        days.extend(sent.range(changed..).map(|(day, _)| *day));
        if let (Some(begin), Some((first_sent, _))) = (begin, sent.first_key_value()) {
            days.extend(begin.max(changed).iter_days().take_while(|day| day < first_sent));
        }
    }
    days.retain(|d| (earliest..=until).contains(d));
    Ok(days)
}

/// Whether the newest signed summary of this book says of the day what the book says now; `None` when none states it. Indicators go
/// with the last day that was sent.
pub(crate) fn still_stands(on: &Day<'_>, session: &Session) -> Result<Option<bool>> {
    let sent = on.book.kept_days(Some(on.info.unit_id), on.day, session.today().max(on.day))?;
    let Some(of_day) = sent.iter().find(|sent| sent.stated.day == on.day) else { return Ok(None) };
    let draft = Draft::new(on.book, session)?;
    let is_last = sent.iter().all(|sent| sent.stated.day <= on.day);
    let stands = draft.stated(on, on.shown()?)?.says_as(&of_day.stated);
    Ok(Some(stands && !(is_last && draft.indicators(on)?.changed)))
}

/// What a summary in the making says of indicators.
struct DraftIndicators {
    stated: Vec<StatedIndicator>,
    /// It is not what the last file says.
    changed: bool,
    /// The newest files of the units below that state any, with the units' own ids.
    files: BTreeMap<String, String>,
}

/// A summary in the making.
struct Draft<'a> {
    session: &'a Session,
    /// Ids of the units in their own books.
    own_ids: BTreeMap<UnitId, String>,
    days: Vec<StatedDay>,
    restated: Vec<NaiveDate>,
    /// Signed files, with the units' own ids.
    inside: BTreeMap<String, String>,
}

impl<'a> Draft<'a> {
    fn new(book: &Book, session: &'a Session) -> Result<Self> {
        let keys = book.pinned_keys()?;
        Ok(Self {
            own_ids: keys.into_iter().filter_map(|key| Some((key.unit_id?, key.id))).collect(),
            session,
            days: Vec::new(),
            restated: Vec::new(),
            inside: BTreeMap::new(),
        })
    }

    fn own_id(&self, unit: &Unit) -> String {
        self.own_ids.get(&unit.id).cloned().unwrap_or_else(|| unit.id.to_string())
    }

    /// What is to be said of a day.
    fn stated(&self, on: &Day<'_>, rows: &[UnitRow]) -> Result<StatedDay> {
        let units = rows.iter().map(|UnitRow { unit, figures, .. }| StatedUnit {
            unit: NamedUnit { id: self.own_id(unit), code: unit.code.clone(), name: unit.name.clone() },
            figures: figures.clone(),
        });
        let (annex1, since) = (on.own_annex_row()?, Some(on.start.unwrap_or(NO_CAMPAIGN)));
        let apart = rows.iter().filter(|row| row.apart).map(|row| self.own_id(&row.unit)).collect();
        Ok(StatedDay { annex1, since, apart, ..StatedDay::of(on.day, units.collect()) })
    }

    /// What is to be said of indicators.
    fn indicators(&self, on: &Day<'_>) -> Result<DraftIndicators> {
        // What is reported is of today, whatever day the file is made for.
        let day = self.session.today();
        let today = on.on(day.max(on.day))?;
        let below: BTreeSet<UnitId> = on.units.below(on.info.unit_id).iter().map(|unit| unit.id).collect();
        let named = |unit: UnitId| {
            let own = || self.own_ids.get(&unit).cloned().unwrap_or_else(|| unit.to_string());
            below.contains(&unit).then(own)
        };
        let stated = stated_of_book(&today, &named)?;
        let sent = on.book.stated_indicators()?.remove(&on.info.unit_id).unwrap_or_default();
        let mut files = BTreeMap::new();
        for (unit, file) in on.book.files_with_indicators()? {
            if let Some(id) = named(unit) {
                files.insert(file, id);
            }
        }
        Ok(DraftIndicators { changed: stated != sent, stated, files })
    }

    /// States a day that was sent as it is.
    fn restate(&mut self, on: &Day<'_>) -> Result<()> {
        self.day(on, None)
    }

    /// States a day unless it was `sent` so before.
    fn day(&mut self, on: &Day<'_>, sent: Option<&KeptDay>) -> Result<()> {
        self.session.check_stop()?;
        let rows = on.whole()?;
        let stated = self.stated(on, rows)?;
        match sent {
            Some(sent) if stated.says_as(&sent.stated) => return Ok(()),
            Some(_) => self.restated.push(on.day),
            None => {}
        }
        for row in rows {
            if let Some(file) = &row.file {
                self.inside.insert(file.clone(), self.own_id(&row.unit));
            }
        }
        self.days.push(stated);
        Ok(())
    }
}

/// The workbook beside the file: a row a unit and day, for offices without the program.
fn draw(summary: &SummaryFile, level: Level, today: NaiveDate) -> Form {
    let head = [
        ("form.column.ordinal", 30, Kind::Centred),
        ("form.summary.day", 70, Kind::Centred),
        (unit_heading(level), 118, Kind::Text),
    ];
    let day = vi(summary.day);
    let (commune, agency) = issuer(level, &summary.unit.name, &summary.above);
    let mut form = Form {
        sheet: word("form.summary.sheet").to_owned(),
        landscape: true,
        above: sentence("form.above", [("unit", commune)]).to_uppercase(),
        agency: agency.to_uppercase(),
        place: commune.to_owned(),
        date: today,
        title: word("form.summary.title").to_owned(),
        subtitles: vec![summary.unit.name.clone()],
        remarks: vec![sentence(
            "form.summary.remark",
            [("number", summary.sequence.to_string().as_str()), ("day", &day)],
        )],
        columns: head
            .into_iter()
            .map(|(heading, width, kind)| Column::new(word(heading), width, kind))
            .chain(daily_columns())
            .collect(),
        ..Form::default()
    };
    let mut ordinal = 0;
    for stated in &summary.days {
        let day = Value::Text(vi(stated.day));
        for StatedUnit { unit, figures } in &stated.units {
            ordinal += 1;
            let head = [Value::from(ordinal), day.clone(), unit.name.as_str().into()];
            let cells = head.into_iter().chain(daily_cells(figures.as_ref())).collect();
            form.rows.push(Row { total: false, cells });
        }
        let head = [word("form.total").into(), day, Value::from("")];
        let cells = head.into_iter().chain(daily_cells(stated.total().as_ref())).collect();
        form.rows.push(Row { total: true, cells });
    }
    form.notes.push(word("form.daily.missing").to_owned());
    form
}

// ---- Verify
