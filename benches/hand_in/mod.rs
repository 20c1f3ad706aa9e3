//! Units that hand in, as the benches invent them.

use tung_nha::domain::summary::{NamedUnit, SummaryFile};
use tung_nha::exchange::{envelope, summary_file};

/// A unit of a kind.
pub(crate) fn unit(kind: &str, n: u32) -> NamedUnit {
    NamedUnit {
        id: format!("{kind}-{n}-00000000-0000-0000"),
        code: String::new(),
        name: format!("{kind} {n}"),
    }
}

/// What the key of a unit grows from.
fn seed(n: u32) -> [u8; 32] {
    let mut seed = [7; 32];
    seed.iter_mut().zip(n.to_le_bytes()).for_each(|(s, n)| *s = n);
    seed
}

/// The fingerprint of the key of a unit.
pub(crate) fn fingerprint(n: u32) -> String {
    envelope::fingerprint(&envelope::public_key(&seed(n))).unwrap()
}

/// A file as the unit signs it, with those `inside` it.
pub(crate) fn signed(summary: &SummaryFile, inside: &[(String, String)], n: u32) -> String {
    summary_file::write(summary, inside, &seed(n))
}
