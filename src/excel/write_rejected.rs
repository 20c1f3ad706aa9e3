//! Writes the rows that were not taken.
