INSERT INTO match (id, roster_id, verdict, citizen_id, rule, score, params, candidates, decided, state, level, activated_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
  verdict = excluded.verdict, citizen_id = excluded.citizen_id, rule = excluded.rule, score = excluded.score,
  params = excluded.params, candidates = excluded.candidates, decided = excluded.decided
WHERE (verdict, citizen_id, rule, score, params, candidates, decided)
  IS NOT (excluded.verdict, excluded.citizen_id, excluded.rule, excluded.score, excluded.params, excluded.candidates, excluded.decided)
