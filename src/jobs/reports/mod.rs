//! Official papers.

mod draw_agencies;
pub mod draw_annex1;
mod draw_audit;
mod draw_daily;
mod draw_final;
mod draw_five_clear;
mod draw_invitations;
mod draw_league;
mod draw_list;
mod draw_points;
mod draw_stretch;
mod draw_survey;
mod draw_teams;
mod frame;
mod list_field;
pub mod make_report;
pub mod preview_report;
