//! What was built for Windows, tried by Wine: its tests, a sample day, its setup.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::windows::{PROGRAMS, Profile, TARGET, cargo, find, programs, target};
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
            _ => dist::setup(&programs(Profile::Dev)?).and_then(|setup| wine.install(&setup)),
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
        // Z: is the whole disk of this machine.
        let parts = format!("Z:{}", self.parts.display()).replace('/', "\\");
        command.env("WINEPREFIX", &self.prefix).env("WINEPATH", parts).env("WINEDEBUG", "-all");
        command
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
    }

    fn tests(&self) -> Outcome {
        let mut tests = cargo(&["test", "--locked", "--no-fail-fast", "-Zbuild-std=std,panic_abort,test"]);
        tests.args(["--package", "tung-nha", "--package", "tung-nha-window"]);
        step(self.around(&mut tests))
    }

    /// The sample day by the command line.
    fn day(&self) -> Outcome {
        let build = ["build", "--locked", "--bin", "tung-nha-cli", "-Zbuild-std=std,panic_abort,test"];
        step(cargo(&build).args(["--package", "tung-nha"]))?;
        let program = target().join(TARGET).join("debug/tung-nha-cli.exe");
        let starts = |command: &mut Command| {
            command.arg(&program);
            self.around(command);
        };
        sample_day::run_by("wine", &starts, "ngay-mau-windows", "2000").map(drop)
    }

    /// Puts the program in as a silent setup does, looks at what is there, and takes it out; a book that lies there stays.
    fn install(&self, setup: &Path) -> Outcome {
        let silently = |program: &Path| {
            let mut command = Command::new("wine");
            step(self.around(command.arg(program).arg("/S")))?;
            // The removal goes on in a copy of itself.
            step(self.around(Command::new("wineserver").arg("-w")))
        };
        silently(setup)?;
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
        let book = folder.join("so.tungnha");
        fs::write(&book, "").map_err(|e| e.to_string())?;
        silently(&folder.join("uninstall.exe"))?;
        let left: Vec<OsString> = fs::read_dir(&folder)
            .map_err(|e| e.to_string())?
            .flatten()
            .map(|entry| entry.file_name())
            .collect();
        if left != ["so.tungnha"]
            || self.registry()?.contains("TungNha")
            || find(&user, "Từng Nhà.lnk").is_some()
        {
            return Err(format!("the removal left more, or less, than the book: {left:?}"));
        }
        println!("setup: installed and removed; the book stayed");
        Ok(())
    }

    fn registry(&self) -> Result<String, String> {
        let bytes = fs::read(self.prefix.join("user.reg")).map_err(|e| e.to_string())?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
