//! Writes all that is held of a person as a paper to hand over to him: a right of whoever asks (docs/domain.md, Personal data).
//! Nothing is masked: it is his own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::disk::{NewFile, Written};
use crate::domain::as_count;
use crate::domain::citizen::Citizen;
use crate::domain::dates::{PartialDate, vi, vi_at};
use crate::domain::file_kind::FileKind;
use crate::domain::form::{Column, Form, Kind, Row, Signature, Value, issuer};
use crate::domain::ids::MemberId;
use crate::domain::matching::explain;
use crate::domain::purpose::{self, names_people};
use crate::domain::roster::AccountState;
use crate::domain::unit::reach;
use crate::error::Result;
use crate::excel::lock::as_it_leaves;
use crate::excel::write_form::write_form;
use crate::messages::{has, sentence, sentences, word};
use crate::session::Session;
use crate::store::Book;
use crate::store::held::Held;

/// Whose data to write, and where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ExportPerson {
    /// The person's code.
    pub citizen: String,
    /// The workbook.
    pub out: PathBuf,
    /// Whether it may take the place of an earlier one.
    pub replace: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ExportedPerson {
    /// The workbook.
    pub path: PathBuf,
    /// How many rows of the book it holds.
    pub rows: u32,
}

/// Writes all that is held of a person.
///
/// # Errors
/// `citizen.unknown_code`, `save.*`; the book's own.
pub fn export_person(book: &mut Book, session: &Session, args: &ExportPerson) -> Result<ExportedPerson> {
    let to = NewFile { path: &args.out, kind: FileKind::Workbook, replace: args.replace };
    to.check()?;
    let citizen = book.citizen_with_code(&args.citizen)?;
    let held = book.held_of(citizen.id)?;
    let form = draw(book, session, &citizen, &held)?;
    let written = to.write_bytes(&as_it_leaves(write_form(&form)?, session)?)?;
    // Without its entry there is no paper.
    let noted = book.note(session, "export-person", &json!({ "citizen": citizen.code, "path": args.out }));
    Written::keep_with([written], noted)?;
    Ok(ExportedPerson { path: args.out.clone(), rows: as_count(held.len()) })
}

/// Names of the hamlets and agencies whose laptops were given these people.
///
/// # Errors
/// The book's own.
pub(super) fn laptops_with(book: &Book, session: &Session, people: &[Citizen]) -> Result<Vec<String>> {
    let laptops = book.laptops()?;
    if laptops.is_empty() {
        return Ok(Vec::new());
    }
    let units = book.dated_units()?;
    let own = book.own_unit()?.id;
    let ids: BTreeSet<_> = people.iter().map(|person| person.id).collect();
    let mut theirs: BTreeSet<_> = people.iter().map(|person| person.unit_id).collect();
    let on_lists = book.affiliations(None)?;
    theirs.extend(
        on_lists
            .iter()
            .filter(|one| one.citizen_id.is_some_and(|id| ids.contains(&id)))
            .map(|one| one.unit_id),
    );
    let has = |unit| reach(&units, unit, session.today()).iter().any(|unit| theirs.contains(unit));
    let given = units.iter().filter(|dated| {
        dated.unit.id != own
            && laptops.iter().any(|laptop| laptop.unit == dated.unit.id)
            && has(dated.unit.id)
    });
    Ok(given.map(|dated| dated.unit.name.clone()).collect())
}

fn draw(book: &Book, session: &Session, citizen: &Citizen, held: &[Held]) -> Result<Form> {
    let info = book.info()?;
    let (commune, agency) = issuer(info.level, &info.name, &info.above);
    let columns = [("held.what", 190, Kind::Text), ("held.value", 420, Kind::Text)];
    // The hamlet as every screen names it: a merged one is part of another.
    let units = book.units_of_day(session.today())?;
    let home = units.home_name(citizen.unit_id);
    let mut rows = Vec::new();
    let mut part = "";
    for one in held {
        // Several rows of one part are told apart by its heading.
        if one.part != part || one.columns.len() > 2 {
            rows.push(heading(word(&format!("held.part.{}", one.part))));
        }
        part = one.part;
        let all: BTreeMap<&str, &str> =
            one.columns.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for (name, value) in &one.columns {
            let value = if (one.part, name.as_str()) == ("register", "hamlet") { home } else { value };
            rows.extend(lines_of(name, value, &all).into_iter().map(|(label, value)| line(&label, &value)));
        }
    }
    rows.extend(who_did_what(book, citizen)?);
    let laptops = laptops_with(book, session, std::slice::from_ref(citizen))?;
    if !laptops.is_empty() {
        rows.push(line(word("held.laptops"), &laptops.join(", ")));
    }
    let place = commune.to_owned();
    let titles = |code: &str| vec![word(code).to_owned()];
    let hint = word("form.sign_here").to_owned();
    Ok(Form {
        sheet: word("held.sheet").to_owned(),
        above: sentence("form.above", [("unit", commune)]).to_uppercase(),
        agency: agency.to_uppercase(),
        place,
        date: session.today(),
        title: word("held.title").to_owned(),
        subtitles: vec![
            citizen.name.clone(),
            sentence("held.as_of", [("day", vi(session.today()).as_str())]),
        ],
        remarks: vec![word("held.basis").to_owned()],
        columns: columns.map(|(heading, width, kind)| Column::new(word(heading), width, kind)).into(),
        rows,
        notes: std::iter::once(word("held.note").to_owned()).chain(purpose::foot("citizen")).collect(),
        signatures: ["held.signed.receiver", "held.signed.giver"]
            .map(|code| Signature { titles: titles(code), hint: hint.clone(), name: String::new() })
            .into(),
        ..Form::default()
    })
}

/// Who changed what is held of a person, and who saw it or took it out.
fn who_did_what(book: &Book, citizen: &Citizen) -> Result<Vec<Row>> {
    let members: BTreeMap<MemberId, String> = book.members()?.into_iter().collect();
    let who = |member: Option<MemberId>| member.and_then(|id| members.get(&id).cloned()).unwrap_or_default();
    let mut rows = Vec::new();
    let changes = book.changes_of(citizen.id)?;
    if !changes.is_empty() {
        rows.push(heading(word("held.part.change")));
        rows.extend(changes.iter().map(|change| {
            let [said, _] = said_of(&change.kind, &change.params);
            entry(&vi_at(change.at), &said, &who(change.member))
        }));
    }
    let seen: Vec<Row> = book
        .went_out(citizen.id, &citizen.code)?
        .iter()
        .filter(|one| names_people(&one.kind, &one.params))
        .map(|one| {
            let [said, _] = one.sentences.clone();
            let said = if one.surely { said } else { sentence("held.may_be", [("what", said.as_str())]) };
            entry(&vi_at(one.at), &said, &who(one.member))
        })
        .collect();
    rows.push(heading(word("held.part.seen")));
    rows.extend(if seen.is_empty() { vec![line("", word("held.nobody"))] } else { seen });
    Ok(rows)
}

/// The sentence of an entry.
fn said_of(kind: &str, params: &Json) -> [String; 2] {
    let params: Vec<(String, String)> = params
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), told)))
        .collect();
    let params: Vec<(&str, &str)> =
        params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sentences(&format!("operation.{kind}"), &params)
}

fn heading(text: &str) -> Row {
    Row { total: true, cells: vec![text.into(), Value::Left] }
}

fn line(label: &str, value: &str) -> Row {
    Row { total: false, cells: vec![label.into(), value.into()] }
}

fn entry(at: &str, said: &str, who: &str) -> Row {
    line(at, &if who.is_empty() { said.to_owned() } else { format!("{said} ({who})") })
}

/// Days as they are written here.
fn told(text: &str) -> String {
    match (text.len(), text.parse::<PartialDate>()) {
        (7 | 10, Ok(date)) => date.to_vi(),
        _ if text.len() == 25 => {
            chrono::DateTime::parse_from_rfc3339(text).map_or_else(|_| text.to_owned(), vi_at)
        }
        _ => text.to_owned(),
    }
}

/// A value with its name; repaired values one by one. Codes are told in words.
fn lines_of(name: &str, value: &str, all: &BTreeMap<&str, &str>) -> Vec<(String, String)> {
    let label = || word(&format!("held.{name}")).to_owned();
    let level = || all.get("level").and_then(|level| level.parse().ok()).unwrap_or_default();
    let value = match name {
        "raw" => {
            let raw: Map<String, Json> = serde_json::from_str(value).unwrap_or_default();
            let known = |field: &str| {
                let code = format!("held.{}", field.replace('-', "_"));
                if has(&code) { word(&code).to_owned() } else { field.to_owned() }
            };
            let told = |(field, value): (&String, &Json)| {
                let field = known(field);
                (
                    sentence("held.as_in_file", [("what", field.as_str())]),
                    value.as_str().unwrap_or_default().to_owned(),
                )
            };
            return raw.iter().map(told).collect();
        }
        "level" if all.contains_key("state") || value == "0" => return Vec::new(),
        "params" => return Vec::new(),
        "state" => AccountState::of_code(value)
            .map_or_else(|_| value.to_owned(), |s| word(s.word(level())).to_owned()),
        "rule" => {
            let params = all.get("params").copied().unwrap_or_default();
            let [said, _] = explain(value, &serde_json::from_str(params).unwrap_or_default());
            if has(&format!("match.{value}")) { said } else { value.to_owned() }
        }
        "outcome" | "reason" | "venue" | "errand" => word_or(&format!("{name}.{value}"), value),
        "channel" => word_or(&format!("outcome.{value}"), value),
        "finding" => word_or(&format!("audit.finding.{value}"), value),
        "gone" | "sex" => word_or(&format!("held.{name}.{value}"), value),
        "kinds" => value
            .split(' ')
            .map(|kind| word_or(&format!("agency.kind.{kind}"), kind))
            .collect::<Vec<_>>()
            .join(", "),
        _ if value == "yes" || value == "no" => word_or(&format!("held.is.{value}"), value),
        _ => told(value),
    };
    vec![(label(), value)]
}

fn word_or(code: &str, value: &str) -> String {
    if has(code) { word(code).to_owned() } else { value.to_owned() }
}
