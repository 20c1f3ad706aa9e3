//! The commands that are cut, made to fail and killed.

use crate::disk::{Tree, write_tree};
use crate::office::{Offices, due, offices, run, scratch};

/// Commands of a user, and the folder that they begin in.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    start: fn(&Offices) -> &Tree,
    /// Run before, in peace.
    before: &'static [&'static [&'static str]],
    /// Each is done when it has ended. `{code}` is a person to visit, `{key}` the fingerprint of the hamlet.
    commands: &'static [&'static [&'static str]],
    /// Whether an entry in the journal says that the papers are there.
    pub(crate) papers_with_entry: bool,
}

const EMPTY: fn(&Offices) -> &Tree = |offices| &offices.empty;
const EVENING: fn(&Offices) -> &Tree = |offices| &offices.evening;

const NEW: Scenario =
    Scenario { name: "", start: EVENING, before: &[], commands: &[], papers_with_entry: false };

const CREATE: &[&str] = &[
    "--book",
    "@/moi.tungnha",
    "book",
    "create",
    "--level",
    "hamlet",
    "--name",
    "Thôn Mới",
    "--above",
    "Xã Thử Nghiệm",
];
const VISIT: &[&str] =
    &["visit", "log", "--citizen", "{code}", "--outcome", "activated", "--level", "2", "--channel", "app"];
const REPORT: &[&str] = &["report", "daily", "--date", "2026-11-21", "--out", "@/bao-cao-ngay.xlsx"];
const SUMMARY: &[&str] = &["summary", "export", "--date", "2026-11-21", "--out", "@/xa.tnsolieu"];
const BACKUP: &[&str] = &["book", "backup", "--out", "@/luu.tungnha"];

pub(crate) const SCENARIOS: &[Scenario] = &[
    Scenario { name: "report daily", commands: &[REPORT], papers_with_entry: true, ..NEW },
    Scenario {
        name: "report again",
        before: &[REPORT, VISIT],
        commands: &[&[
            "report",
            "daily",
            "--date",
            "2026-11-21",
            "--out",
            "@/bao-cao-ngay.xlsx",
            "--replace",
        ]],
        papers_with_entry: true,
        ..NEW
    },
    Scenario {
        name: "day close",
        commands: &[&["day", "close", "--date", "2026-11-21", "--out", "@/ngay"]],
        papers_with_entry: true,
        ..NEW
    },
    Scenario { name: "book create", start: EMPTY, commands: &[CREATE], ..NEW },
    Scenario {
        name: "register import",
        start: EMPTY,
        commands: &[&["register", "import", "@/so-dieu-tra.xlsx", "--rejected", "@/can-sua.xlsx"]],
        ..NEW
    },
    Scenario {
        name: "roster import",
        start: EMPTY,
        before: &[&["register", "import", "@/so-dieu-tra.xlsx"]],
        commands: &[&[
            "roster",
            "import",
            "@/danh-sach-cong-an.xlsx",
            "--as-of",
            "2026-11-20",
            "--no-reconcile",
        ]],
        ..NEW
    },
    Scenario { name: "reconcile", commands: &[&["reconcile", "--out", "@/doi-soat.csv"]], ..NEW },
    Scenario { name: "visits", commands: &[VISIT, VISIT, VISIT], ..NEW },
    Scenario { name: "visit, undo", commands: &[VISIT, &["undo"]], ..NEW },
    Scenario {
        name: "worklist",
        commands: &[&["worklist", "--date", "2026-11-21", "--out", "@/di.xlsx"]],
        ..NEW
    },
    Scenario { name: "summary export", commands: &[SUMMARY], papers_with_entry: true, ..NEW },
    Scenario {
        name: "summary import",
        commands: &[&["summary", "import", "@/thon.tnsolieu", "--trust", "{key}"]],
        ..NEW
    },
    Scenario {
        name: "day's backup",
        commands: &[&["book", "info", "--now", "2026-11-22T08:00:00+07:00"]],
        ..NEW
    },
    Scenario { name: "book backup", commands: &[BACKUP], ..NEW },
    Scenario {
        name: "book restore",
        before: &[BACKUP],
        commands: &[&["book", "restore", "@/luu.tungnha", "--out", "@/lai.tungnha"]],
        ..NEW
    },
    Scenario { name: "passphrase", before: &[VISIT], commands: &[&["book", "passphrase"]], ..NEW },
    Scenario {
        name: "erase",
        before: &[VISIT],
        commands: &[&["person", "erase", "{code}", "--reason", "công dân yêu cầu"]],
        ..NEW
    },
    Scenario { name: "upgrade", start: |offices| &offices.old, commands: &[&["book", "info"]], ..NEW },
];

/// A scenario that can begin.
pub(crate) struct Prepared {
    pub(crate) scenario: &'static Scenario,
    pub(crate) start: Tree,
    pub(crate) commands: Vec<Vec<String>>,
}

impl Scenario {
    pub(crate) fn prepare(&'static self) -> Prepared {
        let offices = offices();
        let folder = scratch();
        write_tree(folder.path(), (self.start)(offices));
        let code = first_due();
        let fill = |args: &[&str]| -> Vec<String> {
            args.iter()
                .map(|arg| arg.replace("{code}", code).replace("{key}", &offices.fingerprint))
                .collect()
        };
        for args in self.before {
            let args = fill(args);
            let output = run(folder.path(), &args.iter().map(String::as_str).collect::<Vec<_>>(), None, None);
            assert!(output.status.success(), "{}: {}", self.name, String::from_utf8_lossy(&output.stderr));
        }
        let commands = self.commands.iter().map(|args| fill(args)).collect();
        Prepared { scenario: self, start: crate::disk::read_tree(folder.path()), commands }
    }
}

/// A person to visit on the evening.
fn first_due() -> &'static str {
    static CODE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    CODE.get_or_init(|| {
        let folder = scratch();
        write_tree(folder.path(), &offices().evening);
        due(&mut crate::office::open(&folder.path().join(crate::office::BOOK), 0).unwrap()).swap_remove(0)
    })
}
