//! The window: one command `call(name, args)` to the core, the system's dialogs, progress of long jobs.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

mod desk;
mod system;

use mimalloc::MiMalloc;
use tauri::{Manager, RunEvent};
use zeroizing_alloc::ZeroAlloc;

/// As the command line has: an import makes and drops millions of small strings, and what is given back is wiped.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<MiMalloc> = ZeroAlloc(MiMalloc);

fn main() {
    tung_nha::memory::keep_to_this_program();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .setup(|app| {
            app.manage(desk::SharedDesk::new(app.handle())?);
            if let Some(window) = app.get_webview_window("main") {
                window.show()?;
            }
            Ok(())
        })
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

/// The window's configuration and its screens, put into the program.
#[expect(clippy::disallowed_types, reason = "the macro writes it so")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}
