//! Work packages (`.tngiao`, commune → hamlet), result packages (`.tnketqua`, hamlet → commune) and enrolments (`.tnmoi`, province →
//! district → commune), version 1, as docs/formats.md describes them: signed by the book that wrote them; those with people
//! sealed to the one that reads them. Frozen: a change is a version 2.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::envelope::{self, canonical};
use super::rows_v1::{self, check_change, table_named};
use super::sealed;
use super::summary_file::LEVELS;
use crate::domain::sharing::{Fields, RowChange, Rows};
use crate::domain::unit::{Level, check_name};
use crate::error::{Error, Result};

const WORK: &str = "application/vnd.tung-nha.work.v1+json";
const RESULT: &str = "application/vnd.tung-nha.result.v1+json";
const ENROLMENT: &str = "application/vnd.tung-nha.enrolment.v1+json";
const VERSION: u32 = 1;

/// Rows of the largest hamlet, years of visits included.
const MOST_ROWS: usize = 500_000;

/// Packages of a hamlet, ten a day for ten years.
const MOST_KNOWN: usize = 40_000;

/// A unit as files name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitV1 {
    /// National code, or empty.
    pub code: String,
    /// Its id, the same in both books.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A row with its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RowV1 {
    id: String,
    #[serde(flatten)]
    fields: Fields,
}

/// A field that the commune found both books to have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictV1 {
    /// The field.
    pub field: String,
    /// Id of the row.
    pub id: String,
    /// Whether a person at the commune decided for the commune's value; else nobody has decided yet.
    pub settled: bool,
    /// Table of the row.
    pub table: String,
    /// The hamlet's value.
    pub value: serde_json::Value,
}

/// A work package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPackage {
    /// Names of the units above the hamlet, nearest first.
    pub above: Vec<String>,
    /// Fields that the commune found both books to have changed.
    pub conflicts: Vec<ConflictV1>,
    /// The day it was made for.
    pub day: NaiveDate,
    /// When it was made.
    pub issued_at: DateTime<FixedOffset>,
    /// Public key of the commune.
    pub key: String,
    /// sha256 of what was signed of all packages with this hamlet that the commune's book has, given and taken in, in order.
    pub known: Vec<String>,
    /// To whom result packages are sealed.
    pub recipient: String,
    /// All that the commune shares with the hamlet.
    pub rows: Rows,
    /// 1, 2, 3, … of this hamlet.
    pub sequence: u32,
    /// What the hamlet's first result package has to say, so that its key is believed; "" once it was.
    pub token: String,
    /// The hamlet.
    pub unit: UnitV1,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkV1 {
    above: Vec<String>,
    conflicts: Vec<ConflictV1>,
    day: NaiveDate,
    format: String,
    issued_at: String,
    key: String,
    known: Vec<String>,
    recipient: String,
    rows: BTreeMap<String, Vec<RowV1>>,
    sequence: u32,
    token: String,
    unit: UnitV1,
    version: u32,
}

/// A result package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultPackage {
    /// Number of the newest of its own packages that the commune knew, by the work package that it took in last; 0: none.
    pub acknowledged: u32,
    /// All that the hamlet has changed and was not told to have arrived.
    pub changes: Vec<RowChange>,
    /// The day it was made for.
    pub day: NaiveDate,
    /// When it was made.
    pub issued_at: DateTime<FixedOffset>,
    /// Public key of the hamlet.
    pub key: String,
    /// As in a work package: of all packages that the hamlet's book has.
    pub known: Vec<String>,
    /// To whom work packages are sealed.
    pub recipient: String,
    /// 1, 2, 3, …
    pub sequence: u32,
    /// The token of the work package that made the book.
    pub token: String,
    /// The hamlet.
    pub unit: UnitV1,
    /// Number of the work package that it took in last.
    pub work: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeV1 {
    from: Option<Fields>,
    id: String,
    table: String,
    to: Option<Fields>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultV1 {
    acknowledged: u32,
    changes: Vec<ChangeV1>,
    day: NaiveDate,
    format: String,
    issued_at: String,
    key: String,
    known: Vec<String>,
    recipient: String,
    sequence: u32,
    token: String,
    unit: UnitV1,
    version: u32,
    work: u32,
}

/// An enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Names of the units above the reader, nearest first.
    pub above: Vec<String>,
    /// The day it was made for.
    pub day: NaiveDate,
    /// When it was made.
    pub issued_at: DateTime<FixedOffset>,
    /// Public key of the signer.
    pub key: String,
    /// Level of the signer.
    pub level: Level,
    /// Campaigns, phases and tasks.
    pub rows: Rows,
    /// 1, 2, 3, … of this unit.
    pub sequence: u32,
    /// Who signed.
    pub signer: UnitV1,
    /// For whom.
    pub unit: UnitV1,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnrolmentV1 {
    above: Vec<String>,
    day: NaiveDate,
    format: String,
    issued_at: String,
    key: String,
    level: String,
    rows: BTreeMap<String, Vec<RowV1>>,
    sequence: u32,
    signer: UnitV1,
    unit: UnitV1,
    version: u32,
}

/// A package that was opened and whose signature is good.
pub struct Opened<T> {
    /// What it says.
    pub package: T,
    /// Fingerprint of the key that signed it.
    pub fingerprint: String,
}

/// Writes and signs a work package; it is not sealed yet.
#[must_use]
pub fn write_work(work: &WorkPackage, seed: &[u8; 32]) -> String {
    let wire = WorkV1 {
        above: work.above.clone(),
        conflicts: work.conflicts.clone(),
        day: work.day,
        format: "tung-nha-work".to_owned(),
        issued_at: time(work.issued_at),
        key: envelope::public_key(seed),
        known: work.known.clone(),
        recipient: work.recipient.clone(),
        rows: rows_to_wire(&work.rows),
        sequence: work.sequence,
        token: work.token.clone(),
        unit: work.unit.clone(),
        version: VERSION,
    };
    envelope::seal(WORK, canonical(&wire).as_bytes(), seed)
}

/// Reads a work package: signature and fields.
///
/// # Errors
/// `package.unreadable`, `package.newer_version`, `package.bad_signature`, `package.malformed`.
pub fn read_work(bytes: &[u8]) -> Result<Opened<WorkPackage>> {
    let Opened { package: wire, fingerprint } = read::<WorkV1>(WORK, bytes, |wire| &wire.key)?;
    check_head(&wire.format, "tung-nha-work", wire.version, wire.sequence, &wire.unit, &wire.recipient)?;
    sealed::check_address(&wire.recipient)?;
    check_known(&wire.known)?;
    wire.above.iter().try_for_each(|name| check_name(name, "").map_err(|_| malformed("above")))?;
    let package = WorkPackage {
        above: wire.above,
        conflicts: wire.conflicts,
        day: wire.day,
        issued_at: parse_time(&wire.issued_at)?,
        key: wire.key,
        known: wire.known,
        recipient: wire.recipient,
        rows: rows_from_wire(wire.rows, |_| true)?,
        sequence: wire.sequence,
        token: wire.token,
        unit: wire.unit,
    };
    Ok(Opened { package, fingerprint })
}

/// Writes and signs a result package; it is not sealed yet.
#[must_use]
pub fn write_result(result: &ResultPackage, seed: &[u8; 32]) -> String {
    let changes = result.changes.iter().cloned();
    let changes = changes.map(|RowChange { from, id, table, to }| ChangeV1 { from, id, table, to });
    let wire = ResultV1 {
        acknowledged: result.acknowledged,
        changes: changes.collect(),
        day: result.day,
        format: "tung-nha-result".to_owned(),
        issued_at: time(result.issued_at),
        key: envelope::public_key(seed),
        known: result.known.clone(),
        recipient: result.recipient.clone(),
        sequence: result.sequence,
        token: result.token.clone(),
        unit: result.unit.clone(),
        version: VERSION,
        work: result.work,
    };
    envelope::seal(RESULT, canonical(&wire).as_bytes(), seed)
}

/// Reads a result package: signature and fields.
///
/// # Errors
/// As [`read_work`].
pub fn read_result(bytes: &[u8]) -> Result<Opened<ResultPackage>> {
    let Opened { package: wire, fingerprint } = read::<ResultV1>(RESULT, bytes, |wire| &wire.key)?;
    check_head(&wire.format, "tung-nha-result", wire.version, wire.sequence, &wire.unit, &wire.recipient)?;
    sealed::check_address(&wire.recipient)?;
    check_known(&wire.known)?;
    let changes: Vec<RowChange> = wire
        .changes
        .into_iter()
        .map(|ChangeV1 { from, id, table, to }| RowChange { from, id, table, to })
        .collect();
    if changes.len() > MOST_ROWS || !changes.is_sorted_by(|a, b| (&a.table, &a.id) < (&b.table, &b.id)) {
        return Err(malformed("changes"));
    }
    changes.iter().try_for_each(check_change)?;
    let package = ResultPackage {
        acknowledged: wire.acknowledged,
        changes,
        day: wire.day,
        issued_at: parse_time(&wire.issued_at)?,
        key: wire.key,
        known: wire.known,
        recipient: wire.recipient,
        sequence: wire.sequence,
        token: wire.token,
        unit: wire.unit,
        work: wire.work,
    };
    Ok(Opened { package, fingerprint })
}

/// Writes and signs an enrolment.
#[must_use]
pub fn write_enrolment(enrolment: &Enrolment, seed: &[u8; 32]) -> String {
    let wire = EnrolmentV1 {
        above: enrolment.above.clone(),
        day: enrolment.day,
        format: "tung-nha-enrolment".to_owned(),
        issued_at: time(enrolment.issued_at),
        key: envelope::public_key(seed),
        level: LEVELS.iter().find(|(of, _)| *of == enrolment.level).map_or("", |(_, word)| word).to_owned(),
        rows: rows_to_wire(&enrolment.rows),
        sequence: enrolment.sequence,
        signer: enrolment.signer.clone(),
        unit: enrolment.unit.clone(),
        version: VERSION,
    };
    envelope::seal(ENROLMENT, canonical(&wire).as_bytes(), seed)
}

/// Reads an enrolment: signature and fields.
///
/// # Errors
/// As [`read_work`].
pub fn read_enrolment(bytes: &[u8]) -> Result<Opened<Enrolment>> {
    let Opened { package: wire, fingerprint } = read::<EnrolmentV1>(ENROLMENT, bytes, |wire| &wire.key)?;
    check_head(&wire.format, "tung-nha-enrolment", wire.version, wire.sequence, &wire.unit, "")?;
    check_head(&wire.format, "tung-nha-enrolment", wire.version, wire.sequence, &wire.signer, "")?;
    wire.above.iter().try_for_each(|name| check_name(name, "").map_err(|_| malformed("above")))?;
    let package = Enrolment {
        above: wire.above,
        day: wire.day,
        issued_at: parse_time(&wire.issued_at)?,
        key: wire.key,
        level: LEVELS.iter().find(|(_, word)| *word == wire.level).ok_or_else(|| malformed("level"))?.0,
        rows: rows_from_wire(wire.rows, |table| rows_v1::ENROLMENT.contains(&table))?,
        sequence: wire.sequence,
        signer: wire.signer,
        unit: wire.unit,
    };
    Ok(Opened { package, fingerprint })
}

fn rows_to_wire(rows: &Rows) -> BTreeMap<String, Vec<RowV1>> {
    let mut wire: BTreeMap<String, Vec<RowV1>> = BTreeMap::new();
    for ((table, id), fields) in rows {
        wire.entry(table.clone()).or_default().push(RowV1 { id: id.clone(), fields: fields.clone() });
    }
    wire
}

fn rows_from_wire(wire: BTreeMap<String, Vec<RowV1>>, goes: impl Fn(&str) -> bool) -> Result<Rows> {
    if wire.values().map(Vec::len).sum::<usize>() > MOST_ROWS {
        return Err(malformed("rows"));
    }
    let mut rows = Rows::new();
    for (name, list) in wire {
        let table = table_named(&name).filter(|_| goes(&name)).ok_or_else(|| malformed(&name))?;
        for RowV1 { id, fields } in list {
            table.check(&id, &fields, true)?;
            if rows.insert((name.clone(), id), fields).is_some() {
                return Err(malformed(&name));
            }
        }
    }
    Ok(rows)
}

fn read<T: DeserializeOwned>(of: &str, bytes: &[u8], key: impl Fn(&T) -> &str) -> Result<Opened<T>> {
    let envelope = envelope::open(of, bytes).map_err(of_packages)?;
    let package: T = serde_json::from_slice(&envelope.payload)
        .map_err(|e| Error::new("package.malformed").with("where", e))?;
    let fingerprint = envelope.verify(key(&package)).map_err(of_packages)?;
    Ok(Opened { package, fingerprint })
}

/// The envelope speaks of summaries.
fn of_packages(e: Error) -> Error {
    let code = match e.code {
        "summary.too_large" => "package.too_large",
        "summary.newer_version" => "package.newer_version",
        "summary.bad_signature" => "package.bad_signature",
        _ => "package.unreadable",
    };
    Error { code, ..e }
}

fn check_head(
    format: &str,
    expected: &str,
    version: u32,
    sequence: u32,
    unit: &UnitV1,
    recipient: &str,
) -> Result<()> {
    let named = check_name(&unit.name, &unit.code).is_ok() && uuid::Uuid::parse_str(&unit.id).is_ok();
    if format != expected || version != VERSION || sequence == 0 || !named || recipient.len() > 200 {
        return Err(malformed("head"));
    }
    Ok(())
}

fn check_known(known: &[String]) -> Result<()> {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let good = |sum: &String| sum.len() == 64 && sum.bytes().all(digit);
    let rising = known.is_sorted_by(|a, b| a < b);
    if known.len() > MOST_KNOWN || !rising || !known.iter().all(good) {
        return Err(malformed("known"));
    }
    Ok(())
}

fn malformed(at: &str) -> Error {
    Error::new("package.malformed").with("where", at)
}

fn time(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

fn parse_time(text: &str) -> Result<DateTime<FixedOffset>> {
    let time = DateTime::parse_from_rfc3339(text).map_err(|_| malformed("issued_at"))?;
    if text.ends_with("+07:00") { Ok(time) } else { Err(malformed("issued_at")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(of: &[(&str, &str)]) -> Fields {
        of.iter().map(|(field, value)| ((*field).to_owned(), (*value).into())).collect()
    }

    #[test]
    fn every_changed_bit_inside_the_seal_is_refused() {
        let id = uuid::Uuid::from_u128(7).to_string();
        let address = sealed::address(&[2; 32]).unwrap();
        let unit = UnitV1 { code: String::new(), id: id.clone(), name: "Thôn Thử".into() };
        let (day, issued_at) = ("2026-11-21".parse().unwrap(), "2026-11-21T21:00:00+07:00".parse().unwrap());
        let gone = fields(&[("day", "2026-11-20"), ("gone", "moved")]);
        let result = ResultPackage {
            acknowledged: 0,
            changes: vec![RowChange {
                from: None,
                id: id.clone(),
                table: "departure".into(),
                to: Some(gone.clone()),
            }],
            day,
            issued_at,
            key: String::new(),
            known: vec![crate::domain::hash::sha256(b"1")],
            recipient: address.clone(),
            sequence: 1,
            token: "7".into(),
            unit: unit.clone(),
            work: 1,
        };
        let work = WorkPackage {
            above: vec!["Xã Thử".into()],
            conflicts: Vec::new(),
            day,
            issued_at,
            key: String::new(),
            known: Vec::new(),
            recipient: address.clone(),
            rows: Rows::from([(("departure".into(), id), gone)]),
            sequence: 1,
            token: "7".into(),
            unit,
        };
        let check = |text: &str, refuses: &dyn Fn(&[u8]) -> bool| {
            assert!(!refuses(text.as_bytes()));
            for place in 0..text.len() * 8 {
                let mut changed = text.as_bytes().to_vec();
                changed[place / 8] ^= 1 << (place % 8);
                assert!(refuses(&changed), "bit {place}");
            }
        };
        check(&write_result(&result, &[1; 32]), &|bytes| read_result(bytes).is_err());
        check(&write_work(&work, &[1; 32]), &|bytes| read_work(bytes).is_err());
        // The one is not taken for the other.
        assert!(read_work(write_result(&result, &[1; 32]).as_bytes()).is_err());
        let known = |known: Vec<String>| {
            let package = ResultPackage { known, ..result.clone() };
            read_result(write_result(&package, &[1; 32]).as_bytes()).is_ok()
        };
        let (one, two) = ("1".repeat(64), "2".repeat(64));
        assert!(known(vec![one.clone(), two.clone()]));
        assert!(!known(vec![two, one.clone()]) && !known(vec![one.clone(), one]) && !known(vec!["1".into()]));
    }
}
