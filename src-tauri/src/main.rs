//! The window: one command `call(name, args)` to the core, the system's dialogs, progress of long jobs.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

mod desk;
mod dialogs;
mod grants;
mod handed;
mod no_window;
mod session_lock;
mod system;

use std::path::{Path, PathBuf};

use mimalloc::MiMalloc;
use tauri::webview::NewWindowResponse;
use tauri::{
    App, AppHandle, DragDropEvent, Emitter, Manager, PhysicalSize, RunEvent, Url, Webview, WebviewWindow,
    WebviewWindowBuilder, Window, WindowEvent,
};
use tung_nha::api::Error;
use tung_nha::program::Program;
use zeroizing_alloc::ZeroAlloc;

use crate::handed::Start;

/// As the command line has: an import makes and drops millions of small strings, and what is given back is wiped.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<MiMalloc> = ZeroAlloc(MiMalloc);

/// The port that discards what is sent to it; it belongs to the system, and today nobody serves it.
#[cfg(target_os = "linux")]
const NOWHERE: &str = "http://127.0.0.1:9";

fn main() {
    tung_nha::memory::keep_to_this_program();
    let context = context();
    let portable = Program::running().portable_settings();
    let settings = portable.clone().or_else(|| Some(dirs::config_dir()?.join(&context.config().identifier)));
    let settings = settings.unwrap_or_else(|| no_window::end(&failed(&"no folder for settings")));
    tung_nha::log::note_panics(&settings);
    let files = handed::own_files(std::env::args_os().skip(1).map(PathBuf::from));
    let takes_over = std::env::args_os().any(|word| word == desk::TAKES_OVER);
    // Before anything of a window begins: a start that ended beside the threads of GTK and WebKit could crash.
    let start = handed::begin(&settings, &files, takes_over);
    if let Start::HandedOver = start {
        return;
    }
    if cfg!(windows) && tauri::webview_version().is_err() {
        no_window::end(&Error::new("window.no_webview"));
    }
    // Without a screen the window's own start would end in a panic.
    #[cfg(target_os = "linux")]
    gtk::init().unwrap_or_else(|error| no_window::end(&failed(&error)));
    let placed = tauri_plugin_window_state::Builder::default();
    let placed = match &portable {
        Some(folder) => placed.with_filename(folder.join("window.json").to_string_lossy()),
        None => placed,
    };
    let built = tauri::Builder::default()
        .plugin(placed.build())
        .setup(move |app| {
            // An error handed up from here would end the program without a word.
            set_up(app, start, &settings, files, portable.as_deref())
                .unwrap_or_else(|error| no_window::end(&failed(&*error)));
            Ok(())
        })
        .on_window_event(take_drop)
        .invoke_handler(tauri::generate_handler![desk::call])
        .build(context);
    let app = match built {
        Ok(app) => app,
        Err(error) => no_window::end(&failed(&error)),
    };
    // The program ends without dropping anything: what has to be put away is put away here.
    app.run(|app, event| match event {
        RunEvent::Exit => {
            if let Some(desk) = app.try_state::<desk::SharedDesk>() {
                desk.close();
            }
        }
        // Its double clicks come as events, also the one that started the program.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            take_handed(app, handed::own_files(urls.iter().filter_map(|url| url.to_file_path().ok())));
        }
        _ => {}
    });
}

fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::new("window.failed").with("detail", error)
}

/// The desk, and the one window around the program's own page, which leads nowhere else.
fn set_up(
    app: &mut App,
    start: Start,
    settings: &Path,
    files: Vec<PathBuf>,
    portable: Option<&Path>,
) -> Result<(), Box<dyn std::error::Error>> {
    let desk = desk::SharedDesk::new(app.handle(), settings)?;
    desk.hand(files);
    let hidden = desk.hides_from_capture();
    app.manage(desk);
    let config = app.config().app.windows.first().ok_or("no window")?.clone();
    let dev = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    let builder = WebviewWindowBuilder::from_config(app.handle(), &config)?
        .on_navigation(move |url| is_own(url, dev.as_ref()))
        .on_new_window(|_, _| NewWindowResponse::Deny);
    // WebKitGTK connects to where a link leads before it asks whether it may: that, too, ends where nobody listens.
    #[cfg(target_os = "linux")]
    let builder = if tauri::is_dev() { builder } else { builder.proxy_url(NOWHERE.parse()?) };
    // On a stick nothing of what the page keeps stays on the computer.
    let builder = match portable {
        Some(folder) => builder.data_directory(folder.join("webview")),
        None => builder,
    };
    let window = builder.build()?;
    window.set_content_protected(hidden)?;
    fit(&window)?;
    window.show()?;
    // Keys go to the page, which on Linux hears none when it was made inside a hidden window.
    AsRef::<Webview>::as_ref(&window).set_focus()?;
    session_lock::watch(app.handle());
    if let Start::First(ear) = start {
        let app = app.handle().clone();
        ear.listen(move |files| take_handed(&app, files));
    }
    Ok(())
}

/// A screen without room for the window, as where Windows shows everything half as large again, is filled by it: no button
/// lies beyond its edge.
fn fit(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(screen) = window.current_monitor()? else { return Ok(()) };
    if has_room(screen.work_area().size, window.outer_size()?) { Ok(()) } else { window.maximize() }
}

fn has_room(screen: PhysicalSize<u32>, window: PhysicalSize<u32>) -> bool {
    window.width <= screen.width && window.height <= screen.height
}

/// Another start, or the system, hands files over: the window comes to the front, and its page takes them.
fn take_handed(app: &AppHandle, files: Vec<PathBuf>) {
    let Some(desk) = app.try_state::<desk::SharedDesk>() else { return };
    desk.hand(files);
    // A page that is not there yet asks by itself.
    let _ = app.emit("handed", ());
    for window in app.webview_windows().values() {
        // Where the system keeps another window in front, ours asks for attention in the list of windows.
        let _ = window.unminimize().and_then(|()| window.set_focus());
    }
}

/// Whether an address is the program's own page: no other is ever shown, so that a page that has gone bad carries nothing
/// away in an address.
fn is_own(url: &Url, dev: Option<&Url>) -> bool {
    // The first on Linux and macOS, the second on Windows.
    let own = matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    );
    own && url.port().is_none() || dev.is_some_and(|dev| dev.origin() == url.origin())
}

/// What a person drops on the window is chosen. The page hears of it, too; what it says itself about drops is not.
fn take_drop(window: &Window, event: &WindowEvent) {
    if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event
        && let Some(desk) = window.try_state::<desk::SharedDesk>()
    {
        desk.chosen(paths);
    }
}

/// The window's configuration and its screens, put into the program.
#[expect(clippy::disallowed_types, reason = "the macro writes it so")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_larger_than_the_screen_fills_it() {
        let check = |screen: (u32, u32), window: (u32, u32), expect: bool| {
            assert_eq!(has_room(screen.into(), window.into()), expect, "{window:?} on {screen:?}");
        };
        check((1920, 1040), (1382, 736), true);
        check((1366, 728), (1366, 728), true);
        // With its frame on the laptop of a hamlet; and where everything is half as large again.
        check((1366, 728), (1382, 728), false);
        check((1366, 708), (1350, 1086), false);
    }

    #[test]
    fn the_least_window_fits_on_an_old_laptop_at_every_scale_of_windows() {
        let context = context();
        let window = &context.config().app.windows[0];
        for scale in [1.0, 1.25, 1.5, 1.75, 2.0] {
            // Less the bar of the system and the title, which grow as well.
            let (width, height) = (1366.0 / scale, 768.0 / scale - 72.0);
            assert!(window.min_width.unwrap() <= width, "{scale}: wider than {width}");
            assert!(window.min_height.unwrap() <= height, "{scale}: higher than {height}");
        }
    }

    #[test]
    fn the_page_stays_where_it_is() {
        let check =
            |url: &str, expect: bool| assert_eq!(is_own(&url.parse().unwrap(), None), expect, "{url}");
        check("tauri://localhost", true);
        check("tauri://localhost/index.html#a", true);
        check("http://tauri.localhost/", true);
        check("https://tung-nha.example/?so=034099001234", false);
        check("http://tauri.localhost.tung-nha.example/", false);
        check("http://tauri.localhost:8080/", false);
        check("http://localhost:5173/", false);
        check("tauri://other/", false);
        check("file:///etc/passwd", false);
        check("about:blank", false);
        check("data:text/html,a", false);
        check("javascript:alert(1)", false);
        let dev = "http://localhost:5173".parse().unwrap();
        assert!(is_own(&"http://localhost:5173/index.html".parse().unwrap(), Some(&dev)));
        assert!(!is_own(&"http://localhost:5174/".parse().unwrap(), Some(&dev)));
    }
}
