//! The window: one command `call(name, args)` to the core, the system's dialogs, progress of long jobs.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

mod desk;
mod dialogs;
mod grants;
mod session_lock;
mod system;

use mimalloc::MiMalloc;
use tauri::webview::NewWindowResponse;
use tauri::{App, DragDropEvent, Manager, RunEvent, Url, WebviewWindowBuilder, Window, WindowEvent};
use zeroizing_alloc::ZeroAlloc;

/// As the command line has: an import makes and drops millions of small strings, and what is given back is wiped.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<MiMalloc> = ZeroAlloc(MiMalloc);

/// The port that discards what is sent to it; it belongs to the system, and today nobody serves it.
#[cfg(target_os = "linux")]
const NOWHERE: &str = "http://127.0.0.1:9";

fn main() {
    tung_nha::memory::keep_to_this_program();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .setup(set_up)
        .on_window_event(take_drop)
        .invoke_handler(tauri::generate_handler![desk::call])
        .build(context());
    let app = match built {
        Ok(app) => app,
        Err(error) => {
            eprintln!("tung-nha: {error}");
            std::process::exit(1);
        }
    };
    // The program ends without dropping anything: what has to be put away is put away here.
    app.run(|app, event| {
        if let RunEvent::Exit = event
            && let Some(desk) = app.try_state::<desk::SharedDesk>()
        {
            desk.close();
        }
    });
}

/// The desk, and the one window around the program's own page, which leads nowhere else.
fn set_up(app: &mut App) -> Result<(), Box<dyn std::error::Error>> {
    let desk = desk::SharedDesk::new(app.handle())?;
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
    let window = builder.build()?;
    window.set_content_protected(hidden)?;
    window.show()?;
    session_lock::watch(app.handle());
    Ok(())
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
