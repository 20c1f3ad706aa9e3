//! The signature around every file that travels: DSSE (Dead Simple Signing Envelope 1.0) with one Ed25519 signature.
//!
//! The file is exactly the canonical JSON of the envelope, so that there is one spelling of every file: no byte can
//! change without being seen, not even in blanks or in the unused bits of the base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::domain::hash::{hex, sha256};
use crate::error::{Error, Result};

/// The largest file, in bytes: a district of 60 communes with everything inside stays far below.
pub const LARGEST_FILE: usize = 32 << 20;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EnvelopeV1 {
    payload: String,
    payload_type: String,
    signatures: [SignatureV1; 1],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignatureV1 {
    keyid: String,
    sig: String,
}

/// An envelope that was opened; nothing is verified yet.
pub struct Envelope {
    payload_type: String,
    /// What was signed.
    pub payload: Vec<u8>,
    keyid: String,
    signature: Signature,
}

/// A public key as files write it: 64 hexadecimal digits.
#[must_use]
pub fn public_key(seed: &[u8; 32]) -> String {
    hex(SigningKey::from_bytes(seed).verifying_key().as_bytes())
}

/// What people compare of a key: the first 32 hexadecimal digits of its sha256.
///
/// # Errors
/// `summary.malformed` when `key` is no key.
pub fn fingerprint(key: &str) -> Result<String> {
    Ok(sha256(verifying_key(key)?.as_bytes()).chars().take(32).collect())
}

/// A fingerprint as a person types it: blanks, dashes and case do not count.
#[must_use]
pub fn typed_fingerprint(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"-:".contains(*c)).collect::<String>().to_lowercase()
}

/// A fingerprint in groups of four, to be read over the telephone.
#[must_use]
pub fn spaced(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Signs a payload. The same payload and key give the same file.
#[must_use]
pub fn seal(payload_type: &str, payload: &[u8], seed: &[u8; 32]) -> String {
    let key = SigningKey::from_bytes(seed);
    let signature = key.sign(&pae(payload_type, payload));
    let keyid = sha256(key.verifying_key().as_bytes()).chars().take(32).collect();
    canonical(&EnvelopeV1 {
        payload: STANDARD.encode(payload),
        payload_type: payload_type.to_owned(),
        signatures: [SignatureV1 { keyid, sig: STANDARD.encode(signature.to_bytes()) }],
    })
}

/// Opens an envelope whose payload is of `payload_type`.
///
/// # Errors
/// `summary.too_large`, `summary.unreadable`; `summary.newer_version` for another version of the type.
pub fn open(payload_type: &str, bytes: &[u8]) -> Result<Envelope> {
    if bytes.len() > LARGEST_FILE {
        return Err(Error::new("summary.too_large").with("limit", LARGEST_FILE >> 20));
    }
    let unreadable = || Error::new("summary.unreadable");
    let envelope: EnvelopeV1 = serde_json::from_slice(bytes).map_err(|_| unreadable())?;
    let [SignatureV1 { keyid, sig }] = &envelope.signatures;
    if envelope.payload_type != payload_type {
        let family = |name: &str| name.rsplit_once(".v").map(|(family, _)| family.to_owned());
        let same = family(&envelope.payload_type) == family(payload_type);
        return Err(Error::new(if same { "summary.newer_version" } else { "summary.unreadable" }));
    }
    let decoded = |text: &str| STANDARD.decode(text).map_err(|_| unreadable());
    let opened = Envelope {
        payload: decoded(&envelope.payload)?,
        signature: Signature::from_slice(&decoded(sig)?).map_err(|_| unreadable())?,
        keyid: keyid.clone(),
        payload_type: envelope.payload_type.clone(),
    };
    if canonical(&envelope).as_bytes() != bytes {
        return Err(unreadable());
    }
    Ok(opened)
}

impl Envelope {
    /// Fingerprint of the key that it says signed it.
    #[must_use]
    pub fn keyid(&self) -> &str {
        &self.keyid
    }

    /// Verifies the signature by `key`, which has to be the one that the envelope names. Gives its fingerprint.
    ///
    /// # Errors
    /// `summary.bad_signature`.
    pub fn verify(&self, key: &str) -> Result<String> {
        let bad = || Error::new("summary.bad_signature");
        let fingerprint = fingerprint(key).map_err(|_| bad())?;
        if fingerprint != self.keyid {
            return Err(bad());
        }
        verify(key, &pae(&self.payload_type, &self.payload), &self.signature)?;
        Ok(fingerprint)
    }
}

/// Verifies a signature. Strict: keys and signatures that other programs may read otherwise are refused.
pub(super) fn verify(key: &str, signed: &[u8], signature: &Signature) -> Result<()> {
    let bad = |_| Error::new("summary.bad_signature");
    verifying_key(key)?.verify_strict(signed, signature).map_err(bad)
}

/// What is signed: DSSE's pre-authentication encoding.
fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut signed = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len()).into_bytes();
    signed.extend_from_slice(payload);
    signed
}

/// JSON without blanks, keys in the order of the struct, which is that of the alphabet.
pub(super) fn canonical(value: &impl Serialize) -> String {
    // A struct of texts, numbers and lists always has a JSON.
    serde_json::to_string(value).unwrap_or_default()
}

fn verifying_key(key: &str) -> Result<VerifyingKey> {
    let malformed = || Error::new("summary.malformed").with("reason", "key");
    let mut bytes = [0; 32];
    if key.len() != 64 || !key.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')) {
        return Err(malformed());
    }
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = key.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or_else(malformed)?;
    }
    VerifyingKey::from_bytes(&bytes).map_err(|_| malformed())
}
