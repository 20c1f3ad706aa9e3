-- What the extracts up to the day ?1 say of the people that they were matched to. The last row of a person decides: the
-- newest extract, and of two rows in one extract the more active.
SELECT m.citizen_id, r.as_of, e.state, e.activated_on
FROM match m JOIN roster_entry e ON e.id = m.id JOIN roster r ON r.id = m.roster_id
WHERE r.as_of <= ?1 AND m.verdict = 'matched'
ORDER BY m.citizen_id, r.as_of, e.state = 'active-level2', e.state DESC;
