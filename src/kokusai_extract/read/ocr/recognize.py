"""Letters of a picture, recognized by RapidOCR with the models that its wheel carries. Nothing is downloaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kokusai_extract.read.ocr.decode import Japanese
from kokusai_extract.read.ocr.picture import Picture, Pixels

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

THREADS = 1
"""One thread a process: documents are read side by side, and sums come out the same on every machine's count of
processors."""

DETECTION = "PP-OCRv6_det_small.onnx"
RECOGNITION = "PP-OCRv6_rec_small.onnx"


class Letter(NamedTuple):
    """One letter: the middle of its place along the line, in pixels, and how likely it is this one, 0 to 1.

    ``spaced`` says that a space was seen before it. ``rivals`` are what else it might be, each with how likely.
    """

    at: float
    text: str
    score: float
    spaced: bool = False
    rivals: tuple[tuple[str, float], ...] = ()


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
    for each, seen, box in letters:
        spaced = False
        for sign in words:
            if sign == each[:1]:
                break
            spaced = spaced or sign.isspace()
        if each.strip():
            along = float(np.mean([corner[turn] for corner in box]))
            placed.append(Letter(along, each, seen.score, spaced, seen.rivals))
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
    recognizer.postprocess_op = Japanese(recognizer.postprocess_op)
    return engine
