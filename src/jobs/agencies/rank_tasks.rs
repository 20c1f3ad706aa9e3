//! How agencies do the work that they were given, ranked (771/KH-UBND, III.2: agencies and their heads are judged by it).

use serde::Serialize;

use crate::domain::agency::ranks;
use crate::domain::report::Percent;
use crate::domain::text::spelling;
use crate::error::Result;
use crate::figures::{AgencyOfDay, Day};
use crate::jobs::assignments::follow_assignments::{HolderLoad, loads, views};

/// The tasks of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AgencyTasks {
    /// As Giao việc 5 rõ counts them.
    #[serde(flatten)]
    pub load: HolderLoad,
    /// Done in time, of those that are done or past their due day.
    pub in_time: Option<Percent>,
    /// Place by that share; equal ones share it.
    pub rank: Option<u32>,
}

/// The tasks of each of these agencies, as the screen of tasks counts them; `None` of one that has none.
pub(crate) fn tasks(day: &Day<'_>, agencies: &[AgencyOfDay]) -> Result<Vec<Option<AgencyTasks>>> {
    let loads = loads(&views(day)?);
    let of = |agency: &AgencyOfDay| {
        let name = spelling(&agency.unit.name);
        // What it only co-ordinates is counted for who leads.
        let own = |load: &&HolderLoad| spelling(&load.who) == name && load.open + load.done > 0;
        loads.iter().find(own).cloned()
    };
    let found: Vec<Option<HolderLoad>> = agencies.iter().map(of).collect();
    let shares: Vec<Option<Percent>> = found.iter().map(|load| load.as_ref()?.in_time()).collect();
    let ranked = found.into_iter().zip(shares.iter().zip(ranks(&shares)));
    Ok(ranked
        .map(|(load, (share, rank))| load.map(|load| AgencyTasks { load, in_time: *share, rank }))
        .collect())
}
