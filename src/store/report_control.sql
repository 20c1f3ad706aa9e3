-- Figures counted without the program's own rules, to hold against them.
-- ?1: JSON list of units, ?2: first day of "so far", ?3: the day.
WITH
  inside AS MATERIALIZED (
    SELECT id FROM citizen WHERE unit_id IN (SELECT value FROM json_each(?1))
  ),
  seen AS MATERIALIZED (
    SELECT citizen_id,
      max(at >= ?2) AS so_far,
      max(at >= ?3) AS today,
      max(outcome = 'activated' AND level > 0) AS claimed
    FROM visit
    WHERE at < date(?3, '+1 day')
      AND id NOT IN (SELECT corrects FROM visit WHERE corrects IS NOT NULL)
      AND citizen_id IN inside
    GROUP BY citizen_id
  ),
  -- The state of the newest extract; of two rows in one extract the more active.
  official AS MATERIALIZED (
    SELECT citizen_id, state,
      max(r.as_of || (state = 'active-level2') || (state = 'active-level1') || (state = 'approved-not-activated')
        || (state = 'locked')) AS newest
    FROM roster_entry e JOIN roster r ON r.id = e.roster_id
    WHERE r.as_of <= ?3 AND e.verdict = 'matched' AND citizen_id IN inside
    GROUP BY citizen_id
  )
SELECT
  (SELECT count(*) FROM inside) AS people,
  (SELECT count(*) FROM official
    WHERE state IN ('approved-not-activated', 'active-level1', 'active-level2', 'locked')) AS approved,
  (SELECT count(*) FROM official WHERE state IN ('active-level1', 'active-level2')) AS official,
  (SELECT coalesce(sum(today), 0) FROM seen) AS visited_today,
  (SELECT coalesce(sum(so_far), 0) FROM seen) AS visited,
  (SELECT coalesce(sum(claimed), 0) FROM seen) AS claimed;
