//! The bridge from the police list's count of active accounts to the book's: what a chief asks for first.

use super::day::{Day, once};
use super::unit_row::total;
use crate::domain::as_count;
use crate::domain::bridge::Bridge;
use crate::domain::report::Evidence;
use crate::error::{Error, Result};

impl Day<'_> {
    /// The bridge; `None` without people, without an extract, or while it is not reconciled.
    pub(crate) fn bridge(&self) -> Result<Option<&Bridge>> {
        // One that does not meet is for `check_bridge` to tell, not for a screen to show.
        Ok(self.built_bridge()?.filter(|bridge| bridge.meets()))
    }

    /// Whether the police list's count leads to the daily report's.
    ///
    /// # Errors
    /// `report.bridge`.
    pub(super) fn check_bridge(&self) -> Result<()> {
        match self.built_bridge()?.filter(|bridge| !bridge.meets()) {
            Some(Bridge { told: [told, _], .. }) => Err(Error::new("report.bridge").with("told", told)),
            None => Ok(()),
        }
    }

    fn built_bridge(&self) -> Result<Option<&Bridge>> {
        once(&self.bridge, || self.build_bridge()).map(Option::as_ref)
    }

    fn build_bridge(&self) -> Result<Option<Bridge>> {
        let Some(extract) = self.extract else { return Ok(None) };
        if self.people()?.is_empty() {
            return Ok(None);
        }
        let Some(rows) = self.book.active_rows(self.rows_in_use()?)? else { return Ok(None) };
        let count = |counts: &dyn Fn(&Evidence) -> bool| -> Result<u32> {
            let counted = self.people()?.iter().filter(|person| counts(person)).count();
            Ok(as_count(counted))
        };
        let by_list = |person: &Evidence| person.official.is_some_and(|official| official.level() > 0);
        let is_on = |person: &Evidence| rows.people.binary_search(&person.citizen_id).is_ok();
        let people = count(&|person| by_list(person) && is_on(person))?;
        let received = self.whole()?.iter().filter(|row| row.received);
        let stated = received.filter_map(|row| Some(row.figures.as_ref()?.figures.active()));
        let mut bridge = Bridge {
            extract,
            listed: rows.all,
            unknown: rows.all.saturating_sub(rows.matched + rows.waiting),
            waiting: rows.waiting,
            doubled: rows.matched.saturating_sub(people),
            earlier: count(&|person| by_list(person) && !is_on(person))?,
            claimed: count(&|person| !by_list(person) && person.level_at(self.day) > 0)?,
            stated: stated.fold(0, u32::saturating_add),
            active: total(self.whole()?).map(|day| day.figures.active()).unwrap_or_default(),
            told: <[String; 2]>::default(),
        };
        bridge.told = bridge.sentence();
        Ok(Some(bridge))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::reports::sample::Sample;

    #[test]
    fn it_leads_from_the_police_list_to_the_book() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        for code in ["A", "B", "C", "D", "E", "F"] {
            s.person(code, "Thôn 1", "Nguyễn Thị Lúa", "1970");
        }
        s.roster("2026-03-01", &[("A", "active-level1"), ("B", "active-level2")]);
        let active = ["A", "C", "E", "F"].map(|code| (code, "active-level1"));
        s.roster("2026-03-03", &[active.as_slice(), &[("D", "approved-not-activated")]].concat());
        s.visit("1", "D", "2026-03-04T19:00", "activated 1", "?");
        // E's row waits, F's means nobody here, and C has a row more.
        s.sql(
            "UPDATE match SET verdict = 'review', citizen_id = NULL
               WHERE state = 'active-level1' AND citizen_id = (SELECT id FROM citizen WHERE code = 'E');
             UPDATE match SET verdict = 'unknown', citizen_id = NULL
               WHERE state = 'active-level1' AND citizen_id = (SELECT id FROM citizen WHERE code = 'F');
             INSERT INTO roster_entry SELECT 'more', roster_id, sheet, 2, name, birth, sex, number, old_number, phone,
               hamlet, address, head, state, level, approved_on, activated_on, raw FROM roster_entry
               WHERE id = (SELECT id FROM match WHERE citizen_id = (SELECT id FROM citizen WHERE code = 'C'));
             INSERT INTO match SELECT 'more', roster_id, verdict, citizen_id, rule, score, params, candidates, decided,
               state, level, activated_on FROM match
               WHERE citizen_id = (SELECT id FROM citizen WHERE code = 'C');",
        );
        let day = Day::read(&s.book, "2026-03-05".parse().unwrap()).unwrap();
        let bridge = day.bridge().unwrap().unwrap();
        let [told, _] = &bridge.told;
        assert_eq!(
            told,
            "Danh sách công an ngày 03/03/2026 có 5 tài khoản đã kích hoạt, số của sổ là 4: trừ 1 dòng của người \
             chưa có trong sổ, trừ 1 dòng đang chờ ghép, trừ 1 dòng thừa của người có nhiều dòng, cộng 1 người chỉ \
             có trong danh sách trước, cộng 1 người tổ công tác đã kích hoạt, chờ danh sách xác nhận"
        );
    }

    #[test]
    fn it_leads_from_a_part_and_from_the_later_list_of_a_day() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        for code in ["A", "B", "C", "D"] {
            s.person(code, "Thôn 1", "Nguyễn Thị Lúa", "1970");
        }
        s.roster("2026-03-01", &[("A", "active-level1"), ("B", "active-level2"), ("C", "active-level1")]);
        // C is no longer active, D is; A and B stand on the list before alone.
        s.roster("2026-03-03", &[("C", "pending-approval"), ("D", "active-level1")]);
        s.sql(
            "UPDATE roster_entry SET number = (SELECT citizen_id FROM match WHERE match.id = roster_entry.id);
             UPDATE roster SET partial = 1 WHERE as_of = '2026-03-03'",
        );
        let told = |s: &Sample| {
            let day = Day::read(&s.book, "2026-03-05".parse().unwrap()).unwrap();
            let bridge = day.bridge().unwrap().unwrap();
            (bridge.listed, bridge.earlier, bridge.doubled, bridge.active)
        };
        assert_eq!(told(&s), (3, 0, 0, 3));
        // As whole, who is on it counts; A and B by the list before.
        s.sql("UPDATE roster SET partial = 0");
        assert_eq!(told(&s), (1, 2, 0, 3));
        // Another one of the day before it: it is not in use.
        s.sql("UPDATE roster SET as_of = '2026-03-03'");
        assert_eq!(told(&s), (1, 2, 0, 3));
    }
}
