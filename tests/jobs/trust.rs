//! Whom a province believes: signed files of units that make mistakes, lie, or stand in each other's way.

use chrono::NaiveDate;
use tung_nha::api::{self, Desk, Level, Nothing, Session};
use tung_nha::domain::hash;
use tung_nha::domain::summary::{NamedUnit, StatedDay, StatedUnit, SummaryFile, UnitDay};
use tung_nha::exchange::{envelope, package_v1, summary_file};

use crate::PASSPHRASE;

/// A unit with a key of its own, below "Tỉnh Thử".
#[derive(Clone)]
struct Unit {
    level: Level,
    key: u8,
    id: &'static str,
    name: &'static str,
}

const fn unit(level: Level, key: u8, id: &'static str, name: &'static str) -> Unit {
    Unit { level, key, id, name }
}

const A: Unit = unit(Level::Commune, 1, "a", "Xã An");
const B: Unit = unit(Level::Commune, 2, "b", "Xã Bình");
const D: Unit = unit(Level::District, 3, "d", "Huyện Đông");
const ONE: Unit = unit(Level::Hamlet, 11, "1", "Thôn Một");
const TWO: Unit = unit(Level::Hamlet, 12, "2", "Thôn Hai");

/// What a file has of a unit.
#[derive(Clone, Copy)]
enum Part<'a> {
    /// So many people, counted by the signer.
    Counted(u32),
    /// What the unit has signed, with its file inside.
    Signed(&'a str),
    /// Nothing yet.
    Nothing,
}
use Part::{Counted, Signed};

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
}

fn of(people: u32) -> UnitDay {
    let mut figures = UnitDay { counted: 1, expected: 1, ..UnitDay::default() };
    figures.figures.people = people;
    figures.figures.eligible = people;
    figures.figures.active_level1 = people / 2;
    figures
}

impl Unit {
    fn seed(&self) -> [u8; 32] {
        [self.key; 32]
    }

    fn fingerprint(&self) -> String {
        envelope::fingerprint(&envelope::public_key(&self.seed())).unwrap()
    }

    fn named(&self) -> NamedUnit {
        NamedUnit { id: self.id.into(), code: String::new(), name: self.name.into() }
    }

    /// Signs its file of a number, which states one day of November 2026; `before`: the file before.
    fn sign(&self, sequence: u32, before: &str, on: u32, parts: &[(&Unit, Part<'_>)]) -> String {
        self.sign_at(20, sequence, before, on, parts)
    }

    fn sign_at(
        &self,
        hour: u32,
        sequence: u32,
        before: &str,
        on: u32,
        parts: &[(&Unit, Part<'_>)],
    ) -> String {
        let mut inside = Vec::new();
        let units = parts.iter().map(|(unit, part)| {
            let figures = match part {
                Counted(people) => Some(of(*people)),
                Part::Nothing => None,
                Signed(file) => {
                    inside.push((unit.id.to_owned(), (*file).to_owned()));
                    let days = summary_file::read(file.as_bytes()).unwrap().summary.days;
                    days.iter().find(|of| of.day == day(on)).and_then(StatedDay::total)
                }
            };
            StatedUnit { unit: unit.named(), figures }
        });
        let units = units.collect();
        let previous = match before {
            "" if sequence > 1 => "0".repeat(64),
            "" => String::new(),
            file => hash::sha256(file.as_bytes()),
        };
        let summary = SummaryFile {
            unit: self.named(),
            level: self.level,
            above: vec!["Tỉnh Thử".into()],
            sequence,
            previous,
            day: day(on),
            issued_at: format!("2026-11-{on:02}T{hour}:00:00+07:00").parse().unwrap(),
            days: vec![StatedDay::of(day(on), units)],
            indicators: Vec::new(),
        };
        summary_file::write(&summary, &inside, &self.seed())
    }

    /// The file of a hamlet.
    fn count(&self, sequence: u32, on: u32, people: u32) -> String {
        self.sign(sequence, "", on, &[(self, Counted(people))])
    }
}

/// The book of the province, or of the unit above the signers.
struct Province {
    desk: Desk,
    folder: tempfile::TempDir,
    files: u32,
}

impl Province {
    fn new() -> Self {
        Self::of(Level::Province, "Tỉnh Thử", &[])
    }

    fn of(level: Level, name: &str, above: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(Session::new(Some("2026-11-21T21:00:00+07:00".parse().unwrap())));
        let new = api::CreateBook {
            path: folder.path().join("so.tungnha"),
            passphrase: PASSPHRASE.into(),
            level,
            name: name.into(),
            code: String::new(),
            above: above.iter().map(|name| (*name).to_owned()).collect(),
        };
        api::book_create(&mut desk, &new).unwrap();
        Self { desk, folder, files: 0 }
    }

    fn import(
        &mut self,
        files: &[&str],
        trust: &[&Unit],
        replace: &[&Unit],
    ) -> api::Result<api::ImportedSummaries> {
        let put = |text: &&str| {
            self.files += 1;
            let path = self.folder.path().join(format!("{:03}.tnsolieu", self.files));
            std::fs::write(&path, text).unwrap();
            path
        };
        let files = files.iter().map(put).collect();
        let prints = |units: &[&Unit]| units.iter().map(|unit| unit.fingerprint()).collect();
        let (trust, replace_key) = (prints(trust), prints(replace));
        api::summary_import(
            &mut self.desk,
            &api::ImportSummaries { files, trust, replace_key, dry_run: false },
        )
    }

    /// Takes one file in, its key being confirmed: what is told of it, a line each; or the code of the refusal.
    fn take(&mut self, of: &Unit, file: &str) -> String {
        match self.import(&[file], &[of], &[]) {
            Ok(taken) => {
                let told = taken.files[0].findings.iter().map(|[vi, _]| vi.as_str());
                told.collect::<Vec<_>>().join("\n")
            }
            Err(e) => {
                let said = e.sentence();
                assert!(!said.contains(['{', '…']) && said != e.code, "{said}");
                e.code.to_owned()
            }
        }
    }

    /// What the whole counts on the day.
    fn people(&mut self, on: u32) -> Option<u32> {
        let out = self.folder.path().join("len.tnsolieu");
        let sent = api::summary_export(
            &mut self.desk,
            &api::ExportSummary { day: day(on), out: out.clone(), replace: true },
        );
        sent.ok()?;
        let days = summary_file::read(&std::fs::read(out).unwrap()).unwrap().summary.days;
        days.iter().find(|of| of.day == day(on))?.total().map(|total| total.figures.people)
    }
}

#[test]
fn what_a_unit_names_below_itself_keeps_nobody_else_out() {
    // Xã Bình names a unit inside with the id of Xã An and a key of its own making.
    let false_a = Unit { level: Level::Hamlet, key: 99, ..A };
    let named = |name| {
        let false_a = Unit { name, ..false_a.clone() };
        B.sign(1, "", 20, &[(&false_a, Signed(&false_a.count(1, 20, 300)))])
    };
    let honest = A.sign(1, "", 20, &[(&ONE, Counted(200))]);
    for name in ["Xã An", "Thôn Ma"] {
        let mut province = Province::new();
        assert_eq!(province.take(&B, &named(name)), "");
        let told = province.take(&A, &honest);
        assert_eq!(
            told,
            "Xã An gửi tệp thẳng lên đây và cũng có trong tệp của Xã Bình: số của đơn vị này bị tính hai lần. Gọi cho Xã Bình để hỏi."
        );
        // Without a person's word neither is believed.
        assert_eq!(Province::new().import(&[&honest], &[], &[]).unwrap_err().code, "summary.key_unknown");
    }
    // The other way round: what a person has confirmed beats what is said of it; a number alone keeps nobody out.
    for (name, expect) in [("Xã An", "summary.other_key"), ("Thôn Ma", "Xã An gửi tệp thẳng lên đây")]
    {
        let mut province = Province::new();
        province.take(&A, &honest);
        let told = province.take(&B, &named(name));
        assert!(told.starts_with(expect), "{told}");
    }
}

#[test]
fn units_that_move_double_or_age_are_told_by_name() {
    // What the files of two days make the province say of the last one.
    let check = |files: &[(&Unit, String)], expect: &str| {
        let mut province = Province::new();
        let told: Vec<String> = files.iter().map(|(of, file)| province.take(of, file)).collect();
        let (last, before) = told.split_last().unwrap();
        assert!(before.iter().all(String::is_empty), "{before:?}");
        assert_eq!(last, expect);
    };
    let (one, two) = (ONE.count(1, 20, 200), TWO.count(1, 20, 100));
    let first = A.sign(1, "", 20, &[(&ONE, Signed(&one)), (&TWO, Signed(&two))]);
    let then = |parts: &[(&Unit, Part<'_>)]| A.sign(2, &first, 21, parts);
    let (one_21, two_21) = (ONE.count(2, 21, 200), TWO.count(2, 21, 100));

    let honest = then(&[(&ONE, Signed(&one_21)), (&TWO, Signed(&two_21))]);
    check(&[(&A, first.clone()), (&A, honest.clone())], "");
    // Another id: signed by a new key, and not signed at all.
    let fresh = Unit { key: 77, id: "moi", ..ONE };
    let fresh_21 = fresh.count(1, 21, 900);
    let said = "Thôn Một trong tệp của Xã An nay mang mã khác và không còn ký bằng khóa đã biết. \
                Gọi cho Xã An để hỏi đơn vị đó có lập sổ mới không.";
    for part in [Signed(&fresh_21), Counted(900)] {
        check(&[(&A, first.clone()), (&A, then(&[(&fresh, part), (&TWO, Signed(&two_21))]))], said);
    }
    // Another key under the same id.
    let swapped = Unit { key: 78, ..ONE };
    let swapped_21 = swapped.count(2, 21, 900);
    check(
        &[(&A, first.clone()), (&A, then(&[(&swapped, Signed(&swapped_21)), (&TWO, Signed(&two_21))]))],
        "Thôn Một trong tệp của Xã An nay ký bằng khóa khác trước. Gọi cho Xã An để hỏi đơn vị đó có lập sổ mới không.",
    );
    // No file inside, where there was one.
    check(
        &[(&A, first.clone()), (&A, then(&[(&ONE, Counted(900)), (&TWO, Signed(&two_21))]))],
        "Thôn Một, ngày 21/11/2026: số liệu không kèm tệp đơn vị đó đã ký, tuy trước đây có.",
    );
    // A unit that never stood there; one that stood there without figures is none.
    let ghost = unit(Level::Hamlet, 66, "ma", "Thôn Ma");
    let parts = [(&ONE, Signed(one_21.as_str())), (&TWO, Signed(&two_21)), (&ghost, Counted(5_000))];
    check(
        &[(&A, first.clone()), (&A, then(&parts))],
        "Thôn Ma lần đầu có số liệu trong tệp của Xã An: ngày 21/11/2026 có 5.000 người, 2.500 đã có tài khoản. \
         Nếu chưa biết đơn vị này, gọi cho Xã An để hỏi.",
    );
    let waiting = A.sign(1, "", 20, &[(&ONE, Signed(&one)), (&TWO, Signed(&two)), (&ghost, Part::Nothing)]);
    check(&[(&A, waiting.clone()), (&A, A.sign(2, &waiting, 21, &parts))], "");
    // A hamlet that hands in for the first time comes under the id of its own book.
    let by_hand = A.sign(1, "", 20, &[(&fresh, Counted(200))]);
    check(&[(&A, by_hand.clone()), (&A, A.sign(2, &by_hand, 21, &[(&ONE, Signed(&one_21))]))], "");
    // An older file of a hamlet inside a newer one of its commune, of a day that was stated by the newer.
    let newer = ONE.count(3, 20, 250);
    let with_newer = A.sign(1, "", 20, &[(&ONE, Signed(&newer))]);
    let with_older = A.sign(2, &with_newer, 20, &[(&ONE, Signed(&one))]);
    let mut province = Province::new();
    assert_eq!(province.take(&A, &with_newer), "");
    let told = province.take(&A, &with_older);
    assert!(
        told.starts_with("Thôn Một, ngày 20/11/2026: tệp của Xã An lần này kèm tệp số 1 của Thôn Một, cũ hơn tệp số 3 đã kèm lần trước."),
        "{told}"
    );
    // The same, handed in together.
    let taken = Province::new().import(&[&with_newer, &with_older], &[&A], &[]).unwrap();
    assert!(
        taken.files.iter().any(|file| file.findings.iter().any(|[vi, _]| vi.contains("cũ hơn tệp số 3")))
    );
    // One hamlet inside two communes, and a commune that is inside a district, too.
    check(
        &[(&A, first.clone()), (&B, B.sign(1, "", 20, &[(&ONE, Signed(&one))]))],
        "Thôn Một có trong tệp của Xã Bình và cả trong tệp của Xã An: số của đơn vị này bị tính hai lần. \
         Gọi cho hai nơi để bỏ bớt một bên.",
    );
    let district = D.sign(1, "", 20, &[(&A, Signed(&first))]);
    check(
        &[(&A, first.clone()), (&D, district)],
        "Xã An gửi tệp thẳng lên đây và cũng có trong tệp của Huyện Đông: số của đơn vị này bị tính hai lần. Gọi cho Huyện Đông để hỏi.",
    );
}

#[test]
fn figures_that_cannot_be_are_refused_by_the_name_of_the_unit() {
    // Level, people, the code.
    let check = |level: Level, people: u32, expect: &str| {
        let of = Unit { level, ..A };
        let part = if level == Level::Hamlet { &of } else { &ONE };
        assert_eq!(Province::new().take(&of, &of.sign(1, "", 20, &[(part, Counted(people))])), expect);
    };
    for (level, most) in [(Level::Hamlet, 20_000), (Level::Commune, 500_000), (Level::District, 2_000_000)] {
        check(level, most, "");
        check(level, most + 1, "summary.implausible");
    }
    check(Level::Commune, 199_999_999, "summary.implausible");
    // Of a hamlet inside, it is the hamlet that is named; many small ones do not make a large one.
    let file = A.sign(1, "", 20, &[(&ONE, Signed(&ONE.count(1, 20, 20_001)))]);
    let e = Province::new().import(&[&file], &[&A], &[]).unwrap_err();
    assert!(e.sentence().contains("Thôn Một, ngày 20/11/2026, số người trong sổ ghi 20.001"), "{e}");
    assert!(!e.sentence().contains(['{', '…']), "{e}");
    let file = A.sign(1, "", 20, &[(&ONE, Counted(250_000)), (&TWO, Counted(250_001))]);
    let e = Province::new().import(&[&file], &[&A], &[]).unwrap_err();
    assert!(e.sentence().contains("Xã An, ngày 20/11/2026"), "{e}");
}

#[test]
fn a_confirmed_key_is_shown_under_the_name_that_this_book_has() {
    let mut province = Province::new();
    province.take(&A, &A.sign(1, "", 20, &[(&ONE, Counted(200))]));
    // The unit is renamed here; its files call it otherwise, and then another way.
    let rename = serde_json::json!({ "unit": "Xã An", "name": "Xã An Phú", "from": "2026-11-21" });
    api::call(&mut province.desk, "unit_rename", rename).unwrap();
    let vain = Unit { name: "Tỉnh Thử đã duyệt", ..A };
    let taken = province.import(&[&vain.sign(2, "", 21, &[(&ONE, Counted(210))])], &[], &[]).unwrap();
    assert_eq!(taken.files[0].unit, "Xã An Phú");
    let keys = api::key_list(&mut province.desk, &Nothing {}).unwrap().below;
    assert_eq!(keys.iter().map(|key| key.unit.as_str()).collect::<Vec<_>>(), ["Xã An Phú"]);
    // Whom a person has to telephone is said by that name, too.
    let other = Unit { key: 50, id: "khac", name: "XÃ AN PHÚ", ..A };
    let file = other.sign(1, "", 21, &[(&ONE, Counted(900))]);
    let e = province.import(&[&file], &[], &[]).unwrap_err();
    assert_eq!((e.code, e.params["unit"].as_str()), ("summary.other_key", "Xã An Phú"));

    // Letters that look like others, and what nobody sees.
    for name in ["Xã Аn", "Xã Αn", "Xã An\u{200b}", "Xã \u{202e}nA"] {
        let file = Unit { name, ..A }.sign(1, "", 20, &[(&ONE, Counted(200))]);
        assert_eq!(Province::new().take(&A, &file), "summary.malformed", "{name:?}");
    }
}

#[test]
fn a_lost_key_is_replaced_for_the_one_that_was_confirmed() {
    let mut province = Province::new();
    for of in [&A, &B] {
        province.take(of, &of.sign(1, "", 19, &[(&ONE, Counted(200))]));
    }
    // Two units come with new books; one of them was compared, of the other only the key is known.
    let (new_a, new_b) = (Unit { key: 41, id: "a2", ..A }, Unit { key: 42, id: "b2", ..B });
    let files = [&new_a, &new_b].map(|of| of.sign(1, "", 20, &[(&ONE, Counted(300))]));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let taken = province.import(&files, &[&new_b], &[&new_a]).unwrap();
    let codes: Vec<&str> = taken.files.iter().map(|file| file.code).collect();
    assert_eq!((taken.replaced_keys, codes), (vec!["Xã An".to_owned()], vec!["", "summary.other_key"]));
}

/// What somebody who holds files, or a key, tries on the way up: after some files the attack comes, then an honest file.
#[test]
fn attacks_on_the_chain_are_refused_or_told_and_lock_nobody_out() {
    let sign = |number, before: &str, on, people| A.sign(number, before, on, &[(&ONE, Counted(people))]);
    let first = sign(1, "", 19, 200);
    let second = sign(2, &first, 20, 210);
    let third = sign(3, &second, 21, 220);
    let again = A.sign_at(22, 2, &first, 20, &[(&ONE, Counted(150))]);
    let (far, ahead) = (sign(1_003, "", 20, 150), sign(1_002, "", 20, 150));
    let (other, stranger) = (Unit { key: 60, ..A }, Unit { key: 60, id: "x", name: "Xã Lạ", ..A });
    let of_other = other.sign(3, &second, 21, &[(&ONE, Counted(999))]);
    let elsewhere =
        Unit { level: Level::Province, ..stranger.clone() }.sign(1, "", 20, &[(&ONE, Counted(9))]);
    let tomorrow = sign(3, &second, 22, 220);
    let parts = |file: &str| serde_json::from_str::<serde_json::Value>(file).unwrap();
    let (mut mixed, other_signature) = (parts(&third), parts(&second)["signatures"].clone());
    mixed["signatures"] = other_signature;
    let swapped = mixed.to_string();
    let endless = " ".repeat((32 << 20) + 1);
    // The attack, what becomes of it, what is told, and how many people the province counts on the 20th and, after the
    // honest third file, on the 21st.
    let check = |name: &str, attack: &str, expect: &str, told: &str, people: [u32; 2]| {
        let mut province = Province::new();
        province.import(&[&first, &second], &[&A], &[]).unwrap();
        let (done, said) = match province.import(&[attack], &[], &[]) {
            Ok(taken) => {
                let told: Vec<&str> = taken.files[0].findings.iter().map(|[vi, _]| vi.as_str()).collect();
                (format!("{:?}", taken.files[0].action), told.join("\n"))
            }
            Err(e) => (e.code.to_owned(), e.sentence()),
        };
        assert_eq!(done, expect, "{name}");
        assert!(said.contains(told), "{name}: {said}");
        let on_20 = province.people(20);
        let honest = province.import(&[&third], &[], &[]).unwrap().files[0].clone();
        assert_ne!(honest.action, api::Action::Refused, "{name}: {honest:?}");
        assert_eq!([on_20, province.people(21)], people.map(Some), "{name}");
    };
    check("rollback", &first, "Same", "", [210, 220]);
    check("rollback, made anew", &again, "Replaces", "cùng số 2", [150, 220]);
    check("fast-forward", &far, "summary.far_ahead", "số lớn nhất đã nhận là 2", [210, 220]);
    check(
        "fast-forward, a little",
        &ahead,
        "Replaces",
        "số người trong sổ trước ghi 210, nay là 150",
        [150, 220],
    );
    check("mix and match", &swapped, "summary.bad_signature", "", [210, 220]);
    check("key swap", &of_other, "summary.other_key", "Xã An", [210, 220]);
    check("endless data", &endless, "summary.too_large", "", [210, 220]);
    check("wrong unit", &elsewhere, "summary.other_unit", "Xã Lạ", [210, 220]);
    check("unknown key", &stranger.count(1, 20, 9), "summary.key_unknown", "Xã Lạ", [210, 220]);
    check("of days to come", &tomorrow, "summary.in_future", "22/11/2026", [210, 220]);

    // A number that was taken is got rid of: the import is taken back, or the unit makes a new book, whose key counts more.
    let mut province = Province::new();
    province.import(&[&first, &second], &[&A], &[]).unwrap();
    province.import(&[&ahead], &[], &[]).unwrap();
    let renewed = Unit { key: 61, id: "a2", ..A };
    province.import(&[&renewed.sign(1, "", 20, &[(&ONE, Counted(211))])], &[], &[&renewed]).unwrap();
    assert_eq!(province.people(20), Some(211));
    for _ in 0..3 {
        api::undo(&mut province.desk, &api::Undo::default()).unwrap();
    }
    assert_eq!(province.people(20), Some(210));

    // Freeze: nothing new comes, and the day says so.
    let mut province = Province::new();
    province.import(&[&first], &[&A], &[]).unwrap();
    assert_eq!(province.import(&[&first], &[], &[]).unwrap().same, 1);
    let missing = api::summary_missing(&mut province.desk, &api::MissingSummaries { day: day(21) }).unwrap();
    assert_eq!((missing.late[0].unit.as_str(), missing.late[0].days_late), ("Xã An", Some(2)));
    // A withheld file leaves a gap.
    let taken = province.import(&[&third], &[], &[]).unwrap();
    assert_eq!(taken.files[0].gaps, [2]);
}

#[test]
fn who_is_above_is_said_by_a_person_alone() {
    // A commune names inside a unit with the id of the province and a key of its own making, or takes that id itself.
    const ID: &str = "01930000-0000-7000-8000-000000000001";
    let top = unit(Level::Province, 90, ID, "Tỉnh Thử");
    let (inside, itself) = (unit(Level::Hamlet, 91, ID, "Thôn Ma"), unit(Level::Commune, 91, ID, "Xã An"));
    let naming = A.sign(1, "", 20, &[(&inside, Signed(&inside.count(1, 20, 30)))]);
    let calling = itself.sign(1, "", 20, &[(&ONE, Counted(30))]);
    for (of, file) in [(&A, naming), (&itself, calling)] {
        let mut district = Province::of(Level::District, "Tỉnh Thử", &["Tỉnh Thử"]);
        assert_eq!(district.take(of, &file), "");
        let mut take = |signer: &Unit, number: u32, trust: &str| {
            let head = |unit: &Unit| package_v1::UnitV1 {
                id: unit.id.into(),
                code: "".into(),
                name: unit.name.into(),
            };
            let plan = package_v1::Enrolment {
                above: vec![top.name.into()],
                day: day(20),
                issued_at: "2026-11-20T08:00:00+07:00".parse().unwrap(),
                key: String::new(),
                level: Level::Province,
                rows: std::collections::BTreeMap::new(),
                sequence: number,
                signer: head(&top),
                unit: head(&top),
            };
            let file = district.folder.path().join("ke-hoach.tnmoi");
            std::fs::write(&file, package_v1::write_enrolment(&plan, &signer.seed())).unwrap();
            let args = api::TakeEnrolment { file, trust: trust.into(), dry_run: false };
            api::enrolment_take(&mut district.desk, &args).map_or_else(|e| e.code, |_| "taken")
        };
        assert_eq!(take(&inside, 1, ""), "enrolment.key_unknown");
        assert_eq!(take(&top, 1, ""), "enrolment.key_unknown");
        assert_eq!(take(&top, 1_001, &top.fingerprint()), "package.far_ahead");
        assert_eq!(take(&top, 1, &top.fingerprint()), "taken");
        assert_eq!(take(&inside, 2, &inside.fingerprint()), "enrolment.other_key");
        assert_eq!(take(&top, u32::MAX, ""), "package.far_ahead");
        assert_eq!(take(&top, 2, ""), "taken");
    }
}
