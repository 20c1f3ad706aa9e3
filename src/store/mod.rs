//! The only SQL: the book (sổ) as one SQLCipher file.
