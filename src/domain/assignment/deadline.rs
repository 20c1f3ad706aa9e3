//! How tables of tasks write by when: a day, "before" a day, or "regularly" (docs/domain.md, Plans and targets).

use chrono::NaiveDate;

use crate::domain::dates::parse_day;
use crate::domain::text::fold;

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// The last day of the work.
    Day(NaiveDate),
    /// As long as its plan runs.
    Regular,
}

impl Deadline {
    /// Reads a cell: a day with or without words before it, of which "before" means the day before; "regularly". `None` for
    /// everything else, two days among them: a person has to say which is meant.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let Some(at) = text.find(|c: char| c.is_ascii_digit()) else {
            return fold(text).contains("thuong xuyen").then_some(Self::Regular);
        };
        let (words, rest) = text.split_at_checked(at)?;
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.')));
        let (day, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        // "25 tháng 11 năm 2022" is one day, too.
        let several = after.contains(|c: char| c.is_ascii_digit());
        let day = if several { parse_day(rest) } else { parse_day(day.trim_end_matches(['.', '-', '/'])) }?;
        let words = fold(words);
        let before = words.trim_end().trim_end_matches("ngay").trim_end().ends_with("truoc");
        Some(Self::Day(if before { day.pred_opt()? } else { day }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_read_as_plans_write_them() {
        let check = |text: &str, expect: &str| {
            let read = match Deadline::read(text) {
                Some(Deadline::Day(day)) => day.to_string(),
                Some(Deadline::Regular) => "regular".to_owned(),
                None => "-".to_owned(),
            };
            assert_eq!(read, expect, "{text}");
        };
        check("25/11/2022", "2022-11-25");
        check("2022-11-25", "2022-11-25");
        check("Trước ngày 25/11/2022", "2022-11-24");
        check("(Hoàn thành trước 25/11/2022)", "2022-11-24");
        check("hoàn thành trước ngày 01/12/2022.", "2022-11-30");
        check("Trong ngày 25/10/2023", "2023-10-25");
        check("Đến hết ngày 31/12/2022", "2022-12-31");
        check("Trước ngày 15/11/2022 và thường xuyên", "2022-11-14");
        check("Thực hiện thường xuyên", "regular");
        check("thuong xuyen", "regular");
        check("Giai đoạn 1: trước 25/11/2022; giai đoạn 2: 31/12/2022", "-");
        check("Trước 31/11/2022", "-"); // no such day
        check("Trước 25 tháng 11 năm 2022", "2022-11-24");
        check("Từ 01/11/2022 đến 30/11/2022", "-");
        check("Quý IV", "-");
        check("", "-");
    }
}
