//! How a paper falls onto pages when it is printed: its sum and signatures never stand alone.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::domain::as_count;

/// So many of the last rows of a table stay together, with what stands below: some units and their sum.
const TOGETHER: usize = 3;
/// A paper that is only a little too long is made smaller by the first of these that saves a page.
const SMALLER: [f64; 4] = [0.97, 0.94, 0.91, 0.88];
/// Of a page: programs round columns and rows their own ways.
const SAFE: f64 = 0.97;
/// Points between the top and bottom margins (20 mm each) of A4.
const PORTRAIT: f64 = 728.0;
const LANDSCAPE: f64 = 481.0;
/// Excel takes no more breaks than so many.
const MOST_BREAKS: usize = 1023;

/// Heights in points, from the top.
#[derive(Debug, Default)]
pub(super) struct Heights {
    /// Of each row of the sheet.
    rows: Vec<f64>,
    /// The first row of the headings of the table, of its body, and below it.
    parts: [usize; 3],
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

    /// The rows of the sheet with which pages of `page` points begin, the first page aside; and whether the rows fell so by
    /// themselves, the last ones beside what stands below.
    fn breaks(&self, page: f64) -> (Vec<usize>, bool) {
        let [headings, body, below] = self.parts;
        let columns = self.sum(headings..body);
        let (mut breaks, mut first, mut left) = (Vec::new(), body, page - self.sum(0..body));
        for row in body..below {
            let height = self.sum(row..row + 1);
            if height > left && row > first {
                (first, left) = (row, page - columns);
                breaks.push(row);
            }
            left -= height;
        }
        let together = first == body || below - first >= TOGETHER;
        if together && self.sum(below..self.rows.len()) <= left {
            return (breaks, true);
        }
        // A table that is no longer than that goes over as a whole.
        let few = below - body <= TOGETHER;
        let (last, repeated) = if few { (headings, 0.0) } else { (below - TOGETHER, columns) };
        if last > 0 && repeated + self.sum(last..self.rows.len()) <= page {
            breaks.retain(|row| *row < last);
            breaks.push(last);
        }
        (breaks, false)
    }

    /// By which factor a paper of pages of `page` points is made smaller, and with which rows its pages begin.
    fn fit(&self, page: f64) -> (f64, Vec<usize>) {
        let (breaks, well) = self.breaks(page);
        let saves = |factor: f64| {
            let (fewer, well) = self.breaks(page / factor);
            (well && fewer.len() < breaks.len()).then_some((factor, fewer))
        };
        let smaller = if well { None } else { SMALLER.into_iter().find_map(saves) };
        smaller.unwrap_or((1.0, breaks))
    }

    /// Tells the printer; `width` are the pixels of all columns, `page` those of the paper.
    pub(super) fn tell(
        &self,
        sheet: &mut Worksheet,
        landscape: bool,
        width: u32,
        page: u32,
    ) -> Result<(), XlsxError> {
        let high = if landscape { LANDSCAPE } else { PORTRAIT } * SAFE;
        let scale = f64::from(page) / f64::from(width.max(page)) * SAFE;
        let (factor, breaks) = self.fit(high / scale);
        // A paper of more pages falls as the program has it.
        if factor >= 1.0 && breaks.is_empty() || breaks.len() > MOST_BREAKS {
            sheet.set_print_fit_to_pages(1, 0);
            return Ok(());
        }
        // Programs heed no break where a width is fitted: the scale is told.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "10 to 100")]
        sheet.set_print_scale((scale * factor * 100.0).clamp(10.0, 100.0) as u16);
        let breaks: Vec<u32> = breaks.into_iter().map(as_count).collect();
        sheet.set_page_breaks(&breaks)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_never_stands_alone_above_the_signatures() {
        // 100 points above the table, 40 of headings, rows of 20, 150 below; pages of 500.
        let check = |rows: usize, factor: f64, breaks: &[usize]| {
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
            assert_eq!(heights.fit(500.0), (factor, breaks.to_vec()), "{rows} rows");
        };
        check(10, 1.0, &[]);
        check(11, 0.97, &[]);
        check(13, 0.88, &[]);
        check(14, 1.0, &[13]); // the table fits, the signatures do not
        check(18, 1.0, &[17]);
        check(19, 1.0, &[18]); // the sum would be alone
        check(21, 1.0, &[20]); // three rows go over by themselves
        check(30, 1.0, &[20]);
        check(35, 0.94, &[21]); // they do not fit on the second page
        check(41, 1.0, &[20, 40]);
        check(60, 0.94, &[21, 45]);
    }

    #[test]
    fn a_short_table_goes_over_with_what_stands_below() {
        let check = |above: f64, breaks: &[usize]| {
            let mut heights = Heights::default();
            heights.note(0, above);
            heights.note(1, 40.0);
            heights.begin(0, 1);
            heights.begin(1, 2);
            heights.note(2, 20.0);
            heights.begin(2, 3);
            heights.note(3, 150.0);
            assert_eq!(heights.fit(500.0).1, breaks, "{above}");
        };
        check(280.0, &[]);
        check(400.0, &[1]);
    }
}
