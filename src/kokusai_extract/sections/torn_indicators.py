"""A table of indicators whose cells a text has torn apart: labels, values, periods and bureaus on lines of their own.

What follows is inferred, and findings say how: a pair of values belongs to the label it stands behind if it counts what
the label counts (13件, 件数). A pair without a label and a label without a pair go together where units leave one way.
A policy holds for the indicators behind it until the columns of the table mix again. All else stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kokusai_extract import nlp, vocabulary
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.international import Indicator
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import Context, SourceLine
from kokusai_extract.segment.headings import heading_of
from kokusai_extract.values.units import unit_words

_HEADS = re.compile(r"(?:施策|指標|(?:直近の)?現状値?|目標値?|計画値|所管(?:局|課)?|担当(?:局|課)?|基準値|実績値?|\s)+")
_FIGURE = re.compile(r"(?P<figure>[\d,.]+)\s?(?P<unit>[^\d\s()、。-]{1,5})")
_PERIOD = re.compile(r"\((?P<period>[^()]*(?:年|月|日)[^()]*)\)")
_BOTH = re.compile(rf"{_FIGURE.pattern}\s*{_PERIOD.pattern}")
_COUNTS = re.compile(r"(?:数|率|額|割合|件|量|時間|度|点)$")
_COUNTING_WORD = re.compile(r"(?:[人件回者校社本]|団体|事業)?(?:数|率|額|量|割合)")
_UNFINISHED = re.compile(r"[のを、・及びと]$")
_SAME_UNIT = {"名": "人", "者": "人", "か国": "国", "ヶ国": "国"}
_BRACKETS = re.compile(r"\(.*\)")
_DASH = re.compile(r"[-―—–]")


@dataclass(slots=True, eq=False)
class _Value:
    value: Passage
    unit: str
    period: Passage | None = None


@dataclass(slots=True, eq=False)
class _Row:
    """A label and the pair of values that it bears; ``target`` may be words (策定・推進)."""

    label: list[Passage]
    values: list[_Value] = field(default_factory=list)
    words: tuple[Passage | None, Passage] | None = None
    policy: Passage | None = None

    @property
    def name(self) -> Passage:
        return Passage.join(self.label)

    @property
    def counts(self) -> bool:
        return bool(_COUNTS.search(self.name.text))

    @property
    def complete(self) -> bool:
        return self.words is not None or len(self.values) == 2


@dataclass(frozen=True, slots=True, eq=False)
class _Token:
    """A word or cell, and the (page, line) that it stands on; ``alone`` tells that it is all of its line."""

    text: Passage
    line: tuple[int, int]
    alone: bool

    def follows(self, other: _Token) -> bool:
        """Tell whether it stands on the very next line."""
        return self.line == (other.line[0], other.line[1] + 1)


@dataclass(slots=True, eq=False)
class _Reading:
    """``unread`` are labels of which it is not known where they begin.

    ``mixed`` tells that cells ran into each other.
    """

    rows: list[_Row] = field(default_factory=list)
    policies: list[Passage] = field(default_factory=list)
    loose: list[list[_Value]] = field(default_factory=list)
    bureaus: list[Passage] = field(default_factory=list)
    unread: list[Passage] = field(default_factory=list)
    mixed: bool = False


def read_torn(lines: Sequence[SourceLine], context: Context) -> Result[Indicator]:
    """Return the indicators, with empty ids."""
    reader = _Reader()
    for token in _tokens(lines):
        reader.take(token)
    reader.close()
    reading = reader.reading
    inferred = _pair(reading)
    _settle_policies(reading)
    indicators = tuple(_indicator(row, context) for row in reading.rows)
    return Result(indicators, tuple(_doubts(reading, inferred)))


def _tokens(lines: Sequence[SourceLine]) -> Iterator[_Token]:
    for line in lines:
        if heading_of(line.passage) or _HEADS.fullmatch(line.passage.squeeze().text):
            continue
        parts = [part.strip() for cell in line.cells for part in cell.split(r"[ \u3000]+") if part.text.strip()]
        for part in parts:
            yield _Token(part, (line.page.number, line.line.number), len(parts) == 1)


def _settle_policies(reading: _Reading) -> None:
    """Trust no policy where cells ran into each other; one that stands before all rows, alone, holds for all."""
    if reading.mixed:
        reading.policies = []
        for row in reading.rows:
            row.policy = None
    elif len(reading.policies) == 1 and reading.rows and reading.rows[0].policy is reading.policies[0]:
        for row in reading.rows:
            row.policy = reading.policies[0]


class _Reader:
    """Reads tokens one after the other; what belongs together is closed when something else begins."""

    def __init__(self) -> None:
        self.reading = _Reading()
        self.label: list[_Token] = []
        self.values: list[_Value] = []
        self.bureaus: list[_Token] = []
        self.policy: Passage | None = None
        self.touching = False
        """Whether the values follow their label at once."""
        self.doubtful = False
        """Whether the label may be two, one under the other."""
        self.dash: _Token | None = None
        """A baseline that is not there, whose target may be words on the same line."""

    def take(self, token: _Token) -> None:
        """Read one more token."""
        text = token.text.text
        if self.bureaus and self._is_rest_of_bureaus(token):
            self._take_bureau(token)
        elif self.dash and self.dash.line == token.line and self.label:
            self._take_words(token)
        elif _is_bureaus(text) and not self._goes_on(token):
            self._take_bureau(token)
        elif _HEADS.fullmatch(text) or (_BRACKETS.fullmatch(text) and not _PERIOD.fullmatch(text)):
            self.touching = False
        elif _DASH.fullmatch(text):
            self.dash = token
        elif not self._take_value(token.text):
            self._take_label(token)

    def close(self) -> None:
        """End the label and the values that were being read: a row, or a policy, or what has come apart."""
        name = Passage.join([token.text for token in self.label]) if self.label else None
        row = _Row([name], policy=self.policy) if name else None
        if name and self.doubtful:
            self.reading.unread.append(name)
        elif row and self.touching and _fits(row, self.values):
            row.values = self.values
            self.reading.rows.append(row)
        else:
            if self.values:
                self.reading.loose.append(self.values)
            if row and row.counts:
                self.reading.rows.append(row)
            elif name:
                self.policy = name
                self.reading.policies.append(name)
        self.label, self.values, self.touching, self.doubtful, self.dash = [], [], False, False, None

    def _is_rest_of_bureaus(self, token: _Token) -> bool:
        last = self.bureaus[-1]
        if not (token.follows(last) or last.text.text.endswith("、")):
            self._end_bureaus()
            return False
        self.reading.mixed = self.reading.mixed or not token.alone
        return True

    def _take_bureau(self, token: _Token) -> None:
        if not self.bureaus:
            self.close()
            self.policy = None
        self.bureaus.append(token)
        text = token.text.text
        if _ends_in_unit(text) and not text.endswith("、"):
            self._end_bureaus()

    def _end_bureaus(self) -> None:
        self.reading.bureaus.append(Passage.join([token.text for token in self.bureaus]))
        self.bureaus = []

    def _take_words(self, token: _Token) -> None:
        words = (None, token.text)
        name = Passage.join([part.text for part in self.label])
        if self.doubtful:
            self.reading.unread.append(name)
        else:
            self.reading.rows.append(_Row([name], words=words, policy=self.policy))
        self.label, self.values, self.touching, self.doubtful, self.dash = [], [], False, False, None

    def _take_value(self, text: Passage) -> bool:
        both, figure, period = (pattern.fullmatch(text.text) for pattern in (_BOTH, _FIGURE, _PERIOD))
        if period and not figure:
            if self.values and self.values[-1].period is None:
                self.values[-1].period = text.group(period, "period")
            return True
        match = both or figure
        if match is None:
            return False
        if len(self.values) == 2:
            self.close()
        value = _Value(text[: match.end("unit")], match["unit"])
        value.period = text.group(both, "period") if both else None
        self.values.append(value)
        return True

    def _take_label(self, token: _Token) -> None:
        if self._goes_on(token):
            self.label.append(token)
            return
        doubtful = bool(self.label) and not self.values and self.touching and token.follows(self.label[-1])
        if doubtful:  # a name in two lines, or a policy above a name
            self.label.append(token)
            self.doubtful = True
            return
        self.close()
        self.label, self.touching = [token], True

    def _goes_on(self, token: _Token) -> bool:
        """Tell whether a token is the rest of the label before it."""
        if not self.label or self.values or not token.follows(self.label[-1]):
            return False
        before, text = self.label[-1].text.text, token.text.text
        return bool(_UNFINISHED.search(before)) or _is_counter(text) or _one_word(before, text)


def _one_word(before: str, after: str) -> bool:
    """Tell whether a line end cuts a word in two (受け/入れ人数)."""
    (words,) = nlp.tokens([before + after])
    return any(word.start < len(before) < word.end for word in words)


def _is_counter(text: str) -> bool:
    """Tell whether a line is nothing but a counting word, which no label is by itself (人数, 件数)."""
    return bool(_COUNTING_WORD.fullmatch(text))


def _is_bureaus(text: str) -> bool:
    first = re.split("[、,]", text)[0].strip()
    return any(first.endswith(word) and len(first) > len(word) for word in unit_words()) and not _COUNTS.search(text)


def _ends_in_unit(text: str) -> bool:
    last = re.split("[、,]", text.strip())[-1].strip()
    return any(last.endswith(word) for word in unit_words())


def _fits(row: _Row, values: Sequence[_Value]) -> bool:
    """Tell whether values count what a label counts: 人 for 人数, % for 率; a label of another kind takes none."""
    units = {_SAME_UNIT.get(value.unit, value.unit) for value in values}
    if len(values) != 2 or len(units) != 1 or not row.counts:
        return False
    (unit,) = units
    name = row.name.text
    if name.endswith(("率", "割合")):
        return unit in ("%", "割", "ポイント")
    if name.endswith("数"):
        stem = name.removesuffix("数")
        named = [word for word in _counters() if stem.endswith(word)]
        named = [_SAME_UNIT.get(word, word) for word in named if len(word) == max(map(len, named))]
        return not named or unit in named
    return unit not in ("%", "割")


def _counters() -> tuple[str, ...]:
    return (*(row["word"] for row in vocabulary.rows("counters")), "者", "事業")


def _pair(reading: _Reading) -> list[_Row]:
    """Give loose values to labels without any, where units leave one way; return the rows that got some."""
    paired: list[_Row] = []
    while True:
        bare = [row for row in reading.rows if not row.complete]
        choices = [(values, [row for row in bare if _fits(row, values)]) for values in reading.loose]
        single = [
            (values, rows[0])
            for values, rows in choices
            if len(rows) == 1 and sum(rows[0] in others for _, others in choices) == 1
        ]
        if not single:
            return paired
        for values, row in single:
            row.values = values
            reading.loose.remove(values)
            paired.append(row)


def _indicator(row: _Row, context: Context) -> Indicator:
    baseline, target = row.values if len(row.values) == 2 else (None, None)
    words = row.words or (None, None)
    return Indicator(
        "",
        context.document.id,
        row.policy.sourced(row.policy.text, "indicators.policy-by-order", origin="inherited", confidence="inferred")
        if row.policy
        else None,
        row.name.read("indicators.name"),
        _read_value(baseline.value if baseline else words[0]),
        _read_value(baseline.period if baseline else None),
        _read_value(target.value if target else words[1]),
        _read_value(target.period if target else None),
        None,
        "inferred" if row.complete else None,
    )


def _read_value(passage: Passage | None) -> Sourced[str] | None:
    return passage.sourced(passage.text, "indicators.torn-value", confidence="inferred") if passage else None


def _doubts(reading: _Reading, inferred: Sequence[_Row]) -> Iterator[Finding]:
    if reading.rows:
        first = reading.rows[0].name
        names = "、".join(row.name.text for row in reading.rows)
        yield Finding.at("indicator-rows-inferred", first.anchors(), table_name="indicators", names=names)
    for row in inferred:
        values = "、".join(value.value.text for value in row.values)
        place, name = row.name.anchors(), row.name.text
        yield Finding.at("indicator-values-by-elimination", place, table_name="indicators", name=name, values=values)
    for row in reading.rows:
        if not row.complete:
            options = ["、".join(v.value.text for v in values) for values in reading.loose if _fits(row, values)]
            yield Finding.at(
                "indicator-values-open",
                row.name.anchors(),
                table_name="indicators",
                name=row.name.text,
                candidates=" / ".join(options) or "—",
            )
    for label in reading.unread:
        yield Finding.at("indicator-row-unread", label.anchors(), table_name="indicators", text=label.text)
    opened = [row.name for row in reading.rows if row.policy is None]
    if opened and (reading.policies or reading.mixed):
        yield Finding.at(
            "indicator-policy-open",
            Passage.join(opened).anchors(),
            table_name="indicators",
            names="、".join(name.text for name in opened),
            candidates="、".join(policy.text for policy in reading.policies) or "—",
        )
    if reading.bureaus:
        lists = " / ".join(passage.text for passage in reading.bureaus)
        places = Passage.join(reading.bureaus).anchors()
        yield Finding.at("indicator-responsible-open", places, table_name="indicators", lists=lists)
