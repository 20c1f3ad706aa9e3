//! The loop between laptops: lists down to the hamlets, evenings back up, whatever order the files come in.

use std::path::{Path, PathBuf};

use tung_nha::api::{self, Desk, Nothing, Outcome, Session, Stands, UnitId};
use tung_nha::domain::citizen::{Citizen, Gone};
use tung_nha::exchange::{envelope, package_v1, sealed};
use tung_nha::jobs::demo::make_demo::make_demo;

use crate::{Office, PASSPHRASE};

pub(crate) const NOW: &str = "2026-11-21T21:00:00+07:00";

/// A commune of 300 people with the laptops of some hamlets.
pub(crate) struct Commune {
    pub(crate) office: Office,
    pub(crate) units: Vec<api::Unit>,
    number: u32,
}

/// The laptop of a hamlet.
pub(crate) struct Hamlet {
    pub(crate) desk: Desk,
    pub(crate) unit: UnitId,
    pub(crate) number: u32,
}

impl Commune {
    pub(crate) fn new() -> Self {
        let mut office = Office::new();
        let files = make_demo(300, 5, office.folder.path()).unwrap();
        office.survey(&files.register);
        office.extract(&files.roster);
        api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
        let units = api::unit_list(&mut office.desk, &Nothing {}).unwrap();
        let own = api::book_info(&mut office.desk, &Nothing {}).unwrap().unit_id;
        Self { office, units: units.into_iter().filter(|unit| unit.id != own).collect(), number: 0 }
    }

    pub(crate) fn path(&mut self, ending: &str) -> PathBuf {
        self.number += 1;
        self.office.file(&format!("{}.{ending}", self.number))
    }

    /// The package of a hamlet, and its card.
    pub(crate) fn give(&mut self, unit: UnitId) -> (PathBuf, String) {
        self.give_with(unit, false)
    }

    pub(crate) fn give_with(&mut self, unit: UnitId, new_cards: bool) -> (PathBuf, String) {
        let out = self.path("tngiao");
        let args =
            api::GivePackages { units: vec![unit], out: Some(out.clone()), new_cards, ..Default::default() };
        let given = api::package_give(&mut self.office.desk, &args).unwrap();
        (out, given.files[0].card.clone())
    }

    /// Opens the book of the hamlet at a place on a laptop of its own.
    pub(crate) fn laptop(&mut self, place: usize) -> Hamlet {
        self.open(self.units[place].id)
    }

    /// Opens the book of a hamlet by its package and card.
    pub(crate) fn open(&mut self, unit: UnitId) -> Hamlet {
        let (file, card) = self.give(unit);
        let path = self.path("tungnha");
        let mut desk = Desk::new(Session::new(Some(self.office.desk.session.now())));
        let args = api::OpenPackage { file, card, path, passphrase: PASSPHRASE.into() };
        api::package_open(&mut desk, &args).unwrap();
        Hamlet { desk, unit, number: 0 }
    }

    /// Takes files in; "visits added/same/removed/conflict people added/changed/left/conflict", or the code.
    pub(crate) fn take(&mut self, files: &[&Path]) -> String {
        self.take_of(files, &[])
    }

    /// The same with fingerprints that a person has confirmed.
    pub(crate) fn take_of(&mut self, files: &[&Path], trust: &[String]) -> String {
        let files = files.iter().map(|f| f.to_path_buf()).collect();
        let args = api::ImportResults { files, trust: trust.to_vec(), dry_run: true };
        let planned = api::result_import(&mut self.office.desk, &args);
        let done = api::result_import(&mut self.office.desk, &api::ImportResults { dry_run: false, ..args });
        match (&planned, &done) {
            // The plan has the refused ones in it.
            (Ok(planned), Err(e)) => assert!(planned.files.iter().any(|file| file.code == e.code)),
            _ => assert_eq!(planned, done, "the preview says what happens"),
        }
        match done {
            Ok(api::ImportedResults { visits: v, people: p, .. }) => format!(
                "{}/{}/{}/{} {}/{}/{}/{}",
                v.added, v.same, v.removed, v.conflict, p.added, p.changed, p.left, p.conflict
            ),
            Err(e) => {
                assert!(!e.sentence().contains('{') && e.sentence() != e.code, "{}", e.sentence());
                e.code.to_owned()
            }
        }
    }

    /// The hamlet takes the commune's newest package in.
    pub(crate) fn bring(&mut self, hamlet: &mut Hamlet) -> api::TakenWork {
        let (file, _) = self.give(hamlet.unit);
        hamlet.take(&file).unwrap()
    }
}

impl Hamlet {
    pub(crate) fn take(&mut self, file: &Path) -> api::Result<api::TakenWork> {
        let args = api::ImportPackage { file: file.to_owned(), dry_run: true };
        let planned = api::package_import(&mut self.desk, &args);
        let done = api::package_import(&mut self.desk, &api::ImportPackage { dry_run: false, ..args });
        assert_eq!(planned, done, "the preview says what happens");
        done
    }

    /// Its result package.
    pub(crate) fn result(&mut self, office: &Office) -> PathBuf {
        self.number += 1;
        let out = office.file(&format!("{} {}.tnketqua", self.unit, self.number));
        let args = api::WriteResult { out: out.clone(), ..Default::default() };
        api::result_write(&mut self.desk, &args).unwrap();
        out
    }
}

pub(crate) fn people(desk: &mut Desk, unit: Option<UnitId>) -> Vec<Citizen> {
    let (book, _) = desk.open().unwrap();
    let mut people = book.citizens().unwrap();
    people.retain(|person| unit.is_none_or(|unit| person.unit_id == unit));
    people
}

pub(crate) fn person(desk: &mut Desk, code: &str) -> Citizen {
    people(desk, None).into_iter().find(|person| person.code == code).unwrap()
}

pub(crate) fn visit(desk: &mut Desk, code: &str, outcome: Outcome) {
    let new = api::NewVisit {
        level: if outcome == Outcome::Activated { 2 } else { 0 },
        channel: (outcome == Outcome::Activated).then_some(tung_nha::domain::visit::Channel::App),
        at: Some("2026-11-21T18:30:00+07:00".parse().unwrap()),
        ..api::NewVisit::new(code, outcome)
    };
    api::visit_log(desk, &api::LogVisits { visits: vec![new] }).unwrap();
}

pub(crate) fn change(desk: &mut Desk, code: &str, change: impl FnOnce(&mut api::PersonForm)) {
    let person = person(desk, code);
    let mut form = tung_nha::domain::person_form::PersonForm::of(&person);
    change(&mut form);
    api::citizen_change(desk, &api::ChangeCitizen { citizen: person.id, form }).unwrap();
}

/// What a book has of its people and visits, to be compared: no order, no ids of its own.
pub(crate) fn state(desk: &mut Desk, unit: UnitId) -> Vec<String> {
    state_of(desk, unit, &[unit])
}

/// The same of the people of several units, as of one.
pub(crate) fn state_of(desk: &mut Desk, unit: UnitId, units: &[UnitId]) -> Vec<String> {
    let (book, _) = desk.open().unwrap();
    let departures = book.departures().unwrap();
    let mut lines = Vec::new();
    for mut person in book.citizens().unwrap().into_iter().filter(|p| units.contains(&p.unit_id)) {
        person.unit_id = unit;
        let visits = book.visit_history(person.id).unwrap();
        let visits: Vec<String> =
            visits.iter().map(|v| format!("{} {:?} {}", v.at, v.outcome, v.note)).collect();
        let official = book.official_states(person.id).unwrap().first().map(|s| (s.as_of, s.state, s.level));
        let gone = departures.get(&person.id);
        lines.push(format!("{person:?} {gone:?} {official:?} {visits:?}"));
    }
    lines.sort();
    lines
}

/// The figures of a unit on the day, as Hôm nay has them: of its row, or of the whole book.
pub(crate) fn figures(desk: &mut Desk, row: Option<&str>) -> String {
    let day = Some("2026-11-21".parse().unwrap());
    let today = api::today(desk, &api::AskDay { day }).unwrap();
    let whole = today.to_target.as_ref().unwrap_or(&today.total);
    let row = row.map_or(whole, |name| today.rows.iter().find(|row| row.name == name).unwrap());
    let counts = [row.activated, row.upgraded, row.absent, row.ineligible, row.no_smartphone, row.other];
    let stands = (row.cumulative, row.pool, row.remaining, row.ratio, row.needed);
    format!("{counts:?} {stands:?}")
}

#[test]
fn an_evening_goes_down_and_comes_back() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let (unit, name) = (hamlet.unit, commune.units[0].name.clone());
    assert_eq!(state(&mut hamlet.desk, unit), state(&mut commune.office.desk, unit), "the same people");
    assert_eq!(
        people(&mut hamlet.desk, None),
        people(&mut commune.office.desk, Some(unit)),
        "and nobody else"
    );

    let codes: Vec<String> = people(&mut hamlet.desk, None).into_iter().map(|p| p.code).collect();
    visit(&mut hamlet.desk, &codes[0], Outcome::Activated);
    visit(&mut hamlet.desk, &codes[1], Outcome::Absent);
    change(&mut hamlet.desk, &codes[2], |form| form.phone = "0912345678".into());
    let first = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&first]), "2/0/0/0 0/1/0/0");
    assert_eq!(commune.take(&[&first]), "0/0/0/0 0/0/0/0", "twice is once");
    assert_eq!(state(&mut hamlet.desk, unit), state(&mut commune.office.desk, unit));
    assert_eq!(figures(&mut hamlet.desk, None), figures(&mut commune.office.desk, Some(&name)));

    // The next package acknowledges: nothing is said again.
    let taken = commune.bring(&mut hamlet);
    assert_eq!((taken.acknowledged, taken.visits, taken.changed, taken.conflicts), (1, 0, 0, 0));
    let second = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&second]), "0/0/0/0 0/0/0/0");

    // One undo step takes a whole file back.
    visit(&mut hamlet.desk, &codes[3], Outcome::NoSmartphone);
    let third = hamlet.result(&commune.office);
    let before = state(&mut commune.office.desk, unit);
    assert_eq!(commune.take(&[&third]), "1/0/0/0 0/0/0/0");
    api::undo(&mut commune.office.desk, &api::Undo::default()).unwrap();
    assert_eq!(state(&mut commune.office.desk, unit), before);
    assert_eq!(commune.take(&[&third]), "1/0/0/0 0/0/0/0");
}

#[test]
fn nobody_elses_people_are_in_a_package() {
    let mut commune = Commune::new();
    let unit = commune.units[1].id;
    let (file, card) = commune.give(unit);
    let text = sealed::open_with_card(&card, &std::fs::read(&file).unwrap()).unwrap();
    let text = String::from_utf8(text.to_vec()).unwrap();
    let payload = text.split('"').nth(3).unwrap();
    let payload = base64_decoded(payload);
    let mut own = 0;
    for person in people(&mut commune.office.desk, None) {
        let named = [person.id.to_string(), person.number.clone(), person.phone.clone()];
        let inside = named.iter().any(|what| !what.is_empty() && payload.contains(what.as_str()));
        if person.unit_id == unit {
            own += 1;
            assert!(inside, "{} is missing", person.name);
        } else {
            assert!(!inside, "{} is of another hamlet", person.name);
        }
    }
    assert!(own > 20);
}

fn base64_decoded(text: &str) -> String {
    use base64::Engine;
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(text).unwrap()).unwrap()
}

#[test]
fn files_lost_doubled_and_late_lead_to_the_same_book() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let unit = hamlet.unit;
    let codes: Vec<String> = people(&mut hamlet.desk, None).into_iter().map(|p| p.code).collect();
    visit(&mut hamlet.desk, &codes[0], Outcome::Absent);
    change(&mut hamlet.desk, &codes[1], |form| form.phone = "0912345678".into());
    let first = hamlet.result(&commune.office);
    // Corrected and taken back before anything was acknowledged.
    change(&mut hamlet.desk, &codes[1], |form| form.phone = "0912345679".into());
    visit(&mut hamlet.desk, &codes[2], Outcome::Absent);
    let second = hamlet.result(&commune.office);
    let id = visit_of(&mut hamlet.desk);
    api::undo(&mut hamlet.desk, &api::Undo { id, ask: false }).unwrap();
    let third = hamlet.result(&commune.office);

    assert_eq!(commune.take(&[&second]), "2/0/0/0 0/1/0/0", "all that the first one says is in it");
    assert_eq!(commune.take(&[&first]), "0/0/0/0 0/0/0/0", "an older one changes nothing");
    assert_eq!(
        commune.take(&[&third, &second, &first]),
        "0/1/1/0 0/0/0/0".to_owned(),
        "what was taken back goes"
    );
    assert_eq!(state(&mut hamlet.desk, unit), state(&mut commune.office.desk, unit));
    commune.bring(&mut hamlet);
    assert_eq!(state(&mut hamlet.desk, unit), state(&mut commune.office.desk, unit));
}

/// The newest operation that logged a visit.
fn visit_of(desk: &mut Desk) -> Option<tung_nha::domain::ids::OperationId> {
    let history = api::history(desk, &api::History { limit: 20 }).unwrap();
    history.into_iter().find(|one| one.kind == "log-visit").map(|one| one.id)
}

#[test]
fn what_both_changed_is_asked_once_and_settled_for_both() {
    for (stands, settled_at_commune) in
        [(Stands::Mine, true), (Stands::Theirs, true), (Stands::Mine, false), (Stands::Theirs, false)]
    {
        let mut commune = Commune::new();
        let mut hamlet = commune.laptop(0);
        let unit = hamlet.unit;
        let stood = people(&mut hamlet.desk, None)[0].clone();
        let code = stood.code.clone();
        change(&mut hamlet.desk, &code, |form| form.phone = "0912345678".into());
        change(&mut commune.office.desk, &code, |form| {
            form.phone = "0987654321".into();
            form.note = "gọi buổi tối".into();
        });
        let desk = if settled_at_commune {
            let result = hamlet.result(&commune.office);
            assert_eq!(commune.take(&[&result]), "0/0/0/0 0/0/0/1");
            // What nobody has decided stays as it is on both sides, and is not asked twice.
            assert_eq!(commune.bring(&mut hamlet).conflicts, 0);
            assert_eq!(person(&mut hamlet.desk, &code).phone, "0912345678");
            assert_eq!(person(&mut hamlet.desk, &code).note, "gọi buổi tối", "another field merges");
            let again = hamlet.result(&commune.office);
            commune.take(&[&again]);
            &mut commune.office.desk
        } else {
            assert_eq!(commune.bring(&mut hamlet).conflicts, 1);
            &mut hamlet.desk
        };
        let open = api::conflict_list(desk, &Nothing {}).unwrap();
        assert_eq!(open.len(), 1, "{open:?}");
        assert_eq!(open[0].field, "phone");
        // What stood before, and when it was changed here.
        assert_eq!(open[0].before, stood.phone);
        assert!(open[0].mine_at.is_some(), "{open:?}");
        let value = if stands == Stands::Mine { &open[0].mine } else { &open[0].theirs };
        let expect = value.as_str().unwrap().to_owned();
        api::conflict_settle(desk, &api::SettleConflict { id: open[0].id.clone(), stands }).unwrap();

        let result = hamlet.result(&commune.office);
        commune.take(&[&result]);
        assert_eq!(commune.bring(&mut hamlet).conflicts, 0);
        let result = hamlet.result(&commune.office);
        assert_eq!(commune.take(&[&result]), "0/0/0/0 0/0/0/0", "nothing is left to say");
        assert_eq!(person(&mut commune.office.desk, &code).phone, expect);
        assert_eq!(state(&mut hamlet.desk, unit), state(&mut commune.office.desk, unit));
        for desk in [&mut commune.office.desk, &mut hamlet.desk] {
            assert_eq!(api::conflict_list(desk, &Nothing {}).unwrap(), []);
        }
    }
}

#[test]
fn who_moves_to_another_hamlet_leaves_one_list_and_enters_the_other() {
    let mut commune = Commune::new();
    let (mut from, mut to) = (commune.laptop(0), commune.laptop(1));
    let mover = people(&mut from.desk, None)[0].clone();
    // Visited before it was known at the hamlet that he moves: the visit is not lost.
    visit(&mut from.desk, &mover.code, Outcome::Activated);
    let home = people(&mut to.desk, None)[0].household_id;
    let moved = api::MoveCitizens { citizens: vec![mover.id], home: api::Home::Known(home) };
    api::citizen_move(&mut commune.office.desk, &moved).unwrap();
    let result = from.result(&commune.office);
    assert_eq!(commune.take(&[&result]), "1/0/0/0 0/0/0/0");

    let left = commune.bring(&mut from);
    assert_eq!((left.left, left.people), (1, people(&mut from.desk, None).len() - 1));
    let list = |desk: &mut Desk| {
        let list = api::worklist(desk, &api::MakeWorklist::default()).unwrap();
        format!("{list:?}").contains(&mover.code)
    };
    assert!(!list(&mut from.desk));
    let entered = commune.bring(&mut to);
    assert_eq!((entered.added, entered.visits), (1, 1));
    assert_eq!(state(&mut to.desk, to.unit), state(&mut commune.office.desk, to.unit));
    // Neither says anything of it.
    for hamlet in [&mut from, &mut to] {
        let result = hamlet.result(&commune.office);
        assert_eq!(commune.take(&[&result]), "0/0/0/0 0/0/0/0");
    }
    // And back again.
    let home = people(&mut commune.office.desk, Some(from.unit))[0].household_id;
    let moved = api::MoveCitizens { citizens: vec![mover.id], home: api::Home::Known(home) };
    api::citizen_move(&mut commune.office.desk, &moved).unwrap();
    commune.bring(&mut from);
    assert_eq!(commune.bring(&mut to).left, 1);
    assert_eq!(state(&mut from.desk, from.unit), state(&mut commune.office.desk, from.unit));
}

#[test]
fn who_is_new_moved_away_or_died_at_the_hamlet_is_so_at_the_commune() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let unit = hamlet.unit;
    let old = people(&mut hamlet.desk, None);
    let form = api::PersonForm { name: "Lê Thị Mới".into(), birth: "1990".into(), ..Default::default() };
    let home = api::Home::Known(old[0].household_id);
    let new = api::citizen_add(&mut hamlet.desk, &api::AddCitizen { home, form, draft: None }).unwrap();
    for (at, gone) in [(1, Gone::Moved), (2, Gone::Deceased)] {
        let leave = api::LeaveCitizen { citizen: old[at].id, gone: Some(gone), day: None };
        api::citizen_leave(&mut hamlet.desk, &leave).unwrap();
    }
    let result = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&result]), "0/0/0/0 1/0/2/0");
    assert_eq!(state(&mut hamlet.desk, unit), state(&mut commune.office.desk, unit));
    // Changed again before the acknowledgement: a correction, no question.
    let code = people(&mut hamlet.desk, None).into_iter().find(|p| p.name == "Lê Thị Mới").unwrap().code;
    change(&mut hamlet.desk, &code, |form| form.phone = "0912345678".into());
    let stays = api::LeaveCitizen { citizen: old[1].id, gone: None, day: None };
    api::citizen_leave(&mut hamlet.desk, &stays).unwrap();
    commune.bring(&mut hamlet);
    let result = hamlet.result(&commune.office);
    commune.take(&[&result]);
    assert_eq!(api::conflict_list(&mut commune.office.desk, &Nothing {}).unwrap(), []);
    assert_eq!(state(&mut hamlet.desk, unit), state(&mut commune.office.desk, unit));
    drop(new);
}

#[test]
fn foreign_older_and_broken_files_change_nothing() {
    let mut commune = Commune::new();
    let (mut hamlet, mut other) = (commune.laptop(0), commune.laptop(1));
    let before = state(&mut hamlet.desk, hamlet.unit);
    let refused = |hamlet: &mut Hamlet, file: &Path, code: &str| {
        let e = hamlet.take(file).unwrap_err();
        assert_eq!(e.code, code);
        assert!(!e.sentence().contains('{') && e.sentence() != e.code, "{}", e.sentence());
    };
    let (older, _) = commune.give(hamlet.unit);
    let (newer, _) = commune.give(hamlet.unit);
    hamlet.take(&newer).unwrap();
    refused(&mut hamlet, &older, "package.older");
    assert!(hamlet.take(&newer).unwrap().again);
    let (foreign, card) = commune.give(other.unit);
    // While the laptop is not known by its key, the card of another does not open it.
    refused(&mut hamlet, &foreign, "package.new_card");
    let bytes = std::fs::read(&newer).unwrap();
    let half = commune.office.file("nua.tngiao");
    std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    refused(&mut hamlet, &half, "package.damaged");
    std::fs::write(&half, "không phải gói").unwrap();
    refused(&mut hamlet, &half, "package.unreadable");
    assert_eq!(state(&mut hamlet.desk, hamlet.unit), before);

    let other_name = commune.units.iter().find(|unit| unit.id == other.unit).unwrap().name.clone();
    // Another commune's laptop, a lost one, one that was never given anything.
    let path = commune.path("tungnha");
    let mut thief = Desk::new(Session::new(Some(NOW.parse().unwrap())));
    let open = |card: &str, path: &Path| api::OpenPackage {
        file: foreign.clone(),
        card: card.to_owned(),
        path: path.to_owned(),
        passphrase: PASSPHRASE.into(),
    };
    let wrong =
        api::package_open(&mut thief, &open("ba cay bong lua cau tre dong lua dong song hoa sen", &path));
    assert_eq!(wrong.unwrap_err().code, "package.wrong_card");
    assert!(!path.exists(), "no book is left");
    let mut weak = open(&card, &path);
    weak.passphrase = "12345678".into();
    assert_eq!(api::package_open(&mut thief, &weak).unwrap_err().code, "book.passphrase_weak");
    assert!(!path.exists());

    // Whose it is, for the name of its book and for the meter of its passphrase, which judges as the book does.
    let look = api::LookPackage { file: foreign.clone(), card: card.clone() };
    let of = api::package_look(&mut thief, &look).unwrap();
    assert_eq!(
        (of.name.as_str(), of.above.as_slice()),
        (other_name.as_str(), ["Xã Thử Nghiệm".to_owned()].as_slice())
    );
    for passphrase in [format!("{other_name} xa thu nghiem"), "mot mua he ruc nang".to_owned()] {
        let known = [std::slice::from_ref(&of.name), &of.above].concat();
        let typed = api::TypedPassphrase { passphrase: passphrase.clone(), known };
        let weak = api::passphrase_strength(&mut thief, &typed).unwrap().grade < 2;
        // The folder that was proposed is made, the one above it is not.
        let at = commune.office.file("Từng Nhà/thon.tungnha");
        let mut args = open(&card, &at);
        args.passphrase = passphrase;
        let opened = api::package_open(&mut thief, &args);
        assert_eq!(opened.map_or_else(|e| e.code, |_| ""), if weak { "book.passphrase_weak" } else { "" });
    }
    api::book_close(&mut thief, &Nothing {}).unwrap();
    let deep = open(&card, &commune.office.file("a/b/thon.tungnha"));
    assert_eq!(api::package_open(&mut thief, &deep).unwrap_err().code, "book.folder_missing");

    let result = other.result(&commune.office);
    assert_eq!(commune.take(&[&result]), "0/0/0/0 0/0/0/0");
    // Lost: a new card; what the old book signs is refused, the new book is believed by its token.
    let (file, card) = commune.give_with(other.unit, true);
    let code = people(&mut other.desk, None)[0].code.clone();
    visit(&mut other.desk, &code, Outcome::Absent);
    let late = other.result(&commune.office);
    assert_eq!(commune.take(&[&late]), "package.revoked");
    let args = api::OpenPackage { file, card, path, passphrase: PASSPHRASE.into() };
    let mut desk = Desk::new(Session::new(Some(NOW.parse().unwrap())));
    api::package_open(&mut desk, &args).unwrap();
    let mut again = Hamlet { desk, unit: other.unit, number: 100 };
    let code = people(&mut again.desk, None)[0].code.clone();
    visit(&mut again.desk, &code, Outcome::Absent);
    let result = again.result(&commune.office);
    assert_eq!(commune.take(&[&result]), "1/0/0/0 0/0/0/0");
    assert_eq!(commune.take(&[&late]), "package.revoked");
}

#[test]
fn one_action_serves_every_hamlet() {
    let mut commune = Commune::new();
    let hamlet = commune.laptop(0);
    let folder = commune.office.file("usb");
    let args = api::GivePackages { folder: Some(folder), worksheets: true, ..Default::default() };
    let given = api::package_give(&mut commune.office.desk, &args).unwrap();
    let served: Vec<&str> = given.files.iter().map(|file| file.unit.as_str()).collect();
    let name = |unit: UnitId| commune.units.iter().find(|u| u.id == unit).unwrap().name.clone();
    assert_eq!(served, [name(hamlet.unit)], "who has a laptop gets a package");
    let sheets: Vec<&str> = given.worksheets.iter().map(|list| list.hamlet.as_str()).collect();
    assert_eq!(sheets.len() + 1, commune.units.len(), "the others a worksheet");
    assert!(!sheets.contains(&name(hamlet.unit).as_str()));
    let files = std::fs::read_dir(given.folder.unwrap()).unwrap().count();
    let written = given.worksheets.iter().filter(|list| list.file.is_some()).count();
    assert_eq!(files, 1 + written + 1, "and the list of what went to whom");
    assert!(given.list.unwrap().is_file());
}

/// What an attack changes of a package, and who signs it.
type Attack<'a, T> = (&'a str, &'a dyn Fn(&mut T), [u8; 32], &'a str);

fn seed_of(desk: &mut Desk) -> [u8; 32] {
    *desk.open().unwrap().0.signing_seed().unwrap()
}

#[test]
fn attacks_on_the_way_up_are_refused_and_lock_no_evening_out() {
    let mut commune = Commune::new();
    let (mut hamlet, mut other) = (commune.laptop(0), commune.laptop(1));
    let [own, foreign, here] = [&mut hamlet.desk, &mut other.desk, &mut commune.office.desk].map(seed_of);
    let codes: Vec<String> = people(&mut hamlet.desk, None).into_iter().map(|p| p.code).collect();
    visit(&mut hamlet.desk, &codes[0], Outcome::Absent);
    let first = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&first]), "1/0/0/0 0/0/0/0");
    let second = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&second]), "0/1/0/0 0/0/0/0");

    visit(&mut hamlet.desk, &codes[1], Outcome::Absent);
    let honest = hamlet.result(&commune.office);
    let sealed_to = sealed::address(&here).unwrap();
    let read =
        package_v1::read_result(&sealed::open(&here, &std::fs::read(&honest).unwrap()).unwrap()).unwrap();
    let other_unit = other.unit.to_string();
    let attacks: [Attack<'_, package_v1::ResultPackage>; 5] = [
        ("fast-forward", &|p| p.sequence = u32::MAX, own, "package.far_ahead"),
        ("fast-forward, a little", &|p| p.sequence = 1_003, own, "package.far_ahead"),
        ("key swap", &|_| {}, foreign, "package.other_key"),
        ("wrong unit", &|p| p.unit.id.clone_from(&other_unit), own, "package.other_key"),
        ("of days to come", &|p| p.day = p.day.succ_opt().unwrap(), own, "package.in_future"),
    ];
    let before = state(&mut commune.office.desk, hamlet.unit);
    let mut check = |name: &str, bytes: &[u8], expect: &str| {
        let path = commune.path("tnketqua");
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(commune.take(&[&path]), expect, "{name}");
        assert_eq!(state(&mut commune.office.desk, hamlet.unit), before, "{name}");
    };
    for (name, edit, signer, expect) in attacks {
        let mut package = read.package.clone();
        edit(&mut package);
        package.key = envelope::public_key(&signer);
        let text = package_v1::write_result(&package, &signer);
        check(name, &sealed::seal_to(&sealed_to, text.as_bytes()).unwrap(), expect);
    }
    check("rollback", &std::fs::read(&first).unwrap(), "0/0/0/0 0/0/0/0");
    let [a, b] = [&second, &honest].map(|path| std::fs::read(path).unwrap());
    let mixed: Vec<u8> = a[..a.len() / 2].iter().chain(&b[a.len() / 2..]).copied().collect();
    check("mix and match", &mixed, "package.damaged");
    check("endless data", &vec![b' '; (32 << 20) + 1], "summary.too_large");
    // Freeze: what came last stands with its day.
    let laptops = api::laptop_list(&mut commune.office.desk, &Nothing {}).unwrap();
    let last = laptops.iter().find(|laptop| laptop.unit == hamlet.unit).unwrap().result.unwrap();
    assert_eq!((last.sequence, last.day.to_string().as_str()), (2, "2026-11-21"));
    assert_eq!(commune.take(&[&honest]), "1/1/0/0 0/0/0/0", "the honest evening is taken all the same");
}

#[test]
fn attacks_on_the_way_down_are_refused_and_lock_no_list_out() {
    let mut commune = Commune::new();
    let (mut hamlet, mut other) = (commune.laptop(0), commune.laptop(1));
    let [own, foreign, here] = [&mut commune.office.desk, &mut other.desk, &mut hamlet.desk].map(seed_of);
    // Its first result tells the commune to whom packages are sealed.
    let result = hamlet.result(&commune.office);
    commune.take(&[&result]);
    let (before_first, _) = commune.give(hamlet.unit);
    let (first, _) = commune.give(hamlet.unit);
    hamlet.take(&first).unwrap();
    let (honest, _) = commune.give(hamlet.unit);
    let read =
        package_v1::read_work(&sealed::open(&here, &std::fs::read(&honest).unwrap()).unwrap()).unwrap();
    let other_unit = other.unit.to_string();
    let later = "2099-01-01T08:00:00+07:00".parse().unwrap();
    let attacks: [Attack<'_, package_v1::WorkPackage>; 5] = [
        ("fast-forward by the clock", &|p| p.issued_at = later, own, "package.in_future"),
        ("fast-forward", &|p| p.sequence = u32::MAX, own, "package.far_ahead"),
        ("key swap", &|_| {}, foreign, "package.other_key_above"),
        ("wrong unit", &|p| p.unit.id.clone_from(&other_unit), own, "package.other_unit"),
        ("of days to come", &|p| p.day = p.day.succ_opt().unwrap(), own, "package.in_future"),
    ];
    let sealed_to = sealed::address(&here).unwrap();
    let before = state(&mut hamlet.desk, hamlet.unit);
    let mut check = |name: &str, bytes: &[u8], expect: &str| {
        let path = commune.path("tngiao");
        std::fs::write(&path, bytes).unwrap();
        let e = hamlet.take(&path).unwrap_err();
        assert_eq!(e.code, expect, "{name}");
        assert!(!e.sentence().contains(['{', '…']) && e.sentence() != e.code, "{name}: {}", e.sentence());
        assert_eq!(state(&mut hamlet.desk, hamlet.unit), before, "{name}");
    };
    for (name, edit, signer, expect) in attacks {
        let mut package = read.package.clone();
        edit(&mut package);
        package.key = envelope::public_key(&signer);
        let text = package_v1::write_work(&package, &signer);
        check(name, &sealed::seal_to(&sealed_to, text.as_bytes()).unwrap(), expect);
    }
    let [a, b] = [&first, &honest].map(|path| std::fs::read(path).unwrap());
    let mixed: Vec<u8> = a[..a.len() / 2].iter().chain(&b[a.len() / 2..]).copied().collect();
    check("mix and match", &mixed, "package.damaged");
    check("rollback", &std::fs::read(&before_first).unwrap(), "package.older");
    check("endless data", &vec![b' '; (64 << 20) + 1], "file.too_large");
    assert!(hamlet.take(&first).unwrap().again, "freeze: the same once more changes nothing");
    assert!(!hamlet.take(&honest).unwrap().again, "the honest list is taken all the same");
}

/// A campaign with targets for all hamlets, and one task for the first.
pub(crate) fn steer(commune: &mut Commune) {
    let plan = r#"{"number": "70/KH-UBND", "title": "Đợt cao điểm", "first_day": "2026-10-12", "last_day": "2026-11-30"}"#;
    let desk = &mut commune.office.desk;
    api::campaign_add(desk, &api::Plan::from_json(plan).unwrap()).unwrap();
    share(commune, 90);
    let who = commune.units[0].name.clone();
    let task: api::NewAssignment = serde_json::from_value(serde_json::json!({
        "who": [who], "task": "Rà soát người đi làm xa", "start": "2026-11-20", "due": "2026-11-28",
        "result": {"product": "Danh sách có chữ ký"}, "answerable": "Trưởng thôn", "plan": "70/KH-UBND",
        "group": "3.1. Rà soát", "with": ["Công an xã", "Đoàn Thanh niên xã"],
        "checkpoints": [{"day": "2026-11-24", "text": "xong ngõ 1: danh sách"}]
    }))
    .unwrap();
    let give = api::GiveAssignments { file: None, assignments: vec![task] };
    api::assignment_add(&mut commune.office.desk, &give).unwrap();
}

fn share(commune: &mut Commune, total: u32) {
    let args = api::ShareTargets { total: Some(total), ..Default::default() };
    api::target_share(&mut commune.office.desk, &args).unwrap();
}

fn tasks(desk: &mut Desk) -> Vec<tung_nha::domain::assignment::Assignment> {
    desk.open().unwrap().0.assignments().unwrap()
}

#[test]
fn targets_that_were_shared_anew_come_down() {
    let mut commune = Commune::new();
    steer(&mut commune);
    let name = "Trưởng thôn Lê Văn Mẫu".to_owned();
    let answerable = vec![api::TypedName { unit_id: commune.units[0].id, name }];
    let edit = api::EditTargets { answerable, ..Default::default() };
    api::target_edit(&mut commune.office.desk, &edit).unwrap();
    let mut hamlet = commune.laptop(0);
    let target = |hamlet: &mut Hamlet| {
        let (book, _) = hamlet.desk.open().unwrap();
        let campaign = book.campaigns().unwrap().remove(0);
        let sheet = book.target_sheets(campaign.id).unwrap().remove(0);
        assert_eq!(sheet.targets[0].answerable, "", "who answers stays in the book");
        (campaign.plan.target, sheet.targets.len(), sheet.targets[0].row.target.total)
    };
    let first = target(&mut hamlet);
    assert_eq!((first.0, first.1), (Some(first.2), 1), "its own target, and nobody else's");
    share(&mut commune, 180);
    commune.bring(&mut hamlet);
    assert!(target(&mut hamlet).2 > first.2);
}

#[test]
fn a_product_that_is_handed_in_goes_up_and_a_task_that_is_taken_back_blocks_nothing() {
    let mut commune = Commune::new();
    steer(&mut commune);
    let (mut hamlet, mut other) = (commune.laptop(0), commune.laptop(1));
    assert_eq!((tasks(&mut hamlet.desk).len(), tasks(&mut other.desk).len()), (1, 0));
    // Its head, its partners and what its checkpoints ask for go with it.
    let came = tasks(&mut hamlet.desk).remove(0);
    let gone = tasks(&mut commune.office.desk).remove(0);
    assert_eq!(
        (&came.task, &came.group),
        (&"Rà soát người đi làm xa".to_owned(), &"3.1. Rà soát".to_owned())
    );
    assert_eq!((&came.with, &came.checkpoints), (&gone.with, &gone.checkpoints));
    assert_eq!(came.checkpoints[0].text, "xong ngõ 1: danh sách");
    let id = tasks(&mut hamlet.desk)[0].id;
    let day = Some("2026-11-21".parse().unwrap());
    api::assignment_hand_in(&mut hamlet.desk, &api::HandIn { id, day }).unwrap();
    let note = api::NoteProgress { id, text: "Đã xong hai ngõ".into(), day };
    api::assignment_note(&mut hamlet.desk, &note).unwrap();
    let result = hamlet.result(&commune.office);
    commune.take(&[&result]);
    let at_commune = tasks(&mut commune.office.desk).remove(0);
    assert_eq!((at_commune.handed_in, at_commune.notes.len()), (day, 1));
    commune.bring(&mut hamlet);
    assert_eq!(tasks(&mut hamlet.desk)[0].handed_in, day);

    // Handed on: it leaves the one and enters the other, with no word of the first.
    let to = commune.units[1].name.clone();
    let reassign = api::Reassign { id, to, from: None };
    api::assignment_reassign(&mut commune.office.desk, &reassign).unwrap();
    // Meanwhile the first one writes of it.
    api::assignment_note(&mut hamlet.desk, &api::NoteProgress { text: "Đang làm ngõ 3".into(), ..note })
        .unwrap();
    let late = hamlet.result(&commune.office);
    commune.bring(&mut hamlet);
    commune.bring(&mut other);
    assert_eq!(tasks(&mut other.desk).len(), 1);
    commune.take(&[&late]);
    let result = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&result]), "0/0/0/0 0/0/0/0");
    commune.bring(&mut hamlet);
}

#[test]
fn a_visit_by_a_wrong_clock_holds_no_other_up() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let codes: Vec<String> = people(&mut hamlet.desk, None).into_iter().map(|p| p.code).collect();
    visit(&mut hamlet.desk, &codes[0], Outcome::Absent);
    let long_ago = api::NewVisit {
        at: Some("2025-11-21T18:30:00+07:00".parse().unwrap()),
        ..api::NewVisit::new(&codes[1], Outcome::Absent)
    };
    api::visit_log(&mut hamlet.desk, &api::LogVisits { visits: vec![long_ago] }).unwrap();
    let file = hamlet.result(&commune.office);
    let args = api::ImportResults { files: vec![file], ..Default::default() };
    let taken = api::result_import(&mut commune.office.desk, &args).unwrap();
    assert_eq!((taken.visits.added, taken.files[0].findings.len()), (1, 1));
    let told = &taken.files[0].findings[0][0];
    let name = person(&mut commune.office.desk, &codes[1]).name;
    assert!(told.contains(&name) && told.contains("21/11/2025"), "{told}");
}

#[test]
fn somebody_who_was_added_at_both_ends_is_named() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let home = api::Home::Known(people(&mut hamlet.desk, None)[0].household_id);
    let form = api::PersonForm {
        name: "Đặng Thị Mới".into(),
        birth: "1990".into(),
        number: "038190001234".into(),
        ..Default::default()
    };
    for desk in [&mut hamlet.desk, &mut commune.office.desk] {
        api::citizen_add(desk, &api::AddCitizen { home: home.clone(), form: form.clone(), draft: None })
            .unwrap();
    }
    let args = api::ImportResults { files: vec![hamlet.result(&commune.office)], ..Default::default() };
    let taken = api::result_import(&mut commune.office.desk, &args).unwrap();
    assert!(taken.files[0].findings[0][0].contains("số định danh đã có"), "{:?}", taken.files[0].findings);
}

#[test]
fn a_folder_gives_each_book_what_it_can_take_in() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let mut other = commune.laptop(1);
    let stick = commune.office.file("usb");
    let deep = stick.join("2026-11-21/thon");
    std::fs::create_dir_all(&deep).unwrap();
    let carry = |file: &Path| {
        let to = deep.join(file.file_name().unwrap());
        std::fs::copy(file, &to).unwrap();
        to
    };
    let found = |desk: &mut Desk, files: &[&Path]| {
        let args = api::FindFiles { files: files.iter().map(|f| f.to_path_buf()).collect() };
        api::inbox_find(desk, &args).map_err(|e| e.code)
    };
    assert_eq!(found(&mut hamlet.desk, &[&stick]), Err("inbox.none_for_hamlet"));
    assert_eq!(found(&mut commune.office.desk, &[&stick]), Err("inbox.none_for_commune"));
    assert_eq!(found(&mut hamlet.desk, &[&stick.join("khong-co")]), Err("file.not_found"));
    let (ours, _) = commune.give(hamlet.unit);
    let (theirs, _) = commune.give(other.unit);
    let result = other.result(&commune.office);
    let (ours, theirs, result) = (carry(&ours), carry(&theirs), carry(&result));
    std::fs::write(deep.join("anh.jpg"), "x").unwrap();
    let kinds = |found: &api::FoundFiles| {
        found.files.iter().map(|f| (f.file.clone(), f.kind, f.named)).collect::<Vec<_>>()
    };
    let at_hamlet = found(&mut hamlet.desk, &[&stick]).unwrap();
    let mut works = [
        (ours.clone(), api::TravellingKind::Work, false),
        (theirs.clone(), api::TravellingKind::Work, false),
    ];
    works.sort();
    assert_eq!(kinds(&at_hamlet), works);
    assert_eq!(at_hamlet.foreign, std::slice::from_ref(&result));
    // Each says itself whose it is.
    let mut take = |file: &Path| {
        let args = api::ImportPackage { file: file.to_owned(), dry_run: true };
        api::package_import(&mut hamlet.desk, &args).map_or_else(|e| e.code, |_| "")
    };
    assert_eq!((take(&ours), take(&theirs)), ("", "package.new_card"));
    let at_commune = found(&mut commune.office.desk, &[&stick]).unwrap();
    assert_eq!(kinds(&at_commune), [(result.clone(), api::TravellingKind::Result, false)]);
    assert_eq!(at_commune.foreign.len(), 2);
    // Worksheets too, but not the workbook beside a summary or what Excel keeps beside an open one.
    for name in ["to 1.xlsx", "to 2.CSV", "so-lieu.tnsolieu", "so-lieu.xlsx", "~$to 1.xlsx"] {
        std::fs::write(deep.join(name), "x").unwrap();
    }
    let sheets = |found: &api::FoundFiles| {
        let sheets = found.files.iter().filter(|f| f.kind == api::TravellingKind::Sheet);
        sheets.map(|f| f.file.strip_prefix(&deep).unwrap().display().to_string()).collect::<Vec<_>>()
    };
    for desk in [&mut hamlet.desk, &mut commune.office.desk] {
        assert_eq!(sheets(&found(desk, &[&stick]).unwrap()), ["to 1.xlsx", "to 2.CSV"]);
    }
    let files = [deep.join("so-lieu.xlsx"), deep.join("so-lieu.tnsolieu")];
    let both = found(&mut commune.office.desk, &[&files[0], &files[1]]).unwrap();
    assert_eq!(kinds(&both), [(files[1].clone(), api::TravellingKind::Summary, true)]);
    let alone = found(&mut commune.office.desk, &[&files[0]]).unwrap();
    assert_eq!(kinds(&alone), [(files[0].clone(), api::TravellingKind::Sheet, true)]);
    let named = found(&mut commune.office.desk, &[&result]).unwrap();
    assert_eq!(kinds(&named), [(result, api::TravellingKind::Result, true)]);
}

#[test]
fn who_was_believed_by_the_card_is_not_asked_about_by_telephone() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let result = hamlet.result(&commune.office);
    let summary = commune.path("tnsolieu");
    let up = api::ExportSummary { day: "2026-11-21".parse().unwrap(), out: summary.clone(), replace: false };
    api::summary_export(&mut hamlet.desk, &up).unwrap();
    let plan = |desk: &mut Desk, trust: Vec<String>| {
        let args =
            api::ImportSummaries { files: vec![summary.clone()], trust, replace_key: vec![], dry_run: true };
        api::summary_import(desk, &args).unwrap().files.remove(0).key.is_some()
    };
    assert!(plan(&mut commune.office.desk, vec![]), "alone it is asked about");
    let args = api::ImportResults { files: vec![result], trust: vec![], dry_run: true };
    let planned = api::result_import(&mut commune.office.desk, &args).unwrap();
    assert!(!plan(&mut commune.office.desk, planned.believed), "beside its results it is not");
    api::result_import(&mut commune.office.desk, &api::ImportResults { dry_run: false, ..args }).unwrap();
    assert!(!plan(&mut commune.office.desk, vec![]), "nor after them");
    // And what was signed says so.
    let args =
        api::ImportSummaries { files: vec![summary], trust: vec![], replace_key: vec![], dry_run: false };
    api::summary_import(&mut commune.office.desk, &args).unwrap();
    let ask = api::AskFigure { unit: Some(hamlet.unit), ..Default::default() };
    let signed = api::figure_view(&mut commune.office.desk, &ask).unwrap().signed;
    assert_eq!(signed.iter().map(|s| (s.confirmed, s.of_laptop)).collect::<Vec<_>>(), [(true, true)]);
    // Whom the program found at the commune nobody has joined by hand, on either side.
    for desk in [&mut commune.office.desk, &mut hamlet.desk] {
        let people = desk.open().unwrap().0.citizens().unwrap();
        let decided = people.iter().any(|person| {
            let view = api::citizen_view(desk, &api::ShowCitizen { citizen: person.id }).unwrap();
            view.officials.iter().any(|official| official.decided)
        });
        assert!(!decided);
    }
}
