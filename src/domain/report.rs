//! Figures of the reports.
