-- Of each list it is kept which error its reconciliation accepted: the next one goes by it. And the pairs that were drawn to be
-- judged blind.

ALTER TABLE roster ADD COLUMN accepted INTEGER NOT NULL DEFAULT 1;

CREATE TABLE match_sample (
  id         TEXT NOT NULL PRIMARY KEY REFERENCES roster_entry (id) DEFERRABLE INITIALLY DEFERRED,
  citizen_id TEXT NOT NULL REFERENCES citizen (id) DEFERRABLE INITIALLY DEFERRED, -- beside whom the row was shown
  position   INTEGER NOT NULL,              -- in the draw, from 1
  judgement  TEXT NOT NULL CHECK (judgement = '' OR judgement = 'same' OR judgement = 'two' OR judgement = 'unsure')
) STRICT, WITHOUT ROWID;
