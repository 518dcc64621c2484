SELECT
  b.fiscal_year,
  d.bureau,
  b.table_kind,
  g.name AS parent,
  b.number,
  b.name,
  b.status,
  b.amount,
  b.previous_amount,
  b.change,
  b.precision,
  b.account,
  b.certainty,
  b.proof,
  b.id AS budget_line_id
FROM budget_lines AS b
JOIN documents AS d ON d.id = b.document_id
LEFT JOIN budget_lines AS g ON g.id = b.parent_id
