//! Vietnamese text: normal form, folding for search and matching, order of names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds for search and matching: no marks, đ → d, lower case, single spaces, no punctuation at the ends of words.
/// Never shown and never stored in place of the text (DOMAIN §3).
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd() {
        match c {
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            c if is_combining_mark(c) => {}
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            '\'' | '’' | '‘' | 'ʼ' => {}
            _ => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}
