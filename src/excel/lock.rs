//! Locks a workbook by a password as Excel itself does (MS-OFFCRYPTO, agile encryption: AES-256, SHA-512): Excel, LibreOffice and
//! WPS ask for it when they open the file.

use std::io::{Cursor, Write};

use ms_offcrypto_writer::Ecma376AgileWriter;
use rand_chacha_09::ChaCha20Rng;
use rand_chacha_09::rand_core::SeedableRng;

use crate::error::{Error, Result};
use crate::session::Session;

/// A workbook with names as it leaves: locked where whoever takes it out said a password.
///
/// # Errors
/// `workbook.not_locked`; `book.failed` when the system gives no chance.
pub fn as_it_leaves(workbook: Vec<u8>, session: &Session) -> Result<Vec<u8>> {
    match &session.lock {
        Some(password) => lock(&workbook, password.as_str(), *session.new_secret()?),
        None => Ok(workbook),
    }
}

/// The workbook, locked by `password`; `chance` makes its key.
///
/// # Errors
/// `workbook.not_locked` when the library cannot.
pub fn lock(workbook: &[u8], password: &str, chance: [u8; 32]) -> Result<Vec<u8>> {
    let failed = |e: std::io::Error| Error::new("workbook.not_locked").with("why", e);
    let mut chance = ChaCha20Rng::from_seed(chance);
    let mut locked =
        Ecma376AgileWriter::create(&mut chance, password, Cursor::new(Vec::new())).map_err(failed)?;
    locked.write_all(workbook).map_err(failed)?;
    Ok(locked.into_inner().map_err(failed)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_workbook_opens_by_its_password_alone() {
        let workbook: Vec<u8> = (0..10_000_u32).flat_map(u32::to_le_bytes).collect();
        let locked = lock(&workbook, "mùa hè rực nắng", [7; 32]).unwrap();
        let opened = |password: &str| office_crypto::decrypt_from_bytes(locked.clone(), password);
        assert_eq!(opened("mùa hè rực nắng").unwrap(), workbook);
        assert_ne!(opened("mua he ruc nang").ok().as_ref(), Some(&workbook), "another password");
        assert_ne!(lock(&workbook, "mùa hè rực nắng", [8; 32]).unwrap(), locked, "a key of its own");
    }
}
