-- The campaigns; from above are those that an enrolment has brought: its rows are kept as "campaign <id> <signer>".
SELECT c.*, EXISTS (
    SELECT 1 FROM shared_row s WHERE s.id > 'campaign ' || c.id || ' ' AND s.id < 'campaign ' || c.id || '!'
) AS from_above
FROM campaign c
ORDER BY c.first_day, c.id
