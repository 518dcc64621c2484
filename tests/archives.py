"""Small archives of invented bureaus, for tests of what stores and publishes them."""

from __future__ import annotations

import hashlib

from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import (
    BudgetLine,
    Classification,
    DocumentRecord,
    Duty,
    FundingSource,
    Identity,
    IdentityTerm,
    Membership,
    OrgUnit,
    PageRecord,
    Person,
    Post,
    Rank,
    Record,
    SectionRecord,
)
from kokusai_extract.model.source import Document, Line, Page, Span

PAGES = (
    "令和4年度 事業のあらまし\n湖沼局\n",
    '湖沼局\n水辺課\n(1) 水鳥、"渡り鳥"の観察に関すること。\n(2) 湖畔の清掃に関すること。\n課長 山田 花子 2290\n',
    "1 水鳥調査費 1,200千円 1,000千円 200千円\n2 湖畔清掃費 800千円 ―\n合計 2,000千円\n国 500 一般財源 700\n",
)


def document(pages: tuple[str, ...] = PAGES, file_name: str = "lakes.txt") -> Document:
    """Return a plain-text document of these pages."""
    content = "\f".join(pages).encode()
    return Document(
        hashlib.sha256(content).hexdigest(),
        file_name,
        "text/plain",
        len(content),
        "plain",
        tuple(Page(number, text, _lines(text), "plain") for number, text in enumerate(pages, 1)),
        encoding="utf-8",
    )


def _lines(text: str) -> tuple[Line, ...]:
    lines, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        lines.append(Line(number, start, start + len(line), (Span(start, start + len(line)),)))
        start += len(line) + 1
    return tuple(lines)


def words(source: Document, page: int, quote: str) -> Passage:
    """Return the first place of ``quote`` on a page."""
    start = source.page_starts[page - 1] + source.pages[page - 1].text.index(quote)
    places = range(start, start + len(quote))
    return Passage(source, quote, tuple(places), tuple(i + 1 for i in places))


def lakes(pages: tuple[str, ...] = PAGES, year: int = 2022, file_name: str = "lakes.txt") -> DocumentFacts:
    """Return what a document of the invented 湖沼局 says: every kind of record once or twice."""
    source = document(pages, file_name)
    doc = source.id

    def text(page: int, quote: str) -> Sourced[str]:
        return words(source, page, quote).read("test.read")

    def yen(quote: str) -> Sourced[int]:
        value = int(quote.removesuffix("千円").replace(",", "")) * 1000
        return words(source, 3, quote).sourced(value, "test.money")

    def unit(name: str, kind: Classification, parent: str | None, position: int) -> OrgUnit:
        place = words(source, 2, name)
        above = None if parent is None else place.sourced(f"{doc}/unit/{parent}", "test.parent", origin="inherited")
        return OrgUnit(
            f"{doc}/unit/{name}", doc, place.read("test.name"), place.sourced(kind, "test.kind"), above, position
        )

    def line(number: str, name: str, position: int, *figures: str) -> BudgetLine:
        amount, previous, change = (yen(figure) if figure else None for figure in figures)
        top = words(source, 3, "合計").sourced(f"{doc}/line/合計", "test.parent", origin="inherited")
        return BudgetLine(
            f"{doc}/line/{name}",
            doc,
            "summary",
            position,
            parent_id=None if name == "合計" else top,
            number=text(3, number) if number else None,
            name=text(3, name),
            amount=amount,
            previous_amount=previous,
            change=change,
            precision=words(source, 3, "千円").sourced(1000, "test.unit", origin="inherited"),
            responsible=text(3, name).with_value(("湖沼局", "港湾局"), rule="test.list"),
            proof="proved",
        )

    total, birds, shore = (f"{doc}/line/{name}" for name in ("合計", "水鳥調査費", "湖畔清掃費"))
    division = words(source, 2, "水辺課").sourced(f"{doc}/unit/水辺課", "test.unit", origin="inherited")
    rank: Sourced[Rank] = words(source, 2, "課長").sourced("division_manager", "test.rank")
    records: tuple[Record, ...] = (
        DocumentRecord(
            doc,
            source.sha256,
            file_name,
            source.media_type,
            source.byte_count,
            len(source.pages),
            "plain",
            bureau=text(1, "湖沼局"),
            title=text(1, "令和4年度 事業のあらまし"),
            fiscal_year=words(source, 1, "令和4年度").sourced(year, "test.year"),
            encoding="utf-8",
        ),
        *(PageRecord(doc, page.number, page.text, None, None, "plain", page.quality) for page in source.pages),
        SectionRecord(f"{doc}/section/2", doc, "duties", text(2, "湖沼局"), 2, 2),
        unit("湖沼局", "bureau", None, 0),
        unit("水辺課", "division", "湖沼局", 1),
        Post(f"{doc}/post/課長", doc, division, text(2, "課長"), rank, text(2, "2290")),
        Membership(
            f"{doc}/membership/課長",
            doc,
            words(source, 2, "課長").sourced(f"{doc}/post/課長", "test.pair"),
            words(source, 2, "山田 花子").sourced("person/山田花子", "test.pair"),
            words(source, 2, "課長").sourced(False, "test.concurrent"),
        ),
        Duty(f"{doc}/duty/1", doc, division, text(2, "1"), text(2, '水鳥、"渡り鳥"の観察に関すること。')),
        Duty(f"{doc}/duty/2", doc, division, text(2, "2"), text(2, "湖畔の清掃に関すること。")),
        line("1", "水鳥調査費", 1, "1,200千円", "1,000千円", "200千円"),
        line("2", "湖畔清掃費", 2, "800千円", "", ""),
        line("", "合計", 0, "2,000千円", "", ""),
        FundingSource(
            f"{doc}/funding/国",
            doc,
            words(source, 3, "水鳥調査費").sourced(birds, "test.line", origin="inherited"),
            text(3, "国"),
            words(source, 3, "500").sourced(500_000, "test.money"),
            words(source, 3, "千円").sourced(1000, "test.unit", origin="inherited"),
            "unproved",
        ),
        FundingSource(
            f"{doc}/funding/derived",
            doc,
            words(source, 3, "水鳥調査費").sourced(birds, "test.line", origin="inherited"),
            text(3, "一般財源"),
            Sourced(700_000, "", (), "test.identity", "computed", "inferred", (f"{doc}/identity/funding",)),
            None,
            "derived",
        ),
        Identity(f"{doc}/identity/sum", doc, "sum", 2_000_000, 2_000_000, 0, 0, True),
        IdentityTerm(f"{doc}/identity/sum", "budget_lines", total, "amount", 1, "left"),
        IdentityTerm(f"{doc}/identity/sum", "budget_lines", birds, "amount", 1, "right"),
        IdentityTerm(f"{doc}/identity/sum", "budget_lines", shore, "amount", 1, "right"),
        Identity(f"{doc}/identity/funding", doc, "funding", 1_200_000, 1_200_000, 0, 0, True),
        IdentityTerm(f"{doc}/identity/funding", "budget_lines", birds, "amount", 1, "left"),
        IdentityTerm(f"{doc}/identity/funding", "funding_sources", f"{doc}/funding/国", "amount", 1, "right"),
        IdentityTerm(f"{doc}/identity/funding", "funding_sources", f"{doc}/funding/derived", "amount", 1, "right"),
    )
    doubt = Finding.at(
        "store-value-refused",
        words(source, 3, "―").anchors(),
        table_name="budget_lines",
        row_id=shore,
        actual="―",
        table="budget_lines",
        row=shore,
        column="previous_amount",
    )
    return DocumentFacts(doc, records, (doubt, Finding("store-row-refused", doc)))


def archive() -> Archive:
    """Return the archive of that document, with the person that its chart names."""
    facts = lakes()
    source = document()
    name = words(source, 2, "山田 花子").read("test.name")
    family, given = words(source, 2, "山田").read("test.name"), words(source, 2, "花子").read("test.name")
    return Archive((facts,), (Person("person/山田花子", name, family, given),), (Finding("store-duplicate-id"),))
