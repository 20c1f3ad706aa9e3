-- Targets of members, teams and alleys; difficulties that were removed; the points that a campaign gives above target.

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

-- When and how a difficulty was removed; '' while it is open.
ALTER TABLE remark ADD COLUMN removed_on TEXT NOT NULL DEFAULT '';
ALTER TABLE remark ADD COLUMN removed_how TEXT NOT NULL DEFAULT '';

-- Points for each whole percent above the target.
ALTER TABLE campaign ADD COLUMN points INTEGER NOT NULL DEFAULT 1;
