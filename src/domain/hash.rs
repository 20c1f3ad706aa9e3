//! Digests as files, papers and the book write them: hexadecimal, small letters.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The SHA-256 of a text or of the bytes of a file.
#[must_use]
pub fn sha256(of: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_sha256sum() {
        let check = |text: &str, expect: &str| assert_eq!(sha256(text), expect, "{text}");
        check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        check("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
