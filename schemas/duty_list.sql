SELECT
  t.fiscal_year,
  d.bureau,
  u.name AS unit,
  t.number,
  t.text,
  t.id AS duty_id
FROM duties AS t
JOIN documents AS d ON d.id = t.document_id
LEFT JOIN org_units AS u ON u.id = t.unit_id
