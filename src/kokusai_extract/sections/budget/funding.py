"""Sources of funds on one line under a programme: 財源：国 100,000千円　県 4,500千円　一般財源 100,000千円."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kokusai_extract import vocabulary
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetLine, FundingSource
from kokusai_extract.sections.budget.box import LONGEST_SOURCE
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.budget.rows import Row
from kokusai_extract.values.money import Figure, Unit, row_figures

_LEAD = re.compile(r"[\s(<\[【・]*(?:財源(?:内訳)?|特定財源の?内訳)[\s:)>\]】]*")
_BETWEEN = "、,・/;:()[]<>【】 "
"""What may part the sources of funds on a line."""

Share = tuple[Passage, Figure]


def shares_in(row: Row, unit: Unit | None) -> tuple[Share, ...]:
    """Read a line that says 財源 and then nothing but sources, each with its figure; none where it says more."""
    text = Passage.join(cell.strip() for cell in row.filled) if len(row.filled) > 1 else row.filled[0].strip()
    lead = _LEAD.match(text.text)
    if lead is None:
        return ()
    rest = text[lead.end() :]
    shares: list[Share] = []
    position = 0
    for figure in row_figures(rest, unit):
        source = _named(rest[position : figure.start])
        if source is None or not isinstance(figure, Figure):
            return ()
        shares.append((source, figure))
        position = figure.end
    return tuple(shares) if not rest.text[position:].strip(_BETWEEN) else ()


def sources_of(
    reading: Reading, shares: Sequence[Share], line: BudgetLine, unit: Unit | None, rule: str
) -> Iterator[FundingSource]:
    """Yield the rows of a line's sources of funds; figures without a unit are in that of the line (``unit``)."""
    table_unit, reading.unit = reading.unit, unit or reading.unit
    yield from _sources(reading, shares, line, rule)
    reading.unit = table_unit


def _sources(reading: Reading, shares: Sequence[Share], line: BudgetLine, rule: str) -> Iterator[FundingSource]:
    ids = unique_ids(fact_id(line.id, "funding", source.text) for source, _ in shares)
    for name, (source, figure) in zip(ids, shares, strict=True):
        yield FundingSource(
            name,
            line.document_id,
            line.name.inherited(line.id, rule=rule) if line.name else source.sourced(line.id, rule),
            source.read(rule),
            reading.amount(figure, rule),
            reading.precision(figure, rule),
        )


def _named(text: Passage) -> Passage | None:
    """Return the source that stands before a figure: a known one, or a short word of letters alone."""
    source = text.squeeze().strip(_BETWEEN)
    if source.text in vocabulary.words("budget_words", meaning="funding"):
        return source
    plain = 0 < len(source) <= LONGEST_SOURCE and not re.search(r"[\d。、%①-⑳]", source.text)
    return source if plain else None
