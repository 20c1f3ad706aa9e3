//! Small valid files of each kind, changed at random: whatever comes of them is an answer with a whole sentence, in time
//! and within memory, and never a panic.

use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::hostile::{in_child, tell_peak};
use super::{hamlet_book, small_xlsb};
use crate::excel::read_sheet::SourceFile;

/// What a file of some kilobytes may take, changed as it may be.
const LONGEST: Duration = Duration::from_secs(20);

/// A file as it is taken apart: its parts by name, or itself.
enum Seed {
    Zip(Vec<(String, Vec<u8>)>),
    Plain(Vec<u8>),
}

fn seeds() -> Vec<(&'static str, Seed)> {
    let fixture = |name: &str| {
        std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
    };
    let csv: Vec<u8> = fixture("su-that-nho.csv").into_iter().take(2000).collect();
    let files = [
        ("xlsx", hamlet_book().save_to_buffer().unwrap()),
        ("xlsb", small_xlsb()),
        ("ods", fixture("hamlet.ods")),
        ("xls", fixture("hamlet.xls")),
        ("csv", csv),
        ("csv", b"sep=;\r\nH\xe4 v\xb5 t\xaan;\"a\r\nb\";c\r\n\r\n1;2;3\r\n".to_vec()),
    ];
    files.map(|(kind, bytes)| (kind, parts(&bytes).map_or(Seed::Plain(bytes), Seed::Zip))).into()
}

fn parts(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        if content.len() < 200_000 {
            parts.push((name, content));
        }
    }
    Some(parts)
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(name.as_str(), packed).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// One change somewhere in some bytes.
fn change(bytes: &mut Vec<u8>, chance: &mut ChaCha8Rng) {
    const NUMBERS: [&str; 9] =
        ["0", "-1", "1", "255", "65536", "1048577", "4294967295", "18446744073709551616", "1e308"];
    if bytes.is_empty() {
        return;
    }
    let at = chance.random_range(0..bytes.len());
    let to = (at + chance.random_range(1..300)).min(bytes.len());
    match chance.random_range(0..9) {
        0 => bytes[at] ^= 1 << chance.random_range(0..8),
        1 => {
            bytes[at] =
                *[0, 0xFF, 0x7F, 0x80, b'<', b'>', b'"', b'&', b','].get(chance.random_range(0..9)).unwrap()
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..to)),
        // A piece again and again.
        4 => {
            let times = 1 << chance.random_range(0..12);
            let piece = bytes[at..to].repeat(times);
            bytes.splice(at..at, piece);
        }
        // A piece of it somewhere else.
        5 => {
            let piece = bytes[at..to].to_vec();
            let other = chance.random_range(0..bytes.len());
            bytes.splice(other..other, piece);
        }
        // Another number.
        6 | 7 => {
            let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
            if let Some(first) = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| at + found) {
                let length = digits(first);
                let number = NUMBERS[chance.random_range(0..NUMBERS.len())];
                bytes.splice(first..first + length, number.bytes());
            }
        }
        // Numbers of the binary formats.
        _ => {
            let width = [1, 2, 4, 8][chance.random_range(0..4)];
            let value: u64 = [0, 1, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, u64::MAX][chance.random_range(0..6)];
            let end = (at + width).min(bytes.len());
            bytes[at..end].copy_from_slice(&value.to_le_bytes()[..end - at]);
        }
    }
}

/// The file of one round: the same for the same number.
fn mutant(seeds: &[(&'static str, Seed)], round: u64) -> (&'static str, Vec<u8>) {
    let mut chance = ChaCha8Rng::seed_from_u64(round);
    let (kind, seed) = &seeds[chance.random_range(0..seeds.len())];
    let changes = chance.random_range(1..5);
    let mut bytes = match seed {
        Seed::Plain(bytes) => bytes.clone(),
        Seed::Zip(parts) => {
            let mut parts = parts.clone();
            for _ in 0..changes {
                let count = parts.len();
                match chance.random_range(0..20) {
                    0 => drop(parts.remove(chance.random_range(0..count))),
                    1 => {
                        let (one, other) = (chance.random_range(0..count), chance.random_range(0..count));
                        parts[one].1 = parts[other].1.clone();
                    }
                    _ => change(&mut parts[chance.random_range(0..count)].1, &mut chance),
                }
                if parts.is_empty() {
                    break;
                }
            }
            zipped(&parts)
        }
    };
    // A zip is mostly changed inside, as its checksums would tell.
    if matches!(seed, Seed::Plain(_)) || chance.random_range(0..10) == 0 {
        for _ in 0..changes {
            change(&mut bytes, &mut chance);
        }
    }
    (*kind, bytes)
}

/// The child: reads mutants from a round on, for some time, and counts what came of them.
#[test]
#[ignore = "the child of the tests below"]
fn mutants() {
    let number = |name: &str| std::env::var(name).ok().and_then(|said| said.parse::<u64>().ok());
    let Some((first, seconds)) = number("MUTANTS_FROM").zip(number("MUTANTS_SECONDS")) else { return };
    let seeds = seeds();
    let (begin, mut round) = (Instant::now(), first);
    let mut counts = std::collections::BTreeMap::new();
    while begin.elapsed() < Duration::from_secs(seconds) {
        let (kind, bytes) = mutant(&seeds, round);
        let start = Instant::now();
        let outcome = SourceFile::from_bytes("thu.xlsx".to_owned(), bytes.into()).and_then(|mut file| {
            (0..file.sheet_names().len()).try_for_each(|index| file.read(index).map(drop))
        });
        let told = outcome.as_ref().err().map_or("", |error| error.code);
        if let Err(error) = &outcome {
            let sentence = error.sentence();
            let whole = !sentence.contains('{') && sentence.contains("thu.xlsx") && sentence.ends_with('.');
            assert!(whole, "round {round}, {kind}: {sentence}");
            let gave_up = error.params.get("reason").is_some_and(|reason| reason == "the parser gave up");
            assert!(!gave_up, "round {round}, {kind}: a panic");
        }
        assert!(start.elapsed() < LONGEST, "round {round}, {kind}: {:?}", start.elapsed());
        *counts.entry((kind, told)).or_insert(0) += 1;
        round += 1;
    }
    println!("outcome={} files", round - first);
    tell_peak();
    for ((kind, told), count) in counts {
        println!("{kind} \"{told}\": {count}");
    }
}

fn read_mutants(first: u64, seconds: u64) {
    let environment = [("MUTANTS_FROM", first.to_string()), ("MUTANTS_SECONDS", seconds.to_string())];
    let child = in_child("mutated::mutants", &environment);
    println!("{}\npeak {} MB", child.said, child.peak >> 20);
    assert!(child.outcome.ends_with(" files"), "{}\n{}", child.outcome, child.said);
    assert!(child.peak < 512 << 20, "{} MB", child.peak >> 20);
}

#[test]
fn mutants_are_answered() {
    read_mutants(0, 5);
}

/// The long form: `cargo xtask torture` runs it. Each run begins where chance says; a failure names its round.
#[test]
#[ignore = "takes ten minutes"]
fn mutants_are_answered_for_ten_minutes() {
    let first = u64::from(rand::random::<u32>());
    println!("from round {first}");
    read_mutants(first, 600);
}
