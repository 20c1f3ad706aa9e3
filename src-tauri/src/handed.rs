//! Files that a double click hands to the program. One window serves them all: a second start gives them to the first, which
//! comes to the front, and ends.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tung_nha::disk::{self};
use tung_nha::domain::file_kind::OWN_ENDINGS;

/// What may be said at once: some hundred paths.
const LONGEST: u64 = 64 * 1024;

/// How long the first may take to begin listening, and a later one to speak.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a start that takes over from an exchanged program waits for that to end.
const TAKES_OVER: Duration = Duration::from_secs(20);

/// How this start goes on.
pub(crate) enum Start {
    /// A window is open: it has the files, and this start has nothing more to do.
    HandedOver,
    /// The first: hears what later ones hand over.
    First(Ear),
    /// Nothing can be heard, in a folder where nothing can be written, say: a window like any other.
    Alone,
}

/// What the first hears with.
pub(crate) struct Ear {
    /// Held for as long as the program lives: tells a window from what one that was killed left.
    held: File,
    channel: channel::Channel,
}

/// Looks for a window that keeps its settings in `folder`, and hands it the files. One that takes over waits until it has ended.
pub(crate) fn begin(folder: &Path, files: &[PathBuf], takes_over: bool) -> Start {
    // Paths go as text, as the page has them.
    let files: Vec<_> = files.iter().map(|path| path.to_string_lossy()).collect();
    let mut said = serde_json::to_vec(&files).unwrap_or_default();
    said.push(b'\n');
    let begun = Instant::now();
    let held = loop {
        match std::fs::create_dir_all(folder).and_then(|()| disk::hold(&folder.join("cua-so.khoa"))) {
            Ok(None) if takes_over && begun.elapsed() < TAKES_OVER => {
                std::thread::sleep(Duration::from_millis(20));
            }
            held => break held,
        }
    };
    match held {
        Ok(Some(held)) => {
            channel::open(folder).map_or(Start::Alone, |channel| Start::First(Ear { held, channel }))
        }
        Ok(None) if hand_over(folder, &said) => Start::HandedOver,
        _ => Start::Alone,
    }
}

fn hand_over(folder: &Path, said: &[u8]) -> bool {
    let begun = Instant::now();
    loop {
        match channel::speak(folder, said) {
            Ok(()) => return true,
            Err(_) if begun.elapsed() > PATIENCE => return false,
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

impl Ear {
    /// Hears for as long as the program lives.
    pub(crate) fn listen(self, heard: impl Fn(Vec<PathBuf>) + Send + 'static) {
        let Self { held, channel } = self;
        channel::listen(channel, move |said| {
            let _ = &held;
            heard(files_in(said));
        });
    }
}

/// The program's own files among arguments, or among what somebody said: whole paths of files that are there.
pub(crate) fn own_files(paths: impl IntoIterator<Item = PathBuf>) -> Vec<PathBuf> {
    let whole = paths.into_iter().filter_map(|path| std::path::absolute(path).ok());
    whole.filter(|path| is_own(path) && path.is_file()).collect()
}

fn is_own(path: &Path) -> bool {
    path.extension().is_some_and(|own| OWN_ENDINGS.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// The files in what another start said.
fn files_in(said: &[u8]) -> Vec<PathBuf> {
    let paths: Vec<PathBuf> = serde_json::from_slice(said).unwrap_or_default();
    own_files(paths.into_iter().filter(|path| path.is_absolute()))
}

/// A socket in the folder of the settings, on which nobody but its owner may speak. Without D-Bus, which not every desktop has.
#[cfg(unix)]
mod channel {
    use std::io::{self, BufRead, BufReader, Read, Write};
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::{Path, PathBuf};

    use super::{LONGEST, PATIENCE};

    pub(super) type Channel = UnixListener;

    fn socket(folder: &Path) -> PathBuf {
        folder.join("cua-so")
    }

    pub(super) fn open(folder: &Path) -> io::Result<Channel> {
        // Nobody listens there any more, or nothing is there.
        let _ = std::fs::remove_file(socket(folder));
        let channel = UnixListener::bind(socket(folder))?;
        // Whatever the mask of new files says.
        std::fs::set_permissions(socket(folder), std::fs::Permissions::from_mode(0o600))?;
        Ok(channel)
    }

    pub(super) fn speak(folder: &Path, said: &[u8]) -> io::Result<()> {
        UnixStream::connect(socket(folder))?.write_all(said)
    }

    pub(super) fn listen(channel: Channel, heard: impl Fn(&[u8]) + Send + 'static) {
        std::thread::spawn(move || {
            for stream in channel.incoming().flatten() {
                let _ = stream.set_read_timeout(Some(PATIENCE));
                let mut line = Vec::new();
                if BufReader::new(stream.take(LONGEST)).read_until(b'\n', &mut line).is_ok() {
                    heard(&line);
                }
            }
        });
    }
}

/// A pipe named after the folder of the settings; it goes with the program that made it.
#[cfg(windows)]
mod channel {
    use std::io;
    use std::path::Path;

    use tauri::async_runtime;
    use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
    use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeServer, ServerOptions};
    use tokio::time::timeout;

    use super::{LONGEST, PATIENCE};

    pub(super) struct Channel {
        name: String,
        pipe: NamedPipeServer,
    }

    /// Of the letters of the folder, which differ from user to user; case does not tell folders apart.
    pub(super) fn name(folder: &Path) -> String {
        let text = folder.to_string_lossy().to_lowercase();
        let sum = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!(r"\\.\pipe\tung-nha-{sum:016x}")
    }

    pub(super) fn open(folder: &Path) -> io::Result<Channel> {
        let name = name(folder);
        // Whoever has made one of this name already is not one of us.
        let first = async { ServerOptions::new().first_pipe_instance(true).create(&name) };
        async_runtime::block_on(first).map(|pipe| Channel { name, pipe })
    }

    pub(super) fn speak(folder: &Path, said: &[u8]) -> io::Result<()> {
        async_runtime::block_on(async {
            let mut pipe = ClientOptions::new().open(name(folder))?;
            pipe.write_all(said).await?;
            pipe.flush().await
        })
    }

    pub(super) fn listen(channel: Channel, heard: impl Fn(&[u8]) + Send + 'static) {
        async_runtime::spawn(async move {
            let Channel { name, mut pipe } = channel;
            while pipe.connect().await.is_ok() {
                // The next may come while this one speaks.
                let Ok(next) = ServerOptions::new().create(&name) else { return };
                let mut line = Vec::new();
                let mut said = BufReader::new(pipe.take(LONGEST));
                if let Ok(Ok(_)) = timeout(PATIENCE, said.read_until(b'\n', &mut line)).await {
                    heard(&line);
                }
                pipe = next;
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn only_own_files_that_are_there_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["so.tungnha", "A.TNSOLIEU", "so.xlsx", "tungnha", "Sổ thôn 1.tngiao"] {
            std::fs::write(at(name), "").unwrap();
        }
        std::fs::create_dir(at("thu-muc.tungnha")).unwrap();
        let check = |name: &str, expect: bool| assert_eq!(own_files([at(name)]).len() == 1, expect, "{name}");
        check("so.tungnha", true);
        check("A.TNSOLIEU", true);
        check("Sổ thôn 1.tngiao", true);
        check("so.xlsx", false);
        check("tungnha", false);
        check("thu-muc.tungnha", false);
        check("khong-co.tungnha", false);
        assert!(own_files([PathBuf::from("--minimised")]).is_empty());
    }

    #[test]
    fn a_second_start_hands_its_files_to_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let (settings, file) = (folder.path().join("cài đặt"), folder.path().join("Thôn Đoài.tngiao"));
        std::fs::write(&file, "").unwrap();
        let Start::First(ear) = begin(&settings, &[], false) else { panic!("nobody is there yet") };
        let (tell, told) = mpsc::channel();
        ear.listen(move |files| tell.send(files).unwrap());
        for files in [vec![file.clone()], vec![], vec![file]] {
            assert!(matches!(begin(&settings, &files, false), Start::HandedOver));
            assert_eq!(told.recv().unwrap(), files);
        }
        // Another user, or another stick.
        assert!(matches!(begin(&folder.path().join("khác"), &[], false), Start::First(_)));
    }

    #[test]
    fn whoever_says_nothing_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("Thôn Đoài.tngiao");
        std::fs::write(&file, "").unwrap();
        let Start::First(ear) = begin(folder.path(), &[], false) else { panic!("nobody is there yet") };
        let (tell, told) = mpsc::channel();
        ear.listen(move |files| tell.send(files).unwrap());
        #[cfg(unix)]
        let silent = std::os::unix::net::UnixStream::connect(folder.path().join("cua-so")).unwrap();
        #[cfg(windows)]
        let silent = File::options().write(true).open(channel::name(folder.path())).unwrap();
        assert!(matches!(begin(folder.path(), std::slice::from_ref(&file), false), Start::HandedOver));
        assert_eq!(told.recv_timeout(PATIENCE * 5).unwrap(), [file]);
        drop(silent);
    }

    #[test]
    fn a_program_that_was_exchanged_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let Start::First(ear) = begin(folder.path(), &[], false) else { panic!("nobody is there yet") };
        let (begun, begins) = mpsc::channel();
        std::thread::scope(|threads| {
            let next = threads.spawn(|| {
                begun.send(()).unwrap();
                matches!(begin(folder.path(), &[], true), Start::First(_))
            });
            begins.recv().unwrap();
            drop(ear);
            assert!(next.join().unwrap());
        });
    }

    /// A program that was killed leaves its socket.
    #[test]
    fn what_a_killed_program_left_is_no_window() {
        let folder = tempfile::tempdir().unwrap();
        let Start::First(ear) = begin(folder.path(), &[], false) else { panic!("nobody is there yet") };
        drop(ear);
        assert!(matches!(begin(folder.path(), &[], false), Start::First(_)));
    }

    #[test]
    fn a_start_that_cannot_be_heard_opens_a_window() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tệp");
        std::fs::write(&file, "").unwrap();
        #[cfg(unix)]
        assert!(matches!(begin(&file, &[], false), Start::Alone));
    }

    #[test]
    fn what_is_said_is_not_believed() {
        let check = |said: &str| assert!(files_in(said.as_bytes()).is_empty(), "{said}");
        check("");
        check("[\"/etc/passwd\"]");
        check("[\"so.tungnha\"]");
        check("{\"path\":");
        check("[[\"/a.tungnha\"]]");
    }
}
