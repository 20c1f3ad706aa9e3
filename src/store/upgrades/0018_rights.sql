-- What each member may do, and secrets of their own.

-- What the member may do in this book: leader, officer, member, inspector; '' is not said.
ALTER TABLE member ADD COLUMN rights TEXT NOT NULL DEFAULT '';
-- The unit whose people a team member may change; none is all of them.
ALTER TABLE member ADD COLUMN unit_id TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED;

-- Secrets of members (mật khẩu riêng), of which the file of keys beside the book is made. They are not undone: no lines of them.
CREATE TABLE member_slot (
  id      TEXT NOT NULL PRIMARY KEY,        -- the member
  address TEXT NOT NULL,                    -- to whom the key of the book is sealed: age1…
  salt    TEXT NOT NULL,                    -- the same for all of a book: base64
  sealed  TEXT NOT NULL                     -- what opens that, sealed by the secret: base64
) STRICT, WITHOUT ROWID;
