//! The key of a book: derived once from the passphrase as SQLCipher 4 does, so that further connections (backups,
//! checks) cost no derivation. The file stays one that plain SQLCipher opens with the passphrase.

use std::fmt::Write;
use std::io::Read;
use std::path::Path;

use openssl::hash::MessageDigest;
use openssl::pkcs5::pbkdf2_hmac;
use openssl::pkey::PKey;
use openssl::sign::Signer;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::file::disk_error;
use crate::domain::hash;
use crate::domain::passphrase::{PUBLIC, SHORTEST, weigh};
use crate::domain::words::passphrase_of;
use crate::error::{Error, Result};
use crate::messages;
use crate::session::Session;

/// SQLCipher 4's default (`PRAGMA kdf_iter`).
const ITERATIONS: usize = 256_000;

/// Bytes of the seal at the end of each page.
const SEAL: usize = 64;

/// First bytes of the file.
pub(super) type Salt = [u8; 16];

/// The raw key with its salt, wiped when dropped.
#[derive(Clone)]
pub(super) struct Key {
    hex: Zeroizing<String>,
    public: bool,
}

pub(super) fn normal(passphrase: &str) -> Zeroizing<String> {
    // Room for all at once: a text that grows leaves its beginning behind in memory.
    let mut normal = Zeroizing::new(String::with_capacity(3 * passphrase.len()));
    // Unikey may type composed or combining letters: the same passphrase on every keyboard.
    normal.extend(passphrase.nfc());
    normal
}

/// Refuses what is easy to guess for somebody who knows the names of the unit and of those above.
///
/// # Errors
/// `book.passphrase_short`; `book.passphrase_weak` with why, and with a strong one that may be taken.
pub(super) fn check_strength(passphrase: &str, known: &[&str], session: &Session) -> Result<()> {
    let strength = weigh(&normal(passphrase), known);
    match strength.grade {
        0 => Err(Error::new("book.passphrase_short").with("shortest", SHORTEST)),
        1 => Err(Error::new("book.passphrase_weak")
            .with("why", messages::word(strength.hint))
            .with("proposal", passphrase_of(&*session.new_secret()?))),
        _ => Ok(()),
    }
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
        let mut raw = Zeroizing::new([0; 32]);
        pbkdf2_hmac(normal(passphrase).as_bytes(), &salt, ITERATIONS, MessageDigest::sha512(), raw.as_mut())
            .map_err(|e| Error::new("book.failed").with("detail", e))?;
        let mut hex = Zeroizing::new(String::with_capacity(2 * (raw.len() + salt.len())));
        for byte in raw.iter().chain(&salt) {
            // Writing to a text does not fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Ok(Self { hex, public: *normal(passphrase) == *normal(PUBLIC) })
    }

    /// The key in hexadecimal, without the salt.
    pub(super) fn raw(&self) -> &str {
        self.hex.get(..64).unwrap_or_default()
    }

    /// A key that was kept, for the book with this salt; nothing when it is none.
    pub(super) fn of_raw(raw: &str, salt: Salt) -> Option<Self> {
        if raw.len() != 64 || !raw.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let mut hex = Zeroizing::new(String::with_capacity(96));
        hex.push_str(raw);
        hex.push_str(&hash::hex(&salt));
        let public = Self::new(PUBLIC, salt).is_ok_and(|key| *key.hex == *hex);
        Some(Self { hex, public })
    }

    /// What shows that somebody who has the key wrote this text.
    pub(super) fn mark(&self, text: &str) -> Result<String> {
        let failed = |e: openssl::error::ErrorStack| Error::new("book.failed").with("detail", e);
        let own = PKey::hmac(self.raw().as_bytes()).map_err(failed)?;
        let mut signer = Signer::new(MessageDigest::sha256(), &own).map_err(failed)?;
        signer.update(b"chiakhoa").and_then(|()| signer.update(text.as_bytes())).map_err(failed)?;
        Ok(hash::hex(&signer.sign_to_vec().map_err(failed)?))
    }

    /// The salt of its book.
    pub(super) fn salt(&self) -> Salt {
        let mut salt = Salt::default();
        let hex = self.hex.get(64..).unwrap_or_default();
        for (byte, at) in salt.iter_mut().zip((0..).step_by(2)) {
            *byte = hex.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or_default();
        }
        salt
    }

    /// The key that another passphrase gives the same book. The file is not asked: reading it past SQLite would drop
    /// SQLite's own locks on it.
    pub(super) fn of_same_book(&self, passphrase: &str) -> Result<Self> {
        Self::new(passphrase, self.salt())
    }

    /// Whether its passphrase is the public one of samples.
    pub(super) fn is_public(&self) -> bool {
        self.public
    }

    /// Whether both open the same book.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.hex == other.hex
    }

    /// Whether the page of this number (from 1) has its seal under the key, as SQLCipher 4 makes it: HMAC-SHA512 of what is
    /// encrypted and of the number, with a key of its own.
    pub(super) fn seals(&self, number: u32, page: &[u8]) -> Result<bool> {
        let failed = |e: openssl::error::ErrorStack| Error::new("book.failed").with("detail", e);
        let bytes: Zeroizing<Vec<u8>> = (0..self.hex.len())
            .step_by(2)
            .filter_map(|at| u8::from_str_radix(self.hex.get(at..at + 2)?, 16).ok())
            .collect::<Vec<u8>>()
            .into();
        let (Some((raw, salt)), Some((sealed, seal))) =
            (bytes.split_at_checked(32), page.len().checked_sub(SEAL).map(|at| page.split_at(at)))
        else {
            return Ok(false);
        };
        let salt: Vec<u8> = salt.iter().map(|byte| byte ^ 0x3a).collect();
        let mut own = Zeroizing::new([0; 32]);
        pbkdf2_hmac(raw, &salt, 2, MessageDigest::sha512(), own.as_mut()).map_err(failed)?;
        // The first page begins with the salt.
        let sealed = if number == 1 { sealed.get(salt.len()..).unwrap_or_default() } else { sealed };
        let own = PKey::hmac(own.as_ref()).map_err(failed)?;
        let mut signer = Signer::new(MessageDigest::sha512(), &own).map_err(failed)?;
        signer.update(sealed).and_then(|()| signer.update(&number.to_le_bytes())).map_err(failed)?;
        Ok(signer.sign_to_vec().map_err(failed)? == seal)
    }

    /// Gives the key to a connection that has not read yet.
    pub(super) fn apply(&self, conn: &Connection) -> Result<()> {
        // Silent first: a wrong key is told by an error, not on the terminal. SQLite gives its memory back wiped, that
        // of this statement too.
        conn.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON")?;
        self.set(conn, "key")
    }

    /// Encrypts the file at `path`, which nobody has open and which is only a copy, with another key, once `before` has
    /// written what is to stand in it.
    pub(super) fn replace(
        &self,
        path: &Path,
        new: &Self,
        before: impl FnOnce(&Connection) -> Result<()>,
    ) -> Result<()> {
        let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        self.apply(&conn)?;
        // Not in WAL: the pages go straight into the file. A copy that a power cut spoils is made again.
        conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE")?;
        before(&conn)?;
        new.set(&conn, "rekey")?;
        conn.close().map_err(|(_, e)| e)?;
        Ok(())
    }

    /// Runs a pragma that takes a key. It can only be told as text.
    fn set(&self, conn: &Connection, pragma: &str) -> Result<()> {
        let mut sql = Zeroizing::new(String::with_capacity(self.hex.len() + 32));
        for part in ["PRAGMA ", pragma, " = \"x'", &self.hex, "'\""] {
            sql.push_str(part);
        }
        conn.execute_batch(&sql)?;
        Ok(())
    }
}
