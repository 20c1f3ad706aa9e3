//! Invented communes with known truth: people in households, then two lists of them with the slips of real lists.

#![expect(clippy::cast_possible_truncation, reason = "small made-up numbers")]

use crate::domain::citizen::Sex;
use crate::domain::dates::PartialDate;
use crate::domain::ids::HouseholdId;
use crate::domain::matching::MatchPerson;

/// A small repeatable generator of random numbers (splitmix64).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xABCD)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn between(&mut self, a: i32, b: i32) -> i32 {
        a + self.below((b - a + 1) as usize) as i32
    }
    fn chance(&mut self, p: f64) -> bool {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64 <= p && p > 0.0
    }
    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
    /// Earlier ones more often.
    fn often<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let u = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        of[((u.powf(1.7)) * of.len() as f64) as usize % of.len()]
    }
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// One row of either list.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) birth: Option<PartialDate>,
    pub(super) sex: Option<Sex>,
    pub(super) number: String,
    pub(super) old_number: String,
    pub(super) phone: String,
    pub(super) hamlet: String,
    pub(super) address: String,
    pub(super) head: String,
    pub(super) house_number: String,
    pub(super) alley: String,
    pub(super) household: Option<HouseholdId>,
}

impl Row {
    pub(super) fn person(&self) -> MatchPerson<'_> {
        MatchPerson {
            name: &self.name,
            birth: self.birth,
            sex: self.sex,
            number: &self.number,
            earlier_numbers: &[],
            old_number: &self.old_number,
            phone: &self.phone,
            hamlet: &self.hamlet,
            address: &self.address,
            head: &self.head,
            relation: "",
            house_number: &self.house_number,
            alley: &self.alley,
            household: self.household,
        }
    }
}

/// How dirty the lists are; shares of 1.
#[derive(Debug, Clone)]
pub(super) struct Noise {
    pub(super) label: &'static str,
    pub(super) in_register: f64,
    pub(super) in_roster: f64,
    /// Register.
    pub(super) no_number: f64,
    pub(super) year_only: f64,
    pub(super) unmarked: f64,
    pub(super) typo: f64,
    pub(super) marks_typo: f64,
    pub(super) scanner: f64,
    pub(super) telex: f64,
    pub(super) abbreviated: f64,
    pub(super) middle_dropped: f64,
    pub(super) order: f64,
    pub(super) day_month_swapped: f64,
    pub(super) next_year: f64,
    pub(super) number_slip: f64,
    pub(super) number_of_kin: f64,
    pub(super) no_birth: f64,
    pub(super) no_phone: f64,
    pub(super) other_phone: f64,
    pub(super) moved: f64,
    pub(super) sex_wrong: f64,
    /// Roster.
    pub(super) roster_no_number: f64,
    pub(super) roster_year_only: f64,
    pub(super) roster_typo: f64,
    pub(super) roster_caps: bool,
    pub(super) roster_hamlet: bool,
    pub(super) roster_address: bool,
    pub(super) roster_sex: bool,
    pub(super) roster_phone: bool,
    pub(super) roster_head: bool,
    pub(super) roster_no_birth: f64,
    /// The extract names alley and house in many spellings.
    pub(super) spellings: bool,
    /// People.
    pub(super) twins: f64,
    pub(super) namesake_sons: f64,
    /// Share of the hamlets whose people are of a minority.
    pub(super) minority: f64,
    /// Six family names and twenty given names, no more.
    pub(super) few_names: bool,
}

impl Noise {
    /// The profile of the requirement.
    pub(super) fn usual() -> Self {
        Self {
            label: "usual",
            in_register: 0.92,
            in_roster: 0.655,
            no_number: 0.20,
            year_only: 0.10,
            unmarked: 0.05,
            typo: 0.03,
            marks_typo: 0.01,
            scanner: 0.0,
            telex: 0.002,
            abbreviated: 0.005,
            middle_dropped: 0.003,
            order: 0.001,
            day_month_swapped: 0.01,
            next_year: 0.005,
            number_slip: 0.01,
            number_of_kin: 0.0005,
            no_birth: 0.002,
            no_phone: 0.4,
            other_phone: 0.15,
            moved: 0.02,
            sex_wrong: 0.003,
            roster_no_number: 0.0,
            roster_year_only: 0.02,
            roster_typo: 0.003,
            roster_caps: true,
            roster_hamlet: false,
            roster_address: true,
            roster_sex: true,
            roster_phone: true,
            roster_head: false,
            roster_no_birth: 0.0,
            spellings: false,
            twins: 0.012,
            namesake_sons: 0.01,
            minority: 0.08,
            few_names: false,
        }
    }

    /// All slips of the survey so many times as often.
    pub(super) fn times(self, factor: f64) -> Self {
        let more = |share: f64| (share * factor).min(0.9);
        Self {
            no_number: more(self.no_number).min(0.6),
            year_only: more(self.year_only),
            unmarked: more(self.unmarked),
            typo: more(self.typo),
            marks_typo: more(self.marks_typo),
            telex: more(self.telex),
            abbreviated: more(self.abbreviated),
            middle_dropped: more(self.middle_dropped),
            order: more(self.order),
            day_month_swapped: more(self.day_month_swapped),
            next_year: more(self.next_year),
            number_slip: more(self.number_slip),
            number_of_kin: more(self.number_of_kin),
            no_birth: more(self.no_birth),
            no_phone: more(self.no_phone).min(0.7),
            other_phone: more(self.other_phone).min(0.45),
            moved: more(self.moved),
            sex_wrong: more(self.sex_wrong),
            ..self
        }
    }

    /// The kinds of commune that the goals are set for.
    pub(super) fn kinds() -> Vec<Self> {
        let plain = || Self { spellings: true, ..Self::usual() };
        let bare = || Self { no_number: 1.0, ..plain() };
        let years = || Self { year_only: 0.6, ..bare() };
        vec![
            plain(),
            Self { label: "noise x2", ..plain().times(2.0) },
            Self { label: "noise x3", ..plain().times(3.0) },
            Self { label: "noise x4", ..plain().times(4.0) },
            Self { label: "unnumbered", ..bare() },
            Self { label: "years", ..years() },
            Self {
                label: "namesakes",
                few_names: true,
                year_only: 0.6,
                no_number: 1.0,
                ..plain().times(2.0)
            },
            Self { label: "minority", minority: 1.0, year_only: 1.0, ..bare() },
            Self { label: "kin numbers", number_of_kin: 0.15, ..plain() },
            Self { label: "no birth", roster_no_birth: 1.0, roster_no_number: 1.0, ..plain() },
            Self { label: "kin of one name", twins: 0.05, namesake_sons: 0.04, ..plain() },
            Self { label: "thin", in_register: 0.35, ..plain() },
        ]
    }

    /// The usual one first.
    pub(super) fn everyday() -> Vec<Self> {
        let usual = Self::usual;
        vec![
            usual(),
            Self { label: "typist", typo: 0.12, marks_typo: 0.06, number_slip: 0.04, ..usual() },
            Self { label: "scanner", scanner: 0.12, typo: 0.02, number_slip: 0.04, ..usual() },
            Self { label: "telex", telex: 0.15, ..usual() },
            Self { label: "no marks", unmarked: 1.0, ..usual() },
            Self { label: "abbreviated", abbreviated: 0.3, middle_dropped: 0.05, ..usual() },
            Self { label: "order", order: 0.1, day_month_swapped: 0.1, next_year: 0.03, ..usual() },
            Self { label: "moved", moved: 0.15, ..usual() },
            Self { label: "bare roster", roster_address: false, roster_phone: false, ..usual() },
            Self {
                label: "no sex",
                roster_sex: false,
                roster_address: false,
                roster_hamlet: true,
                ..usual()
            },
            Self { label: "years only", roster_year_only: 1.0, ..usual() },
            Self { label: "no numbers", roster_no_number: 1.0, ..usual() },
            Self { label: "half absent", in_register: 0.6, ..usual() },
            Self { label: "twins", twins: 0.05, namesake_sons: 0.04, number_of_kin: 0.005, ..usual() },
            Self { label: "heads", roster_head: true, roster_phone: false, no_number: 0.5, ..usual() },
        ]
    }
}

const FAMILIES: [(&str, f64); 30] = [
    ("Nguyễn", 38.0),
    ("Trần", 11.0),
    ("Lê", 9.5),
    ("Phạm", 7.0),
    ("Huỳnh", 3.0),
    ("Hoàng", 3.0),
    ("Phan", 4.5),
    ("Vũ", 2.5),
    ("Võ", 2.0),
    ("Đặng", 2.1),
    ("Bùi", 2.0),
    ("Đỗ", 1.4),
    ("Hồ", 1.3),
    ("Ngô", 1.3),
    ("Dương", 1.0),
    ("Lý", 0.8),
    ("Đinh", 0.9),
    ("Mai", 0.7),
    ("Trịnh", 0.7),
    ("Đào", 0.6),
    ("Cao", 0.5),
    ("Lương", 0.5),
    ("Hà", 0.5),
    ("Tạ", 0.4),
    ("Lưu", 0.3),
    ("Chu", 0.3),
    ("Tô", 0.2),
    ("Quách", 0.1),
    ("Khổng", 0.05),
    ("Ninh", 0.05),
];
const MALE_MIDDLE: [&str; 20] = [
    "Văn", "Văn", "Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Công", "Thành", "Đình", "Ngọc", "Quốc",
    "Anh", "Trọng", "Tuấn", "Bá", "Viết", "Duy", "Gia",
];
const FEMALE_MIDDLE: [&str; 16] = [
    "Thị", "Thị", "Thị", "Thị", "Thị", "Thị", "Ngọc", "Thu", "Thanh", "Kim", "Minh", "Thùy", "Bích", "Hồng",
    "Mai", "Phương",
];
const MALE: [&str; 72] = [
    "Hùng",
    "Dũng",
    "Tuấn",
    "Minh",
    "Hải",
    "Nam",
    "Anh",
    "Sơn",
    "Thắng",
    "Long",
    "Hưng",
    "Cường",
    "Đức",
    "Hiếu",
    "Tùng",
    "Quân",
    "Hoàng",
    "Trung",
    "Mạnh",
    "Thành",
    "Bình",
    "Tiến",
    "Việt",
    "Kiên",
    "Huy",
    "Khoa",
    "Phong",
    "Phúc",
    "Duy",
    "Tú",
    "Tâm",
    "An",
    "Lâm",
    "Lộc",
    "Thịnh",
    "Vinh",
    "Toàn",
    "Quang",
    "Đạt",
    "Bảo",
    "Khánh",
    "Nghĩa",
    "Thái",
    "Hòa",
    "Tài",
    "Chiến",
    "Công",
    "Đông",
    "Giang",
    "Hậu",
    "Hiệp",
    "Học",
    "Khang",
    "Lợi",
    "Lực",
    "Nhân",
    "Ninh",
    "Phương",
    "Quyết",
    "Quý",
    "Sáng",
    "Tân",
    "Thọ",
    "Thông",
    "Thuận",
    "Tình",
    "Trí",
    "Trường",
    "Tường",
    "Vượng",
    "Xuân",
    "Ý",
];
const FEMALE: [&str; 72] = [
    "Hoa", "Lan", "Hương", "Hồng", "Hà", "Thảo", "Linh", "Trang", "Mai", "Huyền", "Nga", "Ngọc", "Thủy",
    "Thu", "Hằng", "Phương", "Anh", "Dung", "Yến", "Loan", "Nhung", "Oanh", "Hạnh", "Hiền", "Tuyết", "Vân",
    "Xuân", "Tâm", "Thanh", "Liên", "Hòa", "Bích", "Cúc", "Đào", "Diệp", "Giang", "Huệ", "Hường", "Khánh",
    "Lệ", "Liễu", "Ly", "Lý", "Mận", "Minh", "My", "Na", "Ngân", "Nguyệt", "Nhàn", "Nhi", "Như", "Quỳnh",
    "Sen", "Tám", "Thắm", "Thơm", "Thúy", "Thư", "Thương", "Tình", "Trâm", "Trinh", "Tươi", "Uyên", "Vui",
    "Vy", "Xoan", "Ánh", "Bưởi", "Chi", "Đoan",
];
const TWIN_MALE: [(&str, &str); 6] =
    [("Hùng", "Hưng"), ("Tuấn", "Tuân"), ("Tú", "Tư"), ("Sơn", "Sang"), ("Đạt", "Đạo"), ("Minh", "Mạnh")];
const TWIN_FEMALE: [(&str, &str); 6] =
    [("Hoa", "Hòa"), ("Thúy", "Thủy"), ("Hường", "Hương"), ("Linh", "Lan"), ("Thu", "Thư"), ("Nga", "Ngân")];
const HAMLET_WORDS: [&str; 24] = [
    "Đoài",
    "Đông",
    "Thượng",
    "Hạ",
    "Trung",
    "Phú Lộc",
    "Tân Lập",
    "Yên Sơn",
    "Hòa Bình",
    "Quyết Tiến",
    "Cầu Dừa",
    "Gò Mít",
    "Bến Đá",
    "Đồng Tâm",
    "Lam Sơn",
    "An Phú",
    "Xuân Mai",
    "Thạch Bàn",
    "Mỹ Lợi",
    "Cây Đa",
    "Giếng Vàng",
    "Rừng Thông",
    "Suối Mơ",
    "Bãi Cát",
];
const STREETS: [&str; 8] =
    ["ngõ 1", "ngõ 2", "ngõ 5", "đường Bờ Sông", "đường Cây Gạo", "hẻm 12", "ngõ Đình", "đường Đồng Xa"];

#[derive(Clone)]
struct True {
    name: String,
    birth: PartialDate,
    sex: Sex,
    number: String,
    phone: String,
    head: String,
    hamlet: usize,
    house: usize,
    street: String,
    household: u128,
    kin: usize,
}

/// Two lists and the truth.
pub(super) struct Commune {
    pub(super) register: Vec<Row>,
    pub(super) roster: Vec<Row>,
    /// Place in the register of each row's person.
    pub(super) truth: Vec<Option<usize>>,
}

fn family(dice: &mut Dice, few: bool) -> &'static str {
    if few {
        return FAMILIES[dice.below(6)].0;
    }
    let total: f64 = FAMILIES.iter().map(|f| f.1).sum();
    let mut at = (dice.next() >> 11) as f64 / (1u64 << 53) as f64 * total;
    for (name, weight) in FAMILIES {
        at -= weight;
        if at <= 0.0 {
            return name;
        }
    }
    "Nguyễn"
}

fn given(dice: &mut Dice, sex: Sex, year: i32, few: bool) -> String {
    if few {
        let names: &[&str] = if sex == Sex::Male { &MALE[..20] } else { &FEMALE[..20] };
        return format!("{} {}", if sex == Sex::Male { "Văn" } else { "Thị" }, dice.often(names));
    }
    let (names, middles): (&[&str], &[&str]) =
        if sex == Sex::Male { (&MALE, &MALE_MIDDLE) } else { (&FEMALE, &FEMALE_MIDDLE) };
    let middle = if year < 1985 { middles[dice.below(6)] } else { dice.pick(middles) };
    let first = dice.often(names);
    if year > 1990 && dice.chance(0.25) {
        format!("{middle} {} {first}", dice.pick(names))
    } else {
        format!("{middle} {first}")
    }
}

/// How a people names its own (docs/domain.md, Names and text): clan last, clan first, none, or between.
const PEOPLES: usize = 5;

fn ethnic(dice: &mut Dice, people: usize, sex: Sex) -> String {
    let male = sex == Sex::Male;
    let last =
        ["Niê", "Êban", "Mlô", "Kbuôr", "Ayun", "Niê Kdăm", "Mlô Duôn Du", "Buôn Yă", "Buôn Krông", "Hđơk"];
    let first = ["Ksor", "Siu", "Rmah", "Kpă", "Nay", "Rơ Chăm", "Rah Lan", "Puih"];
    let words = [
        "Brư", "Thoan", "Djuăr", "Blŏ", "Lan", "Win", "Krông", "Suê", "Hương", "Bliă", "Nhin", "Khăm",
        "Tlơr", "Djuăn", "Wang", "Ngông", "Nghia", "Blum", "Toan", "Pơi", "Jơn", "Wil", "Ní", "Huy", "Đai",
        "Git", "Ting", "Bhem", "Dhun", "Thih", "Yar", "Rin", "Wít", "Bia", "Mlơ", "Kli", "Hăng", "Dơi",
        "Klum", "Nguôn",
    ];
    let a = dice.pick(&words);
    match people {
        0 if male => format!("Y {a} {}", dice.often(&last)),
        0 => format!("{}{a} {}", dice.pick(&["H'", "H’", "H' ", "H-", "H "]), dice.often(&last)),
        1 if male || dice.chance(0.6) => format!("{} {a}", dice.often(&first)),
        1 => format!("{} H'{a}", dice.often(&first)),
        2 => format!("{} {a}", if male { "A" } else { "Y" }),
        3 if male => format!("K'{a}"),
        3 => format!("Ka {a}"),
        _ if male => format!(
            "{} A {}",
            dice.often(&["Giàng", "Vàng", "Sùng", "Thào", "Lầu"]),
            dice.pick(&[
                "Páo", "Tủa", "Sử", "Chư", "Lềnh", "Dơ", "Vảng", "Sình", "Dính", "Của", "Pó", "Sáu", "Hồ",
                "Ký"
            ])
        ),
        _ => format!(
            "{} Thị {}",
            dice.often(&["Giàng", "Vàng", "Sùng", "Thào", "Lầu"]),
            dice.pick(&[
                "Mỷ", "Dua", "Chứ", "Sông", "Pàng", "Dợ", "Mai", "Máy", "Xua", "Ly", "Bầu", "Chư", "Sao",
                "Dí"
            ])
        ),
    }
}

fn birth(dice: &mut Dice, year: i32) -> PartialDate {
    if year < 1965 && dice.chance(0.1) {
        return PartialDate::from_day(year, 1, 1).unwrap();
    }
    let month = dice.between(1, 12) as u32;
    PartialDate::from_day(year, month, dice.between(1, 28) as u32).unwrap()
}

fn number(dice: &mut Dice, sex: Sex, year: i32) -> String {
    let province = if dice.chance(0.8) { "038" } else { dice.pick(&["001", "036", "040", "079", "024"]) };
    let digit = (year - 1900) / 100 * 2 + i32::from(sex == Sex::Female);
    format!("{province}{digit}{:02}{:06}", year % 100, dice.below(1_000_000))
}

fn phone(dice: &mut Dice) -> String {
    format!("0{}{:07}", dice.pick(&["98", "97", "91", "90", "36", "38", "70", "86"]), dice.below(10_000_000))
}

fn population(dice: &mut Dice, people: usize, noise: &Noise) -> (Vec<True>, Vec<String>) {
    let mut all: Vec<True> = Vec::with_capacity(people + 10);
    let mut hamlets = Vec::new();
    let mut household = 1u128;
    while all.len() < people {
        let size = 200 + dice.below(1_000);
        let at = hamlets.len();
        let kind = ["Thôn", "Thôn", "Khu", "Tổ dân phố", "Bản"][at / 24 % 5];
        hamlets.push(if at % 48 < 24 {
            format!("{kind} {}", HAMLET_WORDS[at % 24])
        } else {
            format!("{kind} {}", at + 1)
        });
        let is_ethnic = dice.chance(noise.minority);
        let folk = dice.below(PEOPLES);
        let few = noise.few_names;
        let clan = family(dice, few);
        let (mut house, mut alley) = (1, 1);
        let end = (all.len() + size).min(people);
        while all.len() < end {
            let start = all.len();
            let mut street = dice.pick(&STREETS).to_owned();
            house += 1 + dice.below(2);
            if noise.spellings {
                if house > 40 {
                    (house, alley) = (1, alley + 1);
                }
                street = format!("ngõ {alley}");
            }
            let home_phone = phone(dice);
            let person = |dice: &mut Dice, name: String, sex: Sex, year: i32, kin: usize| True {
                name,
                birth: birth(dice, year),
                sex,
                number: number(dice, sex, year),
                phone: if dice.chance(0.4) || year > 2010 { home_phone.clone() } else { phone(dice) },
                head: String::new(),
                hamlet: at,
                house,
                street: street.clone(),
                household,
                kin,
            };
            let full = |dice: &mut Dice, family: &str, sex: Sex, year: i32| {
                if is_ethnic {
                    ethnic(dice, folk, sex)
                } else {
                    format!("{family} {}", given(dice, sex, year, few))
                }
            };
            let of = if dice.chance(0.25) { clan } else { family(dice, few) };
            let year = dice.between(1940, 1998);
            let head = full(dice, of, Sex::Male, year);
            all.push(person(dice, head.clone(), Sex::Male, year, start));
            if dice.chance(0.8) {
                let mine = family(dice, few);
                let theirs = year + dice.between(-3, 6);
                let name = full(dice, mine, Sex::Female, theirs);
                all.push(person(dice, name, Sex::Female, theirs.min(2003), start));
            }
            let mut child = year + dice.between(20, 28);
            for _ in 0..dice.below(4) {
                child += dice.between(1, 5);
                if child > 2012 {
                    break;
                }
                let sex = if dice.chance(0.5) { Sex::Male } else { Sex::Female };
                let same = sex == Sex::Male && dice.chance(noise.namesake_sons);
                let name = if same { head.clone() } else { full(dice, of, sex, child) };
                let first = person(dice, name, sex, child, start);
                if dice.chance(noise.twins) && !is_ethnic {
                    let pair = (if sex == Sex::Male { TWIN_MALE } else { TWIN_FEMALE })[dice.below(6)];
                    let middle = if sex == Sex::Male { "Văn" } else { "Thị" };
                    let mut second = first.clone();
                    let mut first = first;
                    first.name = format!("{of} {middle} {}", pair.0);
                    second.name = format!("{of} {middle} {}", pair.1);
                    second.number = if dice.chance(0.5) {
                        let n: u64 = first.number.parse().unwrap();
                        format!("{:012}", n - n % 10 + (n + 1) % 10)
                    } else {
                        number(dice, sex, child)
                    };
                    all.push(first);
                    all.push(second);
                } else {
                    all.push(first);
                }
            }
            if dice.chance(0.15) {
                let old = (year - dice.between(20, 30)).max(1925);
                let theirs = family(dice, few);
                let name = full(dice, theirs, Sex::Female, old);
                all.push(person(dice, name, Sex::Female, old, start));
            }
            for member in &mut all[start..] {
                member.head.clone_from(&head);
            }
            household += 1;
        }
    }
    (all, hamlets)
}

/// Without marks, as a careless typist writes.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .collect()
}

fn telex(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.split(' ')
        .map(|word| {
            let mut out = String::new();
            let mut tone = None;
            for c in word.nfd() {
                match c {
                    '\u{302}' => out.push(out.chars().last().unwrap_or('a').to_ascii_lowercase()),
                    '\u{306}' | '\u{31b}' => out.push('w'),
                    '\u{300}' => tone = Some('f'),
                    '\u{301}' => tone = Some('s'),
                    '\u{303}' => tone = Some('x'),
                    '\u{309}' => tone = Some('r'),
                    '\u{323}' => tone = Some('j'),
                    'đ' => out.push_str("dd"),
                    'Đ' => out.push_str("Dd"),
                    c => out.push(c),
                }
            }
            out.extend(tone);
            out
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn typo(dice: &mut Dice, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let spots: Vec<usize> = (0..letters.len()).filter(|i| letters[*i].is_ascii_lowercase()).collect();
    if spots.len() < 2 {
        return name.to_owned();
    }
    let at = spots[dice.below(spots.len())];
    match dice.below(5) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() && letters[at + 1] != ' ' => letters.swap(at, at + 1),
        3 if dice.chance(0.5) => {
            if let Some(space) = letters.iter().position(|c| *c == ' ') {
                letters.remove(space);
            }
        }
        _ => letters[at] = char::from(b'a' + dice.below(26) as u8),
    }
    letters.into_iter().collect()
}

fn marks_typo(dice: &mut Dice, name: &str) -> String {
    let swaps = [
        ("ễ", "ể"),
        ("ị", "i"),
        ("ă", "â"),
        ("ầ", "ấ"),
        ("ù", "ũ"),
        ("ư", "u"),
        ("ò", "ó"),
        ("à", "á"),
        ("ươ", "uơ"),
        ("ạ", "a"),
        ("ồ", "ố"),
        ("ế", "ê"),
        ("ứ", "ừ"),
        ("ỹ", "ỷ"),
        ("ữ", "ử"),
        ("ả", "ã"),
        ("ủ", "ũ"),
    ];
    let fit: Vec<&(&str, &str)> = swaps.iter().filter(|(a, _)| name.contains(a)).collect();
    if fit.is_empty() {
        return name.to_owned();
    }
    let (a, b) = fit[dice.below(fit.len())];
    name.replacen(a, b, 1)
}

fn scanner(dice: &mut Dice, name: &str) -> String {
    let swaps = [
        ("m", "rn"),
        ("n", "ri"),
        ("o", "0"),
        ("l", "1"),
        ("i", "l"),
        ("h", "b"),
        ("c", "e"),
        ("u", "ii"),
        ("g", "q"),
        ("T", "I"),
    ];
    let fit: Vec<&(&str, &str)> = swaps.iter().filter(|(a, _)| name.contains(a)).collect();
    if fit.is_empty() {
        return name.to_owned();
    }
    let (a, b) = fit[dice.below(fit.len())];
    name.replacen(a, b, 1)
}

fn abbreviate(dice: &mut Dice, name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let last = words.len() - 1;
    let which = dice.below(3);
    words
        .iter()
        .enumerate()
        .map(|(i, word)| {
            let first = word.chars().next().unwrap();
            match (i, which) {
                (i, _) if i == last => (*word).to_owned(),
                (0, 0 | 2) if *word == "Nguyễn" => "Ng.".to_owned(),
                (0, 0) => format!("{first}."),
                (0, _) => (*word).to_owned(),
                (_, 0 | 1) => format!("{first}."),
                _ => (*word).to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn old_style(name: &str) -> String {
    [("òa", "oà"), ("óa", "oá"), ("úy", "uý"), ("ủy", "uỷ"), ("ùy", "uỳ")]
        .iter()
        .fold(name.to_owned(), |n, (a, b)| n.replace(a, b))
}

fn number_slip(dice: &mut Dice, number: &str) -> String {
    let mut digits: Vec<u8> = number.bytes().collect();
    let at = 4 + dice.below(7);
    match dice.below(3) {
        0 => digits[at] = b'0' + (digits[at] - b'0' + 1 + dice.below(9) as u8) % 10,
        1 => digits.swap(at, at + 1),
        _ => {
            let digit = digits.remove(at);
            digits.insert(4 + dice.below(8), digit);
        }
    }
    String::from_utf8(digits).unwrap()
}

fn year_of(birth: PartialDate) -> Option<PartialDate> {
    PartialDate::from_year(birth.year())
}

/// The ways in which lists write house and alley.
fn spelling(dice: &mut Dice, person: &True, hamlet: &str) -> String {
    let (house, alley) = (person.house, person.street.trim_start_matches("ngõ "));
    match dice.below(9) {
        0 => format!("{hamlet}, xã Phú An"),
        1 => format!("Số {house} ngõ {alley}, {hamlet}, xã Phú An"),
        2 => format!("Ngõ {alley} {house}, {hamlet}"),
        3 => format!("{house}/{alley} {hamlet}"),
        4 => format!("nhà {house}, ngõ {alley}, {hamlet}, Phú An"),
        5 => format!("SN {house} NGÕ {alley} {}", hamlet.to_uppercase()),
        6 => format!("{hamlet}, ngõ {alley}, số nhà {house}"),
        7 => format!("Số nhà {house}, {hamlet}, xã Phú An"),
        _ => format!("{house} Ngõ {alley}, {hamlet} - Phú An"),
    }
}

/// Makes a commune; the same seed gives the same commune.
pub(super) fn commune(seed: u64, people: usize, noise: &Noise) -> Commune {
    let dice = &mut Dice::new(seed);
    let (all, hamlets) = population(dice, people, noise);
    let mut register: Vec<(usize, Row)> = Vec::new();
    for (who, person) in all.iter().enumerate() {
        if !dice.chance(noise.in_register) {
            continue;
        }
        let mut name = person.name.clone();
        if dice.chance(0.3) {
            name = old_style(&name);
        }
        if dice.chance(noise.middle_dropped) {
            let words: Vec<&str> = name.split(' ').collect();
            if words.len() > 2 {
                name = [&words[..1], &words[2..]].concat().join(" ");
            }
        }
        if dice.chance(noise.abbreviated) {
            name = abbreviate(dice, &name);
        }
        if dice.chance(noise.order) {
            let mut words: Vec<&str> = name.split(' ').collect();
            words.rotate_right(1);
            name = words.join(" ");
        }
        if dice.chance(noise.typo) {
            name = typo(dice, &name);
        }
        if dice.chance(noise.marks_typo) {
            name = marks_typo(dice, &name);
        }
        if dice.chance(noise.scanner) {
            name = scanner(dice, &name);
        }
        if dice.chance(noise.telex) {
            name = telex(&name);
        } else if dice.chance(noise.unmarked) {
            name = plain(&name);
        }
        let mut birth = Some(person.birth);
        let b = person.birth;
        if dice.chance(noise.no_birth) {
            birth = None;
        } else if dice.chance(noise.day_month_swapped) && b.day().unwrap() <= 12 {
            birth = PartialDate::from_day(b.year(), b.day().unwrap(), b.month().unwrap());
        } else if dice.chance(noise.next_year) {
            let step = if dice.chance(0.5) { 1 } else { -1 };
            birth = PartialDate::from_day(b.year() + step, b.month().unwrap(), b.day().unwrap());
        }
        if dice.chance(noise.year_only) {
            birth = birth.and_then(year_of);
        }
        let number = if dice.chance(noise.no_number) {
            String::new()
        } else if dice.chance(noise.number_slip) {
            number_slip(dice, &person.number)
        } else if dice.chance(noise.number_of_kin) {
            // Another member's.
            let kin: Vec<usize> =
                (person.kin..all.len()).take_while(|at| all[*at].household == person.household).collect();
            all[kin[dice.below(kin.len())]].number.clone()
        } else {
            person.number.clone()
        };
        let phone = if dice.chance(noise.no_phone) {
            String::new()
        } else if dice.chance(noise.other_phone) {
            phone(dice)
        } else {
            person.phone.clone()
        };
        let hamlet = if dice.chance(noise.moved) { dice.below(hamlets.len()) } else { person.hamlet };
        let sex =
            if dice.chance(noise.sex_wrong) == (person.sex == Sex::Male) { Sex::Female } else { Sex::Male };
        register.push((
            who,
            Row {
                name,
                birth,
                sex: Some(sex),
                number,
                phone,
                hamlet: hamlets[hamlet].clone(),
                head: person.head.clone(),
                // It stands with the household.
                house_number: if person.household % 10 < 7 {
                    person.house.to_string()
                } else {
                    String::new()
                },
                alley: if noise.spellings { person.street.clone() } else { String::new() },
                household: Some(HouseholdId(uuid::Uuid::from_u128(person.household))),
                ..Row::default()
            },
        ));
    }
    dice.shuffle(&mut register);
    let mut place = vec![None; all.len()];
    for (at, (who, _)) in register.iter().enumerate() {
        place[*who] = Some(at);
    }

    let mut roster: Vec<(usize, Row)> = Vec::new();
    for (who, person) in all.iter().enumerate() {
        if !dice.chance(noise.in_roster) {
            continue;
        }
        let mut name = person.name.clone();
        if dice.chance(noise.roster_typo) {
            name = typo(dice, &name);
        }
        if noise.roster_caps {
            name = name.to_uppercase();
        }
        let hamlet = &hamlets[person.hamlet];
        let spelt = match dice.below(6) {
            0 => plain(hamlet).to_lowercase(),
            1 => hamlet.to_lowercase(),
            2 => hamlet.replace("Tổ dân phố", "TDP"),
            _ => hamlet.clone(),
        };
        let mut address = String::new();
        if noise.spellings && !dice.chance(0.05) {
            address = spelling(dice, person, &spelt);
        } else if noise.roster_address && !dice.chance(0.05) {
            address = match dice.below(4) {
                0 => format!("{spelt}, xã Phú An, huyện Lam Khê"),
                1 => format!("Số {} {}, {spelt}, xã Phú An", person.house, person.street),
                2 => format!("{spelt} xã Phú An"),
                _ => format!("{} {}, {spelt}, Phú An, Trung Châu", person.house, person.street),
            };
        }
        roster.push((
            who,
            Row {
                name,
                birth: if dice.chance(noise.roster_no_birth) {
                    None
                } else if dice.chance(noise.roster_year_only) {
                    year_of(person.birth)
                } else {
                    Some(person.birth)
                },
                sex: noise.roster_sex.then_some(person.sex),
                number: if dice.chance(noise.roster_no_number) {
                    String::new()
                } else {
                    person.number.clone()
                },
                phone: if noise.roster_phone && dice.chance(0.8) {
                    person.phone.clone()
                } else {
                    String::new()
                },
                hamlet: if noise.roster_hamlet { spelt } else { String::new() },
                address,
                head: if noise.roster_head { person.head.clone() } else { String::new() },
                ..Row::default()
            },
        ));
    }
    dice.shuffle(&mut roster);
    let truth = roster.iter().map(|(who, _)| place[*who]).collect();
    Commune {
        register: register.into_iter().map(|(_, row)| row).collect(),
        roster: roster.into_iter().map(|(_, row)| row).collect(),
        truth,
    }
}
