//! Keeps what ARCHITECTURE.md promises by reading the sources. Every rule is a function from files to complaints, tried
//! on a bad snippet first: a rule that cannot fail is a defect. A complaint says what to do.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at what it did not expect, and cuts where it has just searched"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use tung_nha::domain::demo::is_kept_out;
use tung_nha::domain::text::fold;
use unicode_normalization::is_nfc;

/// Lines of code a file may have, tests and comments aside.
const LONGEST_FILE: usize = 650;

/// A text file of the project.
struct Source {
    /// From the project's folder, with `/`.
    path: String,
    text: String,
    /// Without comments, contents of strings, and `#[cfg(test)]` items; the lines are those of `text`.
    code: String,
    /// String literals outside tests, with their lines.
    literals: Vec<(usize, String)>,
    /// Files that stand behind a `#[cfg(test)] mod name;` of this one.
    test_modules: Vec<String>,
    is_test: bool,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let (mut code, mut literals) =
            if path.ends_with(".rs") { lex(text) } else { (text.to_owned(), vec![]) };
        let folder = ["/mod.rs", "/lib.rs", "/main.rs", ".rs"].iter().find_map(|end| path.strip_suffix(end));
        let mut test_modules = Vec::new();
        for (from, to) in test_items(&code) {
            let lines = |at: usize| code[..at].matches('\n').count() + 1;
            let tests = lines(from)..=lines(to);
            literals.retain(|(line, _)| !tests.contains(line));
            let item = &code[from..to];
            if let Some(name) =
                item.strip_suffix(';').and_then(|i| i.rsplit_once("mod ")).map(|(_, name)| name)
            {
                test_modules.push(format!("{}/{name}", folder.unwrap_or_default()));
            }
            let blank: String = item.chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
            code.replace_range(from..to, &blank);
        }
        let is_test = path.starts_with("tests/") || path.ends_with("/tests.rs") || path.contains("/tests/");
        Self { path: path.to_owned(), text: text.to_owned(), code, literals, test_modules, is_test }
    }

    fn is_product_code(&self) -> bool {
        let shipped = ["src/", "src-tauri/src/"].iter().any(|folder| self.path.starts_with(folder));
        shipped && self.path.ends_with(".rs") && !self.is_test
    }
}

/// Splits Rust text into code (comments and string contents blanked, bytes kept in place where they are ASCII) and
/// string literals.
fn lex(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut code, mut literals, mut rest, mut line) = (String::new(), Vec::new(), text, 1);
    while let Some(c) = rest.chars().next() {
        let before_word = code.chars().next_back().is_none_or(|p| !p.is_alphanumeric() && p != '_');
        let raw = rest
            .strip_prefix('r')
            .filter(|_| before_word || code.ends_with('b'))
            .map(|r| (r, r.trim_start_matches('#')));
        let (taken, literal) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), None)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), None)
        } else if let Some((hashes, quoted)) = raw.filter(|(_, quoted)| quoted.starts_with('"')) {
            let count = hashes.len() - quoted.len();
            let close = format!("\"{}", "#".repeat(count));
            let end = quoted[1..].find(&close).unwrap_or(quoted.len() - 1);
            (1 + count + 1 + end + close.len(), Some(&quoted[1..=end]))
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let end = end.map_or(rest.len() - 1, |end| end + 1);
            (end + 1, Some(&rest[1..end]))
        } else if c == '\'' {
            let mut after = rest[1..].char_indices();
            let first = after.next().map_or(' ', |(_, c)| c);
            let close = if first == '\\' {
                rest[3..].find('\'').map(|e| e + 3)
            } else {
                after.next().filter(|(_, c)| *c == '\'').map(|(i, _)| i + 1)
            };
            // Else a lifetime.
            (close.map_or(1, |close| close + 1), None)
        } else {
            code.push(c);
            line += usize::from(c == '\n');
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let taken_text = &rest[..taken.min(rest.len())];
        if let Some(literal) = literal {
            literals.push((line, literal.to_owned()));
            code.push('"');
        }
        code.extend(taken_text.chars().filter(|c| *c == '\n'));
        code.push(if literal.is_some() { '"' } else { ' ' });
        line += taken_text.matches('\n').count();
        rest = &rest[taken_text.len()..];
    }
    (code, literals)
}

/// Byte ranges of `#[cfg(test)]` items in code whose strings are blank.
fn test_items(code: &str) -> Vec<(usize, usize)> {
    let starts = code.match_indices("#[cfg(test)]").map(|(at, _)| at);
    let mut items: Vec<(usize, usize)> = Vec::new();
    for start in starts {
        if items.last().is_some_and(|(_, end)| start < *end) {
            continue;
        }
        let mut depth = 0;
        let end = code[start..].char_indices().find_map(|(i, c)| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            (depth == 0 && (c == '}' || c == ';')).then_some(start + i + 1)
        });
        items.push((start, end.unwrap_or(code.len())));
    }
    items
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All text files of the project, by path.
fn sources() -> Vec<Source> {
    let mut sources: Vec<Source> = files("")
        .into_iter()
        .filter_map(|path| {
            let kinds = ["rs", "md", "csv", "toml", "sql", "ts", "svelte", "yml", "css", "txt"];
            kinds.iter().any(|kind| path.ends_with(&format!(".{kind}"))).then_some(())?;
            Some(Source::new(&path, &fs::read_to_string(project().join(&path)).ok()?))
        })
        .collect();
    let tests: BTreeSet<String> = sources.iter().flat_map(|s| s.test_modules.clone()).collect();
    for source in &mut sources {
        let module = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
        source.is_test |= tests.contains(module);
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.iter().filter(|s| s.is_product_code()).count() > 20, "the sources were not found");
    sources
}

fn files(folder: &str) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(project().join(folder)).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if ["target", "node_modules", ".git", "dist"].contains(&name.as_str()) {
            continue;
        }
        if entry.path().is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Lines where `word` stands as a whole path or name.
fn lines_with(code: &str, word: &str) -> Vec<usize> {
    let whole = |at: usize| {
        let before = code[..at].chars().next_back().is_some_and(is_word_char);
        let after = code[at + word.len()..].chars().next().is_some_and(is_word_char);
        !before && !after
    };
    code.match_indices(word)
        .filter(|(at, _)| whole(*at))
        .map(|(at, _)| code[..at].matches('\n').count() + 1)
        .collect()
}

#[track_caller]
fn assert_tidy(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// A rule on one bad and one good file.
#[track_caller]
fn check(rule: impl Fn(&[Source]) -> Vec<String>, path: &str, bad: &str, good: &str) {
    assert!(!rule(&[Source::new(path, bad)]).is_empty(), "the rule does not see: {bad}");
    assert_tidy(&rule(&[Source::new(path, good)]));
}

// ---- Floors -------------------------------------------------------------------------------------------------------

/// Who may not name whom. An arrow never runs up.
const FLOORS: &[(&str, &[&str])] = &[
    (
        "src/domain/",
        &[
            "crate::store",
            "crate::excel",
            "crate::exchange",
            "crate::figures",
            "crate::jobs",
            "crate::api",
            "crate::session",
            "rusqlite",
            "calamine",
            "rust_xlsxwriter",
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
        ],
    ),
    (
        "src/excel/",
        &["crate::store", "crate::exchange", "crate::figures", "crate::jobs", "crate::api", "rusqlite"],
    ),
    (
        "src/exchange/",
        &[
            "crate::store",
            "crate::excel",
            "crate::figures",
            "crate::jobs",
            "crate::api",
            "rusqlite",
            "calamine",
        ],
    ),
    (
        "src/store/",
        &[
            "crate::excel",
            "crate::exchange",
            "crate::figures",
            "crate::jobs",
            "crate::api",
            "calamine",
            "rust_xlsxwriter",
        ],
    ),
    (
        "src/session.rs",
        &["crate::store", "crate::excel", "crate::exchange", "crate::figures", "crate::jobs", "crate::api"],
    ),
    (
        "src/program.rs",
        &["crate::store", "crate::excel", "crate::exchange", "crate::figures", "crate::jobs", "crate::api"],
    ),
    (
        "src/disk.rs",
        &["crate::store", "crate::excel", "crate::exchange", "crate::figures", "crate::jobs", "crate::api"],
    ),
    // Reads and counts, and writes nothing.
    (
        "src/figures/",
        &["crate::jobs", "crate::api", "crate::excel", "crate::exchange", "rusqlite", "transact", "mut Book"],
    ),
    ("src/jobs/", &["crate::api", "rusqlite", "calamine", "rust_xlsxwriter"]),
    ("src/api", &["rusqlite", "calamine", "rust_xlsxwriter"]),
    (
        "src/bin/",
        &["tung_nha::store", "tung_nha::excel", "tung_nha::jobs", "rusqlite", "calamine", "rust_xlsxwriter"],
    ),
    ("src/", &["tauri"]),
];

fn floors(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|s| s.is_product_code()) {
        // `use crate::{store::…}` names a floor as well.
        let code = source.code.replace("crate::{", "crate::").replace("tung_nha::{", "tung_nha::");
        for (folder, forbidden) in FLOORS.iter().filter(|(folder, _)| source.path.starts_with(folder)) {
            for word in *forbidden {
                for line in lines_with(&code, word) {
                    complaints.push(format!(
                        "{}:{line}: {folder} may not name {word}: move the code to the floor that may (ARCHITECTURE.md, Floors)",
                        source.path
                    ));
                }
            }
        }
    }
    complaints
}

#[test]
fn floors_are_kept() {
    check(floors, "src/domain/a.rs", "use crate::store::Book;", "//! See crate::store.\nlet storehouse = 1;");
    check(floors, "src/excel/a.rs", "use rusqlite::Row;", "#[cfg(test)]\nmod tests { use rusqlite::Row; }");
    check(floors, "src/figures/a.rs", "fn f(book: &mut Book) {}", "fn f(book: &Book) {}");
    check(floors, "src/jobs/a.rs", "fn f() { calamine::open_workbook(p); }", "use crate::store::people;");
    check(floors, "src/bin/a.rs", "use tung_nha::{store::Book};", "use tung_nha::api;");
    assert_tidy(&floors(&sources()));
}

/// The paths of a tree as `use` has it: `a::{b, c::D as E}`; what follows it.
fn tree<'a>(text: &'a str, before: &str, paths: &mut Vec<String>) -> &'a str {
    let end = text.find(|c| !is_word_char(c) && c != ':').unwrap_or(text.len());
    let path = format!("{before}{}", &text[..end]);
    let mut rest = &text[end..];
    if !rest.starts_with('{') {
        paths.push(path);
        return rest;
    }
    while rest.starts_with(['{', ',']) {
        rest = tree(rest[1..].trim_start(), &path, paths);
        rest = &rest[rest.find([',', '}']).unwrap_or(rest.len())..];
    }
    rest.get(1..).unwrap_or_default()
}

/// The files of its own crate that a file names, be it in `use` or in the midst of code; not the folder that it stands in,
/// nor what stands in its own.
fn named_files<'a>(source: &Source, modules: &BTreeMap<String, &'a str>) -> BTreeSet<&'a str> {
    let module = module(&source.path);
    let (root, _) = module.split_once("::").unwrap_or((&module, ""));
    let mut paths = Vec::new();
    for (at, _) in source.code.match_indices("::") {
        let start = source.code[..at].rfind(|c| !is_word_char(c)).map_or(0, |before| before + 1);
        if ["crate", "self", "super"].contains(&&source.code[start..at])
            && !source.code[..start].ends_with([':', '$'])
        {
            tree(&source.code[start..], "", &mut paths);
        }
    }
    let mut files = BTreeSet::new();
    for path in paths {
        let (mut base, mut rest) = (module.as_str(), path.as_str());
        while let Some((word, after)) =
            rest.split_once("::").filter(|(w, _)| ["crate", "self", "super"].contains(w))
        {
            base = match word {
                "crate" => root,
                "super" => base.rsplit_once("::").map_or("", |(above, _)| above),
                _ => base,
            };
            rest = after;
        }
        let full = format!("{base}::{rest}");
        let mut named = full.as_str();
        while !modules.contains_key(named) {
            let Some((above, _)) = named.rsplit_once("::") else { break };
            named = above;
        }
        let within =
            |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|rest| rest.starts_with("::"));
        files.extend(modules.get(named).filter(|_| !within(&module, named) && !within(named, &module)));
    }
    files
}

/// The module of a file, behind the folder of its crate: `src/jobs/a.rs` is `src::jobs::a`.
fn module(path: &str) -> String {
    let end = ["/mod.rs", "/lib.rs", "/main.rs", ".rs"].iter().find_map(|end| path.strip_suffix(end));
    let path = end.unwrap_or(path);
    let folders = format!("{path}/");
    let roots = ["src/bin/", "src/"].iter();
    let root = roots.filter_map(|root| Some(folders.find(root)? + root.len() - 1)).next().unwrap_or_default();
    format!("{}{}", &path[..root], path[root..].replace('/', "::"))
}

/// Files of one crate that name each other round about: none of them can be read, or changed, without the others.
fn circles(sources: &[Source]) -> Vec<String> {
    let code = || sources.iter().filter(|s| s.path.ends_with(".rs") && !s.is_test);
    let modules: BTreeMap<String, &str> = code().map(|s| (module(&s.path), s.path.as_str())).collect();
    let named: BTreeMap<&str, BTreeSet<&str>> =
        code().map(|s| (s.path.as_str(), named_files(s, &modules))).collect();
    let mut reached = named.clone();
    for (file, files) in &mut reached {
        let mut next: Vec<&str> = named[file].iter().copied().collect();
        while let Some(file) = next.pop() {
            next.extend(named[file].iter().filter(|file| files.insert(**file)));
        }
    }
    let circle = |file: &str| -> Vec<&str> {
        reached[file].iter().copied().filter(|other| reached[other].contains(file)).collect()
    };
    let circles: BTreeSet<Vec<&str>> =
        named.keys().map(|file| circle(file)).filter(|c| !c.is_empty()).collect();
    circles
        .iter()
        .map(|files| {
            format!("{} name each other: put what they share into a file below them", files.join(", "))
        })
        .collect()
}

#[test]
fn files_stand_in_no_circle() {
    let with = |path: &'static str, text: &'static str| {
        move |s: &[Source]| circles(&[Source::new(&s[0].path, &s[0].text), Source::new(path, text)])
    };
    let rule = with("src/jobs/b.rs", "use crate::jobs::{a::{A, B}, c};");
    check(
        rule,
        "src/jobs/a.rs",
        "use super::b::B;",
        "//! See super::b.\n#[cfg(test)]\nmod tests { use super::b::B; }",
    );
    check(rule, "src/jobs/a.rs", "fn f() { crate::jobs::b::g() }", "use super::c::b;");
    let rule = with("src/jobs/a/b.rs", "use crate::store::{c::{D as E, F,}, g};");
    check(rule, "src/store/c.rs", "use crate::jobs::a::b::B;", "use crate::jobs::a::B;");
    check(rule, "src/store/c/mod.rs", "use crate::jobs::a::b;", "mod d;\nuse self::d::jobs;");
    let rule = with("xtask/src/b.rs", "use crate::a;");
    check(rule, "xtask/src/a.rs", "use crate::b;", "use tung_nha::b;");
    assert_tidy(&circles(&sources()));
}

fn window_only_in_the_shell(sources: &[Source]) -> Vec<String> {
    let ui = sources.iter().filter(|s| s.path.starts_with("ui/src/") && s.path != "ui/src/backend.ts");
    ui.filter(|s| s.text.contains("@tauri-apps"))
        .map(|s| format!("{}: only ui/src/backend.ts may name Tauri: call it through backend.ts", s.path))
        .collect()
}

#[test]
fn tauri_is_named_in_the_shell_alone() {
    let bad = "import { invoke } from '@tauri-apps/api/core'";
    check(window_only_in_the_shell, "ui/src/screens/a.ts", bad, "import { call } from '../backend'");
    assert_tidy(&window_only_in_the_shell(&sources()));
}

/// The window's sources whose words and colours stand elsewhere: its texts, its tokens, and its tests may have them.
fn screens(sources: &[Source]) -> impl Iterator<Item = &Source> {
    let free = |path: &str| {
        path.starts_with("ui/src/text/")
            || path.ends_with("tokens.css")
            || path.contains(".test.")
            || path == "ui/src/api.ts"
    };
    sources.iter().filter(move |s| s.path.starts_with("ui/src/") && !free(&s.path))
}

fn colours_outside_tokens(sources: &[Source]) -> Vec<String> {
    let hex = |line: &str| {
        line.split('#').skip(1).any(|after| {
            let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
            [3, 6, 8].contains(&digits)
                && !after.chars().nth(digits).is_some_and(|c| is_word_char(c) || c == '-')
        })
    };
    let named = |line: &str| ["rgb(", "rgba(", "hsl("].iter().any(|word| line.contains(word));
    let lines =
        screens(sources).flat_map(|s| (1..).zip(s.text.lines()).map(move |(number, line)| (s, number, line)));
    lines
        .filter(|(s, _, line)| {
            (s.path.ends_with(".css") || s.path.ends_with(".svelte")) && (hex(line) || named(line))
        })
        .map(|(s, number, _)| {
            format!("{}:{number}: colours stand only in ui/src/tokens.css: use var(--…)", s.path)
        })
        .collect()
}

#[test]
fn colours_stand_in_the_tokens_alone() {
    check(
        colours_outside_tokens,
        "ui/src/a.svelte",
        "color: #17509a;",
        "{#if a}{#each b as c}href=\"#add-unit\"",
    );
    check(colours_outside_tokens, "ui/src/a.css", "color: rgb(1 2 3);", "color: var(--ink);");
    assert_tidy(&colours_outside_tokens(&sources()));
}

/// What a theme changes, the system's own colours must change as well: else a person sees ink on a ground of the same colour.
fn colours_without_one_of_the_system(sources: &[Source]) -> Vec<String> {
    let names = |block: &str| -> BTreeSet<String> {
        let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--"));
        lines.filter_map(|line| Some(line.split_once(':')?.0.to_owned())).collect()
    };
    let tokens = sources.iter().filter(|s| s.path.ends_with("tokens.css"));
    let lacking = |s: &Source| -> Vec<String> {
        let (themes, system) = s.text.split_once("forced-colors: active").unwrap_or((&s.text, ""));
        let dark = themes.split_once("='dark'").map(|(_, dark)| names(dark)).unwrap_or_default();
        let system = names(system);
        dark.difference(&system)
            .map(|name| format!("{}: --{name} has no colour of the system", s.path))
            .collect()
    };
    tokens.flat_map(lacking).collect()
}

#[test]
fn every_colour_of_a_theme_has_one_of_the_system() {
    const SYSTEM: &str = "[data-theme='dark'] {\n --ink: #fff;\n}\n@media (forced-colors: active) {\n";
    check(
        colours_without_one_of_the_system,
        "ui/src/tokens.css",
        SYSTEM,
        &format!("{SYSTEM} --ink: CanvasText;\n}}"),
    );
    assert_tidy(&colours_without_one_of_the_system(&sources()));
}

fn sentences_in_screens(sources: &[Source]) -> Vec<String> {
    let lines =
        screens(sources).flat_map(|s| (1..).zip(s.text.lines()).map(move |(number, line)| (s, number, line)));
    let comment =
        |line: &str| ["//", "*", "/*", "<!--"].iter().any(|start| line.trim_start().starts_with(start));
    lines
        .filter(|(_, _, line)| !comment(line))
        .filter(|(_, _, line)| has_vietnamese(line.split(" // ").next().unwrap_or_default()))
        .map(|(s, number, _)| {
            format!("{}:{number}: words users read go to ui/src/text, or come from the core", s.path)
        })
        .collect()
}

#[test]
fn words_of_the_window_stand_in_its_texts() {
    check(
        sentences_in_screens,
        "ui/src/a.svelte",
        "<h1>Hôm nay</h1>",
        "  // Hôm nay\n<h1>{t().today.title}</h1>",
    );
    assert_tidy(&sentences_in_screens(&sources()));
}

// ---- SQL and the clock --------------------------------------------------------------------------------------------

fn sql_outside_the_store(sources: &[Source]) -> Vec<String> {
    let words = [
        "SELECT ",
        "INSERT INTO",
        "INSERT OR",
        "UPDATE ",
        "DELETE FROM",
        "CREATE TABLE",
        "PRAGMA ",
        "ALTER TABLE",
    ];
    let outside = sources.iter().filter(|s| s.is_product_code() && !s.path.starts_with("src/store/"));
    let literals = outside.flat_map(|s| s.literals.iter().map(move |(line, text)| (s, line, text)));
    literals
        .filter(|(_, _, text)| words.iter().any(|word| text.trim_start().starts_with(word)))
        .map(|(s, line, _)| {
            format!("{}:{line}: SQL stands only in src/store: add a named function there and call it", s.path)
        })
        .collect()
}

/// What a workflow or the task runner takes from elsewhere must be the very thing that was looked at: an action by its commit, crates
/// by the lock file.
fn unpinned(path: &str, text: &str) -> Vec<String> {
    let is_pinned = |action: &str| {
        let commit =
            action.rsplit_once('@').map_or("", |(_, rest)| rest.split(' ').next().unwrap_or_default());
        commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit())
    };
    let locked = |line: &str| {
        let builds = ["\"build\"", "\"test\"", "\"clippy\"", "\"doc\"", "\"bench\""];
        !builds.iter().any(|word| line.contains(&format!("&[{word}"))) || line.contains("--locked")
    };
    let complaints = text.lines().zip(1..).filter_map(|(line, number)| {
        let action = line.split_once("uses: ").map(|(_, action)| action);
        let bad = action.is_some_and(|action| !is_pinned(action))
            || (line.contains("cargo install") && !line.contains("--locked"))
            || !locked(line);
        bad.then(|| format!("{path}:{number}: pin it: an action by commit, cargo by --locked"))
    });
    complaints.collect()
}

#[test]
fn what_is_built_with_is_pinned() {
    assert_eq!(unpinned("a.yml", "- uses: actions/checkout@v4\n- run: cargo install cargo-deny\n").len(), 2);
    assert_eq!(unpinned("a.rs", "cargo(&[\"build\", \"--workspace\"])").len(), 1);
    let files = files(".github/workflows").into_iter().chain(files("xtask/src"));
    let read = |path: String| unpinned(&path, &fs::read_to_string(project().join(&path)).unwrap());
    assert_tidy(&files.flat_map(read).collect::<Vec<_>>());
}

/// Who may write files: the disk, the store its book, the program its own files.
const WRITERS: [&str; 3] = ["src/disk.rs", "src/program.rs", "src/store/"];

fn writers_beside_the_disk(sources: &[Source]) -> Vec<String> {
    let words =
        ["fs::write", "fs::rename", "fs::copy", "File::create", "OpenOptions", "from_path", "File::open"];
    let mut complaints = Vec::new();
    let outside = |s: &&Source| s.is_product_code() && !WRITERS.iter().any(|w| s.path.starts_with(w));
    for source in sources.iter().filter(outside) {
        for word in words {
            for line in lines_with(&source.code, word) {
                complaints.push(format!(
                    "{}:{line}: {word}: what is handed in is opened, and what is handed out written, by src/disk.rs",
                    source.path
                ));
            }
        }
    }
    complaints
}

#[test]
fn files_are_opened_and_written_in_one_place() {
    check(
        writers_beside_the_disk,
        "src/jobs/a.rs",
        "std::fs::write(path, bytes)?;",
        "#[cfg(test)]\nmod tests { fn f() { std::fs::write(path, bytes); } }",
    );
    assert_tidy(&writers_beside_the_disk(&sources()));
}

#[test]
fn sql_stands_in_the_store_alone() {
    let sql = r#"let q = "SELECT name FROM citizen";"#;
    check(sql_outside_the_store, "src/jobs/a.rs", sql, r#"let q = "select a person"; // SELECT "#);
    assert_tidy(&sql_outside_the_store(&[Source::new("src/store/people.rs", sql)]));
    assert_tidy(&sql_outside_the_store(&sources()));
}

fn clocks(sources: &[Source]) -> Vec<String> {
    let words = ["SystemTime", "Utc::now", "Local::now", "now_v7", "new_v4", "thread_rng", "rand::rng"];
    let elsewhere = sources.iter().filter(|s| s.is_product_code() && s.path != "src/session.rs");
    elsewhere
        .flat_map(|s| {
            words
                .iter()
                .flat_map(move |word| lines_with(&s.code, word).into_iter().map(move |line| (s, word, line)))
        })
        .map(|(s, word, line)| {
            format!(
                "{}:{line}: {word}: clock, ids and seeds come from Session: take them as arguments",
                s.path
            )
        })
        .collect()
}

#[test]
fn the_clock_is_in_the_session_alone() {
    check(clocks, "src/store/a.rs", "let now = std::time::SystemTime::now();", "let now = session.now();");
    check(clocks, "src/jobs/a.rs", "Uuid::now_v7()", "session.new_id()");
    assert_tidy(&clocks(&sources()));
}

// ---- Sentences ----------------------------------------------------------------------------------------------------

/// The product's name, the same in every language.
const PRODUCT: &str = "Từng Nhà";

/// A word with a Vietnamese letter; a mere set of letters is no word.
fn has_vietnamese(text: &str) -> bool {
    let text = text.replace(PRODUCT, "");
    let letters = text.chars().any(|c| c.is_ascii_alphabetic());
    letters
        && text
            .chars()
            .any(|c| matches!(u32::from(c), 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x1B0 | 0x1EA0..=0x1EF9))
}

fn sentences_in_code(sources: &[Source]) -> Vec<String> {
    let code = sources.iter().filter(|s| s.is_product_code());
    code.flat_map(|s| s.literals.iter().filter(|(_, text)| has_vietnamese(text)).map(move |(line, text)| (s, line, text)))
        .map(|(s, line, text)| {
            format!("{}:{line}: {text:?}: words users read go to src/messages.csv, words files use to a CSV beside the code", s.path)
        })
        .collect()
}

#[test]
fn sentences_live_in_the_message_table() {
    let tests = "#[cfg(test)]\nmod tests {\n  fn f() { check(\"Họ và tên\"); }\n}";
    check(
        sentences_in_code,
        "src/jobs/a.rs",
        "let title = \"Báo cáo ngày\";",
        "/// Báo cáo ngày\nlet mark = 'đ';",
    );
    check(sentences_in_code, "src/jobs/a.rs", "let title = r#\"Sổ \"hộ\"\"#;", tests);
    assert_tidy(&sentences_in_code(&sources()));
}

/// The message table: code → (vi, en).
fn messages(csv: &str) -> Vec<(String, String, String)> {
    let records = csv::Reader::from_reader(csv.as_bytes()).into_records().map(Result::unwrap);
    records.map(|r| (r[0].to_owned(), r[1].to_owned(), r[2].to_owned())).collect()
}

fn message_table() -> Vec<(String, String, String)> {
    messages(&fs::read_to_string(project().join("src/messages.csv")).unwrap())
}

/// The `{name}` places of a sentence.
fn places(sentence: &str) -> BTreeSet<&str> {
    sentence.split('{').skip(1).filter_map(|after| after.split_once('}')).map(|(name, _)| name).collect()
}

fn bad_messages(table: &[(String, String, String)]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut complaints = Vec::new();
    for (code, vi, en) in table {
        let mut complain = |what: &str| complaints.push(format!("src/messages.csv: {code}: {what}"));
        if !seen.insert(code) {
            complain("stands twice: keep one row");
        }
        if vi.trim().is_empty() || en.trim().is_empty() {
            complain("a language is empty: write both");
        }
        if !is_nfc(vi) {
            complain("is not NFC: type it again with Unicode dựng sẵn");
        }
        // What the other language calls otherwise has a place of its own: `{operation_en}`.
        let of_en = places(en).into_iter().map(|place| place.strip_suffix("_en").unwrap_or(place));
        if places(vi) != of_en.collect() {
            complain("the {places} of vi and en differ: give both the same");
        }
    }
    complaints
}

#[test]
fn the_message_table_is_whole() {
    for bad in ["a.b,Sổ {x},Book {y}", "a.b,Sổ,", "a.b,Sổ,Book\na.b,Sổ,Book", "a.b,So\u{302}\u{309},Book"]
    {
        assert!(!bad_messages(&messages(&format!("code,vi,en\n{bad}"))).is_empty(), "{bad}");
    }
    assert_tidy(&bad_messages(&message_table()));
}

/// Calls whose first literal is a code, and what stands before it in the table: what the journal calls a change is an operation.
const CALLS_WITH_CODES: [(&str, &str); 6] = [
    ("Error::new(", ""),
    ("transact(session,", "operation."),
    (".note(session,", "operation."),
    ("word(", ""),
    ("sentence(", ""),
    ("sentences(", ""),
];

/// The codes that errors, findings, changes and words of `sources` use.
fn codes_without_sentence(sources: &[Source], table: &BTreeSet<String>) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|s| s.is_product_code()) {
        let mut needed: Vec<(usize, String)> = Vec::new();
        for (line, text) in &source.literals {
            let is_code =
                text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c));
            if is_code && text.starts_with("row.") && text.len() > 4 {
                needed.push((*line, text.clone()));
                if !text.ends_with(".fix") {
                    needed.push((*line, format!("{text}.fix")));
                }
            }
        }
        for (call, kind) in CALLS_WITH_CODES {
            // Calls in tests are blank in `code`.
            let calls = lines_with(&source.code, call);
            for (at, _) in source.text.match_indices(call) {
                let line = source.text[..at].matches('\n').count() + 1;
                let after = source.text[at + call.len()..].trim_start();
                let literal = after.strip_prefix('"').and_then(|quoted| quoted.split_once('"'));
                // Of the table each code has a point.
                let literal = literal.filter(|(code, _)| !kind.is_empty() || code.contains('.'));
                if let Some((code, _)) = literal.filter(|_| calls.contains(&line)) {
                    needed.push((line, format!("{kind}{code}")));
                }
            }
        }
        for (line, code) in needed.into_iter().filter(|(_, code)| !table.contains(code)) {
            complaints.push(format!(
                "{}:{line}: {code} has no row in src/messages.csv: write its sentence there",
                source.path
            ));
        }
    }
    complaints
}

fn codes(table: &[(String, String, String)]) -> BTreeSet<String> {
    table.iter().map(|(code, ..)| code.clone()).collect()
}

#[test]
fn every_error_and_finding_has_its_sentence() {
    let table: BTreeSet<String> =
        ["book.full", "operation.write", "row.old", "row.old.fix", "row.bare"].map(str::to_owned).into();
    let rule = |sources: &[Source]| codes_without_sentence(sources, &table);
    check(rule, "src/store/a.rs", "Error::new(\n  \"book.gone\")", "Error::new(\"book.full\")");
    check(rule, "src/excel/a.rs", "code: \"row.bare\"", "code: \"row.old\"");
    check(rule, "src/jobs/a.rs", "word(\"book.gone\")", "word(\"book.full\")");
    check(rule, "src/jobs/a.rs", "sentences(\"book.gone\", &[])", "sentences(\"book.full\", &[])");
    check(
        rule,
        "src/jobs/a.rs",
        "book.transact(session, \"read\", ())",
        "book.transact(session, \"write\", ())",
    );
    assert_tidy(&codes_without_sentence(&sources(), &codes(&message_table())));
}

/// Errors that are made without a value for a place of their sentence. The file that an error is about is filled in by
/// whoever knows it, further up.
fn unfilled_places(sources: &[Source], table: &[(String, String, String)]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|s| s.is_product_code()) {
        let calls = lines_with(&source.code, "Error::new");
        for (at, call) in source.text.match_indices("Error::new(") {
            let line = source.text[..at].matches('\n').count() + 1;
            let after = &source.text[at + call.len()..];
            let literal = after.trim_start().strip_prefix('"').and_then(|quoted| quoted.split_once('"'));
            let Some((code, after)) = literal.filter(|_| calls.contains(&line)) else { continue };
            let Some((_, vi, _)) = table.iter().find(|(row, ..)| row == code) else { continue };
            let further_up = |place: &str| match place {
                "path" => code.starts_with("book."),
                "file" => ["file.", "summary.", "package.", "enrolment.", "update."]
                    .iter()
                    .any(|of| code.starts_with(of)),
                _ => false,
            };
            let end = after.match_indices("Error::new(").next().map_or(after.len(), |(next, _)| next);
            let filled = &after[..end];
            for place in places(vi) {
                if !further_up(place) && !filled.contains(&format!("\"{place}\"")) {
                    complaints.push(format!(
                        "{}:{line}: {code} leaves {{{place}}} of its sentence unfilled: add .with(\"{place}\", …)",
                        source.path
                    ));
                }
            }
        }
    }
    complaints
}

#[test]
fn errors_fill_the_places_of_their_sentences() {
    let table = messages("code,vi,en\na.b,Ở {where},At {where}\nbook.c,Ở {path},At {path}");
    let rule = |sources: &[Source]| unfilled_places(sources, &table);
    let good = "Error::new(\n  \"a.b\")\n  .with(\"where\", place); Error::new(\"book.c\")";
    check(rule, "src/jobs/a.rs", "Error::new(\"a.b\"); Error::new(\"x\").with(\"where\", 1)", good);
    assert_tidy(&unfilled_places(&sources(), &message_table()));
}

/// Rows of the table that nothing uses: neither a literal, nor the start of a made-up code ("outcome.{}"), nor data.
fn unused_messages(sources: &[Source], table: &BTreeSet<String>) -> Vec<String> {
    let code: Vec<&Source> = sources.iter().filter(|s| s.is_product_code()).collect();
    let literals: BTreeSet<&str> =
        code.iter().flat_map(|s| s.literals.iter().map(|(_, text)| text.as_str())).collect();
    let prefixes: BTreeSet<&str> = literals
        .iter()
        .filter_map(|text| text.split_once('{'))
        .map(|(start, _)| start)
        .filter(|s| s.ends_with('.'))
        .collect();
    let used = |code: &str| literals.contains(code) || prefixes.iter().any(|prefix| code.starts_with(prefix));
    let unused = table.iter().filter(|code| !used(code) && !code.strip_suffix(".fix").is_some_and(used));
    unused.map(|code| format!("src/messages.csv: {code}: nothing uses it: delete the row")).collect()
}

#[test]
fn every_sentence_is_used() {
    let table: BTreeSet<String> = ["row.old", "row.old.fix", "outcome.absent"].map(str::to_owned).into();
    let rule = |sources: &[Source]| unused_messages(sources, &table);
    let good = "f(\"row.old\"); word(&format!(\"outcome.{name}\"));";
    check(rule, "src/jobs/a.rs", "f(\"row.old\");", good);
    assert_tidy(&unused_messages(&sources(), &codes(&message_table())));
}

// ---- Form ---------------------------------------------------------------------------------------------------------

fn long_files(sources: &[Source]) -> Vec<String> {
    let rust = sources.iter().filter(|s| s.path.ends_with(".rs") && !s.is_test);
    rust.map(|s| (s, s.code.lines().filter(|line| !line.trim().is_empty()).count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(s, lines)| {
            format!("{}: {lines} lines of code, at most {LONGEST_FILE}: split it by what it is about", s.path)
        })
        .collect()
}

#[test]
fn files_stay_short() {
    let line = "let a = 1;\n";
    let good = format!("{}#[cfg(test)]\nmod tests {{\n{}}}", line.repeat(500), line.repeat(500));
    check(long_files, "src/jobs/a.rs", &line.repeat(LONGEST_FILE + 1), &good);
    assert_tidy(&long_files(&sources()));
}

fn silent_modules(sources: &[Source]) -> Vec<String> {
    let rust = sources.iter().filter(|s| s.path.ends_with(".rs"));
    rust.filter(|s| !s.text.starts_with("//! ") || s.text.lines().next().is_some_and(|line| line.len() < 12))
        .map(|s| format!("{}: begin the file with `//! …`: one sentence on what it is for", s.path))
        .collect()
}

#[test]
fn every_file_says_what_it_is_for() {
    check(silent_modules, "src/jobs/a.rs", "use std::fmt;", "//! Logs one visit.\nuse std::fmt;");
    check(silent_modules, "src/jobs/a.rs", "//! x\n", "//! Logs one visit.\n");
    assert_tidy(&silent_modules(&sources()));
}

fn empty_names(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|s| s.path.ends_with(".rs")) {
        let mut words = source.code.split(|c| !is_word_char(c)).filter(|w| !w.is_empty());
        while let Some(word) = words.next() {
            if !["struct", "enum", "trait", "mod", "type"].contains(&word) {
                continue;
            }
            let name = words.next().unwrap_or_default();
            let lower = name.to_lowercase();
            if ["manager", "service", "helper", "util", "utils"].iter().any(|empty| lower.ends_with(empty)) {
                complaints.push(format!(
                    "{}: {name}: call it by a noun of the field (Words in src/lib.rs)",
                    source.path
                ));
            }
        }
    }
    complaints
}

#[test]
fn names_are_nouns_of_the_field() {
    check(empty_names, "src/jobs/a.rs", "pub struct VisitManager;", "pub struct Visit; // the manager");
    assert_tidy(&empty_names(&sources()));
}

fn leftovers(sources: &[Source]) -> Vec<String> {
    let words =
        ["TODO", "FIXME", "/work/", "/root/", "/home/", "/tmp/", "sub-agent", "subagent", "coding agent"];
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|s| s.path != "tests/tidy.rs") {
        for (number, line) in (1..).zip(source.text.lines()) {
            for word in words.iter().filter(|word| line.contains(**word)) {
                complaints.push(format!(
                    "{}:{number}: {word}: do it or delete it; no path of one machine",
                    source.path
                ));
            }
        }
    }
    complaints
}

#[test]
fn nothing_is_left_lying_about() {
    check(leftovers, "src/jobs/a.rs", "// TODO later", "// Later visits count.");
    check(leftovers, "README.md", "see /work/x", "see fixtures/");
    assert_tidy(&leftovers(&sources()));
}

/// The folders and files of the project that stand in backticks; `a/{b,c}/` is `a/b/` and `a/c/`.
fn mapped(map: &str) -> BTreeSet<String> {
    let tops =
        ["src/", "src-tauri/", "ui/", "tests/", "xtask/", "benches/", "fixtures/", "docs/", ".github/"];
    let quoted = map.split('`').skip(1).step_by(2);
    let paths = quoted.filter(|word| tops.iter().any(|top| word.starts_with(top)) && !word.contains(' '));
    let braces = paths.flat_map(|path| {
        match path.split_once('{').and_then(|(start, rest)| Some((start, rest.split_once('}')?))) {
            Some((start, (names, end))) => {
                names.split(',').map(|name| format!("{start}{name}{end}")).collect()
            }
            None => vec![path.to_owned()],
        }
    });
    braces.map(|path| path.trim_end_matches('/').to_owned()).collect()
}

/// The folders that hold code, each with those above it that hold none left out; tests beside the code go with it.
fn folders(sources: &[Source]) -> BTreeSet<&str> {
    let tops = ["src/", "src-tauri/src/", "ui/src/", "tests/"];
    let code = sources.iter().map(|s| s.path.as_str()).filter(|path| {
        let beside = path.starts_with("src/") && path.contains("/tests/");
        tops.iter().any(|top| path.starts_with(top))
            && [".rs", ".ts", ".svelte"].iter().any(|end| path.ends_with(end))
            && !beside
    });
    code.filter_map(|path| Some(path.rsplit_once('/')?.0)).collect()
}

fn gaps_in_the_map(map: &str, sources: &[Source]) -> Vec<String> {
    let mapped = mapped(map);
    let new = folders(sources).into_iter().filter(|folder| !mapped.contains(*folder));
    let new =
        new.map(|folder| format!("ARCHITECTURE.md: the map lacks `{folder}/`: say there what it is for"));
    let exists = |path: &str| {
        sources
            .iter()
            .any(|s| s.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    };
    let gone = mapped.iter().filter(|path| !exists(path));
    new.chain(gone.map(|path| format!("ARCHITECTURE.md: `{path}` does not exist: take it out"))).collect()
}

#[test]
fn the_code_map_is_whole() {
    let files = || [Source::new("src/jobs/walk/a.rs", ""), Source::new("src/jobs/walk/tests/b.rs", "")];
    assert_eq!(
        gaps_in_the_map("- `src/jobs/{day,roster}/`, `src/jobs/walk.rs`", &files()).len(),
        4,
        "one new, three gone"
    );
    assert_tidy(&gaps_in_the_map("- `src/jobs/{walk}/` has `src/jobs/walk/a.rs` and `call(a, b)`", &files()));
    let map = fs::read_to_string(project().join("ARCHITECTURE.md")).unwrap();
    assert!(map.len() <= 9_000, "ARCHITECTURE.md is read in one go: details go to docs/ or to the code");
    assert_tidy(&gaps_in_the_map(&map, &sources()));
}

/// Papers and headings that can be cited: `docs/domain.md`, `docs/domain.md, Phones`.
fn papers(sources: &[Source]) -> BTreeSet<String> {
    let papers = sources.iter().filter(|s| s.path.ends_with(".md"));
    papers
        .flat_map(|s| {
            let headings = s.text.lines().filter(|line| line.starts_with('#'));
            let headings =
                headings.map(|line| format!("{}, {}", s.path, line.trim_start_matches(['#', ' '])));
            headings.chain([s.path.clone()])
        })
        .collect()
}

/// Papers that the sources cite and that are not there. A heading is cited as `docs/domain.md, Phones`, on one line.
fn broken_references(sources: &[Source], papers: &BTreeSet<String>) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|s| !s.path.ends_with(".md") && s.path != "tests/tidy.rs") {
        for (number, line) in (1..).zip(source.text.lines()) {
            for (at, ending) in line.match_indices(".md") {
                let is_path = |c: char| is_word_char(c) || "/.-".contains(c);
                let path = line[..at].rsplit(|c| !is_path(c)).next().unwrap_or_default();
                let cited = line[at - path.len()..].trim_start_matches(['.', '/']);
                let after = line[at + ending.len()..].strip_prefix(", ");
                let names_heading = after.is_some_and(|heading| heading.starts_with(char::is_uppercase));
                let stands = |paper: &&String| {
                    let rest = cited.strip_prefix(paper.as_str());
                    rest.is_some_and(|rest| !rest.starts_with(is_word_char))
                        && paper.contains(", ") == names_heading
                };
                if !papers.iter().any(|paper| stands(&paper)) {
                    complaints.push(format!(
                        "{}:{number}: no such paper or heading: {}",
                        source.path,
                        cited.trim()
                    ));
                }
            }
            // Papers that never were part of the project.
            for word in ["DESIGN", "DOMAIN", "LOOK", "PITFALLS"] {
                if !lines_with(line, word).is_empty() {
                    complaints.push(format!(
                        "{}:{number}: {word}: cite docs/domain.md or docs/look.md by a heading",
                        source.path
                    ));
                }
            }
        }
    }
    complaints
}

#[test]
fn what_is_cited_stands_in_the_papers() {
    let paper =
        [Source::new("docs/domain.md", "# Rules\n## Phones\n"), Source::new("fixtures/README.md", "")];
    let rule = |sources: &[Source]| broken_references(sources, &papers(&paper));
    check(rule, "src/domain/a.rs", "/// See docs/domain.md, Phone.", "/// A phone (docs/domain.md, Phones).");
    check(
        rule,
        "ui/src/a.ts",
        "// docs/looks.md has it.",
        "// docs/domain.md has it, as fixtures/README.md says.",
    );
    check(rule, "src/domain/a.rs", "/// DOMAIN §2", "const DOMAINS: u8 = 2;");
    let sources = sources();
    assert_tidy(&broken_references(&sources, &papers(&sources)));
}

// ---- People -------------------------------------------------------------------------------------------------------

/// Runs of two to four words and long numbers that belong to somebody named in the public plans.
fn real_people(text: &str, kept_out: impl Fn(&str) -> bool) -> usize {
    // Each run once: a list says the same names again and again.
    let mut runs = BTreeSet::new();
    for line in text.lines() {
        let folded = fold(line);
        let words: Vec<&str> = folded.split(' ').collect();
        let names = (2..=4).flat_map(|n| words.windows(n));
        let names = names.filter(|run| run.iter().all(|word| word.chars().all(char::is_alphabetic)));
        runs.extend(names.map(|run| run.join(" ")));
        let close = line.replace(['.', ' ', '-'], "");
        let numbers = close.split(|c: char| !c.is_ascii_digit()).filter(|n| (10..=11).contains(&n.len()));
        runs.extend(numbers.map(str::to_owned));
    }
    runs.iter().filter(|run| kept_out(run)).count()
}

/// docs/domain.md, Personal data. The list holds sums, not names, so this test needs none of the plans.
#[test]
fn nobody_real_stands_in_the_project() {
    // Tried on an invented person: the real ones are not to be written here.
    let invented = |person: &str| ["bui an nhien", "0900000001"].contains(&person);
    assert_eq!(real_people("giao cho Bùi An  Nhiên, số 0900.000.001", invented), 2);
    assert_eq!(real_people("giao cho Bùi An Nhi, số 0900.000.002", invented), 0);
    let sums: Vec<&str> = include_str!("../src/domain/demo/data/kept_out.txt").lines().collect();
    assert!(sums.len() >= 12 && sums.iter().all(|sum| sum.len() == 64), "the list of sums is not whole");

    let mut complaints = Vec::new();
    for source in sources()
        .iter()
        .filter(|s| s.path.ends_with(".rs") || s.path.ends_with(".csv") || s.path.ends_with(".md"))
    {
        if real_people(&source.text, is_kept_out) > 0 {
            complaints.push(format!("{}: a name or phone of the public plans: invent another", source.path));
        }
    }
    for path in files("fixtures").into_iter().filter(|p| p.ends_with(".xlsx")) {
        let mut book: Xlsx<_> = open_workbook(project().join(&path)).unwrap();
        let sheets = book.worksheets();
        let cells = sheets.iter().flat_map(|(_, range)| range.cells().map(|(_, _, cell)| cell.to_string()));
        if cells.collect::<BTreeSet<_>>().iter().any(|cell| real_people(cell, is_kept_out) > 0) {
            complaints.push(format!("{path}: a name or phone of the public plans: make the fixture again"));
        }
    }
    assert_tidy(&complaints);
}
