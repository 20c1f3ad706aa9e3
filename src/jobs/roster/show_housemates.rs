//! Who else lives at both homes of a pair: that decides most of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::reconcile::choose;
use crate::domain::dates::PartialDate;
use crate::domain::ids::{CitizenId, RosterId};
use crate::domain::matching::door;
use crate::error::Result;
use crate::session::Session;
use crate::store::Book;

/// One pair.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct HomesOfPair {
    /// The roster; the newest extract when missing.
    #[serde(default)]
    pub roster: Option<RosterId>,
    /// Sheet of the row.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// Code of the citizen.
    pub citizen: String,
}

/// Who else lives at both homes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Housemates {
    /// In the citizen's household.
    pub ours: Vec<Housemate>,
    /// In other rows of the row's address, or of its head of household.
    pub theirs: Vec<Housemate>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Housemate {
    /// Name.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// The other home has this person, too: a row of it is joined with the citizen.
    pub shared: bool,
}

/// A home of more is none: a dormitory, or an address that names no house.
const MOST: usize = 15;

/// Who else lives at both homes of a pair.
///
/// # Errors
/// `roster.none`, `roster.not_found`, `roster.no_such_row`, `citizen.unknown_code`.
pub fn show_housemates(book: &mut Book, _: &Session, args: &HomesOfPair) -> Result<Housemates> {
    let roster = choose(book, args.roster)?;
    let entry = book.roster_entry_at(roster.id, &args.sheet, args.row)?;
    let citizen = book.citizen_with_code(&args.citizen)?;
    // "Thôn Đoài" is no address that people share.
    let address = if door(&entry.address).is_some() { entry.address.as_str() } else { "" };
    let rows = book.rows_of_home(&entry, address)?;
    let rows: Vec<_> = rows.into_iter().filter(|(row, _)| row.id != entry.id).collect();
    let home = book.people_of(citizen.household_id)?;
    let ids: BTreeSet<CitizenId> = home.iter().map(|one| one.id).collect();
    let there: BTreeSet<CitizenId> = rows.iter().filter_map(|(_, citizen)| *citizen).collect();
    let ours = home.into_iter().filter(|one| one.id != citizen.id).map(|one| Housemate {
        shared: there.contains(&one.id),
        name: one.name,
        birth: one.birth,
    });
    let theirs = rows.into_iter().take(MOST + 1).map(|(row, citizen)| Housemate {
        shared: citizen.is_some_and(|citizen| ids.contains(&citizen)),
        name: row.name,
        birth: row.birth,
    });
    let few = |people: Vec<Housemate>| if people.len() > MOST { Vec::new() } else { people };
    Ok(Housemates { ours: few(ours.collect()), theirs: few(theirs.collect()) })
}
