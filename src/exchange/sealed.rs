//! What packages with people are sealed in: the age format (age-encryption.org/v1), to the key of one book or to six words on a
//! card.

use std::iter;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};
use bech32::{Bech32, Hrp};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::envelope::LARGEST_FILE;
use crate::domain::text::fold;
use crate::error::{Error, Result};

/// Work of a card's key: 2^12 rounds of scrypt, some milliseconds. Six words drawn by chance have 66 bits: nobody guesses them,
/// however quick a guess is; and a commune writes 150 packages in one action.
const CARD_WORK: u8 = 12;

/// The most work that a file may ask for: half a second on an old laptop.
const MOST_WORK: u8 = 16;

/// The age identity of a book. It follows from the seed of its signing key: whoever has the book has both.
fn identity(seed: &[u8; 32]) -> Result<x25519::Identity> {
    let digest = Sha256::new().chain_update(b"tung-nha age identity v1").chain_update(seed).finalize();
    let secret: Zeroizing<[u8; 32]> = Zeroizing::new(digest.into());
    let strange = || Error::new("book.damaged").with("detail", "signing_seed");
    let hrp = Hrp::parse("age-secret-key-").map_err(|_| strange())?;
    let text = bech32::encode_upper::<Bech32>(hrp, secret.as_slice()).map_err(|_| strange())?;
    Zeroizing::new(text).parse().map_err(|_| strange())
}

/// The address of a book: to whom packages for it are sealed. `age1…`
///
/// # Errors
/// `book.damaged`.
pub fn address(seed: &[u8; 32]) -> Result<String> {
    Ok(identity(seed)?.to_public().to_string())
}

/// Refuses what is no address.
///
/// # Errors
/// `package.malformed`.
pub fn check_address(address: &str) -> Result<()> {
    let parsed: std::result::Result<x25519::Recipient, _> = address.parse();
    parsed.map(drop).map_err(|_| Error::new("package.malformed").with("where", "recipient"))
}

/// Seals bytes to the book of an address.
///
/// # Errors
/// `package.malformed` when it is no address.
pub fn seal_to(address: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let to: x25519::Recipient =
        address.parse().map_err(|_| Error::new("package.malformed").with("where", "recipient"))?;
    seal(&to, bytes)
}

/// Seals bytes to the words of a card.
///
/// # Errors
/// `package.unsealed` when the system gives no chance.
pub fn seal_with_card(words: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut to = scrypt::Recipient::new(SecretString::from(spoken(words)));
    to.set_work_factor(CARD_WORK);
    seal(&to, bytes)
}

fn seal(to: &dyn age::Recipient, bytes: &[u8]) -> Result<Vec<u8>> {
    use std::io::Write;
    let failed = |e: &dyn std::fmt::Display| Error::new("package.unsealed").with("reason", e);
    let encryptor = Encryptor::with_recipients(iter::once(to)).map_err(|e| failed(&e))?;
    let mut sealed = Vec::with_capacity(bytes.len() + bytes.len() / 1_000 + 1_000);
    let mut writer = encryptor.wrap_output(&mut sealed).map_err(|e| failed(&e))?;
    writer.write_all(bytes).and_then(|()| writer.finish().map(drop)).map_err(|e| failed(&e))?;
    Ok(sealed)
}

/// Whether a file is sealed to a card (its words are then asked for).
///
/// # Errors
/// `package.unreadable` when it is no sealed file.
pub fn is_for_card(bytes: &[u8]) -> Result<bool> {
    Ok(Decryptor::new_buffered(bytes).map_err(|e| refused(&e))?.is_scrypt())
}

/// Opens what was sealed to the book with this seed.
///
/// # Errors
/// `package.other_book` when it was sealed to another, `package.unreadable`, `package.damaged`, `package.too_large`.
pub fn open(seed: &[u8; 32], bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    open_with(&identity(seed)?, bytes)
}

/// Opens what was sealed to a card.
///
/// # Errors
/// `package.wrong_card`, `package.unreadable`, `package.damaged`, `package.too_large`.
pub fn open_with_card(words: &str, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let mut card = scrypt::Identity::new(SecretString::from(spoken(words)));
    card.set_max_work_factor(MOST_WORK);
    open_with(&card, bytes).map_err(|e| match e.code {
        "package.other_book" => Error::new("package.wrong_card"),
        _ => e,
    })
}

pub(super) fn open_with(key: &dyn age::Identity, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    use std::io::Read;
    if bytes.len() > LARGEST_FILE * 2 {
        return Err(Error::new("package.too_large").with("limit", LARGEST_FILE >> 19));
    }
    let decryptor = Decryptor::new_buffered(bytes).map_err(|e| refused(&e))?;
    let mut reader = decryptor.decrypt(iter::once(key)).map_err(|e| refused(&e))?;
    let mut opened = Zeroizing::new(Vec::with_capacity(bytes.len()));
    reader.read_to_end(&mut opened).map_err(|_| Error::new("package.damaged"))?;
    Ok(opened)
}

fn refused(e: &DecryptError) -> Error {
    Error::new(match e {
        DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
            "package.other_book"
        }
        DecryptError::InvalidMac | DecryptError::Io(_) => "package.damaged",
        _ => "package.unreadable",
    })
}

/// Words as a person types them: case, marks, blanks and dashes do not count.
fn spoken(words: &str) -> String {
    let words = fold(words).replace('-', " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "ba cay bong lua cau tre dong lua dong song hoa sen";

    #[test]
    fn what_is_sealed_opens_for_whom_it_was_sealed_to_alone() {
        let (hamlet, other) = ([1; 32], [2; 32]);
        let sealed = seal_to(&address(&hamlet).unwrap(), b"people").unwrap();
        assert_eq!(open(&hamlet, &sealed).unwrap().as_slice(), b"people");
        assert_eq!(open(&other, &sealed).unwrap_err().code, "package.other_book");
        assert_eq!(open_with_card(WORDS, &sealed).unwrap_err().code, "package.wrong_card");

        let sealed = seal_with_card(WORDS, b"people").unwrap();
        let check = |words: &str, expect: std::result::Result<&[u8], &str>| {
            let opened = open_with_card(words, &sealed);
            assert_eq!(opened.as_ref().map(|o| o.as_slice()).map_err(|e| e.code), expect);
        };
        check(WORDS, Ok(b"people"));
        check("  Ba-Cây bông lúa CẦU tre đồng lúa dòng sông hoa sen ", Ok(b"people"));
        check("ba cay bong lua cau tre dong lua dong song hoa sung", Err("package.wrong_card"));
        check("", Err("package.wrong_card"));
        assert_eq!(open(&hamlet, &sealed).unwrap_err().code, "package.other_book");
    }

    #[test]
    fn every_changed_bit_and_every_half_of_a_file_is_refused() {
        let seed = [3; 32];
        let sealed = seal_to(&address(&seed).unwrap(), b"people").unwrap();
        for place in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[place / 8] ^= 1 << (place % 8);
            assert!(open(&seed, &changed).is_err(), "bit {place}");
        }
        for length in 0..sealed.len() {
            assert!(open(&seed, &sealed[..length]).is_err(), "{length} bytes");
        }
        assert_eq!(open(&seed, b"PK\x03\x04").unwrap_err().code, "package.unreadable");
    }
}
