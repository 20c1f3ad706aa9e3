//! The report of a week, a month, a phase or the campaign in words, as a Word document: official head, the figures of its table, what units say,
//! signature. The table goes with it (docs/domain.md, Remarks).

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::draw_stretch::fallen_note;
use super::frame::{AskPaper, PaperOfDay, frame};
use super::make_report::{day_of, sign_and_address};
use super::remark_notes::{remarks_of, said};
use crate::disk::NewFile;
use crate::domain::dates::vi;
use crate::domain::file_kind::FileKind;
use crate::domain::form::{Form, Value};
use crate::domain::letter::{Letter, LetterPart};
use crate::domain::remark::RemarkKind;
use crate::domain::report::ReportForm;
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::excel::write_letter::write_letter;
use crate::figures::{Against, Day, IndicatorRound, Phases, Stretch, StretchRow};
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::Book;

/// Which report in words, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterArgs {
    /// The paper that it goes with: `weekly`, `monthly`, `phase` or `final`.
    #[serde(flatten)]
    pub paper: AskPaper,
    /// The .docx file to write.
    pub out: PathBuf,
    /// Whether it may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LetterDone {
    /// The file.
    pub out: PathBuf,
    /// Its paragraphs with figures and words of units, as they stand in it.
    pub paragraphs: Vec<String>,
}

/// How many units of either end are named.
const NAMED: usize = 3;

/// Writes the report in words. Nothing of it is kept in the book: the paper with the table is what is handed in.
///
/// # Errors
/// `letter.not_of_stretch`, those of the paper, `letter.unfit`, `save.*`; the book's own.
pub fn write_report_letter(book: &mut Book, session: &Session, args: &LetterArgs) -> Result<LetterDone> {
    let to = NewFile { path: &args.out, kind: FileKind::Letter, replace: args.replace };
    to.check()?;
    if !args.paper.form.is_of_stretch() {
        return Err(Error::new("letter.not_of_stretch").with("form", args.paper.form));
    }
    let letter = draw(&day_of(book, session, &args.paper)?, session, &args.paper)?;
    to.write_bytes(&write_letter(&letter)?)?.keep();
    let paragraphs = letter.parts.into_iter().flat_map(|part| part.paragraphs).collect();
    Ok(LetterDone { out: args.out.clone(), paragraphs })
}

/// The report in words, from the figures of its table.
fn draw(on: &Day<'_>, session: &Session, asked: &AskPaper) -> Result<Letter> {
    let paper = PaperOfDay::new(on, asked)?;
    let mut form = frame(&paper, session.today())?;
    sign_and_address(on.book, asked.form, &mut form)?;
    let (whole, phases) = match asked.form {
        ReportForm::Final => {
            let campaign = on.campaign.as_ref().ok_or_else(|| Error::new("campaign.none"))?;
            let read = Phases::read(on, &campaign.plan, paper.part, session.now())?;
            (read.whole, read.gains)
        }
        _ => (Stretch::read(on, paper.from, paper.part, session.now())?, Vec::new()),
    };
    let mut results = results(&paper, &whole);
    results.extend(phases.iter().filter_map(|(phase, gains)| {
        let gain = Value::from(gains.last().copied().flatten());
        let words = [("phase", phase.name.as_str()), ("gain", &shown(&gain))];
        (gain != Value::Missing).then(|| sentence("letter.phase", words))
    }));
    // They are of the whole.
    if paper.part.is_none() {
        results.extend(indicators(on)?);
    }
    results.push(word("letter.table").to_owned());
    let mut parts = vec![LetterPart { heading: word("letter.results").to_owned(), paragraphs: results }];
    let remarks = remarks_of(&paper)?;
    for (kind, number) in RemarkKind::ALL.into_iter().zip(2_u32..) {
        let mut paragraphs: Vec<String> =
            remarks.iter().filter(|one| one.remark.kind == kind).map(|one| said(one, &paper)).collect();
        if paragraphs.is_empty() {
            // Left to be written: an official report has all its parts.
            paragraphs.push("…".to_owned());
        }
        let number = number.to_string();
        let heading = sentence("letter.part", [("number", number.as_str()), ("heading", kind.heading())]);
        parts.push(LetterPart { heading, paragraphs });
    }
    Ok(assemble(&paper, form, parts))
}

/// Head and end around the parts.
fn assemble(paper: &PaperOfDay<'_>, form: Form, parts: Vec<LetterPart>) -> Letter {
    let on = paper.day;
    let period = form.subtitles.last().map(|period| within(period)).unwrap_or_default();
    let what = paper.phase.as_ref().map_or_else(|| period.clone(), |phase| phase.name.clone());
    let subject = sentence("letter.subject", [("what", what.as_str())]);
    let above = on.info.above.first().map_or_else(|| "…".to_owned(), Clone::clone);
    let to = sentence("letter.to", [("above", above.as_str())]);
    let basis = on.campaign.as_ref().map_or_else(String::new, |campaign| {
        let plan = &campaign.plan;
        let code = if plan.issuer.is_empty() { "letter.basis.number" } else { "letter.basis" };
        sentence(code, [("number", plan.number.as_str()), ("issuer", &plan.issuer)])
    });
    let unit = paper.unit().map_or(on.info.name.as_str(), |unit| unit.name.as_str());
    let says = [("basis", basis.as_str()), ("unit", unit), ("period", period.as_str())];
    let opening = sentence(if basis.is_empty() { "letter.opening.without" } else { "letter.opening" }, says);
    let last = form.signatures.into_iter().next_back().unwrap_or_default();
    Letter {
        above: form.above,
        agency: form.agency,
        number: word("letter.number").to_owned(),
        place: form.place,
        date: form.date,
        title: word("letter.title").to_owned(),
        subject,
        to,
        opening,
        parts,
        closing: word("letter.closing").to_owned(),
        recipients: if form.recipients.is_empty() {
            word("letter.recipients").split('|').map(str::to_owned).collect()
        } else {
            form.recipients
        },
        titles: last.titles.into_iter().map(|title| title.to_uppercase()).collect(),
        signer: last.name,
    }
}

/// A line of its own as it stands within a sentence.
fn within(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A figure as the table prints it.
fn shown(value: &Value) -> String {
    match value {
        Value::Count(count) => thousands(*count),
        Value::Ratio(ratio) => ratio.to_vi(),
        Value::Text(text) => text.clone(),
        Value::Missing | Value::Above | Value::Left => "–".to_owned(),
    }
}

/// What the total row and the rows say, in sentences.
fn results(paper: &PaperOfDay<'_>, whole: &Stretch) -> Vec<String> {
    let StretchRow { at_end, activated, .. } = &whole.total;
    let day = vi(paper.day.day);
    let figures = [
        ("active", shown(&at_end.cumulative.into())),
        ("pool", shown(&at_end.pool.into())),
        ("ratio", shown(&at_end.ratio.into())),
        ("remaining", shown(&at_end.remaining.into())),
        ("gain", shown(&whole.total.gain.map(|gain| gain.abs()).into())),
        ("activated", shown(&(*activated).into())),
        ("day", day),
    ];
    let told = |code: &str| sentence(code, figures.iter().map(|(name, value)| (*name, value.as_str())));
    let against = match (at_end.ratio, whole.against) {
        (None, _) if at_end.cumulative.is_none() => "letter.unknown",
        (None, _) => "letter.active",
        (_, Against::Target) => "letter.active.target",
        (_, Against::Eligible) => "letter.active.eligible",
    };
    // What teams did is a part of a gain that is no smaller. Where nothing is known of the eve it cannot be said how many more there are.
    let of_teams = activated.map(|_| "letter.activated");
    let brought = match whole.total.gain {
        Some(gain) if activated.is_some_and(|activated| gain >= i64::from(activated)) => {
            [Some("letter.gain"), None]
        }
        Some(gain) if gain < 0 => [Some("letter.fell"), of_teams],
        Some(_) => [Some("letter.rose"), of_teams],
        None => [None, of_teams],
    };
    let mut says: Vec<String> =
        std::iter::once(against).chain(brought.into_iter().flatten()).map(told).collect();
    says.extend(fallen_note("letter.fallen", &whole.rows));
    let mut ranked: Vec<&StretchRow> = whole.rows.iter().filter(|row| row.at_end.ratio.is_some()).collect();
    ranked
        .sort_by(|a, b| b.at_end.ratio.cmp(&a.at_end.ratio).then_with(|| a.at_end.name.cmp(&b.at_end.name)));
    if ranked.len() > 2 * NAMED {
        let named = |rows: &[&StretchRow]| {
            let one =
                |row: &&StretchRow| format!("{} ({})", row.at_end.name, shown(&row.at_end.ratio.into()));
            rows.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let (first, last) = (ranked.get(..NAMED), ranked.get(ranked.len() - NAMED..));
        let (first, last) = (named(first.unwrap_or_default()), named(last.unwrap_or_default()));
        says.push(sentence("letter.ends", [("first", first.as_str()), ("last", last.as_str())]));
    }
    let silent: Vec<&str> =
        whole.rows.iter().filter(|row| row.days == 0).map(|row| row.at_end.name.as_str()).collect();
    if !silent.is_empty() {
        says.push(sentence("letter.silent", [("units", silent.join(", ").as_str())]));
    }
    says
}

/// The indicators of the round that is told, a sentence each.
fn indicators(on: &Day<'_>) -> Result<Vec<String>> {
    let Some(campaign) = &on.campaign else { return Ok(Vec::new()) };
    let round = IndicatorRound::told(on, campaign)?;
    let told = round.indicators.iter().filter_map(|one| {
        let reported = one.rows.iter().any(|row| row.value.is_some());
        let total = one.total.as_ref().and_then(|total| {
            let value = total.value?;
            Some(total.ratio.map_or_else(|| thousands(value.numerator), |ratio| ratio.to_vi()))
        });
        let (reached, held) = (thousands(one.reached), thousands(one.held));
        let total = total.unwrap_or_else(|| "–".to_owned());
        let says = [
            ("name", one.indicator.planned.name.as_str()),
            ("total", &total),
            ("reached", &reached),
            ("held", &held),
        ];
        let code = if one.held > 0 { "letter.indicator" } else { "letter.indicator.alone" };
        reported.then(|| sentence(code, says))
    });
    Ok(told.collect())
}
