//! Writes the workbook of a form for a day: counts, checks the sums, notes the paper, writes the file.
//!
//! A form is a small description: its fields in order. What each shows, how wide and how it stands is told once, in
//! `Field`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::roll_up::{OnDay, UnitRow, daily_cells, daily_columns, roll_up, total};
use super::{draw_annex1, draw_five_clear, draw_league};
use crate::disk::{FileKind, NewFile, Written};
use crate::domain::citizen::Sex;
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Signature, Value, issuer};
use crate::domain::identity;
use crate::domain::ids::{UnitId, VisitId};
use crate::domain::reconciliation::{Finding, judge};
use crate::domain::report::{Evidence, Figures, Percent, ReportForm};
use crate::domain::summary::UnitDay;
use crate::domain::text::{NameOrder, fold, thousands};
use crate::domain::unit::{Level, Unit};
use crate::domain::visit::{self, Follow, Outcome};
use crate::domain::walk::{Numbering, WalkKey};
use crate::error::{Error, Result};
use crate::excel::write_form::write_form;
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::reports::{ListedPerson, ReportIssue};
use crate::store::{Book, BookInfo, Tx};

/// Which report, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportArgs {
    /// The form.
    pub form: ReportForm,
    /// The day in Việt Nam that it reports, evening included.
    pub day: NaiveDate,
    /// First day of "so far"; without it the start of the campaign, else all; for `hand-back` the day itself.
    pub from: Option<NaiveDate>,
    /// A unit of the book; without it the whole book.
    pub unit: Option<UnitId>,
    /// The .xlsx file to write.
    pub out: PathBuf,
    /// Whether it may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ReportDone {
    /// The form.
    pub form: ReportForm,
    /// The day.
    pub day: NaiveDate,
    /// The file.
    pub out: PathBuf,
    /// Rows of the table, totals left out.
    pub rows: usize,
    /// n of "bản điều chỉnh lần n"; 0 for a first paper.
    pub adjusted: u32,
}

/// Writes the workbook. A paper of a past day whose figures changed since it was last written is marked "bản điều chỉnh
/// lần n"; with the same figures it keeps its number.
///
/// # Errors
/// `report.in_future`, `report.from_after_day`, `report.sums_differ`, `save.*`; the book's own.
pub fn make_report(book: &mut Book, session: &Session, args: &ReportArgs) -> Result<ReportDone> {
    let to = NewFile { path: &args.out, kind: FileKind::Workbook, replace: args.replace };
    to.check()?;
    let paper = Paper::draw(book, session, args)?;
    if paper.is_new {
        let told = serde_json::json!({ "form": args.form, "day": args.day });
        let mut written = None;
        let done = book.transact(session, "report", told, |tx| {
            paper.note(tx, session)?;
            // Inside the transaction: a paper that could not be written was not handed in.
            written = Some(to.write_bytes(&paper.bytes)?);
            Ok(())
        });
        Written::keep_with(written, done)?;
    } else {
        to.write_bytes(&paper.bytes)?.keep();
    }
    Ok(ReportDone {
        form: args.form,
        day: args.day,
        out: args.out.clone(),
        rows: paper.rows,
        adjusted: paper.issue.number,
    })
}

/// A paper that is ready to be written.
pub(super) struct Paper {
    /// The workbook.
    pub(super) bytes: Vec<u8>,
    /// Rows of the table, totals left out.
    pub(super) rows: usize,
    /// Its figures and its number.
    pub(super) issue: ReportIssue,
    /// Whether its figures have not been handed in yet.
    pub(super) is_new: bool,
    key: String,
    day: NaiveDate,
    unit: UnitId,
}

impl Paper {
    /// Draws a paper and finds its number. `args.out` is not looked at.
    ///
    /// # Errors
    /// As [`draw_report`].
    pub(super) fn draw(book: &Book, session: &Session, args: &ReportArgs) -> Result<Self> {
        let mut form = draw_report(book, session, args)?;
        let rows = form.rows.iter().filter(|row| !row.total).count();
        let unit = book.part_or_whole(args.unit)?;
        let key = match args.from {
            Some(from) => format!("{} {from}", args.form),
            None => args.form.to_string(),
        };
        let figures = digest(&form);
        let last = book.last_report_issue(&key, args.day, unit)?;
        let number = match &last {
            Some(last) if last.figures != figures && args.day < session.today() => last.number + 1,
            Some(last) => last.number,
            None => 0,
        };
        if number > 0 {
            form.subtitles.push(sentence("form.adjusted", [("number", number.to_string().as_str())]));
        }
        let bytes = write_form(&form)?;
        let is_new = last.is_none_or(|last| last.figures != figures);
        Ok(Self { bytes, rows, issue: ReportIssue { figures, number }, is_new, key, day: args.day, unit })
    }

    /// Notes that it is handed in.
    ///
    /// # Errors
    /// The book's own.
    pub(super) fn note(&self, tx: &Tx<'_>, session: &Session) -> Result<()> {
        tx.add_report_issue(session, &self.key, self.day, self.unit, &self.issue)
    }
}

/// The form as it would be printed now, without a trace in the book: what a preview shows.
///
/// # Errors
/// `report.in_future`, `report.from_after_day`, `report.sums_differ`; the book's own.
pub fn draw_report(book: &Book, session: &Session, args: &ReportArgs) -> Result<Form> {
    if args.day > session.today() {
        return Err(Error::new("report.in_future").with("day", vi(args.day)));
    }
    if args.from.is_some_and(|from| from > args.day) {
        return Err(Error::new("report.from_after_day").with("day", vi(args.day)));
    }
    let start = match (args.from, args.form) {
        (Some(from), _) => Some(from),
        (None, ReportForm::HandBack) => Some(args.day),
        (None, _) => book.campaign_start(args.day)?,
    };
    let info = book.info()?;
    let on_day = OnDay::new(book, args.unit, args.day)?;
    let source = Source {
        info,
        extract: book.newest_extract(args.day)?,
        on_day,
        part: args.unit.is_some(),
        asked_from: args.from.is_some(),
        start,
        from: start.unwrap_or_default(),
        day: args.day,
        book,
    };
    session.check_stop()?;
    let mut form = source.paper(args, session.today());
    let paper = book.paper(args.form)?;
    if !paper.recipients.is_empty() {
        form.recipients = paper.recipients.lines().map(str::to_owned).collect();
    }
    if let Some(signature) = form.signatures.last_mut() {
        signature.name = paper.signer;
    }
    match args.form {
        ReportForm::Daily => source.daily(&mut form)?,
        ReportForm::Annex1 => {
            draw_annex1::draw(book, &source.on_day.people, source.extract, args.day, args.unit, &mut form)?;
        }
        ReportForm::League => draw_league::draw(book, args.day, args.unit, &mut form)?,
        ReportForm::FiveClear => {
            let unit = args.unit.and_then(|id| source.on_day.units.iter().find(|unit| unit.id == id));
            draw_five_clear::draw(book, unit.map(|unit| unit.name.as_str()), args.day, &mut form)?;
        }
        _ => source.list(args.form, &mut form)?,
    }
    Ok(form)
}

fn digest(form: &Form) -> String {
    use std::fmt::Write;
    let rows = serde_json::to_vec(&form.rows).unwrap_or_default();
    Sha256::digest(rows).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// What the papers are made from.
struct Source<'a> {
    book: &'a Book,
    info: BookInfo,
    /// Units and people of the day.
    on_day: OnDay,
    /// Whether the units are less than the whole book.
    part: bool,
    /// Whether the user chose the first day of "so far".
    asked_from: bool,
    /// Day of the newest extract.
    extract: Option<NaiveDate>,
    /// First day of "so far", when there is one.
    start: Option<NaiveDate>,
    /// As `start`, or the beginning of time.
    from: NaiveDate,
    day: NaiveDate,
}

impl Source<'_> {
    /// The parts that all forms have.
    fn paper(&self, args: &ReportArgs, today: NaiveDate) -> Form {
        let code = args.form.code();
        let says = |part: &str| word(&format!("form.{code}.{part}"));
        let (commune, agency) = issuer(self.info.level, &self.info.name, &self.info.above);
        let place = in_sentence(commune);
        let (day, start) = (vi(self.day), self.start.map(vi));
        let period = match &start {
            Some(start) if *start == day => sentence("form.period.day", [("day", day.as_str())]),
            Some(start) => sentence("form.period.days", [("from", start.as_str()), ("day", day.as_str())]),
            None => sentence("form.period.until", [("day", day.as_str())]),
        };
        let period = if args.form == ReportForm::Daily {
            sentence("form.daily.subtitle", [("day", day.as_str())])
        } else {
            period
        };
        let unit = args.unit.and_then(|id| self.on_day.units.iter().find(|unit| unit.id == id));
        let evidence = match self.extract.map(vi) {
            Some(extract) => sentence("form.as_of", [("day", day.as_str()), ("extract", extract.as_str())]),
            None => sentence("form.as_of.no_extract", [("day", day.as_str())]),
        };
        let lines = |text: &str| {
            text.split('|').filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let basis = says("basis");
        Form {
            sheet: says("sheet").to_owned(),
            landscape: !matches!(args.form, ReportForm::Annex2),
            above: sentence("form.above", [("unit", commune)]).to_uppercase(),
            agency: agency.to_uppercase(),
            place: commune.to_owned(),
            date: today,
            annex: says("annex").to_owned(),
            title: says("title").to_owned(),
            subtitles: unit.map(|unit| unit.name.clone()).into_iter().chain([period]).collect(),
            remarks: lines(basis).into_iter().chain([evidence]).collect(),
            empty: says("empty").to_owned(),
            recipients: lines(says("recipients")).iter().map(|line| line.replace("{unit}", &place)).collect(),
            signatures: lines(says("signatures"))
                .iter()
                .map(|titles| Signature {
                    titles: titles.split('/').map(|title| title.trim().replace("{unit}", &place)).collect(),
                    hint: word("form.sign_here").to_owned(),
                    name: String::new(),
                })
                .collect(),
            ..Form::default()
        }
    }

    /// The daily report: a row a unit.
    fn daily(&self, form: &mut Form) -> Result<()> {
        let rows = roll_up(self.book, &self.on_day, self.from)?;
        if self.asked_from && rows.iter().any(|row| row.received) {
            return Err(Error::new("report.from_needs_people"));
        }
        let bottom = matches!(self.info.level, Level::Hamlet | Level::Commune);
        let unit = if bottom { "form.daily.hamlet" } else { "form.daily.unit" };
        let columns = [("form.column.ordinal", 30, Kind::Centred), (unit, 118, Kind::Text)];
        form.columns = columns
            .into_iter()
            .map(|(heading, width, kind)| Column::new(word(heading), width, kind))
            .chain(daily_columns())
            .collect();
        form.numbered = true;
        let row = |total, head: [Value; 2], figures: Option<&UnitDay>| Row {
            total,
            cells: head.into_iter().chain(daily_cells(figures)).collect(),
        };
        for (UnitRow { unit, figures, .. }, ordinal) in rows.iter().zip(1..) {
            form.rows.push(row(false, [Value::Count(ordinal), unit.name.as_str().into()], figures.as_ref()));
        }
        let total = total(&rows);
        form.rows.push(row(true, [word("form.total").into(), Value::Left], total.as_ref()));
        form.notes = self.daily_notes(&total.map(|total| total.figures).unwrap_or_default());
        if !self.part {
            form.notes.extend(draw_annex1::pace_notes(
                self.book,
                &self.on_day.people,
                self.extract,
                self.day,
            )?);
        }
        // The line on the pace speaks of the units with targets alone.
        let target = |row: &UnitRow| row.figures.as_ref().map(|figures| figures.target.is_some());
        if !self.part && rows.iter().any(|row| target(row) == Some(true)) {
            let untargeted = rows.iter().filter(|row| target(row) == Some(false));
            let untargeted: Vec<String> = untargeted.map(|row| row.unit.name.clone()).collect();
            form.notes.extend(draw_annex1::without_note(&untargeted));
        }
        if form.rows.iter().any(|row| row.cells.contains(&Value::Missing)) {
            form.notes.push(word("form.daily.missing").to_owned());
        }
        let without: Vec<&str> =
            rows.iter().filter(|row| row.figures.is_none()).map(|row| row.unit.name.as_str()).collect();
        if !bottom && !without.is_empty() {
            let (count, day) = (thousands(without.len()), vi(self.day));
            let params = [("count", count.as_str()), ("day", &day), ("units", &without.join(", "))];
            form.notes.push(sentence("form.daily.without", params));
        }
        let partial: Vec<String> = rows
            .iter()
            .filter_map(|row| Some((&row.unit.name, row.figures.as_ref()?)))
            .filter(|(_, figures)| figures.counted < figures.expected)
            .map(|(name, figures)| {
                format!("{name} ({}/{})", thousands(figures.counted), thousands(figures.expected))
            })
            .collect();
        if !partial.is_empty() {
            form.notes.push(sentence("form.daily.partial", [("units", partial.join(", ").as_str())]));
        }
        Ok(())
    }

    fn daily_notes(&self, total: &Figures) -> Vec<String> {
        let mut notes = vec![word("form.daily.formulas").to_owned()];
        let (official, pending) = (thousands(total.official), thousands(total.active() - total.official));
        notes.push(sentence(
            "form.daily.evidence",
            [("official", official.as_str()), ("pending", pending.as_str())],
        ));
        if total.denied > 0 {
            notes.push(sentence("form.daily.denied", [("count", thousands(total.denied).as_str())]));
        }
        if total.birth_unknown > 0 {
            notes.push(sentence(
                "form.daily.birth_unknown",
                [("count", thousands(total.birth_unknown).as_str())],
            ));
        }
        notes
    }

    /// A list: a row a person.
    fn list(&self, form_code: ReportForm, form: &mut Form) -> Result<()> {
        let fields = fields(form_code);
        form.columns = fields.iter().map(|field| field.column(form_code)).collect();
        let mut items = self.items(form_code)?;
        form.notes = self.list_notes(form_code, &items);
        let own = self.book.own_unit()?.id;
        let stated = self.book.stated_totals(self.from, self.day)?;
        if stated.into_iter().any(|((unit, _), total)| unit != own && total.is_some()) {
            form.notes.push(word("form.list.without_names").to_owned());
        }
        if form_code == ReportForm::Annex2 {
            let order = NameOrder::new();
            // Stable: within an officer the order of the walk stays. Rows without an officer come last.
            items.sort_by_cached_key(|item| (item.member().is_empty(), order.key(item.member())));
        }
        for (item, ordinal) in items.iter().zip(1..) {
            let cells = fields.iter().map(|field| field.value(item, ordinal)).collect();
            form.rows.push(Row { total: false, cells });
        }
        if form_code == ReportForm::Annex2 && !items.is_empty() {
            merge_officers(&items, fields, form);
        }
        Ok(())
    }

    /// The people of a list in walking order, hamlet by hamlet.
    fn items(&self, form: ReportForm) -> Result<Vec<Item<'_>>> {
        let mut places: Vec<(UnitId, usize)> =
            self.on_day.units.iter().map(|unit| unit.id).zip(0..).collect();
        places.sort_unstable();
        let mut items = Vec::new();
        for person in &self.on_day.people {
            let Ok(place) = places.binary_search_by_key(&person.unit_id, |(id, _)| *id) else { continue };
            let Some((_, unit)) =
                places.get(place).and_then(|(_, at)| self.on_day.units.get(*at).map(|u| (*at, u)))
            else {
                continue;
            };
            let Some((visit, finding)) = self.belongs(form, person) else { continue };
            let team = person.team_result(self.from, self.day);
            items.push(Item {
                unit,
                listed: self.book.listed_person(person.citizen_id, visit)?,
                level: person.level_at(self.day),
                attempts: person.visits_between(self.from, self.day).count(),
                upgraded: team.activated == 0 && team.upgraded_by.is_some(),
                finding,
                person,
            });
        }
        let numbering = |unit: UnitId| {
            Numbering::of(items.iter().filter(|item| item.unit.id == unit).map(|item| &item.listed.household))
        };
        let numberings: Vec<(UnitId, Numbering)> =
            self.on_day.units.iter().map(|u| (u.id, numbering(u.id))).collect();
        items.sort_by_cached_key(|item| {
            let place = numberings.iter().position(|(id, _)| *id == item.unit.id).unwrap_or_default();
            let numbering = numberings.get(place).map_or(Numbering::Hamlet, |(_, numbering)| *numbering);
            (
                place,
                WalkKey::new(&item.listed.household, numbering),
                item.listed.birth,
                item.listed.citizen_id,
            )
        });
        Ok(items)
    }

    /// Whether a person stands on a list, and by which visit.
    fn belongs(&self, form: ReportForm, person: &Evidence) -> Option<(Option<VisitId>, Option<Finding>)> {
        let open = |outcome: Outcome| {
            let visit = person.open_visit(self.from, self.day).filter(|visit| visit.outcome == outcome)?;
            Some((Some(visit.id), None))
        };
        match form {
            ReportForm::Daily | ReportForm::Annex1 | ReportForm::FiveClear | ReportForm::League => None,
            ReportForm::Annex2 => {
                let visit = person.team_result(self.from, self.day).activated_by?;
                Some((Some(visit), None))
            }
            ReportForm::Activated => {
                let result = person.team_result(self.from, self.day);
                Some((Some(result.activated_by.or(result.upgraded_by)?), None))
            }
            ReportForm::Absent => open(Outcome::Absent),
            ReportForm::Ineligible => open(Outcome::Ineligible),
            ReportForm::NoSmartphone => open(Outcome::NoSmartphone),
            ReportForm::HandBack => {
                // Not those whom the team can help itself: with an appointment, or on the web without a smartphone.
                let visit = person.open_visit(self.from, self.day)?;
                let again = visit::reason(visit.reason).is_some_and(|reason| reason.follow == Follow::Again);
                let back = !again && visit.outcome != Outcome::NoSmartphone;
                back.then_some((Some(visit.id), None))
            }
            ReportForm::Discrepancies => {
                let finding = judge(&person.sides(self.day, self.extract));
                let listed = finding.is_discrepancy() || finding == Finding::ClaimedAfterExtract;
                listed.then_some((person.claim(self.day).map(|visit| visit.id), Some(finding)))
            }
        }
    }

    fn list_notes(&self, form: ReportForm, items: &[Item<'_>]) -> Vec<String> {
        let count = thousands(items.len());
        let mut notes = vec![sentence("form.list.total", [("count", count.as_str())])];
        if form == ReportForm::Ineligible {
            let inside = |unit: UnitId| self.on_day.units.iter().any(|own| own.id == unit);
            let visited = self
                .on_day
                .people
                .iter()
                .filter(|p| inside(p.unit_id) && p.latest_visit(self.from, self.day).is_some());
            let visited = u32::try_from(visited.count()).unwrap_or(u32::MAX);
            let ineligible = u32::try_from(items.len()).unwrap_or(u32::MAX);
            let ratio = Percent::of(ineligible, visited).map_or_else(|| "–".to_owned(), Percent::to_vi);
            let params = [("count", count.as_str()), ("visited", &thousands(visited)), ("ratio", &ratio)];
            notes.push(sentence("form.ineligible.ratio", params));
        }
        let masked = fields(form).contains(&Field::MaskedNumber);
        notes.extend(masked.then(|| word("form.masked").to_owned()));
        notes
    }
}

/// "Xã X" within a sentence is "xã X"; a name without a kind word stays.
fn in_sentence(name: &str) -> String {
    const KINDS: [&str; 12] =
        ["xa", "phuong", "dac", "thi", "huyen", "quan", "tinh", "thanh", "thon", "ap", "khu", "ban"];
    let kind = fold(name.split(' ').next().unwrap_or_default());
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if KINDS.contains(&kind.as_str()) => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// What one column of a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Ordinal,
    Name,
    Birth,
    Sex,
    Number,
    MaskedNumber,
    Phone,
    MaskedPhone,
    Hamlet,
    Address,
    Head,
    Level,
    LevelNote,
    Channel,
    Day,
    Member,
    OfficerTotal,
    Attempts,
    Outcome,
    Reason,
    ComeBack,
    Claim,
    Official,
    Finding,
    Note,
    Signature,
}

/// The columns of each list. Numbers and phones are whole where the plan asks for them (`annex2`), where the person
/// signs for them (`activated`) and where the police must find the person in their system (`hand-back`,
/// `discrepancies`); on lists that are carried about on paper they are masked as VNeID does (docs/domain.md, Personal data: a list of people
/// without an account is what fraudsters look for).
fn fields(form: ReportForm) -> &'static [Field] {
    use Field::{
        Address, Attempts, Birth, Channel, Claim, ComeBack, Day, Finding, Hamlet, Head, Level, LevelNote,
        MaskedNumber, MaskedPhone, Member, Name, Note, Number, OfficerTotal, Official, Ordinal, Outcome,
        Phone, Reason, Sex, Signature,
    };
    match form {
        ReportForm::Daily | ReportForm::Annex1 | ReportForm::FiveClear | ReportForm::League => &[],
        ReportForm::Annex2 => &[Ordinal, Name, Number, Phone, Member, OfficerTotal, LevelNote],
        ReportForm::Activated => {
            &[Ordinal, Name, Birth, Number, Phone, Hamlet, Level, Channel, Day, Member, Signature]
        }
        ReportForm::Absent => &[
            Ordinal,
            Name,
            Birth,
            MaskedNumber,
            MaskedPhone,
            Hamlet,
            Address,
            Head,
            Attempts,
            Day,
            Reason,
            ComeBack,
            Note,
        ],
        ReportForm::Ineligible => {
            &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Day, Reason, Note]
        }
        ReportForm::NoSmartphone => {
            &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Day, Reason, Note]
        }
        ReportForm::HandBack => {
            &[Ordinal, Name, Birth, Sex, Number, Phone, Hamlet, Address, Outcome, Reason, Day, Member, Note]
        }
        ReportForm::Discrepancies => {
            &[Ordinal, Name, Birth, Number, Hamlet, Claim, Day, Member, Official, Finding, Note]
        }
    }
}

/// One person of a list.
struct Item<'a> {
    unit: &'a Unit,
    listed: ListedPerson,
    person: &'a Evidence,
    /// Level reached by any evidence.
    level: u8,
    attempts: usize,
    /// A team raised an account that was active before.
    upgraded: bool,
    finding: Option<Finding>,
}

impl Item<'_> {
    fn member(&self) -> &str {
        self.listed.visit.as_ref().map_or("", |visit| visit.member.as_str())
    }
}

impl Field {
    /// Name of its heading in `messages.csv`, width, stand.
    fn shape(self) -> (&'static str, u32, Kind) {
        match self {
            Self::Ordinal => ("ordinal", 36, Kind::Centred),
            Self::Name => ("name", 150, Kind::Text),
            Self::Birth => ("birth", 78, Kind::Centred),
            Self::Sex => ("sex", 40, Kind::Centred),
            Self::Number | Self::MaskedNumber => ("number", 100, Kind::Centred),
            Self::Phone | Self::MaskedPhone => ("phone", 86, Kind::Centred),
            Self::Hamlet => ("hamlet", 84, Kind::Text),
            Self::Address => ("address", 90, Kind::Text),
            Self::Head => ("head", 120, Kind::Text),
            Self::Level => ("level", 46, Kind::Centred),
            Self::LevelNote | Self::Note => ("note", 84, Kind::Text),
            Self::Channel => ("channel", 70, Kind::Centred),
            Self::Day => ("day", 78, Kind::Centred),
            Self::Member => ("member", 120, Kind::Text),
            Self::OfficerTotal => ("officer_total", 70, Kind::Centred),
            Self::Attempts => ("attempts", 46, Kind::Centred),
            Self::Outcome => ("outcome", 84, Kind::Text),
            Self::Reason => ("reason", 110, Kind::Text),
            Self::ComeBack => ("come_back", 84, Kind::Centred),
            Self::Claim => ("claim", 70, Kind::Centred),
            Self::Official => ("official", 120, Kind::Text),
            Self::Finding => ("finding", 130, Kind::Text),
            Self::Signature => ("signature", 84, Kind::Text),
        }
    }

    /// Its column; a form may have a heading of its own (`form.annex2.name`).
    fn column(self, form: ReportForm) -> Column {
        let (name, width, kind) = self.shape();
        let own = word(&format!("form.{form}.{name}"));
        let heading = if own.is_empty() { word(&format!("form.column.{name}")) } else { own };
        Column::new(heading, width, kind)
    }

    fn value(self, item: &Item<'_>, ordinal: u32) -> Value {
        let (person, visit) = (&item.listed, item.listed.visit.as_ref());
        let level = |level: u8| match level {
            0 => String::new(),
            level => sentence("form.level", [("level", level.to_string().as_str())]),
        };
        let joined = |parts: [&str; 2]| {
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        };
        let text = match self {
            Self::Ordinal => return Value::Count(ordinal),
            Self::Attempts => return Value::Count(u32::try_from(item.attempts).unwrap_or(u32::MAX)),
            Self::Name => person.name.clone(),
            Self::Birth => person.birth.map(|birth| birth.to_vi()).unwrap_or_default(),
            Self::Sex => person.sex.map(|sex| word(sex_code(sex)).to_owned()).unwrap_or_default(),
            Self::Number => person.number.clone(),
            Self::MaskedNumber => identity::mask(&person.number),
            Self::Phone => person.phone.clone(),
            Self::MaskedPhone => identity::mask(&person.phone),
            Self::Hamlet => item.unit.name.clone(),
            Self::Address => joined([&person.household.house_number, &person.household.alley]),
            Self::Head => person.household.head.clone(),
            Self::Level if item.upgraded => word("form.upgraded").to_owned(),
            Self::Level => item.level.to_string(),
            Self::LevelNote => level(item.level),
            Self::Channel => visit
                .and_then(|visit| visit.channel)
                .map(|c| word(c.word_code()).to_owned())
                .unwrap_or_default(),
            Self::Day => visit.map(|visit| vi(visit.at.date_naive())).unwrap_or_default(),
            Self::Member => item.member().to_owned(),
            Self::Outcome => {
                visit.map(|visit| word(visit.outcome.word_code()).to_owned()).unwrap_or_default()
            }
            Self::Reason => visit.map(|visit| reason(&visit.reason)).unwrap_or_default(),
            Self::ComeBack => visit
                .and_then(|visit| visit.come_back_at)
                .map(|at| at.format("%H:%M %d/%m/%Y").to_string())
                .unwrap_or_default(),
            Self::Claim => visit.map(|visit| level(visit.level)).unwrap_or_default(),
            Self::Official => match item.person.official {
                Some(official) => {
                    let params = [("state", word(official.state.word(0))), ("day", &vi(official.as_of))];
                    sentence("form.official", params)
                }
                None => word("worksheet.state.none").to_owned(),
            },
            Self::Finding => item.finding.map(Finding::words).unwrap_or_default().to_owned(),
            Self::Note => visit.map(|visit| visit.note.clone()).unwrap_or_default(),
            Self::Signature | Self::OfficerTotal => String::new(),
        };
        Value::Text(text)
    }
}

/// The officer and his total stand once for all his rows: they belong to him, not to the citizen (docs/domain.md, Plans and targets).
fn merge_officers(items: &[Item<'_>], fields: &[Field], form: &mut Form) {
    let (member, total) = (Field::Member, Field::OfficerTotal);
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for item in items {
        *counts.entry(item.member()).or_default() += 1;
    }
    let mut before: Option<&str> = None;
    for (item, row) in items.iter().zip(&mut form.rows) {
        for (field, cell) in fields.iter().zip(&mut row.cells) {
            if *field != member && *field != total {
                continue;
            }
            if before == Some(item.member()) {
                *cell = Value::Above;
            } else if *field == total {
                *cell = Value::Count(counts.get(item.member()).copied().unwrap_or_default());
            } else if item.member().is_empty() {
                *cell = word("form.annex2.no_member").into();
            }
        }
        before = Some(item.member());
    }
    let place = fields.iter().position(|field| *field == total).unwrap_or_default();
    let cells = (0..fields.len()).map(|at| match at {
        0 => word("form.total").into(),
        at if at < place => Value::Left,
        at if at == place => Value::Count(u32::try_from(items.len()).unwrap_or(u32::MAX)),
        _ => Value::from(""),
    });
    form.rows.push(Row { total: true, cells: cells.collect() });
}

fn reason(code: &str) -> String {
    visit::reason(code).map(|reason| reason.word().to_owned()).unwrap_or_default()
}

fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "form.sex.male",
        Sex::Female => "form.sex.female",
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, DataType, Reader, Xlsx, open_workbook};

    use super::*;
    use crate::store::reports::sample::Sample;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Four hamlets on 05/03/2026, the fifth day of a campaign; the extract is of the third.
    fn sample() -> Sample {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.add("campaign", "đợt", "number, title, first_day, last_day", &["", "", "2026-03-01", "2026-05-31"]);
        for (name, position) in [("Thôn 1", "1"), ("Thôn 2", "2"), ("Thôn 10", "3"), ("Thôn 11", "4")] {
            s.hamlet(name, position);
        }
        s.person("A1", "Thôn 1", "Nguyễn Thị Lúa", "1970");
        s.person("A2", "Thôn 1", "Trần Văn Khoai", "1980-02");
        s.person("A3", "Thôn 1", "Phạm Thị Ngô", "1990-01-31");
        s.person("A4", "Thôn 1", "Lê Bé", "2015"); // too young
        s.person("A5", "Thôn 1", "Lê Mười Bốn", "2012-03-05"); // fourteen today
        s.person("A6", "Thôn 1", "Hồ Văn Sắn", "1960");
        s.person("A7", "Thôn 1", "Hồ Thị Kê", "1950");
        s.person("B1", "Thôn 2", "Võ Văn Vừng", "1975");
        s.person("B2", "Thôn 2", "Võ Thị Đỗ", "1985");
        s.person("B3", "Thôn 2", "=cmd|' /C calc'!A0", ""); // birth not known, name of a joker
        s.person("B4", "Thôn 2", "Y Brư Niê", "1999");
        s.person("C1", "Thôn 11", "H'Thoan", "1988");
        s.roster(
            "2026-03-03",
            &[
                ("A1", "approved-not-activated"),
                ("A2", "approved-not-activated"),
                ("A3", "active-level2"),
                ("A6", "approved-not-activated"),
                ("B4", "active-level1"),
            ],
        );
        s.visit("1", "A6", "2026-03-02T09:00", "activated 1 by Lê Thị Mơ", "?"); // the extract of the 3rd denies it
        s.visit("2", "B1", "2026-03-02T10:00", "ineligible:no-chip-card", "?");
        s.visit("3", "A1", "2026-03-04T09:00", "absent:at-work by Lê Thị Mơ", "?");
        s.visit("4", "A2", "2026-03-04T09:30", "activated 1 by Lê Thị Mơ", "?");
        s.visit("5", "A7", "2026-03-04T10:00", "other:deceased", "?");
        s.visit("6", "B2", "2026-03-04T19:00", "absent", "?");
        s.visit("7", "B2", "2026-03-04T19:00", "activated 2 by An Văn Mận", "@6"); // corrects the absence
        s.visit("8", "B4", "2026-03-04T19:30", "activated 2 by An Văn Mận", "?"); // was active at 1
        s.visit("9", "A1", "2026-03-05T18:30", "activated 1 by Lê Thị Mơ", "?");
        s.visit("10", "A2", "2026-03-05T19:00", "activated 2 by Lê Thị Mơ", "?");
        s.visit("11", "A5", "2026-03-05T19:10", "no-smartphone:web", "?");
        s
    }

    fn args(s: &Sample, form: ReportForm) -> ReportArgs {
        ReportArgs {
            form,
            day: day("2026-03-05"),
            from: None,
            unit: None,
            out: s.dir.path().join("bc.xlsx"),
            replace: true,
        }
    }

    /// The table of the written workbook as text, the total row included: from the row after the numbering row, or
    /// after the headings, to the first blank row.
    fn table(s: &mut Sample, args: &ReportArgs) -> Vec<String> {
        let form = draw_report(&s.book, &s.session, args).unwrap();
        make_report(&mut s.book, &s.session, args).unwrap();
        let mut workbook: Xlsx<_> = open_workbook(&args.out).unwrap();
        let range = workbook.worksheet_range(&form.sheet).unwrap();
        let formulas = workbook.worksheet_formula(&form.sheet).unwrap();
        assert!(formulas.used_cells().next().is_none(), "no formula");
        let heading = form.columns[0].heading[0].clone();
        let depth = form.columns.iter().map(|column| column.heading.len()).max().unwrap()
            + usize::from(form.numbered);
        let rows: Vec<_> = range.rows().collect();
        let first = rows.iter().position(|row| row[0] == Data::String(heading.clone())).unwrap() + depth;
        let show = |cell: &Data| match cell {
            Data::Float(number) => number.to_string(),
            other => other.to_string(),
        };
        rows[first..]
            .iter()
            .take_while(|row| row.iter().any(|cell| *cell != Data::Empty))
            .map(|row| row.iter().map(show).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn the_daily_report_counts_each_person_once() {
        let mut s = sample();
        let args = args(&s, ReportForm::Daily);
        // Hamlet 1: eligible A1 A2 A3 A5 A6 (A4 too young, A7 dead); approved A1 A2 A3 A6; today A1 A2 A5, so far A6 A7
        // too; A1 today at 1, A2 raised; active A1 A2 A3 (A6 denied); A5 has no smartphone, A7 is "other".
        // Hamlet 2: nobody today; so far B1 B2 B4; B2 at 2 by the correction, B4 raised; 1 of 3 not eligible.
        // Hamlet 10 has no people, hamlet 11 no visits.
        assert_eq!(
            table(&mut s, &args),
            [
                "1|Thôn 1|5|4|3|5|1|0|1|1|1|1|3|0|0|0|1|1|2|0.6",
                "2|Thôn 2|4|1|–|3|–|–|–|0|1|1|2|0|1|0.3333|0|0|2|0.5",
                "3|Thôn 10|–|–|–|–|–|–|–|–|–|–|–|–|–|–|–|–|–|–",
                "4|Thôn 11|1|0|–|–|–|–|–|–|–|–|0|–|–|–|–|–|1|0",
                "Tổng cộng||10|5|3|8|1|0|1|1|2|2|5|0|1|0.125|1|1|5|0.5",
            ]
        );
        let notes = draw_report(&s.book, &s.session, &args).unwrap().notes.join(" ");
        assert!(notes.contains("xác nhận 2; tổ công tác báo, chờ danh sách công an xác nhận 3"), "{notes}");
        assert!(notes.contains("Không tính 1 trường hợp"), "{notes}");
        assert!(notes.contains("1 người chưa có ngày sinh"), "{notes}");
    }

    #[test]
    fn a_report_of_one_hamlet_or_of_fewer_days() {
        let mut s = sample();
        let mut args = args(&s, ReportForm::Daily);
        args.unit = Some(s.id("Thôn 2").parse().unwrap());
        args.from = Some(day("2026-03-04"));
        assert_eq!(
            table(&mut s, &args),
            [
                "1|Thôn 2|4|1|–|2|–|–|–|0|1|1|2|0|0|0|0|0|2|0.5",
                "Tổng cộng||4|1|–|2|–|–|–|0|1|1|2|0|0|0|0|0|2|0.5",
            ]
        );
    }

    #[test]
    fn phu_luc_ii_gives_the_total_to_the_officer() {
        let mut s = sample();
        let args = args(&s, ReportForm::Annex2);
        let form = draw_report(&s.book, &s.session, &args).unwrap();
        let headings: Vec<_> = form.columns.iter().flat_map(|column| column.heading.clone()).collect();
        assert_eq!(
            headings,
            [
                "STT",
                "Họ và tên người được kích hoạt tài khoản",
                "Số CCCD của người được kích hoạt tài khoản",
                "Số điện thoại của người được kích hoạt tài khoản",
                "Cán bộ hướng dẫn kích hoạt",
                "Tổng số tài khoản đã kích hoạt",
                "Ghi chú",
            ]
        );
        // B4 was raised only: no new account. A6 is denied. By given name: Mận before Mơ.
        let number = |code| s.book.listed_person(s.id(code).parse().unwrap(), None).unwrap().number;
        let (a1, a2, b2) = (number("A1"), number("A2"), number("B2"));
        assert_eq!(
            table(&mut s, &args),
            [
                format!("1|Võ Thị Đỗ|{b2}|0912345678|An Văn Mận|1|Mức 2"),
                format!("2|Nguyễn Thị Lúa|{a1}|0912345678|Lê Thị Mơ|2|Mức 1"),
                format!("3|Trần Văn Khoai|{a2}|0912345678|||Mức 2"),
                "Tổng cộng|||||3|".to_owned(),
            ]
        );
    }

    #[test]
    fn every_list_has_its_people() {
        let check = |form, expect: &[&str]| {
            let mut s = sample();
            let args = args(&s, form);
            let rows = table(&mut s, &args);
            // A form without people has its sentence in the first column.
            let name =
                |row: &String| row.split('|').take(2).filter(|cell| cell.len() > 1).last().map(str::to_owned);
            let names: Vec<String> = rows.iter().filter_map(name).collect();
            assert_eq!(names, expect, "{form}");
        };
        check(ReportForm::Activated, &["Nguyễn Thị Lúa", "Trần Văn Khoai", "Võ Thị Đỗ", "Y Brư Niê"]);
        check(ReportForm::Ineligible, &["Võ Văn Vừng"]);
        check(ReportForm::NoSmartphone, &["Lê Mười Bốn"]);
        let claims = ["Nguyễn Thị Lúa", "Trần Văn Khoai", "Hồ Văn Sắn", "Võ Thị Đỗ", "Y Brư Niê"];
        check(ReportForm::Discrepancies, &claims);
        // A list without people is a valid form that says so.
        check(ReportForm::Absent, &["Không có công dân nào vắng mặt trong thời gian này."]);
        check(ReportForm::HandBack, &["Không có trường hợp nào phải trả lại công an trong thời gian này."]);
    }

    #[test]
    fn the_hand_back_list_is_of_the_day_and_for_the_police() {
        let mut s = sample();
        let mut args = args(&s, ReportForm::HandBack);
        args.day = day("2026-03-04");
        s.visit("12", "B3", "2026-03-04T20:00", "other:wrong-data", "?");
        s.visit("13", "C1", "2026-03-04T20:10", "other:come-back", "?"); // the team goes again itself
        let shown: Vec<String> = table(&mut s, &args)
            .iter()
            .map(|row| {
                let cells: Vec<&str> = row.split('|').collect();
                // An apostrophe of a spreadsheet bomb holds a bar too: count from the end.
                [cells[1], cells[cells.len() - 5], cells[cells.len() - 4], cells[cells.len() - 3]].join("; ")
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Nguyễn Thị Lúa; Vắng mặt; Đi làm, đi đồng; 04/03/2026",
                "Hồ Thị Kê; Khác; Đã mất; 04/03/2026",
                "=cmd; Khác; Sai thông tin; 04/03/2026",
            ]
        );
    }

    #[test]
    fn lists_on_paper_mask_numbers_and_the_police_get_them_whole() {
        let mut s = sample();
        let number = s.book.listed_person(s.id("A1").parse().unwrap(), None).unwrap().number;
        let mut check = |form, day_: &str, expect: bool| {
            let args = ReportArgs { day: day(day_), ..args(&s, form) };
            let text = table(&mut s, &args).join("\n");
            assert!(text.contains("Nguyễn Thị Lúa"), "{text}");
            assert_eq!(text.contains(&number), expect, "{text}");
            assert_eq!(text.contains("0912345678"), expect, "{text}");
        };
        check(ReportForm::Absent, "2026-03-04", false);
        check(ReportForm::HandBack, "2026-03-04", true);
        check(ReportForm::Activated, "2026-03-05", true);
        check(ReportForm::Annex2, "2026-03-05", true);
    }

    #[test]
    fn a_paper_of_a_past_day_that_changed_is_an_adjusted_one() {
        let mut s = sample();
        let args = args(&s, ReportForm::Daily);
        let write = |s: &mut Sample| make_report(&mut s.book, &s.session, &args).unwrap().adjusted;
        assert_eq!(write(&mut s), 0);
        s.visit("late", "C1", "2026-03-05T08:00", "absent", "?");
        assert_eq!(write(&mut s), 0, "the day is not over");
        s.at("2026-03-06T08:00:00+07:00");
        assert_eq!(write(&mut s), 0, "same figures");
        s.visit("later", "B1", "2026-03-05T21:00", "activated 2", "?");
        assert_eq!(write(&mut s), 1);
        assert_eq!(write(&mut s), 1, "same figures again");
        s.visit("latest", "B3", "2026-03-05T21:30", "activated 2", "?");
        assert_eq!(write(&mut s), 2);
        let mut workbook: Xlsx<_> = open_workbook(&args.out).unwrap();
        let range = workbook.worksheet_range("Báo cáo ngày").unwrap();
        let marked =
            range.used_cells().any(|(_, _, cell)| cell.get_string() == Some("(Bản điều chỉnh lần 2)"));
        assert!(marked);
    }

    #[test]
    fn a_paper_that_cannot_be_written_was_not_handed_in() {
        let mut s = sample();
        let mut args = args(&s, ReportForm::Daily);
        args.out = s.dir.path().join("không có").join("bc.xlsx");
        assert_eq!(make_report(&mut s.book, &s.session, &args).unwrap_err().code, "save.folder_missing");
        let unit = s.book.info().unwrap().unit_id;
        assert_eq!(s.book.last_report_issue("daily", args.day, unit).unwrap(), None);
    }

    #[test]
    fn days_that_make_no_sense_are_refused() {
        let s = sample();
        let check = |day_: &str, from: Option<&str>, code: &str| {
            let args = ReportArgs { day: day(day_), from: from.map(day), ..args(&s, ReportForm::Daily) };
            assert_eq!(draw_report(&s.book, &s.session, &args).unwrap_err().code, code);
        };
        check("2026-03-06", None, "report.in_future");
        check("2026-03-05", Some("2026-03-06"), "report.from_after_day");
    }
}
