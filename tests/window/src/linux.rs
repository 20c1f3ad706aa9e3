//! What a window stands on here: a screen of its own (Xvfb), WebKit's driver, folders that are told by the environment.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::session::handle::SessionHandle;

use crate::machine::Program;

/// A screen that nobody sees, large enough for both sizes.
pub struct Screen {
    _program: Program,
    name: String,
}

impl Screen {
    /// Starts it.
    #[must_use]
    pub fn new() -> Self {
        let mut program = Program::start("Xvfb", |command| {
            command
                .args(["-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"])
                .stdout(Stdio::piped());
        });
        let mut number = String::new();
        BufReader::new(program.said()).read_line(&mut number).unwrap();
        Self { _program: program, name: format!(":{}", number.trim()) }
    }

    /// Has a program show itself there.
    pub fn place<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("DISPLAY", &self.name)
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self::new()
    }
}

pub(crate) fn driver() -> PathBuf {
    "WebKitWebDriver".into()
}

pub(crate) fn wants(program: &Path) -> Capabilities {
    let mut wants = Capabilities::new();
    wants.set("webkitgtk:browserOptions", json!({ "binary": program, "args": [] })).unwrap();
    wants
}

/// The program as it lies for the user of `folder`.
pub(crate) fn installed(program: &Path, _: &Path) -> PathBuf {
    program.to_owned()
}

/// The folder of the settings of a user who has nothing but `folder`.
pub(crate) fn settings(folder: &Path) -> PathBuf {
    folder.join("config/vn.tungnha.desk")
}

/// That user's other folders.
pub(crate) fn places(folder: &Path) -> Vec<(&'static str, PathBuf)> {
    vec![
        ("XDG_CONFIG_HOME", folder.join("config")),
        ("XDG_DATA_HOME", folder.join("data")),
        ("XDG_CACHE_HOME", folder.join("cache")),
        ("HOME", folder.to_owned()),
    ]
}

pub(crate) async fn begin(_: &Arc<SessionHandle>) {}

pub(crate) async fn resize(driver: &SessionHandle, _: &Program, (width, height): (u32, u32)) {
    driver.set_window_rect(0, 0, width, height).await.unwrap();
}
