//! The kinds of files that the program writes: their endings, and how one is known by its bytes.

/// The ending of a book.
pub const BOOK: &str = "tungnha";

/// The endings of this program's own files, which a double click opens in it: books, what travels between them, updates. The
/// packages tell them to the systems (`tests/packaging.rs`).
pub const OWN_ENDINGS: [&str; 6] = [
    BOOK,
    FileKind::Summary.ending(),
    FileKind::Work.ending(),
    FileKind::Result.ending(),
    FileKind::Enrolment.ending(),
    FileKind::Update.ending(),
];

/// What kind of file is written: its ending, and how an earlier one is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A workbook of papers or lists.
    Workbook,
    /// A report in words.
    Letter,
    /// A table for other programs.
    Table,
    /// A summary that goes up.
    Summary,
    /// A work package that goes down.
    Work,
    /// A result package that goes up.
    Result,
    /// An enrolment that goes down.
    Enrolment,
    /// A text for people.
    Text,
    /// A new version of the program.
    Update,
}

impl FileKind {
    /// The ending of its name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Workbook => "xlsx",
            Self::Letter => "docx",
            Self::Table => "csv",
            Self::Summary => "tnsolieu",
            Self::Work => "tngiao",
            Self::Result => "tnketqua",
            Self::Enrolment => "tnmoi",
            Self::Text => "txt",
            Self::Update => "tncapnhat",
        }
    }

    /// Whether these are the bytes of such a file. Those of a book or a backup are as random.
    pub(crate) fn is_of(self, bytes: &[u8]) -> bool {
        let travelling = bytes.starts_with(br#"{"payload""#);
        match self {
            Self::Workbook => {
                (bytes.starts_with(b"PK\x03\x04") && memchr::memmem::find(bytes, b"xl/workbook").is_some())
                    || (bytes.starts_with(b"\xD0\xCF\x11\xE0")
                        && memchr::memmem::find(bytes, LOCKED).is_some())
            }
            Self::Letter => {
                bytes.starts_with(b"PK\x03\x04") && memchr::memmem::find(bytes, b"word/document").is_some()
            }
            Self::Table => {
                !travelling && bytes.iter().all(|b| !b.is_ascii_control() || b"\t\r\n".contains(b))
            }
            Self::Summary | Self::Enrolment | Self::Update => travelling,
            // As it is written here: with the mark that old editors need.
            Self::Text => bytes.starts_with(BOM.as_bytes()),
            // The head of the age format.
            Self::Work | Self::Result => bytes.starts_with(b"age-encryption.org/v1\n"),
        }
    }
}

/// The name of what is inside a document that a password locks, as its container spells it (MS-OFFCRYPTO).
const LOCKED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// Begins a text, or an old editor shows letters without their marks.
pub const BOM: &str = "\u{feff}";
