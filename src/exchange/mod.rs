//! Files that travel between books (docs/formats.md): wire formats, frozen per version, and the signature around them.
//!
//! A struct of a wire format is never a type of the domain: the format stays when the domain changes.

pub mod envelope;
pub mod inbox;
pub mod package_v1;
pub(crate) mod rows_v1;
pub mod sealed;
pub mod summary_file;
pub mod update_v1;
#[cfg(test)]
mod vectors;
