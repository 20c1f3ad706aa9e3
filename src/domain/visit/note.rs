//! What a note has no room for: codes and numbers that swindlers want (docs/domain.md, Personal data).

use crate::domain::typed_digits::plain_digits;

/// Digits of a one-time code.
const CODE: usize = 6;
/// Digits of an identity number; cards have as many or more.
const NUMBER: usize = 12;

/// Whether a note holds what looks like a one-time code, an identity number or the number of a card. Phones are none.
pub(super) fn holds_a_secret(note: &str) -> bool {
    let text = plain_digits(note, &mut Vec::new());
    let joins = |c: char| matches!(c, ' ' | '.' | '-');
    text.split(|c: char| !c.is_ascii_digit() && !joins(c)).any(|stretch| {
        let groups: Vec<&str> = stretch.split(joins).filter(|group| !group.is_empty()).collect();
        is_secret(&groups)
    })
}

/// Groups of digits that only spaces, points and dashes part.
fn is_secret(groups: &[&str]) -> bool {
    let mut rest = groups;
    // Digits that stand together, without the phones among them.
    let mut together = 0;
    while let Some((first, others)) = rest.split_first() {
        if let Some(after) = without_phone(rest) {
            (together, rest) = (0, after);
            continue;
        }
        together += first.len();
        if first.len() == CODE || together >= NUMBER {
            return true;
        }
        rest = others;
    }
    false
}

/// What follows the phone that the groups begin with.
fn without_phone<'a, 'b>(groups: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let mut digits = String::new();
    for (group, after) in groups.iter().zip(1..) {
        digits.push_str(group);
        if is_phone(&digits) {
            return groups.get(after..);
        }
    }
    None
}

/// A mobile phone or a fixed line, with its 0 or its country; old mobile phones had eleven digits.
fn is_phone(digits: &str) -> bool {
    let begins = |starts: &[&str]| starts.iter().any(|start| digits.starts_with(start));
    match digits.len() {
        10 => begins(&["0"]),
        11 => begins(&["84", "02", "01"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_numbers_are_told_from_phones_hours_and_days() {
        let check = |note: &str, expect: bool| assert_eq!(holds_a_secret(note), expect, "{note}");
        check("", false);
        check("Đi họp thôn, 19h30 ngày 22/11/2026 về, nhà số 12/3A", false);
        check("gọi 0912345678", false);
        check("gọi 0912 345 678 hoặc 0987.654.321", false);
        check("gọi con: +84 912 345 678", false);
        check("0912 345678", false);
        check("hẹn 22-11 19h", false);
        check("OTP 482913", true);
        check("mã ４８２９１３", true);
        check("CCCD 038050001234", true);
        check("038 050 001 234", true);
        check("thẻ 9704 3612 3456 7890", true);
        check("0912345678 mã 482913", true);
        check("0912345678 482913", true);
    }
}
