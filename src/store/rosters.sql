SELECT roster.id, roster.as_of, roster.partial, import.file_name, import.sha256,
       (SELECT count(*) FROM roster_entry WHERE roster_entry.roster_id = roster.id) AS entries
FROM roster
JOIN import ON import.id = roster.import_id
ORDER BY roster.as_of DESC, roster.id DESC
