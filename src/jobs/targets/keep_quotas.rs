//! Keeps the targets of members, teams and alleys: typed, or a number shared out.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::apportion::share_out;
use crate::domain::campaign::Campaign;
use crate::domain::ids::{QuotaId, UnitId};
use crate::domain::quota::{Per, Quota, QuotaKind};
use crate::domain::target::{count_of, whole_number};
use crate::domain::text::spelling;
use crate::error::{Error, Result};
use crate::figures::Day;
pub use crate::figures::QuotaSheet;
use crate::session::Session;
use crate::store::Book;

/// Of which unit.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskQuotas {
    /// The unit, those below it included; the book's own when missing.
    #[serde(default)]
    pub unit: Option<UnitId>,
}

/// A target as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TypedQuota {
    /// The unit whose share it is.
    pub unit: UnitId,
    /// Whose.
    pub kind: QuotaKind,
    /// The name.
    pub name: String,
    /// Over which time.
    #[serde(default)]
    pub per: Per,
    /// New accounts; blank: no target.
    pub count: String,
}

/// Targets to keep; others stay.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetQuotas {
    /// Each once.
    pub typed: Vec<TypedQuota>,
}

/// A number to share out.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ShareQuotas {
    /// The unit.
    pub unit: UnitId,
    /// Among whom.
    pub kind: QuotaKind,
    /// Over which time.
    #[serde(default)]
    pub per: Per,
    /// New accounts in all.
    pub total: String,
}

/// Who owes what today.
///
/// # Errors
/// `unit.unknown_id`, `campaign.none`; the book's own.
pub fn show_quotas(book: &mut Book, session: &Session, args: &AskQuotas) -> Result<QuotaSheet> {
    let day = Day::asked(book, session, None)?;
    campaign_of(&day)?;
    let unit = args.unit.unwrap_or(day.info.unit_id);
    day.units.name(unit).ok_or_else(|| Error::new("unit.unknown_id"))?;
    day.quotas(unit)
}

/// Keeps targets as they are typed; the same again changes nothing.
///
/// # Errors
/// `unit.unknown_id`, `campaign.none`, `quota.unknown_name`, `quota.twice`, `quota.no_number`, `target.negative`, `target.too_large`.
pub fn set_quotas(book: &mut Book, session: &Session, args: &SetQuotas) -> Result<QuotaSheet> {
    let mut wanted = Vec::new();
    let mut seen = BTreeSet::new();
    for typed in &args.typed {
        let name = typed.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !seen.insert((typed.unit, typed.kind, spelling(&name))) {
            return Err(Error::new("quota.twice").with("name", name));
        }
        wanted.push((typed.unit, typed.kind, typed.per, read_count(&name, &typed.count)?, name));
    }
    keep(book, session, &wanted)
}

/// Shares a number out among the members, teams or alleys of a unit: alleys by their eligible people, teams by their members.
///
/// # Errors
/// `quota.nobody` without any of them; as [`set_quotas`].
pub fn share_quotas(book: &mut Book, session: &Session, args: &ShareQuotas) -> Result<QuotaSheet> {
    let sheet = show_quotas(book, session, &AskQuotas { unit: Some(args.unit) })?;
    let total = read_count(&sheet.unit, &args.total)?
        .ok_or_else(|| Error::new("quota.no_number").with("name", &sheet.unit).with("text", ""))?;
    let (among, gone): (Vec<_>, Vec<_>) = sheet.of(args.unit, args.kind).partition(|row| row.weight > 0);
    if among.is_empty() {
        return Err(Error::new("quota.nobody").with("unit", sheet.unit));
    }
    let weights: Vec<(u32, Option<u32>)> = among.iter().map(|row| (row.weight, None)).collect();
    let shares = share_out(total, &weights)?;
    let wanted: Vec<Wanted> = among
        .into_iter()
        .zip(shares)
        .map(|(row, share)| (args.unit, args.kind, args.per, Some(share), row.name.clone()))
        // Who is no more there owes no part of it.
        .chain(gone.into_iter().map(|row| (args.unit, args.kind, args.per, None, row.name.clone())))
        .collect();
    keep(book, session, &wanted)
}

/// Unit, kind, over which time, how many, whose.
type Wanted = (UnitId, QuotaKind, Per, Option<u32>, String);

fn keep(book: &mut Book, session: &Session, wanted: &[Wanted]) -> Result<QuotaSheet> {
    let day = Day::asked(book, session, None)?;
    let campaign = campaign_of(&day)?.id;
    let known = book.quotas(campaign)?;
    let mut sheets: BTreeMap<UnitId, QuotaSheet> = BTreeMap::new();
    let (mut put, mut removed): (Vec<Quota>, Vec<QuotaId>) = Default::default();
    for (unit, kind, per, count, name) in wanted {
        let unit_name = day.units.name(*unit).ok_or_else(|| Error::new("unit.unknown_id"))?;
        let sheet = match sheets.entry(*unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(day.quotas(*unit)?),
        };
        let row = sheet.of(*unit, *kind).find(|row| spelling(&row.name) == spelling(name));
        let row = row.ok_or_else(|| {
            let names: Vec<&str> = sheet.of(*unit, *kind).map(|row| row.name.as_str()).collect();
            if names.is_empty() {
                return Error::new("quota.nobody").with("unit", unit_name);
            }
            let refused = Error::new("quota.unknown_name").with("name", name).with("unit", unit_name);
            refused.with("names", names.join(", "))
        })?;
        let is = |quota: &&Quota| day.units.home(quota.unit_id) == *unit && quota.is_of(*kind, &row.name);
        let before: Vec<&Quota> = known.iter().filter(is).collect();
        let owed = Quota::together(before.iter().copied()).map(|owed| (owed.count, owed.per));
        if owed == count.map(|count| (count, *per)) {
            continue;
        }
        // Of hamlets that were merged one is left.
        let kept = before.first().filter(|_| count.is_some());
        removed.extend(before.iter().skip(usize::from(kept.is_some())).map(|quota| quota.id));
        let Some(count) = *count else { continue };
        put.push(match kept {
            Some(kept) => Quota { per: *per, count, ..(*kept).clone() },
            None => Quota {
                id: QuotaId(session.new_id()),
                campaign_id: campaign,
                unit_id: *unit,
                kind: *kind,
                name: row.name.clone(),
                per: *per,
                count,
            },
        });
    }
    let own = day.info.unit_id;
    let changed = put.len() + removed.len();
    drop(day);
    if changed > 0 {
        book.transact(session, "set-quotas", json!({ "count": changed }), |tx| {
            put.iter().try_for_each(|quota| tx.put_quota(quota))?;
            removed.iter().try_for_each(|id| tx.remove_quota(*id))
        })?;
    }
    let unit = wanted.first().map_or(own, |(unit, ..)| *unit);
    show_quotas(book, session, &AskQuotas { unit: Some(unit) })
}

/// # Errors
/// `quota.no_number`, `target.negative`, `target.too_large`.
fn read_count(name: &str, text: &str) -> Result<Option<u32>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let number = whole_number(text);
    let number = number.ok_or_else(|| Error::new("quota.no_number").with("name", name).with("text", text))?;
    count_of(name, number).map(Some)
}

/// # Errors
/// `campaign.none`.
fn campaign_of<'d>(day: &'d Day<'_>) -> Result<&'d Campaign> {
    day.campaign.as_ref().ok_or_else(|| Error::new("campaign.none"))
}
