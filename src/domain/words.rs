//! The list of words that passphrases are made of: two syllables each, without marks, easily told and typed.

use std::sync::LazyLock;

/// Words of a passphrase that is proposed: more than 11 bits each, 66 bits together.
pub const WORDS_OF_A_PASSPHRASE: usize = 6;

static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("data/words.txt").lines().collect());

/// All words, in the order of the alphabet. Each differs from all others also without its blank.
#[must_use]
pub fn words() -> &'static [&'static str] {
    &WORDS
}

/// Six words, as the system's randomness says.
#[must_use]
pub fn passphrase_of(random: &[u8; 32]) -> String {
    let mut chosen: Vec<&str> = Vec::with_capacity(WORDS_OF_A_PASSPHRASE);
    for four in random.as_chunks::<4>().0.iter().take(WORDS_OF_A_PASSPHRASE) {
        // 2,000 of four thousand million: no word is likelier than another by a millionth.
        let place = u32::from_le_bytes(*four) as usize % WORDS.len().max(1);
        chosen.extend(WORDS.get(place));
    }
    chosen.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::text::fold;

    #[test]
    fn words_are_easily_told_and_typed() {
        assert!(words().len() >= 2048, "{} words: fewer than 11 bits each", words().len());
        for word in words() {
            assert_eq!(&fold(word), word);
            assert!(word.bytes().all(|b| b.is_ascii_lowercase() || b == b' '), "{word}");
            assert_eq!(word.split(' ').count(), 2, "{word}");
        }
        let joined: BTreeSet<String> = words().iter().map(|word| word.replace(' ', "")).collect();
        assert_eq!(joined.len(), words().len());
    }

    #[test]
    fn a_passphrase_has_six_words() {
        let check = |random: [u8; 32], expect: &str| assert_eq!(passphrase_of(&random), expect);
        let first = words()[0];
        check([0; 32], &[first; 6].join(" "));
        let mut random = [0; 32];
        random[20] = 1;
        check(random, &[[first; 5].as_slice(), &[words()[1]]].concat().join(" "));
    }
}
