//! Laptops that were lost and found, and books that know them no more.

use tung_nha::api::{self, Desk, Nothing, Outcome, Session};

use crate::PASSPHRASE;
use crate::packages::{Commune, Hamlet, NOW, change, people, person, state, visit};
use crate::packages_strange::{at, restored};

/// The fingerprint that a hamlet reads out.
fn key(hamlet: &mut Hamlet) -> String {
    api::key_list(&mut hamlet.desk, &Nothing {}).unwrap().own
}

fn again(commune: &mut Commune, lost: &Hamlet) -> Hamlet {
    let (file, card) = commune.give_with(lost.unit, true);
    let path = commune.path("tungnha");
    let mut desk = Desk::new(Session::new(Some(NOW.parse().unwrap())));
    let args = api::OpenPackage { file, card, path, passphrase: PASSPHRASE.into() };
    api::package_open(&mut desk, &args).unwrap();
    Hamlet { desk, unit: lost.unit, number: 100 }
}

#[test]
fn the_visits_of_a_laptop_that_is_found_come_home_when_a_person_says_so() {
    for had_handed_in in [true, false] {
        let mut commune = Commune::new();
        let mut lost = commune.laptop(0);
        let own = people(&mut lost.desk, None);
        if had_handed_in {
            let file = lost.result(&commune.office);
            commune.take(&[&file]);
        }
        // What was on it when it was lost: a visit, somebody new, a corrected phone.
        visit(&mut lost.desk, &own[0].code, Outcome::Absent);
        let form =
            api::PersonForm { name: "Lê Thị Mới".into(), birth: "1990".into(), ..Default::default() };
        let home = api::Home::Known(own[0].household_id);
        api::citizen_add(&mut lost.desk, &api::AddCitizen { home, form, draft: None }).unwrap();
        change(&mut lost.desk, &own[1].code, |form| form.phone = "0912345678".into());
        // Whoever has the laptop could say that the whole hamlet is dead.
        let dead = api::LeaveCitizen {
            citizen: own[3].id,
            gone: Some(tung_nha::domain::citizen::Gone::Deceased),
            day: None,
        };
        api::citizen_leave(&mut lost.desk, &dead).unwrap();
        let mut new = again(&mut commune, &lost);
        visit(&mut new.desk, &own[2].code, Outcome::Absent);
        let evening = new.result(&commune.office);
        assert_eq!(commune.take(&[&evening]), "1/0/0/0 0/0/0/0");

        let file = lost.result(&commune.office);
        let before = state(&mut commune.office.desk, lost.unit);
        assert_eq!(commune.take(&[&file]), "package.revoked");
        let args = api::ImportResults { files: vec![file.clone()], ..Default::default() };
        let told = api::result_import(&mut commune.office.desk, &args).unwrap_err();
        let sentence = told.sentence();
        assert!(
            sentence.contains("đã thu hồi ngày 21/11/2026") && sentence.contains(&key(&mut lost)),
            "{sentence}"
        );
        // Of another key nothing is believed.
        assert_eq!(commune.take_of(&[&file], &[key(&mut new)]), "package.revoked");
        assert_eq!(state(&mut commune.office.desk, lost.unit), before);

        let right = key(&mut lost);
        assert_eq!(commune.take_of(&[&file], std::slice::from_ref(&right)), "1/0/0/0 1/0/0/0");
        assert_ne!(
            person(&mut commune.office.desk, &own[1].code).phone,
            "0912345678",
            "it adds, and changes nothing"
        );
        let once = state(&mut commune.office.desk, lost.unit);
        assert_eq!(commune.take_of(&[&file], &[right]), "0/0/0/0 0/0/0/0");
        assert_eq!(state(&mut commune.office.desk, lost.unit), once);

        // The new laptop goes on as if nothing had been; the old one has no place again.
        commune.bring(&mut new);
        assert_eq!(state(&mut new.desk, new.unit), once);
        let evening = new.result(&commune.office);
        assert_eq!(commune.take(&[&evening]), "0/0/0/0 0/0/0/0");
        let file = lost.result(&commune.office);
        assert_eq!(commune.take(&[&file]), "package.revoked");
    }
}

#[test]
fn a_commune_restored_from_before_a_card_or_a_move_is_told_what_to_do() {
    let mut commune = Commune::new();
    let (lost, mut other) = (commune.laptop(0), commune.laptop(1));
    let backup = commune.path("saoluu");
    api::book_backup(&mut commune.office.desk, &api::WriteTo { path: backup.clone() }).unwrap();
    let mut hamlet = again(&mut commune, &lost);
    let file = hamlet.result(&commune.office);
    commune.take(&[&file]);
    let mover = people(&mut other.desk, None)[0].clone();
    let home = people(&mut hamlet.desk, None)[0].household_id;
    let moved = api::MoveCitizens { citizens: vec![mover.id], home: api::Home::Known(home) };
    api::citizen_move(&mut commune.office.desk, &moved).unwrap();
    commune.bring(&mut hamlet);
    visit(&mut hamlet.desk, &mover.code, Outcome::Absent);

    let path = commune.path("tungnha");
    restored(&mut commune.office.desk, &backup, path);
    at(&mut commune.office.desk, "21:40");
    at(&mut hamlet.desk, "21:40");
    let file = hamlet.result(&commune.office);
    let right = key(&mut hamlet);
    let name = commune.units[0].name.clone();
    let told = |commune: &mut Commune, trust: &[String]| {
        let args = api::ImportResults { files: vec![file.clone()], trust: trust.to_vec(), dry_run: false };
        let e = api::result_import(&mut commune.office.desk, &args).unwrap_err();
        assert!(e.sentence().contains(&name), "{}", e.sentence());
        (e.code, e.sentence())
    };
    let (code, sentence) = told(&mut commune, &[]);
    assert!(code == "package.other_key" && sentence.contains(&right), "{sentence}");
    // The person confirms the key; what is asked next is the move.
    let (code, sentence) = told(&mut commune, std::slice::from_ref(&right));
    assert!(
        code == "package.not_yours" && sentence.contains(&mover.code) && sentence.contains("Sổ hộ"),
        "{sentence}"
    );
    api::citizen_move(&mut commune.office.desk, &moved).unwrap();
    assert_eq!(commune.take_of(&[&file], &[right]), "1/0/0/0 0/0/0/0");
    // Believed from now on.
    commune.bring(&mut hamlet);
    let file = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "0/0/0/0 0/0/0/0");
    assert_eq!(state(&mut hamlet.desk, hamlet.unit), state(&mut commune.office.desk, hamlet.unit));
}

#[test]
fn a_file_that_was_overwritten_on_the_stick_is_not_missed() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let own = people(&mut hamlet.desk, None);
    visit(&mut hamlet.desk, &own[0].code, Outcome::Absent);
    hamlet.result(&commune.office);
    let second = hamlet.result(&commune.office);
    let args = api::ImportResults { files: vec![second], ..Default::default() };
    let taken = api::result_import(&mut commune.office.desk, &args).unwrap();
    assert_eq!((taken.visits.added, taken.files[0].findings.as_slice()), (1, [].as_slice()));
}

#[test]
fn a_cell_that_no_package_can_carry_is_named_and_holds_no_other_hamlet_up() {
    let mut commune = Commune::new();
    let (first, mut second) = (commune.laptop(0), commune.laptop(1));
    let long = people(&mut commune.office.desk, Some(first.unit))[0].clone();
    let (book, session) = commune.office.desk.open().unwrap();
    book.transact(session, "change-citizen", serde_json::json!({}), |tx| {
        let relation = serde_json::Value::from("con ".repeat(130));
        tx.put_fields("citizen", &long.id.to_string(), &[("relation".to_owned(), relation)].into())
    })
    .unwrap();
    let args = api::GivePackages { folder: Some(commune.office.file("usb")), ..Default::default() };
    let given = api::package_give(&mut commune.office.desk, &args).unwrap();
    assert_eq!(given.files.len(), 1);
    second.take(&given.files[0].path).unwrap();
    let told = &given.findings[0][0];
    let name = commune.units[0].name.clone();
    for what in [name.as_str(), &long.code, &long.name, "Quan hệ với chủ hộ", "con con", "Sổ hộ"]
    {
        assert!(told.contains(what), "{what}: {told}");
    }
    let args = api::GivePackages {
        units: vec![first.unit],
        out: Some(commune.path("tngiao")),
        ..Default::default()
    };
    let alone = api::package_give(&mut commune.office.desk, &args).unwrap_err();
    assert_eq!((alone.code, &alone.sentence()), ("package.misfit", told));
}
