//! Takes result packages of hamlets in: plan, then one transaction, one undo step. The same file twice changes nothing, and the
//! order in which files arrive does not matter.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::merge_result::{Findings, Merging};
use super::of_agency::trimmed;
use super::row_changes::without_erased;
use super::taken::{ImportedResults, PeopleTaken, ResultAction, TakenResult, VisitsTaken};
use super::write_result::people_of;
use crate::domain::as_count;
use crate::domain::dates::vi;
use crate::domain::hash;
use crate::domain::sharing::rebase;
use crate::domain::summary::is_far_ahead;
use crate::domain::unit::{AGENCY, Level, Unit};
use crate::error::{Error, Refusal, Result};
use crate::exchange::package_v1::{Opened, ResultPackage, read_result};
use crate::exchange::{envelope, inbox, sealed};
use crate::session::Session;
use crate::store::packages::{KeptPackage, Laptop, PackageKind};
use crate::store::summaries::PinnedKey;
use crate::store::{Book, Tx};

/// The result packages to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ImportResults {
    /// Files, folders and zips.
    pub files: Vec<PathBuf>,
    /// Fingerprints that a person has confirmed: of a laptop that was lost and found, or of one that this book knows no more.
    pub trust: Vec<String>,
    /// Only say what would happen.
    pub dry_run: bool,
}

fn of_packages(e: Error) -> Error {
    match e.code {
        "summary.no_files" => Error { code: "package.no_files", ..e },
        _ => e,
    }
}

/// Takes result packages in. Files that are refused do not hold the others up.
///
/// # Errors
/// `package.not_commune`; `package.no_files`, `summary.cannot_read`, `summary.bomb`; when no file could be taken and it is no dry run, the first refusal:
/// `package.not_enrolled`, `package.other_key`, `package.revoked`, `package.in_future`, `package.far_ahead`, `package.not_yours`, `package.not_whole`, and as [`read_result`];
/// the book's own. Nothing is changed then.
pub fn import(book: &mut Book, session: &Session, args: &ImportResults) -> Result<ImportedResults> {
    let info = book.info()?;
    if info.level != Level::Commune {
        return Err(Error::new("package.not_commune").with("unit", info.name));
    }
    let seed = book.signing_seed()?;
    let mut refused: Option<Error> = None;
    let mut done = ImportedResults::default();
    let mut opened: Vec<(String, String, Opened<ResultPackage>)> = Vec::new();
    for found in inbox::gather(&args.files, "tnketqua").map_err(of_packages)? {
        session.check_stop()?;
        let read = found.bytes.and_then(|bytes| {
            let text = sealed::open(&seed, &bytes)?;
            let package = read_result(&text)?;
            Ok((String::from_utf8_lossy(&text).into_owned(), package))
        });
        match read {
            Ok((text, package)) => opened.push((found.name, text, package)),
            Err(e) => {
                let e = e.with("file", &found.name);
                done.files.push(told(&found.name, None, ResultAction::Refused, Some(&e)));
                refused.get_or_insert(e);
            }
        }
    }
    // The newest of a hamlet says all that its earlier ones say.
    opened.sort_by_key(|(_, _, o)| (o.package.unit.id.clone(), o.package.sequence, o.package.issued_at));
    let trust: Vec<String> = args.trust.iter().map(|key| envelope::typed_fingerprint(key)).collect();
    let change = |tx: &Tx<'_>| -> Result<(ImportedResults, Option<Error>)> {
        let mut done = done.clone();
        let mut refused = refused.clone();
        for (name, text, opened) in &opened {
            session.check_stop()?;
            let before = done.clone();
            match tx.attempt(|| Taking::new(tx, session, opened, text, &trust)?.all(&mut done)) {
                Ok((action, findings)) => {
                    let mut file = told(name, Some(opened), action, None);
                    file.findings.extend(findings);
                    file.visits = done.visits.since(before.visits);
                    file.people = done.people.since(before.people);
                    done.files.push(file);
                }
                Err(e) if e.code.starts_with("package.") || e.code.starts_with("visit.") => {
                    done = before;
                    let e = e.with("file", name);
                    done.files.push(told(name, Some(opened), ResultAction::Refused, Some(&e)));
                    refused.get_or_insert(e);
                }
                Err(e) => return Err(e),
            }
        }
        Ok((done, refused))
    };
    let (done, refused) = if args.dry_run {
        book.rehearse(session, change)?
    } else {
        let told = json!({ "files": opened.len() });
        book.transact(session, "take-results", told, change)?.value
    };
    match refused {
        // A plan has the refused ones in it.
        Some(e) if !args.dry_run && done.files.iter().all(|file| file.action == ResultAction::Refused) => {
            Err(e)
        }
        _ => Ok(done),
    }
}

fn told(
    name: &str,
    opened: Option<&Opened<ResultPackage>>,
    action: ResultAction,
    e: Option<&Error>,
) -> TakenResult {
    let package = opened.map(|opened| &opened.package);
    TakenResult {
        file: name.to_owned(),
        action,
        unit: package.map(|p| p.unit.name.clone()).unwrap_or_default(),
        sequence: package.map_or(0, |p| p.sequence),
        day: package.map(|p| p.day),
        issued_at: package.map(|p| p.issued_at),
        fingerprint: opened.map(|opened| envelope::spaced(&opened.fingerprint)).unwrap_or_default(),
        visits: VisitsTaken::default(),
        people: PeopleTaken::default(),
        code: e.map_or("", |e| e.code),
        findings: e.map(|e| Refusal::from(e.clone()).sentences).into_iter().collect(),
    }
}

/// A result package that is being taken in.
struct Taking<'a> {
    tx: &'a Tx<'a>,
    session: &'a Session,
    package: &'a ResultPackage,
    fingerprint: &'a str,
    text: &'a str,
    unit: Unit,
    laptop: Laptop,
    /// It is of a laptop that was given up, on this day, and is found again.
    found: Option<NaiveDate>,
}

/// What the book hears of a package.
struct Heard<'a> {
    package: Cow<'a, ResultPackage>,
    findings: Findings,
    /// It speaks of people who were erased.
    of_erased: bool,
}

impl<'a> Taking<'a> {
    /// Whose the package is, and whether its key is to be believed.
    fn new(
        tx: &'a Tx<'a>,
        session: &'a Session,
        opened: &'a Opened<ResultPackage>,
        text: &'a str,
        trust: &[String],
    ) -> Result<Self> {
        let package = &opened.package;
        let unknown = || Error::new("package.not_enrolled").with("unit", &package.unit.name);
        let unit = tx.units()?.into_iter().find(|unit| unit.id.to_string() == package.unit.id);
        let unit = unit.ok_or_else(unknown)?;
        let laptops = tx.laptops()?;
        // One key is one book: that of another hamlet cannot be confirmed for this one.
        let is_anothers = laptops.iter().any(|l| l.unit != unit.id && l.fingerprint == opened.fingerprint);
        let laptop = laptops.into_iter().find(|laptop| laptop.unit == unit.id).ok_or_else(unknown)?;
        let believed = if laptop.fingerprint.is_empty() {
            !laptop.token.is_empty() && laptop.token == package.token
        } else {
            laptop.fingerprint == opened.fingerprint
        };
        let revoked = match believed {
            true => None,
            false => tx.revoked_on(unit.id, &opened.fingerprint, &package.token)?,
        };
        // A key that is known to nobody is that of the hamlet when a person says so: the book was restored from a backup.
        if !believed && (is_anothers || !trust.contains(&opened.fingerprint)) {
            let fingerprint = envelope::spaced(&opened.fingerprint);
            return Err(match revoked {
                Some(day) => Error::new("package.revoked")
                    .with("unit", &unit.name)
                    .with("day", vi(day))
                    .with("fingerprint", fingerprint),
                None => {
                    Error::new("package.other_key").with("unit", &unit.name).with("fingerprint", fingerprint)
                }
            });
        }
        let day = package.day.max(package.issued_at.date_naive());
        if day > session.today() {
            return Err(Error::new("package.in_future")
                .with("day", vi(day))
                .with("today", vi(session.today())));
        }
        Ok(Self {
            tx,
            session,
            package,
            fingerprint: &opened.fingerprint,
            text,
            unit,
            laptop,
            found: revoked,
        })
    }

    fn all(self, done: &mut ImportedResults) -> Result<(ResultAction, Findings)> {
        if let Some(day) = self.found {
            return self.found_again(day, done);
        }
        let package = self.package;
        let sha256 = hash::sha256(self.text.as_bytes());
        let kept = self.tx.packages(Some(self.unit.id))?;
        if kept.iter().any(|file| file.sha256 == sha256) {
            return Ok((ResultAction::Same, Vec::new()));
        }
        let is_known = |of: &ResultPackage, sum: &String| of.known.binary_search(sum).is_ok();
        // A work package acknowledged it, and the hamlet may begin from there one day.
        let work = kept.iter().filter(|file| file.kind == PackageKind::Work);
        let told: BTreeSet<u32> = work.map(|work| work.acknowledged).collect();
        let (mut last, mut acknowledged) = (None, None);
        for open in kept.iter().filter(|file| file.open) {
            let said = read_result(self.tx.package_file(&open.sha256)?.as_bytes())?.package;
            if is_known(&said, &sha256) {
                return Ok((ResultAction::Older, Vec::new()));
            }
            // Else it is of a book that was lost, and restored from a backup.
            if is_known(package, &open.sha256) {
                let order = said.sequence.cmp(&package.acknowledged);
                if order == Ordering::Less || order == Ordering::Greater && !told.contains(&said.sequence) {
                    self.tx.forget_result(&open.sha256)?;
                }
                match order {
                    Ordering::Less => {}
                    Ordering::Equal => acknowledged = Some(said.changes),
                    Ordering::Greater => last = Some(said.changes),
                }
            }
        }
        let had =
            kept.iter().filter(|file| file.kind == PackageKind::Result && is_known(package, &file.sha256));
        let known = had.map(|file| file.sequence).max().unwrap_or_default();
        // Taken, it would make every honest one an older one.
        if is_far_ahead(known, package.sequence) {
            return Err(Error::new("package.far_ahead")
                .with("number", package.sequence)
                .with("known", known));
        }
        // What was acknowledged is no news: the changes begin after it.
        let before = match (last, acknowledged) {
            (Some(last), Some(acknowledged)) => rebase(&last, &acknowledged),
            (Some(last), None) if package.acknowledged == 0 => last,
            _ => Vec::new(),
        };
        self.enrol(done)?;
        let Heard { package, mut findings, of_erased } = self.heard()?;
        let before = without_erased(self.tx, &before)?.unwrap_or(before);
        let before = if self.unit.kind == AGENCY { trimmed(&before).0 } else { before };
        let merging = Merging::new(self.tx, self.session, &package, &self.unit)?;
        findings.extend(merging.take(&before, done)?);
        let kept = KeptPackage {
            sha256,
            unit: self.unit.id,
            kind: PackageKind::Result,
            sequence: package.sequence,
            acknowledged: package.acknowledged,
            day: package.day,
            issued_at: package.issued_at,
            at: self.session.now(),
            people: as_count(people_of(&package.changes).len()),
            signer: String::new(),
            open: !of_erased,
        };
        // What it says of people who were erased is not kept; signed whole, none of it is.
        self.tx.keep_package(&kept, if of_erased { "" } else { self.text })?;
        Ok((ResultAction::New, findings))
    }

    /// What the book hears of a package: nothing of people who were erased, of an agency's what its laptop may say; people whom it
    /// added are told by name.
    fn heard(&self) -> Result<Heard<'a>> {
        let left = without_erased(self.tx, &self.package.changes)?;
        let of_erased = left.is_some();
        if self.unit.kind != AGENCY {
            let package = match left {
                Some(changes) => Cow::Owned(ResultPackage { changes, ..self.package.clone() }),
                None => Cow::Borrowed(self.package),
            };
            return Ok(Heard { package, findings: Findings::new(), of_erased });
        }
        let (changes, names) = trimmed(left.as_deref().unwrap_or(&self.package.changes));
        let names: Vec<String> = names.into_iter().collect();
        let told = (!names.is_empty()).then(|| {
            let told = Error::new("package.agency_added").with("unit", &self.unit.name);
            Refusal::from(told.with("names", names.join(", "))).sentences
        });
        let package = Cow::Owned(ResultPackage { changes, ..self.package.clone() });
        Ok(Heard { package, findings: told.into_iter().collect(), of_erased })
    }

    /// What the team added on a laptop that was given up: visits and people. It has no place in the order of files again, so nothing
    /// is concluded from what it says no more. What it changed stays as it is here: records, visits that came from elsewhere, and
    /// who left, as whoever has the laptop could take a whole hamlet off the lists.
    fn found_again(self, day: NaiveDate, done: &mut ImportedResults) -> Result<(ResultAction, Findings)> {
        let Heard { package, mut findings, .. } = self.heard()?;
        let mut package = package.into_owned();
        let mut left = 0;
        let mut new = Vec::new();
        for change in std::mem::take(&mut package.changes) {
            if self.tx.has_row(&change.table, &change.id)? && change.from.is_none() {
                continue;
            }
            let corrects = change.to.as_ref().and_then(|to| to.get("corrects")?.as_str());
            let corrects_ours = corrects.map_or(Ok(false), |id| self.tx.has_row("visit", id))?;
            let adds = change.from.is_none() && !corrects_ours;
            if adds && !matches!(change.table.as_str(), "merged_citizen" | "departure") {
                new.push(change);
            } else {
                left += 1;
            }
        }
        let action = if new.is_empty() { ResultAction::Same } else { ResultAction::New };
        package.changes = new;
        findings.extend(Merging::new(self.tx, self.session, &package, &self.unit)?.found(done)?);
        let told =
            Error::new("package.found").with("unit", &self.unit.name).with("day", vi(day)).with("rows", left);
        findings.push(Refusal::from(told).sentences);
        Ok((action, findings))
    }

    /// A first file with the token of its package shows whose key it is: no telephone is needed.
    fn enrol(&self, done: &mut ImportedResults) -> Result<()> {
        let known = &self.laptop;
        let laptop = Laptop {
            unit: known.unit,
            card: String::new(),
            token: String::new(),
            address: self.package.recipient.clone(),
            fingerprint: self.fingerprint.to_owned(),
        };
        if laptop == *known {
            return Ok(());
        }
        self.tx.put_laptop(&laptop)?;
        if known.fingerprint != self.fingerprint {
            done.enrolled.push(self.unit.name.clone());
            done.believed.push(self.fingerprint.to_owned());
            self.tx.pin_book_of(&PinnedKey {
                id: self.unit.id.to_string(),
                unit_id: Some(self.unit.id),
                name: self.unit.name.clone(),
                fingerprint: self.fingerprint.to_owned(),
                vouched_by: String::new(),
                replaced_by: String::new(),
            })?;
        }
        Ok(())
    }
}
