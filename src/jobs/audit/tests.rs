//! A random check from the published list to the minutes, on a small book.

use std::path::PathBuf;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

use super::draw_sample::{DrawSample, draw_sample};
use super::publish_list::{PublishList, publish_list};
use super::record_findings::{NoteFinding, RecordFindings, note_finding, record_findings};
use super::show_audit::{AskAudit, AuditView, show_audits};
use crate::domain::audit::{AuditFinding, DrawBy};
use crate::domain::form::Value;
use crate::domain::report::{Percent, ReportForm};
use crate::error::Error;
use crate::figures::Day;
use crate::jobs::reports::make_report::{AskPaper, draw_report};
use crate::store::reports::sample::Sample;

const SEED: &str = "3 1 4 1 5 2 6 5 3 5";

/// Two hamlets on 05/03/2026 with twelve claims each of 02/03, at level 2; those of the second are by two members.
fn sample() -> Sample {
    let mut s = Sample::new("2026-03-05T20:00:00+07:00");
    for (hamlet, position) in [("Thôn 1", "1"), ("Thôn 2", "2")] {
        s.hamlet(hamlet, position);
        for n in 1..=12 {
            let code = format!("{position}{n:02}");
            s.person(&code, hamlet, &format!("Lò Thị Thử {code}"), "1970");
            let by = match (position, n % 2) {
                ("1", _) => "",
                (_, 0) => " by Lê Thị Mơ",
                _ => " by An Văn Mận",
            };
            s.visit(&format!("v{code}"), &code, "2026-03-02T09:00", &format!("activated 2{by}"), "?");
        }
    }
    s
}

fn draw(s: &mut Sample, args: DrawSample) -> Result<AuditView, Error> {
    draw_sample(&mut s.book, &s.session, &DrawSample { seed: SEED.into(), ..args })
}

fn published(s: &mut Sample) -> super::publish_list::PublishedList {
    publish_list(&mut s.book, &s.session, &PublishList::default()).unwrap()
}

fn shown(s: &mut Sample) -> AuditView {
    show_audits(&mut s.book, &s.session, &AskAudit::default()).unwrap().open.unwrap()
}

fn sheet(s: &Sample) -> PathBuf {
    s.dir.path().join("phieu.xlsx")
}

/// The cells of the sheet that was written, from the headings on.
fn cells(path: &PathBuf) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let range = workbook.worksheet_range("Phiếu kiểm tra").unwrap();
    let text = |cell: &Data| if *cell == Data::Empty { String::new() } else { cell.to_string() };
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(text).collect()).collect();
    let header = rows.iter().position(|row| row[0] == "STT").unwrap();
    rows[header..].to_vec()
}

/// Writes the sheet as it came back: what each row says, by its place, columns "finding, day, note".
fn filled(s: &Sample, says: &[(usize, [&str; 3])]) -> PathBuf {
    let mut rows = cells(&sheet(s));
    for (place, answer) in says {
        for (column, text) in (9..).zip(answer) {
            rows[*place][column] = (*text).to_owned();
        }
    }
    let path = s.dir.path().join("ve.xlsx");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (at, row) in (7..).zip(&rows) {
        for (column, text) in (0..).zip(row) {
            page.write_string(at, column, text).unwrap();
        }
    }
    book.save(&path).unwrap();
    path
}

fn record(s: &mut Sample, file: PathBuf) -> Result<[u32; 3], Error> {
    let done = record_findings(&mut s.book, &s.session, &RecordFindings { file })?;
    Ok([done.rows, done.recorded, done.unchanged])
}

#[test]
fn nothing_is_drawn_that_was_not_published_or_has_changed() {
    let mut s = sample();
    let refused = |s: &mut Sample| draw(s, DrawSample::default()).unwrap_err().code;
    assert_eq!(refused(&mut s), "audit.not_published");
    let list = s.dir.path().join("danh-sach.csv");
    let args = PublishList { out: Some(list.clone()), ..PublishList::default() };
    let first = publish_list(&mut s.book, &s.session, &args).unwrap();
    assert_eq!((first.claims, first.list_hash.len()), (24, 64));
    // What is published is the file itself, and it names nobody.
    let text = std::fs::read_to_string(&list).unwrap();
    assert_eq!(crate::domain::hash::sha256(&text), first.list_hash);
    assert!(text.lines().count() == 25 && !text.contains("Thử") && !text.contains("Mơ"), "{text}");
    // The same list again is the same check.
    assert_eq!(published(&mut s).audit, first.audit);
    s.visit("late", "101", "2026-03-05T19:00", "activated 2", "?");
    let changed = draw(&mut s, DrawSample::default()).unwrap_err();
    assert_eq!((changed.code, changed.params["before"].as_str()), ("audit.list_changed", "24"));
    assert_ne!(published(&mut s).audit, first.audit);
    assert_eq!(draw(&mut s, DrawSample { size: Some(3), ..DrawSample::default() }).unwrap().lines.len(), 3);
    // The first list is still open, and no longer true.
    assert_eq!(refused(&mut s), "audit.list_changed");
    // Who publishes a list anew to throw a better seed is told of in the minutes.
    assert_eq!(shown(&mut s).drawn_before, 0);
    published(&mut s);
    assert_eq!(draw(&mut s, DrawSample { size: Some(3), ..DrawSample::default() }).unwrap().drawn_before, 1);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let mut s = sample();
    published(&mut s);
    let mut check = |args: DrawSample, code| {
        let args =
            DrawSample { seed: if args.seed.is_empty() { SEED.into() } else { args.seed.clone() }, ..args };
        assert_eq!(draw_sample(&mut s.book, &s.session, &args).unwrap_err().code, code);
        assert!(s.book.audits().unwrap()[0].drawn.is_none());
    };
    check(DrawSample { seed: "123".into(), ..DrawSample::default() }, "audit.seed_length");
    check(DrawSample { size: Some(0), ..DrawSample::default() }, "audit.size");
    check(DrawSample { confidence: Some(Percent(4_999)), ..DrawSample::default() }, "audit.confidence");
    check(DrawSample { confidence: Some(Percent(10_000)), ..DrawSample::default() }, "audit.confidence");
    check(DrawSample { tolerated: Some(Percent(5_001)), ..DrawSample::default() }, "audit.tolerated");
    let mut empty = Sample::new("2026-03-05T20:00:00+07:00");
    let refused = publish_list(&mut empty.book, &empty.session, &PublishList::default()).unwrap_err();
    assert_eq!(refused.code, "audit.no_claims");
}

#[test]
fn a_draw_takes_of_each_what_is_asked_for() {
    let check = |args: DrawSample, expect: &[(&str, u32, u32)]| {
        let mut s = sample();
        published(&mut s);
        let view = draw(&mut s, args).unwrap();
        let groups: Vec<(&str, u32, u32)> = view
            .groups
            .iter()
            .map(|group| (group.name.as_str(), group.tally.claims, group.tally.drawn))
            .collect();
        assert_eq!(groups, expect);
        assert_eq!(view.total.tally.waiting, view.total.tally.drawn);
    };
    let of = |size, by| DrawSample { size: Some(size), by, ..DrawSample::default() };
    check(of(30, DrawBy::Whole), &[("Thôn 1", 12, 12), ("Thôn 2", 12, 12)]);
    check(of(4, DrawBy::Hamlet), &[("Thôn 1", 12, 4), ("Thôn 2", 12, 4)]);
    check(of(5, DrawBy::Member), &[("An Văn Mận", 6, 5), ("Lê Thị Mơ", 6, 5), ("Chưa ghi cán bộ", 12, 5)]);
    // 95 % to see one false where more than 20 % are: 3 of 12, so 7 of each hamlet.
    let tolerated = Some(Percent(2_000));
    check(
        DrawSample { by: DrawBy::Hamlet, tolerated, ..DrawSample::default() },
        &[("Thôn 1", 12, 7), ("Thôn 2", 12, 7)],
    );
}

#[test]
fn a_sheet_goes_out_and_comes_back() {
    let mut s = sample();
    published(&mut s);
    let args =
        DrawSample { size: Some(3), by: DrawBy::Hamlet, out: Some(sheet(&s)), ..DrawSample::default() };
    let view = draw(&mut s, args).unwrap();
    let rows = cells(&sheet(&s));
    let codes: Vec<&str> = rows[1..7].iter().map(|row| row[12].as_str()).collect();
    assert_eq!(codes, view.lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>());
    assert_eq!(
        (rows[1][1].as_str(), rows[1][6].as_str(), rows[1][7].as_str()),
        ("Thôn 1", "02/03/2026", "2")
    );

    // A word that is none, a name of another row, a day to come: all told at once, nothing taken in.
    let mut bad = filled(&s, &[(1, ["Đúng", "", ""]), (2, ["ok", "", ""]), (3, ["1", "09/03/2026", ""])]);
    let refused = record(&mut s, bad).unwrap_err();
    assert_eq!((refused.code, refused.params["count"].as_str()), ("audit.rows_wrong", "2"));
    let sentence = refused.sentence();
    for part in ["Dòng 10: không hiểu kết quả “ok”", "Từ chối", "Dòng 11: ngày 09/03/2026 chưa tới"]
    {
        assert!(sentence.contains(part), "{sentence}");
    }
    assert!(shown(&mut s).lines.iter().all(|line| line.finding.is_none()));
    bad = filled(&s, &[(1, ["Đúng", "04/03/2026", ""])]);
    assert!(record(&mut s, bad).unwrap_err().sentence().contains("trước ngày rút"));
    bad = filled(&s, &[(1, ["Đúng", "", "mã 123456"])]);
    assert!(record(&mut s, bad).unwrap_err().sentence().contains("OTP"));
    bad = filled(&s, &[]);
    assert_eq!(record(&mut s, bad).unwrap_err().code, "audit.nothing_filled");

    let says = [
        (1, ["Đúng", "05/03/2026", ""]),
        (2, ["2", "", "máy mới"]),
        (3, ["sai mức", "", ""]),
        (5, ["Từ chối", "", ""]),
    ];
    let file = filled(&s, &says);
    assert_eq!(record(&mut s, file.clone()).unwrap(), [4, 4, 0]);
    assert_eq!(record(&mut s, file).unwrap(), [4, 0, 4]);
    let view = shown(&mut s);
    let findings: Vec<Option<AuditFinding>> = view.lines.iter().map(|line| line.finding).collect();
    use AuditFinding::{Confirmed, NotActivated, Refused, WrongLevel};
    assert_eq!(findings, [Some(Confirmed), Some(NotActivated), Some(WrongLevel), None, Some(Refused), None]);
    assert_eq!((view.lines[1].note.as_str(), view.lines[1].found_on), ("máy mới", "2026-03-05".parse().ok()));
    let first = view.groups[0].tally;
    assert_eq!((first.confirmed, first.not_activated, first.wrong_level, first.waiting), (1, 1, 1, 0));

    // All is undone as it was done.
    assert_eq!(s.book.history(1).unwrap()[0].kind, "record-findings");
    s.book.undo(None, &s.session).unwrap();
    assert!(shown(&mut s).lines.iter().all(|line| line.finding.is_none()));
    s.book.undo(None, &s.session).unwrap();
    assert!(show_audits(&mut s.book, &s.session, &AskAudit::default()).unwrap().open.is_none());
}

#[test]
fn a_sheet_of_another_draw_is_refused() {
    let mut s = sample();
    published(&mut s);
    let args = DrawSample { size: Some(3), out: Some(sheet(&s)), ..DrawSample::default() };
    draw(&mut s, args).unwrap();
    let file = filled(&s, &[(1, ["Đúng", "", ""])]);
    let mut other = sample();
    assert_eq!(record(&mut other, file).unwrap_err().code, "audit.other_sheet");
    std::fs::write(other.dir.path().join("khac.csv"), "a;b\n1;2\n").unwrap();
    let csv = other.dir.path().join("khac.csv");
    assert_eq!(record(&mut other, csv).unwrap_err().code, "audit.no_sheet");
}

#[test]
fn results_at_a_desk_and_what_a_later_list_says() {
    let mut s = sample();
    let audit = published(&mut s).audit;
    draw(&mut s, DrawSample { size: Some(12), by: DrawBy::Hamlet, ..DrawSample::default() }).unwrap();
    let view = shown(&mut s);
    let note = |finding| NoteFinding { audit, line: view.lines[0].id, finding, day: None, note: None };
    let first = note_finding(&mut s.book, &s.session, &note(Some(AuditFinding::NotFound))).unwrap();
    assert_eq!((first.lines[0].finding, first.total.tally.not_found), (Some(AuditFinding::NotFound), 1));
    let back = note_finding(&mut s.book, &s.session, &note(None)).unwrap();
    assert_eq!((back.lines[0].finding, back.lines[0].found_on), (None, None));
    note_finding(&mut s.book, &s.session, &note(Some(AuditFinding::Confirmed))).unwrap();

    // A list of the 6th: two are not active, one at level 1, one it does not know.
    s.at("2026-03-07T20:00:00+07:00");
    let says = |code: &str| match code {
        "101" | "102" => "approved-not-activated",
        "103" => "active-level1",
        _ => "active-level2",
    };
    let states: Vec<(String, &str)> =
        (1..=11).map(|n| format!("1{n:02}")).map(|code| (code.clone(), says(&code))).collect();
    let states: Vec<(&str, &str)> = states.iter().map(|(code, state)| (code.as_str(), *state)).collect();
    s.roster("2026-03-06", &states);
    let view = shown(&mut s);
    let tally = view.groups[0].tally;
    let name = &view.lines[0].name;
    // Whoever was seen stays as seen, whatever the list says.
    assert!(name.ends_with("101"), "{name}");
    assert_eq!(
        (tally.confirmed, tally.not_activated, tally.wrong_level, tally.waiting, tally.by_list),
        (9, 1, 1, 1, 10)
    );
    let listed = ["Chưa kích hoạt", "Not activated"].map(str::to_owned);
    assert_eq!(view.lines[1].listed, Some(listed));
    let estimate = view.groups[0].estimate.unwrap();
    // All were drawn: two are false for sure, three when the one that nobody knows is.
    assert_eq!((estimate.low, estimate.high, view.groups[0].fails), (2, 3, true));
    assert_eq!((view.groups[1].estimate.unwrap().low, view.groups[1].fails), (0, false));
    assert!(view.says[0].starts_with("Trong 24 lượt báo kích hoạt"), "{}", view.says[0]);

    // The minutes say the same.
    let day = Day::asked(&s.book, &s.session, None).unwrap();
    let form = draw_report(&day, &s.session, &AskPaper::new(ReportForm::Audit, day.day)).unwrap();
    let row = |at: usize| -> Vec<String> {
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Count(count) => count.to_string(),
            Value::Ratio(ratio) => ratio.to_vi(),
            _ => "–".to_owned(),
        };
        form.rows[at].cells.iter().map(text).collect()
    };
    assert_eq!(row(0).join(" "), "1 Thôn 1 12 12 9 1 1 0 0 1 16,67% 25,00% Báo sai quá mức");
    assert_eq!(row(1)[2..10].join(" "), "12 12 0 0 0 0 0 12");
    assert_eq!(row(2)[2..10].join(" "), "24 24 9 1 1 0 0 13");
    assert!(form.checks().iter().all(|check| check.code != "form.check.sums_differ"));
    assert!(!form.rows.iter().any(|row| format!("{row:?}").contains("Lò Thị Thử")), "nobody is named");
    let part = AskPaper { unit: s.id("Thôn 2").parse().ok(), ..AskPaper::new(ReportForm::Audit, day.day) };
    assert_eq!(draw_report(&day, &s.session, &part).unwrap().rows.len(), 1);
    let before = day.on("2026-03-04".parse().unwrap()).unwrap();
    let early = AskPaper::new(ReportForm::Audit, before.day);
    assert!(draw_report(&before, &s.session, &early).unwrap().rows.is_empty());
}

#[test]
fn who_is_merged_stays_drawn() {
    let mut s = sample();
    published(&mut s);
    draw(&mut s, DrawSample { size: Some(24), ..DrawSample::default() }).unwrap();
    let [kept, dropped] = ["101", "102"].map(|code| s.id(code).parse().unwrap());
    s.book.transact(&s.session, "merge-citizens", (), |tx| tx.merge_citizen(kept, dropped)).unwrap();
    let view = shown(&mut s);
    assert_eq!(view.lines.iter().filter(|line| line.name.ends_with("101")).count(), 2);
}

#[test]
fn a_unit_that_fails_has_no_rank() {
    use crate::figures::League;
    let mut s = sample();
    s.add(
        "campaign",
        "đợt",
        "number, title, first_day, last_day",
        &["1/KH", "Đợt", "2026-03-01", "2026-05-31"],
    );
    s.add("target_sheet", "giao", "campaign_id, phase, as_of, total", &["@đợt", "", "2026-03-01", ""]);
    for (hamlet, position) in [("Thôn 1", "0"), ("Thôn 2", "1")] {
        let printed = format!(r#"{{"unit": "{hamlet}", "target": {{"total": 20}}}}"#);
        s.add(
            "target",
            &format!("giao {hamlet}"),
            "sheet_id, unit_id, position, locked, printed",
            &["@giao", &format!("@{hamlet}"), position, "0", &printed],
        );
    }
    let ranks = |s: &Sample, on: &str| -> Vec<(String, Option<u32>)> {
        let day = Day::read(&s.book, on.parse().unwrap()).unwrap();
        League::of(&day, None).unwrap().rows.into_iter().map(|row| (row.standing.unit, row.rank)).collect()
    };
    let both = [("Thôn 1".to_owned(), Some(1)), ("Thôn 2".to_owned(), Some(1))];
    assert_eq!(ranks(&s, "2026-03-05"), both);
    let audit = published(&mut s).audit;
    draw(&mut s, DrawSample { size: Some(6), by: DrawBy::Hamlet, ..DrawSample::default() }).unwrap();
    // A claim that waits for a second look is told; made before, it is in no figure.
    s.sql("UPDATE citizen SET phone = ''");
    s.visit("again", "201", "2026-03-03T09:00", "activated 2", "?");
    let day = Day::read(&s.book, "2026-03-05".parse().unwrap()).unwrap();
    let waiting: Vec<u32> = League::of(&day, None).unwrap().rows.iter().map(|row| row.to_look_at).collect();
    assert_eq!(waiting, [0, 1]);
    let form = draw_report(&day, &s.session, &AskPaper::new(ReportForm::League, day.day)).unwrap();
    assert!(form.notes.iter().any(|note| note.contains("còn chờ xem lại: Thôn 2 (1).")), "{:?}", form.notes);
    drop(day);
    assert_eq!(ranks(&s, "2026-03-05"), both);
    // One that figures have is not ranked before it was looked at.
    s.person("299", "Thôn 2", "Lò Thị Khuya", "1970");
    s.visit("late", "299", "2026-03-03T23:00", "activated 2", "?");
    assert_eq!(ranks(&s, "2026-03-05"), both);
    // Drawn and not looked at: nobody fails.
    assert_eq!(ranks(&s, "2026-03-05"), both);
    let lines = shown(&mut s).lines;
    for (line, finding) in lines.iter().zip([AuditFinding::NotActivated, AuditFinding::NotActivated]) {
        let note = NoteFinding { audit, line: line.id, finding: Some(finding), day: None, note: None };
        note_finding(&mut s.book, &s.session, &note).unwrap();
    }
    assert_eq!(ranks(&s, "2026-03-05"), [("Thôn 2".to_owned(), Some(1)), ("Thôn 1".to_owned(), None)]);
    // The days before the check are as they were.
    assert_eq!(ranks(&s, "2026-03-04"), both);
    let day = Day::read(&s.book, "2026-03-05".parse().unwrap()).unwrap();
    let form = draw_report(&day, &s.session, &AskPaper::new(ReportForm::League, day.day)).unwrap();
    let note = form.notes.iter().find(|note| note.starts_with("Không xếp hạng Thôn 1")).unwrap();
    let low = shown(&mut s).groups[0].estimate.unwrap().low_rate.to_vi();
    assert!(
        note.contains(&format!("báo sai 2/2 lượt đã rõ, ít nhất {low} số lượt báo, cho phép 2,00%")),
        "{note}"
    );
}

#[test]
fn visits_worth_a_second_look_wait_until_they_are_settled_or_corrected() {
    use super::look_again::{AskLooks, SettleLooks, settle_looks, show_looks};
    use crate::domain::second_look::Doubt;
    use crate::domain::visit::{NewVisit, Outcome};
    use crate::jobs::walk::log_visit::{LogVisits, log_visits};

    let mut s = sample();
    s.sql("UPDATE citizen SET phone = ''");
    let pile = |s: &mut Sample| {
        let page = show_looks(&mut s.book, &s.session, &AskLooks::default()).unwrap();
        let told = page.rows.iter().map(|row| {
            let reasons: Vec<&str> = row.reasons.iter().map(|doubt| doubt.code()).collect();
            format!("{} {} {}", row.code, row.member, reasons.join("+"))
        });
        (told.collect::<Vec<_>>(), page)
    };
    let waiting = |s: &Sample| {
        let day = Day::read(&s.book, "2026-03-05".parse().unwrap()).unwrap();
        day.second_looks().unwrap().len()
    };
    assert_eq!(pile(&mut s).0, Vec::<String>::new());
    s.visit("late", "101", "2026-03-03T23:10", "activated 2 by Lê Thị Mơ", "?");
    s.visit("again", "201", "2026-03-04T09:00", "activated 2 by Lê Thị Mơ", "?");
    let (told, page) = pile(&mut s);
    assert_eq!(told, ["201 Lê Thị Mơ twice", "101 Lê Thị Mơ twice+odd-hour"]);
    assert_eq!((page.all, page.reasons), (2, vec![(Doubt::Twice, 2), (Doubt::OddHour, 1)]));
    let asked = AskLooks { reason: Some(Doubt::OddHour), ..AskLooks::default() };
    let some = show_looks(&mut s.book, &s.session, &asked).unwrap();
    assert_eq!((some.all, some.count, some.rows[0].code.as_str()), (2, 1, "101"));

    // As it says: it waits no more, until the settlement is taken back, or another reason comes.
    let late = SettleLooks { visits: vec![some.rows[0].visit] };
    assert_eq!(settle_looks(&mut s.book, &s.session, &late).unwrap().settled, 1);
    assert_eq!(waiting(&s), 1);
    assert_eq!(settle_looks(&mut s.book, &s.session, &late).unwrap_err().code, "audit.not_waiting");
    s.book.undo(None, &s.session).unwrap();
    assert_eq!(waiting(&s), 2);
    settle_looks(&mut s.book, &s.session, &late).unwrap();
    s.roster("2026-03-05", &[("101", "approved-not-activated")]);
    // Denied, the first is none that the second repeats.
    assert_eq!(
        pile(&mut s).0,
        ["201 Lê Thị Mơ twice", "101 Lê Thị Mơ against-list+odd-hour", "101  against-list"]
    );

    // Not as it says: it is corrected as any visit is.
    let again = pile(&mut s).1.rows[0].visit;
    let right = NewVisit {
        corrects: Some(again),
        at: Some("2026-03-04T09:00:00+07:00".parse().unwrap()),
        ..NewVisit::new("201", Outcome::Absent)
    };
    log_visits(&mut s.book, &s.session, &LogVisits { visits: vec![right] }).unwrap();
    assert_eq!(waiting(&s), 2);

    // Who had died by then was not activated.
    s.sql("INSERT INTO departure (id, gone, day) SELECT id, 'deceased', '2026-03-03' FROM citizen WHERE code = '101'");
    let told = pile(&mut s).0;
    assert!(told.contains(&"101 Lê Thị Mơ against-list+gone+odd-hour".to_owned()), "{told:?}");
}
