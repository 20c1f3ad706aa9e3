-- Assignments that are being typed are kept in the book.

CREATE TABLE draft (
  id      TEXT NOT NULL PRIMARY KEY,
  content TEXT NOT NULL
) STRICT, WITHOUT ROWID;
