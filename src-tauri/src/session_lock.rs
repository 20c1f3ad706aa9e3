//! Hears when the session of the system is locked or the computer goes to sleep, and tells the page, which locks the book.
//!
//! On Linux the desktop says so over D-Bus; without D-Bus nobody says anything. Windows and macOS say it to programs only
//! by calls that Rust cannot check (`WTSRegisterSessionNotification` and a window procedure of one's own): there the book locks after its idle
//! minutes, and when the computer slept.

use tauri::AppHandle;

/// Listens for as long as the program lives.
#[cfg(not(target_os = "linux"))]
pub(crate) fn watch(_: &AppHandle) {}

/// Listens for as long as the program lives.
#[cfg(target_os = "linux")]
pub(crate) fn watch(app: &AppHandle) {
    for (kind, signals) in [(gio::BusType::System, LOGIND), (gio::BusType::Session, SCREEN_SAVER)] {
        let app = app.clone();
        gio::bus_get(kind, gio::Cancellable::NONE, move |bus| {
            if let Ok(bus) = bus {
                listen(&app, &bus, signals);
            }
        });
    }
}

#[cfg(target_os = "linux")]
use gtk::{gio, glib};

/// Interface and signal.
#[cfg(target_os = "linux")]
type Signal = (Option<&'static str>, &'static str);

#[cfg(target_os = "linux")]
const LOGIND: &[Signal] = &[
    (Some("org.freedesktop.login1.Manager"), "PrepareForSleep"),
    (Some("org.freedesktop.login1.Session"), "Lock"),
    (Some("org.freedesktop.DBus.Properties"), "PropertiesChanged"),
];

/// Of GNOME, KDE, Cinnamon, MATE, Xfce: each has an interface of its own.
#[cfg(target_os = "linux")]
const SCREEN_SAVER: &[Signal] = &[(None, "ActiveChanged")];

#[cfg(target_os = "linux")]
fn listen(app: &AppHandle, bus: &gio::DBusConnection, signals: &[Signal]) {
    use tauri::Emitter;

    // A bus that ends does not end the program.
    bus.set_exit_on_close(false);
    let own = own_session(bus);
    for (interface, signal) in signals {
        let (app, kept) = (app.clone(), bus.clone());
        // A session that cannot be told from others: better locked once too often.
        let session = own.as_deref().filter(|_| matches!(*signal, "Lock" | "PropertiesChanged"));
        bus.signal_subscribe(
            None,
            *interface,
            Some(signal),
            session,
            None,
            gio::DBusSignalFlags::NONE,
            move |_, _, _, interface, signal, values| {
                // The bus lives for as long as somebody holds it.
                let _ = &kept;
                if let Some(reason) = meaning(interface, signal, values) {
                    // A window that is gone has locked its book.
                    let _ = app.emit("locks", reason);
                }
            },
        );
    }
}

/// The session that this program belongs to, as logind names it.
#[cfg(target_os = "linux")]
fn own_session(bus: &gio::DBusConnection) -> Option<String> {
    let asked = bus.call_sync(
        Some("org.freedesktop.login1"),
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
        "GetSessionByPID",
        Some(&(std::process::id(),).into()),
        None,
        gio::DBusCallFlags::NO_AUTO_START,
        500,
        gio::Cancellable::NONE,
    );
    asked.ok()?.try_child_get::<glib::variant::ObjectPath>(0).ok()?.map(|path| path.as_str().to_owned())
}

/// Why the book is to be locked after a signal; nothing after others.
#[cfg(target_os = "linux")]
fn meaning(interface: &str, signal: &str, values: &glib::Variant) -> Option<&'static str> {
    let yes = || values.try_child_get::<bool>(0).ok().flatten() == Some(true);
    let locked = || {
        let (of, changed, _) = values.get::<(String, glib::VariantDict, Vec<String>)>()?;
        (of == "org.freedesktop.login1.Session")
            .then(|| changed.lookup::<bool>("LockedHint").ok().flatten())?
    };
    match signal {
        "PrepareForSleep" => yes().then_some("sleep"),
        "Lock" => Some("session"),
        "PropertiesChanged" => (locked() == Some(true)).then_some("session"),
        "ActiveChanged" => (interface.ends_with(".ScreenSaver") && yes()).then_some("session"),
        _ => None,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use gtk::glib::{Variant, VariantDict, prelude::ToVariant};

    use super::meaning;

    #[test]
    fn only_a_session_that_locks_locks_the_book() {
        let hint = |interface: &str, locked: bool| {
            let changed = VariantDict::new(None);
            changed.insert("IdleHint", true);
            changed.insert("LockedHint", locked);
            Variant::from((interface, changed.end(), Vec::<String>::new()))
        };
        let check = |interface: &str, signal: &str, values: &Variant, expect: Option<&str>| {
            assert_eq!(meaning(interface, signal, values), expect, "{interface} {signal} {values}");
        };
        let (yes, no) = ((true,).to_variant(), (false,).to_variant());
        check("org.gnome.ScreenSaver", "ActiveChanged", &yes, Some("session"));
        check("org.freedesktop.ScreenSaver", "ActiveChanged", &yes, Some("session"));
        check("org.freedesktop.ScreenSaver", "ActiveChanged", &no, None);
        check("org.example.Sheet", "ActiveChanged", &yes, None);
        check("org.freedesktop.login1.Manager", "PrepareForSleep", &yes, Some("sleep"));
        check("org.freedesktop.login1.Manager", "PrepareForSleep", &no, None);
        check("org.freedesktop.login1.Session", "Lock", &().to_variant(), Some("session"));
        let properties = "org.freedesktop.DBus.Properties";
        check(
            properties,
            "PropertiesChanged",
            &hint("org.freedesktop.login1.Session", true),
            Some("session"),
        );
        check(properties, "PropertiesChanged", &hint("org.freedesktop.login1.Session", false), None);
        check(properties, "PropertiesChanged", &hint("org.freedesktop.login1.Seat", true), None);
    }
}
