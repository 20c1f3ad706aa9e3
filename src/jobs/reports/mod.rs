//! Official papers.

mod draw_agencies;
pub mod draw_annex1;
mod draw_audit;
mod draw_commendation;
mod draw_daily;
mod draw_final;
mod draw_five_clear;
mod draw_indicators;
mod draw_invitations;
mod draw_league;
mod draw_list;
mod draw_points;
mod draw_sides;
mod draw_stretch;
mod draw_survey;
mod draw_teams;
mod frame;
pub mod keep_remarks;
mod list_field;
pub mod make_report;
pub mod preview_report;
mod remark_notes;
pub mod write_letter;
pub mod write_table;
