//! Types text as it was typed before Unicode: TCVN3 and VNI surface characters (docs/domain.md, Old encodings). The demo alone needs it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Font;

fn table(csv: &'static str) -> BTreeMap<char, String> {
    csv::Reader::from_reader(csv.as_bytes())
        .records()
        .flatten()
        .filter_map(|r| Some((r.get(1)?.chars().next()?, r.get(0)?.to_owned())))
        .collect()
}

/// The surface characters of NFC `text` in the encoding of `font`.
pub(super) fn encode(text: &str, font: Font) -> String {
    static TCVN3: OnceLock<BTreeMap<char, String>> = OnceLock::new();
    static VNI: OnceLock<BTreeMap<char, String>> = OnceLock::new();
    let table = match font {
        Font::Unicode => return text.to_owned(),
        Font::Tcvn3 | Font::Tcvn3Capital => TCVN3.get_or_init(|| table(include_str!("../data/tcvn3.csv"))),
        Font::Vni => VNI.get_or_init(|| table(include_str!("../data/vni.csv"))),
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // TCVN3 has no capitals with a tone: the code of the small letter serves.
        let small = || c.to_lowercase().next().and_then(|small| table.get(&small));
        match table.get(&c).or_else(|| if c.is_ascii() { None } else { small() }) {
            Some(surface) => out.push_str(surface),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, font: Font, expect: &str) {
        assert_eq!(encode(text, font), expect);
    }

    #[test]
    fn old_fonts_have_the_surface_of_the_tables() {
        check("Họ và tên", Font::Tcvn3, "Hä vµ tªn");
        check("Đặng Ngọc Ánh", Font::Tcvn3, "§Æng Ngäc ¸nh");
        check("NGUYỄN THỊ ĐÀO", Font::Tcvn3Capital, "NGUYÔN THÞ §µO");
        check("Vũ Đức Trưởng", Font::Vni, "Vuõ Ñöùc Tröôûng");
        check("Y Brư Niê", Font::Tcvn3, "Y Br\u{ad} Niª");
    }
}
