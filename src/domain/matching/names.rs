//! Names made ready for comparing: syllables as packed letters, with their marks beside them.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

/// Most syllables that are looked at; of longer names the first ones and the last.
pub(super) const MOST: usize = 6;

/// One name, ready to compare.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Name {
    /// How many syllables; 0 when there is no name.
    pub(super) len: usize,
    /// Folded letters of each syllable, eight to a word, the first letter lowest.
    pub(super) letters: [u64; MOST],
    /// The same after undoing slips of keyboards and scanners ("nguyeenx", "nguye6n4", "tharn" for "tham").
    pub(super) loose: [u64; MOST],
    /// Marks of each syllable: three bits a letter, then the tone, so that hoà and hòa are equal.
    pub(super) marks: [u32; MOST],
    /// Hash of the letters in order.
    pub(super) key: u64,
    /// Hash of the loose syllables in any order.
    pub(super) bag: u64,
    /// Hash of the letters without the spaces.
    pub(super) joined: u64,
    /// Hash of letters and marks.
    pub(super) marked_key: u64,
    /// Has any mark at all; a name typed without marks says nothing about them.
    pub(super) marked: bool,
    /// The first syllable is one letter with a dot: an abbreviation.
    dotted: bool,
    /// The first syllable is of a woman's name with its apostrophe (H'Ưng).
    apostrophe: bool,
}

/// One well-mixed number out of two.
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let mut x = a.rotate_left(23) ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 29)
}

/// Hash of bytes, the same on every run and machine.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(bytes.len() as u64 ^ 0xCBF2_9CE4_8422_2325, |h, chunk| {
        mix(h, chunk.iter().fold(1, |word, &b| word << 8 | u64::from(b)))
    })
}

#[derive(Clone, Copy, Default)]
struct Letter {
    base: u8,
    quality: u8,
    tone: u8,
}

fn analyse(c: char) -> Letter {
    let mut letter = Letter::default();
    for part in c.to_lowercase().flat_map(|c| [c].into_iter().nfd().collect::<Vec<_>>()) {
        match part {
            'đ' | 'ð' => letter = Letter { base: b'd', quality: 4, tone: 0 },
            '\u{0306}' => letter.quality = 1,
            '\u{0302}' => letter.quality = 2,
            '\u{031B}' => letter.quality = 3,
            '\u{0300}' => letter.tone = 1,
            '\u{0301}' => letter.tone = 2,
            '\u{0303}' => letter.tone = 3,
            '\u{0309}' => letter.tone = 4,
            '\u{0323}' => letter.tone = 5,
            c if c.is_alphanumeric() && letter.base == 0 => {
                letter.base = u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b'?');
            }
            _ => {}
        }
    }
    letter
}

/// What a character is; a table for the ranges that Vietnamese uses.
fn letter_of(c: char) -> Letter {
    static TABLE: OnceLock<Vec<Letter>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        ('\0'..'\u{0250}').chain('\u{1E00}'..'\u{1F00}').map(analyse).collect::<Vec<Letter>>()
    });
    let code = c as usize;
    let place = match code {
        0..0x250 => code,
        0x300..0x370 => return analyse(c),
        0x1E00..0x1F00 => code - 0x1E00 + 0x250,
        _ => return analyse(c),
    };
    table.get(place).copied().unwrap_or_default()
}

#[derive(Default)]
struct Syllable {
    bytes: [u8; 8],
    len: usize,
    rest: u64,
    marks: u32,
}

impl Syllable {
    fn push(&mut self, letter: Letter) {
        if letter.base == 0 {
            // A combining mark belongs to the letter before it.
            self.mark(self.len.saturating_sub(1), letter);
            return;
        }
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = letter.base;
        } else {
            self.rest = mix(self.rest, u64::from(letter.base));
        }
        self.mark(self.len, letter);
        self.len += 1;
    }

    fn mark(&mut self, place: usize, letter: Letter) {
        if letter.quality > 0 && place < 8 {
            self.marks |= u32::from(letter.quality) << (3 * place);
        }
        if letter.tone > 0 {
            self.marks = self.marks & 0x00FF_FFFF | u32::from(letter.tone) << 24;
        }
    }

    /// Lý = Lí, Mỹ = Mĩ, Quý = Quí: a last y after a consonant is an i.
    fn letters(&mut self) -> u64 {
        if let [.., before, last @ b'y'] = self.bytes.get_mut(..self.len.min(8)).unwrap_or_default()
            && !matches!(*before, b'a' | b'e' | b'o' | b'u' | b'i')
        {
            *last = b'i';
        } else if let [b'q', b'u', last @ b'y', 0, ..] = &mut self.bytes {
            *last = b'i';
        }
        let mut word = u64::from_le_bytes(self.bytes);
        if self.rest != 0 {
            word = word & 0x00FF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000 | self.rest << 56;
        }
        word
    }
}

/// Undoes what keyboards and scanners leave in a syllable; both sides get the same treatment, so a
/// word that only looks like a slip ("Siu", "Djuar") stays equal to itself.
fn loosen(letters: u64) -> u64 {
    let bytes = letters.to_le_bytes();
    if letters > 0x7FFF_FFFF_FFFF_FFFF {
        return letters;
    }
    let mut out = [0u8; 8];
    let mut len = 0usize;
    let mut before = 0u8;
    let has_letter = bytes.iter().any(u8::is_ascii_alphabetic);
    for (place, &b) in bytes.iter().take_while(|b| **b != 0).enumerate() {
        let b = match b {
            b'0' if has_letter => b'o',
            b'1' if has_letter && place == 0 => b'l',
            b'1'..=b'9' if has_letter => continue,
            _ => b,
        };
        let tone_key = matches!(b, b's' | b'f' | b'r' | b'x' | b'j');
        if place > 0 && (b == b'w' || b == b'z' || tone_key && !(b == b'r' && before == b't')) {
            if b == b'r' && bytes.get(place + 1) == Some(&b'n') {
                // Scanners read m as rn.
                if let Some(slot) = out.get_mut(len) {
                    *slot = b'm';
                    len += 1;
                }
                before = b'r';
            }
            continue;
        }
        if before == b'r' && b == b'n' {
            before = b'm';
            continue;
        }
        if b == before && matches!(b, b'a' | b'e' | b'o' | b'd') {
            continue;
        }
        before = b;
        if let Some(slot) = out.get_mut(len) {
            *slot = b;
            len += 1;
        }
    }
    if len == 0 { letters } else { u64::from_le_bytes(out) }
}

impl Name {
    /// Reads a name. Text in brackets is left out; apostrophes join, all other signs part the syllables.
    pub(super) fn read(text: &str) -> Self {
        let mut name = Self::default();
        let mut syllable = Syllable::default();
        let mut bracket = false;
        for c in text.chars() {
            match c {
                '(' | '[' => bracket = true,
                ')' | ']' => bracket = false,
                _ if bracket => continue,
                '\'' | '’' | '‘' | 'ʼ' | '`' => {
                    name.apostrophe |= name.len == 0 && syllable.len == 1;
                    continue;
                }
                '.' => name.dotted |= name.len == 0 && syllable.len == 1,
                _ => {}
            }
            let letter = letter_of(c);
            if letter.base == 0 && letter.quality == 0 && letter.tone == 0 {
                name.close(&mut syllable);
            } else {
                if letter.base != 0 {
                    name.joined = (name.joined ^ u64::from(letter.base)).wrapping_mul(0x0000_0100_0000_01B3);
                }
                syllable.push(letter);
            }
        }
        name.close(&mut syllable);
        name.finish();
        name
    }

    fn close(&mut self, syllable: &mut Syllable) {
        if syllable.len > 0 {
            let letters = syllable.letters();
            let place = self.len.min(MOST - 1);
            let loose = loosen(letters);
            for (slots, value) in [(&mut self.letters, letters), (&mut self.loose, loose)] {
                if let Some(slot) = slots.get_mut(place) {
                    *slot = value;
                }
            }
            if let Some(slot) = self.marks.get_mut(place) {
                *slot = syllable.marks;
            }
            self.marked |= syllable.marks != 0;
            self.len = place + 1;
        }
        *syllable = Syllable::default();
    }

    fn finish(&mut self) {
        // "Ông", "Bà" before a whole name is an address, not a name.
        let title = [u64::from_le_bytes(*b"ong\0\0\0\0\0"), u64::from_le_bytes(*b"ba\0\0\0\0\0\0")];
        if self.len > 3 && self.letters.first().is_some_and(|first| title.contains(first)) {
            self.turn(1);
            self.len -= 1;
        }
        self.put_given_last();
        for place in 0..self.len {
            let (Some(&letters), Some(&loose), Some(&marks)) =
                (self.letters.get(place), self.loose.get(place), self.marks.get(place))
            else {
                continue;
            };
            self.key = mix(self.key, letters);
            self.bag = self.bag.wrapping_add(mix(7, loose));
            self.marked_key = mix(mix(self.marked_key, letters), u64::from(marks));
        }
    }

    /// Turns the slots so that the syllable at `places` comes first.
    fn turn(&mut self, places: usize) {
        fn turn<T>(slots: &mut [T], len: usize, places: usize) {
            if let Some(used) = slots.get_mut(..len)
                && places <= len
            {
                used.rotate_left(places);
            }
        }
        turn(&mut self.letters, self.len, places);
        turn(&mut self.loose, self.len, places);
        turn(&mut self.marks, self.len, places);
    }

    /// Ê Đê and M'nông put the clan last: Y Wang Mlô Duôn Du, H'Nghia Êban (docs/domain.md, Names and text). Given names
    /// go last here; the marker of a woman or of the Cơ Ho may stand apart from its name.
    fn put_given_last(&mut self) {
        let first = self.letters.first().copied().unwrap_or(0);
        let second = self.letters.get(1).copied().unwrap_or(0);
        let (h, k, y) = (u64::from(b'h'), u64::from(b'k'), u64::from(b'y'));
        if (first == h || first == k) && !self.dotted && self.len > 1 && second > 0xFF && second >> 56 == 0 {
            self.turn(1);
            self.len -= 1;
            if let (Some(letters), Some(loose), Some(marks)) =
                (self.letters.first_mut(), self.loose.first_mut(), self.marks.first_mut())
            {
                *letters = second << 8 | first;
                *loose = loosen(*letters);
                *marks = *marks & 0xFF00_0000 | (*marks & 0x001F_FFFF) << 3;
            }
        }
        let first = self.letters.first().copied().unwrap_or(0);
        let after = u8::try_from(first >> 8 & 0xFF).unwrap_or(0);
        let woman = first & 0xFF == h
            && after != 0
            && (self.apostrophe || !matches!(after, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
        if woman && self.len > 1 {
            self.turn(1);
        } else if first == y && self.len > 2 {
            self.turn(2);
        }
    }

    /// The last syllable, loose: the given name.
    pub(super) fn given(&self) -> u64 {
        self.len.checked_sub(1).and_then(|last| self.loose.get(last)).copied().unwrap_or(0)
    }

    /// The first syllable, loose.
    pub(super) fn family(&self) -> u64 {
        if self.len > 1 { self.loose.first().copied().unwrap_or(0) } else { 0 }
    }
}

/// One letter typed wrong, left out, put in, or two neighbours swapped; both words are packed letters.
pub(super) fn one_slip(a: u64, b: u64) -> bool {
    if a == b {
        return true;
    }
    let shift = (a ^ b).trailing_zeros() / 8 * 8;
    let (ra, rb) = (a >> shift, b >> shift);
    let (ta, tb) = (ra >> 8, rb >> 8);
    ta == tb && ra & 0xFF != 0 && rb & 0xFF != 0
        || ta == rb
        || ra == tb
        || ta >> 8 == tb >> 8 && ra & 0xFF == tb & 0xFF && ta & 0xFF == rb & 0xFF
}

/// `short` stands for `long`: "T" or "Ng" for "Thị", "Nguyễn". A syllable with a vowel is no abbreviation.
pub(super) fn abbreviates(short: u64, long: u64) -> bool {
    let len = 8 - short.leading_zeros() / 8;
    if short == 0 || len >= 4 || short == long {
        return false;
    }
    let mask = (1u64 << (8 * len)) - 1;
    let vowel = short.to_le_bytes().iter().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    long & mask == short && (len == 1 || !vowel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_only_in_writing_are_equal() {
        let check = |a: &str, b: &str| {
            let (a, b) = (Name::read(a), Name::read(b));
            assert_eq!((a.key, a.marked_key), (b.key, b.marked_key));
        };
        check("Nguyễn Thị Hoà", "NGUYỄN  THỊ HÒA");
        check("Lê Thúy Quỳnh", "Lê Thuý Quỳnh");
        check("Lý Mỹ Quý", "Lí Mĩ Quí");
        check("H'Thoan Êban", "H’THOAN ÊBAN (chủ hộ)");
        check("Đỗ Văn Bền", "Ðỗ Văn Bê\u{0300}n");
        check("Ông Đỗ Văn Bền", "Đỗ Văn Bền");
        for written in ["H’ Thoan Êban", "H-THOAN ÊBAN", "HThoan Êban", "H Thoan Êban"] {
            check("H'Thoan Êban", written);
        }
        check("K'Git", "K' Git");
    }

    #[test]
    fn the_given_name_is_found_where_each_people_puts_it() {
        let check = |name: &str, given: &str, family: &str| {
            let (name, given, family) = (Name::read(name), Name::read(given), Name::read(family));
            assert_eq!((name.given(), name.family()), (given.loose[0], family.loose[0]));
        };
        check("Nguyễn Văn Bình", "Bình", "Nguyễn");
        check("Y Wang Mlô Duôn Du", "Wang", "Mlô");
        check("H'Nghia Êban", "Hnghia", "Êban");
        check("H'Ưng Buôn Yă", "Hưng", "Buôn");
        check("Ksor Ní", "Ní", "Ksor");
        check("Nay H'Wil", "Hwil", "Nay");
        check("A Huy", "Huy", "A");
        check("Y Đai", "Đai", "Y");
        check("Cill K'Git", "Kgit", "Cill");
        check("Giàng A Páo", "Páo", "Giàng");
        check("H. Lan", "Lan", "H");
    }

    #[test]
    fn slips_of_keyboard_and_scanner_are_undone() {
        let check = |a: &str, b: &str| assert_eq!(Name::read(a).bag, Name::read(b).bag, "{a} {b}");
        check("Nguyeenx Thij Hoaf", "Nguyễn Thị Hòa");
        check("Nguye6n4 Thi5 Hoa2", "Nguyễn Thị Hoà");
        check("Phan Thi Tharn", "Phan Thị Thắm");
        check("Hoa Nguyễn Thị", "Nguyễn Thị Hoa");
        check("Bru Kpa", "Kpă Brư");
    }

    #[test]
    fn one_slip_and_abbreviations() {
        let pack = |s: &str| Name::read(s).letters[0];
        for (a, b, near) in
            [("hoa", "hoan", true), ("hung", "hugn", true), ("hung", "hang", true), ("hung", "hanh", false)]
        {
            assert_eq!(one_slip(pack(a), pack(b)), near, "{a} {b}");
        }
        for (a, b, short) in
            [("Ng", "Nguyễn", true), ("T", "Thị", true), ("An", "Anh", false), ("Th", "Tú", false)]
        {
            assert_eq!(abbreviates(pack(a), pack(b)), short, "{a} {b}");
        }
    }
}
