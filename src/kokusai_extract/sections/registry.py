"""The one list of what reads which kind of section."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kokusai_extract.model.finding import Result
from kokusai_extract.model.records import Record, SectionKind
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections import cities, duties, org_chart, secondments

Extractor = Callable[[Section, Context], Result[Record]]

EXTRACTORS: Mapping[SectionKind, Extractor] = MappingProxyType(
    {
        "cities": cities.extract,
        "duties": duties.extract,
        "org_chart": org_chart.extract,
        "secondments": secondments.extract,
    }
)
