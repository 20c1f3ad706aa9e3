//! A visit that comes from another book beside those that stand here: one call counts once, and what cannot both be right is
//! asked, whichever of both came first (docs/domain.md, Visits and evidence).

use std::collections::{BTreeMap, BTreeSet};

use super::{Beside, Visit};
use crate::domain::ids::VisitId;

/// How a visit that came may join an answer that stood before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joining {
    /// The first of the corrections that led to the visit: from now on it corrects `stood`.
    pub link: VisitId,
    /// The answer that stood.
    pub stood: VisitId,
    /// How what stood is beside what came: the same call, one that says more, or an opposite one.
    pub how: Beside,
    /// Both correct one visit: whoever made it may have known the other, both cannot be right.
    pub rival: bool,
}

/// A visit and those that it corrects, the newest first.
fn line(of: VisitId, all: &BTreeMap<VisitId, &Visit>) -> Vec<VisitId> {
    let mut line = vec![of];
    while let Some(corrected) = line.last().and_then(|id| all.get(id)?.corrects)
        && all.contains_key(&corrected)
        && !line.contains(&corrected)
    {
        line.push(corrected);
    }
    line
}

/// What `new` is beside the others of `history`, the closest first; nothing where it is a call of its own, or counts no more.
#[must_use]
pub fn joinings(new: VisitId, history: &[Visit]) -> Vec<Joining> {
    let all: BTreeMap<VisitId, &Visit> = history.iter().map(|visit| (visit.id, visit)).collect();
    let corrected: BTreeSet<VisitId> = history.iter().filter_map(|visit| visit.corrects).collect();
    let Some(came) = all.get(&new).filter(|_| !corrected.contains(&new)) else { return Vec::new() };
    let own = line(new, &all);
    let counting = history.iter().filter(|visit| visit.id != new && !corrected.contains(&visit.id));
    let beside = counting.filter_map(|stood| {
        let theirs: BTreeSet<VisitId> = line(stood.id, &all).into_iter().collect();
        let link = *own.iter().take_while(|id| !theirs.contains(id)).last()?;
        let rival = own.iter().any(|id| theirs.contains(id));
        let how = match stood.beside(came) {
            Beside::Apart if rival => Beside::Opposite,
            how => how,
        };
        Some(Joining { link, stood: stood.id, how, rival })
    });
    let mut found: Vec<Joining> = beside.filter(|joining| joining.how != Beside::Apart).collect();
    found.sort_by_key(|joining| joining.how);
    found
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::tests::visit;
    use super::*;

    #[test]
    fn what_came_joins_what_stood() {
        // `id<corrected outcome level channel reason at`, "; " between; the last one came.
        let check = |history: &str, expect: &str| {
            let id = |text: &str| VisitId(Uuid::from_u128(text.parse().unwrap()));
            let read = |spec: &str| {
                let (head, answer) = spec.split_once(' ').unwrap();
                let (head, corrects) = head.split_once('<').unwrap_or((head, ""));
                let own = id(head);
                let corrects = (!corrects.is_empty()).then(|| id(corrects));
                Visit { id: own, corrects, ..visit(answer) }
            };
            let history: Vec<Visit> = history.split("; ").map(read).collect();
            let found = joinings(history.last().unwrap().id, &history);
            let found = found.iter().map(|Joining { link, stood, how, rival }| {
                format!("{how:?}{} {}<{}", if *rival { "!" } else { "" }, link.0.as_u128(), stood.0.as_u128())
            });
            let found = found.collect::<Vec<_>>().join(", ");
            assert_eq!(found, expect, "{history:?}");
        };
        let night = "11-21T00:00";
        check("1 absent 0 - -", "");
        check(&format!("1 absent 0 - - {night}; 2 activated 2 app -"), "Opposite 2<1");
        check(&format!("1 absent 0 - - {night}; 2 absent 0 - -"), "Same 2<1");
        check(&format!("1 absent 0 - at-work {night}; 2 absent 0 - -"), "More 2<1");
        check("1 absent 0 - - 11-21T18:00; 2 absent 0 - -", "");
        check("1 activated 2 app - 11-21T18:00; 2 absent 0 - -", "Opposite 2<1");
        check(
            &format!("1 absent 0 - - {night}; 2 no-smartphone 0 - - {night}; 3 absent 0 - -"),
            "Same 3<1, Opposite 3<2",
        );
        // What came was corrected where it came from.
        check(&format!("1 absent 0 - - {night}; 2 absent 0 - -; 3<2 activated 2 app -"), "Opposite 2<1");
        // Both books corrected one visit.
        check("1 absent 0 - -; 2<1 absent 0 - - 11-21T20:00; 3<1 absent 0 - - 11-21T20:10", "Opposite! 3<2");
        check("1 absent 0 - -; 2<1 absent 0 - - 11-21T20:00; 3<1 absent 0 - - 11-21T20:00", "Same! 3<2");
        check("1 absent 0 - -; 2<1 absent 0 - - 11-21T20:00; 3<2 activated 2 app - 11-21T20:00", "");
    }
}
