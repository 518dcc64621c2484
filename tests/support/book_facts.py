"""What an invented ledger says, and what was read of it, as rows that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import BudgetLine, FundingSource
from tests.support.books import Fund, Node, Side, Style, side_sources

Row = tuple[object, ...]


def told(book: Sequence[Fund], style: Style) -> frozenset[Row]:
    """Return the facts of a book as it is printed in a style."""
    rows: set[Row] = set()
    for fund_at, fund in enumerate(book):
        for side_at, side in enumerate(fund.sides):
            rows.update((*_part(fund_at, side_at, fund, side, style), *row) for row in _told(side, style))
    return frozenset(rows)


def _part(fund_at: int, side_at: int, fund: Fund, side: Side, style: Style) -> Row:
    """Return the names of a side; where no heading says them, its place in the book."""
    if style.named != "not":
        return fund.name, side.name
    return (fund_at, side.name) if style.summary or style.table else (2 * fund_at + side_at, "")


def _figures(node: Node | Side, style: Style) -> Row:
    change = (node.amount - node.previous) * style.yen if style.change else None
    return node.amount * style.yen, node.previous * style.yen, change


def _told(side: Side, style: Style) -> Iterator[Row]:
    if style.summary:
        yield "合計", f"{side.name}合計", *_figures(side, style)
        for source, amount in side_sources(side).items():
            yield "財源", f"{side.name}合計", source, amount * style.yen
    for chapter in side.chapters:
        above = style.table or (style.totals and style.account != "(款)")
        alone: Row = (chapter.amount * style.yen if above else None, None, None)
        yield "款", chapter.number, chapter.name, *(_figures(chapter, style) if style.summary else alone)
        if style.summary:
            yield from _sources(chapter, style, chapter.name)
        for section in chapter.parts:
            yield "項", chapter.name, section.number, section.name, *_figures(section, style)
            yield from _sources(section, style, chapter.name, section.name)
            for item in section.parts:
                path = (chapter.name, section.name, item.number, item.name)
                yield "目", *path, *_figures(item, style)
                yield from _sources(item, style, *path)
                for number, name, amount in item.sections:
                    printed = number if style.numbered and number else None
                    yield "節" if number else "細節", *path, printed, name, amount * style.yen
                for code, name, amount in item.notes:
                    yield "説明", *path, code or None, name, amount * style.yen


def _sources(node: Node, style: Style, *path: object) -> Iterator[Row]:
    for source, amount in node.sources.items():
        yield "財源", *path, source, amount * style.yen


def found(facts: DocumentFacts, style: Style) -> frozenset[Row]:
    """Return what was read of a book, in the same form."""
    lines = {record.id: record for record in facts.records if isinstance(record, BudgetLine)}
    rows: set[Row] = set()
    for line in lines.values():
        above = _above(line, lines)
        part = _part_of(above[0] if above else line, style)
        figures = (_value(line.amount), _value(line.previous_amount), _value(line.change))
        level = line.level or "合計"
        number = _number(line)
        name = _value(line.name)
        if level == "合計":
            rows.add((*part, level, name, *figures))
        elif level in ("款", "項", "目"):
            rows.add((*part, level, *(_value(one.name) for one in above[:-1]), number, name, *figures))
        else:
            item = [one for one in above if one.level in ("款", "項", "目")]
            rows.add((*part, level, *_path(item), number, name, figures[0]))
    for record in facts.records:
        if isinstance(record, FundingSource) and record.amount is not None:
            line = lines[record.budget_line_id.value]
            above = _above(line, lines)
            path = _path(above) if above else (_value(line.name),)
            rows.add((*_part_of(above[0] if above else line, style), "財源", *path, record.source.value,
                      record.amount.value))  # fmt: skip
    return frozenset(rows)


def _above(line: BudgetLine, lines: Mapping[str, BudgetLine]) -> list[BudgetLine]:
    """Return the lines from the 款 to a line; none for a total."""
    path = [line]
    while path[0].parent_id is not None and path[0].parent_id.value in lines:
        path.insert(0, lines[path[0].parent_id.value])
    return [one for one in path if one.level is not None]


def _path(above: Sequence[BudgetLine]) -> Row:
    names: Row = tuple(_value(one.name) for one in above if one.level in ("款", "項"))
    items = [one for one in above if one.level == "目"]
    return (*names, *((_number(items[0]), _value(items[0].name)) if items else ()))


def _number(line: BudgetLine) -> object:
    if line.number is None:
        return None
    return line.number.value if line.level == "説明" else int(line.number.value)


def _part_of(line: BudgetLine, style: Style) -> Row:
    fund, side = _value(line.fund) or "", _value(line.side) or ""
    if style.named != "not":
        return fund, side
    runs = [part for part in line.id.split("/") if part.startswith("~")]
    return (int(runs[0][1:]) - 1 if runs else 0), side


def _value(value: Sourced[str] | Sourced[int] | Sourced[None] | None) -> object:
    return None if value is None else value.value
