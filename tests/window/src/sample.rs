//! Books and files to open the window on: invented people only.

use std::path::{Path, PathBuf};

use tung_nha::api::{self, Desk, Session};

/// The passphrase of every sample book.
pub const PASSPHRASE: &str = "mot mua he ruc nang";

/// The files of an invented commune.
pub struct Files {
    /// The survey by household.
    pub register: PathBuf,
    /// The extract of the population database.
    pub roster: PathBuf,
    /// Its day.
    pub as_of: String,
}

/// Writes an invented commune of so many people.
#[must_use]
pub fn files(folder: &Path, people: u32) -> Files {
    let made = tung_nha::jobs::demo::make_demo::make_demo(people, 7, folder).unwrap();
    Files { register: made.register, roster: made.roster, as_of: made.as_of.to_string() }
}

/// A desk at the time of the tests.
#[must_use]
pub fn desk() -> Desk {
    Desk::new(Session::new(Some(crate::NOW.parse().unwrap())))
}

/// An empty book of a level.
#[must_use]
pub fn empty_book(folder: &Path, level: api::Level, name: &str) -> PathBuf {
    let path = folder.join("so.tungnha");
    let new = api::CreateBook {
        path: path.clone(),
        passphrase: PASSPHRASE.into(),
        level,
        name: name.into(),
        code: String::new(),
        above: vec!["Tỉnh Thử Nghiệm".into()],
    };
    api::book_create(&mut desk(), &new).unwrap();
    path
}

/// A commune's book with survey and extract taken in and reconciled.
#[must_use]
pub fn commune(folder: &Path, people: u32) -> PathBuf {
    commune_with(folder, &files(folder, people))
}

/// A commune's book with these files taken in and reconciled.
#[must_use]
pub fn commune_with(folder: &Path, files: &Files) -> PathBuf {
    let path = empty_book(folder, api::Level::Commune, "Xã Thử Nghiệm");
    let mut desk = desk();
    api::book_open(&mut desk, &api::OpenBook { path: path.clone(), passphrase: PASSPHRASE.into() }).unwrap();
    let import = |file: &Path| api::ImportFile { file: file.to_owned(), ..Default::default() };
    api::register_import(&mut desk, &import(&files.register)).unwrap();
    take_list(&mut desk, files);
    api::reconcile(&mut desk, &api::Reconcile::default()).unwrap();
    path
}

/// Takes the extract in, and does not hold it against the register.
pub fn take_list(desk: &mut Desk, files: &Files) {
    let file = api::ImportFile { file: files.roster.clone(), ..Default::default() };
    let roster = api::ImportRoster { file, as_of: files.as_of.parse().unwrap(), partial: None };
    api::roster_import(desk, &roster).unwrap();
}

/// Opens a book again, for what a test has to do behind the window.
#[must_use]
pub fn open(path: &Path) -> Desk {
    let mut desk = desk();
    let args = api::OpenBook { path: path.to_owned(), passphrase: PASSPHRASE.into() };
    api::book_open(&mut desk, &args).unwrap();
    desk
}

/// A campaign of 50 days to 30/11/2026, with `total` accounts shared out to the hamlets where there are some.
pub fn campaign(desk: &mut Desk, total: Option<u32>) {
    let plan = api::Plan::from_json(
        r#"{"number": "70/KH-UBND", "issuer": "UBND tỉnh Thử Nghiệm", "title": "Đợt cao điểm 50 ngày",
            "first_day": "2026-10-12", "last_day": "2026-11-30", "phases": [
              {"name": "Giai đoạn 1", "first_day": "2026-10-12", "last_day": "2026-11-05", "report_due": "2026-11-06"},
              {"name": "Giai đoạn 2", "first_day": "2026-11-06", "last_day": "2026-11-30", "report_due": "2026-12-02"}]}"#,
    );
    api::campaign_add(desk, &plan.unwrap()).unwrap();
    if total.is_some() {
        api::target_share(desk, &api::ShareTargets { total, ..Default::default() }).unwrap();
    }
}

/// A commune's book in its campaign, after the evenings of [`evenings`].
#[must_use]
pub fn worked(folder: &Path, people: u32, total: u32) -> PathBuf {
    let book = commune(folder, people);
    let mut desk = open(&book);
    campaign(&mut desk, Some(total));
    evenings(&mut desk);
    book
}

/// Evenings of visits up to 21/11/2026, every hamlet but the last two on the last one; two appointments that evening.
pub fn evenings(desk: &mut Desk) {
    use api::Outcome::{Absent, Activated, Ineligible, NoSmartphone, Other};
    let list = api::worklist(desk, &api::MakeWorklist::default()).unwrap();
    let hamlets = list.hamlets.len();
    let mut visits = Vec::new();
    for (hamlet, nth) in list.hamlets.iter().zip(0..) {
        let houses =
            hamlet.sections.iter().flat_map(|section| &section.alleys).flat_map(|alley| &alley.houses);
        for (person, at) in houses.flat_map(|house| &house.people).zip(0..40) {
            let evening = 11 + at % 11;
            if evening == 21 && nth + 2 >= hamlets {
                continue;
            }
            let (outcome, reason) = match (at * 7 + nth) % 8 {
                0 | 2 | 4 | 6 => (Activated, "own-device"),
                1 => (Absent, "at-work"),
                3 => (NoSmartphone, "relatives-phone"),
                5 => (Ineligible, "card-expired"),
                _ => (Other, "refused"),
            };
            let mut visit = api::NewVisit::new(&person.code, outcome);
            visit.reason = reason.to_owned();
            visit.at = Some(format!("2026-11-{evening}T19:{:02}:00+07:00", 5 + at).parse().unwrap());
            if outcome == Activated {
                visit.level = if at % 2 == 0 { 2 } else { 1 };
                visit.channel = Some(tung_nha::domain::visit::Channel::App);
            }
            if outcome == Absent && evening < 21 && at > 12 && nth < 2 {
                visit.come_back_at = Some("2026-11-21T20:15:00+07:00".parse().unwrap());
            }
            visits.push(visit);
        }
    }
    api::visit_log(desk, &api::LogVisits { visits }).unwrap();
}
