//! What keeps a page that has gone bad from reaching out. Each path that a command takes stands in the table that says what is
//! done there (`src/paths.rs`): the sources say which there are. What the page may load and ask of the system is pinned.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};
use tung_nha::paths::PATHS;

/// A field: its name in JSON, its type, whether its own fields stand in its place.
type Field = (String, String, bool);

/// The structs of a source file.
fn structs(text: &str) -> Vec<(String, Vec<Field>)> {
    let mut found = Vec::new();
    let mut flat = false;
    let mut renamed = None;
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            found.push((rest.to_owned(), Vec::new()));
        } else if line.starts_with("#[serde(") {
            flat |= line.contains("flatten");
            assert!(!line.contains("alias"), "a path of two names stands in no table: {line}");
            renamed = line.split_once("rename = \"").and_then(|(_, name)| name.split_once('"'));
        } else if let Some((name, kind)) = line.strip_prefix("pub ").and_then(|field| field.split_once(": "))
            && !name.contains(' ')
            && let Some((_, fields)) = found.last_mut()
        {
            let name = renamed.take().map_or(name, |(name, _)| name);
            fields.push((name.to_owned(), kind.trim_end_matches(',').to_owned(), flat));
            flat = false;
        }
    }
    found
}

/// All `.rs` files below a folder, as one text.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &sources(&path);
        } else if path.extension().is_some_and(|end| end == "rs") {
            text += &std::fs::read_to_string(&path).unwrap();
        }
    }
    text
}

/// The paths in a type, each by its field. `within` are the types around it: a type may stand in itself.
fn paths<'a>(kind: &'a str, structs: &'a BTreeMap<String, Vec<Field>>, within: &[&str]) -> Vec<String> {
    let within = [within, &[kind]].concat();
    let mut found = Vec::new();
    for (name, of, flat) in structs.get(kind).into_iter().flatten() {
        let words: Vec<&str> = of.split(|c: char| !c.is_alphanumeric()).collect();
        if words.contains(&"PathBuf") {
            found.push(name.clone());
        }
        for word in words.into_iter().filter(|word| !within.contains(word)) {
            let inner = paths(word, structs, &within).into_iter();
            found.extend(inner.map(|inner| if *flat { inner } else { format!("{name}.{inner}") }));
        }
    }
    found
}

#[test]
fn a_path_in_a_struct_is_seen() {
    let check = |text: &str, expect: &[&str]| {
        assert_eq!(paths("A", &structs(text).into_iter().collect(), &[]), expect, "{text}");
    };
    check("pub struct A {\n/// The file.\npub out: Option<PathBuf>,\npub day: NaiveDate,\n}", &["out"]);
    check("pub struct A {\n#[serde(rename = \"to\")]\npub out: std::path::PathBuf,\n}", &["to"]);
    let inner = "pub struct B {\npub file: Vec<PathBuf>,\n}";
    check(&format!("pub struct A {{\npub b: B,\n}}\n{inner}"), &["b.file"]);
    check(&format!("pub struct A {{\n#[serde(flatten)]\npub b: B,\n}}\n{inner}"), &["file"]);
}

#[test]
fn every_path_that_a_command_takes_stands_in_the_table() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let structs: BTreeMap<_, _> = structs(&sources(&src)).into_iter().collect();
    let declared = tung_nha::api::typescript();
    let commands = declared.lines().filter_map(|line| line.trim().split_once(": { args: "));
    let mut there = BTreeSet::new();
    let mut known = 0;
    for (command, rest) in commands {
        let (args, _) = rest.split_once("; out").unwrap();
        known += 1;
        there.extend(paths(args, &structs, &[]).into_iter().map(|field| (command.to_owned(), field)));
    }
    assert_eq!(known, tung_nha::api::COMMANDS.len());
    let table: BTreeSet<_> =
        PATHS.iter().map(|(command, field, _)| ((*command).to_owned(), (*field).to_owned())).collect();
    let missing: Vec<_> = there.difference(&table).collect();
    assert!(missing.is_empty(), "src/paths.rs does not say what is done at: {missing:?}");
    let gone: Vec<_> = table.difference(&there).collect();
    assert!(gone.is_empty(), "no command takes: {gone:?}");
}

/// A file of the window's.
fn configured(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_page_loads_what_came_with_it_and_leads_nowhere() {
    let app = configured("tauri.conf.json")["app"].take();
    let csp = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
        connect-src ipc: http://ipc.localhost; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'; \
        frame-ancestors 'none'";
    // Nothing else: no protocol for files, no loosening of what Tauri adds itself.
    assert_eq!(app["security"], json!({ "csp": csp }));
    assert_eq!(app["withGlobalTauri"], Value::Null, "screens ask through ui/src/backend.ts");
    // The program makes its one window itself, with a guard (src-tauri/src/main.rs).
    assert_eq!(app["windows"].as_array().unwrap().len(), 1);
    assert_eq!(app["windows"][0]["create"], false);
}

#[test]
fn the_page_asks_little_of_the_system() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    let may = configured("capabilities/window.json");
    assert_eq!(may["windows"], json!(["main"]));
    assert_eq!(may["remote"], Value::Null);
    let expected = [
        "core:event:allow-emit",
        "core:event:allow-listen",
        "core:event:allow-unlisten",
        "core:window:allow-destroy",
        "core:window:allow-set-title",
    ];
    assert_eq!(may["permissions"], json!(expected));
}
