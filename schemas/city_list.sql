SELECT
  l.fiscal_year,
  coalesce(c.name, l.printed_name) AS city,
  l.printed_name,
  c.name_en,
  c.country_code,
  l.kind,
  l.since,
  l.id AS city_link_id
FROM city_links AS l
LEFT JOIN cities AS c ON c.id = l.city_id
