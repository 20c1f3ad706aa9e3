//! Runs a parser that may panic on crafted bytes: the panic becomes an error and nothing of it is printed.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use crate::error::{Error, Result};

thread_local! {
    /// Set while this thread parses; panics of other threads are told as ever.
    static PARSING: Cell<bool> = const { Cell::new(false) };
}

/// What `parse` gives.
///
/// # Errors
/// Those of `parse`; `file.damaged` when it panics.
pub(super) fn guarded<T>(parse: impl FnOnce() -> Result<T>) -> Result<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !PARSING.try_with(Cell::get).unwrap_or(false) {
                before(panic);
            }
        }));
    });
    let outer = PARSING.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(parse));
    PARSING.set(outer);
    outcome.unwrap_or_else(|_| Err(Error::new("file.damaged").with("reason", "the parser gave up")))
}
