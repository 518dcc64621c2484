"""Letters of a picture, recognized by RapidOCR with the models that its wheel carries. Nothing is downloaded."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kokusai_extract.read.ocr.picture import Picture, Pixels
from kokusai_extract.vocabulary import rows

USUAL_SIDE = 2000
"""RapidOCR makes a picture smaller until its longer side has as many pixels: right for A4 at 200 dots an inch."""

LONGEST_SIDE = 4000

FOUND_AT = 0.72
"""Lines are found in a picture smaller by this much, in half the time and as well as in the whole one; they are read in
the whole one."""

LARGEST = 72.0
"""No print is larger, in points. Where RapidOCR finds no line, it takes the whole picture for one."""

TALL = 1.5
"""A strip this many times as high as it is wide runs downwards; RapidOCR turns it before it reads it."""

RARE_FORMS = 4
"""How many times likelier the old or rare form of a kanji (穗, 澤, 髙) must be than its usual one."""

DOUBTFUL = 0.75
"""A letter that is less likely than this is in doubt."""

NEARLY = 0.03
"""A usual form is in doubt where the rare one is likelier than this."""

THREADS = 1
"""One thread a process: documents are read side by side, and sums come out the same on every machine's count of
processors."""

DETECTION = "PP-OCRv6_det_small.onnx"
RECOGNITION = "PP-OCRv6_rec_small.onnx"


class Letter(NamedTuple):
    """One letter: the middle of its place along the line, in pixels, and how likely it is this one, 0 to 1.

    ``spaced`` says that a space was seen before it.
    """

    at: float
    text: str
    score: float
    spaced: bool = False


class Strip(NamedTuple):
    """One printed line or part of it: its box in pixels, and its letters as they are read.

    ``turn`` is 0 for letters from left to right, 1 for a strip that runs downwards.
    """

    top: float
    x0: float
    bottom: float
    x1: float
    turn: int
    score: float
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """Its letters as one word."""
        return "".join(letter.text for letter in self.letters)


class Failed(Exception):
    """The recognizer broke down on a picture."""


def recognize(picture: Picture) -> list[Strip]:
    """Return the strips of a picture, top to bottom; those too whose reading is hardly likely.

    Raises:
        Failed: when the recognizer breaks down.
    """
    engine, longest = _engine(), max(picture.pixels.shape)
    engine.max_side_len = USUAL_SIDE if longest <= 1.2 * USUAL_SIDE else min(LONGEST_SIDE, int(0.86 * longest))
    engine.text_det.limit_side_len = int(FOUND_AT * engine.max_side_len)
    found = _run(picture.pixels, use_det=True)
    if getattr(found, "boxes", None) is None or not found.txts:
        return []
    parts = zip(found.boxes, found.txts, found.scores, found.word_results, strict=True)
    strips = sorted(_strip(*part) for part in parts)
    return [strip for strip in strips if min(strip.x1 - strip.x0, strip.bottom - strip.top) <= LARGEST * picture.scale]


def recognize_line(pixels: Pixels) -> tuple[str, float]:
    """Return what a picture of a single line says, and how likely.

    Raises:
        Failed: when the recognizer breaks down.
    """
    found = _run(pixels, use_det=False)
    return (found.txts[0], float(found.scores[0])) if found.txts else ("", 0.0)


def _run(pixels: Pixels, *, use_det: bool) -> Any:
    try:
        return _engine()(
            np.dstack([pixels] * 3), use_det=use_det, return_word_box=use_det, return_single_char_box=use_det
        )
    except MemoryError:
        raise
    except Exception as error:
        raise Failed(type(error).__name__) from error


def _strip(corners: Any, text: str, score: float, letters: Any) -> Strip:
    (x0, top), (x1, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    turn = int(bottom - top >= TALL * (x1 - x0))
    placed = []
    words = iter(text)
    for each, likely, box in letters:
        spaced = False
        for sign in words:
            if sign == each[:1]:
                break
            spaced = spaced or sign.isspace()
        if each.strip():
            along = float(np.mean([corner[turn] for corner in box]))
            placed.append(Letter(along, each, float(likely), spaced))
    return Strip(top, x0, bottom, x1, turn, float(score), tuple(placed))


@cache
def _engine() -> Any:
    """Return the recognizer; loading takes half a second and some hundred megabytes."""
    import rapidocr  # noqa: PLC0415 - loaded where a page needs it

    models = Path(rapidocr.__file__).parent / "models"
    engine = rapidocr.RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Global.log_level": "critical",
            "Det.model_path": str(models / DETECTION),
            "Det.limit_type": "max",
            "Det.max_candidates": 4000,
            "Rec.model_path": str(models / RECOGNITION),
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": THREADS,
        }
    )
    engine._load_det_model()  # type: ignore[no-untyped-call]
    recognizer: Any = engine._load_rec_model()  # type: ignore[no-untyped-call]
    recognizer.postprocess_op = _Japanese(recognizer.postprocess_op)
    return engine


@cache
def rare_forms() -> dict[str, str]:
    """Return the usual form of each old or rare form of a kanji."""
    return {row["variant"]: row["standard"] for row in rows("variants")}


class _Japanese:
    """Decodes what the recognizer gives each stretch of a line: how likely each of its 18,000 signs stands there.

    It was taught Chinese too. A form that Japanese print does not use speaks for the one it does (额 for 額), a kanji
    that no Japanese standard holds for none, and an old or rare form must be :data:`RARE_FORMS` times likelier than the
    usual one to be taken for printed; where it is at all likely, the usual one is in doubt (ADR 0027).
    """

    def __init__(self, decode: Any) -> None:
        self._decode = decode
        places = {sign: place for place, sign in enumerate(decode.character)}
        forms = [(row["recognized"], row["printed"]) for row in rows("ocr_forms")]
        pairs = [(places[form], places[printed]) for form, printed in forms if form in places and printed in places]
        self._forms, self._printed = (list(side) for side in zip(*pairs, strict=True))
        self._foreign = [place for sign, place in places.items() if _is_foreign(sign) and place not in self._forms]
        rare = [(places[form], places[usual]) for form, usual in rare_forms().items() if {form, usual} <= places.keys()]
        self._rare = [(form, usual) for form, usual in rare if form not in self._forms]

    def __call__(self, likely: Any, *arguments: Any, **settings: Any) -> Any:
        for form, printed in zip(self._forms, self._printed, strict=True):
            likely[:, :, printed] += likely[:, :, form]
        likely[:, :, self._forms + self._foreign] = 0
        for form, usual in self._rare:
            unsure = likely[:, :, form] > NEARLY
            likely[:, :, usual][unsure] = np.minimum(likely[:, :, usual][unsure], DOUBTFUL - 0.01)
            likely[:, :, form][likely[:, :, form] < RARE_FORMS * likely[:, :, usual]] = 0
        return self._decode(likely, *arguments, **settings)


def _is_foreign(sign: str) -> bool:
    """Tell whether a kanji is in neither JIS X 0213 nor Windows-31J."""
    if not unicodedata.name(sign[:1], "").startswith("CJK UNIFIED IDEOGRAPH"):
        return False
    for encoding in ("euc_jis_2004", "cp932"):
        with suppress(UnicodeEncodeError):
            sign.encode(encoding)
            return False
    return True
