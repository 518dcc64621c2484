"""Names in running text: where they begin and end, and what they lead to."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.mentions import found, labelled, scores
from kokusai_extract import nlp
from kokusai_extract.link.names import programme_forms
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.international import City, Mention
from kokusai_extract.model.records import BudgetLine, OrgUnit, PageRecord
from kokusai_extract.pipeline import process

HEAD = "令和4年度 国際局 事業概要\n"


@pytest.fixture
def read(tmp_path: Path) -> Iterator[object]:
    def of(text: str) -> DocumentFacts:
        path = tmp_path / "a.txt"
        path.write_text(HEAD + text, encoding="utf-8")
        return process(path)

    return of


def shown(facts: DocumentFacts) -> list[tuple[str, str]]:
    return [(record.label, "".join(record.text.split())) for record in facts.records if isinstance(record, Mention)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("上海とムンバイ市を訪ねます。", [("city", "上海"), ("city", "ムンバイ市")]),
        ("タイのタイムズ紙、日本語と日本、インド人。", [("country", "タイ"), ("country", "日本")]),
        ("ベトナム国ハノイ市の取組です。", [("country", "ベトナム国"), ("city", "ハノイ市")]),
        ("リヨン事務所を開きます。", [("unit", "リヨン事務所")]),
        ("ミュンヘンやウィーンに学びます。", [("city", "ミュンヘン"), ("city", "ウィーン")]),
        (
            "公益財団法人水辺協会と話し、水辺協会に頼みます。",
            [("organization", "公益財団法人水辺協会"), ("organization", "水辺協会")],
        ),
        (
            "国際水鳥保護機関(IWBO)に加わり、IWBOを支えます。",
            [("organization", "国際水鳥保護機関"), ("organization", "IWBO"), ("organization", "IWBO")],
        ),
        ("TICAD8とTICAD VIの後、SDGsを進めます。", [("event", "TICAD8"), ("event", "TICADVI"), ("concept", "SDGs")]),
        ("川崎市や横浜市の市民が集います。", []),
        ("友好都市等友好委員会が開かれます。", []),
    ],
)  # fmt: skip
def test_names_in_a_sentence(read, text: str, names: list[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    assert shown(read("はじめに\n" + text)) == names


def test_a_name_torn_over_two_lines_is_one_and_keeps_its_place(read) -> None:  # type: ignore[no-untyped-def]
    facts = read("はじめに\n今年も引き続き、国際機関の国連世界食糧\n計画を支えます。\n")
    (mention,) = [record for record in facts.records if isinstance(record, Mention)]
    (page,) = [record for record in facts.records if isinstance(record, PageRecord)]
    assert mention.text == page.text[mention.start : mention.end] == "国連世界食糧\n計画"


def test_cities_and_units_are_led_to(read) -> None:  # type: ignore[no-untyped-def]
    facts = read(
        "国際局 事務分掌\n国際政策部\n国際連携課\n(1) 海外諸都市との連携に関すること。\n"
        "はじめに\n国際連携課がオデッサとオデーサを結びます。\n"
    )
    mentions = [record for record in facts.records if isinstance(record, Mention)]
    (unit,) = [r.id for r in facts.records if isinstance(r, OrgUnit) and r.name.value == "国際連携課"]
    assert [m.unit_id for m in mentions if m.text == "国際連携課"] == [unit]
    (city,) = {record.id for record in facts.records if isinstance(record, City)}
    assert [m.city_id for m in mentions if m.label == "city"] == [city, city]


def test_a_mention_in_a_programme_leads_to_it(read) -> None:  # type: ignore[no-untyped-def]
    facts = read(
        "事業別内訳\n(本年度事業内容)\n1 水鳥調査事業費 1,200千円 (1,000千円)\n  ダナンで水鳥を数えます。\n"
        "2 湖畔清掃事業費 800千円 (800千円)\n  湖畔を清掃します。\n"
    )
    lines = {record.id: record.name.value for record in facts.records if isinstance(record, BudgetLine) and record.name}
    (mention,) = [r for r in facts.records if isinstance(r, Mention) and r.label == "city"]
    assert lines[mention.budget_line_id or ""] == "水鳥調査事業費"


def test_switched_off_the_rules_alone_find_names(read) -> None:  # type: ignore[no-untyped-def]
    nlp.switch(False)
    try:
        assert shown(read("はじめに\n上海で日本語を学び、JICAと働きます。\n")) == [
            ("city", "上海"),
            ("organization", "JICA"),
        ]
    finally:
        nlp.switch(True)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("水鳥調査事業費【拡充】", ("水鳥調査事業",)),
        ("官民連携による技術協力事業(みずべ事業)", ("官民連携による技術協力事業", "みずべ事業")),
        ("人件費", ()),
        ("その他", ()),
    ],
)
def test_forms_of_a_programme(name: str, forms: tuple[str, ...]) -> None:
    assert programme_forms(name) == forms


LEAST_LABELLED = 300


@pytest.mark.seeds
def test_precision_of_every_label_on_the_labelled_set(shared: Path) -> None:
    gold = labelled()
    assert len(gold) >= LEAST_LABELLED
    result = scores(gold, found(shared / "seeds"))
    assert {label: score.precision for label, score in result.items() if score.precision < 0.9} == {}
    assert {label for label, score in result.items() if score.recall < 0.85} <= {"programme"}


@pytest.mark.seeds
def test_the_labelled_names_stand_where_they_are_said_to(shared: Path) -> None:
    with (Path(__file__).parents[2] / "corpus/mentions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    texts = {name: (shared / "seeds" / name).read_text("utf-8") for name in {row["document"] for row in rows}}
    for row in rows:
        assert "".join(texts[row["document"]][int(row["start"]) : int(row["end"])].split()) == row["name"]
