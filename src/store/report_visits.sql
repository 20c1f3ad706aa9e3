-- Visits up to the end of the day ?1 that nobody corrected, each person's oldest first.
SELECT v.citizen_id, v.id, substr(v.at, 1, 10) AS day, v.outcome, v.level, v.reason
FROM visit v
WHERE v.at < date(?1, '+1 day')
  AND NOT EXISTS (SELECT 1 FROM visit later WHERE later.corrects = v.id)
ORDER BY v.citizen_id, v.at, v.id;
