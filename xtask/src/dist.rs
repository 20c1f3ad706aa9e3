//! Packages for those who use the program: a setup and a portable zip for Windows, `.deb` and `.rpm` for Linux, with
//! their notices, parts and checksums, in target/dist.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::machine::NPM;
use crate::windows::{self, PROGRAMS, Profile};
use crate::{Outcome, build, cargo_command, handbook, notices, project, step, window};

/// The kinds of files that open by a double click; `tests/packaging.rs` compares them with the core's.
pub(crate) const ENDINGS: [&str; 6] = ["tungnha", "tnsolieu", "tngiao", "tnketqua", "tnmoi", "tncapnhat"];

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Makes all of them.
pub(crate) fn make() -> Outcome {
    let out = folder()?;
    for made in read(&out)? {
        if made.is_file() {
            fs::remove_file(&made).map_err(|e| format!("{}: {e}", made.display()))?;
        }
    }
    window::screens()?;
    notices::write()?;
    // Once more, now with the notices inside.
    window::screens()?;
    linux(&out)?;
    let programs = windows::programs(Profile::Release)?;
    setup(&programs, &out, Profile::Release)?;
    let handbook = handbook::on_paper()?;
    let zip = portable(&programs, VERSION, &handbook, &out)?;
    update(&zip, &out)?;
    for paper in [notices::file(), notices::sbom_file()] {
        fs::copy(&paper, out.join(paper.file_name().unwrap_or_default()))
            .map_err(|e| format!("{}: {e}", paper.display()))?;
    }
    sums(&out)
}

fn folder() -> Result<PathBuf, String> {
    let out = project().join("target/dist");
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    Ok(out)
}

fn read(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// `.deb` and `.rpm`, by Tauri's bundler. Its AppImage needs tools from the network: the release's workflow makes it.
fn linux(out: &Path) -> Outcome {
    let mut programs = cargo_command(&["build", "--locked", "--release", "--bins"]);
    step(build::named(programs.args(["--package", "tung-nha", "--package", "tung-nha-window"])))?;
    let packaging = project().join("packaging");
    step(Command::new(NPM).args(["ci", "--no-audit", "--no-fund"]).current_dir(&packaging))?;
    let bundler = packaging.join("node_modules/.bin/tauri");
    step(
        Command::new(bundler)
            .args(["bundle", "--bundles", "deb,rpm", "--config", "../packaging/linux.json"])
            .current_dir(project().join("src-tauri")),
    )?;
    let made = project().join("target/release/bundle");
    for (kind, name) in
        [("deb", format!("tung-nha_{VERSION}_amd64.deb")), ("rpm", format!("tung-nha-{VERSION}.x86_64.rpm"))]
    {
        // Earlier ones may lie there.
        let newest = read(&made.join(kind))?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == kind));
        let newest = newest.max_by_key(|path| fs::metadata(path).and_then(|file| file.modified()).ok());
        let newest = newest.ok_or_else(|| format!("no .{kind} was made"))?;
        fs::copy(newest, out.join(name)).map_err(|e| e.to_string())?;
    }
    Ok(())
}

/// What lies beside the programs for Windows.
fn papers(programs: &Path) -> Outcome {
    if !notices::file().exists() {
        notices::write()?;
    }
    for (from, name) in [(project().join("LICENSE"), "LICENSE.txt"), (notices::file(), "NOTICES.txt")] {
        fs::copy(&from, programs.join(name)).map_err(|e| format!("{}: {e}", from.display()))?;
    }
    Ok(())
}

/// The setup for Windows around these programs; those of a release packed as small as they get.
pub(crate) fn setup(programs: &Path, out: &Path, profile: Profile) -> Result<PathBuf, String> {
    papers(programs)?;
    let setup = out.join(format!("tung-nha-{VERSION}-setup.exe"));
    let define = |name: &str, value: &Path| format!("-D{name}={}", value.display());
    let mut nsis = Command::new("makensis");
    nsis.args(["-V2", "-WX", &define("VERSION", Path::new(VERSION)), &define("PROGRAMS", programs)]);
    if profile == Profile::Dev {
        nsis.arg("-DTRIED");
    }
    nsis.args([define("OUT", &setup), define("ICON", &project().join("src-tauri/icons/icon.ico"))]);
    step(nsis.arg(project().join("packaging/windows/setup.nsi")))?;
    Ok(setup)
}

/// A folder to carry on a stick, zipped: its settings stand in `cai-dat` beside the program, the handbook in `so-tay`.
pub(crate) fn portable(
    programs: &Path,
    version: &str,
    handbook: &[PathBuf],
    out: &Path,
) -> Result<PathBuf, String> {
    let name = format!("tung-nha-{version}-portable");
    let folder = project().join("target/portable").join(&name);
    let failed = |e: std::io::Error| format!("{}: {e}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed)?;
    }
    fs::create_dir_all(folder.join("cai-dat")).map_err(failed)?;
    for file in PROGRAMS.iter().chain(&["LICENSE.txt", "NOTICES.txt"]) {
        fs::copy(programs.join(file), folder.join(file)).map_err(failed)?;
    }
    fs::copy(project().join("packaging/windows/doc-toi.txt"), folder.join("cai-dat/doc-toi.txt"))
        .map_err(failed)?;
    if !handbook.is_empty() {
        fs::create_dir_all(folder.join("so-tay")).map_err(failed)?;
    }
    for page in handbook {
        let name = page.file_name().unwrap_or_default();
        fs::copy(page, folder.join("so-tay").join(name)).map_err(failed)?;
    }
    let zip = out.join(format!("{name}.zip"));
    if zip.exists() {
        fs::remove_file(&zip).map_err(failed)?;
    }
    let mut zipping = Command::new("zip");
    zipping.args(["-q", "-9", "-r"]).arg(&zip).arg(&name);
    step(zipping.current_dir(folder.parent().unwrap_or(out)))?;
    Ok(zip)
}

/// The file that updates programs of earlier versions, where the secret key of releases is at hand.
fn update(zip: &Path, out: &Path) -> Outcome {
    let Some(key) = env::var_os("TUNG_NHA_RELEASE_KEY_FILE").map(PathBuf::from) else {
        eprintln!("xtask: no TUNG_NHA_RELEASE_KEY_FILE: no update is made");
        return Ok(());
    };
    let cli = project().join("target/release/tung-nha-cli");
    let public = Command::new(&cli).args(["update", "key"]).arg(&key).output().map_err(|e| e.to_string())?;
    let public = String::from_utf8_lossy(&public.stdout).trim().trim_matches('"').to_owned();
    let known =
        fs::read_to_string(project().join("packaging/release-keys.txt")).map_err(|e| e.to_string())?;
    if public.is_empty() || !known.lines().any(|line| line.trim() == public) {
        return Err(format!("the key of {} is not in packaging/release-keys.txt", key.display()));
    }
    let mut making = Command::new(cli);
    making.args(["update", "make"]).arg(zip).arg("--key").arg(key);
    making.arg("--changes").arg(project().join("packaging/co-gi-moi.txt"));
    step(making.arg("--out").arg(out.join(format!("tung-nha-{VERSION}.tncapnhat"))))
}

/// The checksum of each, as `sha256sum --check` reads them.
fn sums(out: &Path) -> Outcome {
    let made = read(out)?.into_iter().filter(|path| path.is_file());
    let names: Vec<_> = made.filter_map(|path| Some(path.file_name()?.to_owned())).collect();
    // The program writes whatever it hands out for one user alone; these are for all.
    step(Command::new("chmod").arg("a+r").args(&names).current_dir(out))?;
    let sums = Command::new("sha256sum").args(&names).current_dir(out).output().map_err(|e| e.to_string())?;
    fs::write(out.join("SHA256SUMS"), &sums.stdout).map_err(|e| e.to_string())?;
    for name in names {
        let size = fs::metadata(out.join(&name)).map_or(0, |file| file.len());
        println!("{:>7.1} MB  {}", size as f64 / 1e6, name.to_string_lossy());
    }
    println!("{}", out.display());
    Ok(())
}
