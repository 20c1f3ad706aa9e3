//! How sure a reconciliation is, as a whole and by its parts, and what whoever reconciles may choose.

use std::collections::BTreeMap;
use std::fmt::Write;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tung_nha::api::{self, Desk, Level, OfRoster, PartExpected, Reconcile};
use tung_nha::domain::demo::Kind;
use tung_nha::jobs::demo::make_demo::make_kind;

use crate::Office;

/// A reconciled commune of the demo, and whom each row of its list means.
fn commune(people: u32, seed: u64) -> (Office, BTreeMap<(String, u32), String>) {
    commune_of("usual", people, seed)
}

fn commune_of(kind: &str, people: u32, seed: u64) -> (Office, BTreeMap<(String, u32), String>) {
    let mut office = Office::of(Level::Commune, "Xã Thử Nghiệm", &[], "2026-11-21T19:00:00+07:00");
    let made = make_kind(people, seed, kind, &office.file("demo")).unwrap();
    office.survey(&made.register);
    office.extract(&made.roster);
    let truth = csv::Reader::from_path(&made.truth).unwrap().into_records().map(|row| {
        let row = row.unwrap();
        ((row[0].to_owned(), row[1].parse().unwrap()), row[2].to_owned())
    });
    (office, truth.collect())
}

fn reconcile(desk: &mut Desk, accept: Option<u32>) -> api::Reconciled {
    api::reconcile(desk, &Reconcile { accept, ..Reconcile::default() }).unwrap()
}

#[test]
fn what_a_choice_says_comes_true() {
    let (mut office, _) = commune(1_500, 3);
    let desk = &mut office.desk;
    let of = OfRoster::default();
    // Before the list was held against the register, too.
    let before = api::reconcile_choices(desk, &of).unwrap();
    assert_eq!(before.iter().map(|one| (one.accept, one.now)).collect::<Vec<_>>(), [(1, true), (5, false)]);
    let first = reconcile(desk, None);
    assert_eq!(first.accepted, 1);
    let choices = api::reconcile_choices(desk, &of).unwrap();
    assert_eq!(choices, before);
    assert!(choices[0].matched <= choices[1].matched);
    for accept in [5, 8, 1, 5] {
        let said = api::reconcile_choices(desk, &of).unwrap();
        let done = reconcile(desk, Some(accept));
        assert_eq!(done.accepted, accept);
        let now = api::reconcile_choices(desk, &of).unwrap().into_iter().find(|one| one.now).unwrap();
        let said = said.into_iter().find(|one| one.accept == accept).unwrap_or_else(|| now.clone());
        assert_eq!(api::ErrorChoice { now: true, ..said }, now);
        assert_eq!((done.matched, done.review, done.unknown), (now.matched, now.review, now.unknown));
        assert_eq!(done.expected, now.expected);
    }
    // Whoever chose has chosen for the next time, and takes it back with the reconciliation.
    assert_eq!(reconcile(desk, None).accepted, 5);
    reconcile(desk, Some(1));
    api::undo(desk, &api::Undo::default()).unwrap();
    assert!(api::reconcile_choices(desk, &of).unwrap().iter().any(|one| one.now && one.accept == 5));
    for refused in [0, 11] {
        let args = Reconcile { accept: Some(refused), ..Reconcile::default() };
        assert_eq!(api::reconcile(desk, &args).unwrap_err().code, "reconcile.accept");
    }
}

#[test]
fn the_parts_of_an_estimate_add_up_to_the_whole() {
    let (mut office, truth) = commune(4_000, 5);
    let table = office.file("ghep.csv");
    let desk = &mut office.desk;
    let args = Reconcile { out: Some(table.clone()), ..Reconcile::default() };
    let done = api::reconcile(desk, &args).unwrap();
    let found = api::reconcile_estimate(desk, &OfRoster::default()).unwrap();
    assert_eq!(found.whole, done.expected);
    let whole = found.whole.unwrap();
    let mut missed = 0;
    for row in csv::Reader::from_path(&table).unwrap().records() {
        let row = row.unwrap();
        let person = &truth[&(row[0].to_owned(), row[1].parse().unwrap())];
        missed += u32::from(&row[2] != "matched" && !person.is_empty());
    }
    assert!((whole.missed.low..=whole.missed.high).contains(&missed), "{missed} {whole:?}");
    for parts in [&found.hamlets, &found.ages, &found.births] {
        let sum = |of: &dyn Fn(&PartExpected) -> u32| parts.iter().map(of).sum::<u32>();
        assert_eq!(sum(&|part| part.rows), done.rows, "{parts:?}");
        assert_eq!(sum(&|part| part.rows), sum(&|part| part.joined + part.open + part.decided));
        let told = |of: fn(&api::Expected) -> u32| {
            parts.iter().filter_map(|part| part.expected.as_ref()).map(of).sum::<u32>()
        };
        let untold: u32 = parts.iter().filter(|p| p.expected.is_none()).map(|part| part.open).sum();
        assert!(told(|e| e.missed.low) <= whole.missed.low, "{parts:?}");
        assert!(told(|e| e.missed.high) + untold >= whole.missed.high, "{parts:?}");
        assert!(told(|e| e.wrong.low) <= whole.wrong.low, "{parts:?}");
        assert!(parts.iter().all(|part| part.rows > 0 && !part.name[0].is_empty()));
        // A part of few rows says so.
        assert!(parts.iter().all(|part| part.expected.is_some() == (part.joined + part.open >= 100)));
    }
    assert!(found.hamlets.len() > 2 && found.ages.len() > 4 && found.births.len() > 1, "{found:?}");
    // Rows without a readable hamlet stand last.
    assert!(found.hamlets.iter().rev().skip(1).all(|part| !part.part.is_empty()));
    // People who looked at rows are told apart.
    let pile = tung_nha::domain::pile::Pile::Unknown;
    let page = api::PageOfPile { roster: None, pile, from: 0, limit: 3 };
    for row in api::reconcile_pile(desk, &page).unwrap().rows {
        let (sheet, number) = (row.sheet, api::KeepNumber::default());
        let decision = api::Decision::Reject;
        api::reconcile_resolve(desk, &api::Resolve { roster: None, sheet, row: row.row, decision, number })
            .unwrap();
    }
    let after = api::reconcile_estimate(desk, &OfRoster::default()).unwrap();
    for parts in [&after.hamlets, &after.ages, &after.births] {
        assert_eq!(parts.iter().map(|part| part.decided).sum::<u32>(), 3);
        assert_eq!(parts.iter().map(|part| part.rows).sum::<u32>(), done.rows);
    }
}

#[test]
fn both_homes_of_a_pair_are_shown() {
    let mut office = Office::new();
    let survey = "Mã công dân,Chủ hộ,Họ và tên,Ngày sinh,Số nhà,Ngõ,Thôn
A1,Trần Văn An,Trần Văn An,01/02/1970,67,Ngõ 5,Thôn Đoài
A2,Trần Văn An,Lê Thị Bé,03/04/1972,67,Ngõ 5,Thôn Đoài
A3,Trần Văn An,Trần Thị Cúc,05/06/2001,67,Ngõ 5,Thôn Đoài
A4,Vi Văn Dần,Vi Văn Dần,07/08/1960,9,Ngõ 5,Thôn Đoài
";
    let file = office.write("dieu-tra.csv", survey);
    assert_eq!(office.survey(&file), "4/0/0/0/0");
    let list = "Họ tên công dân,Ngày sinh,Số định danh,Chủ hộ,Thôn,Nơi thường trú,Trạng thái
Trần Văn An,01/02/1970,038070100312,,Thôn Đoài,\"Số 67 Ngõ 5, Thôn Đoài\",Chờ phê duyệt
Lê Thị Bé,03/04/1972,038172100313,,Thôn Đoài,\"Số 67 Ngõ 5, Thôn Đoài\",Chờ phê duyệt
Hà Văn Sáu,09/09/1999,038099100314,,Thôn Đoài,\"Số 67 Ngõ 5, Thôn Đoài\",Chờ phê duyệt
Vi Văn Dần,07/08/1960,038060100315,Vi Văn Dần,Thôn Đoài,Thôn Đoài,Chờ phê duyệt
Vi Thị Én,07/08/1990,038190100316,Vi Văn Dần,Thôn Đoài,Thôn Đoài,Chờ phê duyệt
Vi Thị Gái,07/08/1991,038191100317,Vi Văn Dần,Thôn Đông,Thôn Đông,Chờ phê duyệt
";
    let file = office.write("cong-an.csv", list);
    office.extract(&file);
    let desk = &mut office.desk;
    reconcile(desk, None);
    let mut homes = |row: u32, code: &str| {
        let args = api::HomesOfPair { roster: None, sheet: String::new(), row, citizen: code.into() };
        let found = api::reconcile_housemates(desk, &args).unwrap();
        [found.ours, found.theirs].map(|people| {
            let told = people.iter().map(|one| format!("{}{}", one.name, if one.shared { " ✓" } else { "" }));
            told.collect::<Vec<_>>().join(", ")
        })
    };
    assert_eq!(homes(2, "A1"), ["Lê Thị Bé ✓, Trần Thị Cúc", "Lê Thị Bé ✓, Hà Văn Sáu"]);
    // Another's home.
    assert_eq!(homes(2, "A4"), ["", "Lê Thị Bé, Hà Văn Sáu"]);
    // By the head in the hamlet; "Thôn Đoài" alone is no home.
    assert_eq!(homes(5, "A4"), ["", "Vi Thị Én"]);
}

/// A commune of few names without numbers, in which births are often years alone; whom each row means.
fn namesakes() -> (Office, BTreeMap<u32, String>) {
    let mut office = Office::new();
    let mut dice = ChaCha8Rng::seed_from_u64(4);
    let mut survey = "Mã công dân,Chủ hộ,Họ và tên,Ngày sinh,Số nhà,Ngõ,Thôn\n".to_owned();
    let mut list = "Họ tên công dân,Ngày sinh,Số định danh,Nơi thường trú,Trạng thái\n".to_owned();
    let mut truth = BTreeMap::new();
    for n in 0..3_000 {
        let mut one_of = |words: &[&'static str]| words[dice.random_range(0..words.len())];
        let family = one_of(&["Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"]);
        let middle = one_of(&["Văn", "Văn", "Thị", "Thị", "Đức", "Ngọc"]);
        let given =
            one_of(&["An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hùng", "Lan", "Minh", "Nga", "Sơn", "Tâm"]);
        let name = format!("{family} {middle} {given}");
        let house = n / 4;
        let (hamlet, year) = (house % 5, 1940 + dice.random_range(0..70));
        let (day, month) = (dice.random_range(1..29), dice.random_range(1..13));
        let birth = format!("{day:02}/{month:02}/{year}");
        if dice.random_bool(0.9) {
            let said = if dice.random_bool(0.7) { year.to_string() } else { birth.clone() };
            let (number, alley) = (house / 25 + 1, house / 5 % 6 + 1);
            writeln!(survey, "M{n},Hộ {house},{name},{said},{number},Ngõ {alley},Thôn {hamlet}").unwrap();
            truth.insert(n + 2, format!("M{n}"));
        }
        let row = format!("0380{:02}{:06}", year % 100, n);
        writeln!(list, "{name},{birth},{row},Thôn {hamlet},Chờ phê duyệt").unwrap();
    }
    let file = office.write("dieu-tra.csv", &survey);
    office.survey(&file);
    let file = office.write("cong-an.csv", &list);
    office.extract(&file);
    (office, truth)
}

#[test]
fn what_is_joined_at_once_is_wrong_as_seldom_as_the_button_says() {
    let (mut office, truth) = namesakes();
    let table = office.file("ghep.csv");
    let desk = &mut office.desk;
    let done = reconcile(desk, None);
    let piles = api::reconcile_piles(desk, &OfRoster::default()).unwrap().piles;
    let offers: Vec<_> =
        piles.into_iter().flat_map(|pile| pile.offers).filter(|o| o.rule == "weak").collect();
    let [offer] = &offers[..] else { panic!("{offers:?} {done:?}") };
    assert!(offer.rows > 50, "{offer:?} {done:?}");
    let args = api::SettleAll {
        roster: None,
        rule: offer.rule.clone(),
        rows: offer.rows,
        digest: offer.digest.clone(),
        number: api::KeepNumber::Roster,
    };
    assert_eq!(api::reconcile_settle_all(desk, &args).unwrap().rows, offer.rows);
    let args = Reconcile { out: Some(table.clone()), ..Reconcile::default() };
    assert_eq!(api::reconcile(desk, &args).unwrap().decided, offer.rows);
    let (mut joined, mut wrong) = (0, 0);
    for row in csv::Reader::from_path(&table).unwrap().records() {
        let row = row.unwrap();
        if &row[4] == "joined-by-hand" {
            joined += 1;
            wrong += u32::from(truth.get(&row[1].parse().unwrap()).map(String::as_str) != Some(&row[3]));
        }
    }
    let said = offer.wrong.unwrap();
    assert_eq!(joined, offer.rows);
    assert!((said.low..=said.high).contains(&wrong) && said.high < offer.rows / 5, "{wrong} {offer:?}");
    // A choice makes a difference here.
    let choices = api::reconcile_choices(desk, &OfRoster::default()).unwrap();
    let [sure, freer] = &choices[..] else { panic!("{choices:?}") };
    assert!(
        sure.matched < freer.matched && sure.review + sure.unknown > freer.review + freer.unknown,
        "{choices:?}"
    );
}

/// Judges the whole sample as `say` does of row and citizen; gives what the last one showed.
fn judge(desk: &mut Desk, n: u32, say: impl Fn(u32, &str) -> api::Judgement) -> api::BlindSample {
    let mut sample = api::reconcile_sample_draw(desk, &api::DrawPairs { roster: None, n }).unwrap();
    while let Some(pair) = sample.next.take() {
        assert!(sample.wrong.is_none() && sample.missed.is_none(), "nothing is told before the last one");
        let shown = serde_json::to_string(&pair).unwrap();
        assert!(
            !["rule", "score", "verdict", "candidate", "explanation"].iter().any(|word| shown.contains(word))
        );
        let judgement = say(pair.row, &pair.citizen);
        let args = api::JudgePair { roster: None, sheet: pair.sheet, row: pair.row, judgement };
        sample = api::reconcile_sample_judge(desk, &args).unwrap();
    }
    sample
}

#[test]
fn a_blind_sample_corrects_the_estimate_and_no_match() {
    use api::Judgement::{Same, Two};
    let (mut office, truth) = namesakes();
    let desk = &mut office.desk;
    let of = OfRoster::default();
    assert_eq!(api::reconcile_sample(desk, &of).unwrap().drawn, 0);
    reconcile(desk, None);
    let whole = |desk: &mut Desk| api::reconcile_estimate(desk, &OfRoster::default()).unwrap().whole.unwrap();
    let piles = |desk: &mut Desk| api::reconcile_piles(desk, &OfRoster::default()).unwrap();
    let (before, lay) = (whole(desk), piles(desk));
    let is_true = |row: u32, citizen: &str| {
        if truth.get(&row).is_some_and(|code| code == citizen) { Same } else { Two }
    };
    let sample = judge(desk, 80, is_true);
    let (wrong, missed) = (sample.wrong.unwrap(), sample.missed.unwrap());
    assert_eq!((sample.drawn, wrong.judged, missed.judged), (80, 40, 40));
    assert!(wrong.wrong <= 1 && missed.wrong > 5, "{sample:?}");
    let after = whole(desk);
    assert_eq!(piles(desk).piles, lay.piles, "no match changes");
    let fits = |inner: api::Expected| {
        inner.missed.low <= missed.all.high
            && missed.all.low <= inner.missed.high
            && inner.wrong.high <= wrong.all.high
    };
    assert!(fits(after) && fits(before), "{before:?} {after:?} {sample:?}");
    let said = api::reconcile_expected(desk, &of).unwrap();
    assert_eq!(said, Some(after), "the same everywhere");
    let now = api::reconcile_choices(desk, &of).unwrap().into_iter().find(|one| one.now).unwrap();
    assert_eq!(now.expected, Some(after));

    // A second sample by somebody who finds a quarter of the pairs wrong: the program has to say so.
    for _ in 0..81 {
        api::undo(desk, &api::Undo::default()).unwrap();
    }
    assert_eq!(whole(desk), before);
    let sample = judge(desk, 80, |row, _| if row % 4 == 0 { Two } else { Same });
    let (wrong, stated) = (sample.wrong.unwrap(), whole(desk).wrong);
    assert!(wrong.all.low > before.wrong.high, "{before:?} {sample:?}");
    assert!(stated.low <= wrong.all.low && stated.low > before.wrong.high, "{stated:?} {sample:?}");

    for (n, code) in [(0, "sample.size"), (501, "sample.size")] {
        let refused = api::reconcile_sample_draw(desk, &api::DrawPairs { roster: None, n }).unwrap_err();
        assert_eq!(refused.code, code);
    }
    let args = api::JudgePair { roster: None, sheet: "Không có".into(), row: 9, judgement: Same };
    assert_eq!(api::reconcile_sample_judge(desk, &args).unwrap_err().code, "sample.not_drawn");
}

#[test]
fn where_all_agree_by_their_number_nothing_is_drawn() {
    let mut office = Office::new();
    let survey = "Mã công dân,Chủ hộ,Họ và tên,Ngày sinh,Số ĐDCN,Thôn\nA1,Vi Văn An,Vi Văn An,01/02/1970,038070100312,Thôn Đoài\n";
    let file = office.write("dieu-tra.csv", survey);
    office.survey(&file);
    let list = "Họ tên công dân,Ngày sinh,Số định danh,Trạng thái\nVi Văn An,01/02/1970,038070100312,Chờ phê duyệt\n";
    let file = office.write("cong-an.csv", list);
    office.extract(&file);
    reconcile(&mut office.desk, None);
    let refused = api::reconcile_sample_draw(&mut office.desk, &api::DrawPairs { roster: None, n: 100 });
    assert_eq!(refused.unwrap_err().code, "sample.nothing");
}

/// `cargo test --test jobs how_sure -- --ignored --nocapture`: what the program makes of each kind of the demo, from the files on; a
/// row a kind. PEOPLE and SEED choose.
#[test]
#[ignore = "thirteen communes: for the long tests"]
fn each_kind_of_commune() {
    let of = |name: &str, other: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(other);
    let (people, seed) = (u32::try_from(of("PEOPLE", 8_000)).unwrap(), of("SEED", 2));
    let mut outside = Vec::new();
    for kind in Kind::all() {
        let (mut office, truth) = commune_of(kind.name, people, seed);
        let table = office.file("ghep.csv");
        let args = Reconcile { out: Some(table.clone()), ..Reconcile::default() };
        let done = api::reconcile(&mut office.desk, &args).unwrap();
        let (mut matched, mut right, mut present, mut missed) = (0_u32, 0_u32, 0_u32, 0_u32);
        for row in csv::Reader::from_path(&table).unwrap().records() {
            let row = row.unwrap();
            let person = truth[&(row[0].to_owned(), row[1].parse().unwrap())].as_str();
            let found = &row[2] == "matched";
            matched += u32::from(found);
            right += u32::from(found && !person.is_empty() && &row[3] == person);
            present += u32::from(!person.is_empty());
            missed += u32::from(!found && !person.is_empty());
        }
        let share = |of: u32, all: u32| f64::from(of) / f64::from(all.max(1));
        let told = done.expected.unwrap();
        println!(
            "{:16} {:6} rows  P {:.5} (wrong {}, told {}-{})  R {:.4}  missed {missed}, told {}-{}  review {:.4}",
            kind.name,
            done.rows,
            share(right, matched),
            matched - right,
            told.wrong.low,
            told.wrong.high,
            share(right, present),
            told.missed.low,
            told.missed.high,
            share(done.review, done.rows),
        );
        let holds = |range: api::Range, truth: u32| (range.low..=range.high).contains(&truth);
        if !holds(told.wrong, matched - right) || !holds(told.missed, missed) {
            outside.push(kind.name);
        }
        assert!(share(right, matched) >= 0.998, "{}", kind.name);
    }
    // In 95 of 100 communes.
    assert!(outside.len() <= 2, "{outside:?}");
}
