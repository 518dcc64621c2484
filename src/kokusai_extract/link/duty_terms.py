"""What each duty is about and what is done to it: 国際政策 — 企画, 立案, 調整.

A duty is a noun phrase before に関すること. GiNZA's parse gives the chain of nouns that lead to it: a list chains as
``nmod`` without a particle, what the list is done to hangs on it by の, との or に係る. A noun of action (サ変: 企画,
調査研究) is an action where something is printed that it is done to; in a list that names other things
(人事、文書、予算及び決算) it is one of the things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kokusai_extract import nlp
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.international import DutyTerm, TermRole
from kokusai_extract.model.records import Duty
from kokusai_extract.nlp import Word

_RESIDUAL = re.compile(r"属しない|属さない|他の所管")
"""A duty that names nothing: all that belongs to no other unit."""

Term = tuple[TermRole, str]

_CLOSING = ("」", "』", ")", '"')
_NOMINAL = ("名詞", "接頭辞", "接尾辞")
_AND_SO_ON = ("等", "など", "ほか")
_DEVERBAL = re.compile(r"(?:[一-鿿]{1,3}(?:入れ|入|扱い|扱|立て|払い|付け|合わせ|まとめ)|.+化)$")


def add_duty_terms(facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with the terms of every duty; as they are when the language tools are switched off."""
    if not nlp.available():
        return facts
    duties = [record for record in facts.records if isinstance(record, Duty)]
    records: list[DutyTerm] = []
    findings: list[Finding] = []
    for duty, words in zip(duties, nlp.parses(duty.text.value for duty in duties), strict=True):
        found = terms(words)
        records += [DutyTerm(duty.id, role, text) for role, text in found]
        if not found and not _RESIDUAL.search(duty.text.value):
            row = {"table_name": "duties", "row_id": duty.id}
            findings.append(Finding.at("duty-terms-open", duty.text.anchors, **row, text=duty.text.value))
    return replace(facts, records=(*facts.records, *records), findings=(*facts.findings, *findings))


def terms(words: Sequence[Word]) -> tuple[Term, ...]:
    """Return the objects and actions of a parsed duty, each once, in printed order."""
    topic = _topic(words)
    if topic is None:
        return ()
    chain = _chain(words, topic)
    verbal = {member: all(map(_is_action, _split(words, member))) for member in chain}
    found: dict[int, list[Term]] = {}
    shared = False
    for member in chain:
        objects = _complements(words, member)
        shared = verbal[member] and (bool(objects) or shared)
        concerned = _concerning(words, member)
        things = {*objects, *concerned} if shared else {*concerned}
        for thing in things | {other for one in things for other in _concerning(words, one)}:
            found.setdefault(thing, []).extend(("object", _text(part)) for part in _split(words, thing))
        role: TermRole = "action" if shared else "object"
        found.setdefault(member, []).extend((role, _text(part)) for part in _split(words, member))
    ordered = [term for index in sorted(found) for term in found[index] if term[1]]
    return tuple(dict.fromkeys(ordered))


def _topic(words: Sequence[Word]) -> int | None:
    """Return the word before に関する."""
    for index in range(1, len(words) - 1):
        if words[index].text == "に" and words[index + 1].text.startswith(("関する", "関し", "係る")):
            behind = words[index + 2] if index + 2 < len(words) else None
            if behind is None or behind.text in ("こと", "事務", "もの", "事項"):
                return index - 1
    return None


def _chain(words: Sequence[Word], topic: int) -> list[int]:
    """Return the words that are listed up to the topic, first to last: nmod upon nmod, without a particle between."""
    chain = [topic]
    while before := [i for i in _children(words, chain[0], "nmod") if not _particles(words, i)]:
        chain.insert(0, max(before))
    return chain


def _children(words: Sequence[Word], head: int, relation: str) -> list[int]:
    return [i for i, word in enumerate(words) if word.head == head and i < head and word.relation == relation]


def _particles(words: Sequence[Word], index: int) -> str:
    """Return the particles that stand behind a word: の, との and so on."""
    found = ""
    for word in words[index + 1 :]:
        if word.text in _CLOSING:
            continue
        if word.tags[0] != "助詞":
            break
        found += word.text
    return found


def _complements(words: Sequence[Word], member: int) -> list[int]:
    """Return what is printed before a noun of action by の, との, への, に係る: what it is done to."""
    heads = [i for part in _split_places(words, member) for i in part] + [member]
    direct = [i for head in heads for i in _children(words, head, "nmod") if _particles(words, i).endswith("の")]
    listed = [i for place in direct for i in _chain(words, place)]
    return sorted({*listed, *_concerning(words, member)})


def _concerning(words: Sequence[Word], member: int) -> list[int]:
    """Return what a member is said to concern: 国際協力 in 国際協力に係る民間事業者."""
    verbs = [i for i in _children(words, member, "acl") if words[i].text.startswith(("係る", "関する", "関わる"))]
    return [i for verb in verbs for i in _children(words, verb, "obl")]


def _split(words: Sequence[Word], index: int) -> list[list[Word]]:
    """Return the words of each part of the compound that ends at a word."""
    return [[words[i] for i in part] for part in _split_places(words, index)]


def _split_places(words: Sequence[Word], index: int) -> list[list[int]]:
    """Return the compound that ends at a word, without 等, cut at each ・ between words that are not katakana."""
    end = index + 1
    while end and (words[end - 1].text in _AND_SO_ON or not words[end - 1].text.isalnum()):
        end -= 1
    start = max(end - 1, 0)
    while start and (_is_nominal(words[start - 1]) or words[start - 1].text == "・"):
        if words[start - 1].text in _AND_SO_ON or "副詞可能" in words[start - 1].tags:
            break
        start -= 1
    parts: list[list[int]] = [[]]
    for place in range(start, end):
        if words[place].text == "・" and not "ァ" <= words[place - 1].text[-1:] <= "ー":
            parts.append([])
        else:
            parts[-1].append(place)
    return [part for part in parts if part]


def _is_nominal(word: Word) -> bool:
    return word.tags[0] in _NOMINAL and word.text.isalnum()


def _is_action(part: Sequence[Word]) -> bool:
    """Tell whether a compound is made of nouns of action alone: 調査研究 is, 人材育成 is a thing."""
    if len(part) == 1 and (part[0].tags[0] == "動詞" or _DEVERBAL.match(part[0].text)):
        return True
    units = nlp.short_words(_text(part))
    return bool(units) and all("サ変可能" in unit.tags or _DEVERBAL.match(unit.text) for unit in units)


def _text(part: Sequence[Word]) -> str:
    return "".join(word.text for word in part)
