//! What the program has in its memory is for nobody else: no file of it when it crashes, no other program that reads it.
//!
//! Beside this, secrets are wiped where they are dropped (`zeroize`), the shells' allocator wipes all that is given back,
//! and so does SQLCipher (`store/key.rs`).

/// Keeps the system from writing the memory into a file, and other programs of the same user from reading it. A shell
/// calls it first of all. On Windows crash reports keep to the system's own settings.
pub fn keep_to_this_program() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

        // Where the system refuses, the program is no worse than without.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
