"""Numbers that the text states of its lists are held against them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.pipeline import process

LIST = "川辺市の姉妹・友好都市等\n【姉妹都市】\n上海\nリヨン\n【パートナー都市】\nハノイ\n"


def counts(text: str, folder: Path) -> list[tuple[str, str | None, str | None]]:
    path = folder / "a.txt"
    path.write_text("令和4年度 国際局 事業概要\n基本方針\n" + text + "\n" + LIST, encoding="utf-8")
    return [(f.code, f.expected, f.actual) for f in process(path).findings if "-count-" in f.code]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2つの姉妹都市、1つのパートナー都市と連携します。", []),
        ("8つの姉妹都市と連携します。", [("city-count-differs", "8", "2")]),
        ("50周年を迎える1つの姉妹都市と連携します。", []),
        ("3つの共同声明都市と連携します。", [("city-count-differs", "3", "0")]),
        ("姉妹都市等友好委員会を支援します(9委員会)。", [("city-count-open", "9", None)]),
    ],
)
def test_stated_counts(text: str, found: list[tuple[str, str | None, str | None]], tmp_path: Path) -> None:
    assert counts(text, tmp_path) == found
