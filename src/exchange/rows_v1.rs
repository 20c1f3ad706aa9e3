//! Rows of people as work and result packages write them, version 1 (docs/formats.md): the tables, their fields and what a
//! field may hold. Frozen: a change is a version 2.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::assignment::{Checkpoint, Goal, Place};
use crate::domain::dates::PartialDate;
use crate::domain::sharing::{Fields, RowChange};
use crate::domain::target::PrintedRow;
use crate::error::{Error, Result};

/// What a field may hold. All but numbers are texts; `""` is not known.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A UUID.
    Id,
    /// A UUID or null.
    IdOrNull,
    /// At most so many characters, none of them a control character beside the end of a line.
    Text(usize),
    /// A day.
    Day,
    /// A day or `""`.
    DayOrBlank,
    /// `1950`, `1950-03`, `1950-03-12` or `""`.
    Birth,
    /// RFC 3339 with +07:00.
    Time,
    /// The same or `""`.
    TimeOrBlank,
    /// A whole number from 0 to 4,294,967,295.
    Count,
    /// The same or null.
    CountOrNull,
    /// A whole number up to this.
    UpTo(u64),
    /// JSON that the function can read, to 100,000 bytes.
    Json(fn(&str) -> bool),
    /// One of these.
    OneOf(&'static [&'static str]),
}

/// Which way rows of a table go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the commune to the hamlet only.
    Down,
    /// Both ways.
    Both,
}

/// A table of rows.
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    /// Which way its rows go.
    pub(crate) way: Way,
    /// Fields beside `id`, in order.
    pub(crate) fields: &'static [(&'static str, Kind)],
    /// Fields that a hamlet does not change in a row that the commune has.
    pub(crate) fixed: &'static [&'static str],
}

use Kind::{
    Birth, Count, CountOrNull, Day, DayOrBlank, Id, IdOrNull, Json, OneOf, Text, Time, TimeOrBlank, UpTo,
};

const NAME: Kind = Text(500);
const LONG: Kind = Text(10_000);
const PLACE: Kind = Json(parses::<Place>);
const CHECKPOINTS: Kind = Json(parses::<Vec<Checkpoint>>);
const GOAL: Kind = Json(parses::<Goal>);
const PRINTED: Kind = Json(parses::<PrintedRow>);
const SEX: Kind = OneOf(&["", "male", "female"]);
const ROLE: Kind = OneOf(&["", "leader", "deputy", "member", "police", "volunteer"]);
const STATE: Kind = OneOf(&[
    "not-registered",
    "pending-approval",
    "rejected",
    "approved-not-activated",
    "active-level1",
    "active-level2",
    "locked",
    "unknown",
]);
const LEVEL: Kind = UpTo(2);
const YES: Kind = OneOf(&["", "yes", "no"]);

const fn table(name: &'static str, way: Way, fields: &'static [(&'static str, Kind)]) -> Table {
    Table { name, way, fields, fixed: &[] }
}

/// All tables, in the order of the alphabet.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "assignment",
        way: Way::Both,
        fields: &[
            ("task", LONG),
            ("place", PLACE),
            ("start", Day),
            ("due", Day),
            ("checkpoints", CHECKPOINTS),
            ("goal", GOAL),
            ("answerable", NAME),
            ("plan", NAME),
            ("handed_in", DayOrBlank),
        ],
        fixed: &["task", "place", "start", "due", "checkpoints", "goal", "answerable", "plan"],
    },
    table(
        "assignment_holder",
        Way::Down,
        &[
            ("assignment_id", Id),
            ("position", Count),
            ("name", NAME),
            ("kind", OneOf(&["member", "team", "unit"])),
            ("member_id", IdOrNull),
            ("unit_id", IdOrNull),
            ("from_day", Day),
        ],
    ),
    table("assignment_note", Way::Both, &[("assignment_id", Id), ("day", Day), ("text", LONG)]),
    table(
        "campaign",
        Way::Down,
        &[
            ("number", NAME),
            ("title", LONG),
            ("issuer", NAME),
            ("target", CountOrNull),
            ("first_day", Day),
            ("last_day", Day),
            ("in_use", Count),
        ],
    ),
    Table {
        name: "citizen",
        way: Way::Both,
        fields: &[
            ("household_id", Id),
            ("unit_id", Id),
            ("code", NAME),
            ("name", NAME),
            ("birth", Birth),
            ("sex", SEX),
            ("number", NAME),
            ("old_number", NAME),
            ("phone", NAME),
            ("relation", NAME),
            ("residence", NAME),
            ("address", LONG),
            ("smartphone", YES),
            ("internet", YES),
            ("note", LONG),
        ],
        fixed: &["unit_id", "code"],
    },
    table("departure", Way::Both, &[("gone", OneOf(&["moved", "deceased"])), ("day", Day)]),
    Table {
        name: "household",
        way: Way::Both,
        fields: &[
            ("unit_id", Id),
            ("code", NAME),
            ("head", NAME),
            ("alley", NAME),
            ("house_number", NAME),
            ("walk_order", Count),
            ("note", LONG),
        ],
        fixed: &["unit_id"],
    },
    table("identity", Way::Both, &[("citizen_id", Id), ("number", NAME), ("until", Day)]),
    table(
        "import",
        Way::Down,
        &[("kind", OneOf(&["roster"])), ("file_name", LONG), ("sha256", NAME), ("at", Time)],
    ),
    table(
        "match",
        Way::Down,
        &[
            ("roster_id", Id),
            ("verdict", OneOf(&["matched", "review", "unknown", "rejected"])),
            ("citizen_id", IdOrNull),
            ("state", STATE),
            ("level", LEVEL),
            ("activated_on", Birth),
        ],
    ),
    table("member", Way::Both, &[("name", NAME), ("phone", NAME), ("role", ROLE)]),
    table(
        "merged_citizen",
        Way::Both,
        &[
            ("citizen_id", Id),
            ("household_id", Id),
            ("unit_id", Id),
            ("code", NAME),
            ("name", NAME),
            ("birth", Birth),
            ("number", NAME),
        ],
    ),
    table(
        "phase",
        Way::Down,
        &[
            ("campaign_id", Id),
            ("position", Count),
            ("name", NAME),
            ("first_day", Day),
            ("last_day", Day),
            ("report_due", DayOrBlank),
            ("target", CountOrNull),
        ],
    ),
    table("roster", Way::Down, &[("as_of", Day), ("import_id", Id), ("partial", Count)]),
    table(
        "roster_entry",
        Way::Down,
        &[
            ("roster_id", Id),
            ("sheet", NAME),
            ("row", Count),
            ("name", NAME),
            ("birth", Birth),
            ("sex", SEX),
            ("number", NAME),
            ("old_number", NAME),
            ("phone", NAME),
            ("hamlet", NAME),
            ("address", LONG),
            ("head", NAME),
            ("state", STATE),
            ("level", LEVEL),
            ("approved_on", Birth),
            ("activated_on", Birth),
        ],
    ),
    table(
        "target",
        Way::Down,
        &[("sheet_id", Id), ("unit_id", Id), ("position", Count), ("locked", Count), ("printed", PRINTED)],
    ),
    table("target_sheet", Way::Down, &[("campaign_id", Id), ("phase", NAME), ("as_of", Day)]),
    table(
        "visit",
        Way::Both,
        &[
            ("citizen_id", Id),
            ("at", Time),
            ("outcome", OneOf(&["activated", "absent", "ineligible", "no-smartphone", "other"])),
            ("level", LEVEL),
            ("channel", OneOf(&["", "app", "web"])),
            ("reason", NAME),
            ("come_back_at", TimeOrBlank),
            ("member_id", IdOrNull),
            ("note", LONG),
            ("corrects", IdOrNull),
        ],
    ),
];

/// The tables of an enrolment: plans and tasks, no people.
pub(crate) const ENROLMENT: &[&str] = &["campaign", "phase", "assignment"];

/// The table of a name.
pub(crate) fn table_named(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

impl Table {
    /// What a field may hold.
    pub(crate) fn kind(&self, field: &str) -> Option<Kind> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, kind)| *kind)
    }

    /// The first field that is none of the table's or holds what it may not: a text too long, mostly.
    pub(crate) fn misfit<'f>(&self, fields: &'f Fields) -> Option<&'f str> {
        let fits = |field: &str, value: &Value| self.kind(field).is_some_and(|kind| kind.holds(value));
        fields.iter().find(|(field, value)| !fits(field, value)).map(|(field, _)| field.as_str())
    }

    /// Refuses fields that are none of the table's or hold what they may not; of a `whole` row also missing ones.
    ///
    /// # Errors
    /// `package.malformed` with table, row and field.
    pub(crate) fn check(&self, id: &str, fields: &Fields, whole: bool) -> Result<()> {
        let malformed = |field: &str| malformed(self.name, id, field);
        if !Id.holds(&Value::from(id)) {
            return Err(malformed("id"));
        }
        if let Some(field) = self.misfit(fields) {
            return Err(malformed(field));
        }
        match self.fields.iter().find(|(field, _)| whole && !fields.contains_key(*field)) {
            Some((field, _)) => Err(malformed(field)),
            None => Ok(()),
        }
    }
}

/// Refuses a change whose table does not go up, or whose fields are not those of its table.
///
/// # Errors
/// `package.malformed` with table, row and field.
pub(crate) fn check_change(change: &RowChange) -> Result<()> {
    let RowChange { from, id, table, to } = change;
    let known = table_named(table).filter(|table| table.way == Way::Both);
    let known = known.ok_or_else(|| malformed(table, id, "table"))?;
    let both = from.is_some() && to.is_some();
    for fields in from.iter().chain(to) {
        known.check(id, fields, from.is_none())?;
    }
    // `from` lacks what the books never agreed on.
    let told = |field: &String| to.as_ref().is_some_and(|to| to.contains_key(field));
    let same_fields = !both || from.iter().flatten().all(|(field, _)| told(field));
    // Tasks are given from above.
    if table == "assignment" && !both {
        return Err(malformed(table, id, "from"));
    }
    let fixed = both && to.iter().flatten().any(|(field, _)| known.fixed.contains(&field.as_str()));
    if from == to || !same_fields || fixed {
        return Err(malformed(table, id, "from"));
    }
    Ok(())
}

fn malformed(table: &str, id: &str, field: &str) -> Error {
    Error::new("package.malformed").with("where", format!("{table} {id} {field}"))
}

impl Kind {
    fn holds(self, value: &Value) -> bool {
        let text = |test: &dyn Fn(&str) -> bool| value.as_str().is_some_and(test);
        match self {
            // Written in one way, so that equal ids are equal texts.
            Id => text(&|t| Uuid::parse_str(t).is_ok_and(|id| id.to_string() == t)),
            IdOrNull => value.is_null() || Id.holds(value),
            Text(most) => text(&|t| {
                t.len() <= most * 4
                    && t.chars().count() <= most
                    && !t.chars().any(|c| c.is_control() && c != '\n')
            }),
            Day => text(&is_day),
            DayOrBlank => text(&|t| t.is_empty() || is_day(t)),
            Birth => text(&|t| t.is_empty() || t.parse::<PartialDate>().is_ok_and(|d| d.to_string() == t)),
            Time => text(&is_time),
            TimeOrBlank => text(&|t| t.is_empty() || is_time(t)),
            Count => value.as_u64().is_some_and(|n| u32::try_from(n).is_ok()),
            UpTo(most) => value.as_u64().is_some_and(|n| n <= most),
            CountOrNull => value.is_null() || Count.holds(value),
            Json(reads) => text(&|t| t.len() <= 100_000 && reads(t)),
            OneOf(words) => text(&|t| words.contains(&t)),
        }
    }
}

fn parses<T: serde::de::DeserializeOwned>(text: &str) -> bool {
    serde_json::from_str::<T>(text).is_ok()
}

fn is_day(text: &str) -> bool {
    text.parse::<NaiveDate>().is_ok_and(|day| day.to_string() == text)
}

fn is_time(text: &str) -> bool {
    text.ends_with("+07:00")
        && DateTime::parse_from_rfc3339(text)
            .is_ok_and(|time| time.to_rfc3339_opts(chrono::SecondsFormat::Secs, false) == text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_holds_what_its_table_says() {
        let id = Uuid::from_u128(7).to_string();
        let check = |kind: Kind, value: Value, expect: bool| {
            assert_eq!(kind.holds(&value), expect, "{kind:?} {value}");
        };
        check(Id, json!(id), true);
        check(Id, json!(id.replace('-', "")), false);
        check(Id, Value::Null, false);
        check(IdOrNull, Value::Null, true);
        check(Text(3), json!("đồi"), true);
        check(Text(3), json!("đồi núi"), false);
        check(Text(9), json!("a\u{7}"), false);
        check(Text(9), json!(5), false);
        check(Day, json!("2026-11-21"), true);
        check(Day, json!("2026-02-31"), false);
        check(Day, json!(""), false);
        check(Birth, json!("1950-03"), true);
        check(Birth, json!("03/1950"), false);
        check(Time, json!("2026-11-21T19:30:00+07:00"), true);
        check(Time, json!("2026-11-21T12:30:00Z"), false);
        check(Count, json!(2), true);
        check(Count, json!(-2), false);
        check(Count, json!(5_000_000_000_u64), false);
        check(CountOrNull, Value::Null, true);
        check(OneOf(&["", "app"]), json!("web"), false);
    }

    #[test]
    fn a_hamlet_changes_what_is_its_own_to_change() {
        let id = Uuid::from_u128(7).to_string();
        let fields = |pairs: Value| -> Option<Fields> { serde_json::from_value(pairs).unwrap() };
        let check = |table: &str, from: Value, to: Value, expect: bool| {
            let (from, to) = (fields(from), fields(to));
            let change = RowChange { from, id: id.clone(), table: table.to_owned(), to };
            assert_eq!(check_change(&change).is_ok(), expect, "{change:?}");
        };
        check("citizen", json!({"phone": ""}), json!({"phone": "0912345678"}), true);
        check("citizen", json!({"phone": ""}), json!({"phone": ""}), false);
        check("citizen", json!({"phone": ""}), json!({"note": "x"}), false);
        check("citizen", json!({}), json!({"note": "x"}), true);
        check("citizen", json!({}), json!({}), false);
        check("citizen", json!({"unit_id": id}), json!({"unit_id": Uuid::from_u128(8).to_string()}), false);
        check("citizen", json!({"secret": ""}), json!({"secret": "x"}), false);
        check("citizen", Value::Null, json!({"phone": ""}), false);
        check("roster", Value::Null, json!({"as_of": "2026-11-20", "import_id": id, "partial": 0}), false);
        check("departure", Value::Null, json!({"gone": "moved", "day": "2026-11-20"}), true);
        check("departure", json!({"gone": "moved", "day": "2026-11-20"}), Value::Null, true);
        check("departure", json!({"gone": "moved"}), Value::Null, true);
        check("operation", Value::Null, json!({}), false);
    }

    /// A table as docs/formats.md has it.
    fn documented(table: &Table) -> String {
        let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
        for (field, kind) in table.fields {
            let kind = match kind {
                Id => "id".to_owned(),
                IdOrNull => "id or null".to_owned(),
                Text(most) => format!("text to {most}"),
                Day => "day".to_owned(),
                DayOrBlank => "day or `\"\"`".to_owned(),
                Birth => "partial day or `\"\"`".to_owned(),
                Time => "time".to_owned(),
                TimeOrBlank => "time or `\"\"`".to_owned(),
                Count => "number".to_owned(),
                CountOrNull => "number or null".to_owned(),
                UpTo(most) => format!("0 to {most}"),
                Json(_) => "JSON".to_owned(),
                OneOf(words) if words.contains(&"leader") => "a role".to_owned(),
                OneOf(words) if words.contains(&"locked") => "a state".to_owned(),
                OneOf(words) => words
                    .iter()
                    .map(|word| format!("`{word:?}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
                    .replace("`\"", "`")
                    .replace("\"`", "`")
                    .replace("``", "`\"\"`"),
            };
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, fields)) => fields.push(format!("`{field}`")),
                None => kinds.push((kind, vec![format!("`{field}`")])),
            }
        }
        let fields: Vec<String> =
            kinds.into_iter().map(|(kind, fields)| format!("{}: {kind}", fields.join(", "))).collect();
        let way = if table.way == Way::Both { "both" } else { "down" };
        format!("| `{}` | {way} | {} |", table.name, fields.join("; "))
    }

    #[test]
    fn the_tables_stand_in_the_papers() {
        let paper = include_str!("../../docs/formats.md");
        let missing: Vec<String> =
            TABLES.iter().map(documented).filter(|line| !paper.contains(line.as_str())).collect();
        assert!(missing.is_empty(), "docs/formats.md lacks\n{}", missing.join("\n"));
    }

    #[test]
    fn tables_stand_in_order() {
        assert!(TABLES.is_sorted_by(|a, b| a.name < b.name));
        for table in TABLES {
            assert!(table.fixed.iter().all(|field| table.kind(field).is_some()));
        }
    }
}
