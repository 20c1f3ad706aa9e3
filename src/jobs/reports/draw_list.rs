//! The lists: a row a person, in walking order, hamlet by hamlet.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::PaperOfDay;
use super::list_field::{Field, Item, fields};
use crate::domain::as_count;
use crate::domain::citizen::Household;
use crate::domain::dates::vi;
use crate::domain::form::{Form, Row, Value};
use crate::domain::hamlets::Hamlets;
use crate::domain::ids::{CitizenId, HouseholdId, UnitId};
use crate::domain::lists::{Listed, usual_finding};
use crate::domain::matching::Verdict;
use crate::domain::member::EACH_GUIDES;
use crate::domain::reconciliation::Finding;
use crate::domain::report::{Evidence, OfficialState, Percent, ReportForm};
use crate::domain::roster::RosterEntry;
use crate::domain::text::{NameOrder, fold, thousands};
use crate::domain::walk::{Numbering, WalkKey};
use crate::error::Result;
use crate::figures::PeopleOn;
use crate::jobs::roster::settle_pairs::hamlet_of;
use crate::messages::{sentence, word};
use crate::store::reports::ListedPerson;

/// Draws the table: a row a person.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let fields = fields(paper);
    form.columns = fields.iter().map(|field| field.column(paper.form)).collect();
    let on = paper.day.people_on(paper.form, paper.group, paper.from)?;
    let hamlets = Hamlets::as_of(&paper.day.book.dated_units()?, paper.day.day);
    let rows = RowsHere::of(paper, &on, &hamlets)?;
    let mut items = items(paper, &on)?;
    form.notes = notes(paper, &on, &items, &rows)?;
    items.extend(rows.items);
    if let Some(says) = nothing_to_list(paper, &on) {
        says.clone_into(&mut form.empty);
    }
    if let Some(before) = on.before {
        form.remarks.push(sentence("form.newly-approved.against", [("day", vi(before).as_str())]));
    }
    // Of units whose people are in another book there are only figures.
    for ((unit, _), total) in paper.day.book.stated_totals(paper.from, paper.day.day)? {
        if total.is_some() && unit != paper.day.info.unit_id && !paper.day.holds_people_of(unit)? {
            form.notes.push(word("form.list.without_names").to_owned());
            break;
        }
    }
    if paper.form == ReportForm::Annex2 {
        let order = NameOrder::new();
        // Stable: within an officer the order of the walk stays. Rows without an officer come last.
        items.sort_by_cached_key(|item| (item.member().is_empty(), order.key(item.member())));
    }
    for (item, ordinal) in items.iter().zip(1..) {
        let cells = fields.iter().map(|field| field.value(item, ordinal)).collect();
        form.rows.push(Row { total: false, cells });
    }
    if paper.form == ReportForm::Annex2 && !items.is_empty() {
        merge_officers(&items, &fields, form);
    }
    Ok(())
}

/// The people of a list in walking order, hamlet by hamlet.
fn items<'a>(paper: &'a PaperOfDay<'_>, on: &'a PeopleOn<'_>) -> Result<Vec<Item<'a>>> {
    let day = paper.day;
    let mut places: Vec<(UnitId, usize)> = paper.units.iter().map(|unit| unit.id).zip(0..).collect();
    places.sort_unstable();
    let mut items = Vec::new();
    for (person, Listed { visit, finding }) in &on.people {
        let Ok(at) = places.binary_search_by_key(&person.unit_id, |(id, _)| *id) else { continue };
        let Some((_, place)) = places.get(at) else { continue };
        let Some(unit) = paper.units.get(*place) else { continue };
        let team = person.team_result(paper.from, day.day);
        let mut listed = day.book.listed_person(person.citizen_id, *visit)?;
        let by_list = on.by_list.get(&person.citizen_id);
        if let Some((number, birth)) = by_list {
            // The police find an application by what their own list says.
            if !number.is_empty() {
                listed.number.clone_from(number);
            }
            listed.birth = birth.or(listed.birth);
        }
        items.push(Item {
            place: *place,
            hamlet: &unit.name,
            listed,
            by_list: by_list.is_some(),
            official: person.official,
            level: person.level_at(day.day),
            attempts: person.visits_between(paper.from, day.day).count(),
            upgraded: team.activated == 0 && team.upgraded_by.is_some(),
            raised_on: team.upgraded_by.filter(|_| team.activated > 0).and_then(|by| person.day_of(by)),
            finding: *finding,
            differing: on.differing.get(&person.citizen_id).map(Vec::as_slice).unwrap_or_default(),
            remark: remark(paper, on, person, *finding),
        });
    }
    let numbering = |at: usize| {
        Numbering::of(items.iter().filter(|item| item.place == at).map(|item| &item.listed.household))
    };
    let numberings: Vec<Numbering> = (0..paper.units.len()).map(numbering).collect();
    items.sort_by_cached_key(|item| {
        let numbering = numberings.get(item.place).copied().unwrap_or(Numbering::Hamlet);
        let place = WalkKey::new(&item.listed.household, numbering);
        (item.place, place, item.listed.birth, item.listed.citizen_id)
    });
    Ok(items)
}

/// What is known of a person on a list of one state beside that state: what else comes out, and that no list in use says it
/// any more.
fn remark(paper: &PaperOfDay<'_>, on: &PeopleOn<'_>, person: &Evidence, finding: Option<Finding>) -> String {
    let Some(usual) = usual_finding(paper.form) else { return String::new() };
    let otherwise = finding.filter(|finding| *finding != usual).map(|finding| finding.words().to_owned());
    let in_use = |day| on.days.values().any(|known| *known == day);
    let older = person.official.map(|official| official.as_of).filter(|day| !in_use(*day));
    let older = older.map(|day| sentence("form.list.older", [("day", vi(day).as_str())]));
    otherwise.into_iter().chain(older).collect::<Vec<_>>().join("; ")
}

/// The rows of the extract whom nobody in the register is matched to, as far as they belong to the units of a paper.
struct RowsHere<'a> {
    items: Vec<Item<'a>>,
    /// Rows that name no hamlet of the day, one that was split up, or a unit above: they stand on the list of the whole.
    unplaced: usize,
}

impl<'a> RowsHere<'a> {
    /// In the order of the units, those that name none last; within one by the place and the name that the extract writes.
    fn of(paper: &'a PaperOfDay<'_>, on: &'a PeopleOn<'_>, hamlets: &'a Hamlets) -> Result<Self> {
        let order = NameOrder::new();
        let standing: BTreeSet<String> = paper.day.rows(None)?.into_iter().map(|unit| unit.name).collect();
        // A row may name an ấp whose tổ have the rows of the paper: it is on the list of the ấp.
        let part = paper.part.map(|part| paper.day.units.rows(part, &|_| true)).unwrap_or_default();
        let part: BTreeSet<&str> = part.iter().map(|unit| unit.name.as_str()).collect();
        let mut here = Self { items: Vec::new(), unplaced: 0 };
        for (row, verdict) in &on.rows {
            let name = hamlet_of(hamlets, row);
            let place = paper.units.iter().position(|unit| unit.name == name);
            let here_by_name = place.is_some() || part.contains(name);
            here.unplaced += usize::from(!here_by_name && !standing.contains(name));
            if paper.part.is_some() && !here_by_name {
                continue;
            }
            here.items.push(Item {
                place: place.unwrap_or(usize::MAX),
                hamlet: if row.hamlet.is_empty() { name } else { &row.hamlet },
                listed: of_row(row),
                official: on.days.get(&row.roster_id).map(|as_of| OfficialState {
                    state: row.state,
                    as_of: *as_of,
                    activated_on: None,
                    granted: row.level,
                }),
                level: 0,
                attempts: 0,
                upgraded: false,
                raised_on: None,
                by_list: false,
                finding: None,
                differing: &[],
                remark: match verdict {
                    Some(Verdict::Review) => word("form.list.row_in_review"),
                    Some(Verdict::Rejected) => word("form.list.row_not_ours"),
                    _ => word("form.list.row_unknown"),
                }
                .to_owned(),
            });
        }
        here.items.sort_by_cached_key(|item| (item.place, fold(item.hamlet), order.key(&item.listed.name)));
        Ok(here)
    }
}

/// A row of an extract as a list shows it.
fn of_row(row: &RosterEntry) -> ListedPerson {
    ListedPerson {
        citizen_id: CitizenId(row.id.0),
        code: String::new(),
        name: row.name.clone(),
        birth: row.birth,
        sex: row.sex,
        number: if row.number.is_empty() { &row.old_number } else { &row.number }.clone(),
        phone: String::new(),
        household: Household {
            id: HouseholdId(row.id.0),
            unit_id: UnitId(row.id.0),
            code: String::new(),
            head: row.head.clone(),
            alley: String::new(),
            house_number: row.address.clone(),
            walk_order: 0,
        },
        visit: None,
    }
}

/// Why a list of the standing has nothing to say, where that is not that there is nobody.
fn nothing_to_list(paper: &PaperOfDay<'_>, on: &PeopleOn<'_>) -> Option<&'static str> {
    match (paper.form, paper.day.extract) {
        (ReportForm::WrongData | ReportForm::Findings, _) => None,
        (form, None) if form.is_of_standing() => Some(word("form.list.no_extract")),
        (ReportForm::NewlyApproved, Some(_)) if on.before.is_none() => {
            Some(word("form.newly-approved.first"))
        }
        _ => None,
    }
}

fn notes(
    paper: &PaperOfDay<'_>,
    on: &PeopleOn<'_>,
    items: &[Item<'_>],
    rows: &RowsHere<'_>,
) -> Result<Vec<String>> {
    let day = paper.day;
    let count = thousands(items.len() + rows.items.len());
    let mut notes = vec![sentence("form.list.total", [("count", count.as_str())])];
    let counted = |code: &str, count: usize| sentence(code, [("count", thousands(count).as_str())]);
    let erased = on.erased.iter().filter(|unit| paper.units.iter().any(|own| own.id == **unit)).count();
    notes.extend((erased > 0).then(|| counted("form.list.erased", erased)));
    let unmatched = rows.items.len();
    if unmatched > 0 && paper.form != ReportForm::Unmatched {
        notes.push(counted("form.list.unmatched", unmatched));
    }
    let by_list = items.iter().filter(|item| item.by_list).count();
    notes.extend((by_list > 0).then(|| counted("form.list.by_list", by_list)));
    let otherwise = items.iter().filter(|item| !item.remark.is_empty()).count();
    notes.extend((otherwise > 0).then(|| counted("form.list.otherwise", otherwise)));
    if rows.unplaced > 0 && paper.part.is_some() {
        notes.push(counted("form.list.unplaced", rows.unplaced));
    }
    if paper.form == ReportForm::Ineligible {
        let inside = |unit: UnitId| paper.units.iter().any(|own| own.id == unit);
        let visited = day
            .people()?
            .iter()
            .filter(|p| inside(p.unit_id) && p.latest_visit(paper.from, day.day).is_some());
        let visited = as_count(visited.count());
        let ineligible = as_count(items.len());
        let ratio = Percent::of(ineligible, visited).map_or_else(|| "–".to_owned(), Percent::to_vi);
        let params = [("count", count.as_str()), ("visited", &thousands(visited)), ("ratio", &ratio)];
        notes.push(sentence("form.ineligible.ratio", params));
    }
    if paper.form == ReportForm::Annex2 {
        notes.extend(below_quota(paper, items)?);
    }
    let fields = fields(paper);
    if fields.contains(&Field::MaskedNumber) {
        let phones = fields.contains(&Field::MaskedPhone);
        notes.push(word(if phones { "form.masked" } else { "form.masked_number" }).to_owned());
    }
    Ok(notes)
}

/// The members who have guided fewer people than each owes, the fewest first.
fn below_quota(paper: &PaperOfDay<'_>, items: &[Item<'_>]) -> Result<Option<String>> {
    // Of one hamlet's people nobody has to guide ten.
    if paper.part.is_some() {
        return Ok(None);
    }
    let guided = |name: &str| as_count(items.iter().filter(|item| item.member() == name).count());
    let members: BTreeSet<String> = paper.day.book.members()?.into_iter().map(|(_, name)| name).collect();
    let members = members.into_iter().map(|name| (guided(&name), name));
    let mut below: Vec<(u32, String)> = members.filter(|(guided, _)| *guided < EACH_GUIDES).collect();
    below.sort_by_cached_key(|(guided, name)| (*guided, fold(name)));
    let told: Vec<String> = below.iter().map(|(guided, name)| format!("{name} {guided}")).collect();
    let (quota, officers) = (EACH_GUIDES.to_string(), told.join("; "));
    let params = [("quota", quota.as_str()), ("officers", &officers)];
    Ok((!told.is_empty()).then(|| sentence("form.annex2.below", params)))
}

/// The officer and his total stand once for all his rows: they belong to him, not to the citizen (docs/domain.md, Plans and targets).
fn merge_officers(items: &[Item<'_>], fields: &[Field], form: &mut Form) {
    let (member, total) = (Field::Member, Field::OfficerTotal);
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for item in items {
        *counts.entry(item.member()).or_default() += 1;
    }
    let mut before: Option<&str> = None;
    for (item, row) in items.iter().zip(&mut form.rows) {
        for (field, cell) in fields.iter().zip(&mut row.cells) {
            if *field != member && *field != total {
                continue;
            }
            if before == Some(item.member()) {
                *cell = Value::Above;
            } else if *field == total {
                *cell = Value::from(counts.get(item.member()).copied().unwrap_or_default());
            } else if item.member().is_empty() {
                *cell = word("form.annex2.no_member").into();
            }
        }
        before = Some(item.member());
    }
    let place = fields.iter().position(|field| *field == total).unwrap_or_default();
    let cells = (0..fields.len()).map(|at| match at {
        0 => word("form.total").into(),
        at if at < place => Value::Left,
        at if at == place => Value::from(as_count(items.len())),
        _ => Value::from(""),
    });
    form.rows.push(Row { total: true, cells: cells.collect() });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Day;
    use crate::jobs::book::merge_units::{MergeUnits, merge_units};
    use crate::jobs::reports::make_report::{AskPaper, draw_report};
    use crate::jobs::roster::list_findings::{FindingsPage, ListFindings, list_findings};
    use crate::store::reports::sample::Sample;

    /// Two hamlets and two extracts; of some rows nobody knows who they are.
    fn sample() -> Sample {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        s.hamlet("Thôn 2", "2");
        for (code, hamlet, name) in [
            ("A1", "Thôn 1", "Nguyễn Thị Lúa"),
            ("A2", "Thôn 1", "Trần Văn Khoai"),
            ("A3", "Thôn 1", "Phạm Thị Ngô"),
            ("A4", "Thôn 1", "Hồ Văn Sắn"),
            ("B1", "Thôn 2", "Võ Văn Vừng"),
            ("B2", "Thôn 2", "Võ Thị Đỗ"),
            ("B3", "Thôn 2", "Y Brư Niê"),
            ("B4", "Thôn 2", "H'Thoan"),
        ] {
            s.person(code, hamlet, name, "1970");
        }
        let (old, new) = ("2026-02-20", "2026-03-03");
        s.roster(old, &[("A3", "approved-not-activated"), ("A4", "pending-approval")]);
        s.row(old, "Lê Thị Cũ, 1980, 001180000001, Thôn 1", "approved-not-activated", "?", "unknown");
        s.roster(
            new,
            &[
                ("A1", "pending-approval"),
                ("A2", "pending-approval"),
                ("A3", "approved-not-activated"),
                ("A4", "approved-not-activated"),
                ("B1", "rejected"),
                ("B2", "not-registered"),
            ],
        );
        s.row(new, "Lê Thị Cũ, 1980, 001180000001, Thôn 1", "approved-not-activated", "?", "unknown");
        s.row(new, "Lê Thị Mới, 1981, 001181000002, Thôn 2", "approved-not-activated", "?", "unknown");
        s.row(new, "Đinh Văn Lạ, 1982, 001082000003, thôn 2", "pending-approval", "?", "unknown");
        s.row(new, "Bùi Văn Xa, 1983, 001083000004, Xóm Đông", "pending-approval", "?", "rejected");
        s.row(new, "Mai Thị Nhỏ, 2020, 001320000005, Thôn 1", "not-registered", "?", "unknown");
        s.visit("1", "A2", "2026-03-04T09:00", "activated 1", "?"); // after the extract
        s.visit("2", "B4", "2026-03-04T09:10", "other:sim-not-own", "?");
        s.sql("UPDATE citizen SET smartphone = 'yes' WHERE name IN ('H''Thoan', 'Võ Văn Vừng')");
        s
    }

    fn drawn(s: &Sample, form: ReportForm, unit: Option<&str>, group: Option<Finding>) -> Form {
        let day = Day::read(&s.book, "2026-03-05".parse().unwrap()).unwrap();
        let unit = unit.map(|unit| s.id(unit).parse().unwrap());
        let asked = AskPaper { unit, group, ..AskPaper::new(form, day.day) };
        draw_report(&day, &s.session, &asked).unwrap()
    }

    /// The texts of the columns with these headings, row by row.
    fn told(form: &Form, headings: &[&str]) -> Vec<String> {
        let at =
            |heading: &&str| form.columns.iter().position(|column| column.heading[0] == *heading).unwrap();
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        let places: Vec<usize> = headings.iter().map(at).collect();
        let row = |row: &Row| places.iter().map(|at| text(&row.cells[*at])).collect::<Vec<_>>().join("|");
        form.rows.iter().map(row).collect()
    }

    fn names(form: &Form) -> Vec<String> {
        told(form, &["Họ và tên"])
    }

    fn findings(s: &mut Sample, unit: Option<&str>) -> FindingsPage {
        let unit = unit.map(|unit| s.id(unit).parse().unwrap());
        let as_of = "2026-03-05".parse().unwrap();
        let asked = ListFindings { as_of, unit, limit: 100, ..ListFindings::default() };
        list_findings(&mut s.book, &s.session, &asked).unwrap()
    }

    #[test]
    fn whoever_waits_for_approval_is_listed_those_outside_the_survey_last() {
        let s = sample();
        let form = drawn(&s, ReportForm::PendingApproval, None, None);
        assert_eq!(
            told(&form, &["Họ và tên", "Thôn, tổ dân phố", "Ghi chú"]),
            [
                "Nguyễn Thị Lúa|Thôn 1|",
                "Trần Văn Khoai|Thôn 1|Tổ báo sau ngày chốt danh sách, chờ danh sách sau",
                "Đinh Văn Lạ|thôn 2|Chưa có trong sổ điều tra",
                "Bùi Văn Xa|Xóm Đông|Đã xem: không phải người của xã",
            ]
        );
        assert_eq!(form.notes[0], "Tổng số: 4 công dân.");
        assert!(form.notes[1].starts_with("Trong đó 2 người có trong danh sách công an mà chưa"));
        assert!(form.notes[2].starts_with("Trong đó 1 người còn có điều khác"));
        assert!(told(&form, &["Số định danh / CCCD"]).contains(&"001082000003".to_owned()), "whole");
        assert!(form.subtitles.concat().starts_with("Đến hết ngày"), "{:?}", form.subtitles);
    }

    #[test]
    fn what_the_survey_lacks_stands_as_the_extract_has_it() {
        let mut s = sample();
        s.sql("UPDATE citizen SET number = '', birth = '1970' WHERE name = 'Nguyễn Thị Lúa'");
        s.sql("UPDATE roster_entry SET number = '001170000009', birth = '1970-12-09'");
        let form = drawn(&s, ReportForm::PendingApproval, Some("Thôn 1"), None);
        let shown = told(&form, &["Họ và tên", "Ngày, tháng, năm sinh", "Số định danh / CCCD"]);
        assert_eq!(shown[0], "Nguyễn Thị Lúa|09/12/1970|001170000009");
        assert!(form.notes.concat().contains("1 người"), "{:?}", form.notes);
    }

    #[test]
    fn a_hamlet_has_its_own_people_and_the_rows_that_name_it() {
        let s = sample();
        let check = |unit, expect: &[&str], unplaced: bool| {
            let form = drawn(&s, ReportForm::PendingApproval, Some(unit), None);
            assert_eq!(names(&form), expect, "{unit}");
            assert_eq!(form.notes.concat().contains("không ghi rõ thôn"), unplaced, "{:?}", form.notes);
        };
        check("Thôn 1", &["Nguyễn Thị Lúa", "Trần Văn Khoai"], true);
        check("Thôn 2", &["Đinh Văn Lạ"], true);
    }

    #[test]
    fn a_row_that_names_the_unit_above_is_on_its_list() {
        let mut s = sample();
        let columns = "parent_id, kind, name, name_fold, code, position";
        s.add("unit", "Ấp Tây", columns, &["@xa", "ap", "Ấp Tây", "ap tay", "", "9"]);
        s.sql(
            "UPDATE unit SET parent_id = (SELECT id FROM unit WHERE name = 'Ấp Tây') WHERE name = 'Thôn 2'",
        );
        s.sql("UPDATE roster_entry SET hamlet = 'Ấp Tây' WHERE name = 'Bùi Văn Xa'");
        let check = |unit, expect: &[&str], unplaced: bool| {
            let form = drawn(&s, ReportForm::PendingApproval, Some(unit), None);
            assert_eq!(names(&form), expect, "{unit}");
            assert_eq!(form.notes.concat().contains("không ghi rõ thôn"), unplaced, "{:?}", form.notes);
        };
        check("Ấp Tây", &["Đinh Văn Lạ", "Bùi Văn Xa"], false);
        check("Thôn 2", &["Đinh Văn Lạ"], true);
    }

    #[test]
    fn a_list_of_before_a_merger_knows_the_hamlets_of_then() {
        let mut s = sample();
        let check = |s: &Sample, expect: &[&str]| {
            let day = Day::read(&s.book, "2026-03-04".parse().unwrap()).unwrap();
            let unit = s.id("Thôn 2").parse().ok();
            let asked = AskPaper { unit, ..AskPaper::new(ReportForm::PendingApproval, day.day) };
            let form = draw_report(&day, &s.session, &asked).unwrap();
            assert_eq!(names(&form), expect);
        };
        check(&s, &["Đinh Văn Lạ"]);
        let units = ["Thôn 1", "Thôn 2"].map(str::to_owned).into();
        let merge = MergeUnits { units, into: "Thôn Mới".into(), from: "2026-03-05".parse().unwrap() };
        merge_units(&mut s.book, &s.session, &merge).unwrap();
        check(&s, &["Đinh Văn Lạ"]);
    }

    #[test]
    fn a_list_has_as_many_people_as_the_finding_and_the_extract_say() {
        let mut s = sample();
        let page = findings(&mut s, None);
        let count =
            |finding| page.findings.iter().find(|one| one.finding == finding).map_or(0, |one| one.people);
        for (form, finding, state) in [
            (ReportForm::PendingApproval, Finding::PendingApproval, "pending-approval"),
            (ReportForm::Rejected, Finding::Rejected, "rejected"),
        ] {
            let form = drawn(&s, form, None, None);
            let notes = told(&form, &["Ghi chú"]);
            let known = notes.iter().filter(|note| note.is_empty()).count();
            assert_eq!(known, count(finding) as usize, "{state}: people with this finding alone");
            let in_use = s.book.lists_in_use(Some("2026-03-03".parse().unwrap())).unwrap();
            let rows = s.book.accounts_of_rows(&s.book.rows_of_lists(in_use).unwrap()).unwrap();
            let of_state = rows.iter().filter(|row| row.says.state.code() == state).count();
            assert_eq!(form.rows.len(), of_state, "{state}: nobody of the extract is left out");
        }
        let invited = drawn(&s, ReportForm::NotEnrolled, None, None).rows.len();
        assert_eq!(invited, (count(Finding::NotRegistered) + count(Finding::NotOnList)) as usize);
        for unit in [None, Some("Thôn 1"), Some("Thôn 2")] {
            let page = findings(&mut s, unit);
            for one in &page.findings {
                let form = drawn(&s, ReportForm::Findings, unit, Some(one.finding));
                assert_eq!(form.rows.len(), one.people as usize, "{unit:?} {:?}", one.finding);
                assert!(form.subtitles.contains(&one.finding.words().to_owned()));
            }
            let all = drawn(&s, ReportForm::Findings, unit, None);
            assert_eq!(all.rows.len(), page.people as usize, "{unit:?}");
        }
    }

    #[test]
    fn newly_approved_is_who_the_extract_before_had_not() {
        let mut s = sample();
        let form = drawn(&s, ReportForm::NewlyApproved, None, None);
        assert_eq!(names(&form), ["Hồ Văn Sắn", "Lê Thị Mới"]);
        assert!(form.remarks.concat().contains("So với danh sách công an ngày 20/02/2026"));
        assert!(!told(&form, &["Số định danh / CCCD"]).contains(&"001181000002".to_owned()), "masked");
        // Who has the old number alone is known by it.
        for list in ["2026-02-20", "2026-03-03"] {
            s.row(list, "Tô Thị Chín, , , Thôn 1", "approved-not-activated", "?", "unknown");
        }
        s.sql("UPDATE roster_entry SET old_number = '171000246' WHERE name = 'Tô Thị Chín'");
        assert_eq!(names(&drawn(&s, ReportForm::NewlyApproved, None, None)), ["Hồ Văn Sắn", "Lê Thị Mới"]);
        s.sql("DELETE FROM match WHERE roster_id IN (SELECT id FROM roster WHERE as_of = '2026-02-20')");
        s.sql(
            "DELETE FROM roster_entry WHERE roster_id IN (SELECT id FROM roster WHERE as_of = '2026-02-20')",
        );
        s.sql("DELETE FROM roster WHERE as_of = '2026-02-20'");
        let form = drawn(&s, ReportForm::NewlyApproved, None, None);
        assert!(form.rows.is_empty());
        assert!(form.empty.starts_with("Mới có một danh sách công an"), "{}", form.empty);
    }

    #[test]
    fn a_list_of_a_part_hides_nobody() {
        let mut s = sample();
        let before = names(&drawn(&s, ReportForm::PendingApproval, None, None)).len();
        s.roster("2026-03-05", &[("A1", "approved-not-activated")]);
        s.row("2026-03-05", "Đinh Văn Lạ, 1982, 001082000003, thôn 2", "active-level1", "?", "unknown");
        s.sql("UPDATE roster SET partial = 1 WHERE as_of = '2026-03-05'");
        assert_eq!(names(&drawn(&s, ReportForm::PendingApproval, None, None)).len(), before - 2);
        assert_eq!(names(&drawn(&s, ReportForm::NewlyApproved, None, None)), ["Nguyễn Thị Lúa"]);
    }

    #[test]
    fn who_is_to_be_invited_and_who_has_the_phone_for_it() {
        let s = sample();
        assert_eq!(
            names(&drawn(&s, ReportForm::NotEnrolled, None, None)),
            ["Võ Thị Đỗ", "Y Brư Niê", "H'Thoan"]
        );
        assert_eq!(names(&drawn(&s, ReportForm::NoAccount, None, None)), ["H'Thoan"]);
        assert_eq!(names(&drawn(&s, ReportForm::Rejected, None, None)), ["Võ Văn Vừng"]);
        assert_eq!(names(&drawn(&s, ReportForm::Unmatched, None, None)).len(), 5);
    }

    #[test]
    fn what_is_to_be_corrected_is_said_field_by_field() {
        let mut s = sample();
        s.row(
            "2026-03-03",
            "Y Brư Niê, 1971, 001171000009, Thôn 2",
            "approved-not-activated",
            "B3",
            "matched",
        );
        let form = drawn(&s, ReportForm::WrongData, None, None);
        let number = s.book.listed_person(s.id("B3").parse().unwrap(), None).unwrap().number;
        assert_eq!(
            told(&form, &["Họ và tên", "Điều phải sửa"]),
            [
                format!(
                    "Y Brư Niê|Số định danh: sổ ghi {number}, công an ghi 001171000009; Ngày sinh: sổ ghi 1970, công an ghi 1971"
                ),
                "H'Thoan|SIM không chính chủ: 0912345678".to_owned(),
            ]
        );
    }

    #[test]
    fn without_an_extract_the_lists_say_so() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        s.person("A1", "Thôn 1", "Nguyễn Thị Lúa", "1970");
        let check = |form, expect: &str| {
            let form = drawn(&s, form, None, None);
            assert!(form.rows.is_empty());
            assert_eq!(form.empty, expect);
        };
        let none = word("form.list.no_extract");
        check(ReportForm::PendingApproval, none);
        check(ReportForm::NewlyApproved, none);
        check(ReportForm::NotEnrolled, none);
        check(ReportForm::WrongData, "Không có ai phải sửa thông tin.");
    }

    #[test]
    fn the_paper_of_discrepancies_judges_as_the_screen_does() {
        let mut s = sample();
        // A row that is not settled may be the person: somebody has to look first.
        s.visit("3", "B3", "2026-03-01T09:00", "activated 1", "?");
        let listed = |s: &Sample| names(&drawn(s, ReportForm::Discrepancies, None, None));
        assert_eq!(listed(&s), ["Trần Văn Khoai", "Y Brư Niê"]);
        s.row("2026-03-03", "Y Brư, 1970, , Thôn 2", "active-level1", "?", "review");
        let b3 = s.id("B3").to_owned();
        s.sql(&format!("UPDATE match SET candidates = '{b3}' WHERE verdict = 'review'"));
        assert_eq!(listed(&s), ["Trần Văn Khoai"]);
        let in_review = findings(&mut s, None).findings.into_iter().find(|f| f.finding == Finding::InReview);
        assert_eq!(in_review.map(|one| one.people), Some(1));
    }
}
