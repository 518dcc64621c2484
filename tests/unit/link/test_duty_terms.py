"""Objects and actions of duties, by the dependency parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kokusai_extract import nlp
from kokusai_extract.link.duty_terms import add_duty_terms, terms
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.international import DutyTerm
from kokusai_extract.model.records import Duty
from tests.archives import lakes


def read(text: str) -> tuple[list[str], list[str]]:
    (words,) = nlp.parses([text])
    found = terms(words)
    return [text for role, text in found if role == "object"], [text for role, text in found if role == "action"]


@pytest.mark.parametrize(
    ("text", "objects", "actions"),
    [
        (
            "国際政策の総合的な企画、立案、調整、調査研究等に関すること。",
            ["国際政策"],
            ["企画", "立案", "調整", "調査研究"],
        ),
        ("局内の人事、文書、予算及び決算に関すること。", ["人事", "文書", "予算", "決算"], []),
        ("職員の人事、給与及び福利厚生に関すること。", ["人事", "給与", "福利厚生"], []),
        ("各国大使館・領事館等との連絡調整に関すること。", ["各国大使館", "領事館"], ["連絡調整"]),
        ("国際協力に係る民間事業者等との連携に関すること。", ["国際協力", "民間事業者"], ["連携"]),
        ("図書館の設置及び管理に関すること。", ["図書館"], ["設置", "管理"]),
        ("水鳥、「渡り鳥」の観察に関すること。", ["水鳥", "渡り鳥"], ["観察"]),
        ("道路、橋りょう等の維持管理に関すること。", ["道路", "橋りょう"], ["維持管理"]),
        ("外国人材の受入れ、多文化共生に関すること。", ["外国人材", "多文化共生"], ["受入れ"]),
        ("海外に設置する事務所に関すること。", ["事務所"], []),
        ("国際交流ラウンジの運営に関する事務", ["国際交流ラウンジ"], ["運営"]),
        ("他の部及び課の主管に属しないこと。", [], []),
    ],
)
def test_objects_and_actions(text: str, objects: list[str], actions: list[str]) -> None:
    assert read(text) == (objects, actions)


def found(facts: DocumentFacts) -> list[tuple[str, str, str]]:
    return [(r.duty_id[-1], r.role, r.text) for r in facts.records if isinstance(r, DutyTerm)]


def test_every_duty_of_a_document_gets_its_terms() -> None:
    by_duty = found(add_duty_terms(lakes()))
    assert {("1", "object", "渡り鳥"), ("1", "action", "観察")} <= set(by_duty)
    assert [term for term in by_duty if term[0] == "2"] == [("2", "object", "湖畔"), ("2", "action", "清掃")]


def test_a_duty_that_is_no_such_phrase_is_named() -> None:
    facts = lakes()
    duties = [r for r in facts.records if isinstance(r, Duty)]
    sentence = replace(duties[0], text=duties[0].text.with_value("前に同じ。", rule="test"))
    result = add_duty_terms(replace(facts, records=(sentence,)))
    assert [f.code for f in result.findings if f.code.startswith("duty-")] == ["duty-terms-open"]


@pytest.fixture
def switched_off() -> Iterator[None]:
    nlp.switch(False)
    yield
    nlp.switch(True)


def test_switched_off_there_are_none_and_no_doubts(switched_off: None) -> None:
    assert add_duty_terms(lakes()) == lakes()
