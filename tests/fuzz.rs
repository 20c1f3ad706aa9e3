//! Whatever is typed, read from a card, handed in or asked for: an answer or a refusal with a whole sentence, never a panic, and the
//! book stays whole. Loops from a seed over small examples; `cargo xtask torture` lets each run for ten minutes.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tung_nha::api::{self, Desk, Error, Session};
use tung_nha::domain::campaign::Plan;
use tung_nha::domain::card::Card;
use tung_nha::domain::demo::is_kept_out;
use tung_nha::domain::identity::NumberColumn;
use tung_nha::domain::legacy::Encoding;
use tung_nha::domain::text::NameOrder;
use tung_nha::domain::{dates, identity, legacy, phone, text};
use tung_nha::exchange::{envelope, summary_file};

/// The longest that one input may take in a development build.
const LONGEST: Duration = Duration::from_secs(10);

/// Runs `each` on so many inputs made of `examples` (for `TUNG_NHA_FUZZ_SECONDS` where that is set), and names the seed and the
/// round of one that fails.
fn fuzz(name: &str, inputs: u64, examples: &[&[u8]], mut each: impl FnMut(&[u8], &mut ChaCha8Rng)) {
    let said = |name| std::env::var(name).ok().map(|value| value.parse::<u64>().unwrap());
    let seconds = said("TUNG_NHA_FUZZ_SECONDS").map(Duration::from_secs);
    let seed = said("TUNG_NHA_FUZZ_SEED").unwrap_or(1);
    let (start, mut rounds) = (Instant::now(), 0_u64);
    while seconds.map_or(rounds < inputs, |seconds| start.elapsed() < seconds) {
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ rounds.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut input = examples[random.random_range(0..examples.len())].to_vec();
        for _ in 0..random.random_range(0..6) {
            mutate(&mut input, examples, &mut random);
        }
        let (began, round) = (Instant::now(), Round { name, seed, rounds });
        each(&input, &mut random);
        assert!(began.elapsed() < LONGEST, "{name}: seed {seed}, round {rounds}: too slow");
        std::mem::forget(round);
        rounds += 1;
    }
    println!("{name}: {rounds} inputs in {} s, seed {seed}", start.elapsed().as_secs());
}

/// Dropped by a panic alone: says how to come back to it.
struct Round<'a> {
    name: &'a str,
    seed: u64,
    rounds: u64,
}

impl Drop for Round<'_> {
    fn drop(&mut self) {
        eprintln!("{}: seed {}, round {}", self.name, self.seed, self.rounds);
    }
}

/// One change: a bit, a cut, a piece twice, a piece of another example, a number, a strange character.
fn mutate(input: &mut Vec<u8>, examples: &[&[u8]], random: &mut ChaCha8Rng) {
    const STRANGE: [&str; 14] = [
        "\0",
        "\u{feff}",
        "\u{200b}",
        "\u{301}",
        "đ",
        "Ệ",
        "||",
        "{}",
        "\"",
        "=",
        "-0",
        "99999999999999999999",
        "1e999",
        "\u{202e}",
    ];
    let at = random.random_range(0..=input.len());
    let piece = |from: &[u8], random: &mut ChaCha8Rng| {
        let begin = random.random_range(0..=from.len());
        let end = (begin + random.random_range(0..40)).min(from.len());
        from[begin..end].to_vec()
    };
    match random.random_range(0..7) {
        0 if at < input.len() => input[at] ^= 1 << random.random_range(0..8),
        1 => input.truncate(at),
        2 => {
            let piece = piece(input, random);
            input.splice(at..at, piece);
        }
        3 => {
            let other = examples[random.random_range(0..examples.len())];
            let piece = piece(other, random);
            input.splice(at..at, piece);
        }
        4 => {
            if let Some(digit) = input.iter().position(u8::is_ascii_digit) {
                input[digit] = b'0' + random.random_range(0..10);
            }
        }
        5 => {
            let strange = STRANGE[random.random_range(0..STRANGE.len())].bytes();
            input.splice(at..at, strange);
        }
        _ => {
            let end = (at + random.random_range(0..12)).min(input.len());
            input.drain(at..end);
        }
    }
}

/// A refusal is a sentence.
fn check_refusal(error: &Error) {
    let said = error.sentence();
    assert!(said.ends_with(['.', '?', ')', ':']) || !error.params.is_empty(), "{}: {said}", error.code);
    assert_ne!(said, error.code, "every error has its sentence");
}

#[test]
fn texts_of_the_field() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let examples: [&[u8]; 12] = [
        "12/03/1980".as_bytes(),
        "tháng 3 năm 1980".as_bytes(),
        "1980-03-12T00:00:00".as_bytes(),
        "29288".as_bytes(),
        "38.050.001.234".as_bytes(),
        "'038050001234".as_bytes(),
        "3,82E+10".as_bytes(),
        "+84 (0)912.345.678".as_bytes(),
        "NguyÔn V¨n An".as_bytes(),
        "Nguyeãn Vaên An".as_bytes(),
        "038080001234|123456789|Lê Văn Thử|12031980|Nam|Thôn Đoài, Xã Lam Khê|01012021".as_bytes(),
        "Số 67 Ngõ 5/2A, Thôn 3".as_bytes(),
    ];
    let order = NameOrder::new();
    fuzz("texts", 15_000, &examples, |bytes, random| {
        let text = String::from_utf8_lossy(bytes);
        let folded = text::fold(&text);
        assert_eq!(text::fold(&folded), folded, "{text:?}");
        let clean = text::nfc_clean(&text).into_owned();
        assert_eq!(text::nfc_clean(&clean), clean, "{text:?}");
        let typed = (dates::parse(&text, dates::Context::new(today)), dates::parse_day(&text));
        let number = dates::parse_number(f64::from_bits(random.next_u64()), dates::Context::new(today));
        let columns = [NumberColumn::Number, NumberColumn::Old, NumberColumn::Either];
        let numbers = columns.map(|column| identity::parse(&text, column));
        let read = (phone::parse(&text), Card::parse(&text), identity::facts(&text), identity::mask(&text));
        let old = [Encoding::Tcvn3, Encoding::Vni].map(|encoding| legacy::decode(&text, encoding));
        let names = (order.key(&text), text::file_name(&text), text::given_last(&text), is_kept_out(&text));
        std::hint::black_box((typed, number, numbers, read, old, names));
    });
}

#[test]
fn campaigns_as_files() {
    let examples: [&[u8]; 2] =
        [include_bytes!("../fixtures/70-kh-ubnd.json"), include_bytes!("../fixtures/180-kh-ubnd.json")];
    fuzz("campaigns", 50_000, &examples, |bytes, _| {
        match Plan::from_json(&String::from_utf8_lossy(bytes)).and_then(|plan| plan.check().map(|()| plan)) {
            Ok(plan) => drop(plan.doubts()),
            Err(refused) => check_refusal(&refused),
        }
    });
}

/// A hamlet with two people, two visits and a summary that was sent.
fn hamlet(folder: &Path) -> (Desk, String, Vec<u8>) {
    let mut desk = Desk::new(Session::new(Some("2026-11-21T20:00:00+07:00".parse().unwrap())));
    let args = json!({ "path": folder.join("so.tungnha"), "passphrase": "vượt đèo gặp nắng mai vàng", "level": "hamlet",
        "name": "Thôn Đoài" });
    api::call(&mut desk, "book_create", args).unwrap();
    let list = folder.join("dieu-tra.csv");
    std::fs::write(
        &list,
        "Họ và tên;Ngày sinh;Ngõ;Số nhà\nLê Văn Thử;1980;Ngõ 1;2\nVàng Thị Mẫu;1985;Ngõ 1;2\n",
    )
    .unwrap();
    let mut import = serde_json::to_value(api::ImportFile::default()).unwrap();
    import["file"] = json!(list);
    api::call(&mut desk, "register_import", import).unwrap();
    let found = api::call(&mut desk, "register_find", json!({ "query": "Thử", "limit": 1 })).unwrap();
    let code = found["people"][0]["citizen"]["code"].as_str().unwrap().to_owned();
    let visit = api::NewVisit { reason: "at-work".into(), ..api::NewVisit::new(&code, api::Outcome::Absent) };
    api::visit_log(&mut desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    let out = folder.join("len.tnsolieu");
    let args = json!({ "day": "2026-11-21", "out": out, "replace": false });
    api::call(&mut desk, "summary_export", args).unwrap();
    (desk, code, std::fs::read(out).unwrap())
}

#[test]
fn summaries_and_their_envelopes() {
    let folder = tempfile::tempdir().unwrap();
    let (_, _, file) = hamlet(folder.path());
    let whole = summary_file::read(&file).unwrap();
    // Below the signature, too: payloads that somebody signed, whatever they say.
    let payload = envelope::open(summary_file::TYPE, &file).unwrap().payload;
    fuzz("envelopes", 15_000, &[&file], |bytes, _| match summary_file::read(bytes) {
        Ok(read) => assert!(bytes == file && read.sha256 == whole.sha256, "a changed byte was taken"),
        Err(refused) => check_refusal(&refused.with("file", "len.tnsolieu")),
    });
    fuzz("signed payloads", 8_000, &[&payload], |bytes, random| {
        let signed = envelope::seal(summary_file::TYPE, bytes, &random.random());
        if let Err(refused) = summary_file::read(signed.as_bytes()) {
            check_refusal(&refused.with("file", "len.tnsolieu"));
        }
    });
}

/// Every command of the table with plausible, odd and impossible values in every field that any command has; now and then
/// something is taken back. Nothing panics, every refusal is a sentence, and the book is whole at the end.
#[test]
fn commands_with_odd_arguments() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, code, file) = hamlet(folder.path());
    std::fs::write(folder.path().join("la.tnsolieu"), &file[..file.len() - 9]).unwrap();
    let info = api::call(&mut desk, "book_info", json!({})).unwrap();
    let found = api::call(&mut desk, "register_find", json!({ "query": "Mẫu", "limit": 1 })).unwrap();
    let known = json!([
        info["unit_id"],
        code,
        found["people"][0]["citizen"]["id"],
        found["people"][0]["household"]["id"]
    ]);
    // What leaves the book or waits for nobody's good.
    let left_out = [
        "book_close",
        "book_create",
        "book_open",
        "book_restore",
        "demo",
        "book_passphrase",
        "backup_make",
        "book_backup",
        // Whom they erase nothing after could find.
        "person_erase",
        "campaign_erase",
    ];
    let commands: Vec<&str> = api::COMMANDS.iter().copied().filter(|name| !left_out.contains(name)).collect();
    let paths = [
        "dieu-tra.csv",
        "len.tnsolieu",
        "la.tnsolieu",
        "so.tungnha",
        "ra.xlsx",
        "ra.csv",
        "ngay",
        "khong/co",
    ];
    let paths = paths.map(|name| folder.path().join(name));
    let mut taken = BTreeSet::new();
    fuzz("commands", 2_000, &[b""], |_, random| {
        let name = commands[random.random_range(0..commands.len())];
        let args = arguments(&known, &paths, random);
        match api::call(&mut desk, name, args.clone()) {
            Ok(_) => drop(taken.insert(name)),
            Err(refused) => {
                check_refusal(&refused);
                let own = ["book.failed", "book.dangling", "book.damaged", "book.disk_failed"];
                assert!(!own.contains(&refused.code), "{name} {args}: {refused}");
            }
        }
    });
    assert!(taken.len() > 20, "of {} commands only these were taken: {taken:?}", commands.len());
    api::call(&mut desk, "book_check", json!({})).unwrap();
    api::call(&mut desk, "journal", json!({ "from": null, "kinds": [], "member": null, "limit": 100 })).ok();
    api::call(&mut desk, "history", json!({ "limit": 1000 })).unwrap();
    api::call(&mut desk, "today", json!({ "day": null })).unwrap();
    // Chance may have taken a list in, or a reconciliation back.
    api::call(&mut desk, "reconcile", json!({ "roster": null, "out": null, "replace": false })).ok();
    let folder = folder.path().join("cuoi ngay");
    api::call(&mut desk, "close_day", json!({ "day": null, "folder": folder })).unwrap();
}

/// An object with every field that commands have, most of them plausible.
fn arguments(known: &Value, paths: &[std::path::PathBuf], random: &mut ChaCha8Rng) -> Value {
    const FIELDS: &[(&str, &str)] = &[
        ("id", "id"),
        ("unit", "id"),
        ("unit_id", "id"),
        ("citizen", "id"),
        ("citizen_id", "id"),
        ("household", "id"),
        ("household_id", "id"),
        ("member", "text"),
        ("name", "text"),
        ("code", "text"),
        ("kind", "text"),
        ("query", "text"),
        ("note", "text"),
        ("reason", "text"),
        ("title", "text"),
        ("task", "text"),
        ("product", "text"),
        ("card", "text"),
        ("typed", "text"),
        ("signer", "text"),
        ("recipients", "text"),
        ("who", "text"),
        ("text", "text"),
        ("plan", "text"),
        ("campaign", "text"),
        ("phase", "text"),
        ("phone", "text"),
        ("birth", "text"),
        ("number", "text"),
        ("head", "text"),
        ("day", "day"),
        ("from", "day"),
        ("until", "day"),
        ("date", "day"),
        ("as_of", "day"),
        ("due", "day"),
        ("on", "day"),
        ("first_day", "day"),
        ("last_day", "day"),
        ("limit", "count"),
        ("offset", "count"),
        ("level", "count"),
        ("row", "count"),
        ("rows", "count"),
        ("target", "count"),
        ("file", "path"),
        ("out", "path"),
        ("folder", "path"),
        ("path", "path"),
        ("dry_run", "flag"),
        ("replace", "flag"),
        ("new_units", "flag"),
        ("form", "form"),
        ("role", "role"),
        ("outcome", "outcome"),
        ("language", "language"),
        ("sheet", "text"),
        ("sheets", "texts"),
        ("units", "ids"),
        ("trust", "texts"),
        ("files", "paths"),
        ("parts", "texts"),
        ("kinds", "texts"),
    ];
    let mut object = serde_json::Map::new();
    for (field, kind) in FIELDS {
        if random.random_range(0..12) == 0 {
            continue;
        }
        object.insert((*field).to_owned(), value(kind, known, paths, random));
    }
    let mut visit = serde_json::to_value(api::NewVisit::new("", api::Outcome::Absent)).unwrap();
    for field in ["outcome", "level", "reason", "note"] {
        visit[field] = object.get(field).cloned().unwrap_or_default();
    }
    visit["citizen"] = known[1].clone();
    visit["at"] = value("time", known, paths, random);
    object.insert("visits".to_owned(), json!([visit]));
    Value::Object(object)
}

fn value(kind: &str, known: &Value, paths: &[std::path::PathBuf], random: &mut ChaCha8Rng) -> Value {
    let pick = |values: &[&str], random: &mut ChaCha8Rng| json!(values[random.random_range(0..values.len())]);
    let several = |kind, random: &mut ChaCha8Rng| {
        let count = random.random_range(0..3);
        Value::Array((0..count).map(|_| value(kind, known, paths, random)).collect())
    };
    if random.random_range(0..8) == 0 {
        return Value::Null;
    }
    match kind {
        "id" => known[random.random_range(0..5)].clone(),
        "day" => pick(
            &[
                "2026-11-21",
                "2026-11-20",
                "2026-11-30",
                "1899-12-31",
                "-5000-01-01",
                "9999-12-31",
                "+262142-12-31",
            ],
            random,
        ),
        "time" => pick(
            &[
                "2026-11-21T19:00:00+07:00",
                "-5000-01-01T00:00:00Z",
                "+262142-12-31T23:59:59Z",
                "2027-01-01T00:00:00-12:00",
            ],
            random,
        ),
        "count" => json!([0_i64, 1, 2, 50, -1, i64::MAX, 4_294_967_295][random.random_range(0..7)]),
        "path" => json!(paths[random.random_range(0..paths.len())]),
        "flag" => json!(random.random::<bool>()),
        "form" => pick(
            &[
                "daily",
                "annex1",
                "annex2",
                "activated",
                "absent",
                "hand-back",
                "league",
                "five-clear",
                "pending-approval",
                "newly-approved",
                "not-enrolled",
                "wrong-data",
                "findings",
                "unmatched",
            ],
            random,
        ),
        "role" => pick(&["leader", "deputy", "member", "police", "volunteer"], random),
        "outcome" => pick(&["activated", "absent", "ineligible", "no-smartphone", "other"], random),
        "language" => pick(&["vi", "en"], random),
        "texts" => several("text", random),
        "ids" => several("id", random),
        "paths" => several("path", random),
        _ => match random.random_range(0..4) {
            0 => known[random.random_range(0..5)].clone(),
            1 => json!("Ệ\u{301}\u{202e}=".repeat(random.random_range(1..2000))),
            _ => pick(
                &[
                    "",
                    "Lê Văn Thử",
                    "Thôn Đoài",
                    "at-work",
                    "register",
                    "book",
                    "{path}",
                    "\0",
                    "1980",
                    "0912345678",
                    "038080001234",
                ],
                random,
            ),
        },
    }
}
