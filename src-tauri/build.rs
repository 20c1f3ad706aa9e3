//! Builds the window around the screens in `ui/dist`.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    assert!(
        Path::new("../ui/dist/index.html").exists(),
        "the screens are not built: run `cargo xtask ui` first"
    );
    // WebKitGTK brings an SQLite of its own into the process: it must not bind to the encrypted one.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    tauri_build::build();
}
