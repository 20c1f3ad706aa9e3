//! Evenings of a commune and its hamlets drawn from a seed: packages get lost, come twice and late, books are restored from
//! backups; in the end all books say the same, and no visit is missing.
//!
//! A failure names its seed; `SEEDED_LOOP=<seed>` plays it again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, FixedOffset};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tung_nha::api::{self, Desk, ImportFile, ImportRoster, Nothing, Outcome, ResultAction, Session, UnitId};
use tung_nha::domain::citizen::{Citizen, Gone};
use tung_nha::jobs::demo::make_demo::make_demo;

use crate::packages::{change, figures, people, state, state_of};
use crate::packages_beside::{paper, take_paper};
use crate::{Office, PASSPHRASE};

const NOBODY: &str = "nobody is here";

/// Changes that nobody takes back here.
const STAYS: [&str; 6] =
    ["import-register", "import-roster", "reconcile", "rename-unit", "merge-units", "split-unit"];

/// A book and where it lies.
struct Place {
    desk: Desk,
    /// The hamlet's unit; of the commune its own.
    unit: UnitId,
    name: String,
    /// The units whose people it has: its own, those merged into it, its parts.
    reach: Vec<UnitId>,
    /// It was merged or split.
    ended: bool,
    /// Copies to restore.
    backups: Vec<PathBuf>,
    /// Files that left it; they may come, come twice, or not at all.
    sent: Vec<PathBuf>,
}

/// What may happen beside work and files.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mishaps {
    Files,
    Restores,
}

struct Loop {
    folder: tempfile::TempDir,
    commune: Place,
    hamlets: Vec<Place>,
    /// Laptops that were lost; they are found in the end.
    lost: Vec<Desk>,
    /// Who wrote a result.
    writers: BTreeMap<PathBuf, usize>,
    chance: ChaCha8Rng,
    now: DateTime<FixedOffset>,
    files: u32,
    visits: u32,
    mishaps: Mishaps,
    /// Visits by their notes: those taken back at least once, and those said to be done.
    undone: BTreeSet<String>,
    done: BTreeSet<String>,
    told: Vec<String>,
}

impl Loop {
    fn begin(seed: u64, hamlets: usize, mishaps: Mishaps) -> Self {
        let mut office = Office::new();
        let demo = make_demo(90, seed, office.folder.path()).unwrap();
        office.survey(&demo.register);
        office.extract(&demo.roster);
        api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
        let info = api::book_info(&mut office.desk, &Nothing {}).unwrap();
        let Office { desk, folder } = office;
        let place = |desk, unit, name| Place {
            desk,
            unit,
            name,
            reach: vec![unit],
            ended: false,
            backups: Vec::new(),
            sent: Vec::new(),
        };
        let mut all = Self {
            folder,
            commune: place(desk, info.unit_id, info.name),
            hamlets: Vec::new(),
            lost: Vec::new(),
            writers: BTreeMap::new(),
            chance: ChaCha8Rng::seed_from_u64(seed),
            now: "2026-11-21T18:00:00+07:00".parse().unwrap(),
            files: 0,
            visits: 0,
            mishaps,
            undone: BTreeSet::new(),
            done: BTreeSet::new(),
            told: Vec::new(),
        };
        let mut units = api::unit_list(&mut all.commune.desk, &Nothing {}).unwrap();
        units.retain(|unit| people(&mut all.commune.desk, Some(unit.id)).len() >= 8);
        for unit in units.into_iter().take(hamlets) {
            let file = all.path("tngiao");
            let given = all.give(unit.id, &file);
            let path = all.path("tungnha");
            let mut desk = all.desk();
            let args = api::OpenPackage { file, card: given.card, path, passphrase: PASSPHRASE.into() };
            api::package_open(&mut desk, &args).unwrap();
            all.hamlets.push(place(desk, unit.id, unit.name));
        }
        // Known to the commune by key, so that a restored commune knows them.
        for at in 0..all.hamlets.len() {
            let file = all.write_result(at);
            all.take_results(&[file]);
        }
        (0..=all.hamlets.len()).for_each(|at| all.back_up(at));
        all
    }

    fn path(&mut self, ending: &str) -> PathBuf {
        self.files += 1;
        self.folder.path().join(format!("{}.{ending}", self.files))
    }

    fn desk(&self) -> Desk {
        Desk::new(Session::new(Some(self.now)))
    }

    /// A hamlet, or behind the last one the commune.
    fn place(&mut self, at: usize) -> &mut Place {
        self.hamlets.get_mut(at).unwrap_or(&mut self.commune)
    }

    fn tick(&mut self) {
        self.now += Duration::seconds(self.chance.random_range(20..90));
        let now = self.now;
        for at in 0..=self.hamlets.len() {
            self.place(at).desk.session = Session::new(Some(now));
        }
    }

    fn next(&mut self) {
        self.tick();
        let at = self.chance.random_range(0..=self.hamlets.len());
        let is_commune = at == self.hamlets.len();
        let restores = if self.mishaps == Mishaps::Restores { 4 } else { 0 };
        let what = match self.chance.random_range(0..100 + restores) {
            0..13 if is_commune => self.paper(),
            0..26 => self.visit(at),
            26..34 => self.correct(at),
            34..38 => self.add(at),
            38..44 => self.leave_or_return(at),
            44..47 => self.merge(at),
            47..55 => self.undo(at),
            55..60 => self.settle(at),
            60..64 if is_commune => self.extract(),
            64..69 if is_commune => self.move_somebody(),
            69..72 if is_commune => self.change_unit(),
            72..74 if is_commune && self.mishaps == Mishaps::Files => self.lose(),
            60..80 if is_commune => self.give_some(),
            80..100 if is_commune => self.take_some_results(),
            60..80 => {
                let file = self.write_result(at);
                format!("writes {}", file.display())
            }
            80..100 => self.take_some_work(at),
            100..102 => self.back_up_told(at),
            _ => self.restore(at),
        };
        let name = self.place(at).name.clone();
        self.told.push(format!("{} {name}: {what}", self.now.format("%H:%M:%S")));
    }

    /// Somebody whom the book has and who is here.
    fn somebody(&mut self, at: usize) -> Option<Citizen> {
        let (book, _) = self.place(at).desk.open().unwrap();
        let gone = book.departures().unwrap();
        let mut here = book.citizens().unwrap();
        here.retain(|person| !gone.contains_key(&person.id));
        here.choose(&mut self.chance).cloned()
    }

    fn visit(&mut self, at: usize) -> String {
        let Some(person) = self.somebody(at) else { return NOBODY.into() };
        self.visits += 1;
        let note = format!("lần {}", self.visits);
        let outcome =
            *[Outcome::Activated, Outcome::Absent, Outcome::NoSmartphone].choose(&mut self.chance).unwrap();
        let new = api::NewVisit {
            level: if outcome == Outcome::Activated { 2 } else { 0 },
            channel: (outcome == Outcome::Activated).then_some(tung_nha::domain::visit::Channel::App),
            note: note.clone(),
            by: if self.chance.random() { format!("Lò Văn {at}") } else { String::new() },
            ..api::NewVisit::new(&person.code, outcome)
        };
        api::visit_log(&mut self.place(at).desk, &api::LogVisits { visits: vec![new] }).unwrap();
        self.done.insert(note.clone());
        format!("visit {note} {}", person.code)
    }

    fn correct(&mut self, at: usize) -> String {
        let Some(person) = self.somebody(at) else { return NOBODY.into() };
        let phone = format!("09123{:05}", self.chance.random_range(0..100_000));
        let note = format!("ghi {}", self.chance.random_range(0..100));
        let (only_phone, only_note): (bool, bool) = (self.chance.random(), self.chance.random());
        change(&mut self.place(at).desk, &person.code, |form| {
            if only_phone || !only_note {
                form.phone.clone_from(&phone);
            }
            if only_note {
                form.note.clone_from(&note);
            }
        });
        format!("correct {} {phone} {note}", person.code)
    }

    fn add(&mut self, at: usize) -> String {
        let Some(beside) = self.somebody(at) else { return NOBODY.into() };
        let name = format!("Lê Thị Mới {}", self.chance.random_range(0..10_000));
        let form = api::PersonForm { name: name.clone(), birth: "1990".into(), ..Default::default() };
        let home = if self.chance.random() {
            api::Home::Known(beside.household_id)
        } else {
            api::Home::New(api::HouseholdForm {
                unit: beside.unit_id,
                head: name,
                alley: String::new(),
                house_number: String::new(),
            })
        };
        match api::citizen_add(&mut self.place(at).desk, &api::AddCitizen { home, form, draft: None }) {
            Ok(added) => format!("add {}", added.citizen.unwrap().code),
            Err(e) => format!("add {}", e.code),
        }
    }

    fn leave_or_return(&mut self, at: usize) -> String {
        let Some(person) = self.somebody(at) else { return NOBODY.into() };
        let (book, _) = self.place(at).desk.open().unwrap();
        let mut gone: Vec<_> = book.departures().unwrap().into_keys().collect();
        gone.sort();
        // Who left for another hamlet is the commune's to bring back.
        let back = gone.choose(&mut self.chance).copied().filter(|_| at == self.hamlets.len());
        let (citizen, how) = match back {
            Some(id) if self.chance.random() => (id, None),
            _ => (person.id, Some(if self.chance.random() { Gone::Moved } else { Gone::Deceased })),
        };
        api::citizen_leave(&mut self.place(at).desk, &api::LeaveCitizen { citizen, gone: how, day: None })
            .unwrap();
        format!("leave {citizen:?} {how:?}")
    }

    fn merge(&mut self, at: usize) -> String {
        let (Some(keep), Some(drop)) = (self.somebody(at), self.somebody(at)) else { return NOBODY.into() };
        if keep.id == drop.id {
            return "nobody is merged".into();
        }
        let desk = &mut self.place(at).desk;
        let form = api::citizen_view(desk, &api::ShowCitizen { citizen: keep.id }).unwrap().form;
        api::citizen_merge(desk, &api::MergeCitizens { keep: keep.id, drop: drop.id, form }).unwrap();
        format!("merge {} into {}", drop.code, keep.code)
    }

    fn move_somebody(&mut self) -> String {
        let at = self.hamlets.len();
        let (Some(who), Some(to)) = (self.somebody(at), self.somebody(at)) else { return NOBODY.into() };
        let args = api::MoveCitizens { citizens: vec![who.id], home: api::Home::Known(to.household_id) };
        api::citizen_move(&mut self.commune.desk, &args).unwrap();
        if self.mishaps == Mishaps::Restores {
            // A hamlet whose book has somebody whom the commune's never sent there is refused, until a person sends him again.
            self.back_up(at);
        }
        format!("move {} to {}", who.code, to.code)
    }

    /// A worksheet comes in, beside what laptops say. What is asked is answered at once.
    fn paper(&mut self) -> String {
        let at = self.hamlets.len();
        let Some(person) = self.somebody(at) else { return NOBODY.into() };
        self.visits += 1;
        let note = format!("phiếu {}", self.visits);
        let outcome = *["V", "K2A", "S"].choose(&mut self.chance).unwrap();
        let answers = [("Kết quả", outcome), ("Ghi chú", note.as_str())];
        let right = if self.chance.random() { api::Counts::Worksheet } else { api::Counts::Book };
        let out = self.path("csv");
        let desk = &mut self.commune.desk;
        let Some(file) = paper(desk, &out, None, &person.name, &answers) else { return "no list".into() };
        take_paper(desk, &file, Some(right));
        if Self::notes(&mut self.commune.desk).contains(&note) {
            self.done.insert(note.clone());
        }
        format!("worksheet {note} {outcome} {right:?} {}", person.name)
    }

    /// A hamlet whose laptop is out is renamed, merged into another or split.
    fn change_unit(&mut self) -> String {
        let [at, into] = [0; 2].map(|_| self.chance.random_range(0..self.hamlets.len()));
        let (unit, from) = (self.hamlets[at].name.clone(), self.now.date_naive());
        let desk = &mut self.commune.desk;
        let done = match self.chance.random_range(0..3) {
            0 => {
                let name = format!("{unit} Mới");
                let args = api::RenameUnit { unit: unit.clone(), name: name.clone(), from, code: None };
                api::unit_rename(desk, &args).map(|_| self.hamlets[at].name = name)
            }
            1 => {
                let name = self.hamlets[into].name.clone();
                let args = api::MergeUnits { units: vec![unit.clone(), name.clone()], into: name, from };
                api::unit_merge(desk, &args).map(|_| {
                    // What was merged into it on its last day it never was.
                    let own = vec![self.hamlets[at].unit];
                    let reach = std::mem::replace(&mut self.hamlets[at].reach, own);
                    self.hamlets[into].reach.extend(reach);
                    self.hamlets[at].ended = true;
                })
            }
            _ => {
                let homes = desk.open().unwrap().0.households().unwrap();
                let of = self.hamlets[at].unit;
                let codes = homes.into_iter().filter(|home| home.unit_id == of).map(|home| home.code);
                let half: Vec<String> = codes.filter(|code| !code.is_empty()).step_by(2).collect();
                let part = |name, households| api::UnitPart {
                    name: format!("{unit} {name}"),
                    households,
                    alleys: Vec::new(),
                };
                let args = api::SplitUnit {
                    unit: unit.clone(),
                    parts: vec![part("A", half), part("B", Vec::new())],
                    from,
                };
                api::unit_split(desk, &args).map(|parts| {
                    let own = std::iter::once(self.hamlets[at].unit);
                    self.hamlets[at].reach = own.chain(parts.iter().map(|part| part.unit.id)).collect();
                    self.hamlets[at].ended = true;
                })
            }
        };
        if self.mishaps == Mishaps::Restores {
            self.back_up(self.hamlets.len());
        }
        format!("changes {unit} ({into}): {:?}", done.map_err(|e| e.code))
    }

    /// A laptop is lost; its hamlet gets a new one.
    fn lose(&mut self) -> String {
        let at = self.chance.random_range(0..self.hamlets.len());
        let (unit, file, path) = (self.hamlets[at].unit, self.path("tngiao"), self.path("tungnha"));
        let args = api::GivePackages {
            units: vec![unit],
            out: Some(file.clone()),
            new_cards: true,
            ..Default::default()
        };
        let card = api::package_give(&mut self.commune.desk, &args).unwrap().files.remove(0).card;
        let mut desk = self.desk();
        api::package_open(&mut desk, &api::OpenPackage { file, card, path, passphrase: PASSPHRASE.into() })
            .unwrap();
        self.lost.push(std::mem::replace(&mut self.hamlets[at].desk, desk));
        self.hamlets[at].sent.clear();
        self.commune.sent.retain(|file| self.writers[file] != at);
        let file = self.write_result(at);
        self.take_results(&[file]);
        format!("loses the laptop of {at}")
    }

    /// The laptops that were lost hand in what they have.
    fn find_all(&mut self) {
        for mut desk in std::mem::take(&mut self.lost) {
            desk.session = Session::new(Some(self.now));
            let out = self.path("tnketqua");
            api::result_write(&mut desk, &api::WriteResult { out: out.clone(), ..Default::default() })
                .unwrap();
            let trust = vec![api::key_list(&mut desk, &Nothing {}).unwrap().own];
            let args = api::ImportResults { files: vec![out], trust, dry_run: false };
            let found = api::result_import(&mut self.commune.desk, &args);
            let told = self.told.join("\n");
            self.told.push(format!("found: {:?}", found.unwrap_or_else(|e| panic!("{e:?}\n{told}")).visits));
        }
    }

    fn extract(&mut self) -> String {
        let mut list = "Họ tên công dân,Ngày sinh,Số định danh,Thôn,Trạng thái\n".to_owned();
        for person in people(&mut self.commune.desk, None) {
            if person.number.is_empty() || self.chance.random_bool(0.7) {
                continue;
            }
            let state = ["Đã kích hoạt mức 2", "Đã phê duyệt"].choose(&mut self.chance).unwrap();
            let birth = person.birth.map(|birth| birth.to_string()).unwrap_or_default();
            list += &format!("{},{birth},{},,{state}\n", person.name, person.number);
        }
        let path = self.path("csv");
        std::fs::write(&path, list).unwrap();
        let file = ImportFile { file: path, ..ImportFile::default() };
        let args = ImportRoster { file, as_of: self.now.date_naive(), partial: Some(true) };
        match api::roster_import(&mut self.commune.desk, &args) {
            Ok(done) => {
                let roster = done.extract.and_then(|extract| extract.roster);
                api::reconcile(&mut self.commune.desk, &api::Reconcile { roster, ..Default::default() })
                    .unwrap();
                format!("extract of {}", done.rows_in)
            }
            Err(e) => format!("extract {}", e.code),
        }
    }

    /// The notes of all visits in a book.
    fn notes(desk: &mut Desk) -> BTreeSet<String> {
        let ids: Vec<_> = people(desk, None).into_iter().map(|person| person.id).collect();
        let (book, _) = desk.open().unwrap();
        let notes = ids.into_iter().flat_map(|id| book.visit_history(id).unwrap());
        notes.map(|visit| visit.note).filter(|note| !note.is_empty()).collect()
    }

    /// The notes of those that nobody corrected.
    fn counting(desk: &mut Desk) -> BTreeSet<String> {
        let ids: Vec<_> = people(desk, None).into_iter().map(|person| person.id).collect();
        let (book, _) = desk.open().unwrap();
        let all: Vec<_> = ids.into_iter().flat_map(|id| book.visit_history(id).unwrap()).collect();
        let corrected: BTreeSet<_> = all.iter().filter_map(|visit| visit.corrects).collect();
        all.into_iter().filter(|visit| !corrected.contains(&visit.id)).map(|visit| visit.note).collect()
    }

    fn undo(&mut self, at: usize) -> String {
        let newest = api::history(&mut self.place(at).desk, &api::History { limit: 1_000 }).unwrap();
        let stands = |one: &&api::OperationView| {
            one.undone_by.is_none()
                && one.undoes.is_none()
                && one.rows > 0
                && !["give-packages", "write-result", "open-package"].contains(&&*one.kind)
        };
        // What the evenings began with stays.
        match newest.iter().find(stands) {
            Some(one) if !STAYS.contains(&&*one.kind) => {}
            _ => return "keeps what is".into(),
        }
        let desk = &mut self.place(at).desk;
        let before = Self::notes(desk);
        let done = match api::undo(desk, &api::Undo::default()) {
            Ok(done) => done,
            Err(e) => return format!("undo {}", e.code),
        };
        if done.kind == "log-visit" || done.kind == "import-visits" {
            let after = Self::notes(desk);
            self.undone.extend(before.difference(&after).cloned());
        }
        format!("undo {}", done.kind)
    }

    fn settle(&mut self, at: usize) -> String {
        let desk = &mut self.place(at).desk;
        let open = api::conflict_list(desk, &Nothing {}).unwrap();
        let Some(one) = open.choose(&mut self.chance) else { return "nothing to settle".into() };
        let stands = if self.chance.random() { api::Stands::Mine } else { api::Stands::Theirs };
        let args = api::SettleConflict { id: one.id.clone(), stands };
        api::conflict_settle(&mut self.place(at).desk, &args).unwrap();
        format!("settle {} {stands:?}", one.field)
    }

    fn give(&mut self, unit: UnitId, out: &Path) -> api::GivenPackage {
        let args = api::GivePackages { units: vec![unit], out: Some(out.to_owned()), ..Default::default() };
        api::package_give(&mut self.commune.desk, &args).unwrap().files.remove(0)
    }

    fn give_some(&mut self) -> String {
        let at = self.chance.random_range(0..self.hamlets.len());
        let (unit, out) = (self.hamlets[at].unit, self.path("tngiao"));
        let given = self.give(unit, &out);
        self.hamlets[at].sent.push(out.clone());
        format!("gives {} number {} to {at}", out.display(), given.sequence)
    }

    fn take_work(&mut self, at: usize, file: &Path) -> String {
        let args = api::ImportPackage { file: file.to_owned(), dry_run: false };
        match api::package_import(&mut self.hamlets[at].desk, &args) {
            Ok(taken) => format!("takes {} in: {taken:?}", file.display()),
            Err(e) if e.code == "package.older" => format!("{} is older", file.display()),
            Err(e) => panic!("{e:?} of {}\n{}", file.display(), self.told.join("\n")),
        }
    }

    fn take_some_work(&mut self, at: usize) -> String {
        // The commune's packages for a hamlet lie with the hamlet.
        let sent = self.hamlets[at].sent.iter().filter(|file| file.extension().unwrap() == "tngiao");
        let sent: Vec<PathBuf> = sent.cloned().collect();
        let newest = sent.last().filter(|_| self.chance.random_bool(0.7)).cloned();
        match newest.or_else(|| sent.choose(&mut self.chance).cloned()) {
            Some(file) => self.take_work(at, &file),
            None => "nothing to take in".into(),
        }
    }

    fn write_result(&mut self, at: usize) -> PathBuf {
        let out = self.path("tnketqua");
        let args = api::WriteResult { out: out.clone(), ..Default::default() };
        if let Err(e) = api::result_write(&mut self.hamlets[at].desk, &args) {
            panic!("{e:?} of {}\n{}", self.hamlets[at].name, self.told.join("\n"));
        }
        self.commune.sent.push(out.clone());
        self.writers.insert(out.clone(), at);
        out
    }

    fn take_results(&mut self, files: &[PathBuf]) -> String {
        let args = api::ImportResults { files: files.to_vec(), ..Default::default() };
        let told = |all: &Self| all.told.join("\n");
        match api::result_import(&mut self.commune.desk, &args) {
            Ok(done) => {
                let refused: Vec<_> =
                    done.files.iter().filter(|file| file.action == ResultAction::Refused).collect();
                assert!(refused.is_empty(), "{refused:?}\n{}", told(self));
                format!("takes {files:?}: {:?} {:?}", done.visits, done.people)
            }
            Err(e) => panic!("{e:?}\n{}", told(self)),
        }
    }

    fn take_some_results(&mut self) -> String {
        let sent = self.commune.sent.clone();
        // The last ones mostly; now and then any.
        let from = if self.chance.random_bool(0.8) { sent.len().saturating_sub(6) } else { 0 };
        let few = self.chance.random_range(1..4);
        let mut files: Vec<PathBuf> = sent[from..].sample(&mut self.chance, few).cloned().collect();
        files.shuffle(&mut self.chance);
        self.take_results(&files)
    }

    fn back_up(&mut self, at: usize) {
        let path = self.path("tungnha-saoluu");
        api::book_backup(&mut self.place(at).desk, &api::WriteTo { path: path.clone() }).unwrap();
        self.place(at).backups.push(path);
    }

    fn back_up_told(&mut self, at: usize) -> String {
        self.back_up(at);
        "backs up".into()
    }

    /// The book is lost; the evening's file had been written.
    fn restore(&mut self, at: usize) -> String {
        if at < self.hamlets.len() {
            self.write_result(at);
        }
        let backup = self.place(at).backups.last().unwrap().clone();
        let path = self.path("tungnha");
        let mut desk = self.desk();
        let args = api::RestoreBook { backup, passphrase: PASSPHRASE.into(), path };
        api::book_restore(&mut desk, &args).unwrap();
        let lost = std::mem::replace(&mut self.place(at).desk, desk);
        drop(lost);
        if at == self.hamlets.len() {
            // What the commune's own people logged since is gone with its book.
            let kept = self.all_notes();
            self.done.retain(|note| kept.contains(note));
        }
        "restores".into()
    }

    fn all_notes(&mut self) -> BTreeSet<String> {
        (0..=self.hamlets.len()).flat_map(|at| Self::notes(&mut self.place(at).desk)).collect()
    }

    /// All that exists is exchanged until nothing changes any more.
    fn end(mut self) {
        let found_later = !self.lost.is_empty();
        self.find_all();
        let mut before = BTreeMap::new();
        for round in 0..12 {
            self.tick();
            self.told.push(format!("round {round}"));
            for at in 0..=self.hamlets.len() {
                while self.settle(at) != "nothing to settle" {}
            }
            for at in 0..self.hamlets.len() {
                self.write_result(at);
            }
            let mut files = self.commune.sent.clone();
            files.shuffle(&mut self.chance);
            let taken = self.take_results(&files);
            self.told.push(taken);
            self.tick();
            for at in 0..self.hamlets.len() {
                let (unit, out) = (self.hamlets[at].unit, self.path("tngiao"));
                self.give(unit, &out);
                let taken = self.take_work(at, &out);
                self.told.push(taken);
            }
            let units: Vec<UnitId> = self.hamlets.iter().map(|hamlet| hamlet.unit).collect();
            let mut now = BTreeMap::new();
            for (at, unit) in units.iter().enumerate() {
                now.insert(at, state(&mut self.hamlets[at].desk, *unit));
                let reach = &self.hamlets[at].reach;
                now.insert(at + units.len(), state_of(&mut self.commune.desk, *unit, reach));
            }
            if now == before {
                self.compare(found_later);
                return;
            }
            before = now;
        }
        panic!("it goes on and on\n{}", self.told.join("\n"));
    }

    fn compare(&mut self, found_later: bool) {
        let told = self.told.join("\n");
        for at in 0..self.hamlets.len() {
            let (unit, name) = (self.hamlets[at].unit, self.hamlets[at].name.clone());
            let (reach, ended) = (self.hamlets[at].reach.clone(), self.hamlets[at].ended);
            let commune = state_of(&mut self.commune.desk, unit, &reach);
            let hamlet = state(&mut self.hamlets[at].desk, unit);
            let missing: Vec<_> = commune.iter().filter(|line| !hamlet.contains(line)).collect();
            let beyond: Vec<_> = hamlet.iter().filter(|line| !commune.contains(line)).collect();
            assert!(missing.is_empty(), "{name} has no\n{missing:#?}\nbut\n{beyond:#?}\n{told}");
            // Whom the hamlet has beside them left for another hamlet, where they count.
            let (book, _) = self.hamlets[at].desk.open().unwrap();
            let gone = book.departures().unwrap();
            let mut here = people(&mut self.commune.desk, None);
            here.retain(|person| reach.contains(&person.unit_id));
            let here: BTreeSet<_> = here.into_iter().map(|person| person.id).collect();
            for person in people(&mut self.hamlets[at].desk, None) {
                assert!(
                    here.contains(&person.id) || gone.contains_key(&person.id),
                    "{} counts in {name} and elsewhere\n{told}",
                    person.code
                );
            }
            // What is no more has no row of its own.
            if beyond.is_empty() && !ended {
                let of_commune = figures(&mut self.commune.desk, Some(&name));
                assert_eq!(figures(&mut self.hamlets[at].desk, None), of_commune, "{name}\n{told}");
            }
            assert_eq!(api::conflict_list(&mut self.hamlets[at].desk, &Nothing {}).unwrap(), [], "{told}");
        }
        assert_eq!(api::conflict_list(&mut self.commune.desk, &Nothing {}).unwrap(), [], "{told}");
        let found = Self::notes(&mut self.commune.desk);
        let lost: Vec<_> =
            self.done.iter().filter(|note| !self.undone.contains(*note) && !found.contains(*note)).collect();
        assert!(lost.is_empty(), "visits are missing: {lost:?}\n{told}");
        // Of a laptop that was found nothing is concluded; what a worksheet corrected stays in the history.
        let found = Self::counting(&mut self.commune.desk);
        if self.mishaps == Mishaps::Files && !found_later {
            let back: Vec<_> = found.intersection(&self.undone).collect();
            assert!(back.is_empty(), "taken back and there: {back:?}\n{told}");
        }
        (0..=self.hamlets.len())
            .for_each(|at| drop(api::book_check(&mut self.place(at).desk, &Nothing {}).unwrap()));
    }
}

fn check(seed: u64, hamlets: usize, steps: u32, mishaps: Mishaps) {
    let seed = std::env::var("SEEDED_LOOP").map_or(seed, |seed| seed.parse().unwrap());
    eprintln!("the evenings of seed {seed}, {steps} steps");
    let mut all = Loop::begin(seed, hamlets, mishaps);
    (0..steps).for_each(|_| all.next());
    all.end();
}

#[test]
fn all_books_say_the_same_in_the_end() {
    check(1, 2, 80, Mishaps::Files);
}

#[test]
fn restored_books_lose_nothing_that_left_them() {
    check(1, 2, 80, Mishaps::Restores);
}

#[test]
#[ignore = "takes minutes: cargo xtask torture"]
fn a_hundred_evenings_end_alike() {
    // One seed that was asked for is played once.
    let last = if std::env::var_os("SEEDED_LOOP").is_some() { 3 } else { 52 };
    for seed in 2..last {
        check(seed, 4, 150, Mishaps::Files);
        check(seed, 4, 150, Mishaps::Restores);
    }
}
