//! Rivest's consistent sampler (docs/domain.md, Random checks): anybody with the list and the seed draws the same again.
//!
//! Each id has a ticket number, made of the seed and the id alone; the lowest are drawn. It is the number that the package
//! `consistent-sampler` of the Python index gives it, digit for digit.

use sha2::{Digest, Sha256};

use crate::domain::hash::sha256;

/// Digits of the shortest ticket number.
const DIGITS: usize = 64;

/// The ticket numbers of one seed.
pub struct Sampler {
    seed_hash: String,
}

impl Sampler {
    /// The sampler of a seed, a text.
    #[must_use]
    pub fn new(seed: &str) -> Self {
        Self { seed_hash: sha256(seed) }
    }

    /// The ticket number of an id, the digits after "0.": of two the one that comes first as a text is drawn first.
    #[must_use]
    pub fn ticket(&self, id: &str) -> String {
        reversed_decimal(Sha256::digest(format!("{}{id}", self.seed_hash)).as_slice())
    }
}

/// A whole number, the highest byte first, as a decimal that is read from behind: its last digits are the ones that are
/// equally likely.
fn reversed_decimal(bytes: &[u8]) -> String {
    let mut number = bytes.to_vec();
    let mut digits = String::new();
    while number.iter().any(|byte| *byte != 0) {
        let mut rest = 0_u32;
        for byte in &mut number {
            let part = rest * 256 + u32::from(*byte);
            *byte = u8::try_from(part / 10).unwrap_or_default();
            rest = part % 10;
        }
        digits.extend(char::from_digit(rest, 10));
    }
    format!("{digits:0<DIGITS$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_number_is_that_of_the_package() {
        // From the package's own documentation.
        let ticket = Sampler::new("01382438112797316654").ticket("AB-130");
        assert_eq!(ticket, "26299714122838008416507544297546663599715395525154425586041245287750224561854");
        assert_eq!(
            reversed_decimal(Sha256::digest("abc").as_slice()),
            "56998071861792858926477341561059638840106636224182943832566300809078486324348"
        );
        assert_eq!(reversed_decimal(&[1, 0]), format!("652{}", "0".repeat(61)));
    }

    #[test]
    fn lists_and_seeds_are_drawn_as_the_package_draws_them() {
        // data/consistent_sampler.csv: seed, how many, the ids in the order of `consistent_sampler.sampler` 1.0.
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(&include_bytes!("../data/consistent_sampler.csv")[..]);
        let mut lists = 0;
        for row in rows.records() {
            let row = row.unwrap();
            let [seed, ids, expect] = [0, 1, 2].map(|at| row.get(at).unwrap());
            let sampler = Sampler::new(seed);
            let mut drawn: Vec<(String, &str)> = ids.split(' ').map(|id| (sampler.ticket(id), id)).collect();
            drawn.sort();
            let drawn: Vec<&str> = drawn.into_iter().map(|(_, id)| id).collect();
            assert_eq!(drawn.join(" "), expect, "{seed}");
            lists += 1;
        }
        assert!(lists >= 12, "{lists}");
    }
}
