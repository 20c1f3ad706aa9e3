SELECT roster.id, roster.as_of, roster.partial, import.file_name, import.sha256,
       (SELECT count(*) FROM roster_entry WHERE roster_entry.roster_id = roster.id) AS entries,
       count(*) FILTER (WHERE match.verdict = 'matched') AS matched,
       count(*) FILTER (WHERE match.verdict = 'review') AS review,
       count(*) FILTER (WHERE match.verdict = 'unknown') AS unknown
FROM roster
JOIN import ON import.id = roster.import_id
LEFT JOIN match ON match.roster_id = roster.id
GROUP BY roster.id
ORDER BY roster.as_of DESC, roster.id DESC
