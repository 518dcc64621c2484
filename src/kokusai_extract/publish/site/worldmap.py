"""The map of cities: where a place stands on it, and which labels have room. All lengths are SVG user units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, pi, radians, tan

from kokusai_extract.publish.site.drawing import width_of

WIDTH, HEIGHT = 960.0, 480.0
MIDDLE = 150.0
"""The longitude in the middle: Japan near it, the Pacific whole, the edge in the Atlantic."""

_NORTH, _SOUTH = 78.0, -57.0
_CHARACTER, _LINE, _DOT = 11.0, 13.0, 4.5


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a place stands on the map (Miller's projection).

    >>> project(0.0, MIDDLE)[0] == WIDTH / 2
    True
    """
    x = ((longitude - MIDDLE + 180) % 360) / 360 * WIDTH
    top, bottom = _miller(_NORTH), _miller(_SOUTH)
    return x, (top - _miller(latitude)) / (top - bottom) * HEIGHT


def _miller(latitude: float) -> float:
    return 1.25 * log(tan(pi / 4 + 0.4 * radians(max(min(latitude, 89.0), -89.0))))


@dataclass(frozen=True, slots=True)
class Dot:
    """A city on the map; ``label_x`` is None where there is no room for its name."""

    key: str
    name: str
    kind: str
    href: str
    title: str
    x: float
    y: float
    label_x: float | None
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class City:
    """What is to be placed."""

    key: str
    name: str
    kind: str
    href: str
    title: str
    latitude: float
    longitude: float


def place(cities: Iterable[City]) -> list[Dot]:
    """Return the cities as dots, each with its name beside it where it covers no other dot or name."""
    there = [(city, *project(city.latitude, city.longitude)) for city in cities]
    taken = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for _, x, y in there]
    dots = []
    for city, x, y in there:
        wide = width_of(city.name) * _CHARACTER
        tries = (
            (x + 7, y + 4, "start", x + 6),
            (x - 7, y + 4, "end", x - 6 - wide),
            (x, y - 8, "middle", x - wide / 2),
            (x, y + 17, "middle", x - wide / 2),
            (x + 5, y - 6, "start", x + 5),
            (x + 5, y + 15, "start", x + 5),
            (x - 5, y - 6, "end", x - 5 - wide),
            (x - 5, y + 15, "end", x - 5 - wide),
        )
        for label_x, label_y, anchor, left in tries:
            box = (left, label_y - _LINE + 3, left + wide, label_y + 3)
            if box[0] >= 0 and box[2] <= WIDTH and not _covers(box, taken):
                taken.append(box)
                dots.append(_dot(city, x, y, label_x, label_y, anchor))
                break
        else:
            dots.append(_dot(city, x, y, None, y, "start"))
    return dots


def _dot(city: City, x: float, y: float, label_x: float | None, label_y: float, anchor: str) -> Dot:  # noqa: PLR0917
    label = None if label_x is None else round(label_x, 1)
    return Dot(
        city.key,
        city.name,
        city.kind,
        city.href,
        city.title,
        round(x, 1),
        round(y, 1),
        label,
        round(label_y, 1),
        anchor,
    )


def _covers(box: tuple[float, ...], taken: Sequence[tuple[float, ...]]) -> bool:
    return any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
