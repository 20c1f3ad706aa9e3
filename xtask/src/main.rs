//! `cargo xtask run | test | bench | torture | …`: sets a fresh machine up and does the whole of each with one command.

mod build;
mod dist;
mod handbook;
mod machine;
mod notices;
mod sample_day;
mod window;
mod windows;
mod wine;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const USAGE: &str =
    "cargo xtask run [--people N]   the window on a sample commune, from survey to end-of-day report
cargo xtask test               formatting, lints, all tests, the handbook on paper, documentation
cargo xtask build              the window for development, in target/debug
cargo xtask ui                 the screens alone, in ui/dist
cargo xtask types              ui/src/api.ts from src/api.rs
cargo xtask handbook           the handbook's pictures from target/screens, its pages as PDF in target/handbook (on Debian)
cargo xtask sbom               what is inside, as SPDX, in target/sbom
cargo xtask notices            the licences of all that is inside, in target/notices
cargo xtask dist               packages for Windows and Linux, in target/dist (on Debian 12)
cargo xtask test-windows       the tests, a day and the setup for Windows, run by Wine (on Debian 12); one of: tests day setup
cargo xtask bench              speed, release build
cargo xtask torture            the long tests: power cuts, faults, kills, full-size communes; writes docs/reliability.md";

/// What went wrong, in a line for the one at the keyboard.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args.as_slice() {
        ["run", rest @ ..] => {
            machine::prepare().and_then(|()| sample_day::run(rest)).and_then(|book| window::show(&book))
        }
        ["test"] => machine::prepare_tests().and_then(|()| test()),
        ["build"] => machine::prepare_window().and_then(|()| window::build()),
        ["ui"] => machine::prepare_window().and_then(|()| window::screens()),
        ["handbook"] => machine::prepare_handbook().and_then(|()| handbook::make()),
        ["types"] => machine::prepare().and_then(|()| types()),
        ["bench", rest @ ..] => {
            machine::prepare_tests().and_then(|()| window::build_release()).and_then(|()| bench(rest))
        }
        ["sbom"] => {
            machine::prepare_window().and_then(|()| window::screens()).and_then(|()| notices::write_sbom())
        }
        ["notices"] => {
            machine::prepare_window().and_then(|()| window::screens()).and_then(|()| notices::write())
        }
        ["dist"] => machine::prepare_dist().and_then(|()| dist::make()),
        ["test-windows", parts @ ..] => machine::prepare_windows().and_then(|()| wine::test(parts)),
        ["torture"] => machine::prepare_tests().and_then(|()| window::screens()).and_then(|()| torture()),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            eprintln!("xtask: {line}");
            ExitCode::FAILURE
        }
    }
}

/// Everything that must hold before a change goes in. Tests run by plain `cargo test`: one runner, the same everywhere,
/// documentation examples included.
fn test() -> Outcome {
    cargo(&["fmt", "--all", "--check"])?;
    window::screens()?;
    window::check_screens()?;
    // Only paper shows that a page has outgrown its sheets; a package stops there.
    handbook::on_paper()?;
    cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    // The window's tests drive the built program.
    window::build_all()?;
    cargo(&["test", "--locked", "--workspace", "--no-fail-fast"])?;
    step(
        cargo_command(&["doc", "--locked", "--workspace", "--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

/// Speed; the window is measured as it ships. The benches are named: else every crate is built once more to look for
/// benches among its unit tests.
fn bench(rest: &[&str]) -> Outcome {
    let window = project().join("target/release/tung-nha");
    let which = if rest.is_empty() { &["--bench", "*"] } else { rest };
    step(
        cargo_command(&[&["bench", "--locked", "--workspace"], which].concat())
            .env("TUNG_NHA_WINDOW", window),
    )
}

/// Writes the types of the window anew.
fn types() -> Outcome {
    step(
        cargo_command(&["test", "--locked", "--quiet", "--workspace", "--test", "typescript"])
            .env("TUNG_NHA_WRITE_TYPES", "1"),
    )
}

/// The ignored tests, and the loops over odd input for ten minutes each, with our own code optimised (no release build: it
/// would compile OpenSSL again).
fn torture() -> Outcome {
    let fuzz = ["test", "--locked", "--workspace", "--test", "fuzz", "--", "--nocapture", "--test-threads=1"];
    step(cargo_command(&fuzz).env("CARGO_PROFILE_DEV_OPT_LEVEL", "2").env("TUNG_NHA_FUZZ_SECONDS", "600"))?;
    step(
        cargo_command(&[
            "test",
            "--locked",
            "--workspace",
            "--no-fail-fast",
            "--",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "2")
        .env("TORTURE_WRITE", "1"),
    )
}

fn cargo(args: &[&str]) -> Outcome {
    step(&mut cargo_command(args))
}

fn cargo_command(args: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(project());
    command
}

/// Shows what is run, runs it, and stops the whole when it fails.
fn step(command: &mut Command) -> Outcome {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default().to_owned();
    let words = [program.as_os_str()].into_iter().chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let words = words.join(" ");
    eprintln!("\n== {words}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("`{words}` failed; its own lines above say why")),
        Err(error) => Err(format!("`{words}` could not start: {error}")),
    }
}

/// The folder of the project.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}
