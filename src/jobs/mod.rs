//! One user job per file, by subject, read top to bottom. A job holds no SQL and no cell address.

use serde::{Deserialize, Serialize};

pub mod agencies;
pub mod assignments;
pub mod audit;
pub mod book;
pub mod day;
pub mod demo;
pub mod desk;
pub mod diagnose;
pub mod import;
pub mod packages;
pub mod points;
pub mod register;
pub mod reports;
pub mod rights;
pub mod roster;
pub mod summaries;
pub mod targets;
pub mod teams;
pub mod update;
pub mod walk;

/// No arguments.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct Nothing {}
