//! What is said where no window can be made: a message of the system, for silence would tell nobody what to do.

use tung_nha::api::{Error, Refusal};

/// Says it in both languages, for no settings were read, and ends the program.
pub(crate) fn end(error: &Error) -> ! {
    let [vi, en] = Refusal::from(error.clone()).sentences;
    eprintln!("tung-nha: {vi}\n{en}");
    if can_draw() {
        rfd::MessageDialog::new()
            .set_level(rfd::MessageLevel::Error)
            .set_title("Từng Nhà")
            .set_description(format!("{vi}\n\n{en}"))
            .show();
    }
    std::process::exit(1)
}

/// On Linux the message needs the screen that may be what is missing.
fn can_draw() -> bool {
    #[cfg(target_os = "linux")]
    return gtk::is_initialized();
    #[cfg(not(target_os = "linux"))]
    return true;
}
