//! What the build needs beside Rust: a C compiler, make and perl for the encrypted database and its OpenSSL; for the window
//! also Node for its screens and the system's WebKit.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Outcome;

/// A need: how to see that it is there, and its Debian package.
struct Need {
    name: &'static str,
    check: &'static [&'static str],
    package: &'static str,
}

const NEEDS: &[Need] = &[
    Need { name: "C compiler", check: &["cc", "--version"], package: "gcc" },
    Need {
        name: "C headers",
        check: &["cc", "-E", "-include", "stdio.h", "-x", "c", "/dev/null"],
        package: "libc6-dev",
    },
    Need { name: "make", check: &["make", "--version"], package: "make" },
    // Debian's smallest perl lacks modules that OpenSSL's build asks for.
    Need {
        name: "perl",
        check: &["perl", "-MFindBin", "-MIPC::Cmd", "-MFile::Compare", "-e", "1"],
        package: "perl",
    },
];

/// On Windows the compiler and nmake come with Rust's own requirements; perl is the one more.
const NEEDS_OF_WINDOWS: &[Need] = &[Need { name: "perl", check: &["perl", "-e", "1"], package: "" }];

/// What the window needs more. Node 20.19 is the oldest that builds the screens.
const NEEDS_OF_WINDOW: &[Need] = &[
    Need { name: "Node 20.19 or newer", check: NODE_IS_NEW, package: "nodejs" },
    Need { name: "npm", check: &[NPM, "--version"], package: "npm" },
];

/// On Linux the window is drawn by the system's WebKit.
const NEEDS_OF_LINUX: &[Need] = &[
    Need { name: "pkg-config", check: &["pkg-config", "--version"], package: "pkg-config" },
    Need {
        name: "WebKitGTK 4.1",
        check: &["pkg-config", "--exists", "webkit2gtk-4.1"],
        package: "libwebkit2gtk-4.1-dev",
    },
];

/// What drives the window in tests: a screen without a monitor, and WebKit's driver.
const NEEDS_OF_WINDOW_TESTS: &[Need] = &[
    Need { name: "Xvfb", check: &["sh", "-c", "command -v Xvfb"], package: "xvfb" },
    Need {
        name: "WebKitWebDriver",
        check: &["sh", "-c", "command -v WebKitWebDriver"],
        package: "webkit2gtk-driver",
    },
    // What watches the window where there is no network, and types there.
    Need { name: "strace", check: &["strace", "-V"], package: "strace" },
    Need { name: "openbox", check: &["sh", "-c", "command -v openbox"], package: "openbox" },
    Need { name: "xdotool", check: &["sh", "-c", "command -v xdotool"], package: "xdotool" },
    Need { name: "dbus-daemon", check: &["dbus-daemon", "--version"], package: "dbus-daemon" },
    Need { name: "dbus-send", check: &["sh", "-c", "command -v dbus-send"], package: "dbus-bin" },
];

/// What builds for Windows on Debian, whose own Rust has what the standard library is built of; and Wine, which runs it.
const NEEDS_OF_CROSS: &[Need] = &[
    Need { name: "Debian's Rust", check: &["/usr/bin/rustc", "--version"], package: "rustc-web" },
    Need { name: "Debian's cargo", check: &["/usr/bin/cargo", "--version"], package: "cargo-web" },
    Need {
        name: "sources of Rust",
        check: &["ls", "/usr/lib/rustlib/src/rust/library"],
        package: "rust-web-src",
    },
    Need { name: "mingw", check: &["x86_64-w64-mingw32-g++", "--version"], package: "mingw-w64" },
    Need { name: "makensis", check: &["makensis", "-VERSION"], package: "nsis" },
];
const NEEDS_OF_WINE: &[Need] = &[
    Need { name: "Wine", check: &["wine", "--version"], package: "wine" },
    Need { name: "Wine, 64 bits", check: &["ls", "/usr/lib/wine/wine64"], package: "wine64" },
    Need { name: "zip", check: &["zip", "-v"], package: "zip" },
];
const NEEDS_OF_DIST: &[Need] = &[
    Need { name: "zip", check: &["zip", "-v"], package: "zip" },
    Need { name: "git", check: &["git", "--version"], package: "git" },
];

/// What makes the handbook's pages of paper and its pictures: Debian's own, whatever other Python there is.
const NEEDS_OF_HANDBOOK: &[Need] = &[
    Need { name: "WeasyPrint", check: &[PYTHON, "-c", "import weasyprint"], package: "weasyprint" },
    Need {
        name: "Pillow with WebP",
        check: &[PYTHON, "-c", "from PIL import features; assert features.check('webp')"],
        package: "python3-pil",
    },
];

/// The Python of the system.
pub(crate) const PYTHON: &str = "/usr/bin/python3";

const NODE_IS_NEW: &[&str] = &[
    "node",
    "-e",
    "const [a, b] = process.versions.node.split('.').map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)",
];

/// The name of npm's program.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// What the core and its command line need.
pub(crate) fn prepare() -> Outcome {
    install(if cfg!(windows) { NEEDS_OF_WINDOWS } else { NEEDS })
}

/// What the window needs, too.
pub(crate) fn prepare_window() -> Outcome {
    prepare()?;
    install(NEEDS_OF_WINDOW)?;
    if cfg!(target_os = "linux") { install(NEEDS_OF_LINUX) } else { Ok(()) }
}

/// What builds for Windows, and runs what was built.
pub(crate) fn prepare_windows() -> Outcome {
    prepare_window()?;
    install(NEEDS_OF_CROSS)?;
    install(NEEDS_OF_WINE)
}

/// What makes the packages.
pub(crate) fn prepare_dist() -> Outcome {
    prepare_window()?;
    install(NEEDS_OF_CROSS)?;
    install(NEEDS_OF_DIST)
}

/// What makes the handbook.
pub(crate) fn prepare_handbook() -> Outcome {
    prepare_window()?;
    install(NEEDS_OF_HANDBOOK)
}

/// Installs what is missing on Debian and Ubuntu; elsewhere says in one line what is missing.
fn install(needs: &[Need]) -> Outcome {
    let missing: Vec<&Need> = needs.iter().filter(|need| !works(need.check)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|need| need.name).collect();
    let names = names.join(", ");
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(format!("missing: {names}. {}", advice()));
    }
    let packages: Vec<_> = missing.iter().map(|need| need.package).collect();
    eprintln!("xtask: installing {}", packages.join(" "));
    // A fresh machine has no package lists yet.
    let installed =
        apt(&["update"]) && apt(&[&["install", "-y", "--no-install-recommends"], &*packages].concat());
    if installed && needs.iter().all(|need| works(need.check)) {
        return Ok(());
    }
    Err(format!("missing: {names}. Run: sudo apt-get install {}", packages.join(" ")))
}

/// What only tests need: a driver for the window; Python for the checker of summary files, without which that test says so
/// and is left out.
pub(crate) fn prepare_tests() -> Outcome {
    prepare_window()?;
    if cfg!(target_os = "linux") {
        install(NEEDS_OF_WINDOW_TESTS)?;
    } else if cfg!(windows) {
        let folder = env::var_os("EDGEWEBDRIVER").map(PathBuf::from).unwrap_or_default();
        if !works(&[&*folder.join("msedgedriver.exe").to_string_lossy(), "--version"]) {
            return Err(format!("missing: msedgedriver, which drives the window. {}", advice()));
        }
    }
    let checker = ["-c", "import cryptography"];
    let there =
        ["python3", "/usr/bin/python3"].iter().any(|python| works(&[&[*python], &checker[..]].concat()));
    if !there && Path::new("/usr/bin/apt-get").exists() {
        eprintln!("xtask: installing python3-cryptography");
        let installed =
            apt(&["update"]) && apt(&["install", "-y", "--no-install-recommends", "python3-cryptography"]);
        if !installed {
            eprintln!("xtask: not installed; the test of the checker in Python will be left out");
        }
    }
    Ok(())
}

fn advice() -> &'static str {
    if cfg!(windows) {
        "Install Strawberry Perl (strawberryperl.com), Node (nodejs.org) and for the tests of the window msedgedriver of WebView2's version (developer.microsoft.com/microsoft-edge/tools/webdriver), then open a new terminal"
    } else if cfg!(target_os = "macos") {
        "Run: xcode-select --install, and install Node (nodejs.org)"
    } else {
        "On Fedora run: sudo dnf install gcc make perl nodejs npm webkit2gtk4.1-devel"
    }
}

fn works(check: &[&str]) -> bool {
    let Some((program, args)) = check.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// As root, or through sudo where it asks for no password.
fn apt(args: &[&str]) -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0");
    let mut command = Command::new(if root { "apt-get" } else { "sudo" });
    if !root {
        command.args(["-n", "apt-get"]);
    }
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    command.status().is_ok_and(|status| status.success())
}
