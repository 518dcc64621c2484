"""Titles are read by their grammar; a word that merely ends like one is none."""

from __future__ import annotations

import pytest

from kokusai_extract.model.records import Rank
from kokusai_extract.values.titles import is_mark, is_vacancy, outranks, read_title


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("国際局長", "director_general"),
        ("副局長", "deputy_director_general"),
        ("国際技術協力担当理事", "executive_director"),
        ("国際政策部担当部長", "department_director"),
        ("メディア担当部長", "department_director"),
        ("欧州米州担当課長", "division_manager"),
        ("アフリカ開発会議準備担当課長", "division_manager"),
        ("啓発等担当課長", "division_manager"),
        ("国際技術協力(Y-PORT)担当課長", "division_manager"),
        ("担当係長", "section_manager"),
        ("区調整係長", "section_manager"),
        ("リマ事務所長", "office_director"),
        ("課長補佐(担当係長)", "assistant_manager"),
        ("政策総務課長補佐", "assistant_manager"),
        ("(補)担当係長", "assistant_manager"),
        ("課長心得", "division_manager"),
        ("市民情報室長", "other"),
        ("室長補佐", "other"),
        ("旅券センター長", "other"),
        ("港湾統括本部長", "other"),
        ("庶務課主査", "other"),
        ("上席主幹", "other"),
        ("技監", "other"),
        ("危機管理監", "other"),
    ],
)
def test_rank(text: str, rank: Rank) -> None:
    title = read_title(text)
    assert title is not None
    assert [(post.text, post.rank) for post in title.posts] == [(text, rank)]
    assert title.marks == ()


@pytest.mark.parametrize(
    "text",
    [
        "成長",
        "延長",
        "国際協力",
        "〈政策総務課〉",
        "欠員",
        "長",
        "企業の進出を支援する担当課長",
        "交流協会理事",
        "4701",
        "(国際局長)",
        "",
    ],
)
def test_no_title(text: str) -> None:
    assert read_title(text) is None


@pytest.mark.parametrize(
    ("text", "post", "other"),
    [
        ("交流部長<副局長兼務>", "交流部長", "副局長"),
        ("交流部長(副局長兼務)", "交流部長", "副局長"),
        ("交流部長【副局長事務取扱】", "交流部長", "副局長"),
        ("副局長(交流部長事務取扱)", "副局長", "交流部長"),
        ("副局長〈兼交流部長〉", "副局長", "交流部長"),
        ("部長(理事兼務)", "部長", "理事"),
        ("交流部長(兼務)", "交流部長", None),
        ("(兼)交流部長", "交流部長", None),
        ("交流部長事務取扱", "交流部長", None),
    ],
)
def test_a_mark_names_the_post_that_is_held_beside(text: str, post: str, other: str | None) -> None:
    title = read_title(text)
    assert title is not None
    assert [p.text for p in title.posts] == [post]
    (mark,) = title.marks
    assert (mark.post.text if mark.post else None) == other
    assert not mark.post or text[mark.post.start : mark.post.end] == other


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("局長兼交流部長", ["局長", "交流部長"]),
        ("理事(兼)交流部長", ["理事", "交流部長"]),
        ("理事・交流部長", ["理事", "交流部長"]),
        ("アジア・大洋州担当課長", ["アジア・大洋州担当課長"]),
    ],
)
def test_chains(text: str, posts: list[str]) -> None:
    title = read_title(text)
    assert title is not None
    assert [post.text for post in title.posts] == posts
    assert [text[post.start : post.end] for post in title.posts] == posts


@pytest.mark.parametrize(
    ("text", "units", "heads"),
    [
        ("国際協力課長", ("国際協力課",), True),
        ("国際局交流部庶務係長", ("国際局交流部庶務係",), True),
        ("交流部担当部長", ("交流部",), False),
        ("欧州担当係長", ("欧州",), False),
        ("政策課長補佐", ("政策", "政策課"), False),
        ("担当課長", (), False),
        ("局長", (), False),
    ],
)
def test_the_unit_that_a_title_names(text: str, units: tuple[str, ...], heads: bool) -> None:
    title = read_title(text)
    assert title is not None
    assert (title.posts[0].units, title.posts[0].heads) == (units, heads)


def test_marks_and_vacancies_of_their_own() -> None:
    assert is_mark("<副局長兼務>")
    assert is_mark("(兼務)")
    assert not is_mark("(副局長)")
    assert is_vacancy("(欠員)")
    assert not is_vacancy("欠田")


def test_seniority() -> None:
    assert outranks("deputy_director_general", "department_director") is True
    assert outranks("section_manager", "assistant_manager") is False
    assert outranks("other", "section_manager") is None
