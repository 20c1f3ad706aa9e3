//! How hard a passphrase is to guess, as a hint while it is typed. The book refuses only what is too short.

use serde::Serialize;

use super::text::fold;

/// Shortest passphrase, in characters.
pub const SHORTEST: usize = 8;

/// How hard a passphrase is to guess, and what would make it harder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Strength {
    /// 0 too short, 1 easy to guess, 2 usable, 3 strong.
    pub grade: u8,
    /// Row of `messages.csv` with its sentence.
    pub hint: &'static str,
}

/// What people take first, folded. Found anywhere in the passphrase, it adds nothing.
const COMMON: [&str; 12] = [
    "matkhau", "password", "pass", "abc", "qwerty", "congan", "vneid", "dean06", "tungnha", "vietnam",
    "admin", "123",
];

/// Weighs a passphrase; `known` are names that everybody here knows, such as that of the unit.
#[must_use]
pub fn weigh(passphrase: &str, known: &[&str]) -> Strength {
    let grade = |grade, hint| Strength { grade, hint };
    let typed = passphrase.trim();
    if typed.chars().count() < SHORTEST {
        return grade(0, "passphrase.short");
    }
    if typed.chars().all(|c| c.is_ascii_digit() || " ./-".contains(c)) {
        return grade(1, "passphrase.digits");
    }
    let mut rest: String = fold(typed).split(' ').collect();
    for name in known.iter().map(|name| fold(name)) {
        // With its kind word, "xã", and without.
        let bare = name.split_once(' ').map_or("", |(_, bare)| bare);
        for word in [&name, bare].map(|word| word.replace(' ', "")) {
            if word.len() > 3 {
                rest = rest.replace(&word, "");
            }
        }
    }
    for word in COMMON {
        rest = rest.replace(word, "");
    }
    let distinct = rest.chars().collect::<std::collections::BTreeSet<_>>().len();
    if rest.chars().count() < 5 || distinct < 4 {
        return grade(1, "passphrase.common");
    }
    // A sentence of four words, or a long text of many different characters.
    let words = typed.split_whitespace().count();
    if (words >= 4 && rest.chars().count() >= 12 && distinct >= 7)
        || (rest.chars().count() >= 12 && distinct >= 9)
    {
        return grade(3, "passphrase.strong");
    }
    grade(2, "passphrase.usable")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passphrases_are_weighed() {
        let check = |typed: &str, expect: u8| {
            assert_eq!(weigh(typed, &["Xã Lam Khê"]).grade, expect, "{typed:?}");
        };
        check("", 0);
        check("  ngắn    ", 0);
        check("12345678", 1);
        check("20/11/1985", 1);
        check("matkhau123", 1);
        check("Xã Lam Khê", 1);
        check("lamkhe123", 1);
        check("aaaaaaaaaa", 1);
        check("con trâu", 2);
        check("Hoa-ban-7", 2);
        check("bốn mùa hoa ban nở", 3);
        check("tre xanh bên bờ ao", 3);
        check("Kj8#mPq2vR5!nX7w", 3);
    }
}
