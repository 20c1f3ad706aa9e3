//! Vietnamese text: normal form, folding for search and matching, order of names.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale::locale;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What [`clean`] had to mend.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mended {
    /// Spaces at the ends or in a row, line breaks, NBSP, invisible characters.
    pub spaces: bool,
    /// Decomposed or half-composed ("Unikey tổ hợp") letters.
    pub composed: bool,
    /// `Ð`/`ð` (Icelandic eth) typed for `Đ`/`đ`.
    pub d_stroke: bool,
}

impl Mended {
    /// Whether anything was mended.
    #[must_use]
    pub fn any(self) -> bool {
        self.spaces || self.composed || self.d_stroke
    }
}

/// Text in normal form: NFC, `Ð` → `Đ`, single spaces, trimmed. Letters are never changed otherwise.
///
/// Apply it after [`super::legacy::decode`]: before, `ð` may stand for another letter. U+00AD is kept, because it is
/// the ư of TCVN3.
#[must_use]
pub fn nfc_clean(text: &str) -> Cow<'_, str> {
    clean_keeping(text, true).0
}

/// [`nfc_clean`] of text that is Unicode for certain: drops soft hyphens too, and tells what was mended.
#[must_use]
pub fn clean(text: &str) -> (Cow<'_, str>, Mended) {
    clean_keeping(text, false)
}

fn clean_keeping(text: &str, soft_hyphens: bool) -> (Cow<'_, str>, Mended) {
    if is_clean(text) {
        return (Cow::Borrowed(text), Mended::default());
    }
    // What nobody sees goes first: it may stand between a letter and its mark.
    let is_seen = |c: &char| !is_invisible(*c) && (soft_hyphens || *c != '\u{ad}');
    let seen: String = text.chars().filter(is_seen).collect();
    let composed: String = seen.nfc().collect();
    let mut mended = Mended { composed: composed != seen, ..Mended::default() };
    let mut out = String::with_capacity(composed.len());
    for c in composed.chars() {
        match c {
            'Ð' => out.push('Đ'),
            'ð' => out.push('đ'),
            c if c.is_whitespace() || c.is_control() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                continue;
            }
            c => {
                out.push(c);
                continue;
            }
        }
        mended.d_stroke = true;
    }
    if out.ends_with(' ') {
        out.pop();
    }
    // No letter was added or dropped by now, so another length means other spaces; so does another kind of space.
    // (Ð and Đ have the same length.)
    mended.spaces = seen.len() != text.len()
        || out.len() != composed.len()
        || composed.chars().any(|c| c != ' ' && (c.is_whitespace() || c.is_control()));
    (Cow::Owned(out), mended)
}

/// The common case without any work: precomposed letters, single plain spaces.
fn is_clean(text: &str) -> bool {
    let mut before = ' ';
    for c in text.chars() {
        let fine = match c {
            ' ' => before != ' ',
            '!'..='~' => true,
            'Ð' | 'ð' | '\u{ad}' => false,
            '\u{a1}'..='\u{24f}' | '\u{1ea0}'..='\u{1ef9}' => true,
            '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '√' => true,
            _ => false,
        };
        if !fine {
            return false;
        }
        before = c;
    }
    before != ' ' || text.is_empty()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether nobody sees a character where it stands: of no width, or turning the direction of what follows. Joiners within
/// words of other scripts are among them; names of units have none.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    is_invisible(c)
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{2028}'..='\u{202e}' | '\u{2061}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a text has letters of another script beside Latin ones: they look alike (Cyrillic А, Greek Α), and are others.
#[must_use]
pub fn mixes_scripts(text: &str) -> bool {
    let is_latin = |c: char| matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2160}'..='\u{2188}' | '\u{ff21}'..='\u{ff5a}');
    let letters = || text.chars().filter(|c| c.is_alphabetic() && !is_combining_mark(*c));
    letters().any(is_latin) && !letters().all(is_latin)
}

/// Folds for search and matching: no marks, đ → d, lower case, single spaces, no punctuation at the ends of words.
/// Never shown and never stored in place of the text (docs/domain.md, Names and text).
#[must_use]
pub fn fold(text: &str) -> String {
    let table = FOLDED.as_slice();
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut slow = String::new();
    for c in text.chars() {
        match table.get(c as usize).copied().unwrap_or(SLOW) {
            SKIP => {}
            SLOW => {
                slow.clear();
                // Something stands before, so that a space is kept.
                slow.push('x');
                fold_char(c, &mut slow);
                for byte in slow.bytes().skip(1) {
                    push(&mut out, byte);
                }
            }
            letter => push(&mut out, letter),
        }
    }
    if out.last() == Some(&SPACE) {
        out.pop();
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Whether a text has a number as people and phones have: nine digits on end, or in groups and beginning with 0 or +84, or in groups of
/// three with blanks. "1.250.000.000" is none, nor is a day.
#[must_use]
pub fn has_long_number(text: &str) -> bool {
    // 0912/345/678, 912 345 678, +84 912 345 678.
    let groups: Vec<(&str, &str)> = text
        .split_inclusive(|c: char| !c.is_ascii_digit())
        .map(|group| group.split_at(group.find(|c: char| !c.is_ascii_digit()).unwrap_or(group.len())))
        .collect();
    let in_threes = groups.windows(3).any(|three| {
        let [(first, one), (second, two), (third, _)] = three else { return false };
        let long = matches!(first.len(), 3 | 4) && second.len() == 3 && matches!(third.len(), 3 | 4);
        let joined = [one, two].iter().all(|mark| matches!(**mark, " " | "." | "/" | "," | "-" | "_"));
        let with_blanks = [one, two].iter().all(|mark| **mark == " ");
        long && joined && (first.starts_with('0') || with_blanks)
    });
    if in_threes {
        return true;
    }
    let parts = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '.' | '-')));
    parts.into_iter().any(|part| {
        let groups: Vec<&str> = part.split([' ', '.', '-']).filter(|group| !group.is_empty()).collect();
        let from_nought = groups.iter().position(|group| group.starts_with('0'));
        let digits = |groups: &[&str]| groups.iter().map(|group| group.len()).sum::<usize>();
        groups.iter().any(|group| group.len() >= 9)
            || from_nought.is_some_and(|at| digits(groups.get(at..).unwrap_or_default()) >= 9)
    })
}

/// A name for files and folders, which every system and every mail takes: "Xã Lam Khê" is "xa-lam-khe". Empty when
/// nothing is left.
#[must_use]
pub fn file_name(name: &str) -> String {
    fold(name).replace(' ', "-")
}

/// What tells the file of a unit from those of `earlier` units whose names give the same one: " (2)", " (3)", …; empty of the
/// first.
#[must_use]
pub fn nth_name<'a>(name: &str, earlier: impl Iterator<Item = &'a String>) -> String {
    let own = file_name(name);
    match earlier.filter(|other| file_name(other) == own).count() {
        0 => String::new(),
        others => format!(" ({})", others + 1),
    }
}

/// `1.234.567`, as papers print numbers (docs/domain.md, Names and text): every count in a sentence.
#[must_use]
pub fn thousands(count: impl TryInto<i64>) -> String {
    let count: i64 = count.try_into().unwrap_or(i64::MAX);
    let digits = count.unsigned_abs().to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push('.');
        }
        shown.push(digit);
    }
    if count < 0 { format!("-{shown}") } else { shown }
}

/// How a name is spelled, whatever its case and wherever the tone stands ("Hoà", "hòa"): what tells "Thúy" from "Thủy",
/// which [`fold`] does not. Never shown.
#[must_use]
pub fn spelling(name: &str) -> String {
    let tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let word = |word: &str| {
        let (tones, letters): (String, String) = word.nfd().partition(tone);
        letters + &tones
    };
    nfc_clean(name).to_lowercase().split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Whether `name` may be meant by what was typed: spelled the same or, when it was typed without any marks, the same
/// without them.
#[must_use]
pub fn may_mean(typed: &str, name: &str) -> bool {
    let marked = |c| is_combining_mark(c) || matches!(c, 'đ' | 'Đ' | 'ð' | 'Ð');
    spelling(typed) == spelling(name) || (!typed.nfd().any(marked) && fold(typed) == fold(name))
}

/// The one whose name was typed; of several that [`may_mean`] it only one that is spelled so.
#[must_use]
pub fn named<'a, T>(typed: &str, all: impl IntoIterator<Item = (T, &'a str)>) -> Option<T> {
    let mut like: Vec<(T, &str)> = all.into_iter().filter(|(_, name)| may_mean(typed, name)).collect();
    match like.iter().position(|(_, name)| spelling(name) == spelling(typed)) {
        Some(place) => Some(like.swap_remove(place).0),
        None if like.len() == 1 => like.pop().map(|(one, _)| one),
        None => None,
    }
}

fn push(out: &mut Vec<u8>, byte: u8) {
    if byte != SPACE || out.last().is_some_and(|last| *last != SPACE) {
        out.push(byte);
    }
}

const SLOW: u8 = 0;
const SKIP: u8 = 1;
const SPACE: u8 = b' ';

/// The fold of every letter that Vietnamese uses, by code point.
static FOLDED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (0..0x2030)
        .map(|code: u32| {
            let Some(c) = char::from_u32(code) else { return SLOW };
            let mut out = String::from("x");
            fold_char(c, &mut out);
            match out.strip_prefix('x').map(str::as_bytes) {
                Some([]) => SKIP,
                Some([one]) => *one,
                _ => SLOW,
            }
        })
        .collect()
});

fn fold_char(c: char, out: &mut String) {
    for c in std::iter::once(c).nfd() {
        match c {
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            c if is_combining_mark(c) || is_invisible(c) => {}
            '\'' | '’' | '‘' | 'ʼ' | '\u{ad}' => {}
            c if c.is_alphanumeric() => out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
            _ if out.is_empty() || out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
}

/// The order of Vietnamese names and words (CLDR vi): a ă â b c d đ e ê …, tones không huyền hỏi ngã sắc nặng.
#[derive(Debug)]
pub struct NameOrder {
    collator: CollatorBorrowed<'static>,
}

impl Default for NameOrder {
    fn default() -> Self {
        Self::new()
    }
}

impl NameOrder {
    /// Loads the order.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the order is compiled into the program")]
    pub fn new() -> Self {
        let collator = Collator::try_new(locale!("vi").into(), CollatorOptions::default());
        Self { collator: collator.expect("order of vi") }
    }

    /// A key for names whose byte order is the order of names: by given name (the last word), then by the rest
    /// (docs/domain.md, Names and text).
    #[must_use]
    pub fn key(&self, name: &str) -> Vec<u8> {
        let (rest, given) = given_last(name);
        let mut key = self.text_key(given);
        key.push(0);
        key.extend(self.text_key(rest));
        key
    }

    /// A key for other words, such as hamlets: read from the left.
    #[must_use]
    pub fn text_key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(text.len() * 2);
        let Ok(()) = self.collator.write_sort_key_to(text, &mut key);
        key
    }

    /// Compares two names as [`NameOrder::key`] does.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let (a_rest, a_given) = given_last(a);
        let (b_rest, b_given) = given_last(b);
        self.collator.compare(a_given, b_given).then_with(|| self.collator.compare(a_rest, b_rest))
    }
}

/// A name cut before its last word: ("Nguyễn Thị", "Hoa"). The first word need not be a family name (Y Brư Niê).
#[must_use]
pub fn given_last(name: &str) -> (&str, &str) {
    let name = name.trim();
    name.rsplit_once(char::is_whitespace).map_or(("", name), |(rest, given)| (rest.trim_end(), given))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_of_people_and_phones_are_told_from_amounts() {
        let check = |text: &str, expect: bool| assert_eq!(has_long_number(text), expect, "{text}");
        check("gọi +84 912 345 678", true);
        check("CMND 123 456 789", true);
        check("0912/345/678", true);
        check("0912,345,678", true);
        check("từ 05/12 - 08/12/2026", false);
        check("912.345.678 đồng", false);
        check("0912345678", true);
        check("gọi 0912.345.678 nhé", true);
        check("số 001 070 000 012", true);
        check("CMND 123456789", true);
        check("1.250.000.000 đồng", false);
        check("từ 15.000 - 20.000 hồ sơ", false);
        check("ngày 01/9/2023, 11/25 dịch vụ", false);
        check("ngày 20.11.2026", false);
    }

    #[test]
    fn cleans() {
        let check = |input: &str, expect: &str| assert_eq!(nfc_clean(input), expect, "{input:?}");
        check("Nguyễn Thị Hoà", "Nguyễn Thị Hoà");
        check("  Nguyễn \u{a0} Thị\r\nHoa\u{200b} ", "Nguyễn Thị Hoa");
        // Unikey "tổ hợp" is ê + tilde, neither NFC nor NFD; NFD is e + ^ + ~.
        check("Nguyê\u{303}n Thi\u{323}", "Nguyễn Thị");
        check("Hu\u{feff}\u{300}ng", "Hùng");
        check("Nguye\u{302}\u{303}n Thi\u{323}", "Nguyễn Thị");
        check("Viê\u{323}t", "Việt");
        check("Ðặng Ðình Ðạo, xã ðông", "Đặng Đình Đạo, xã đông");
        check("", "");
        check(" \u{a0} ", "");
        // U+00AD is the ư of TCVN3.
        check("Ch\u{ad}a", "Ch\u{ad}a");
        // Spelling is never rewritten.
        check("quý Thuỷ hoà Lí", "quý Thuỷ hoà Lí");
    }

    #[test]
    fn tells_what_was_mended() {
        let check = |input: &str, spaces, composed, d_stroke| {
            assert_eq!(clean(input).1, Mended { spaces, composed, d_stroke }, "{input:?}");
        };
        check("Lê Hùng", false, false, false);
        check("Lê\u{a0}Hùng", true, false, false);
        check("Lê  Hùng", true, false, false);
        check("Lê Hu\u{300}ng", false, true, false);
        check("Ðỗ", false, false, true);
        check(" Ðô\u{303} ", true, true, true);
        check("Hà（Nội）", false, false, false);
    }

    #[test]
    fn folds() {
        let check = |input: &str, expect: &str| assert_eq!(fold(input), expect, "{input:?}");
        check("Đặng Thị  THUỶ ", "dang thi thuy");
        check("Ðặng", "dang");
        // The places of tones are equal in the fold.
        check("hoà", &fold("hòa"));
        check("Nguye\u{302}\u{303}n", "nguyen");
        check("H'Thoan Ea H’Leo", "hthoan ea hleo");
        check("Họ, chữ đệm\nvà tên (1)", "ho chu dem va ten 1");
        check("Số CMND/CCCD", "so cmnd cccd");
        check("Ngu\u{ad}yễn\u{200b}", "nguyen");
        check("…", "");
    }

    #[test]
    fn counts_are_written_with_points() {
        let check = |count: i64, expect: &str| assert_eq!(thousands(count), expect);
        check(0, "0");
        check(999, "999");
        check(12_345, "12.345");
        check(1_234_567, "1.234.567");
        check(-1_000, "-1.000");
    }

    #[test]
    fn marks_tell_names_apart_unless_none_were_typed() {
        let check = |typed: &str, names: &[&str], expect: Option<usize>| {
            assert_eq!(named(typed, names.iter().copied().enumerate()), expect);
        };
        check("Bùi Thị THÚY", &["Bùi Thị Thủy", "Bùi Thị Thúy"], Some(1));
        check("Bùi Thị Thuỷ", &["Bùi Thị Thủy", "Bùi Thị Thúy"], Some(0));
        check("Bu\u{300}i  Thị Thúy", &["Bùi Thị Thúy"], Some(0));
        check("Lò Văn Hưng", &["Lò Văn Hùng"], None);
        check("Lo Van Hưng", &["Lò Văn Hưng"], None);
        check("lo van hung", &["Lò Văn Hùng"], Some(0));
        check("lo van hung", &["Lò Văn Hùng", "Lò Văn Hưng"], None);
        check("lo van hung", &["Lò Văn Hùng", "Lo Van Hung"], Some(1));
        check("Dung", &["Đung"], Some(0));
        check("Đung", &["Dung"], None);
    }

    #[test]
    fn orders_names_by_given_name() {
        let order = NameOrder::new();
        let check = |expect: &[&str]| {
            let mut by_key = expect.to_vec();
            by_key.reverse();
            by_key.sort_by_key(|name| order.key(name));
            assert_eq!(by_key, expect);
            let mut by_compare = expect.to_vec();
            by_compare.reverse();
            by_compare.sort_by(|a, b| order.compare(a, b));
            assert_eq!(by_compare, expect);
        };
        // By the last word, whatever the first is.
        check(&[
            "Vũ Văn An",
            "Trần Ánh",
            "Lê Ân",
            "Bùi Thị Đào",
            "Phan Đức",
            "H'Thoan",
            "Y Brư Niê",
            "Mai Uyên",
        ]);
        check(&["Lê Thị Hoa", "Nguyễn Văn Hoa", "Lê Hoà", "Lê Hoạ"]);
        check(&["ma", "mà", "mả", "mã", "má", "mạ"]);
    }

    #[test]
    fn a_million_folds_are_quick() {
        // Bounded generously: the test profile is not optimised.
        let start = std::time::Instant::now();
        let letters: usize = (0..100_000).map(|_| fold("Nguyễn Thị Thuỳ Đương").len()).sum();
        assert_eq!(letters, 100_000 * 21);
        assert!(start.elapsed().as_secs() < 5);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = nfc_clean(&text).into_owned();
            prop_assert_eq!(nfc_clean(&once), once.as_str());
            prop_assert!(!clean(&once).1.any());
        }

        #[test]
        fn the_quick_fold_is_the_slow_fold(text in any::<String>()) {
            let mut slow = String::new();
            text.chars().for_each(|c| fold_char(c, &mut slow));
            prop_assert_eq!(fold(&text), slow.trim_end_matches(' '));
        }

        #[test]
        fn folding_does_not_see_the_normal_form(text in "[a-zA-ZđĐêễơờưữĩ ̣̃́]{0,12}") {
            prop_assert_eq!(fold(&text), fold(&nfc_clean(&text)));
        }
    }
}
