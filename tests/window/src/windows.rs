//! What a window stands on here: the desktop of whoever is logged in, and Edge's driver, which has to be of WebView2's version.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::session::handle::SessionHandle;

use crate::machine::Program;

/// The desktop: there is no other.
#[derive(Default)]
pub struct Screen;

impl Screen {
    /// The one that is there.
    #[must_use]
    pub fn new() -> Self {
        Self
    }

    /// Every program shows itself there.
    pub fn place<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
    }
}

/// Where the machines of GitHub have it, else on the PATH.
pub(crate) fn driver() -> PathBuf {
    std::env::var_os("EDGEWEBDRIVER").map(PathBuf::from).unwrap_or_default().join("msedgedriver.exe")
}

pub(crate) fn wants(program: &Path) -> Capabilities {
    let mut wants = Capabilities::new();
    wants.set("browserName", "webview2").unwrap();
    wants.set("ms:edgeChromium", true).unwrap();
    wants.set("ms:edgeOptions", json!({ "binary": program, "args": [], "webviewOptions": {} })).unwrap();
    wants
}

/// The program as it lies for the user of `folder`: brought on a stick, because nothing in the environment tells Windows where
/// settings are.
pub(crate) fn installed(program: &Path, folder: &Path) -> PathBuf {
    let stick = folder.join("chuong-trinh");
    std::fs::create_dir_all(settings(folder)).unwrap();
    let beside = |name: &str| (program.with_file_name(name), stick.join(name));
    for (from, to) in [beside("tung-nha.exe"), beside("WebView2Loader.dll")] {
        // Another compiler than Microsoft's leaves the loader beside the program.
        if from.exists() && !to.exists() && std::fs::hard_link(&from, &to).is_err() {
            std::fs::copy(&from, &to).unwrap();
        }
    }
    stick.join("tung-nha.exe")
}

/// The folder of the settings of a user who has nothing but `folder`.
pub(crate) fn settings(folder: &Path) -> PathBuf {
    folder.join("chuong-trinh").join("cai-dat")
}

/// That user's other folders.
pub(crate) fn places(_: &Path) -> Vec<(&'static str, PathBuf)> {
    Vec::new()
}

/// The dialog for printing would hold the page up until somebody closes it.
pub(crate) async fn begin(driver: &Arc<SessionHandle>) {
    driver.execute("window.print = () => undefined", vec![]).await.unwrap();
}

/// The page is told its size: no window is larger than the desktop, and that of a machine that only checks is small.
pub(crate) async fn resize(_: &SessionHandle, program: &Program, (width, height): (u32, u32)) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": size });
    program.ask_driver("POST", "/ms/cdp/execute", &command.to_string());
}
