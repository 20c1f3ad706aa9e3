-- The book (sổ), whole. One SQLCipher file belongs to one unit at one level; a hamlet's book holds its own people only.
--
-- Conventions: STRICT; NOT NULL, where '' means not known and a NULL reference means none; ids are UUIDv7 text; `birth`
-- and other partial dates are '1950', '1950-03' or '1950-03-12'; times are RFC 3339 with +07:00; days are '2026-11-21'.
-- References are looked at when a change is committed, so the order of rows is free, and undo can go backwards.
-- Every table has the primary key `id` and no BLOB; the triggers of the journal are generated from this schema
-- (store/journal/triggers.rs) for all tables but those of the journal itself. Tables that imports fill check with OR: for IN of
-- three or more SQLite builds a small table a row. A column that is added later comes last in its
-- table, as the upgrade step adds it there.

-- One row: what this book is.
CREATE TABLE book (
  id          TEXT NOT NULL PRIMARY KEY,
  level       TEXT NOT NULL CHECK (level IN ('hamlet', 'commune', 'district', 'province')),
  unit_id     TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  above       TEXT NOT NULL,                -- JSON list of names of the units above, nearest first
  created_at  TEXT NOT NULL,
  code_prefix TEXT NOT NULL,                -- of generated citizen codes
  next_code   INTEGER NOT NULL,             -- next generated citizen code
  signing_seed TEXT NOT NULL,               -- Ed25519, hexadecimal: signs the files that leave; stands nowhere else
  next_sheet  INTEGER NOT NULL DEFAULT 1    -- number of the next walk sheet
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
  id        TEXT NOT NULL PRIMARY KEY,
  parent_id TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  kind      TEXT NOT NULL,
  name      TEXT NOT NULL,
  name_fold TEXT NOT NULL,                  -- text::fold(name)
  code      TEXT NOT NULL,
  position  INTEGER NOT NULL,
  first_day TEXT NOT NULL DEFAULT '',       -- valid from this day; '' from the beginning
  last_day  TEXT NOT NULL DEFAULT ''        -- valid to this day; '' still
) STRICT, WITHOUT ROWID;

-- What a unit was up to a day, before its present name, kind and parent.
CREATE TABLE unit_past (
  id        TEXT NOT NULL PRIMARY KEY,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  until     TEXT NOT NULL,
  parent_id TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  kind      TEXT NOT NULL,
  name      TEXT NOT NULL,
  code      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_past_unit ON unit_past (unit_id, until);

CREATE TABLE member (
  id    TEXT NOT NULL PRIMARY KEY,
  name  TEXT NOT NULL,
  phone TEXT NOT NULL,
  role  TEXT NOT NULL,
  -- What the member may do in this book: leader, officer, member, inspector; '' is not said.
  rights  TEXT NOT NULL DEFAULT '',
  -- The unit whose people a team member may change; none is all of them.
  unit_id TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE household (
  id           TEXT NOT NULL PRIMARY KEY,
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  code         TEXT NOT NULL,
  head         TEXT NOT NULL,
  alley        TEXT NOT NULL,
  house_number TEXT NOT NULL,
  walk_order   INTEGER NOT NULL,            -- 0: not said
  note         TEXT NOT NULL DEFAULT ''     -- of the team, short; erased with the names
) STRICT, WITHOUT ROWID;
CREATE INDEX household_unit ON household (unit_id);

CREATE TABLE citizen (
  id           TEXT NOT NULL PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES household (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  code         TEXT NOT NULL,
  name         TEXT NOT NULL,
  birth        TEXT NOT NULL,
  sex          TEXT NOT NULL CHECK (sex = '' OR sex = 'male' OR sex = 'female'),
  number       TEXT NOT NULL,               -- the present one; earlier ones stand in identity
  old_number   TEXT NOT NULL,
  phone        TEXT NOT NULL,
  relation     TEXT NOT NULL,
  residence    TEXT NOT NULL,
  address      TEXT NOT NULL,
  smartphone   TEXT NOT NULL CHECK (smartphone = '' OR smartphone = 'yes' OR smartphone = 'no'),
  internet     TEXT NOT NULL CHECK (internet = '' OR internet = 'yes' OR internet = 'no'),
  note         TEXT NOT NULL,
  raw          TEXT NOT NULL                -- JSON {field: value as the file had it} of repaired fields, or ''
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX citizen_code ON citizen (code);
CREATE INDEX citizen_unit ON citizen (unit_id, birth);  -- holds all that the reports ask of it, as do the next two
CREATE INDEX citizen_household ON citizen (household_id);

-- Numbers that a person had before the present one, dated (docs/domain.md, Identity numbers: numbers can change).
CREATE TABLE identity (
  id         TEXT NOT NULL PRIMARY KEY,
  citizen_id TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  number     TEXT NOT NULL,
  until      TEXT NOT NULL                  -- the day it was replaced here
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_citizen ON identity (citizen_id);

-- Who moved away or died, from a day on: off the worklists and not among the eligible. The record stays. Who is 'elsewhere' lives in
-- another hamlet by the commune's word, and counts there.
CREATE TABLE departure (
  id   TEXT NOT NULL PRIMARY KEY REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  gone TEXT NOT NULL CHECK (gone IN ('moved', 'deceased', 'elsewhere')),
  day  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Records that turned out to be of a person who has another: files that speak of them are still understood.
CREATE TABLE merged_citizen (
  id           TEXT NOT NULL PRIMARY KEY,   -- of the record that went
  citizen_id   TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED, -- the record that stays
  household_id TEXT NOT NULL REFERENCES household (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  code         TEXT NOT NULL,
  name         TEXT NOT NULL,
  birth        TEXT NOT NULL,
  number       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_citizen_citizen ON merged_citizen (citizen_id);

-- One file taken in.
CREATE TABLE import (
  id        TEXT NOT NULL PRIMARY KEY,
  kind      TEXT NOT NULL CHECK (kind IN ('register', 'roster', 'visit')),
  file_name TEXT NOT NULL,
  sha256    TEXT NOT NULL,
  at        TEXT NOT NULL,
  outcome   TEXT NOT NULL                   -- JSON of the accounting: rows_in, added, …, repairs
) STRICT, WITHOUT ROWID;

-- Columns that the user mapped by hand, remembered per layout.
CREATE TABLE layout (
  id        TEXT NOT NULL PRIMARY KEY,
  signature TEXT NOT NULL UNIQUE,           -- folded headings, '|' between
  mapping   TEXT NOT NULL                   -- JSON {field: heading, "unused": headings, "states": {word: state}}
) STRICT, WITHOUT ROWID;

CREATE TABLE roster (
  id        TEXT NOT NULL PRIMARY KEY,
  as_of     TEXT NOT NULL,
  import_id TEXT NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
  partial   INTEGER NOT NULL DEFAULT 0,     -- 1: adds to the list before it, whose other people stay as they are
  accepted  INTEGER NOT NULL DEFAULT 1      -- wrong pairs among 10,000 rows that its reconciliation accepts
) STRICT, WITHOUT ROWID;

CREATE TABLE roster_entry (
  id           TEXT NOT NULL PRIMARY KEY,
  roster_id    TEXT NOT NULL REFERENCES roster (id) DEFERRABLE INITIALLY DEFERRED,
  sheet        TEXT NOT NULL,
  row          INTEGER NOT NULL,
  name         TEXT NOT NULL,
  birth        TEXT NOT NULL,
  sex          TEXT NOT NULL CHECK (sex = '' OR sex = 'male' OR sex = 'female'),
  number       TEXT NOT NULL,
  old_number   TEXT NOT NULL,
  phone        TEXT NOT NULL,
  hamlet       TEXT NOT NULL,
  address      TEXT NOT NULL,
  head         TEXT NOT NULL,
  state        TEXT NOT NULL,
  level        INTEGER NOT NULL CHECK (level BETWEEN 0 AND 2),
  approved_on  TEXT NOT NULL,
  activated_on TEXT NOT NULL,
  raw          TEXT NOT NULL                -- as citizen.raw
) STRICT, WITHOUT ROWID;
CREATE INDEX roster_entry_place ON roster_entry (roster_id, sheet, row);

-- Who a row of a roster is (đối chiếu); a row without a line here is not reconciled yet.
CREATE TABLE match (
  id         TEXT NOT NULL PRIMARY KEY REFERENCES roster_entry (id) DEFERRABLE INITIALLY DEFERRED,
  roster_id  TEXT NOT NULL REFERENCES roster (id) DEFERRABLE INITIALLY DEFERRED,
  verdict    TEXT NOT NULL CHECK (
    verdict = 'matched' OR verdict = 'review' OR verdict = 'unknown' OR verdict = 'rejected'),
  citizen_id TEXT REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED, -- the person, when matched
  rule       TEXT NOT NULL,                 -- row of messages.csv: match.<rule>
  score      REAL NOT NULL,
  params     TEXT NOT NULL,                 -- JSON of the explanation's parameters
  candidates TEXT NOT NULL,                 -- citizen ids, best first, a space between
  decided    INTEGER NOT NULL CHECK (decided IN (0, 1)), -- 1: by a person; the program never overrides it
  state      TEXT NOT NULL,                 -- this and the next two as the row has them: figures read one index
  level      INTEGER NOT NULL,
  activated_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Holds all that the piles count.
CREATE INDEX match_roster ON match (roster_id, decided, rule, verdict);
CREATE INDEX match_citizen ON match (citizen_id, roster_id, verdict, state, level, activated_on);

-- Rows that a person looked at and left for later; a new reconciliation leaves the mark.
CREATE TABLE match_left (
  id TEXT NOT NULL PRIMARY KEY REFERENCES match (id) DEFERRABLE INITIALLY DEFERRED,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pairs that were drawn to be judged without the program's verdict: they correct its estimate, and change no match.
CREATE TABLE match_sample (
  id         TEXT NOT NULL PRIMARY KEY REFERENCES roster_entry (id) DEFERRABLE INITIALLY DEFERRED,
  citizen_id TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED, -- beside whom the row was shown
  position   INTEGER NOT NULL,              -- in the draw, from 1
  judgement  TEXT NOT NULL CHECK (judgement = '' OR judgement = 'same' OR judgement = 'two' OR judgement = 'unsure')
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
  id           TEXT NOT NULL PRIMARY KEY,
  citizen_id   TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  at           TEXT NOT NULL,
  outcome      TEXT NOT NULL CHECK (outcome IN ('activated', 'absent', 'ineligible', 'no-smartphone', 'other')),
  level        INTEGER NOT NULL CHECK (level BETWEEN 0 AND 2),
  channel      TEXT NOT NULL CHECK (channel IN ('', 'app', 'web')),
  reason       TEXT NOT NULL,
  come_back_at TEXT NOT NULL,
  member_id    TEXT REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  note         TEXT NOT NULL,
  corrects     TEXT REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED,
  venue        TEXT NOT NULL DEFAULT '' CHECK (venue IN ('', 'home', 'office', 'market', 'school', 'worship', 'point')), -- '': not said
  via          TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED -- the unit on whose laptop it was written; NULL: here
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_citizen ON visit (citizen_id, at, outcome, level, reason);
CREATE INDEX visit_at ON visit (at);
CREATE INDEX visit_corrects ON visit (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE campaign (
  id        TEXT NOT NULL PRIMARY KEY,
  number    TEXT NOT NULL,
  title     TEXT NOT NULL,
  issuer    TEXT NOT NULL DEFAULT '',
  target    INTEGER,                        -- NULL: the plan does not say; missing is not zero
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL,
  in_use    INTEGER NOT NULL DEFAULT 0,     -- 1: chosen by hand; at most one
  points    INTEGER NOT NULL DEFAULT 1      -- for each whole percent above the target
) STRICT, WITHOUT ROWID;

CREATE TABLE phase (
  id          TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED,
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  first_day   TEXT NOT NULL,
  last_day    TEXT NOT NULL,
  report_due  TEXT NOT NULL,
  target      INTEGER                       -- NULL: the rest
) STRICT, WITHOUT ROWID;
CREATE INDEX phase_campaign ON phase (campaign_id, position);

-- Targets of a campaign or a phase with their baseline, as one paper gives them (Phụ lục I).
CREATE TABLE target_sheet (
  id          TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED,
  phase       TEXT NOT NULL,                -- name of the phase, '' for the whole campaign
  as_of       TEXT NOT NULL,                -- "số liệu tính đến ngày"
  total       TEXT NOT NULL                 -- JSON of the total row as printed, or ''
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX target_sheet_phase ON target_sheet (campaign_id, phase);

CREATE TABLE target (
  id       TEXT NOT NULL PRIMARY KEY,
  sheet_id TEXT NOT NULL REFERENCES target_sheet (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id  TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  locked   INTEGER NOT NULL CHECK (locked IN (0, 1)),
  printed  TEXT NOT NULL,                   -- JSON of the row as printed: columns (2) to (10)
  answerable TEXT NOT NULL DEFAULT ''       -- who answers for it; stays in the book
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX target_unit ON target (sheet_id, unit_id);

-- Walk lists as they were printed, so that the codes on paper keep their people.
CREATE TABLE walk_sheet (
  id      TEXT NOT NULL PRIMARY KEY,
  number  INTEGER NOT NULL,                 -- printed on the sheet
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  day     TEXT NOT NULL,
  people  TEXT NOT NULL                     -- JSON list of citizen ids: the place gives the code
) STRICT, WITHOUT ROWID;
CREATE INDEX walk_sheet_unit ON walk_sheet (unit_id, number);

-- Work given (giao việc 5 rõ): rõ người stands in assignment_holder.
CREATE TABLE assignment (
  id          TEXT NOT NULL PRIMARY KEY,
  task        TEXT NOT NULL,                -- rõ việc
  place       TEXT NOT NULL,                -- rõ việc: JSON of units, alleys, households, citizens
  start       TEXT NOT NULL,                -- rõ tiến độ
  due         TEXT NOT NULL,
  checkpoints TEXT NOT NULL,                -- JSON list of {day, count}
  goal        TEXT NOT NULL,                -- rõ kết quả: JSON {"visited": n}, {"activated": n} or {"product": "…"}
  answerable  TEXT NOT NULL,                -- rõ trách nhiệm
  plan        TEXT NOT NULL,                -- number of the plan, or ''
  handed_in   TEXT NOT NULL,                -- the day the product was handed in, or ''
  heading     TEXT NOT NULL DEFAULT '',     -- of the plan, that it stands under
  partners    TEXT NOT NULL DEFAULT '[]',   -- who co-ordinates: JSON list of names
  milestones  TEXT NOT NULL DEFAULT '{}'    -- JSON of words by the days of checkpoints
) STRICT, WITHOUT ROWID;

-- Rõ người: who holds an assignment from a day on; the last one holds it now.
CREATE TABLE assignment_holder (
  id            TEXT NOT NULL PRIMARY KEY,
  assignment_id TEXT NOT NULL REFERENCES assignment (id) DEFERRABLE INITIALLY DEFERRED,
  position      INTEGER NOT NULL,
  name          TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('member', 'team', 'unit')),
  member_id     TEXT REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id       TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  from_day      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_holder_of ON assignment_holder (assignment_id, position);

CREATE TABLE assignment_note (
  id            TEXT NOT NULL PRIMARY KEY,
  assignment_id TEXT NOT NULL REFERENCES assignment (id) DEFERRABLE INITIALLY DEFERRED,
  day           TEXT NOT NULL,
  text          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_note_of ON assignment_note (assignment_id, day);

-- Reports handed in: a later one of the same day with other figures is "bản điều chỉnh lần n".
CREATE TABLE report_issue (
  id      TEXT NOT NULL PRIMARY KEY,
  form    TEXT NOT NULL,
  day     TEXT NOT NULL,
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  figures TEXT NOT NULL,                    -- sha256 of the figures
  number  INTEGER NOT NULL,                 -- 0 the first, then 1, 2, … adjusted
  at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who signs the papers of a form and who gets them.
CREATE TABLE paper (
  id         TEXT NOT NULL PRIMARY KEY,     -- the form
  signer     TEXT NOT NULL,
  recipients TEXT NOT NULL                  -- one a line; '' as the form has them
) STRICT, WITHOUT ROWID;

-- Keys of the books below: confirmed by a person, or named in a signed file of a unit above theirs. Never exchanged.
CREATE TABLE pinned_key (
  id          TEXT NOT NULL PRIMARY KEY,    -- id of the unit in its own book; of a key that was named: by which, id, which, a line each
  unit_id     TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit here; NULL further down
  name        TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  vouched_by  TEXT NOT NULL,                -- fingerprint of the file that named it, '' when a person confirmed it
  replaced_by TEXT NOT NULL                 -- id of the key that took its place when the unit lost its book, or ''
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pinned_key_unit ON pinned_key (unit_id) WHERE unit_id IS NOT NULL;

-- The books that packages travel to and from: of the hamlets in a commune's book, of the commune in a hamlet's.
CREATE TABLE laptop (
  id          TEXT NOT NULL PRIMARY KEY REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the hamlet
  card        TEXT NOT NULL,                -- six words that open its packages until its address is known
  token       TEXT NOT NULL,                -- what its first result package has to say
  address     TEXT NOT NULL,                -- age1…: to whom packages for the other book are sealed, or ''
  fingerprint TEXT NOT NULL                 -- of the key that signs what comes from there, or ''
) STRICT, WITHOUT ROWID;

-- Work and result packages and enrolments, given and taken in. Never exchanged.
CREATE TABLE package (
  id           TEXT NOT NULL PRIMARY KEY,   -- sha256 of what was signed
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit below
  kind         TEXT NOT NULL CHECK (kind = 'work' OR kind = 'result' OR kind = 'enrolment'),
  sequence     INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL,            -- number of the newest result package that a work package says has arrived
  day          TEXT NOT NULL,
  issued_at    TEXT NOT NULL,
  at           TEXT NOT NULL,               -- when this book wrote it or took it in
  people       INTEGER NOT NULL,
  signer       TEXT NOT NULL,               -- of an enrolment: id of the unit above in its own book; else ''
  file         TEXT NOT NULL                -- of a result, as it was signed, until both books know what it says; else ''
) STRICT, WITHOUT ROWID;
CREATE INDEX package_unit ON package (unit_id, kind, sequence);

-- The rows as the book above has them, by its newest package or enrolment. What differs goes up from a hamlet.
CREATE TABLE shared_row (
  id     TEXT NOT NULL PRIMARY KEY,         -- table and id, a blank between
  fields TEXT NOT NULL                      -- JSON
) STRICT, WITHOUT ROWID;

-- Fields that two books changed, until a person settles them; those that were settled stay.
CREATE TABLE conflict (
  id      TEXT NOT NULL PRIMARY KEY,        -- unit, table, row and field, a blank between
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the unit below
  place   TEXT NOT NULL,                    -- table
  row_id  TEXT NOT NULL,
  field   TEXT NOT NULL,
  mine    TEXT NOT NULL,                    -- JSON of what this book had
  theirs  TEXT NOT NULL,                    -- JSON of what the other has
  at      TEXT NOT NULL,
  settled TEXT NOT NULL CHECK (settled IN ('', 'mine', 'theirs'))
) STRICT, WITHOUT ROWID;

-- Summary files (tệp số liệu), received and sent; those sent have the book's own unit.
CREATE TABLE summary_file (
  id        TEXT NOT NULL PRIMARY KEY,      -- sha256 of the file
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  era       INTEGER NOT NULL,               -- keys of the unit that were replaced before the one that signed it
  sequence  INTEGER NOT NULL,
  day       TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  previous  TEXT NOT NULL,                  -- sha256 of the file before
  taken_at  TEXT NOT NULL,
  file      TEXT NOT NULL                   -- as it was signed
) STRICT;
CREATE INDEX summary_file_unit ON summary_file (unit_id, era, sequence, day, issued_at, previous, taken_at);

-- What a summary file states of one day, which is the whole of that day. Of several files the one signed with the later
-- key decides, then the highest number, then the later file.
CREATE TABLE summary_day (
  id        TEXT NOT NULL PRIMARY KEY,      -- file_id and day
  file_id   TEXT NOT NULL REFERENCES summary_file (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  day       TEXT NOT NULL,
  era       INTEGER NOT NULL,
  sequence  INTEGER NOT NULL,
  issued_at TEXT NOT NULL,
  total     TEXT NOT NULL,                  -- JSON of the figures, '' when no unit has any
  stated    TEXT NOT NULL                   -- JSON of the units below, each with its figures or without
) STRICT;
CREATE INDEX summary_day_day ON summary_day (day, unit_id);
CREATE INDEX summary_day_unit ON summary_day (unit_id, day);

-- Random checks (kiểm tra xác suất) of what teams claim: a list that is published before the seed of the draw is said.
CREATE TABLE audit (
  id           TEXT NOT NULL PRIMARY KEY,
  day          TEXT NOT NULL,               -- claims up to its end
  unit_id      TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- NULL: of the whole book
  list_hash    TEXT NOT NULL,               -- SHA-256 of the list, hexadecimal
  claims       INTEGER NOT NULL,
  published_on TEXT NOT NULL,
  drawn_on     TEXT NOT NULL,               -- this and all below: '' and 0 until the seed was said
  seed         TEXT NOT NULL,
  draw_by      TEXT NOT NULL CHECK (draw_by IN ('', 'whole', 'hamlet', 'member')),
  tolerated    INTEGER NOT NULL,            -- hundredths of a percent
  who          TEXT NOT NULL,               -- name of who drew
  sizes        TEXT NOT NULL                -- JSON {group: claims on the list}
) STRICT, WITHOUT ROWID;

-- The claims that were drawn, and what came out of each.
CREATE TABLE audit_line (
  id         TEXT NOT NULL PRIMARY KEY,
  audit_id   TEXT NOT NULL REFERENCES audit (id) DEFERRABLE INITIALLY DEFERRED,
  position   INTEGER NOT NULL,              -- in the draw, from 1
  citizen_id TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  visit_id   TEXT NOT NULL REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED, -- the claim, as it stood when it was drawn:
  unit_id    TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  member_id  TEXT,                          -- no reference: the visit may be corrected, and the member taken out
  day        TEXT NOT NULL,
  level      INTEGER NOT NULL CHECK (level BETWEEN 1 AND 2),
  finding    TEXT NOT NULL CHECK (
    finding IN ('', 'confirmed', 'not-activated', 'wrong-level', 'not-found', 'refused')),
  found_on   TEXT NOT NULL,
  note       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX audit_line_position ON audit_line (audit_id, position);
CREATE INDEX audit_line_citizen ON audit_line (citizen_id);

-- Visits whose reasons for a second look an officer has settled: they are as they say. Never exchanged.
CREATE TABLE visit_looked (
  id      TEXT NOT NULL PRIMARY KEY REFERENCES visit (id) DEFERRABLE INITIALLY DEFERRED,
  day     TEXT NOT NULL,                    -- of the settlement
  reasons TEXT NOT NULL                     -- JSON list: what was settled; another one is asked about anew
) STRICT, WITHOUT ROWID;

-- Points (điểm hỗ trợ, điểm thu nhận) where people come to the team. Never exchanged, as who is invited.
CREATE TABLE point (
  id        TEXT NOT NULL PRIMARY KEY,
  name      TEXT NOT NULL,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- where it stands
  kind      TEXT NOT NULL CHECK (kind IN ('fixed', 'mobile')),
  address   TEXT NOT NULL,
  days      TEXT NOT NULL,                  -- JSON {"weekdays": 1 to 7, "dates": days}
  hours     TEXT NOT NULL,
  staff     TEXT NOT NULL,
  equipment TEXT NOT NULL,
  capacity  INTEGER                         -- people a day; NULL: not said
) STRICT, WITHOUT ROWID;

-- Who is invited to a point on a day, and who came.
CREATE TABLE invitation (
  id         TEXT NOT NULL PRIMARY KEY,
  citizen_id TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  point_id   TEXT NOT NULL REFERENCES point (id) DEFERRABLE INITIALLY DEFERRED,
  day        TEXT NOT NULL,
  number     INTEGER NOT NULL,              -- its code on paper
  errand     TEXT NOT NULL CHECK (errand IN ('not-enrolled', 'approved', 'level1', 'wrong-data')),
  came       TEXT NOT NULL CHECK (came IN ('', 'yes', 'no')) -- '': not said
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_citizen ON invitation (citizen_id);
CREATE INDEX invitation_point ON invitation (point_id);

-- What was told and taught (tuyên truyền, tập huấn), by unit and day. Never exchanged.
CREATE TABLE outreach (
  id      TEXT NOT NULL PRIMARY KEY,
  day     TEXT NOT NULL,
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  kind    TEXT NOT NULL CHECK (kind IN ('communication', 'training')),
  people  INTEGER,                          -- who were there; NULL: not counted
  words   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- People of agencies (cơ quan, đoàn thể, trường, doanh nghiệp) by the agency's own list. Who lives here is linked to his record and
-- counts there, once; who lives elsewhere stands here alone. Never exchanged.
CREATE TABLE affiliation (
  id         TEXT NOT NULL PRIMARY KEY,
  unit_id    TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the agency
  kinds      TEXT NOT NULL,                 -- as what: official, party-member, …, a space between
  name       TEXT NOT NULL,
  birth      TEXT NOT NULL,
  sex        TEXT NOT NULL CHECK (sex = '' OR sex = 'male' OR sex = 'female'),
  number     TEXT NOT NULL,
  old_number TEXT NOT NULL,
  phone      TEXT NOT NULL,
  hamlet     TEXT NOT NULL,                 -- as the list has it
  address    TEXT NOT NULL,
  citizen_id TEXT REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED, -- the person here; NULL: lives elsewhere, or not found
  candidates TEXT NOT NULL,                 -- citizen ids that somebody has to look at, best first, a space between
  decided    INTEGER NOT NULL CHECK (decided IN (0, 1)), -- 1: by a person; the program never overrides it
  level      INTEGER CHECK (level BETWEEN 0 AND 2), -- by the agency's word; NULL: it does not say
  told_on    TEXT NOT NULL,                 -- the day of that word, or ''
  reason     TEXT NOT NULL,                 -- why there is no level 2, or ''
  it         TEXT NOT NULL DEFAULT '' CHECK (it IN ('', 'yes', 'no')),
  trained_on TEXT NOT NULL DEFAULT ''       -- the day of the newest training, or ''
) STRICT, WITHOUT ROWID;
CREATE INDEX affiliation_unit ON affiliation (unit_id);
CREATE INDEX affiliation_citizen ON affiliation (citizen_id) WHERE citizen_id IS NOT NULL;

-- What an agency has to reach; without a row all of its people owe a level 2. Never exchanged.
CREATE TABLE agency_target (
  id      TEXT NOT NULL PRIMARY KEY REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- the agency
  measure TEXT NOT NULL CHECK (measure IN ('percent', 'number')),
  value   INTEGER NOT NULL                  -- hundredths of a percent, or people
) STRICT, WITHOUT ROWID;

-- Teams (tổ công tác, tổ kiểm tra, tổ hỗ trợ) of a hamlet or a unit. Never exchanged.
CREATE TABLE team (
  id        TEXT NOT NULL PRIMARY KEY,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED, -- where it works
  kind      TEXT NOT NULL CHECK (kind IN ('working', 'inspection', 'support')),
  name      TEXT NOT NULL,
  in_charge TEXT NOT NULL,                  -- the leader of the commune who answers for it, or ''
  position  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX team_unit ON team (unit_id);

-- Who is in a team. Who signs in and visits under the same name is a member of the book, too.
CREATE TABLE team_member (
  id           TEXT NOT NULL PRIMARY KEY,
  team_id      TEXT NOT NULL REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED,
  position     INTEGER NOT NULL,
  name         TEXT NOT NULL,
  phone        TEXT NOT NULL,
  organisation TEXT NOT NULL,               -- Công an, Đoàn thanh niên, …
  duty         TEXT NOT NULL CHECK (duty = '' OR duty = 'leader' OR duty = 'deputy'),
  it           TEXT NOT NULL CHECK (it = '' OR it = 'yes' OR it = 'no'),
  trained_on   TEXT NOT NULL                -- the day of the newest training, or ''
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_team ON team_member (team_id, position);
-- Indicators of a campaign beside activation: a numerator and a denominator in words, what has to be reached.
CREATE TABLE indicator (
  id          TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED,
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  numerator   TEXT NOT NULL,
  denominator TEXT NOT NULL,                -- '' of a number
  measure     TEXT NOT NULL CHECK (measure IN ('percent', 'number')),
  threshold   TEXT NOT NULL,                -- by kind of unit, as domain/indicator.rs writes it
  due         TEXT NOT NULL,
  apart       INTEGER NOT NULL              -- 1: the figures of units are not added
) STRICT, WITHOUT ROWID;
CREATE INDEX indicator_campaign ON indicator (campaign_id, position);

-- What a unit reports of an indicator in a round; without a row it is not known, which is not zero.
CREATE TABLE indicator_value (
  id           TEXT NOT NULL PRIMARY KEY,
  indicator_id TEXT NOT NULL REFERENCES indicator (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id      TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  phase        TEXT NOT NULL,               -- name of the phase, '' for the whole campaign
  numerator    INTEGER NOT NULL,
  denominator  INTEGER                      -- NULL of a number
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX indicator_value_of ON indicator_value (indicator_id, phase, unit_id);

-- What a summary file states of indicators, whole. Of several files of a unit one decides, as for its days.
CREATE TABLE summary_indicator (
  id        TEXT NOT NULL PRIMARY KEY REFERENCES summary_file (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id   TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  stated    TEXT NOT NULL                   -- JSON of the signer's figures
) STRICT, WITHOUT ROWID;
CREATE INDEX summary_indicator_unit ON summary_indicator (unit_id);

-- Merits, difficulties, causes and proposals in the words of a unit, dated: the reports of the days between have them.
CREATE TABLE remark (
  id      TEXT NOT NULL PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  day     TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('merit', 'difficulty', 'cause', 'proposal')),
  text    TEXT NOT NULL,
  removed_on  TEXT NOT NULL DEFAULT '',     -- the day on which a difficulty was removed; '' while it is open
  removed_how TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX remark_day ON remark (day, unit_id);

-- Targets of members, teams and alleys of a unit (chỉ tiêu của thành viên, tổ, cụm): new accounts, in all or each day. Never exchanged.
CREATE TABLE quota (
  id          TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED,
  unit_id     TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
  kind        TEXT NOT NULL CHECK (kind IN ('member', 'team', 'alley')),
  name        TEXT NOT NULL,                -- of the member, the team or the alley
  per         TEXT NOT NULL CHECK (per IN ('all', 'day')),
  count       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX quota_of ON quota (campaign_id, unit_id, kind, name);

-- People whose data were erased (xóa dữ liệu cá nhân): the record stays for the counts, without name, number or birth.
CREATE TABLE erased (
  id  TEXT NOT NULL PRIMARY KEY REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED,
  day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What tells an erased person when an old list brings him back: keyed sums of his numbers, code, name and birth. The key is the book's.
CREATE TABLE erased_mark (
  id TEXT NOT NULL PRIMARY KEY              -- HMAC-SHA256, hexadecimal
) STRICT, WITHOUT ROWID;

-- What is being typed (bản nháp): assignments that are not given, people who are not in the register. They change nothing in the book: no lines of them.
CREATE TABLE draft (
  id      TEXT NOT NULL PRIMARY KEY,        -- an assignment's place among them; of a person "person " and an id
  content TEXT NOT NULL                     -- JSON, as typed
) STRICT, WITHOUT ROWID;

-- Secrets of members (mật khẩu riêng), of which the file of keys beside the book is made. They are not undone: no lines of them.
CREATE TABLE member_slot (
  id      TEXT NOT NULL PRIMARY KEY,        -- the member
  address TEXT NOT NULL,                    -- to whom the key of the book is sealed: age1…
  salt    TEXT NOT NULL,                    -- the same for all of a book: base64
  sealed  TEXT NOT NULL                     -- what opens that, sealed by the secret: base64
) STRICT, WITHOUT ROWID;

-- Places with backups of this book (nơi có bản sao lưu): its folder wherever it lay, folders at second places, files that somebody wrote.
-- Facts of the disk, not of the book: no lines of them.
CREATE TABLE backup_place (
  id   TEXT NOT NULL PRIMARY KEY,           -- the path
  kind TEXT NOT NULL CHECK (kind IN ('own', 'second', 'file', 'waived'))
) STRICT, WITHOUT ROWID;

-- What backups are owed that were made before somebody was erased or the passphrase changed, until all of them are settled: no lines.
CREATE TABLE backup_owed (
  id TEXT NOT NULL PRIMARY KEY              -- 'erase', or a key that the book had, hexadecimal
) STRICT, WITHOUT ROWID;

-- The journal (nhật ký): one operation a change, one line a row it touched, written by triggers only. Lines are
-- numbered without gaps and never deleted, so an operation is a range of lines and needs no index of them. Where a person was
-- erased, what stood in a line gives way to {"erased": true}.
CREATE TABLE operation (
  seq            INTEGER PRIMARY KEY,       -- the order of things; a clock can go back
  id             TEXT NOT NULL UNIQUE,
  at             TEXT NOT NULL,
  member_id      TEXT,
  kind           TEXT NOT NULL,             -- row of messages.csv: operation.<kind>
  params         TEXT NOT NULL,             -- JSON of its parameters
  schema_version INTEGER NOT NULL,          -- lines of an older schema are kept to read, not to replay
  first_change   INTEGER NOT NULL,
  last_change    INTEGER NOT NULL,
  tables         TEXT NOT NULL,             -- JSON {table: [inserted, updated, deleted]}
  undoes         INTEGER REFERENCES operation (seq) DEFERRABLE INITIALLY DEFERRED, -- the operation that this one undid; a redo undoes the undo
  undone_by      INTEGER REFERENCES operation (seq) DEFERRABLE INITIALLY DEFERRED,
  clock          TEXT NOT NULL DEFAULT '',  -- the computer's own time where `at` was said from outside (--now), else ''
  chain          TEXT NOT NULL DEFAULT ''   -- sum of the entry, its lines and the chain of the entry before; '' before step 17
) STRICT;

CREATE TABLE change (
  seq    INTEGER PRIMARY KEY,
  place  TEXT NOT NULL,                     -- table
  row_id TEXT NOT NULL,
  action TEXT NOT NULL,                     -- insert, update, delete
  before TEXT NOT NULL                      -- '' of an insert, JSON of the changed columns of an update, of all of a delete
) STRICT;
