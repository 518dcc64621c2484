"""Ten ways to draw a bureau's chart, each from a world and a seed of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from kokusai_extract.model.source import BBox
from tests.support.chart_sheets import BoxStyle, Sheet, width_of
from tests.support.chart_worlds import Seat, Unit, World

Layout = Callable[[World, Random], Sheet]
SIZE = 8.0


def spaced(title: str) -> str:
    """Return a short title letter-spaced."""
    return "　".join(title) if len(title) <= 4 else title


def stack(seat: Seat, random: Random | None = None) -> list[str]:
    """Return title, holder and extension as lines of a box."""
    title = spaced(seat.title) if random and random.random() < 0.2 else seat.title
    return [title, *filter(None, (seat.second(), seat.phone))]


def one_line(seat: Seat, gap: str = "　") -> str:
    """Return title, holder and extension on a line."""
    phone = seat.phone and (seat.phone if not gap else f"({seat.phone})")
    return gap.join(filter(None, (seat.title, seat.second(), phone)))


def _style(random: Random) -> BoxStyle:
    return random.choice(("rect", "lines"))


def left_right(world: World, random: Random) -> Sheet:
    """Boxes of bureau, departments and divisions from left to right; staff beside them without boxes."""
    sheet = Sheet(_style(random), height=1400)
    bands, draw_lines = random.random() < 0.6, random.random() < 0.8
    high, pitch, wide, staff_pitch = 38.0, 46.0, 140.0, 13.0
    y = 40.0
    trunk: list[float] = []
    for department in world.departments:
        top = y
        if bands:
            sheet.set(f"≪{department.name}≫", 210, y, SIZE + 1)
            y += 18
        head_y = y
        for i, seat in enumerate(department.seats):
            box = BBox(210, head_y + i * pitch, 210 + wide, head_y + i * pitch + high)
            sheet.centered(stack(seat, random), box, SIZE)
            trunk.append((box.top + box.bottom) / 2)
            if draw_lines:
                sheet.line(190, trunk[-1], 210, trunk[-1])
        joints = [head_y + high / 2]
        at = top
        for division in department.below:
            if bands:
                sheet.set(f"〈{division.name}〉", 400, at, SIZE + 1)
                at += 18
            for seat in division.seats:
                box = BBox(400, at, 400 + wide, at + high)
                sheet.centered(stack(seat, random), box, SIZE)
                middle = at + high / 2
                joints.append(middle)
                if draw_lines:
                    sheet.line(375, middle, 400, middle)
                for k, person in enumerate(seat.staff):
                    row = at + k * staff_pitch
                    block = sheet.block()
                    sheet.set(person.title, 580, row, SIZE, block)
                    if person.second():
                        sheet.set(str(person.second()), 580 + 150, row, SIZE, block)
                    if person.phone:
                        sheet.set(person.phone, 580 + 230, row, SIZE, block)
                    if draw_lines:
                        sheet.line(400 + wide + 8, row + SIZE / 2, 574, row + SIZE / 2)
                if seat.staff and draw_lines:
                    end = at + (len(seat.staff) - 1) * staff_pitch + SIZE / 2
                    sheet.line(400 + wide, middle, 400 + wide + 8, middle)
                    sheet.line(400 + wide + 8, min(at + SIZE / 2, middle), 400 + wide + 8, max(end, middle))
                at += max(pitch, staff_pitch * len(seat.staff) + 6)
        if draw_lines and department.below:
            sheet.line(210 + wide, joints[0], 375, joints[0])
            sheet.line(375, min(joints), 375, max(joints))
        y = max(at, head_y + pitch * len(department.seats)) + 14
    for i, seat in enumerate(world.heads):
        box = BBox(40, 60 + i * 60, 40 + wide, 60 + i * 60 + high)
        sheet.centered(stack(seat, random), box, SIZE + 1)
        if i and draw_lines:
            sheet.line(110, 60 + (i - 1) * 60 + high, 110, 60 + i * 60)
    if draw_lines:
        chief = 60 + high / 2
        sheet.line(40 + wide, chief, 190, chief)
        sheet.line(190, min(*trunk, chief), 190, max(*trunk, chief))
    return sheet


def top_down(world: World, random: Random) -> Sheet:
    """Boxes of the bureau over those of departments over those of divisions; under these the staff, boxed or not."""
    staff_style = random.choice(("boxes", "free", "rows"))
    sheet = Sheet(_style(random), width=2400, height=900)
    wide, high, gap = 130.0, 40.0, 16.0
    x = 40.0
    centers: list[float] = []
    for department in world.departments:
        left = x
        for division in department.below:
            for j, seat in enumerate(division.seats):
                box = BBox(x, 230, x + wide, 230 + high)
                if j == 0:
                    sheet.set(f"〈{division.name}〉", x, 214, SIZE)
                sheet.centered(stack(seat, random), box, SIZE)
                sheet.line(x + wide / 2, 205, x + wide / 2, 212 if j == 0 else 230)
                y = 290.0
                for person in seat.staff:
                    if staff_style == "boxes":
                        lower = BBox(x + 6, y, x + wide - 6, y + high)
                        sheet.centered(stack(person), lower, SIZE)
                        y += high + 8
                    elif staff_style == "free":
                        sheet.centered(stack(person), BBox(x, y, x + wide, y + high), SIZE, draw=False)
                        y += high + 10
                    else:
                        block = sheet.block()
                        sheet.set(one_line(person), x, y, SIZE * 0.8, block)
                        y += 12
                x += max(wide, 130) + gap + (90 if staff_style == "rows" else 0)
        if not department.below:
            x += wide + gap
        middle = (left + x - gap) / 2
        for i, seat in enumerate(department.seats):
            box = BBox(middle - wide / 2 + i * (wide + 6), 140, middle + wide / 2 + i * (wide + 6), 140 + high)
            sheet.centered(stack(seat, random), box, SIZE)
            if i == 0:
                sheet.line(middle, 140 + high, middle, 205)
                centers.append(middle)
        x = max(x, middle + wide / 2 + (len(department.seats) - 1) * (wide + 6) + gap)
        if department.below:
            sheet.line(left + wide / 2, 205, x - gap - wide / 2, 205)
    trunk = sum(centers) / len(centers)
    for i, seat in enumerate(world.heads):
        box = BBox(trunk - wide / 2 + i * (wide + 30), 40, trunk + wide / 2 + i * (wide + 30), 40 + high)
        sheet.centered(stack(seat, random), box, SIZE)
    sheet.line(trunk, 40 + high, trunk, 110)
    sheet.line(min(*centers, trunk), 110, max(*centers, trunk), 110)
    for center in centers:
        sheet.line(center, 110, center, 140)
    sheet.width = max(sheet.width, x + 100)
    return sheet


def unboxed(world: World, random: Random) -> Sheet:
    """Columns of departments, posts as title over name over extension, no box and no line."""
    sheet = Sheet("none", width=1600, height=2200)
    x = 40.0
    for column in [None, *world.departments] if world.heads else world.departments:
        y = 40.0
        seats = world.heads if column is None else _of(column)
        if column is not None:
            sheet.set(f"≪{column.name}≫", x, y, SIZE + 1)
            y += 30
        for seat in seats:
            y += random.choice((0, 0, 4.3, 7.1))
            block = sheet.block()
            for line in stack(seat):
                sheet.set(line, x, y, SIZE, block)
                y += SIZE * 1.3
            y += 14
        x += 190
    return sheet


def _of(department: Unit) -> Iterator[Seat]:
    for unit in (department, *department.below):
        for seat in unit.seats:
            yield seat
            yield from seat.staff


def listed(world: World, random: Random) -> Sheet:
    """One line a post under bare unit names, indented by level."""
    sheet = Sheet("none", height=2200)
    y = 40.0
    gap = random.choice(("　", "　　", " "))

    def put(seat: Seat, x: float) -> None:
        nonlocal y
        sheet.set(one_line(seat, gap), x, y, SIZE)
        y += 13

    for seat in world.heads:
        put(seat, 40)
    for department in world.departments:
        y += 8
        sheet.set(department.name, 40, y, SIZE)
        y += 14
        for seat in department.seats:
            put(seat, 60)
        for division in department.below:
            sheet.set(division.name, 60, y, SIZE)
            y += 14
            for seat in division.seats:
                put(seat, 80)
                for person in seat.staff:
                    put(person, 100)
    return sheet


def two_columns(world: World, random: Random) -> Sheet:
    """A run of titles beside a run of names, extensions in a third column, under the heads of units."""
    sheet = Sheet("none", height=2600)
    y = 40.0
    second = 40 + random.choice((150, 190, 240))
    pitch = random.choice((11.0, 14.0, 18.0))

    def put(seat: Seat) -> None:
        nonlocal y
        block = sheet.block()
        sheet.set(seat.title, 40, y, SIZE, block)
        if seat.second():
            sheet.set(str(seat.second()), second, y, SIZE, block)
        if seat.phone:
            sheet.set(seat.phone, second + 110, y, SIZE, block)
        y += pitch

    for seat in world.heads:
        put(seat)
    for unit in world.units():
        y += 10
        sheet.set(f"〈{unit.name}〉" if unit not in world.departments else f"≪{unit.name}≫", 40, y, SIZE)
        y += 16
        for seat in unit.seats:
            put(seat)
            for person in seat.staff:
                put(person)
    return sheet


def table(world: World, random: Random) -> Sheet:
    """A ruled table with a row a post: unit, title, name, extension, some with heads and merged cells."""
    sheet = Sheet("lines", height=3000)
    xs = [40.0, 160.0, 330.0, 430.0, 500.0]
    y, high = 40.0, 18.0
    heads = random.random() < 0.5
    rows: list[tuple[str, str, str, str]] = [("所属", "職名", "氏名", "内線")] if heads else []
    last = ""
    for seat in world.seats():
        rows.append(("" if seat.unit == last else seat.unit, seat.title, seat.second() or "", seat.phone or ""))
        last = seat.unit
    top = y
    for unit, *rest in rows:
        for x, text in zip(xs, (unit, *rest), strict=False):
            if text:
                sheet.set(text, x + 4, y + 5, SIZE)
        sheet.line(xs[0] if unit else xs[1], y, xs[-1], y)
        y += high
    sheet.line(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.line(x, top, x, y)
    return sheet


def groups(world: World, random: Random) -> Sheet:
    """A box a unit, with its name on top and all its posts in it, a line each or stacked."""
    sheet = Sheet(_style(random), width=1400, height=1800)
    stacked = random.random() < 0.5
    units = [(unit.name, [s for seat in unit.seats for s in (seat, *seat.staff)]) for unit in world.units()]
    for i, (name, seats) in enumerate([(world.bureau, world.heads), *units]):
        x, y = 40 + (i % 4) * 320, 40 + (i // 4) * 420
        block = sheet.block()
        at = y + 8.0
        sheet.set(name, x + 10, at, SIZE, block)
        at += 16
        for seat in seats:
            lines = stack(seat) if stacked else [one_line(seat)]
            for line in lines:
                sheet.set(line, x + 10, at, SIZE, block)
                at += SIZE * 1.4
            at += 3
        sheet.boxes.append(BBox(x, y, x + 300, at + 6))
    return sheet


def name_first(world: World, random: Random) -> Sheet:
    """Boxes in a grid, the name over the title."""
    sheet = Sheet(_style(random), width=1400, height=2400)
    for i, seat in enumerate(world.seats()):
        x, y = 40 + (i % 6) * 200 + random.uniform(0, 15), 40 + (i // 6) * 70 + random.uniform(0, 15)
        lines = list(filter(None, (seat.second(), seat.title, seat.phone)))
        sheet.centered(lines, BBox(x, y, x + 160, y + 44), SIZE)
    return sheet


def scattered(world: World, random: Random) -> Sheet:
    """Posts without boxes at uneven heights in columns, so that lines of one stand beside lines of others."""
    sheet = Sheet("none", width=1400, height=3000)
    heights = [40.0 + random.uniform(0, 30) for _ in range(5)]
    for seat in world.seats():
        column = heights.index(min(heights))
        y = heights[column]
        block = sheet.block()
        texts = stack(seat)
        wide = max(width_of(text, SIZE) for text in texts)
        for text in texts:
            x = 40 + column * 210 + (wide - width_of(text, SIZE)) / 2
            sheet.set(text, x, y, SIZE, block)
            y += SIZE * random.choice((1.2, 1.4, 1.6))
        heights[column] = y + random.uniform(10, 24)
    return sheet


def upright(world: World, random: Random) -> Sheet:
    """Narrow boxes, title and name set one letter a line, the name below the title."""
    sheet = Sheet(_style(random), width=2600, height=700)
    for i, seat in enumerate(world.seats()):
        x, y = 40 + (i % 60) * 40, 40 + (i // 60) * 330
        block = sheet.block()
        at = y + 6
        for part in (seat.title, "".join((seat.printed_name or seat.second() or "").split())):
            for letter in part:
                sheet.set(letter, x + 8, at, SIZE, block)
                at += SIZE * 1.1
            at += 12
        if seat.phone:
            sheet.set(seat.phone, x + 3, at, SIZE, block)
            at += 12
        sheet.boxes.append(BBox(x, y, x + 26, at + 4))
    return sheet


LAYOUTS: dict[str, Layout] = {
    "left-right": left_right,
    "top-down": top_down,
    "unboxed": unboxed,
    "listed": listed,
    "two-columns": two_columns,
    "table": table,
    "groups": groups,
    "name-first": name_first,
    "scattered": scattered,
    "upright": upright,
}
