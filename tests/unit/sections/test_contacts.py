"""Contact blocks give the posts they name, and other lines of a cover none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.model.records import Membership, Person, Post
from kokusai_extract.pipeline import process
from kokusai_extract.sections.contacts import extract
from tests.support.texts import context, folded, whole

BLOCK = """湖沼課 水質調査の概況
湖沼課
課 長　高橋 由美（2290）
課長補佐 平 久
（担当・内線）
調査係（7587,7500）
電話 045-671-4711
"""


def rows(text: str) -> list[tuple[str, str, str | None]]:
    document = folded(text)
    result = extract(whole(document, "cover"), context(document))
    posts = {item.id: item for item in result.items if isinstance(item, Post)}
    names = {item.id: item.name.value for item in result.items if isinstance(item, Person)}
    return [
        (post.title.value, names[item.person_id.value], post.phone.value if post.phone else None)
        for item in result.items
        if isinstance(item, Membership) and item.post_id and item.person_id
        for post in [posts[item.post_id.value]]
    ]


def test_posts_are_read_with_their_extensions() -> None:
    assert rows(BLOCK) == [("課長", "高橋 由美", "2290"), ("課長補佐", "平 久", None)]


@pytest.mark.parametrize(
    "text",
    [
        "湖沼課長 高橋 由美\n令和4年度 事業概要\n",
        "電話 045-671-4711\n湖沼課長の高橋 由美が担当する。\n",
        "電話 045-671-4711\n湖沼課長 国際 協力\n",
        "電話 045-671-4711\n" + "\n".join("水質の調査を行う。" for _ in range(10)) + "\n湖沼課長 高橋 由美\n",
    ],
)
def test_what_is_no_contact_block_gives_no_post(text: str) -> None:
    assert rows(text) == []


@pytest.mark.seeds
def test_the_contact_block_of_a_ministry(shared: Path) -> None:
    found = process(shared / "pdfs" / "mhlw_r5_kokumin_seikatsu_kiso.pdf").records
    posts = [(post.title.value, post.rank.value, post.phone) for post in found if isinstance(post, Post)]
    assert posts == [("室長", "other", None), ("室長補佐", "other", None), ("室長補佐", "other", None)]
    names = [person.name.value for person in found if isinstance(person, Person)]
    assert sorted(names) == ["小倉 寿子", "川田 貴史", "藤井 義弘"]
    assert [seat.certainty for seat in found if isinstance(seat, Membership)] == ["stated"] * 3
