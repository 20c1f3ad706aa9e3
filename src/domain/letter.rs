//! A report in words as Nghị định 30/2020/NĐ-CP wants it, ready to print: head, subject, paragraphs, signature.

use chrono::NaiveDate;
use serde::Serialize;

/// A report in words, every text ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Cơ quan chủ quản, capitals.
    pub above: String,
    /// Cơ quan ban hành, capitals, bold.
    pub agency: String,
    /// "Số:      /BC-TCT", its number left to be written.
    pub number: String,
    /// Where it is signed; with the day after it.
    pub place: String,
    /// The day it is signed.
    pub date: NaiveDate,
    /// "BÁO CÁO".
    pub title: String,
    /// What it is about.
    pub subject: String,
    /// "Kính gửi: …".
    pub to: String,
    /// What it begins with.
    pub opening: String,
    /// Its parts.
    pub parts: Vec<LetterPart>,
    /// What it ends with.
    pub closing: String,
    /// Nơi nhận, one recipient a line, with its punctuation.
    pub recipients: Vec<String>,
    /// Titles over the signature, capitals, one a line.
    pub titles: Vec<String>,
    /// Name of the signer, or empty.
    pub signer: String,
}

/// A part with its heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterPart {
    /// "1. Kết quả".
    pub heading: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}
