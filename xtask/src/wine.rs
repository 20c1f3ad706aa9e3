//! What was built for Windows, tried by Wine: its tests, a sample day, its setup.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::windows::{PROGRAMS, Profile, cargo, find, programs, programs_of, target};
use crate::{Outcome, dist, project, sample_day, step, window};

/// What is tried, in this order.
const PARTS: [&str; 3] = ["tests", "day", "setup"];

/// The tests of the core, the window and the command line; a sample day; the setup, put in and taken out again. Or some of them.
pub(crate) fn test(parts: &[&str]) -> Outcome {
    if let Some(odd) = parts.iter().find(|part| !PARTS.contains(part)) {
        return Err(format!("{odd}: one of {}", PARTS.join(", ")));
    }
    let wine = Wine::prepare()?;
    window::screens()?;
    let tried = PARTS.iter().filter(|part| parts.is_empty() || parts.contains(part));
    let outcomes: Vec<Outcome> = tried
        .map(|part| match *part {
            "tests" => wine.tests(),
            "day" => wine.day(),
            _ => programs(Profile::Dev)
                .and_then(|programs| wine.install(&dist::setup(&programs, &target(), Profile::Dev)?)),
        })
        .collect();
    // What failed first does not hide the others.
    outcomes.into_iter().collect()
}

/// Wine with a disk C of its own, made anew.
struct Wine {
    prefix: PathBuf,
    /// Parts of Windows that it lacks.
    parts: PathBuf,
}

impl Wine {
    fn prepare() -> Result<Self, String> {
        let folder = target().join("wine");
        let wine = Self { prefix: folder.join("c"), parts: folder.join("parts") };
        if wine.prefix.exists() {
            fs::remove_dir_all(&wine.prefix).map_err(|e| e.to_string())?;
        }
        fs::create_dir_all(&wine.parts).map_err(|e| e.to_string())?;
        step(
            Command::new("x86_64-w64-mingw32-gcc")
                .args(["-shared", "-O1", "-o"])
                .arg(wine.parts.join("bcryptprimitives.dll"))
                .arg(project().join("packaging/windows/bcryptprimitives.c"))
                .arg("-ladvapi32"),
        )?;
        step(wine.around(Command::new("wineboot").arg("--init")))?;
        Ok(wine)
    }

    /// Tells a command where Wine is, and cargo to run what it built by it.
    fn around<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let parts = windows_path(&self.parts);
        command.env("WINEPREFIX", &self.prefix).env("WINEPATH", parts).env("WINEDEBUG", "-all");
        command
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
    }

    fn tests(&self) -> Outcome {
        // Those of the window ask for the webview's loader, which does not lie beside them.
        let loader = programs(Profile::Dev)?.join("WebView2Loader.dll");
        fs::copy(loader, self.parts.join("WebView2Loader.dll")).map_err(|e| e.to_string())?;
        step(self.around(cargo("test").arg("--no-fail-fast")))
    }

    /// The sample day by the command line.
    fn day(&self) -> Outcome {
        let program = programs(Profile::Dev)?.join("tung-nha-cli.exe");
        let starts = |command: &mut Command| {
            command.arg(&program);
            self.around(command);
        };
        sample_day::run_by("wine", &starts, "ngay-mau-windows", "2000").map(drop)
    }

    /// Puts the program in as a silent setup does, looks at what is there, updates it, and takes it out; a book that lies there
    /// stays.
    fn install(&self, setup: &Path) -> Outcome {
        self.silently(setup)?;
        let user = self.prefix.join("drive_c/users");
        let folder = find(&user, "Tung Nha/uninstall.exe").ok_or("the setup installed nothing")?;
        let folder = folder.parent().unwrap_or(Path::new("")).to_owned();
        let missing: Vec<_> = PROGRAMS.iter().filter(|name| !folder.join(name).is_file()).collect();
        if !missing.is_empty() || find(&user, "Từng Nhà.lnk").is_none() {
            return Err(format!("the setup left out its start menu or {missing:?}"));
        }
        for ending in dist::ENDINGS {
            if !self.registry()?.contains(&format!(r"Classes\\TungNha.{ending}\\shell\\open\\command")) {
                return Err(format!("the setup did not register .{ending}"));
            }
        }
        self.update(&folder)?;
        self.keep_what_runs(&folder)?;
        let book = folder.join("so.tungnha");
        fs::write(&book, "").map_err(|e| e.to_string())?;
        self.silently(&folder.join("uninstall.exe"))?;
        let left = names(&folder)?;
        if left != ["so.tungnha"]
            || self.registry()?.contains("TungNha")
            || find(&user, "Từng Nhà.lnk").is_some()
        {
            return Err(format!("the removal left more, or less, than the book: {left:?}"));
        }
        println!("setup: installed, updated, taken back and removed; the book stayed");
        Ok(())
    }

    /// Runs a setup without a question, and waits for the copy of itself in which a removal goes on.
    fn silently(&self, program: &Path) -> Outcome {
        step(self.around(Command::new("wine").arg(program).arg("/S")))?;
        step(self.around(Command::new("wineserver").arg("-w")))
    }

    /// Updates what was installed to a build that says it is 9.0.0, and goes back: by the command line, as the window does it.
    fn update(&self, folder: &Path) -> Outcome {
        const NEXT: &str = "9.0.0";
        let programs = &programs_of(Profile::Dev, Some(NEXT))?;
        let work = target().join("update");
        fs::create_dir_all(&work).map_err(|e| e.to_string())?;
        let zip = dist::portable(programs, NEXT, &[], &work)?;
        let write = |name: &str, text: &str| {
            let path = work.join(name);
            fs::write(&path, text).map(|()| path).map_err(|e| e.to_string())
        };
        // Of this test alone.
        let key = write("key", &"5e".repeat(32))?;
        let changes = write("changes.txt", &format!("## {NEXT}\n- Thử cập nhật.\n"))?;
        let file = work.join("update.tncapnhat");
        let made = self.says(
            &programs.join("tung-nha-cli.exe"),
            "",
            &["make", &text(&zip), "--key", &text(&key), "--changes", &text(&changes), "--out", &text(&file)],
        )?;
        let public = made.trim().trim_matches('"');
        let cli = folder.join("tung-nha-cli.exe");
        let check = |args: &[&str], now: &str, kept: &str| {
            self.says(&cli, public, args)?;
            let state = self.says(&cli, public, &["state"])?;
            let right = state.contains(&format!("\"now\":\"{now}\""))
                && state.contains(&format!("\"kept\":\"{kept}\""))
                && self.registry()?.contains(&format!("\"DisplayVersion\"=\"{now}\""));
            if right { Ok(()) } else { Err(format!("after update {args:?}: {state}")) }
        };
        let now = env!("CARGO_PKG_VERSION");
        check(&["apply", &text(&file)], NEXT, now)?;
        if self.says(&cli, public, &["apply", &text(&file)]).is_ok() {
            return Err("the same version was taken twice".to_owned());
        }
        check(&["back"], now, NEXT)?;
        if self.says(&cli, "", &["look", &text(&file)]).is_ok() {
            return Err("an update was taken without a key".to_owned());
        }
        Ok(())
    }

    /// What `tung-nha-cli update` says.
    fn says(&self, cli: &Path, key: &str, args: &[&str]) -> Result<String, String> {
        let mut command = Command::new("wine");
        command.arg(cli).args(["--json", "update"]).args(args).env("TUNG_NHA_RELEASE_KEY", key);
        let said = self.around(&mut command).output().map_err(|e| e.to_string())?;
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        if said.status.success() { Ok(text) } else { Err(format!("update {args:?}: {text}")) }
    }

    /// A program that runs is not removed, and the code says so.
    fn keep_what_runs(&self, folder: &Path) -> Outcome {
        let before = names(folder)?;
        let mut command = Command::new("wine");
        command
            .arg(folder.join("tung-nha-cli.exe"))
            .args(["demo", "--people", "400000", "--seed", "1", "--out"]);
        let mut running =
            self.around(command.arg(target().join("demo"))).spawn().map_err(|e| e.to_string())?;
        let maps = format!("/proc/{}/maps", running.id());
        while matches!(running.try_wait(), Ok(None))
            && !fs::read_to_string(&maps).unwrap_or_default().contains("tung-nha-cli.exe")
        {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        // In its own place a removal gives its code. That place is said last and without quotes, as only a script can by Wine.
        let script = target().join("remove.bat");
        let place = windows_path(folder);
        let lines = format!("@\"{place}\\uninstall.exe\" /S _?={place}\r\n@exit %errorlevel%\r\n");
        fs::write(&script, lines).map_err(|e| e.to_string())?;
        let mut removal = Command::new("wine");
        removal.args(["cmd", "/c", &windows_path(&script)]);
        let code = self.around(&mut removal).status().map_err(|e| e.to_string())?.code();
        let still = matches!(running.try_wait(), Ok(None));
        let _ = running.kill();
        let _ = running.wait();
        // A removal that ended early may have left a copy of itself.
        step(self.around(Command::new("wineserver").arg("-k")))?;
        if !still {
            return Err("the program ended before its removal was tried".to_owned());
        }
        if code != Some(2) || names(folder)? != before {
            return Err(format!("the removal of a program that runs gave {code:?}"));
        }
        Ok(())
    }

    fn registry(&self) -> Result<String, String> {
        let bytes = fs::read(self.prefix.join("user.reg")).map_err(|e| e.to_string())?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Z: is the whole disk of this machine.
fn windows_path(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', "\\")
}

/// The names in a folder.
fn names(folder: &Path) -> Result<Vec<OsString>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    Ok(names)
}
