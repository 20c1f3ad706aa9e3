-- Figures counted without the program's own rules, to hold against them.
-- ?1: JSON list of units, '' for all of the book, ?2: first day of "so far", ?3: the day, ?4 and ?5: days of erasures of everybody,
-- the last one up to that day and the next one, '' where there is none.
WITH
  elsewhere AS (
    SELECT id FROM departure WHERE gone = 'elsewhere'
    UNION SELECT id FROM erased WHERE day <= ?4
    UNION SELECT id FROM citizen WHERE ?5 <> '' AND id NOT IN (SELECT id FROM erased WHERE day <= ?5)
  ),
  inside AS (
    SELECT id FROM citizen
    WHERE unit_id IN (SELECT value FROM json_each(?1)) AND id NOT IN (SELECT id FROM elsewhere)
  ),
  seen AS (
    SELECT
      max(at >= ?2) AS so_far,
      max(at >= ?3) AS today,
      max(outcome = 'activated' AND level > 0) AS claimed
    FROM visit
    WHERE at < date(?3, '+1 day')
      AND id NOT IN (SELECT corrects FROM visit WHERE corrects IS NOT NULL)
      AND (?1 = '' OR citizen_id IN (SELECT id FROM inside))
      AND citizen_id NOT IN (SELECT id FROM elsewhere)
    GROUP BY citizen_id
  ),
  extract AS MATERIALIZED (
    SELECT id, dense_rank() OVER (ORDER BY as_of, id) * 8 AS age FROM roster WHERE as_of <= ?3
  ),
  -- 0: not approved, 1: locked, 2: approved, 3 and 4: active; the newest extract's, of two rows in one the more active.
  official AS (
    SELECT max(x.age + CASE m.state
        WHEN 'active-level2' THEN 4 WHEN 'active-level1' THEN 3 WHEN 'approved-not-activated' THEN 2
        WHEN 'locked' THEN 1 ELSE 0 END) % 8 AS state
    FROM match m CROSS JOIN extract x ON x.id = m.roster_id
    WHERE m.verdict = 'matched' AND (?1 = '' OR m.citizen_id IN (SELECT id FROM inside))
      AND m.citizen_id NOT IN (SELECT id FROM elsewhere)
    GROUP BY m.citizen_id
  ),
  visits AS (
    SELECT coalesce(sum(today), 0) AS today, coalesce(sum(so_far), 0) AS so_far, coalesce(sum(claimed), 0) AS claimed
    FROM seen
  ),
  states AS (
    SELECT coalesce(sum(state > 0), 0) AS approved, coalesce(sum(state > 2), 0) AS active
    FROM official
  )
SELECT
  CASE WHEN ?1 = '' THEN (SELECT count(*) FROM citizen) - (SELECT count(*) FROM elsewhere) ELSE (SELECT count(*) FROM inside) END AS people,
  states.approved, states.active AS official, visits.today AS visited_today, visits.so_far AS visited, visits.claimed
FROM visits, states;
