//! Points where people come to the team: where and when they are open, who is invited, who came; what was told and taught.

pub mod import_points;
pub mod invite_people;
pub mod keep_points;
pub mod log_outreach;
pub mod tick_invitations;
