"""The sample documents in ``raw/`` hold the facts of ``tools/samples``, and those are what a reader should get."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tools.samples.check import check
from tools.samples.make import DOCUMENTS, RAW, load, typeset

CORPUS = Path(__file__).parent
FOLDER = {
    "kokusai-2015": "kokusai-2015-pdf",
    "kokusai-2016": "kokusai-2016-pdf",
    "kokusai-2022-kiko": "kokusai-2022-kiko-pdf",
    "kokusai-2022-jigyo": "kokusai-2022-jigyo-pdf",
}
PRINTED = (
    "name", "name_en", "printed_name", "text", "title", "unit", "source", "on_behalf_of", "account", "phone",
    "baseline", "target",
)  # fmt: skip
STATUS = {"【新規】": "new", "【拡充】": "expanded"}
KINDS = {"●": "sister_city", "◎": "partner_city", "■": "overseas_office_city"}
SHARED_SIGNS = {"･": "sister_port trade_port", "◇": "joint_statement_city y_port_city"}


def expected(name: str, table: str) -> list[dict[str, str]]:
    path = CORPUS / FOLDER[name] / "expected" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def columns(name: str, table: str, *names: str) -> list[tuple[str, ...]]:
    return [tuple(squeezed(row[column]) for column in names) for row in expected(name, table)]


def squeezed(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(str.maketrans("‐－―〜", "---~"))
    return "".join(folded.split())


def yen(thousands: int | None) -> str:
    return "" if thousands is None else str(thousands * 1000)


def plain(row: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(squeezed(str(value)) for value in row)


def bracketless(number: str) -> str:
    return squeezed(number).strip("()")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_committed_document_is_what_the_facts_make(name: str) -> None:
    committed = (RAW / DOCUMENTS[name]).read_bytes()
    assert typeset(name) == committed, "the facts or the templates changed: run `make samples`"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_is_small_and_tells_nothing_of_its_maker(name: str) -> None:
    content = (RAW / DOCUMENTS[name]).read_bytes()
    assert len(content) < 1_000_000
    for trace in (str(RAW.parent).encode(), b"/home/", b"/root/", b"/tmp/", b"site-packages", b"C:\\"):
        assert trace not in content
    with pdfplumber.open(RAW / DOCUMENTS[name]) as pdf:
        fonts = {character["fontname"] for page in pdf.pages for character in page.chars}
    assert fonts
    assert all(re.match(r"[A-Z]{6}\+Noto(Sans|Serif)JP", font) for font in fonts)


def printed(name: str) -> list[str]:
    """Return the text of each page, in the order in which the page draws it, without white space."""
    with pdfplumber.open(RAW / DOCUMENTS[name]) as pdf:
        return [squeezed("".join(character["text"] for character in page.chars)) for page in pdf.pages]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_expected_fact_is_printed(name: str) -> None:
    text = "\f".join(printed(name))
    missing = []
    for path in sorted((CORPUS / FOLDER[name] / "expected").glob("*.csv")):
        for row in expected(name, path.stem):
            missing += [(path.stem, value) for value in facts_of(path.stem, row) if squeezed(value) not in text]
    assert not missing


def facts_of(table: str, row: dict[str, str]) -> list[str]:
    if table in ("derived", "document", "sections"):
        return []
    values = [row[column] for column in PRINTED if row.get(column)]
    if table.startswith("reference"):
        values = [value for head, value in row.items() if head != "title"]
    for column in ("amount", "previous_amount", "change"):
        if row.get(column):
            divisor = 1_000_000 if is_in_millions(table, row) else 1000
            values.append(f"{abs(int(row[column])) // divisor:,}")
    return [value for value in values if value]


def is_in_millions(table: str, row: dict[str, str]) -> bool:
    return table == "related" or (table == "highlights" and not row.get("previous_amount"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_section_stands_on_its_pages(name: str) -> None:
    pages = printed(name)
    for row in expected(name, "sections"):
        assert squeezed(row["heading"]) in pages[int(row["first_page"]) - 1], row
        assert 1 <= int(row["first_page"]) <= int(row["last_page"]) <= len(pages)


def test_people_agree() -> None:
    facts = load("kokusai-2015")
    told = [
        (post["unit"], post["title"], post.get("name", post.get("holder", "")), post.get("phone", ""))
        for post in facts["posts"]
    ]
    assert len(told) == 30
    assert sorted(map(plain, told)) == sorted(columns("kokusai-2015", "personnel", "unit", "title", "name", "phone"))


def test_units_and_duties_agree() -> None:
    for name, groups in (
        ("kokusai-2015", load("kokusai-2015")["duties"]),
        ("kokusai-2022-kiko", load("kokusai-2022-kiko")["duties"]["units"]),
    ):
        told = [
            (group.get("unit") or group["division"], str(number), duty)
            for group in groups
            for number, duty in enumerate(group["items"], 1)
        ]
        assert [plain(row) for row in told] == columns(name, "duties", "unit", "number", "text")
        department, parents = "", {"国際局": ""}
        for group in groups:
            if "department" in group:
                department = group["department"]
                parents[department] = "国際局"
            parents[group.get("unit") or group["division"]] = department
        assert list(parents.items()) == columns(name, "units", "name", "parent")


def test_secondments_agree() -> None:
    told = load("kokusai-2022-kiko")["secondments"]["rows"]
    assert [plain(tuple(row)) for row in told] == columns(
        "kokusai-2022-kiko", "secondments", "on_behalf_of", "title", "name"
    )


def test_summaries_agree() -> None:
    budget = load("kokusai-2015")["budget"]
    told: list[tuple[Any, ...]] = [("", "合計", "", *map(yen, budget["total"]))]
    for group in budget["groups"]:
        told.append(("合計", group["name"], "", *map(yen, group["figures"])))
        for account in group["accounts"]:
            told += [
                (group["name"], line, account["account"], *map(yen, figures)) for line, *figures in account["lines"]
            ]
    head = ("parent", "name", "account", "amount", "previous_amount", "change")
    assert [plain(row) for row in told] == columns("kokusai-2015", "summary", *head)

    budget = load("kokusai-2022-jigyo")["budget"]
    told = [("合計", row["name"], *map(yen, row["figures"])) for row in budget["rows"]]
    told.insert(0, ("", "合計", *map(yen, budget["total"])))
    head = ("parent", "name", "amount", "previous_amount", "change")
    assert [plain(row) for row in told] == columns("kokusai-2022-jigyo", "summary", *head)


def test_the_2016_sheet_agrees() -> None:
    facts = load("kokusai-2016")
    total = {"name": "合計", "figures": facts["document"]["total"], "change": facts["document"]["change"]}
    for table, this_year, last_year, change in (("summary", 0, 2, 0), ("funding", 1, 3, 1)):
        told = [
            (row["name"], yen(row["figures"][this_year]), yen(row["figures"][last_year]), yen(row["change"][change]))
            for row in (total, *facts["rows"])
        ]
        name = "name" if table == "summary" else "budget_line"
        head = (name, "amount", "previous_amount", "change")
        assert [plain(row) for row in told] == columns("kokusai-2016", table, *head)


@pytest.mark.parametrize("name", ["kokusai-2015", "kokusai-2022-jigyo"])
def test_breakdowns_agree(name: str) -> None:
    lines: list[tuple[str, ...]] = []
    funding = []
    for group in load(name)["breakdown"]:
        lines.append(plain(("", bracketless(group["number"]), group["name"], "", *map(yen, group["figures"]))))
        funding += [plain((group["name"], source, yen(amount))) for source, amount in group["funding"]]
        for item in group["items"]:
            status = STATUS.get(item.get("mark", ""), "")
            figures = (yen(item["amount"]), yen(item.get("previous")), "")
            lines.append(plain((group["name"], item["number"], item["name"], status, *figures)))
    head = ("parent", "number", "name", "status", "amount", "previous_amount", "change")
    assert lines == columns(name, "breakdown", *head)
    assert funding == columns(name, "funding", "budget_line", "source", "amount")


def test_highlights_agree() -> None:
    told = []
    for point in load("kokusai-2015")["highlights"]["points"]:
        title = point["title"].split("》")[1]
        told.append(plain(("", title, "", "")))
        for item in point["items"]:
            if "amount" in item:
                status = STATUS.get(item.get("mark", ""), "")
                told.append(plain((title, item["text"], status, item["amount"] * 1_000_000)))
    assert told == columns("kokusai-2015", "highlights", "parent", "name", "status", "amount")

    told = [plain((*item["name"].split("　"), *map(yen, item["figures"]))) for item in highlights_of_2022()]
    assert told == columns("kokusai-2022-jigyo", "highlights", "number", "name", "amount", "previous_amount")


def highlights_of_2022() -> list[dict[str, Any]]:
    return list(load("kokusai-2022-jigyo")["highlights"]["items"])


def test_related_programmes_agree() -> None:
    told = [
        plain((group["name"].strip("【】"), name, amount * 1_000_000, bureaus))
        for group in load("kokusai-2022-jigyo")["related"]["groups"]
        for name, _, amount, bureaus in group["rows"]
    ]
    assert told == columns("kokusai-2022-jigyo", "related", "parent", "name", "amount", "responsible")


def test_cities_agree() -> None:
    told = []
    for region in load("kokusai-2015")["cities"]["regions"]:
        for city in region["cities"]:
            for sign in city["marks"]:
                name = ("".join(city["en"]), "".join(city["ja"]))
                told.append(plain((*name, KINDS.get(sign, ""), SHARED_SIGNS.get(sign, ""))))
    assert told == columns("kokusai-2015", "cities", "name_en", "printed_name", "kind", "kind_candidates")
    kinds = [row["kind"] for row in expected("kokusai-2015", "cities")]
    assert (kinds.count("sister_city"), kinds.count("partner_city")) == (8, 7)


def test_indicators_agree() -> None:
    told = [
        plain((policy["name"], name, baseline.strip("-"), since, target, until, bureaus.replace("、", " ")))
        for policy in load("kokusai-2015")["indicators"]["policies"]
        for name, baseline, since, target, until, bureaus in policy["rows"]
    ]
    head = ("policy", "name", "baseline", "baseline_period", "target", "target_period", "responsible")
    assert told == columns("kokusai-2015", "indicators", *head)


@pytest.mark.parametrize(
    ("name", "path", "what"),
    [
        ("kokusai-2015", ("budget", "groups", 0, "figures", 0), "合計"),
        ("kokusai-2015", ("breakdown", 1, "items", 2, "amount"), "国際連携事業の推進"),
        ("kokusai-2015", ("breakdown", 2, "funding", 3, 1), "財源内訳"),
        ("kokusai-2016", ("rows", 4, "figures", 3), "合計"),
        ("kokusai-2022-jigyo", ("budget", "rows", 1, "figures", 2), "合計"),
    ],
)
def test_facts_that_do_not_balance_are_refused(name: str, path: tuple[str | int, ...], what: str) -> None:
    facts = load(name)
    place: Any = facts
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] += 1
    with pytest.raises(ValueError, match=what):
        check(facts)
