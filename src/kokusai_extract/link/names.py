"""The names that a document can mention: those of the vocabulary, and those that the document itself defines.

A document defines names by its records (units, offices, people, programmes, cities) and by its words: a body of a
legal form (公益財団法人…, (独)…), one that ends as bodies do (…財団, …銀行), and a short form in brackets behind a full
one, or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kokusai_extract import nlp, vocabulary
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.international import CityLink, MentionLabel, Office, ReferenceCell
from kokusai_extract.model.records import BudgetLine, OrgUnit, Person
from kokusai_extract.read.normalize import fold_text
from kokusai_extract.values.cities import city_words, resolve
from kokusai_extract.values.countries import countries, is_region
from kokusai_extract.values.places import municipalities

_RUN = r"[一-鿿々ァ-ヺーA-Za-zヶ]"
_FORM = r"(?:(?:一般|公益|特定)?(?:財団|社団|非営利活動)法人|独立行政法人|国立大学法人|学校法人|株式会社)"
_SHORT_FORM = r"\((?:公財|一財|公社|一社|独|株|特非|財|社)\)"
_LEGAL = re.compile(rf"(?:{_FORM}|{_SHORT_FORM})\s?(?P<name>(?:{_RUN}|(?<=[ァ-ヺー])・(?=[ァ-ヺ])){{2,30}})")
_BODY = re.compile(
    rf"(?P<name>(?:[一-鿿々ァ-ヺー]|(?<=[ァ-ヺー])・(?=[ァ-ヺ])){{3,24}}?(?:財団|協会|銀行|機構|連盟|商工会議所|研究所|委員会))(?!{_RUN})"
)
_ENDS = (
    r"(?:機関|機構|計画|協会|センター|財団|連合|銀行|基金|ネットワーク|連盟|同盟|委員会|評議会|会議所|研究所|オフィス)"
)
_FULL = rf"(?P<full>(?:{_RUN}|(?<=[ァ-ヺー])・(?=[ァ-ヺ])){{3,30}}{_ENDS})"
_FULL_THEN_SHORT = re.compile(rf"{_FULL}\((?P<short>[A-Z][A-Za-z-]{{1,11}})\)")
_SHORT_THEN_FULL = re.compile(rf"(?P<short>[A-Z][A-Za-z-]{{1,11}}|[ァ-ヺー]{{3,12}})\({_FULL}\)")
_SPELLED_OUT = re.compile(r"(?P<short>[A-Z]{2,8})\((?P<full>[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){1,5})\)")
_PROGRAMME = re.compile(r"(?:事業|プログラム|プロジェクト|補助金)$")
_BRACKETS = re.compile(r"\((?P<inner>[^()]*)\)|【[^】]*】")
_GENERIC = re.compile(r"^(?:本|当|各|同|他|市内|海外|外国|関係|地域|主な|その)|等")
_KATAKANA_WORD = re.compile(r"[ァ-ヺー・]{3,}")
LEAST_FACILITY = 8
"""A cell of a table that is shorter names no facility, but a place, a country or a figure."""
_MUNICIPALITY = re.compile(r"^.{1,6}?[都道府県市区町村]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it may be printed (folded), what it names, and the row that it leads to.

    A name without a label is of a kind that is not told (a facility in a table); names inside it are not mentioned.
    """

    text: str
    label: MentionLabel | None
    row_id: str | None = None


def names_of(facts: DocumentFacts, text: str) -> tuple[Name, ...]:
    """Return the names that a document may mention, the longest first; ``text`` is all of it, folded.

    A name that stands for two things (a unit and an office) is that which the document defines first.
    """
    found: dict[str, Name] = {}
    for name in (*_recorded(facts), *_vocabulary(), *_defined(text), *_places(text)):
        if len(name.text) > 1:
            found.setdefault(name.text, name)
    for name in (*_events(text, found.values()), *_facilities(facts)):
        found.setdefault(name.text, name)
    return tuple(sorted(found.values(), key=lambda name: (-len(name.text), name.text)))


@cache
def _vocabulary() -> tuple[Name, ...]:
    rows = [Name(fold_text(row["word"]), row["label"]) for row in vocabulary.rows("names")]  # type: ignore[arg-type]
    places = [Name(word, "country") for word in sorted(countries()) if not is_region(word)]
    cities = [Name(word, "city") for word in sorted(city_words())]
    return (*rows, *cities, *places)


def _recorded(facts: DocumentFacts) -> Iterator[Name]:
    units = {record.name.value for record in facts.records if isinstance(record, OrgUnit)}
    for record in facts.records:
        if isinstance(record, OrgUnit):
            for form in _without_municipality(record.name.value, units):
                yield Name(form, "unit", record.id)
        elif isinstance(record, Office):
            yield Name(record.name.value, "unit")
        elif isinstance(record, CityLink):
            yield Name(record.printed_name.value, "city", record.city_id)
        elif isinstance(record, Person) and record.family_name and record.given_name:
            yield Name(record.name.value, "person")
        elif isinstance(record, BudgetLine) and record.name:
            for form in programme_forms(record.name.value):
                yield Name(form, "programme", record.id)


def _without_municipality(name: str, units: Collection[str]) -> tuple[str, ...]:
    """Return a unit's name, and without the municipality it begins with where no other unit may be meant by that."""
    match = _MUNICIPALITY.match(name)
    if not match or match.group() not in municipalities():
        return (name,)
    short = name[match.end() :]
    alone = all(unit == name or not unit.endswith(short) for unit in units)
    return (name, short) if alone and len(short) > 4 else (name,)


def programme_forms(name: str) -> tuple[str, ...]:
    """Return the forms by which running text names a programme: without 費, without brackets, and what stands in them.

    >>> programme_forms("公民連携による技術協力事業費(Y-PORT事業費)【拡充】")
    ('公民連携による技術協力事業', 'Y-PORT事業')
    """
    plain = _BRACKETS.sub("", name).strip()
    forms = [plain, *(match["inner"] or "" for match in _BRACKETS.finditer(name))]
    named = [form.removesuffix("費") if form.endswith("事業費") else form for form in forms]
    return tuple(form for form in named if len(form) > 4 and _PROGRAMME.search(form))


def _defined(text: str) -> Iterator[Name]:
    """Yield the bodies that a text names in full, and their short forms."""
    full_names: set[str] = set()
    for pattern in (_LEGAL, _BODY):
        for match in pattern.finditer(text):
            name = match["name"]
            if not _GENERIC.search(name) and len(name) > 3:
                full_names.add(name)
                yield Name(name, "organization")
                if pattern is _LEGAL and match.group() != name and "(" not in match.group():
                    yield Name(match.group(), "organization")
    for pattern in (_FULL_THEN_SHORT, _SHORT_THEN_FULL):
        for match in pattern.finditer(text):
            if not _GENERIC.search(match["full"]):
                yield Name(match["full"], "organization")
                yield Name(match["short"], "organization")
    known = {name.text: name.label for name in _vocabulary()}
    for match in _SPELLED_OUT.finditer(text):
        label = known.get(match["short"])
        if label or match["short"] in full_names:
            yield Name(match["full"], label or "organization")


def _places(text: str) -> Iterator[Name]:
    """Yield the cities that Sudachi takes for names of places and GeoNames knows, beside those of the vocabulary."""
    (words,) = nlp.tokens([text])
    seen = {word.text for word in words if word.tags[2:3] == ("地名",) and word.tags[3:4] != ("国",)}
    for word in sorted(seen):
        if _KATAKANA_WORD.fullmatch(word) and (city := resolve(word).city):
            yield Name(word, "city", city.id)


def _events(text: str, names: Iterable[Name]) -> Iterator[Name]:
    """Yield meetings that bear the name of a known body: シティネット総会."""
    bodies = sorted({name.text for name in names if name.label == "organization"}, key=lambda body: (-len(body), body))
    pattern = rf"(?:{'|'.join(map(re.escape, bodies))})[一-鿿ァ-ヺー]{{0,8}}?(?:会議|総会|セミナー|フォーラム|サミット)"
    for match in re.finditer(pattern, text):
        yield Name(match.group(), "event")


def _facilities(facts: DocumentFacts) -> Iterator[Name]:
    for record in facts.records:
        if isinstance(record, ReferenceCell) and record.value and len(record.value.value) >= LEAST_FACILITY:
            yield Name(record.value.value, None)


def by_text(names: Iterable[Name]) -> dict[str, Name]:
    """Return names by their text without white space."""
    return {"".join(name.text.split()): name for name in names}
