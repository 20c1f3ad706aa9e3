//! Old encodings: TCVN3 (ABC) and VNI-Windows (docs/domain.md, Old encodings).
//!
//! In a workbook their bytes appear as the characters U+00A1…U+00FE. Which encoding a column has is never decided by
//! one cell: "Hoàng Anh" read as VNI becomes the plausible "Hồng Anh".

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// How text is encoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// Unicode, nothing to convert.
    #[default]
    Unicode,
    /// TCVN3 (ABC), fonts `.Vn*`.
    Tcvn3,
    /// VNI-Windows, fonts `VNI-*`.
    Vni,
}

/// Turns text of an old encoding into Unicode, repairing capitals that TCVN3 cannot write. Text that is Unicode
/// Vietnamese already ([`has_unicode_vietnamese`]) comes back as it is, so nothing is converted twice.
#[must_use]
pub fn decode(text: &str, encoding: Encoding) -> String {
    if encoding == Encoding::Unicode || text.is_ascii() || has_unicode_vietnamese(text) {
        return text.to_owned();
    }
    match encoding {
        Encoding::Tcvn3 => repair_capitals(decode_tcvn3(text)),
        _ => decode_vni(text),
    }
}

/// Turns TCVN3 text of a capital font (`.VnTimeH`) into Unicode: the font draws small letters as capitals, so the
/// whole text is in capitals.
#[must_use]
pub fn decode_capital(text: &str) -> String {
    if has_unicode_vietnamese(text) {
        return text.to_owned();
    }
    decode_tcvn3(text).to_uppercase()
}

/// Whether the text holds letters or marks that only Unicode has (ă đ ĩ ũ ơ ư, U+1EA0…1EF9, combining tones). One such
/// cell shows that its column is Unicode.
#[must_use]
pub fn has_unicode_vietnamese(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c,
            'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
            | '\u{300}'..='\u{303}' | '\u{306}' | '\u{309}' | '\u{31b}' | '\u{323}'
            | '\u{1ea0}'..='\u{1ef9}')
    })
}

/// Whether the text holds a character of U+00A1…U+00FE that no Vietnamese word in Unicode has (`®`, `µ`, `Þ`, `ï`…):
/// with a legacy font on the cell it is legacy text beyond doubt.
#[must_use]
pub fn has_legacy_letters(text: &str) -> bool {
    !has_unicode_vietnamese(text)
        && text.chars().any(|c| {
            ('\u{a1}'..='\u{fe}').contains(&c) && !"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýÐð°²³½·«»×".contains(c)
        })
}

/// What a cell on its own may have been meant to say: it does not read as it stands, and does as text of an old encoding. A
/// suspicion, to be told, never a reason to convert.
#[must_use]
pub fn suspected(text: &str) -> Option<String> {
    if text.is_ascii() || has_unicode_vietnamese(text) || is_readable(text) {
        return None;
    }
    // VNI writes a vowel and its mark as two characters: where some become one, it is VNI.
    let (tcvn3, vni) = (decode(text, Encoding::Tcvn3), decode(text, Encoding::Vni));
    let shorter = vni.chars().count() < text.chars().count();
    [(shorter, &vni), (true, &tcvn3), (true, &vni)]
        .into_iter()
        .find_map(|(may, decoded)| (may && is_readable(decoded)).then(|| decoded.clone()))
}

/// What stands between the consonants of a syllable, without its tone.
static NUCLEI: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("data/nuclei.csv").lines().skip(1).collect());

/// Whether all words are spelt as syllables are, of any people: vowels that stand together, one tone at most, no letter
/// that Vietnamese lacks. "Giµng", "Leâ" and "Phaïm" are not, "Giàng", "Niê" and "H'Thoan" are.
#[must_use]
pub fn is_readable(text: &str) -> bool {
    let mut any = false;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        any = true;
        if !is_syllable(word) {
            return false;
        }
    }
    any && !text.chars().any(|c| ('\u{a1}'..='\u{bf}').contains(&c) && !c.is_alphabetic())
}

/// Names of the highlands have several nuclei in a word (Êban, Kbuôr).
fn is_syllable(word: &str) -> bool {
    let word = word.to_lowercase();
    let (mut tones, mut nuclei) = (0, Vec::new());
    let mut nucleus = String::new();
    for c in word.chars() {
        let is_tone = |part: &char| matches!(part, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        tones += std::iter::once(c).nfd().filter(is_tone).count();
        let bare = std::iter::once(c).nfd().filter(|part| !is_tone(part)).nfc().next();
        match bare {
            Some(vowel @ ('a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')) => {
                nucleus.push(vowel)
            }
            // Of the highlands.
            Some('ŏ' | 'ĭ' | 'ŭ' | 'ĕ') => nucleus.push('a'),
            Some('đ' | 'b'..='z') => nuclei.push(std::mem::take(&mut nucleus)),
            _ => return false,
        }
    }
    nuclei.push(nucleus);
    let known = |nucleus: &str| nucleus.is_empty() || NUCLEI.contains(nucleus);
    // Gi and qu are consonants where another vowel follows.
    let after = |nucleus: &str| {
        let rest = nucleus.strip_prefix(if word.starts_with('q') { 'u' } else { 'i' });
        word.starts_with(['g', 'q']) && rest.is_some_and(known)
    };
    tones < 2 && nuclei.iter().all(|nucleus| known(nucleus) || after(nucleus))
}

static TCVN3: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (0..=255_u8).map(char::from).collect();
    for (surface, letter) in rows(include_str!("data/tcvn3.csv")) {
        if let Some(slot) = surface.chars().next().and_then(|c| table.get_mut(c as usize)) {
            *slot = letter;
        }
    }
    table
});

/// VNI: one or two surface characters (the second is `\0` for one), sorted.
static VNI: LazyLock<Vec<([char; 2], char)>> = LazyLock::new(|| {
    let mut table: Vec<_> = rows(include_str!("data/vni.csv"))
        .filter_map(|(surface, letter)| {
            let mut surface = surface.chars();
            Some(([surface.next()?, surface.next().unwrap_or('\0')], letter))
        })
        .collect();
    table.sort_unstable();
    table
});

fn rows(table: &str) -> impl Iterator<Item = (&str, char)> {
    table.lines().skip(1).filter_map(|line| {
        let (surface, letter) = line.split_once(',')?;
        Some((surface, letter.chars().next()?))
    })
}

fn decode_tcvn3(text: &str) -> String {
    text.chars().map(|c| TCVN3.get(c as usize).copied().unwrap_or(c)).collect()
}

fn vni_letter(surface: [char; 2]) -> Option<char> {
    VNI.binary_search_by_key(&surface, |row| row.0).ok().and_then(|at| VNI.get(at)).map(|row| row.1)
}

fn decode_vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let pair = letters.peek().filter(|mark| !mark.is_ascii()).and_then(|mark| {
            // A capital with a small mark happens where only the first letter was put in capitals.
            vni_letter([c, *mark]).or_else(|| {
                let mark = if c.is_uppercase() {
                    mark.to_uppercase().next()?
                } else {
                    mark.to_lowercase().next()?
                };
                vni_letter([c, mark])
            })
        });
        if let Some(letter) = pair {
            letters.next();
            out.push(letter);
        } else {
            out.push(vni_letter([c, '\0']).unwrap_or(c));
        }
    }
    out
}

/// How a letter of decoded TCVN3 text speaks about capitals.
#[derive(PartialEq, Eq)]
enum Case {
    Capital,
    Small,
    /// A small letter with a tone: TCVN3 has no capital for it, so it may stand for one.
    Either,
    NoLetter,
}

fn case_of(c: char) -> Case {
    match c {
        'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư' | 'đ' => Case::Small,
        c if c.is_uppercase() => Case::Capital,
        c if c.is_ascii_lowercase() => Case::Small,
        c if c.is_lowercase() => Case::Either,
        _ => Case::NoLetter,
    }
}

/// Repairs capitals that TCVN3 cannot write: `THị ĐàO` → `THỊ ĐÀO`, `Ngọc ánh` → `Ngọc Ánh`, `ấp 3` → `Ấp 3`.
///
/// A word is in capitals when it has two capitals, a vowel and no small letter; a text without any small letter is when one of
/// its words is ("Lê" and "Vũ" alone say nothing). A word that starts with a toned vowel gets a capital when it stands
/// first or when all other words have one, as in names.
fn repair_capitals(text: String) -> String {
    if !may_need_capitals(&text) {
        return text;
    }
    let count = |word: &str, case: &Case| word.chars().filter(|c| case_of(*c) == *case).count();
    let all_capitals = |word: &str| {
        count(word, &Case::Capital) >= 2
            && count(word, &Case::Small) == 0
            // Without a vowel it is an abbreviation (CCCD), which says nothing.
            && super::text::fold(word).contains(['a', 'e', 'i', 'o', 'u', 'y'])
    };
    if count(&text, &Case::Small) == 0 && words(&text).any(|(_, word)| all_capitals(word)) {
        return text.to_uppercase();
    }
    let starts_either = |word: &str| word.chars().next().is_some_and(|c| case_of(c) == Case::Either);
    let titled = words(&text).all(|(_, word)| {
        starts_either(word) || word.chars().next().is_none_or(|c| case_of(c) != Case::Small)
    });
    let mut out = String::with_capacity(text.len());
    let mut first = true;
    for (between, word) in words(&text) {
        out.push_str(between);
        if all_capitals(word) {
            out.push_str(&word.to_uppercase());
        } else if starts_either(word) && (first || titled) {
            let mut letters = word.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        } else {
            out.push_str(word);
        }
        first &= word.is_empty();
    }
    out
}

/// The quick answer for most texts: no word starts with a toned vowel and none has two capitals.
fn may_need_capitals(text: &str) -> bool {
    let (mut in_word, mut capitals, mut either) = (false, 0, false);
    for c in text.chars() {
        match case_of(c) {
            Case::Either if !in_word => return true,
            Case::Either => either = true,
            Case::Capital if in_word => capitals += 1,
            _ => {}
        }
        in_word = case_of(c) != Case::NoLetter;
    }
    either && capitals > 0
}

/// Words with what stands before each; the last word may be empty.
fn words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let start = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c: char| !c.is_alphanumeric()).unwrap_or(from.len()));
        rest = after;
        Some((between, word))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_every_people_are_readable() {
        let check = |text: &str, expect: bool| assert_eq!(is_readable(text), expect, "{text}");
        for name in [
            "Nguyễn Thị Quỳnh",
            "GIÀNG A PÁO",
            "Lò Thị Giang",
            "Y Brư Niê",
            "H'Thoan Êban",
            "Djuăr Kbuôr",
            "Rơ Chăm Jơn",
            "Hoàng Anh",
            "Lê Hùng",
            "Phạm Gia Huy",
            "Võ Quý",
            "Blŏ",
            "Nguyen Thi Khuya",
            "Ng. T. Giữ",
        ] {
            check(name, true);
        }
        for name in [
            "Giµng A P¸o",
            "Lß ThÞ Giang",
            "Y Br\u{ad} Niª",
            "Leâ Huøng",
            "Traàn Thò",
            "Phaïm",
            "Gia\u{f8}ng",
        ] {
            check(name, false);
        }
    }

    #[test]
    fn every_vector() {
        let mut count = 0;
        for record in
            csv::Reader::from_reader(include_str!("data/legacy_test_vectors.csv").as_bytes()).records()
        {
            let record = record.unwrap();
            let [expect, tcvn3, before_repair, _, vni, _] =
                [0, 1, 2, 3, 4, 5].map(|i| record.get(i).unwrap());
            assert_eq!(decode_tcvn3(tcvn3), before_repair);
            assert_eq!(decode(tcvn3, Encoding::Tcvn3), expect);
            assert_eq!(decode(vni, Encoding::Vni), expect);
            count += 1;
        }
        assert_eq!(count, 37);
    }

    #[test]
    fn tables_are_whole() {
        // ý has the same code in both.
        assert_eq!(TCVN3.iter().enumerate().filter(|(i, c)| *i != **c as usize).count(), 74 - 1);
        assert_eq!(VNI.len(), 134);
        // The letters that published converters get wrong.
        let check = |vni: &str, expect: &str| assert_eq!(decode(vni, Encoding::Vni), expect);
        check("yû YÛ yõ YÕ î Î í ì", "ỷ Ỷ ỹ Ỹ ỵ Ỵ í ì");
        check("aú AÚ", "ẳ Ẳ");
        check("Aùnh", "Ánh");
    }

    #[test]
    fn soft_hyphen_is_u_horn() {
        // U+00AD is the ư of TCVN3.
        assert_eq!(decode("Tr\u{ad}\u{eb}ng", Encoding::Tcvn3), "Trưởng");
    }

    #[test]
    fn unicode_is_never_converted_again() {
        let check = |text: &str| {
            assert_eq!(decode(text, Encoding::Tcvn3), text);
            assert_eq!(decode(text, Encoding::Vni), text);
            assert_eq!(decode_capital(text), text);
            assert!(!has_legacy_letters(text));
        };
        check("Nguyễn Văn Đẳng");
        check("Lê Hùng, thôn Đông");
        check("Hu\u{300}ng");
        // These cannot be told from one cell; the column must.
        assert_eq!(decode("Hoàng Anh", Encoding::Vni), "Hồng Anh");
        assert_eq!(decode("Lê Hùng", Encoding::Tcvn3), "Lờ Hựng");
        for pitfall in ["Hoàng Anh", "Lê Hùng", "Vũ Hà"] {
            assert_eq!(decode(pitfall, Encoding::Unicode), pitfall);
            assert!(!has_legacy_letters(pitfall));
        }
        assert!(has_legacy_letters("NguyÔn V¨n"));
        assert!(has_legacy_letters("Hoï vaø teân"));
    }

    #[test]
    fn capitals() {
        // Decoded text on the left.
        let check = |decoded: &str, expect: &str| assert_eq!(repair_capitals(decoded.to_owned()), expect);
        check("NGUYễN THị ĐàO", "NGUYỄN THỊ ĐÀO");
        check("Lê Thị ánh", "Lê Thị Ánh");
        check("Vũ Hà", "Vũ Hà");
        check("Tô Mỹ Lý", "Tô Mỹ Lý");
        check("Đỗ Vũ", "Đỗ Vũ");
        check("LÊ Vũ Hà", "LÊ VŨ HÀ");
        check("Nơi ở hiện tại", "Nơi ở hiện tại");
        check("thôn ấp", "thôn ấp");
        check("DANH SáCH (kèm theo)", "DANH SÁCH (kèm theo)");
        check("ốm, ở nhà", "Ốm, ở nhà");
        // The font's name decides where the letters cannot.
        assert_eq!(decode_capital("Vò Hµ"), "VŨ HÀ");
        assert_eq!(decode_capital("nguyÔn thÞ ®µo"), "NGUYỄN THỊ ĐÀO");
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = decode(&text, Encoding::Tcvn3);
            let _ = decode(&text, Encoding::Vni);
            let _ = decode_capital(&text);
        }

        #[test]
        fn decoding_twice_changes_nothing(text in "[a-zA-Z ¸µ¶·¹¨»¾¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞ]{0,16}") {
            let once = decode(&text, Encoding::Tcvn3);
            if has_unicode_vietnamese(&once) {
                prop_assert_eq!(decode(&once, Encoding::Tcvn3), once);
            }
        }
    }
}
