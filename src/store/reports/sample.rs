//! A small book for tests, filled row by row.

use std::collections::BTreeMap;

use super::*;
use crate::domain::unit::Level;
use crate::store::NewBook;

/// The book, in a folder of its own that goes when this is dropped.
pub(crate) struct Sample {
    pub(crate) book: Book,
    pub(crate) session: Session,
    pub(crate) dir: tempfile::TempDir,
    ids: BTreeMap<String, String>,
}

impl Sample {
    /// The empty book of "Xã Thử Nghiệm", `now` being an RFC 3339 time.
    pub(crate) fn new(now: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let session = Session::new(Some(now.parse().unwrap()));
        let new = NewBook {
            level: Level::Commune,
            name: "Xã Thử Nghiệm".into(),
            code: String::new(),
            kind: "xa".into(),
            above: vec!["Tỉnh Thử".into()],
            unit: None,
        };
        let book =
            Book::create(&dir.path().join("xa.tungnha"), "một mùa hè rực nắng", &new, &session).unwrap();
        let ids = BTreeMap::from([("xa".to_owned(), book.info().unwrap().unit_id.to_string())]);
        Self { book, session, dir, ids }
    }

    pub(crate) fn at(&mut self, now: &str) {
        self.session = Session::new(Some(now.parse().unwrap()));
    }

    /// Changes the book behind its jobs.
    pub(crate) fn sql(&mut self, sql: &str) {
        let done = self.book.transact(&self.session, "test", (), |tx| Ok(tx.conn().execute_batch(sql)?));
        done.unwrap();
    }

    pub(crate) fn id(&self, name: &str) -> &str {
        self.ids.get(name).unwrap_or_else(|| panic!("{name}"))
    }

    /// Inserts a row; its id is known by `name`, a value "@x" is the id known as x, "?" is NULL.
    pub(crate) fn add(&mut self, table: &str, name: &str, columns: &str, values: &[&str]) {
        let id = self.session.new_id().to_string();
        self.ids.insert(name.to_owned(), id);
        self.add_as(table, name, columns, values);
    }

    /// Adds a row with the id that `name` has already.
    fn add_as(&mut self, table: &str, name: &str, columns: &str, values: &[&str]) {
        let values: Vec<Option<String>> = std::iter::once(Some(self.id(name).to_owned()))
            .chain(values.iter().map(|value| match value.strip_prefix('@') {
                Some(name) => Some(self.id(name).to_owned()),
                None => (*value != "?").then(|| (*value).to_owned()),
            }))
            .collect();
        let marks = vec!["?"; values.len()].join(", ");
        let sql = format!("INSERT INTO {table} (id, {columns}) VALUES ({marks})");
        self.book
            .transact(&self.session, "test", (), |tx| {
                tx.conn().execute(&sql, rusqlite::params_from_iter(values))?;
                Ok(())
            })
            .unwrap();
    }

    pub(crate) fn hamlet(&mut self, name: &str, position: &str) {
        let columns = "parent_id, kind, name, name_fold, code, position";
        self.add("unit", name, columns, &["@xa", "thon", name, name, "", position]);
    }

    /// A person of a household of one; `code` is also the known name.
    pub(crate) fn person(&mut self, code: &str, hamlet: &str, name: &str, birth: &str) {
        let (unit, house) = (format!("@{hamlet}"), format!("house of {code}"));
        let columns = "unit_id, code, head, alley, house_number, walk_order";
        self.add("household", &house, columns, &[&unit, "", name, "Ngõ 2", "5", "0"]);
        let columns = "household_id, unit_id, code, name, birth, sex, number, old_number, phone, relation, \
                       residence, address, smartphone, internet, note, raw";
        let house = format!("@{house}");
        let number = format!("0010990{:0>5}", self.ids.len());
        let values = [
            &house,
            &unit,
            code,
            name,
            birth,
            "female",
            &number,
            "",
            "0912345678",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
        ];
        self.add("citizen", code, columns, &values);
    }

    /// "activated 2 by Lê Thị Mơ", "other:moved", "absent".
    pub(crate) fn visit(&mut self, name: &str, code: &str, at: &str, what: &str, corrects: &str) {
        let (what, member) = what.split_once(" by ").unwrap_or((what, ""));
        if !member.is_empty() && !self.ids.contains_key(member) {
            self.add("member", member, "name, phone, role", &[member, "", ""]);
        }
        let member = if member.is_empty() { "?".to_owned() } else { format!("@{member}") };
        let (what, reason) = what.split_once(':').unwrap_or((what, ""));
        let (outcome, level) = what.split_once(' ').unwrap_or((what, "0"));
        let channel = if outcome == "activated" { "app" } else { "" };
        let at = format!("{at}:00+07:00");
        let columns =
            "citizen_id, at, outcome, level, channel, reason, come_back_at, member_id, note, corrects";
        let values = [&format!("@{code}"), &at, outcome, level, channel, reason, "", &member, "", corrects];
        self.add("visit", name, columns, &values);
    }

    pub(crate) fn roster(&mut self, as_of: &str, states: &[(&str, &str)]) {
        self.add("import", "import", "kind, file_name, sha256, at, outcome", &["roster", "", "", "", ""]);
        self.add("roster", as_of, "as_of, import_id", &[as_of, "@import"]);
        let columns = "roster_id, sheet, row, name, birth, sex, number, old_number, phone, hamlet, address, head, \
                       state, level, approved_on, activated_on, raw";
        for (code, state) in states {
            let (roster, citizen) = (format!("@{as_of}"), format!("@{code}"));
            let values = [&roster, "", "1", "", "", "", "", "", "", "", "", "", state, "0", "", "", ""];
            let entry = format!("{as_of} {code}");
            self.add("roster_entry", &entry, columns, &values);
            let columns = "roster_id, verdict, citizen_id, rule, score, params, candidates, decided, state, level, \
                           activated_on";
            let values = [&roster, "matched", &citizen, "number", "1", "", "", "0", state, "0", ""];
            self.add_as("match", &entry, columns, &values);
        }
    }

    /// A row of the extract of a day that says who it is, as "name, birth, number, hamlet", and whom it is matched to; with
    /// "?" nobody in the register, for the verdict given.
    pub(crate) fn row(&mut self, as_of: &str, who: &str, state: &str, code: &str, verdict: &str) {
        let cells: Vec<&str> = who.split(", ").collect();
        let [name, birth, number, hamlet] = cells[..] else { panic!("{who}") };
        if !self.ids.contains_key(as_of) {
            self.roster(as_of, &[]);
        }
        let (roster, entry) = (format!("@{as_of}"), format!("{as_of} {who}"));
        let values =
            [&roster, "", "1", name, birth, "", number, "", "", hamlet, "", "", state, "0", "", "", ""];
        let columns = "roster_id, sheet, row, name, birth, sex, number, old_number, phone, hamlet, address, head, \
                       state, level, approved_on, activated_on, raw";
        self.add("roster_entry", &entry, columns, &values);
        let citizen = if code == "?" { "?".to_owned() } else { format!("@{code}") };
        let columns = "roster_id, verdict, citizen_id, rule, score, params, candidates, decided, state, level, \
                       activated_on";
        let values = [&roster, verdict, &citizen, "number", "1", "", "", "0", state, "0", ""];
        self.add_as("match", &entry, columns, &values);
    }
}
