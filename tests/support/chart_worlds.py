"""Invented bureaus for charts: units, posts, names, extensions, all from one seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

BUREAUS = ("湖沼局", "星空局", "竹林局", "港湾交流局", "風土局", "文化観測局")
DEPARTMENTS = ("水辺政策部", "交流推進部", "観測部", "総合調整部", "資源部", "海外連携部", "生物多様性部")
DIVISIONS = (
    "水質課", "政策調整課", "湖畔整備課", "海外交流課", "観測企画課", "渡り鳥課", "データ活用課", "庶務課",
    "国際協力課", "地域づくり課", "アジア連携課", "多文化共生課", "魚類課", "経理課", "景観課",
)  # fmt: skip
AREAS = (
    "総務", "企画", "北欧", "中南米", "アフリカ中東", "アジア・大洋州", "技術協力", "調査", "広報", "区調整",
    "共生", "MICE", "水温", "経理", "メディア", "船舶", "啓発等", "協定準備",
)  # fmt: skip
CITIES = ("リマ", "ダカール", "オスロ", "ハノイ", "ケベック")
FAMILIES = (
    "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐々木",
    "山口", "松本", "井上", "木村", "林", "斎藤", "清水", "森", "阿部", "池田", "橋本", "石川", "山下", "小川",
    "岡田", "長谷川", "藤田", "泉", "後藤", "近藤", "村上", "遠藤", "青木", "坂本", "髙橋", "濵田", "﨑山",
    "冨田", "渡", "平", "柴", "岸", "一ノ瀬", "勅使河原", "小野寺", "東海林", "原", "関", "宮﨑", "櫻井",
    "澤田", "國分", "市川", "三枝", "荒木",
)  # fmt: skip
GIVENS = (
    "太郎", "花子", "誠", "久", "淳", "恵", "由美", "ルリ子", "さくら", "大樹", "貴之", "信明", "忍", "猛",
    "陽子", "徹", "隆", "雅量", "弘樹", "典夫", "志穂美", "留美", "聡", "直樹", "昌弘", "幹子", "和仁", "要",
    "忠裕", "厚朗", "博明", "千明", "圓", "晶子", "美咲", "健一", "優", "翔太", "菜々子", "ひろみ", "龍",
    "京子", "一", "涼", "あかね", "修", "雪絵", "光男", "道夫",
)  # fmt: skip
NAME_SPACES = ("　", "　", " ", "  ", "")


@dataclass
class Seat:
    """A post of an invented chart. ``name`` is None for a post printed without one, with ``vacancy`` where it says so.

    ``held_by`` is the title of the post whose holder holds this one too (the chart prints the mark, not the name).
    """

    title: str
    unit: str
    name: str | None
    printed_name: str = ""
    phone: str | None = None
    vacancy: str | None = None
    held_by: str | None = None
    staff: list[Seat] = field(default_factory=list)

    @property
    def mark(self) -> str | None:
        """What stands in the name's place of a post held with another."""
        return f"<{self.held_by}兼務>" if self.held_by else None

    def second(self) -> str | None:
        """Return what is printed where the name goes."""
        return self.printed_name or self.mark or self.vacancy


@dataclass
class Unit:
    """A department or division with the posts that stand in it."""

    name: str
    seats: list[Seat]
    below: list[Unit] = field(default_factory=list)


@dataclass
class World:
    """A bureau: the posts at its head, and its departments with their divisions."""

    bureau: str
    heads: list[Seat]
    departments: list[Unit]

    def seats(self) -> Iterator[Seat]:
        """Yield every post, heads first."""
        yield from self.heads
        for unit in self.units():
            for seat in unit.seats:
                yield seat
                yield from seat.staff

    def units(self) -> Iterator[Unit]:
        """Yield every department, each followed by its divisions."""
        for department in self.departments:
            yield department
            yield from department.below

    def holders(self) -> dict[tuple[str, str], Seat]:
        """Return the post of each (title, name) that is right, also of posts held with another."""
        by_title = {seat.title: seat for seat in self.seats()}
        right = {}
        for seat in self.seats():
            name = by_title[seat.held_by].name if seat.held_by else seat.name
            if name:
                right[seat.title, name] = seat
        return right


def make_world(seed: int) -> World:
    """Return the bureau of a seed."""
    return _Maker(Random(seed)).world()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.names = list(zip(random.sample(FAMILIES * 4, 200), random.sample(GIVENS * 5, 200), strict=True))
        self.names = list(dict.fromkeys(self.names))
        self.space = random.choice(NAME_SPACES)
        self.extensions = random.sample(range(2000, 5000), 200)
        self.phones = random.choice(("none", "managers", "managers", "all"))
        self.phone_style = random.choice(("{}", "{}", "({})", "内線{}", "内線 {}"))
        self.vacancies = random.random() < 0.3

    def seat(self, title: str, unit: str, *, manager: bool = True) -> Seat:
        family, given = self.names.pop()
        phone = None
        if self.phones == "all" or (self.phones == "managers" and manager):
            phone = str(self.extensions.pop())
        if self.vacancies and self.random.random() < 0.06:
            word = self.random.choice(("欠員", "（欠員）", None))
            return Seat(title, unit, None, phone=phone, vacancy=word)
        space = self.space or ("　" if len(family) + len(given) < 4 else "")
        return Seat(title, unit, f"{family} {given}", f"{family}{space}{given}", phone)

    def world(self) -> World:
        random = self.random
        bureau = random.choice(BUREAUS)
        heads = [self.seat(bureau[:-1] + "局長", bureau)]
        if random.random() < 0.6:
            heads.append(self.seat("副局長", bureau))
        names = iter(random.sample(DIVISIONS, len(DIVISIONS)))
        count = random.choice((1, 1, 2, 2, 3))
        departments = [self.department(name, heads, names) for name in random.sample(DEPARTMENTS, count)]
        return World(bureau, heads, departments)

    def department(self, name: str, heads: list[Seat], names: Iterator[str]) -> Unit:
        random = self.random
        first = self.seat(name + "長", name)
        if len(heads) > 1 and heads[1].name and not any(s.held_by for s in heads) and random.random() < 0.3:
            first = Seat(name + "長", name, None, phone=first.phone, held_by="副局長")
        seats = [first]
        if random.random() < 0.4:
            rank = random.choice(("部長", "理事"))
            seats.append(self.seat(random.choice((name, random.choice(AREAS))) + "担当" + rank, name))
        divisions = [self.division(next(names)) for _ in range(random.choice((1, 1, 2, 3)))]
        return Unit(name, seats, divisions)

    def division(self, name: str) -> Unit:
        random = self.random
        areas = [random.choice(("", random.choice(AREAS))) for _ in range(random.choice((0, 0, 1, 2)))]
        seats = [self.seat(title, name) for title in (name + "長", *(area + "担当課長" for area in areas))]
        for seat in seats:
            for _ in range(random.choice((0, 1, 1, 2, 3))):
                seat.staff.append(self.seat(self.staff_title(), name, manager=False))
        return Unit(name, seats)

    def staff_title(self) -> str:
        random = self.random
        area = random.choice(("", random.choice(AREAS)))
        return random.choice(
            (
                f"{area}担当係長",
                f"{area}担当係長",
                f"{area}担当係長",
                f"{random.choice(AREAS)[:2]}係長",
                f"課長補佐({area}担当係長)",
                f"(補){area}担当係長",
                f"{random.choice(CITIES)}事務所長",
                "主査",
            )
        )
