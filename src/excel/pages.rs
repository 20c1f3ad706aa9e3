//! How a paper falls onto pages when it is printed: its sum and signatures never stand alone.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::domain::as_count;

/// So many of the last rows of a table stay together, with what stands below: some units and their sum.
const TOGETHER: usize = 3;
/// A paper that is only a little too long is made smaller by the first of these that saves a page.
const SMALLER: [f64; 4] = [0.97, 0.94, 0.91, 0.88];
/// Of the width of a page: programs round columns their own ways.
const SAFE: f64 = 0.97;
/// Points between the top and bottom margins (20 mm each) of A4.
const PORTRAIT: f64 = 728.0;
const LANDSCAPE: f64 = 481.0;

/// Heights in points, from the top.
#[derive(Debug, Default)]
pub(super) struct Heights {
    /// Of each row of the sheet.
    rows: Vec<f64>,
    /// The first row of the headings of the table, of its body, and below it.
    parts: [usize; 3],
}

/// What is set for the printer.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fit {
    /// As wide as a page, as long as it is.
    Width,
    /// Smaller by a factor, so that it takes a page less.
    Smaller(f64),
    /// The last page begins with a row of the sheet. Programs heed no break where a width is fitted: the scale is told.
    Break(usize),
}

impl Heights {
    /// Notes a row; of parts side by side the highest counts.
    pub(super) fn note(&mut self, row: u32, height: f64) {
        let row = row as usize;
        self.rows.resize(self.rows.len().max(row + 1), 0.0);
        if let Some(known) = self.rows.get_mut(row) {
            *known = known.max(height);
        }
    }

    /// The next part begins with a row: headings, body, what stands below.
    pub(super) fn begin(&mut self, part: usize, row: u32) {
        if let Some(first) = self.parts.get_mut(part) {
            *first = row as usize;
        }
    }

    fn sum(&self, rows: std::ops::Range<usize>) -> f64 {
        self.rows.get(rows).unwrap_or_default().iter().sum()
    }

    /// On how many pages of `page` points it falls, and whether the last one has its rows beside what stands below.
    fn pages(&self, page: f64) -> (usize, bool) {
        let [headings, body, below] = self.parts;
        let columns = self.sum(headings..body);
        let (mut pages, mut first, mut left) = (1, body, page - self.sum(0..body));
        for row in body..below {
            let height = self.sum(row..row + 1);
            if height > left && row > first {
                (pages, first, left) = (pages + 1, row, page - columns);
            }
            left -= height;
        }
        let whole = self.sum(below..self.rows.len()) <= left;
        let together = first == body || below - first >= TOGETHER;
        (pages + usize::from(!whole), whole && together)
    }

    /// For pages of `page` points.
    fn fit(&self, page: f64) -> Fit {
        let (pages, well) = self.pages(page);
        let [headings, body, below] = self.parts;
        let last = below.saturating_sub(TOGETHER);
        if well || last <= body {
            return Fit::Width;
        }
        let better = |factor: &f64| matches!(self.pages(page / factor), (fewer, true) if fewer < pages);
        if let Some(factor) = SMALLER.into_iter().find(better) {
            return Fit::Smaller(factor);
        }
        let fits = self.sum(headings..body) + self.sum(last..self.rows.len()) <= page;
        if fits { Fit::Break(last) } else { Fit::Width }
    }

    /// Tells the printer; `width` are the pixels of all columns, `page` those of the paper.
    pub(super) fn tell(
        &self,
        sheet: &mut Worksheet,
        landscape: bool,
        width: u32,
        page: u32,
    ) -> Result<(), XlsxError> {
        let high = if landscape { LANDSCAPE } else { PORTRAIT };
        let scale = f64::from(page) / f64::from(width.max(page)) * SAFE;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "10 to 100")]
        let percent = |scale: f64| (scale * 100.0).clamp(10.0, 100.0) as u16;
        match self.fit(high / scale) {
            Fit::Width => sheet.set_print_fit_to_pages(1, 0),
            Fit::Smaller(factor) => sheet.set_print_scale(percent(scale * factor)),
            Fit::Break(row) => sheet.set_print_scale(percent(scale)).set_page_breaks(&[as_count(row)])?,
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_never_stands_alone_above_the_signatures() {
        // 100 points above the table, 40 of headings, rows of 20, 150 below; pages of 500.
        let check = |rows: usize, expect: Fit| {
            let mut heights = Heights::default();
            heights.note(0, 100.0);
            heights.note(1, 40.0);
            heights.begin(0, 1);
            heights.begin(1, 2);
            for row in 0..rows {
                heights.note(as_count(2 + row), 20.0);
            }
            heights.begin(2, as_count(2 + rows));
            heights.note(as_count(2 + rows), 150.0);
            assert_eq!(heights.fit(500.0), expect, "{rows} rows");
        };
        check(3, Fit::Width);
        check(10, Fit::Width);
        check(11, Fit::Smaller(0.97));
        check(13, Fit::Smaller(0.88));
        check(14, Fit::Break(13)); // the table fits, the signatures do not
        check(18, Fit::Break(17));
        check(19, Fit::Break(18)); // the sum would be alone
        check(21, Fit::Width); // three rows go over by themselves
        check(30, Fit::Width);
        check(35, Fit::Smaller(0.94)); // they do not fit on the second page
        check(41, Fit::Break(40));
    }
}
