//! Keeps the secrets of members, and the sheet with which the book is opened when nobody remembers.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::keep_members::RemoveMember;
use crate::domain::ids::MemberId;
use crate::domain::passphrase::wiped;
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// A secret for a member.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetSecret {
    /// The member.
    pub id: MemberId,
    /// What whoever does this opened the book by: its passphrase, or their own secret.
    pub own: String,
    /// As hard to guess as a passphrase has to be.
    pub secret: String,
}

/// What the sheet is made by.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AskRecoverySheet {
    /// The passphrase of the book.
    pub passphrase: String,
}

wiped! {
    SetSecret: own, secret;
    AskRecoverySheet: passphrase;
}

/// What stands on the sheet beside the passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RecoverySheet {
    /// Name of the unit.
    pub unit: String,
    /// Names of the units above, nearest first.
    pub above: Vec<String>,
    /// Name of the file.
    pub file: String,
    /// Id of the book.
    pub book: String,
    /// When the sheet was made, RFC 3339.
    pub at: String,
}

/// Gives a member a secret that opens the book, or another one.
///
/// # Errors
/// `member.unknown`, `rights.others`; `member.own_secret` when what opened the book is typed wrong; as [`Book::set_secret`].
pub fn set_secret(book: &mut Book, session: &Session, args: &SetSecret) -> Result<Nothing> {
    let member = book.known_member(args.id)?;
    book.check_own(Some(member.id))?;
    if !book.is_openers(&args.own)? {
        return Err(Error::new("member.own_secret"));
    }
    // A secret that is forgotten is set anew by the leader: the sentence of the book's passphrase would say otherwise.
    book.set_secret(&member, &args.secret, session).map_err(|e| match e.code {
        "book.passphrase_short" => Error { code: "member.secret_short", ..e },
        _ => e,
    })?;
    Ok(Nothing {})
}

/// Takes the secret of a member away.
///
/// # Errors
/// `member.unknown`; as [`Book::remove_secret`].
pub fn remove_secret(book: &mut Book, session: &Session, args: &RemoveMember) -> Result<Nothing> {
    book.remove_secret(&book.known_member(args.id)?, session)?;
    Ok(Nothing {})
}

/// Notes that the sheet for the safe is made, and says what stands on it. The passphrase is whoever typed it: it is not given back.
///
/// # Errors
/// `book.sheet_passphrase`.
pub fn recovery_sheet(book: &mut Book, session: &Session, args: &AskRecoverySheet) -> Result<RecoverySheet> {
    if !book.is_passphrase(&args.passphrase)? {
        return Err(Error::new("book.sheet_passphrase"));
    }
    book.note(session, "recovery-sheet", &json!({}))?;
    let info = book.info()?;
    Ok(RecoverySheet {
        unit: info.name,
        above: info.above,
        file: crate::disk::name_of(&info.path),
        book: info.id,
        at: session.now().to_rfc3339(),
    })
}
