"""Titles of posts by their grammar: what leads, what is led, and what is held beside it.

A title is a unit's name and 長 (国際協力課長), an area, 担当 and a rank (欧州米州担当課長), or a rank alone; before it
may stand (補) or 兼, behind it brackets that narrow it (課長補佐(担当係長)) or say that it is held with another post
(国際政策部長<副局長兼務>). Text is expected folded (NFKC) and without white space. Rank words, unit words and marks
are data: ``data/vocabulary/ranks.csv``, ``unit_words.csv``, ``post_marks.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import cast, get_args

from kokusai_extract import vocabulary
from kokusai_extract.model.records import Rank

RANKS: tuple[Rank, ...] = get_args(Rank)
BRACKETS = {"(": ")", "<": ">", "[": "]", "〔": "〕", "【": "】", "〈": "〉", "《": "》", "≪": "≫", "{": "}"}
MANAGERS: frozenset[Rank] = frozenset(
    {
        "director_general",
        "deputy_director_general",
        "executive_director",
        "department_director",
        "division_manager",
    }
)
"""課長 and above: the ranks that the UK's organogram rule would print by name (ADR 0014)."""

SENIORITY: tuple[Rank, ...] = (*RANKS[:5], "assistant_manager", "section_manager")
"""The ranks that stand above each other, the highest first."""
_NAME = r"[一-鿿㐀-䶿豈-﫿々〆〇ヶヵぁ-ゖァ-ヺーA-Za-z0-9・&'’\-‐]"
_INNER = r"(?:\([^()]*\)|「[^「」]*」)"
_PREFIX = re.compile(rf"(?:{_NAME}|{_INNER})*")
_SENTENCE = re.compile(r"[を、。]|する|した|である|について|における|に(?:係|関|対)")
_ANOTHER = re.compile(r"[局部課係所]長(?!会|室|級|補佐|代理|等)")
"""A title inside what stands before a title: two posts were run together."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class PostTitle:
    """One post's title, ``text``, at ``start:end`` of what was parsed.

    ``units`` are the stretches of it that may name a unit (larger units may stand before the name), the likelier
    first; ``heads`` tells that its holder leads the first of them.
    """

    start: int
    end: int
    text: str
    rank: Rank
    heads: bool = False
    units: tuple[str, ...] = ()

    def moved(self, by: int) -> PostTitle:
        """Return the same title ``by`` characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed 兼務, 事務取扱 or the like, at ``start:end``, and the other post it names, if any."""

    start: int
    end: int
    post: PostTitle | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says: the posts it names (a chain such as 局長兼部長 has several) and its marks."""

    posts: tuple[PostTitle, ...]
    marks: tuple[Mark, ...] = ()


@lru_cache(maxsize=4096)
def read_title(text: str) -> Title | None:
    """Read a whole string as a title; None where it is none.

    >>> read_title("欧州米州担当課長").posts[0].rank
    'division_manager'
    >>> read_title("国際政策部長<副局長兼務>").marks[0].post.text
    '副局長'
    >>> read_title("企業の海外展開を支援") is None
    True
    """
    if not 2 <= len(text) <= _LONGEST:
        return None
    start, end = 0, len(text)
    marks: list[Mark] = []
    if lead := re.match(rf"[({{\[〔<]?(?:{_concurrent()})[)}}\]〕>]?:?(?=.)", text):
        marks.append(Mark(*lead.span()))
        start = lead.end()
    posts: list[PostTitle] = []
    kept = end
    while (opening := _opening(text, end)) is not None and opening > start:
        mark = _bracket_mark(text, opening, end)
        if mark:
            marks.insert(0, mark)
            kept = opening
        end = opening
    if tail := re.search(rf"(?:{_concurrent(chains=False)})$", text[start:end]):
        marks.insert(0, Mark(start + tail.start(), start + tail.end()))
        end = kept = start + tail.start()
    for first, last in _chain(text, start, end):
        stop = kept if last == end else last
        post = _post(text, first, last, stop)
        if post is None:
            return None
        posts.append(post)
    return Title(tuple(posts), tuple(marks)) if posts else None


def is_vacancy(text: str) -> bool:
    """Tell whether the text stands in a name's place and says that nobody holds the post: 欠員, (欠員)."""
    return text.strip("".join([*BRACKETS, *BRACKETS.values()])) in vocabulary.words("post_marks", meaning="vacant")


def is_mark(text: str) -> bool:
    """Tell whether the text is a bracket or a word of 兼務 alone, such as <副局長兼務> on a line of its own."""
    return read_mark(text) is not None


def read_mark(text: str) -> Mark | None:
    """Read a whole string as such a mark, with the post it names.

    >>> read_mark("<副局長兼務>").post.text
    '副局長'
    """
    if re.fullmatch(_concurrent(chains=False), text):
        return Mark(0, len(text))
    return _bracket_mark(text, 0, len(text)) if _opening(text, len(text)) == 0 else None


def outranks(one: Rank, other: Rank) -> bool | None:
    """Tell whether the first rank stands above the second; None where the titles alone do not say."""
    if one not in SENIORITY or other not in SENIORITY or one == other:
        return None
    return SENIORITY.index(one) < SENIORITY.index(other)


def unit_word(name: str) -> str | None:
    """Return the word that makes ``name`` a unit's name (課, 部, センター …), the longest; None where there is none."""
    return next((word for word in vocabulary.words("unit_words") if name.endswith(word)), None)


@cache
def _concurrent(*, chains: bool = True) -> str:
    """Return the alternatives 事務取扱|兼務|…; without 兼 alone, which only chains, unless ``chains``."""
    return "|".join(word for word in vocabulary.words("post_marks", meaning="concurrent") if chains or len(word) > 1)


def _opening(text: str, end: int) -> int | None:
    """Return where the bracket that closes at ``end`` opens."""
    pair = next((pair for pair in BRACKETS.items() if end and text[end - 1] == pair[1]), None)
    if pair is None:
        return None
    depth = 0
    for i in range(end - 1, -1, -1):
        depth += (text[i] == pair[1]) - (text[i] == pair[0])
        if depth == 0:
            return i
    return None


def _bracket_mark(text: str, start: int, end: int) -> Mark | None:
    inner = text[start + 1 : end - 1]
    match = re.fullmatch(rf"(?:(?:{_concurrent()}):?(?P<after>.*)|(?P<before>.*?)の?(?:{_concurrent()}))", inner)
    if match is None:
        return None
    group = "after" if match["after"] is not None else "before"
    if not match[group]:
        return Mark(start, end)
    first = start + 1 + match.start(group)
    post = _post(text, first, first + len(match[group]), first + len(match[group]))
    return Mark(start, end, post) if post else None


def _chain(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the posts of a chain (局長兼部長, 理事・部長, 理事(政策)部長); one span where it is none."""
    for pattern in (r"\(?兼務?\)?", r"[・、]", r"(?<=\))"):
        bounds = [
            (start, start),
            *((m.start() + start, m.end() + start) for m in re.finditer(pattern, text[start:end])),
        ]
        spans = [(b[1], c[0]) for b, c in zip(bounds, [*bounds[1:], (end, end)], strict=True)]
        if len(spans) > 1 and all(_post(text, first, last, last) for first, last in spans):
            yield from spans
            return
    yield start, end


def _post(text: str, start: int, end: int, stop: int) -> PostTitle | None:
    """Read ``text[start:end]`` as one post's title; brackets up to ``stop`` narrow it and are kept."""
    core = text[start:end]
    while (opening := _opening(core, len(core))) is not None and opening > 0:
        core = core[:opening]
    substitute = re.match(r"[(<\[〔]補[)>\]〕]", core)
    bare = core[substitute.end() :] if substitute else core
    if _SENTENCE.search(bare) or "(補)" in bare or not _PREFIX.fullmatch(bare):
        return None
    acting = next((word for word in vocabulary.words("post_marks", meaning="acting") if bare.endswith(word)), "")
    bare = bare.removesuffix(acting)
    found = _rank(bare)
    if found is None:
        return None
    rank, word, form = found
    prefix = bare[: len(bare) - len(word)]
    if _ANOTHER.search(prefix) or ((ahead := re.match(r"(.+?)\(", prefix)) and _rank(ahead[1])):
        return None
    if form == "office" and not _may_precede_office(prefix):
        return None
    area = re.fullmatch(r"(.*?)(?:準備)?(?:等)?担当", prefix)
    heads = form == "head" and bool(prefix) and area is None
    units: tuple[str, ...] = ()
    if area:
        units = (area[1],) if area[1] else ()
    elif heads:
        units = (bare[:-1],)
    elif prefix:
        units = (prefix, prefix + word[: word.index("長")]) if "長" in word else (prefix,)
    return PostTitle(start, stop, text[start:stop], "assistant_manager" if substitute else rank, heads, units)


def _rank(text: str) -> tuple[Rank, str, str] | None:
    """Return rank, word and form of the longest rank word at the end, or of a unit word and 長."""
    for word in vocabulary.words("ranks"):
        if text.endswith(word):
            row = next(row for row in vocabulary.rows("ranks") if row["word"] == word)
            return cast(Rank, row["rank"]), word, row["form"]
    unit = unit_word(text[:-1]) if text.endswith("長") else None
    return ("other", unit + "長", "head") if unit else None


def _may_precede_office(prefix: str) -> bool:
    """Tell whether a word that is an office by itself (理事, 主査) may follow: a unit, an area's 担当, an adverb."""
    return (
        not prefix
        or prefix.endswith(("担当", "主席", "首席", "上席", "統括", "総括", "専任"))
        or bool(unit_word(prefix))
    )
