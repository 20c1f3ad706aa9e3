-- Where backups of the book are, and what they are owed.

-- Places with backups of this book (nơi có bản sao lưu): its folder wherever it lay, folders at second places, files that somebody wrote.
CREATE TABLE backup_place (
  id   TEXT NOT NULL PRIMARY KEY,           -- the path
  kind TEXT NOT NULL CHECK (kind IN ('own', 'second', 'file', 'waived'))
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO backup_place
  SELECT json_extract(params, '$.folder'), 'second' FROM operation
  WHERE kind = 'backup-copied' AND json_extract(params, '$.folder') IS NOT NULL;
INSERT OR IGNORE INTO backup_place
  SELECT json_extract(params, '$.path'), 'file' FROM operation
  WHERE kind = 'backup-written' AND json_extract(params, '$.path') IS NOT NULL;

-- What backups are owed that were made before somebody was erased or the passphrase changed, until all of them are settled.
CREATE TABLE backup_owed (
  id TEXT NOT NULL PRIMARY KEY              -- 'erase', or a key that the book had, hexadecimal
) STRICT, WITHOUT ROWID;
