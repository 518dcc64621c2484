"""Every page of the site: the pattern of its address and what answers it. The first pattern that fits is taken."""

from __future__ import annotations

from kokusai_extract.publish.site.asked import Handler
from kokusai_extract.publish.site.pages import findings, home, search, source, year

ROUTES: tuple[tuple[str, Handler], ...] = (
    (r"/", home.home),
    (r"/about", home.about),
    (r"/documents", home.documents),
    (r"/search", search.search),
    (r"/year/(?P<year>\d{4})(/(?P<bureau>.+))?", year.year),
    (r"/findings", findings.findings),
    (r"/finding/(?P<finding>.+)", findings.finding),
    (r"/source/(?P<table>[a-z_]+)/(?P<row>.+)/(?P<column>[a-z_0-9]+)", source.source),
    (r"/record/(?P<table>[a-z_]+)/(?P<row>.+)", source.record),
    (r"/document/(?P<document>[^/]+)/page/(?P<page>\d{1,6})", source.page),
    (r"/document/(?P<document>[^/]+)", source.document),
    (r"/picture/(?P<document>[^/]+)/(?P<page>\d{1,6})\.png", source.picture),
)
