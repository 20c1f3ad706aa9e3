//! What a name stands for to which work is given: a person, or an organisation (docs/domain.md, Plans and targets).

use std::sync::LazyLock;

use crate::domain::text::{fold, nfc_clean};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOf {
    /// Somebody.
    Person,
    /// A team (tổ, đội, nhóm), which has no list of members.
    Team,
    /// An agency (công an, ủy ban, đoàn thể).
    Agency,
}

/// First words of an organisation.
struct Words {
    of: NameOf,
    /// In small letters with their marks.
    marked: String,
    /// Without.
    plain: String,
    /// Whether they tell without marks: several words, or letters that no name is spelled with.
    tell: bool,
}

static WORDS: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let lines = include_str!("../data/organisation_words.csv").lines().skip(1);
    lines
        .filter_map(|line| line.split_once(','))
        .map(|(kind, words)| Words {
            of: if kind == "team" { NameOf::Team } else { NameOf::Agency },
            marked: words.to_owned(),
            plain: fold(words),
            tell: kind == "short" || words.contains(' '),
        })
        .collect()
});

impl NameOf {
    /// What `name` stands for by its first words. Marks count where there are any: Tô, Đoàn and Bàn are family names. Without
    /// marks two words have to tell, or a word and a number.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let name = nfc_clean(name.trim()).to_lowercase();
        let marked = !name.is_ascii();
        let said = if marked { name } else { fold(&name) };
        let begins = |words: &&Words| {
            let rest = said.strip_prefix(if marked { &words.marked } else { &words.plain });
            rest.is_some_and(|rest| match rest.strip_prefix(' ') {
                Some(more) => marked || words.tell || more.starts_with(|c: char| c.is_ascii_digit()),
                None => rest.is_empty() && words.tell,
            })
        };
        WORDS.iter().find(begins).map_or(Self::Person, |words| words.of)
    }
}

/// First words of the units that a name means each of, without marks: "UBND các huyện" are the districts of a province, "các xã" the
/// communes. `None` for the name of one.
#[must_use]
pub fn first_words_of_each(name: &str) -> Option<&'static [&'static str]> {
    /// Of a kind: a word that tells it, all words that may stand, first words of its units.
    type Kind = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);
    const KINDS: [Kind; 3] = [
        (
            &["huyen", "quan"],
            &["huyen", "quan", "thi", "xa", "thanh", "pho", "va"],
            &["huyen", "quan", "thi xa", "thanh pho"],
        ),
        (
            &["xa", "phuong"],
            &["xa", "phuong", "thi", "tran", "dac", "khu", "va"],
            &["xa", "phuong", "thi tran", "dac khu"],
        ),
        (
            &["thon", "ap", "to"],
            &["thon", "ap", "ban", "buon", "khu", "pho", "khom", "to", "dan", "va"],
            &["thon", "ap", "ban", "buon", "khu pho", "khom", "to dan pho"],
        ),
    ];
    let name = fold(name);
    let name = name.strip_prefix("ubnd ").or_else(|| name.strip_prefix("uy ban nhan dan ")).unwrap_or(&name);
    let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let ("cac", rest) = (words().next()?, || words().skip(1)) else { return None };
    let is_of = |(tells, words, _): &&Kind| {
        rest().any(|word| tells.contains(&word)) && rest().all(|word| words.contains(&word))
    };
    KINDS.iter().find(is_of).map(|(.., first)| *first)
}

/// The unit whose people's committee a name is, folded: "UBND huyện Một" → "huyen mot".
#[must_use]
pub fn council_of(name: &str) -> Option<String> {
    let name = fold(name);
    ["ubnd ", "uy ban nhan dan "].iter().find_map(|words| name.strip_prefix(words)).map(str::to_owned)
}

/// The names of a cell of partners, parted by lines, semicolons or commas: "UBND các huyện, thành, thị" is one of them.
#[must_use]
pub fn partners_of(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split(['\n', ';', ',']) {
        let part = nfc_clean(part.trim().trim_start_matches("- ").trim_end_matches('.'));
        if part.is_empty() {
            continue;
        }
        if let Some(last) = names.last_mut()
            && first_words_of_each(last).is_some()
            && part.starts_with(char::is_lowercase)
        {
            *last = format!("{last}, {part}");
        } else if !names.iter().any(|name| fold(name) == fold(&part)) {
            names.push(part.into_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partners_stand_in_one_cell() {
        let check = |text: &str, expect: &[&str]| assert_eq!(partners_of(text), expect, "{text}");
        check("Công an tỉnh, Sở Y tế; công an tỉnh", &["Công an tỉnh", "Sở Y tế"]);
        check(
            "- Công an tỉnh\n- UBND các huyện, thành, thị, Sở Y tế.",
            &["Công an tỉnh", "UBND các huyện, thành, thị", "Sở Y tế"],
        );
        check("Công an tỉnh, các đơn vị liên quan", &["Công an tỉnh", "các đơn vị liên quan"]);
        check(" ; ", &[]);
    }

    #[test]
    fn a_name_may_mean_each_of_several_units() {
        let check = |name: &str, expect: Option<&str>| {
            assert_eq!(first_words_of_each(name).map(|words| words[0]), expect, "{name}");
        };
        check("UBND các huyện, thành, thị", Some("huyen"));
        check("Ủy ban nhân dân các huyện, thị xã, thành phố", Some("huyen"));
        check("UBND các xã, phường, thị trấn", Some("xa"));
        check("Các thôn", Some("thon"));
        check("UBND các xã", Some("xa"));
        check("UBND huyện Một", None);
        check("UBND các huyện miền núi", None); // not all of them
        check("Các sở, ban, ngành", None);
    }

    #[test]
    fn organisations_are_no_people() {
        let check = |name: &str, expect: NameOf| assert_eq!(NameOf::of(name), expect, "{name}");
        for name in [
            "Đoàn Thanh niên xã",
            "Công an xã",
            "CÔNG AN XÃ",
            "Ban công tác mặt trận",
            "Ban Công tác Mặt trận thôn 3",
            "UBND xã",
            "Ủy ban nhân dân xã",
            "Hội Phụ nữ",
            "Hội LHPN xã",
            "Trạm Y tế",
            "Cong an xa",
            "doan thanh nien xa",
            "ubnd xa",
            "UBND",
        ] {
            check(name, NameOf::Agency);
        }
        for name in
            ["Tổ công nghệ số thôn 1", "Tổ 3", "Đội 2", "to 3", "To cong nghe so", "Nhóm Zalo thôn Đoài"]
        {
            check(name, NameOf::Team);
        }
        for name in [
            "Đoàn Thị Mẫu",
            "Đoàn Văn Thử",
            "Doan Van Thu",
            "Tô Văn Mẫu",
            "To Van Mau",
            "Bàn Văn Thử",
            "Ban Van Thu",
            "Công Văn Thử",
            "Phong Thử",
            "Trương Thị Mẫu",
            "Truong Thi Mau",
            "Sơ Thị Mẫu",
            "Trường",
            "Hồ Bình",
            "",
        ] {
            check(name, NameOf::Person);
        }
    }
}
