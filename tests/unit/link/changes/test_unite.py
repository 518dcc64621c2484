"""Documents of one bureau and year become one year, and nothing counts twice."""

from __future__ import annotations

from typing import Any

from kokusai_extract.link.changes.unite import years
from kokusai_extract.link.changes.year import Row, Year
from kokusai_extract.model.finding import Finding


def document(name: str, year: int | None = 2022, bureau: str | None = "湖沼局", **other: Any) -> Row:
    told = {"id": name, "bureau": bureau, "fiscal_year": year, "municipality_code": None}
    return told | {"phase": "approved", "text_layer": "native"} | other


def unit(doc: str, name: str, parent: str | None = None, certainty: str = "stated", tail: str = "") -> Row:
    above = parent and f"{doc}/unit/{parent}"
    row = {"id": f"{doc}/unit/{name}{tail}", "document_id": doc, "name": name, "classification": None}
    return row | {"parent_id": above, "position": 1, "certainty": certainty}


def duty(doc: str, owner: str, number: str, text: str) -> Row:
    row = {"id": f"{doc}/duty/{owner}/{number}", "document_id": doc, "unit_id": f"{doc}/unit/{owner}"}
    return row | {"number": number, "text": text}


def line(doc: str, name: str | None, amount: int | None, parent: str | None = None, **other: Any) -> Row:
    row = {"id": f"{doc}/line/{name}", "document_id": doc, "table_kind": "summary", "position": 1, "name": name}
    row |= {"parent_id": parent and f"{doc}/line/{parent}", "amount": amount, "previous_amount": None}
    row |= dict.fromkeys(("number", "status", "precision", "account", "responsible"))
    return row | {"certainty": "stated"} | other


def united(documents: list[Row], **tables: list[Row]) -> tuple[Year, tuple[Finding, ...]]:
    (year,), doubts = years({"documents": documents, **tables})
    return year, doubts


TWO = [document("a"), document("b", text_layer="plain")]


def test_each_bureau_and_year_is_one() -> None:
    told = [document("a"), document("b", 2015), document("c"), document("d", bureau="港湾局"), document("e", None)]
    found, _ = years({"documents": [*told, document("f", bureau=None)]})
    assert [(year.which.bureau, year.which.fiscal_year, year.documents) for year in found] == [
        ("港湾局", 2022, ("d",)),
        ("湖沼局", 2015, ("b",)),
        ("湖沼局", 2022, ("a", "c")),
    ]


def test_bureaus_of_one_name_in_two_cities_stay_apart() -> None:
    told = [document("a", municipality_code="141003"), document("b"), document("c", municipality_code="271004")]
    found, doubts = years({"documents": told})
    assert [year.documents for year in found] == [("a",), ("c",)]
    assert [(doubt.code, doubt.document_id) for doubt in doubts] == [("change-bureau-open", "b")]


def test_one_known_city_is_the_city_of_all() -> None:
    (year,), doubts = years({"documents": [document("a", municipality_code="141003"), document("b")]})
    assert (year.which.municipality_code, year.documents, doubts) == ("141003", ("a", "b"), ())


def test_what_two_documents_print_stands_once_with_all_its_rows() -> None:
    units = [unit(doc, *names) for doc in "ab" for names in (("湖沼局", None), ("水鳥課", "湖沼局"))]
    duties = [duty(doc, "水鳥課", "1", text) for doc, text in (("a", "観察に関すること。"), ("b", "観察に関すること"))]
    year, doubts = united(TWO, org_units=units, duties=duties)
    assert [(one.id, one.parent, one.rows) for one in year.units] == [
        ("a/unit/水鳥課", "a/unit/湖沼局", ("a/unit/水鳥課", "b/unit/水鳥課")),
        ("a/unit/湖沼局", None, ("a/unit/湖沼局", "b/unit/湖沼局")),
    ]
    assert year.units[0].duties == {"観察"}
    assert [(one.unit, one.rows) for one in year.duties] == [("a/unit/水鳥課", ("a/duty/水鳥課/1", "b/duty/水鳥課/1"))]
    assert doubts == ()


def test_approved_documents_and_text_layers_count_first() -> None:
    told = [document("a", text_layer="ocr"), document("b", text_layer="plain"), document("c")]
    assert united([*told, document("0", phase="proposed")])[0].documents == ("c", "b", "a", "0")


def test_a_stated_place_counts_before_an_inferred_one() -> None:
    a = [unit("a", "湖沼局"), unit("a", "水辺部", "湖沼局"), unit("a", "船着場", "水辺部", "inferred")]
    b = [unit("b", "湖沼局"), unit("b", "水辺部", "湖沼局"), unit("b", "船着場", "湖沼局")]
    year, doubts = united(TWO, org_units=[*a, *b])
    (pier,) = (one for one in year.units if one.name == "船着場")
    assert (pier.parent, pier.certainty, doubts) == ("a/unit/湖沼局", "stated", ())


def test_one_name_under_two_units_is_two_units() -> None:
    rows = [unit(doc, name, "湖沼局") for doc in "ab" for name in ("甲部", "乙部")]
    rows += [unit(doc, "総務課", name, tail=name) for doc in "ab" for name in ("甲部", "乙部")]
    year, _ = united(TWO, org_units=[*rows, unit("a", "湖沼局"), unit("b", "湖沼局")])
    assert [one.rows for one in year.units if one.name == "総務課"] == [
        ("a/unit/総務課乙部", "b/unit/総務課乙部"),
        ("a/unit/総務課甲部", "b/unit/総務課甲部"),
    ]


def test_a_duty_that_two_documents_print_in_nearly_the_same_words_is_one_and_doubtful() -> None:
    units = [unit(doc, "水鳥課") for doc in "ab"]
    duties = [
        duty("a", "水鳥課", "1", "渡り鳥の観察、給餌及び傷病鳥の保護に関すること。"),
        duty("b", "水鳥課", "1", "渡り鳥の観察、給餌及ひ傷病鳥の保護に関すること。"),
        duty("b", "水鳥課", "2", "給餌に関すること。"),
    ]
    year, doubts = united(TWO, org_units=units, duties=duties)
    assert sorted(one.rows for one in year.duties) == [
        ("a/duty/水鳥課/1", "b/duty/水鳥課/1"),
        ("b/duty/水鳥課/2",),
    ]
    assert [doubt.code for doubt in doubts] == ["change-documents-disagree"]


def test_a_figure_that_one_document_lacks_comes_from_the_other() -> None:
    lines = [
        line("a", "合計", None),
        line("b", "合計", 500),
        line("a", "水鳥費", 200, "合計"),
        line("b", "水鳥費", 200),
    ]
    year, doubts = united(TWO, budget_lines=lines)
    assert [(one.name, one.amount, one.parent) for one in year.lines] == [
        ("合計", 500, None),
        ("水鳥費", 200, "a/line/合計"),
    ]
    assert doubts == ()


def test_figures_that_disagree_are_not_chosen_from() -> None:
    year, (doubt,) = united(TWO, budget_lines=[line("a", "合計", 500), line("b", "合計", 600)])
    assert year.lines[0].amount is None
    assert (doubt.code, dict(doubt.values)["values"]) == ("change-documents-disagree", "500 (a) / 600 (b)")


def test_an_approved_figure_counts_before_a_draft_s() -> None:
    told = [document("a", phase="proposed"), document("b")]
    year, (doubt,) = united(told, budget_lines=[line("a", "合計", 500), line("b", "合計", 600)])
    assert (year.lines[0].id, year.lines[0].amount, doubt.code) == ("b/line/合計", 600, "change-draft-differs")


def test_lines_of_one_name_in_one_document_stay_two() -> None:
    twice = [line("a", "その他", 1), line("a", "その他", 2, id="a/line/その他~2", position=2)]
    year, doubts = united([document("a")], budget_lines=twice)
    assert ([one.amount for one in year.lines], doubts) == ([1, 2], ())


def test_lines_of_one_name_in_two_funds_stay_two() -> None:
    def lines(*funds: str | None) -> int:
        rows = [line(doc, "総務費", 1, fund=fund) for doc, fund in zip("ab", funds, strict=True)]
        rows += [line(doc, "総務管理費", 1, "総務費") for doc in "ab"]
        return len(united(TWO, budget_lines=rows)[0].lines)

    assert lines("一般会計", "一般会計") == 2
    assert lines("一般会計", "介護保険特別会計") == 4
    assert lines(None, None) == 2


def test_lines_without_a_name_are_told_by_their_number_and_amount() -> None:
    def lines(*told: tuple[str, int | None, str | None]) -> int:
        rows = [line(doc, None, amount, number=number) for doc, amount, number in told]
        return len(united(TWO, budget_lines=rows)[0].lines)

    assert lines(("a", 1, "1"), ("b", 1, "1")) == 1
    assert lines(("a", 1, "1"), ("b", 2, "1")) == 2
    assert lines(("a", None, None), ("b", None, None)) == 2


def staff(doc: str, name: str, title: str | None, sent: str | None = None) -> dict[str, list[Row]]:
    post = {
        "id": f"{doc}/post/{title}",
        "document_id": doc,
        "unit_id": f"{doc}/unit/水鳥課",
        "title": title,
        "rank": None,
    }
    row = {"id": f"{doc}/member/{name}/{title}", "document_id": doc, "person_id": f"{doc}/person/{name}"}
    row |= {"post_id": title and post["id"], "on_behalf_of": sent, "certainty": "stated" if title else None}
    people = [{"id": f"{doc}/person/{name}", "name": name}]
    return {"posts": [post] if title else [], "memberships": [row], "people": people}


def joined(*parts: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {table: [row for part in parts for row in part[table]] for table in parts[0]}


def test_a_person_s_post_in_one_document_answers_for_another_that_has_only_the_name() -> None:
    rows = joined(staff("a", "山田 花子", "水鳥課長"), staff("b", "山田花子", None))
    charts = [{"id": "s", "document_id": "a", "kind": "org_chart"}]
    year, _ = united(TWO, org_units=[unit("a", "水鳥課"), unit("b", "水鳥課")], sections=charts, **rows)
    (one,) = year.holdings
    assert (one.title, one.role, one.unit, one.rows) == (
        "水鳥課長",
        "長",
        "a/unit/水鳥課",
        ("a/member/山田 花子/水鳥課長",),
    )
    assert year.lists == {"chart"}


def test_a_name_outside_a_chart_is_no_list_of_staff() -> None:
    year, _ = united(TWO, **joined(staff("a", "山田 花子", "局長"), staff("a", "鈴木 一郎", "係長", "湖水協会")))
    assert year.lists == {"secondments"}


def test_a_tie_without_a_kind_goes_with_the_other_document_s() -> None:
    def tie(doc: str, kind: str | None) -> Row:
        row = {"id": f"{doc}/tie/{kind}", "document_id": doc, "city_id": None, "printed_name": "コ モ"}
        return row | {"kind": kind, "since": None}

    year, _ = united(TWO, city_links=[tie("b", None), tie("a", "sister_city"), tie("a", "sister_port")])
    assert [(one.name, one.kind) for one in year.ties] == [("コモ", "sister_city"), ("コモ", "sister_port")]
