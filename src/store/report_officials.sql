-- What the extracts up to the day ?1 say of the people that they were matched to. The last row of a person decides: the
-- newest extract, and of two rows in one extract the more active.
SELECT e.citizen_id, r.as_of, e.state, e.activated_on
FROM roster_entry e JOIN roster r ON r.id = e.roster_id
WHERE r.as_of <= ?1 AND e.verdict = 'matched' AND e.citizen_id IS NOT NULL
ORDER BY e.citizen_id, r.as_of, e.state = 'active-level2', e.state DESC;
