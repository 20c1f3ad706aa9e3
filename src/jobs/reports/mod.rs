//! Official papers.

pub mod draw_annex1;
mod draw_five_clear;
mod draw_league;
pub mod make_report;
pub mod preview_report;
