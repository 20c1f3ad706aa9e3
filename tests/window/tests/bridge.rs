//! A page that has gone bad, by a hostile name that became a script, say: it asks the program itself, and gets nothing written,
//! opened or carried away.

#![cfg(any(target_os = "linux", windows))]

use std::net::TcpListener;
use std::path::Path;

use serde_json::{Value, json};
use tung_nha_window_tests::{Window, sample};

/// What the program answers when the page itself asks: "done", or the code of the refusal.
async fn ask(window: &Window, command: &str, what: Value) -> String {
    let script = format!(
        "const done = arguments[0];
         window.__TAURI_INTERNALS__.invoke({}, {what}).then(() => done('done'), (refused) => done(refused.code ?? 'refused'))",
        json!(command)
    );
    window.run_to_end(&script).await.as_str().unwrap_or_default().to_owned()
}

async fn call(window: &Window, name: &str, args: Value) -> String {
    ask(window, "call", json!({ "name": name, "args": args })).await
}

#[tokio::test]
async fn a_bad_page_writes_and_opens_nowhere() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 200);
    window.unlock(&book, sample::PASSPHRASE).await;
    let foreign = tempfile::tempdir().unwrap();
    let at = |name: &str| foreign.path().join(name);
    std::fs::write(at("bang.xlsx"), "what somebody else wrote").unwrap();
    // Windows lets administrators alone make one.
    #[cfg(unix)]
    std::os::unix::fs::symlink(at("bang.xlsx"), window.folder.join("loi-tat.xlsx")).unwrap();

    // A drop that the page itself made up is none.
    window.drop_files(&[foreign.path()]).await;
    let report =
        json!({ "form": "daily", "day": "2026-11-21", "from": null, "unit": null, "out": at("a.xlsx") });
    let import = json!({ "file": at("bang.xlsx"), "rejected": at("c.xlsx"), "dry_run": true });
    for (name, args) in [
        ("report", report),
        // The same as a list, which would be read as well.
        ("report", json!(["daily", "2026-11-21", null, null, at("a.xlsx")])),
        ("close_day", json!({ "day": "2026-11-21", "folder": foreign.path() })),
        ("demo", json!({ "people": 200, "seed": 1, "out": at("mau"), "passphrase": "", "evenings": false })),
        ("worklist", json!({ "unit": null, "date": null, "out": at("b.xlsx") })),
        ("register_import", import.clone()),
        ("file_take", json!({ "kind": "survey", "file": import, "as_of": null })),
        ("reconcile", json!({ "roster": null, "out": at("d.csv") })),
        ("reconcile_evidence", json!({ "as_of": "2026-11-21", "out": at("e.csv") })),
        ("summary_export", json!({ "day": "2026-11-21", "out": at("f.tnsolieu") })),
        ("book_backup", json!({ "path": at("g.tungnha") })),
        (
            "book_restore",
            json!({ "backup": &book, "passphrase": sample::PASSPHRASE, "path": at("h.tungnha") }),
        ),
        (
            "book_create",
            json!({ "path": at("i.tungnha"), "passphrase": "bốn mùa hoa ban nở", "level": "hamlet", "name": "Thôn A" }),
        ),
        ("file_shred", json!({ "file": at("bang.xlsx"), "sha256": "" })),
        (
            "system.open",
            json!({ "path": if cfg!(windows) { "C:\\Windows\\win.ini" } else { "/etc/passwd" } }),
        ),
        ("system.open", json!({ "path": "https://127.0.0.1:9/" })),
        ("system.open", json!({ "path": at("bang.xlsx") })),
        ("system.open", json!({ "path": window.folder.join("loi-tat.xlsx") })),
        ("system.open", json!({ "path": foreign.path() })),
    ] {
        let refused = call(&window, name, args.clone()).await;
        let expected = if args.is_array() { "api.bad_arguments" } else { "path.not_chosen" };
        assert_eq!(refused, expected, "{name} {args}");
    }
    // Nor does it become a place by standing in the settings, or beside what was proposed for it.
    let settings = window
        .run_to_end("window.__TAURI_INTERNALS__.invoke('call', {name: 'settings', args: {}}).then((answer) => arguments[0](answer.out))")
        .await;
    let mut settings = settings.as_object().unwrap().clone();
    settings.insert("daily_folder".into(), json!(foreign.path()));
    assert_eq!(call(&window, "settings_change", json!(settings)).await, "path.not_chosen");
    assert_eq!(
        call(&window, "path_propose", json!({ "for": "book", "at": foreign.path(), "name": "A" })).await,
        "done"
    );
    let new = |at: &Path| json!({ "path": at, "passphrase": "bốn mùa hoa ban nở", "level": "hamlet", "name": "Thôn A" });
    let proposed = at("Từng Nhà").join("a.tungnha");
    assert_eq!(call(&window, "book_create", new(&proposed)).await, "path.not_chosen");
    // The system's dialogs answer the program, not the page.
    assert_eq!(ask(&window, "plugin:dialog|save", json!({ "options": {} })).await, "refused");
    assert_eq!(ask(&window, "plugin:dialog|open", json!({ "options": {} })).await, "refused");

    let left: Vec<_> =
        std::fs::read_dir(foreign.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["bang.xlsx"]);
    assert_eq!(std::fs::read_to_string(at("bang.xlsx")).unwrap(), "what somebody else wrote");
}

#[tokio::test]
async fn a_bad_page_leads_nowhere_and_loads_nothing() {
    let window = Window::open().await;
    window.see("Mở sổ").await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    for script in [
        "location.href = arguments[0]",
        "window.open(arguments[0])",
        "const to = document.createElement('a'); to.href = arguments[0]; to.target = '_blank'; document.body.append(to); to.click()",
        "const form = document.createElement('form'); form.action = arguments[0]; document.body.append(form); form.submit()",
        "const frame = document.createElement('iframe'); frame.src = arguments[0]; document.body.append(frame)",
        "document.body.append(Object.assign(new Image(), {src: arguments[0]}))",
        "const base = document.createElement('base'); base.href = arguments[0]; document.head.append(base); const image = new Image(); image.src = 'a.png'; document.body.append(image)",
        "for (const rel of ['preconnect', 'prefetch', 'preload', 'stylesheet']) document.head.append(Object.assign(document.createElement('link'), {rel, as: 'image', href: arguments[0] + rel}))",
        "void fetch(arguments[0], {mode: 'no-cors'}).catch(() => undefined)",
    ] {
        window.run(script, vec![json!(url)]).await;
        // The page answers after what it asked for was refused, and stands where it stood.
        window.run_to_end("setTimeout(arguments[0], 300)").await;
        window.see("Mở sổ").await;
        assert!(listener.accept().is_err(), "the page reached out by: {script}");
    }
}
