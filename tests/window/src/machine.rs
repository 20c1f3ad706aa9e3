//! What runs beside a test: the driver, the built program. All end with the test, also when it fails.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// A program that ends when it is dropped.
pub struct Program {
    child: Child,
    /// The port and the id of the session that the driver ends first: it takes the window with it.
    session: Option<(u16, String)>,
}

impl Program {
    /// Starts it, silent.
    pub fn start(name: impl AsRef<OsStr>, set_up: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(&name);
        command.stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::null());
        set_up(&mut command);
        let child = command.spawn().unwrap_or_else(|e| panic!("{:?} did not start: {e}", name.as_ref()));
        Self { child, session: None }
    }

    /// What it says, where that is piped.
    pub fn said(&mut self) -> ChildStdout {
        self.child.stdout.take().expect("stdout is piped")
    }

    /// The memory of all programs that this one started, and theirs (PSS); Linux tells it.
    pub(crate) fn memory_kib(&self) -> u64 {
        let mut family = vec![self.child.id()];
        let mut sum = 0;
        while let Some(id) = family.pop() {
            family.extend(children(id));
            let memory = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
            let pss = memory.lines().find_map(|line| line.strip_prefix("Pss:"));
            // The driver itself is no part of the product.
            if id != self.child.id() {
                sum +=
                    pss.and_then(|kib| kib.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0);
            }
        }
        sum
    }

    /// Says which session of a driver to close at the end.
    pub(crate) fn close_session(&mut self, port: u16, id: &str) {
        self.session = Some((port, id.to_owned()));
    }

    /// Asks a driver for something of its session, and waits until it begins to answer.
    pub(crate) fn ask_driver(&self, method: &str, what: &str, body: &str) {
        let Some((port, id)) = &self.session else { return };
        let Ok(mut driver) = TcpStream::connect(("127.0.0.1", *port)) else { return };
        let length = body.len();
        let ask = format!(
            "{method} /session/{id}{what} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        let _ = driver.write_all(ask.as_bytes());
        let _ = driver.set_read_timeout(Some(Duration::from_secs(5)));
        let _ = driver.read(&mut [0; 256]);
    }
}

/// The programs that one started and that are not gone.
fn children(id: u32) -> Vec<u32> {
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    children.split_whitespace().filter_map(|child| child.parse().ok()).collect()
}

impl Drop for Program {
    fn drop(&mut self) {
        self.ask_driver("DELETE", "", "");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).unwrap().port()
}

/// The folder of the project.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("two folders up")
}

/// Where pictures go.
pub(crate) fn screens() -> PathBuf {
    let folder = target().join("screens");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| project().join("target"), PathBuf::from)
}

/// The built program; `TUNG_NHA_WINDOW` names another one, such as a release build.
pub fn program() -> PathBuf {
    let built = target().join(format!("debug/tung-nha{EXE_SUFFIX}"));
    let program = std::env::var_os("TUNG_NHA_WINDOW").map_or(built, PathBuf::from);
    assert!(program.exists(), "the window is not built: run `cargo xtask build` first");
    program
}
