"""Every page of the site: the pattern of its address and what answers it. The first pattern that fits is taken."""

from __future__ import annotations

from kokusai_extract.link.changes.compare import FACETS
from kokusai_extract.publish.site.asked import Handler
from kokusai_extract.publish.site.budget import KINDS
from kokusai_extract.publish.site.pages import (
    cities,
    compare,
    findings,
    home,
    money,
    organization,
    search,
    source,
    year,
)

ROUTES: tuple[tuple[str, Handler], ...] = (
    (r"/", home.home),
    (r"/about", home.about),
    (r"/documents", home.documents),
    (r"/search", search.search),
    (r"/year/(?P<year>\d{4})(/(?P<bureau>.+))?", year.year),
    (r"/compare", compare.choose),
    (
        rf"/compare/(?P<earlier>\d{{4}})/(?P<later>\d{{4}})/(?P<bureau>.+)/(?P<facet>{'|'.join(FACETS)})",
        compare.comparison,
    ),
    (r"/compare/(?P<earlier>\d{4})/(?P<later>\d{4})(/(?P<bureau>.+))?", compare.comparison),
    (r"/organization(/(?P<bureau>.+))?", organization.organizations),
    (r"/people", organization.people),
    (r"/unit/(?P<unit>.+)", organization.unit),
    (r"/person/(?P<person>.+)", organization.person),
    (r"/budget", money.budgets),
    (r"/budget/data\.json", money.data),
    (rf"/budget/(?P<year>\d{{4}})/(?P<bureau>.+)/(?P<kind>{'|'.join(KINDS)})", money.table),
    (r"/budget/(?P<year>\d{4})(/(?P<bureau>.+))?", money.budget),
    (r"/programme/(?P<programme>.+)", money.programme),
    (r"/cities", cities.cities),
    (r"/city/(?P<city>.+)", cities.city),
    (r"/findings", findings.findings),
    (r"/finding/(?P<finding>.+)", findings.finding),
    (r"/source/(?P<table>[a-z_]+)/(?P<row>.+)/(?P<column>[a-z_0-9]+)", source.source),
    (r"/record/(?P<table>[a-z_]+)/(?P<row>.+)", source.record),
    (r"/document/(?P<document>[^/]+)/page/(?P<page>\d{1,6})", source.page),
    (r"/document/(?P<document>[^/]+)", source.document),
    (r"/picture/(?P<document>[^/]+)/(?P<page>\d{1,6})\.png", source.picture),
)
