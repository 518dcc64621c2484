"""Characters that Japanese text does not use are told, and repaired only where nothing else could be meant."""

from __future__ import annotations

import pytest

from kokusai_extract.model.finding import Finding
from kokusai_extract.read.foreign import is_foreign
from tests.support.texts import folded


def told(text: str) -> list[tuple[str, dict[str, str]]]:
    return [(finding.code, dict(finding.values)) for finding in folded(text).findings]


def only(text: str) -> Finding:
    (finding,) = folded(text).findings
    return finding


@pytest.mark.parametrize("character", "국ไЖ\ue000\ufffd\U0001f8ff郸")
def test_foreign(character: str) -> None:
    assert is_foreign(character)


@pytest.mark.parametrize("character", "国髙﨑濵々ーヴゑéşαΩ①②▲〜—￥ｱヷ\u3099")
def test_japanese(character: str) -> None:
    assert not is_foreign(character)


def test_a_certain_repair_is_made_marked_and_told() -> None:
    document = folded("国際交流라운ジの強化\n国際交流ラウンジを新設\n")
    assert document.passage.text.startswith("国際交流ラウンジの強化\n")
    value = document.passage[4:8].read("rule")
    assert (value.value, value.origin, value.anchors[0].quote) == ("ラウンジ", "corrected", "라운ジ")
    assert document.passage[:4].read("rule").origin == "printed"
    (finding,) = document.findings
    assert finding.code == "text-repaired"
    assert dict(finding.values) == {
        "string": "라운",
        "codes": "U+B77C U+C6B4",
        "word": "国際交流라운ジの強化",
        "repaired": "国際交流ラウンジの強化",
        "count": "1",
    }
    assert finding.anchors[0].quote == "라운"


def test_two_candidates_are_both_told_and_none_is_taken() -> None:
    text = "国際협력課の事業\n国際協力課の事業\n国際連携課の仕事\n"
    document = folded(text)
    assert document.passage.text == text
    (finding,) = document.findings
    assert (finding.code, dict(finding.values)["candidates"]) == ("text-foreign-script", "協力、連携")


def test_a_short_agreement_is_no_evidence() -> None:
    assert only("多文ก化\n人文科化\n").code == "text-foreign-script"


@pytest.mark.parametrize("unknown", ["\ufffd", "\ue123", "郸"])
def test_a_code_that_may_mean_anything_is_never_repaired(unknown: str) -> None:
    text = f"委員の報{unknown}を支払う\n委員の報酬を支払う\n"
    document = folded(text)
    assert document.passage.text == text
    assert dict(document.findings[0].values)["candidates"] == "酬"


def test_the_same_fault_is_one_finding_with_its_first_place() -> None:
    finding = only("一行目\n\ue000項目\n\ue000項目\n")
    assert (finding.code, dict(finding.values)["count"]) == ("text-foreign-script", "2")
    assert (finding.anchors[0].line, finding.anchors[0].start) == (2, 4)


def test_glyphs_without_a_name_are_one_finding_however_many_follow_each_other() -> None:
    finding = only("国際局の事務分掌について\n\ufffd\ufffd\ufffd\n\ufffd\ufffd\n")
    assert (dict(finding.values)["string"], dict(finding.values)["count"]) == ("\ufffd", "2")


def test_words_of_another_language_are_told_once_a_script() -> None:
    text = "相談 한국어 (中文) 안내\nРоссия Москва\nสวัสดี\n"
    assert folded(text).passage.text == text
    found = [(code, values["script"], values["count"]) for code, values in told(text)]
    assert found == [
        ("text-foreign-language", "Hangul", "2"),
        ("text-foreign-language", "Cyrillic", "2"),
        ("text-foreign-language", "Thai", "1"),
    ]


def test_a_letter_that_passes_for_a_latin_one_is_told() -> None:
    finding = only("Y-РORT事業\n")  # the P is Cyrillic
    assert (finding.code, dict(finding.values)["codes"]) == ("text-foreign-script", "U+0420")


def test_dropped_control_characters_are_told() -> None:
    finding = only("国際局の総\x00務課は、事務の調整に関することを行う。\x03\n")
    assert (finding.code, dict(finding.values)) == ("text-control-character", {"codes": "U+0000 U+0003", "count": "2"})
    assert finding.anchors[0].start == 5


def test_a_flood_of_faults_is_counted_in_one() -> None:
    text = "\n".join(f"項目{chr(0xE000 + n)}" for n in range(60))
    findings = folded(text).findings
    assert [finding.code for finding in findings].count("text-foreign-script") == 50
    assert dict(findings[-1].values) == {"count": "10", "places": "10"}


def test_a_script_without_names_is_told_by_its_code_point() -> None:
    assert [(code, values["script"]) for code, values in told("\U00017000" * 8)] == [
        ("text-foreign-language", "U+17000")
    ]
