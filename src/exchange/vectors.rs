//! What the signatures and the seals make of the vectors of others (tests/data/README.md): every verdict is written down,
//! so that a new version of a library cannot change one unseen.

use std::io::{Cursor, Read};

use ed25519_dalek::Signature;
use sha2::{Digest, Sha256};

use super::{envelope, sealed};
use crate::error::Result;

const VERDICTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/verdicts.csv");

fn bytes_of(hex: &str) -> Vec<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    hex.as_bytes().chunks(2).map(|two| digit(two[0]) << 4 | digit(two[1])).collect()
}

/// Number, key, message, signature and what is expected; what we say.
fn of_signature(line: &str) -> String {
    let fields: Vec<&str> = line.split(',').collect();
    let [number, key, message, signature, expect] = fields[..] else { panic!("{line}") };
    let verdict = match Signature::from_slice(&bytes_of(signature)) {
        Ok(signature) => {
            envelope::verify(key, &bytes_of(message), &signature).map_or_else(|e| e.code, |()| "good")
        }
        Err(_) => "summary.unreadable",
    };
    assert_eq!(verdict == "good", expect == "valid", "{line}");
    format!("ed25519 {number},{expect},{verdict}\n")
}

/// A file with a head of lines "key: value"; what we say.
fn of_seal(name: &str, vector: &[u8]) -> String {
    let end = vector.windows(2).position(|two| two == b"\n\n").unwrap();
    let (head, body) = (std::str::from_utf8(&vector[..end]).unwrap(), &vector[end + 2..]);
    let values = |key: &str| -> Vec<&str> {
        head.lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(k, _)| *k == key)
            .map(|(_, v)| v)
            .collect()
    };
    let keys = values("identity").into_iter().filter_map(|key| key.parse::<age::x25519::Identity>().ok());
    let mut opened: Vec<Result<_>> = keys.map(|key| sealed::open_with(&key, body)).collect();
    opened.extend(values("passphrase").into_iter().map(|words| sealed::open_with_card(words, body)));
    if opened.is_empty() {
        // With a key that we do not have: as a book that it was not sealed to.
        opened.push(sealed::open(&[1; 32], body));
    }
    let expect = values("expect")[0];
    let good = opened.iter().flatten().next();
    if let (Some(good), Some(payload)) = (good, values("payload").first()) {
        assert_eq!(Sha256::digest(good.as_slice()).as_slice(), bytes_of(payload), "{name}");
    }
    let verdict = opened.iter().find_map(|one| one.as_ref().err()).filter(|_| good.is_none());
    format!("{name},{expect},{}\n", verdict.map_or("good", |e| e.code))
}

#[test]
fn every_vector_has_the_verdict_that_is_written_down() {
    let zip = include_bytes!("../../tests/data/vectors.zip");
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut verdicts = String::from("vector,expected,verdict\n");
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut vector = Vec::new();
        entry.read_to_end(&mut vector).unwrap();
        match name.strip_prefix("age/") {
            Some(name) => verdicts += &of_seal(&format!("age {name}"), &vector),
            None => verdicts.extend(std::str::from_utf8(&vector).unwrap().lines().skip(1).map(of_signature)),
        }
    }
    if std::env::var_os("TUNG_NHA_WRITE_VERDICTS").is_some() {
        std::fs::write(VERDICTS, &verdicts).unwrap();
    }
    let known = std::fs::read_to_string(VERDICTS).unwrap();
    let differs: Vec<_> = known.lines().zip(verdicts.lines()).filter(|(known, now)| known != now).collect();
    assert!(
        known == verdicts,
        "{} and {} lines; {differs:#?}",
        known.lines().count(),
        verdicts.lines().count()
    );
}
