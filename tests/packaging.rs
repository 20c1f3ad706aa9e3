//! The packages tell the systems which files are ours: all of those that the code knows, and no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tung_nha::domain::file_kind::OWN_ENDINGS;

/// What follows `before` up to `after`, wherever it stands.
fn between<'a>(text: &'a str, before: &str, after: &str) -> BTreeSet<&'a str> {
    text.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0)).collect()
}

#[test]
fn a_double_click_is_told_for_every_kind_of_file() {
    let own: BTreeSet<&str> = OWN_ENDINGS.into();
    let check = |file: &str, before: &str, after: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        assert_eq!(between(&fs::read_to_string(path).unwrap(), before, after), own, "{file}: {before}");
    };
    check("packaging/windows/setup.nsi", "insertmacro Associate \"", "\"");
    check("packaging/windows/setup.nsi", "insertmacro Dissociate \"", "\"");
    check("packaging/linux/tung-nha.desktop", "application/vnd.tungnha.", ";");
    check("packaging/linux/tung-nha.xml", "type=\"application/vnd.tungnha.", "\"");
    check("packaging/linux/tung-nha.xml", "pattern=\"*.", "\"");
    check("src-tauri/tauri.conf.json", "\"ext\": [\"", "\"");
    check("src-tauri/tauri.conf.json", "application/vnd.tungnha.", "\"");
    // The page leads them to their screens, books and updates aside.
    let travelling =
        between(include_str!("../ui/src/state/desk.svelte.ts"), "/\\.tn(", ")$/i").pop_first().unwrap();
    let travelling: BTreeSet<String> = travelling.split('|').map(|end| format!("tn{end}")).collect();
    assert_eq!(
        travelling.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        own.into_iter().filter(|e| !["tungnha", "tncapnhat"].contains(e)).collect()
    );
}

/// What `cargo xtask test-windows` looks for in the registry.
#[test]
fn the_setup_is_tried_for_every_kind_of_file() {
    let tried =
        between(include_str!("../xtask/src/dist.rs"), "ENDINGS: [&str; 6] = [\"", "\"]").pop_first().unwrap();
    assert_eq!(tried.split("\", \"").collect::<BTreeSet<_>>(), OWN_ENDINGS.into());
}
