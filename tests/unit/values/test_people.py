"""Names are split into their parts, and nothing that is not a name becomes one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kokusai_extract import nlp
from kokusai_extract.values.people import read_name


@pytest.fixture
def no_nlp() -> Iterator[None]:
    nlp.switch(False)
    yield
    nlp.switch(True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("柳沢 貴之", "柳沢 貴之"),
        ("関山  誠", "関山 誠"),
        ("関 山 誠", "関山 誠"),
        ("関　山　　誠", "関山 誠"),
        ("丸山晶子", "丸山 晶子"),
        ("中村恭揚", "中村 恭揚"),
        ("渡 淳", "渡 淳"),
        ("平 久", "平 久"),
        ("泉 千明", "泉 千明"),
        ("川口 ルリ子", "川口 ルリ子"),
        ("勅使河原 さくら", "勅使河原 さくら"),
        ("一ノ瀬 ほの花", "一ノ瀬 ほの花"),
        ("髙﨑 冨雄", "髙﨑 冨雄"),
        ("濵田 圓", "濵田 圓"),
        ("高橋 大地", "高橋 大地"),
    ],
)
def test_names(text: str, name: str) -> None:
    read = read_name(text)
    assert read is not None
    assert read.text == name
    assert read.family is not None
    assert read.given is not None
    family, given = (text[slice(*part)].replace(" ", "").replace("　", "") for part in (read.family, read.given))
    assert f"{family} {given}" == name


@pytest.mark.parametrize(
    "text",
    [
        "国際 協力",
        "庶務 経理",
        "横浜 上海",
        "上 海",
        "大 連",
        "林 業",
        "平 和",
        "国 際 局",
        "東京 都",
        "オデーサ ムンバイ",
        "リヨン",
        "多文化共生",
        "国際協力",
        "山本課長",
        "担当 係長",
        "事務 分掌",
        "欠員",
        "(副局長兼務)",
        "山本",
        "2044",
        "",
    ],
)
def test_no_names(text: str) -> None:
    assert read_name(text) is None


def test_a_name_that_only_its_shape_supports_is_not_sure() -> None:
    sure, unsure = read_name("加藤 大和"), read_name("高橋 大地")
    assert sure is not None
    assert sure.sure
    assert unsure is not None
    assert not unsure.sure


def test_without_the_language_tools_a_name_without_a_space_stays_whole(no_nlp: None) -> None:
    name = read_name("丸山晶子")
    assert name is not None
    assert (name.text, name.family, name.given, name.sure) == ("丸山晶子", None, None, False)
    assert read_name("柳沢 貴之") is not None
    assert read_name("政策総務課") is None
