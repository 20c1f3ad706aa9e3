-- First day of the changes to visits and extracts since the last summary was written. A row that was taken back is only
-- in the journal; a correction counts for the day of the visit it corrects.
WITH since (seq) AS (
  SELECT coalesce(max(last_change), 0) FROM operation WHERE kind IN ('export-summary', 'close-day')
), changed AS MATERIALIZED (
  SELECT c.place, c.row_id, c.before FROM change c, since
  WHERE c.seq > since.seq AND c.place IN ('visit', 'match', 'roster')
), days (day) AS (
  SELECT substr(v.at, 1, 10) FROM changed c JOIN visit v ON v.id = c.row_id WHERE c.place = 'visit'
  UNION ALL
  SELECT substr(o.at, 1, 10) FROM changed c JOIN visit v ON v.id = c.row_id JOIN visit o ON o.id = v.corrects
  WHERE c.place = 'visit'
  UNION ALL
  SELECT substr(nullif(c.before, '') ->> 'at', 1, 10) FROM changed c WHERE c.place = 'visit' AND c.before <> ''
  UNION ALL
  SELECT substr(o.at, 1, 10) FROM changed c JOIN visit o ON o.id = nullif(c.before, '') ->> 'corrects'
  WHERE c.place = 'visit' AND c.before <> ''
  UNION ALL
  SELECT r.as_of FROM changed c JOIN roster r ON r.id = c.row_id WHERE c.place = 'roster'
  UNION ALL
  SELECT nullif(c.before, '') ->> 'as_of' FROM changed c WHERE c.place = 'roster' AND c.before <> ''
  UNION ALL
  SELECT r.as_of FROM changed c JOIN match m ON m.id = c.row_id JOIN roster r ON r.id = m.roster_id
  WHERE c.place = 'match'
  UNION ALL
  SELECT r.as_of FROM changed c JOIN roster r ON r.id = nullif(c.before, '') ->> 'roster_id'
  WHERE c.place = 'match' AND c.before <> ''
)
SELECT min(day) AS day FROM days;
