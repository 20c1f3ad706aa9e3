-- First day of the changes to visits, departures and units since a line of the journal, the days of the extracts that changed, and
-- the first day that other changes may have touched: what was done and undone since
-- has changed nothing, unless every line is asked for. A row that was taken back
-- is only in the journal; a correction counts for the day of the visit it corrects. A departure counts from its day, a unit that
-- was merged or split from its day on. Who was added, deleted (as a merged record is), born on another day or moved to another
-- unit or hamlet may count on every day, and nothing else of a person does; so may campaigns and targets, which "so far" and
-- the target are told of.
WITH since (seq) AS (
  SELECT :since
), undone AS MATERIALIZED (
  SELECT first_change, last_change FROM operation o, since
  WHERE NOT :every AND o.first_change > since.seq AND (o.undone_by IS NOT NULL OR EXISTS (
    SELECT 1 FROM operation was WHERE was.seq = o.undoes AND was.first_change > since.seq))
  UNION ALL
  -- Erasing people changes no figure of the days before it.
  SELECT first_change, last_change FROM operation WHERE kind IN ('erase-person', 'erase-campaign')
), standing AS MATERIALIZED (
  SELECT c.place, c.row_id, c.action, c.before FROM change c, since
  WHERE c.seq > since.seq AND c.place IN ('visit', 'match', 'roster', 'departure', 'unit', 'citizen', 'campaign', 'phase', 'target_sheet', 'target')
    AND NOT EXISTS (SELECT 1 FROM undone WHERE c.seq BETWEEN first_change AND last_change)
), changed AS (
  SELECT * FROM standing WHERE place <> 'citizen'
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
  SELECT d.day FROM changed c JOIN departure d ON d.id = c.row_id WHERE c.place = 'departure'
  UNION ALL
  SELECT nullif(c.before, '') ->> 'day' FROM changed c WHERE c.place = 'departure' AND c.before <> ''
  UNION ALL
  SELECT nullif(u.first_day, '') FROM changed c JOIN unit u ON u.id = c.row_id
  WHERE c.place = 'unit' AND (c.action = 'insert' OR nullif(c.before, '') ->> 'first_day' IS NOT NULL)
  UNION ALL
  SELECT date(nullif(u.last_day, ''), '+1 day') FROM changed c JOIN unit u ON u.id = c.row_id
  WHERE c.place = 'unit' AND (c.action = 'insert' OR nullif(c.before, '') ->> 'last_day' IS NOT NULL)
  UNION ALL
  SELECT nullif(nullif(c.before, '') ->> 'first_day', '') FROM changed c WHERE c.place = 'unit' AND c.before <> ''
  UNION ALL
  SELECT date(nullif(nullif(c.before, '') ->> 'last_day', ''), '+1 day') FROM changed c WHERE c.place = 'unit' AND c.before <> ''
), lists (day) AS (
  SELECT r.as_of FROM changed c JOIN roster r ON r.id = c.row_id WHERE c.place = 'roster'
  UNION ALL
  SELECT nullif(c.before, '') ->> 'as_of' FROM changed c WHERE c.place = 'roster' AND c.before <> ''
  UNION ALL
  SELECT r.as_of FROM changed c JOIN match m ON m.id = c.row_id JOIN roster r ON r.id = m.roster_id
  WHERE c.place = 'match'
  UNION ALL
  SELECT r.as_of FROM changed c JOIN roster r ON r.id = nullif(c.before, '') ->> 'roster_id'
  WHERE c.place = 'match' AND c.before <> ''
), doubtful (day) AS (
  SELECT min(s.day) FROM summary_day s, book WHERE s.unit_id = book.unit_id AND EXISTS (
    SELECT 1 FROM standing c
    WHERE
      c.place = 'citizen' AND (c.action <> 'update' OR nullif(c.before, '') ->> 'birth' IS NOT NULL
                               OR nullif(c.before, '') ->> 'unit_id' IS NOT NULL)
      OR c.place IN ('campaign', 'phase', 'target_sheet', 'target')
      OR c.place = 'departure' AND (nullif(c.before, '') ->> 'gone' = 'elsewhere' OR EXISTS (
        SELECT 1 FROM departure d WHERE d.id = c.row_id AND d.gone = 'elsewhere'))
  )
)
SELECT
  (SELECT min(day) FROM days) AS day,
  (SELECT group_concat(DISTINCT day) FROM lists) AS lists,
  (SELECT min(day) FROM doubtful) AS doubtful;
