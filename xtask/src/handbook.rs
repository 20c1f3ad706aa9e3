//! The handbook: its pictures out of those that the window's tests took, and its pages on paper, in target/handbook.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::machine::{self, PYTHON};
use crate::{Outcome, project, step, window};

/// Where the pages go.
fn folder() -> PathBuf {
    project().join("target/handbook")
}

/// Cuts the pictures anew where the window's tests have run, and makes the pages of paper.
pub(crate) fn make() -> Outcome {
    let (screens, pictures) = (project().join("target/screens"), project().join("docs/handbook/pictures"));
    if screens.exists() {
        python("pictures", &screens, &pictures)?;
    } else {
        eprintln!(
            "xtask: no target/screens: the pictures stay as they are, until the window's tests have run"
        );
    }
    papers()
}

/// The pages of paper alone.
fn papers() -> Outcome {
    window::write_handbook()?;
    python("papers", &folder(), &project().join("xtask/handbook/paper.css"))
}

/// The pages of paper, each on as many sheets as it says; none, and a sentence why, where what makes them cannot be had.
pub(crate) fn on_paper() -> Result<Vec<PathBuf>, String> {
    if let Err(why) = machine::prepare_handbook() {
        eprintln!("xtask: no handbook on paper is made: {why}");
        return Ok(Vec::new());
    }
    papers()?;
    let entries = fs::read_dir(folder()).map_err(|e| format!("{}: {e}", folder().display()))?;
    let made = entries.flatten().map(|entry| entry.path());
    let mut papers: Vec<_> = made.filter(|path| path.extension().is_some_and(|end| end == "pdf")).collect();
    papers.sort();
    Ok(papers)
}

fn python(job: &str, from: &Path, to: &Path) -> Outcome {
    let script = project().join("xtask/handbook/handbook.py");
    step(Command::new(PYTHON).arg(script).arg(job).args([from, to]))
}
