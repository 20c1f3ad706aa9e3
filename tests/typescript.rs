//! `ui/src/api.ts` is what `src/api.rs` says. `cargo xtask types` writes it anew.

use std::path::Path;

#[test]
fn the_windows_types_are_those_of_the_core() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/api.ts");
    let made = tung_nha::api::typescript();
    if std::env::var_os("TUNG_NHA_WRITE_TYPES").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(there == made, "ui/src/api.ts is not what src/api.rs says: run `cargo xtask types`");
}
