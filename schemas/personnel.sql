SELECT
  m.fiscal_year,
  d.bureau,
  u.name AS unit,
  p.title,
  p.rank,
  h.name,
  p.phone,
  m.concurrent,
  m.on_behalf_of,
  m.certainty,
  m.withheld,
  m.id AS membership_id
FROM memberships AS m
JOIN documents AS d ON d.id = m.document_id
LEFT JOIN posts AS p ON p.id = m.post_id
LEFT JOIN org_units AS u ON u.id = p.unit_id
LEFT JOIN people AS h ON h.id = m.person_id
