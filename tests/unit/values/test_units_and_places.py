"""Names of units, and of municipalities with their codes."""

from __future__ import annotations

import pytest

from kokusai_extract.values.places import municipalities, municipalities_in
from kokusai_extract.values.units import unit_name
from tests.support.texts import passage


@pytest.mark.parametrize(
    ("text", "name", "classification", "level"),
    [
        ("国 際 局", "国際局", "bureau", 0),
        ("≪市民協働部≫", "市民協働部", "department", 1),
        ("〈広報課〉", "広報課", "division", 2),
        ("庶務係", "庶務係", "section", 3),
        ("市民情報室", "市民情報室", "room", None),
        ("中央図書センター", "中央図書センター", "center", None),
        ("大阪事務所", "大阪事務所", "office", None),
        ("都市経営統括本部", "都市経営統括本部", "bureau", 0),
    ],
)
def test_a_unit(text: str, name: str, classification: str, level: int | None) -> None:
    unit = unit_name(passage(text))
    assert unit is not None
    assert (unit.name.text, unit.word.classification, unit.word.level) == (name, classification, level)
    assert name.endswith(unit.suffix.text)


@pytest.mark.parametrize("text", ["課", "他の部及び課の主管に属しないこと。", "経理、契約及び庶務の課", "総務課長"])
def test_what_is_no_unit(text: str) -> None:
    assert unit_name(passage(text)) is None


def test_every_code_has_a_right_check_digit() -> None:
    # 全国地方公共団体コード: weights 6 to 2, modulus 11 (総務省, コードの検査数字)
    for places in municipalities().values():
        for place in places:
            total = sum(int(digit) * weight for digit, weight in zip(place.code, (6, 5, 4, 3, 2), strict=False))
            assert place.code[5] == str((11 - total % 11) % 10)


def test_a_municipality_is_found_inside_other_words() -> None:
    ((name, places),) = municipalities_in(passage("公益財団法人川崎市国際交流協会"))
    assert (name.text, [place.code for place in places]) == ("川崎市", ["141305"])


def test_a_name_that_several_bear_gives_them_all() -> None:
    ((_, places),) = municipalities_in(passage("府中市"))
    assert {place.prefecture for place in places} == {"東京都", "広島県"}
