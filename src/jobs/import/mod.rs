//! Lists of people taken in: the survey and the extract.

pub mod import_register;
pub mod import_roster;
pub(crate) mod people_file;
pub mod shred_file;
pub mod take_file;
