//! Từng Nhà, the core: everything the product knows and does, without a window.
//!
//! Floors, from the top: shells and CLI → `api` → `jobs` → `excel`, `store`, `exchange` → `session`, `disk` → `domain`, `error`.
//! An arrow never runs up. ARCHITECTURE.md is the map; `tests/tidy.rs` keeps it true.
//!
//! # Words
//!
//! One English noun in code, one Vietnamese term on screen: Unit đơn vị · Household hộ · Citizen công dân ·
//! Member thành viên · Campaign đợt cao điểm, Indicator chỉ tiêu khác · Visit lượt đến, Outcome kết quả · Roster danh sách công an,
//! `RosterEntry` dòng · Match đối chiếu · Reconciliation bảng đối soát · Claim số tự báo cáo, Official số trên hệ thống ·
//! Worklist danh sách cần đến · `HandBack` danh sách trả lại công an · Audit kiểm tra xác suất · Report báo cáo, Annex phụ lục, Letter bản Word, Remark nhận xét · Journal nhật ký.

pub mod built;
pub mod domain;
pub mod error;
pub mod memory;
pub mod messages;

pub mod disk;
pub mod log;
pub mod program;
pub mod session;
pub mod settings;

pub mod excel;
pub mod exchange;
pub mod store;

pub mod figures;

pub mod jobs;

pub mod api;
pub mod paths;
mod typescript;
