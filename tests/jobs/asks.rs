//! What the plans ask for, as docs/plans.md says where it is served: whole, and true of the program.

use std::collections::{BTreeMap, BTreeSet};
use std::env::consts::EXE_SUFFIX;
use std::path::Path;
use std::process::Command;

use tung_nha::api::ReportForm;

/// How many things each of the five plans asks for.
const PLANS: [(&str, u32); 5] = [("S0", 48), ("S1", 32), ("S2", 43), ("S3", 28), ("S4", 42)];
const STATES: [&str; 4] = ["served", "in part", "not", "elsewhere"];

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The cells of the rows whose first one is an id.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let lines = page.lines().filter(|line| line.starts_with("| S"));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// What stands between two marks, in turn.
fn between<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    text.split(mark).skip(1).step_by(2).collect()
}

#[test]
fn every_ask_stands_there_once_and_the_counts_are_those_of_the_rows() {
    let page = text("docs/plans.md");
    let rows = rows(&page);
    let ids: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    let expect: Vec<String> =
        PLANS.iter().flat_map(|(plan, asks)| (1..=*asks).map(move |n| format!("{plan}-{n:02}"))).collect();
    assert_eq!(ids, expect);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        let [id, asked, place, state] = row[..] else { panic!("{row:?}") };
        assert!(STATES.contains(&state), "{id}: {state}");
        assert!(!asked.is_empty() && !place.is_empty(), "{id}");
        let named = place.contains('`') || place.contains("**");
        assert!(named || matches!(state, "not" | "elsewhere"), "{id} is {state}, and nothing is named");
        let why = ["Belongs to ", "Propaganda"].iter().any(|word| place.starts_with(word));
        assert_eq!(why, state == "elsewhere", "{id} says why it is of another system or propaganda");
        *counts.entry(state).or_default() += 1;
    }
    let count = |state| counts.get(state).copied().unwrap_or_default();
    let told = STATES.map(|state| format!("{} {state}", count(state))).join(", ");
    assert!(page.contains(&format!("Of {}: **{told}.**", rows.len())), "{told}");
    // What is missing adds up to what is not served.
    let missing = page.split("\n## ").find(|part| part.starts_with("What is missing most")).unwrap();
    let sums = missing
        .lines()
        .filter_map(|line| line.trim_matches(['|', ' ']).rsplit("| ").next()?.parse::<usize>().ok());
    assert_eq!(sums.sum::<usize>(), count("in part") + count("not"));
}

#[test]
fn every_command_form_and_screen_named_exists() {
    let page = text("docs/plans.md");
    let words = text("ui/src/text/vi/frame.ts");
    let menu = words.split("screens: {").nth(1).unwrap().split('}').next().unwrap();
    let screens: BTreeSet<&str> = between(menu, "'").into_iter().collect();
    let mut commands: BTreeSet<&str> = BTreeSet::new();
    for row in rows(&page) {
        for screen in between(row[2], "**") {
            assert!(screens.contains(screen), "{}: no screen {screen}", row[0]);
        }
        commands.extend(between(row[2], "`"));
    }
    assert!(commands.len() > 40, "{commands:?}");
    for command in commands {
        let (path, options): (Vec<&str>, Vec<&str>) =
            command.split(' ').partition(|word| !word.starts_with("--"));
        let path = match path[..] {
            ["report", form] => {
                assert!(ReportForm::ALL.iter().any(|one| one.code() == form), "no form {form}");
                vec!["report"]
            }
            _ => path,
        };
        let help =
            Command::new(env!("CARGO_BIN_EXE_tung-nha-cli")).args(&path).arg("--help").output().unwrap();
        let help = String::from_utf8(help.stdout).unwrap();
        // Of a command that it does not know clap prints the one above.
        let usage = format!("Usage: tung-nha-cli{EXE_SUFFIX} {}", path.join(" "));
        assert!(help.contains(&usage), "no command {command}");
        for option in options {
            assert!(
                help.contains(&format!("{option} ")) || help.contains(&format!("{option}\n")),
                "{command}"
            );
        }
    }
}
