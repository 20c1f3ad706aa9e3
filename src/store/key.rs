//! The key of a book: derived once from the passphrase as SQLCipher 4 does, so that further connections (backups,
//! checks) cost no derivation. The file stays one that plain SQLCipher opens with the passphrase.

use std::io::Read;
use std::path::Path;

use openssl::hash::MessageDigest;
use openssl::pkcs5::pbkdf2_hmac;
use openssl::pkey::PKey;
use openssl::sign::Signer;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::disk_error;
use crate::domain::passphrase::SHORTEST;
use crate::error::{Error, Result};
use crate::session::Session;

/// SQLCipher 4's default (`PRAGMA kdf_iter`).
const ITERATIONS: usize = 256_000;

/// Bytes of the seal at the end of each page.
const SEAL: usize = 64;

/// First bytes of the file.
pub(super) type Salt = [u8; 16];

/// The raw key with its salt.
#[derive(Clone)]
pub(super) struct Key {
    hex: String,
}

fn normal(passphrase: &str) -> String {
    // Unikey may type composed or combining letters: the same passphrase on every keyboard.
    passphrase.nfc().collect()
}

/// # Errors
/// `book.passphrase_short`.
pub(super) fn check_strength(passphrase: &str) -> Result<()> {
    if normal(passphrase.trim()).chars().count() < SHORTEST {
        return Err(Error::new("book.passphrase_short").with("shortest", SHORTEST));
    }
    Ok(())
}

/// A salt of its own for every book. It is public; an id of the session (74 random bits and the time) is unique.
pub(super) fn new_salt(session: &Session) -> Salt {
    let digest = Sha256::digest([session.new_id().into_bytes(), session.new_id().into_bytes()].concat());
    let mut salt = Salt::default();
    salt.iter_mut().zip(digest).for_each(|(s, d)| *s = d);
    salt
}

/// The salt of a file that is there.
pub(super) fn salt_of(path: &Path) -> Result<Salt> {
    let mut salt = Salt::default();
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut salt)).map_err(|e| disk_error(&e))?;
    Ok(salt)
}

impl Key {
    /// Derives the key; costs about a tenth of a second by intent.
    pub(super) fn new(passphrase: &str, salt: Salt) -> Result<Self> {
        let mut raw = [0; 32];
        pbkdf2_hmac(normal(passphrase).as_bytes(), &salt, ITERATIONS, MessageDigest::sha512(), &mut raw)
            .map_err(|e| Error::new("book.failed").with("detail", e))?;
        let hex = raw.iter().chain(&salt).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { hex })
    }

    /// Whether both open the same book.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.hex == other.hex
    }

    /// Whether the page of this number (from 1) has its seal under the key, as SQLCipher 4 makes it: HMAC-SHA512 of what is
    /// encrypted and of the number, with a key of its own.
    pub(super) fn seals(&self, number: u32, page: &[u8]) -> Result<bool> {
        let failed = |e: openssl::error::ErrorStack| Error::new("book.failed").with("detail", e);
        let bytes: Vec<u8> = (0..self.hex.len())
            .step_by(2)
            .filter_map(|at| u8::from_str_radix(self.hex.get(at..at + 2)?, 16).ok())
            .collect();
        let (Some((raw, salt)), Some((sealed, seal))) =
            (bytes.split_at_checked(32), page.len().checked_sub(SEAL).map(|at| page.split_at(at)))
        else {
            return Ok(false);
        };
        let salt: Vec<u8> = salt.iter().map(|byte| byte ^ 0x3a).collect();
        let mut own = [0; 32];
        pbkdf2_hmac(raw, &salt, 2, MessageDigest::sha512(), &mut own).map_err(failed)?;
        // The first page begins with the salt.
        let sealed = if number == 1 { sealed.get(salt.len()..).unwrap_or_default() } else { sealed };
        let own = PKey::hmac(&own).map_err(failed)?;
        let mut signer = Signer::new(MessageDigest::sha512(), &own).map_err(failed)?;
        signer.update(sealed).and_then(|()| signer.update(&number.to_le_bytes())).map_err(failed)?;
        Ok(signer.sign_to_vec().map_err(failed)? == seal)
    }

    /// Gives the key to a connection that has not read yet.
    pub(super) fn apply(&self, conn: &Connection) -> Result<()> {
        // Silent first: a wrong key is told by an error, not on the terminal.
        conn.execute_batch(&format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{}'\";", self.hex))?;
        Ok(())
    }

    /// Encrypts the file at `path`, which nobody has open and which is only a copy, with another key.
    pub(super) fn replace(&self, path: &Path, new: &Self) -> Result<()> {
        let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        self.apply(&conn)?;
        // Not in WAL: the pages go straight into the file. A copy that a power cut spoils is made again.
        conn.execute_batch(&format!(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA rekey = \"x'{}'\";",
            new.hex
        ))?;
        conn.close().map_err(|(_, e)| e)?;
        Ok(())
    }
}
