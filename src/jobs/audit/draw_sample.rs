//! Draws claims from the list that was published, by a seed that was said aloud.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::check_has_people;
use super::draw_sheet::draw_sheet;
use super::show_audit::{AuditView, view};
use crate::disk::{NewFile, Written};
use crate::domain::audit::{
    Audit, AuditLine, Claim, DrawBy, Drawn, check_rates, draw, group_sizes, list_file, parse_seed,
    sample_size,
};
use crate::domain::dates::vi;
use crate::domain::file_kind::FileKind;
use crate::domain::hash::sha256;
use crate::domain::ids::{AuditId, AuditLineId, UnitId};
use crate::domain::report::Percent;
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::excel::lock::as_it_leaves;
use crate::excel::write_form::write_form;
use crate::figures::Day;
use crate::session::Session;
use crate::store::Book;

/// Of a hundred draws so many are to show a rate above the tolerated one.
const CONFIDENCE: Percent = Percent(9_500);
/// The rate of false claims that is tolerated when nobody says another.
const TOLERATED: Percent = Percent(200);

/// How to draw.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DrawSample {
    /// The list that was published for this unit; the last one published when missing.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The seed as it was said: ten digits or more.
    pub seed: String,
    /// How many of the list, or of each group; as many as confidence and tolerated rate need when missing.
    #[serde(default)]
    pub size: Option<u32>,
    /// The confidence, in hundredths of a percent; 95 % when missing.
    #[serde(default)]
    pub confidence: Option<Percent>,
    /// The rate of false claims above which a unit fails; 2 % when missing.
    #[serde(default)]
    pub tolerated: Option<Percent>,
    /// What is drawn alone.
    #[serde(default)]
    pub by: DrawBy,
    /// The workbook to take along.
    #[serde(default)]
    pub out: Option<PathBuf>,
    /// Whether it may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
}

/// Draws the sample, and writes the workbook to take along. A list that is no longer as it was published is not drawn from.
///
/// # Errors
/// `audit.counts_only`, `audit.not_published`, `audit.list_changed`, `audit.seed_digits`, `audit.seed_length`,
/// `audit.size`, `audit.confidence`, `audit.tolerated`, `save.*`; the book's own.
pub fn draw_sample(book: &mut Book, session: &Session, args: &DrawSample) -> Result<AuditView> {
    check_has_people(book)?;
    let to = new_file(args.out.as_ref(), args.replace)?;
    let seed = parse_seed(&args.seed)?;
    let tolerated = args.tolerated.unwrap_or(TOLERATED);
    let confidence = args.confidence.unwrap_or(CONFIDENCE);
    check_rates(confidence, tolerated)?;
    if args.size == Some(0) {
        return Err(Error::new("audit.size"));
    }
    let published = book.audits()?.into_iter().rev();
    let audit = published
        .filter(|audit| audit.drawn.is_none())
        .find(|audit| args.unit.is_none() || audit.unit_id == args.unit)
        .ok_or_else(|| Error::new("audit.not_published"))?;
    let claims = claims_as_published(book, &audit)?;
    let size = |claims| args.size.unwrap_or_else(|| sample_size(claims, confidence, tolerated));
    let line = |(position, claim): (u32, Claim)| AuditLine {
        id: AuditLineId(session.new_id()),
        position,
        claim,
        finding: None,
        found_on: None,
        note: String::new(),
    };
    let lines: Vec<AuditLine> = (1..).zip(draw(&claims, &seed, args.by, size)).map(line).collect();
    let who = session.member.map_or(Ok(None), |id| book.member(id))?;
    let drawn = Drawn {
        on: session.today(),
        seed,
        by: args.by,
        tolerated,
        who: who.map(|member| member.name).unwrap_or_default(),
        sizes: group_sizes(&claims, args.by),
    };
    let path = to.as_ref().map(|to| to.path);
    let told = json!({ "count": lines.len(), "claims": audit.claims, "day": audit.day, "path": path });
    let mut written = None;
    let done = book.transact(session, "draw-audit", told, |tx| {
        tx.draw_audit(audit.id, &drawn, &lines)?;
        written = to.map(|to| write_sheet(tx, session, audit.id, &to)).transpose()?;
        Ok(())
    });
    Written::keep_with(written, done)?;
    view(book, session, audit.id)
}

/// The claims of the list, if it is what was published.
fn claims_as_published(book: &Book, audit: &Audit) -> Result<Vec<Claim>> {
    let claims = Day::read(book, audit.day)?.claims(audit.unit_id)?;
    if sha256(list_file(&claims)) == audit.list_hash {
        return Ok(claims);
    }
    Err(Error::new("audit.list_changed")
        .with("day", vi(audit.published_on))
        .with("before", thousands(audit.claims))
        .with("now", thousands(claims.len())))
}

fn new_file(out: Option<&PathBuf>, replace: bool) -> Result<Option<NewFile<'_>>> {
    let to = out.map(|path| NewFile { path, kind: FileKind::Workbook, replace });
    to.map(|to| to.check().map(|()| to)).transpose()
}

/// Which sheet, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteAuditSheet {
    /// The check.
    pub audit: AuditId,
    /// The workbook to write.
    pub out: PathBuf,
    /// Whether it may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
}

/// Writes the workbook of a draw again, with what was found so far.
///
/// # Errors
/// `audit.none`, `save.*`; the book's own.
pub fn write_audit_sheet(book: &mut Book, session: &Session, args: &WriteAuditSheet) -> Result<PathBuf> {
    let to = NewFile { path: &args.out, kind: FileKind::Workbook, replace: args.replace };
    to.check()?;
    let written = write_sheet(book, session, args.audit, &to)?;
    Written::keep_with(
        [written],
        book.note_written(session, "write-audit-sheet", &json!({ "path": args.out })),
    )?;
    Ok(args.out.clone())
}

fn write_sheet(book: &Book, session: &Session, audit: AuditId, to: &NewFile<'_>) -> Result<Written> {
    let form = draw_sheet(book, session, audit)?;
    to.write_bytes(&as_it_leaves(write_form(&form)?, session)?)
}
