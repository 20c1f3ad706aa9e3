//! The same row of a worksheet a second time: nobody can tell a corrected paper from a copy
//! (docs/domain.md, Visits and evidence).

use super::{Outcome, Visit, said};

/// What the answer of a row is that was taken before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// Nothing more than what counts.
    Same,
    /// One that was corrected since.
    Older,
    /// A call of another day.
    OtherDay,
    /// What counts, with something that was not known.
    More(Visit),
    /// Something else than what counts: a person says which is right. What it leaves blank is as known.
    Otherwise(Visit),
}

impl Visit {
    /// What this answer is beside those that its row gave before, oldest first; the last of them counts.
    #[must_use]
    pub fn again(&self, versions: &[Self]) -> Again {
        let Some(counts) = versions.last() else { return Again::OtherDay };
        let says_no_more = |than: &Self| self.completed_by(than).same_answer(than);
        if says_no_more(counts) {
            return Again::Same;
        }
        if versions.iter().any(says_no_more) {
            return Again::Older;
        }
        let same_day = self.at.date_naive() == counts.at.date_naive();
        if !same_day && self.both_calls(counts) {
            return Again::OtherDay;
        }
        let whole = self.completed_by(counts);
        if same_day && whole.merged_into(counts).same_answer(&whole) {
            return Again::More(whole);
        }
        Again::Otherwise(whole)
    }

    /// This answer, and what it does not say as `known` has it.
    fn completed_by(&self, known: &Self) -> Self {
        let or_known = |own: &str, known: &str| said(own).or(said(known)).unwrap_or_default().to_owned();
        let (note, venue) = (or_known(&self.note, &known.note), self.venue.or(known.venue));
        let mut whole = Self { note, venue, ..self.clone() };
        if !self.hour_known() && self.at.date_naive() == known.at.date_naive() {
            whole.at = known.at;
        }
        if self.outcome != Outcome::Activated {
            whole.come_back_at = self.come_back_at.or(known.come_back_at);
        }
        // Reason and channel belong to their outcome.
        if self.outcome == known.outcome {
            whole.channel = self.channel.or(known.channel);
            whole.reason = or_known(&self.reason, &known.reason);
            whole.come_back_at = self.come_back_at.or(known.come_back_at);
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::visit;
    use super::*;

    /// `outcome level channel reason at back`, ';' between versions.
    fn check(versions: &str, row: &str, expect: &str) {
        let versions: Vec<Visit> = versions.split("; ").map(visit).collect();
        let told = |visit: Visit| {
            let channel = visit.channel.map_or("-", |channel| channel.code());
            let reason = if visit.reason.is_empty() { "-" } else { &visit.reason };
            let back = visit.come_back_at.map(|back| back.format(" %m-%dT%H:%M").to_string());
            let (outcome, at) = (visit.outcome.code(), visit.at.format("%m-%dT%H:%M"));
            format!("{outcome} {} {channel} {reason} {at}{}", visit.level, back.unwrap_or_default())
        };
        let found = match visit(row).again(&versions) {
            Again::Same => "same".to_owned(),
            Again::Older => "older".to_owned(),
            Again::OtherDay => "other day".to_owned(),
            Again::More(visit) => format!("more: {}", told(visit)),
            Again::Otherwise(visit) => format!("asked: {}", told(visit)),
        };
        assert_eq!(found, expect, "{versions:?} {row}");
    }

    #[test]
    fn what_a_second_copy_leaves_blank_stays() {
        const CALL: &str = "absent 0 - at-work 11-21T19:30 11-23T20:00";
        check(CALL, CALL, "same");
        check(CALL, "absent 0 - - 11-21T00:00", "same");
        check("activated 2 app - 11-21T19:30", "activated 2 - - 11-21T00:00", "same");
        // Even where another answer is right.
        check(CALL, "no-smartphone 0 - - 11-21T00:00", "asked: no-smartphone 0 - - 11-21T19:30 11-23T20:00");
        check(CALL, "absent 0 - - 11-21T20:15", "asked: absent 0 - at-work 11-21T20:15 11-23T20:00");
        check(CALL, "activated 1 app - 11-21T00:00", "asked: activated 1 app - 11-21T19:30");
    }

    #[test]
    fn what_a_second_copy_adds_is_kept() {
        check("absent 0 - - 11-21T00:00", "absent 0 - - 11-21T19:30", "more: absent 0 - - 11-21T19:30");
        check(
            "absent 0 - - 11-21T19:30",
            "absent 0 - at-work 11-21T00:00 11-22T20:00",
            "more: absent 0 - at-work 11-21T19:30 11-22T20:00",
        );
        check(
            "activated 2 - - 11-21T00:00",
            "activated 2 app - 11-21T00:00",
            "more: activated 2 app - 11-21T00:00",
        );
    }

    #[test]
    fn what_a_second_copy_says_otherwise_is_a_question() {
        let asked = |versions: &str, row: &str| check(versions, row, &format!("asked: {row}"));
        asked("absent 0 - - 11-21T00:00", "activated 2 app - 11-21T00:00");
        asked("absent 0 - - 11-21T00:00", "no-smartphone 0 - - 11-21T00:00");
        asked("activated 2 app - 11-21T19:30", "activated 1 app - 11-21T19:30");
        asked("activated 1 app - 11-21T19:30", "activated 2 app - 11-21T19:30");
        asked("activated 2 app - 11-21T19:30", "activated 2 web - 11-21T19:30");
        asked("absent 0 - at-work 11-21T19:30", "absent 0 - away 11-21T19:30");
        asked("absent 0 - - 11-21T19:30", "absent 0 - - 11-21T20:00");
        asked("absent 0 - - 11-21T19:30 11-22T19:00", "absent 0 - - 11-21T19:30 11-23T19:00");
        // An activation is of one day.
        asked("activated 2 app - 11-20T19:30", "activated 2 app - 11-21T19:30");
        asked("activated 2 app - 11-20T19:30", "absent 0 - - 11-21T00:00");
    }

    #[test]
    fn another_day_is_another_call_and_an_old_paper_undoes_nothing() {
        check("absent 0 - - 11-20T19:30", "activated 2 app - 11-21T00:00", "other day");
        check("absent 0 - - 11-20T00:00", "absent 0 - - 11-21T00:00", "other day");
        check("activated 1 app - 11-20T00:00", "activated 2 app - 11-21T00:00", "other day");
        check("absent 0 - - 11-21T00:00; activated 2 app - 11-21T00:00", "absent 0 - - 11-21T00:00", "older");
        // Its hour was written down since.
        check("absent 0 - - 11-21T19:30; activated 2 app - 11-21T19:30", "absent 0 - - 11-21T00:00", "older");
    }
}
