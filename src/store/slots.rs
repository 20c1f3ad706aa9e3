//! Secrets of members: a key slot each, in a small file beside the book and beside each of its backups.
//!
//! Argon2id makes a key of the secret, that opens the member's own age identity, and to that the book's key is sealed. So the
//! key of a book that got a new passphrase is sealed anew without asking anybody for a secret. The slots stand in the book; the
//! file is made of them, and says nothing of who the members are: one secret is tried on all, at the price of one.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use age::{Decryptor, Encryptor};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::file::{beside, detail_of, disk_error};
use super::journal::entries::{Tables, insert_entry};
use super::key::{Key, Salt, check_strength, normal};
use super::{Book, BookInfo};
use crate::disk;
use crate::domain::ids::MemberId;
use crate::domain::member::Member;
use crate::error::{Error, Result};
use crate::session::Session;

/// What the file is, and what it costs to try a secret. Another cost is another format.
const FORMAT: &str = "tung-nha-chiakhoa/1";

/// Memory of one try in KiB, and passes over it: about a second on an old laptop (docs/decisions.md, The book and the disk).
const MEMORY: u32 = 128 << 10;
const PASSES: u32 = 3;

/// More than the slots of any team: some 500 bytes each.
const LARGEST: u64 = 1 << 20;

const NONCE: usize = 12;

/// The file of keys.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    format: String,
    /// Base64, of all slots: a secret is worked on once, however many there are.
    salt: String,
    slots: Vec<FileSlot>,
    /// Over all of it under the key of the book: whether the file is of this book as it stands.
    mark: String,
}

#[derive(Serialize, Deserialize)]
struct FileSlot {
    /// Who it is of and the identity, sealed by the secret.
    sealed: String,
    /// The key of the book, sealed to that identity.
    key: String,
}

/// A slot as the book has it.
pub(super) struct Slot {
    member: MemberId,
    address: String,
    salt: String,
    sealed: String,
}

/// Who opened a book by a secret of their own.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Opener {
    pub(super) member: MemberId,
    sealed: String,
}

/// The file of keys of a book or a backup.
pub(super) fn key_file(book: &Path) -> PathBuf {
    beside(book, ".chiakhoa")
}

/// Whether members have secrets of their own that open a book, as far as a file beside it tells.
#[must_use]
pub fn has_keys(book: &Path) -> bool {
    key_file(book).is_file()
}

fn strange(path: &Path) -> Error {
    Error::new("book.keys_damaged").with("keys", path.display())
}

fn failed(e: impl std::fmt::Display) -> Error {
    Error::new("book.failed").with("detail", e)
}

/// The key that a secret gives.
fn key_of(secret: &str, salt: &[u8]) -> Result<ChaCha20Poly1305> {
    let cost = Params::new(MEMORY, PASSES, 1, None).map_err(failed)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost)
        .hash_password_into(normal(secret).as_bytes(), salt, key.as_mut())
        .map_err(failed)?;
    Ok(ChaCha20Poly1305::new(key.as_slice().into()))
}

fn seal_identity(
    by: &ChaCha20Poly1305,
    member: MemberId,
    identity: &Identity,
    nonce: &[u8],
) -> Result<String> {
    let secret = identity.to_string();
    let mut plain = Zeroizing::new(member.0.as_bytes().to_vec());
    plain.reserve_exact(secret.expose_secret().len());
    plain.extend(secret.expose_secret().as_bytes());
    let sealed = by
        .encrypt(Nonce::from_slice(nonce), Payload { msg: &plain, aad: FORMAT.as_bytes() })
        .map_err(failed)?;
    Ok(STANDARD.encode([nonce, &sealed].concat()))
}

/// Whose slot this is and their identity, when it was sealed by this key.
fn unseal(by: &ChaCha20Poly1305, sealed: &str) -> Option<(MemberId, Identity)> {
    let bytes = STANDARD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let payload = Payload { msg: sealed, aad: FORMAT.as_bytes() };
    let plain = Zeroizing::new(by.decrypt(Nonce::from_slice(nonce), payload).ok()?);
    let (member, identity) = plain.split_at_checked(16)?;
    let identity = std::str::from_utf8(identity).ok()?.parse().ok()?;
    Some((MemberId(Uuid::from_slice(member).ok()?), identity))
}

/// The key of a book, sealed to a member's address.
fn seal_key(key: &Key, address: &str) -> Result<String> {
    let to: Recipient = address.parse().map_err(failed)?;
    let to: &dyn age::Recipient = &to;
    let mut sealed = Vec::new();
    let mut writer = Encryptor::with_recipients(std::iter::once(to))
        .map_err(failed)?
        .wrap_output(&mut sealed)
        .map_err(failed)?;
    writer.write_all(key.raw().as_bytes()).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(STANDARD.encode(sealed))
}

/// The key in a slot; nothing when it was not sealed to this identity.
fn open_key(identity: &Identity, sealed: &str, salt: Salt) -> Option<Key> {
    let bytes = STANDARD.decode(sealed).ok()?;
    let identity: &dyn age::Identity = identity;
    let reader = Decryptor::new_buffered(bytes.as_slice()).ok()?.decrypt(std::iter::once(identity)).ok()?;
    let mut raw = Zeroizing::new(String::with_capacity(128));
    reader.take(128).read_to_string(&mut raw).ok()?;
    Key::of_raw(&raw, salt)
}

/// The file of keys beside a book or a backup; `None` when there is none.
fn read(path: &Path) -> Result<Option<KeyFile>> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let bytes = disk::read(path, LARGEST).map_err(|_| strange(path))?;
    let file: KeyFile = serde_json::from_slice(&bytes).map_err(|_| strange(path))?;
    if file.format == FORMAT { Ok(Some(file)) } else { Err(strange(path)) }
}

/// The key of a book, or of a backup, that a member's secret opens by the file beside it, and who that is; `None` when it
/// opens no slot.
///
/// # Errors
/// `book.keys_damaged`.
pub(super) fn find(book: &Path, secret: &str, salt: Salt) -> Result<Option<(Key, Opener)>> {
    let path = key_file(book);
    let Some(file) = read(&path)? else { return Ok(None) };
    let by = key_of(secret, &STANDARD.decode(&file.salt).map_err(|_| strange(&path))?)?;
    for slot in file.slots {
        if let Some((member, identity)) = unseal(&by, &slot.sealed) {
            let key = open_key(&identity, &slot.key, salt).ok_or_else(|| strange(&path))?;
            return Ok(Some((key, Opener { member, sealed: slot.sealed })));
        }
    }
    Ok(None)
}

/// Whether the book still has the slot by which it was opened: the file may be older than its removal.
pub(super) fn holds(conn: &Connection, opener: &Opener) -> Result<bool> {
    // An older book has no such table: a file beside it is of another.
    let Ok(mut statement) =
        conn.prepare("SELECT sealed FROM member_slot WHERE id = ?1 AND id IN (SELECT id FROM member)")
    else {
        return Ok(false);
    };
    let found: Option<String> = statement.query_row([opener.member], |row| row.get("sealed")).optional()?;
    Ok(found.as_ref() == Some(&opener.sealed))
}

/// Copies the file of keys of a book beside a backup of it.
pub(super) fn copy(bytes: Option<&[u8]>, backup: &Path) -> Result<()> {
    bytes.map_or(Ok(()), |bytes| disk::replace(&key_file(backup), bytes).map_err(|e| disk_error(&e)))
}

/// The bytes of the file of keys, to be copied; nothing where there is none.
pub(super) fn bytes_of(book: &Path) -> Option<Vec<u8>> {
    disk::read(&key_file(book), LARGEST).ok()
}

impl Book {
    fn slots(&self) -> Result<Vec<Slot>> {
        // A member whose adding was undone opens nothing.
        self.rows(
            "SELECT s.id, s.address, s.salt, s.sealed FROM member_slot s JOIN member m ON m.id = s.id ORDER BY s.id",
            [],
            |row| {
                Ok(Slot {
                    member: row.get("id")?,
                    address: row.get("address")?,
                    salt: row.get("salt")?,
                    sealed: row.get("sealed")?,
                })
            },
        )
    }

    /// What the marks of a file of keys have to be.
    fn mark(&self, salt: &str, slots: &[FileSlot]) -> Result<String> {
        let parts = slots.iter().flat_map(|slot| [slot.sealed.as_str(), slot.key.as_str()]);
        self.key.mark(&std::iter::once(salt).chain(parts).collect::<Vec<_>>().join("\n"))
    }

    /// Whether the file of keys is the one that the book would write.
    fn has_its_keys(&self, slots: &[Slot]) -> Result<bool> {
        let path = key_file(&self.path);
        let Ok(found) = read(&path) else { return Ok(false) };
        let Some(file) = found else { return Ok(slots.is_empty()) };
        let same = file.slots.iter().map(|slot| &slot.sealed).eq(slots.iter().map(|slot| &slot.sealed));
        Ok(same && !slots.is_empty() && file.mark == self.mark(&file.salt, &file.slots)?)
    }

    /// Makes the file of keys anew where it is not what the book says: lost, damaged, older, of another passphrase. Whether
    /// it had to be.
    ///
    /// # Errors
    /// The disk's; the file before is then as it was.
    pub(super) fn keep_keys(&self) -> Result<bool> {
        let slots = self.slots()?;
        let path = key_file(&self.path);
        if self.has_its_keys(&slots)? {
            return Ok(false);
        }
        let Some(first) = slots.first() else {
            // One of another book, whose place this one has taken, is not ours to remove.
            let ours = match read(&path) {
                Ok(Some(file)) => file.mark == self.mark(&file.salt, &file.slots)?,
                _ => false,
            };
            return if ours {
                disk::remove_own(&[path]).map(|()| true).map_err(|e| disk_error(&e))
            } else {
                Ok(false)
            };
        };
        let salt = first.salt.clone();
        let sealed = slots.iter().map(|slot| {
            Ok(FileSlot { sealed: slot.sealed.clone(), key: seal_key(&self.key, &slot.address)? })
        });
        let sealed = sealed.collect::<Result<Vec<_>>>()?;
        let mark = self.mark(&salt, &sealed)?;
        let file = KeyFile { format: FORMAT.to_owned(), salt, slots: sealed, mark };
        let text = serde_json::to_string_pretty(&file).map_err(failed)?;
        disk::replace(&path, text.as_bytes()).map_err(|e| disk_error(&e))?;
        Ok(true)
    }

    /// The file of keys after a change that stands.
    pub(super) fn keep_keys_now(&self) -> Result<()> {
        self.keep_keys().map(drop).map_err(|e| {
            Error::new("book.keys_unwritten")
                .with("keys", key_file(&self.path).display())
                .with("detail", detail_of(&e))
        })
    }

    /// The member who opened the book by a secret of their own.
    #[must_use]
    pub fn opened_by(&self) -> Option<MemberId> {
        self.opener.as_ref().map(|opener| opener.member)
    }

    /// The members who have a secret of their own.
    ///
    /// # Errors
    /// The book's own.
    pub fn members_with_secrets(&self) -> Result<Vec<MemberId>> {
        Ok(self.slots()?.into_iter().map(|slot| slot.member).collect())
    }

    /// Whether this opens the book for whoever has it open: its passphrase, or their own secret.
    ///
    /// # Errors
    /// The book's own.
    pub fn is_openers(&self, typed: &str) -> Result<bool> {
        let Some(member) = self.opened_by() else { return self.is_passphrase(typed) };
        Ok(self.opens_slot(typed, |slot| slot.member == member)? || self.is_passphrase(typed)?)
    }

    pub(super) fn opens_slot(&self, secret: &str, of: impl Fn(&Slot) -> bool) -> Result<bool> {
        let slots = self.slots()?;
        let Some(first) = slots.first() else { return Ok(false) };
        let by = key_of(secret, &STANDARD.decode(&first.salt).map_err(failed)?)?;
        Ok(slots.iter().any(|slot| of(slot) && unseal(&by, &slot.sealed).is_some()))
    }

    /// Gives a member a secret, or another one.
    ///
    /// # Errors
    /// `book.passphrase_short`, `book.passphrase_weak`; `member.secret_taken` when it is the book's passphrase or another's;
    /// `book.keys_unwritten` when it stands in the book and not in the file.
    pub fn set_secret(&mut self, member: &Member, secret: &str, session: &Session) -> Result<()> {
        self.check_writable()?;
        let BookInfo { name, above, .. } = self.info()?;
        let known: Vec<&str> = [&name, &member.name].into_iter().chain(&above).map(String::as_str).collect();
        check_strength(secret, &known, session)?;
        if self.is_passphrase(secret)? || self.opens_slot(secret, |slot| slot.member != member.id)? {
            return Err(Error::new("member.secret_taken"));
        }
        let chance = session.new_secret()?;
        let (salt, rest) = chance.split_at(16);
        let nonce = rest.get(..NONCE).unwrap_or_default();
        let salt = self.slots()?.first().map_or_else(|| STANDARD.encode(salt), |slot| slot.salt.clone());
        // Its chance is the system's, as that of all that age seals.
        let identity = Identity::generate();
        let by = key_of(secret, &STANDARD.decode(&salt).map_err(failed)?)?;
        let sealed = seal_identity(&by, member.id, &identity, nonce)?;
        let address = identity.to_public().to_string();
        let said = serde_json::json!({ "name": member.name });
        self.change_slots(session, "set-secret", &said, |conn| {
            conn.execute(
                "INSERT INTO member_slot (id, address, salt, sealed) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET address = excluded.address, sealed = excluded.sealed",
                params![member.id, address, salt, sealed],
            )
        })?;
        if let Some(opener) = self.opener.as_mut().filter(|opener| opener.member == member.id) {
            opener.sealed = sealed;
        }
        self.keep_keys_now()
    }

    /// Takes a member's secret away. Whoever keeps an older file of keys and an older copy of the book still opens that copy.
    ///
    /// # Errors
    /// `book.keys_unwritten`; the book's own.
    pub fn remove_secret(&mut self, member: &Member, session: &Session) -> Result<()> {
        let said = serde_json::json!({ "name": member.name });
        self.change_slots(session, "remove-secret", &said, |conn| {
            conn.execute("DELETE FROM member_slot WHERE id = ?1", [member.id])
        })?;
        self.keep_keys_now()
    }

    /// Takes all secrets away but that by which the book was opened: a backup that is restored would give back those that were taken
    /// away since.
    ///
    /// # Errors
    /// `book.keys_unwritten`; the book's own.
    pub(super) fn forget_secrets(&mut self, session: &Session) -> Result<()> {
        let opener = self.opened_by();
        if self.slots()?.iter().all(|slot| Some(slot.member) == opener) {
            return Ok(());
        }
        self.change_slots(session, "forget-secrets", &serde_json::json!({}), |conn| {
            conn.execute("DELETE FROM member_slot WHERE id IS NOT ?1", [opener])
        })?;
        self.keep_keys_now()
    }

    /// Changes the slots and notes it: there are no lines of them, so nobody takes it back.
    fn change_slots(
        &mut self,
        session: &Session,
        kind: &str,
        said: &serde_json::Value,
        change: impl FnOnce(&Connection) -> rusqlite::Result<usize>,
    ) -> Result<()> {
        let none = Tables::new();
        let change = |tx: &super::Tx<'_>| Ok((change(tx.conn())?, ()));
        self.enter(session, change, |conn, last, (), _| {
            insert_entry(conn, session, (kind, &said.to_string()), (last + 1, last), &none, None)
                .map(|id| (Some((id, Tables::new())), None))
        })?;
        self.touched.insert("member".to_owned());
        Ok(())
    }
}
