SELECT
  f.fiscal_year,
  d.bureau,
  b.name AS budget_line,
  f.source,
  f.amount,
  f.proof,
  f.id AS funding_source_id
FROM funding_sources AS f
JOIN documents AS d ON d.id = f.document_id
LEFT JOIN budget_lines AS b ON b.id = f.budget_line_id
