"""Makes the outline of the world's land that the map of cities is drawn on.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/world_outline.py package/land-110m.json src/kokusai_extract/publish/site/static/world.svg

The data is Natural Earth's (public domain, https://www.naturalearthdata.com), 1:110m land, version 4.1.0, as the npm
package world-atlas 2.0.2 redistributes it in TopoJSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kokusai_extract.publish.site.worldmap import HEIGHT, WIDTH, project

Point = tuple[float, float]


def rings(topology: dict[str, Any]) -> list[list[Point]]:
    """Return every ring of the land as (longitude, latitude) points."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    (land,) = topology["objects"]["land"]["geometries"]
    polygons = land["arcs"] if land["type"] == "MultiPolygon" else [land["arcs"]]
    return [ring(part, arcs) for polygon in polygons for part in polygon]


def ring(part: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Join arcs to one ring; a negative number is an arc from its end to its beginning."""
    points: list[Point] = []
    for number in part:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def path(points: list[Point]) -> str:
    """Return a ring on the map, once more where it runs over the map's edge."""
    placed = [project(latitude, longitude) for longitude, latitude in points]
    flat: list[Point] = []
    turn = 0.0
    for i, (x, y) in enumerate(placed):
        if i and abs(x - placed[i - 1][0]) > WIDTH / 2:
            turn += WIDTH if x < placed[i - 1][0] else -WIDTH
        flat.append((x + turn, y))
    copies = [0.0] + [shift for shift in (-WIDTH, WIDTH) if any(0 <= x + shift <= WIDTH for x, _ in flat)]
    return "".join(_outline([(x + shift, y) for x, y in flat]) for shift in copies)


def _outline(points: list[Point]) -> str:
    steps = []
    last: tuple[str, str] | None = None
    for x, y in points:
        here = (f"{x:.1f}".removesuffix(".0"), f"{y:.1f}".removesuffix(".0"))
        if here != last:
            steps.append(" ".join(here))
        last = here
    return "M" + "L".join(steps) + "Z" if len(steps) > 3 else ""


def main(source: Path, target: Path) -> None:
    """Write the outline as one SVG path."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    land = "".join(path(points) for points in rings(topology) if max(latitude for _, latitude in points) > -58)
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><!-- Natural Earth 1:110m land, '
        f'public domain; made by tools/world_outline.py --><path fill="#dfe6ea" stroke="#c3ced6" stroke-width=".6" '
        f'd="{land}"/></svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
