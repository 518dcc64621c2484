"""Tables of other kinds: ruled, in columns, spaced and torn apart."""

from __future__ import annotations

import pytest

from kokusai_extract.model.finding import Result
from kokusai_extract.model.international import ReferenceCell, ReferenceTable
from kokusai_extract.model.records import Record
from kokusai_extract.sections.reference import extract
from tests.support.texts import context, segmented

HEAD = "コラム\n"


def read(text: str) -> Result[Record]:
    document, segmentation = segmented(HEAD + text)
    (section,) = [section for section in segmentation.sections if section.kind == "narrative"]
    return extract(section, context(document))


def tables(result: Result[Record]) -> dict[str | None, list[dict[str, str]]]:
    found: dict[str | None, list[dict[str, str]]] = {}
    titles = {
        item.id: item.title.value if item.title else None for item in result.items if isinstance(item, ReferenceTable)
    }
    for item in result.items:
        if isinstance(item, ReferenceCell) and item.value:
            rows = found.setdefault(titles[item.reference_table_id], [])
            rows += [{}] * 0 if item.row <= len(rows) else [{}]
            rows[item.row - 1][item.head.value if item.head else ""] = item.value.value
    return found


def codes(result: Result[Record]) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize("gap", ["\t", " "])
def test_a_table_in_columns_has_the_title_above_it(gap: str) -> None:
    rows = ["順位 都市 国", "1 甲市 子国", "2 乙市 丑国"]
    result = read("《都市の順位》\n" + "\n".join(row.replace(" ", gap) for row in rows) + "\n")
    assert tables(result) == {
        "都市の順位": [{"順位": "1", "都市": "甲市", "国": "子国"}, {"順位": "2", "都市": "乙市", "国": "丑国"}]
    }
    assert codes(result) == []


def test_paragraphs_and_subtitles_are_no_title() -> None:
    text = (
        "水辺の施設\n〜市民の拠点〜\n 市内に2か所の施設を置き、観察会や清掃の拠点としても\n使っています。\n"
        "名 称\t所在区\n水鳥館\t東区\n葦原館\t西区\n"
    )
    assert tables(read(text)) == {
        "水辺の施設": [{"名称": "水鳥館", "所在区": "東区"}, {"名称": "葦原館", "所在区": "西区"}]
    }


def test_columns_of_bulleted_items_are_no_table() -> None:
    assert tables(read("・清掃\t・観察\n・植樹\t・講座\n・調査\t・展示\n")) == {}


def test_figures_on_an_axis_are_neither_heads_nor_a_title() -> None:
    assert tables(read("12 24 36\n10\t20\t30\n11\t21\t31\n")) == {}
    assert list(tables(read("水鳥の数\n10,000\n年\t羽\n3\t12\n4\t15\n"))) == ["水鳥の数"]


TORN = "水辺の施設\n\n名 称 所在区\n\n東センター 東区\n\n南区\n\n北区\n\n中区\n\n"


def test_torn_columns_are_paired_by_name_and_the_last_by_elimination() -> None:
    result = read(TORN + "あしはらセンター\n\n北区センター\n\n南水鳥センター\n")
    pairs = {row["名称"]: row["所在区"] for row in tables(result)["水辺の施設"]}
    assert pairs == {
        "東センター": "東区",
        "北区センター": "北区",
        "南水鳥センター": "南区",
        "あしはらセンター": "中区",
    }
    assert codes(result) == ["reference-rows-inferred"]


@pytest.mark.parametrize(
    "names", ["北区センター\n\n南水鳥センター", "あしはらセンター\n\nみずべセンター\n\n南水鳥センター"]
)
def test_what_pairs_in_no_one_way_is_named(names: str) -> None:
    result = read(TORN + names + "\n")
    assert "reference-cells-open" in codes(result)
    assert not any(row.get("所在区") in ("北区", "中区") for row in tables(result)["水辺の施設"])


def test_a_title_without_its_table_is_named() -> None:
    assert codes(read("《応募と審査の結果》\n水鳥\n")) == ["reference-table-torn"]
