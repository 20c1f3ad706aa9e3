-- ?1: the unit of the report, NULL for the book's own.
WITH RECURSIVE below (id, path) AS (
  SELECT unit.id, '' FROM unit, book WHERE unit.id = coalesce(?1, book.unit_id)
  UNION ALL
  SELECT u.id, b.path || printf('%08d', u.position) || u.name || char(1) FROM unit u JOIN below b ON u.parent_id = b.id
)
SELECT u.id, u.parent_id, u.kind, u.name, u.code, u.position
FROM below b JOIN unit u ON u.id = b.id
WHERE NOT EXISTS (SELECT 1 FROM unit under WHERE under.parent_id = u.id)
   OR EXISTS (SELECT 1 FROM citizen c WHERE c.unit_id = u.id)
ORDER BY b.path;
