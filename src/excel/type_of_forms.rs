//! The type of forms: fonts and formats of their cells, and how much room a text takes in them.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

pub(super) fn font(size: u32) -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(size).set_num_format("@")
}

pub(super) fn centred(size: u32) -> Format {
    font(size).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

/// The formats of a row: text, centred, a centred count, a count, a ratio.
pub(super) fn formats(bold: bool) -> [Format; 5] {
    let format = if bold { cell(11).set_bold() } else { cell(11) };
    let centred = format.clone().set_align(FormatAlign::Center);
    let right = format.clone().set_align(FormatAlign::Right);
    let count = "[$-42A]#,##0";
    [
        format.set_align(FormatAlign::Left).set_indent(1),
        centred.clone(),
        centred.set_num_format(count),
        right.clone().set_num_format(count),
        right.set_num_format("[$-42A]0.00%"),
    ]
}

pub(super) fn cell(size: u32) -> Format {
    font(size).set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

/// Width of a line in pixels at 96 dpi, near enough to count lines (Times New Roman).
pub(super) fn line_width(text: &str, size: u32, bold: bool) -> f64 {
    let per_mille: u32 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 't' | 'f' | 'ì' | 'í' | 'ị' | 'ỉ' | 'ĩ' | '.' | ',' | ':' | ';' | '/' | '('
            | ')' => 300,
            ' ' => 250,
            'I' | 'r' | 's' | '-' => 380,
            'm' | 'w' | 'M' | 'W' => 850,
            c if c.is_uppercase() => 700,
            c if c.is_ascii_digit() => 500,
            _ => 465,
        })
        .sum();
    f64::from(per_mille * size) / 750.0 * if bold { 1.06 } else { 1.0 }
}

/// How many lines `text` takes in a cell of `width` pixels, broken between words.
pub(super) fn lines(text: &str, width: u32, size: u32, bold: bool) -> u32 {
    let room = f64::from(width.saturating_sub(6).max(1));
    let space = line_width(" ", size, bold);
    let (mut count, mut used) = (1, 0.0);
    for part in text.split(' ') {
        let long = line_width(part, size, bold);
        if used > 0.0 && used + space + long > room {
            count += 1;
            used = 0.0;
        }
        used += if used > 0.0 { space + long } else { long };
    }
    count
}

/// A text in as many rows as it takes, broken between words: none is taller than `tallest` points, beyond which it would be cut on paper,
/// nor has more than `longest` characters.
pub(super) fn parts(text: &str, width: u32, size: u32, tallest: f64, longest: usize) -> Vec<String> {
    let fits = |part: &str| {
        f64::from(lines(part, width, size, false)) * line_height(size) <= tallest
            && part.chars().count() <= longest
    };
    let mut parts: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match parts.last_mut() {
            Some(part) if fits(&format!("{part} {word}")) => *part = format!("{part} {word}"),
            _ => parts.push(word.chars().take(longest).collect()),
        }
    }
    parts
}

pub(super) fn line_height(size: u32) -> f64 {
    f64::from(size) * 1.3
}
