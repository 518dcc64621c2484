"""Character maps that cannot be true, as numbered glyphs."""

from __future__ import annotations

import pytest

from kokusai_extract.read.fonts import (
    BLOCKS_TO_DOUBT,
    FEWEST_IN_ORDER,
    FEWEST_TO_DOUBT,
    Naming,
    counted_on,
    examine,
    in_order,
)
from kokusai_extract.read.japanese import is_foreign
from kokusai_extract.read.normalize import fold
from kokusai_extract.read.pdf import read_pdf
from tests.objects import lettered

ORDER = [c for c in map(chr, range(0x4E00, 0xA000)) if not is_foreign(c)]
COMMON = (
    "議会費予算額比較款項目節区分金説明報酬給料職員手当共済費旅費需用費役務費委託料使用料賃借料負担金補助及交付"
    "運道適部都配進連達還郵"
)


def numbered(text: str, first: int = 2893) -> dict[int, str]:
    """A font that holds these of all glyphs in the order of the standards."""
    return {first + ORDER.index(character): character for character in text}


def counted(names: dict[int, str], block: int) -> dict[int, str]:
    """The same, with one block of 256 named by counting on from its first glyph."""
    first = min(n for n in names if n >> 8 == block)
    return {n: chr(ord(names[first]) + n - first) if n >> 8 == block else name for n, name in names.items()}


def test_names_counted_on_over_a_gap_are_doubted() -> None:
    names = {0x3403: "連", 0x3445: "遥", 0x344F: "遯", 0x34D8: "郸", 0x3520: "金"}
    assert counted_on(names) == {0x3403, 0x3445, 0x344F, 0x34D8}


def test_the_same_glyphs_named_rightly_are_not() -> None:
    names = {0x33FB: "通", 0x3420: "運", 0x3428: "道", 0x343A: "適", 0x348A: "部", 0x3494: "都"}
    assert counted_on(names) == frozenset()


def test_a_font_that_holds_a_rare_neighbour_is_trusted() -> None:
    assert counted_on({1001: "響", 1003: "頁"}) == frozenset()


def test_neighbours_that_are_neighbours_in_the_code_are_not() -> None:
    assert counted_on({7: "一", 8: "丁", 20: "連", 21: "あ"}) == frozenset()


def test_a_font_in_order_names_its_glyphs_itself() -> None:
    right = numbered(COMMON)
    assert in_order(right) == right
    assert examine(right) == Naming()


def test_names_counted_on_are_put_right_by_the_order_of_the_others() -> None:
    right = numbered(COMMON)
    [block] = {n >> 8 for n, name in right.items() if name == "都"}
    naming = examine(counted(right, block))
    assert {right[n] for n in naming.right} >= {"都", "配", "部", "郵"}
    assert all(right[n] == name for n, name in naming.right.items())
    assert naming.doubtful == naming.right.keys()


def test_a_single_wrong_name_that_is_an_ordinary_kanji_is_found() -> None:
    right = numbered(COMMON)
    [number] = (n for n, name in right.items() if name == "部")
    assert counted_on({**right, number: "邪"}) == frozenset()
    assert examine({**right, number: "邪"}) == Naming(frozenset({number}), {number: "部"})


@pytest.mark.parametrize("step", [1, 2, 3, 7])
def test_other_fonts_prove_nothing(step: int) -> None:
    """Glyphs numbered as they come, or in another order, or of a smaller repertoire."""
    by_code = sorted(set(COMMON))
    assert examine(dict(enumerate(by_code, 3))) == Naming()
    assert examine({step * n: name for n, name in enumerate(by_code)}) == Naming()
    assert examine(dict(enumerate(COMMON))) == Naming()
    smaller = [c for i, c in enumerate(ORDER) if i % 97]
    assert examine({n: c for n, c in enumerate(smaller) if n % step == 0}) == Naming()


@pytest.mark.parametrize("count", [FEWEST_TO_DOUBT + 1, FEWEST_IN_ORDER - 5])
def test_a_few_in_order_prove_nothing_but_let_others_be_doubted(count: int) -> None:
    names = numbered(COMMON[:count])
    assert examine(names) == Naming()
    [number] = (n for n, name in names.items() if name == "会")
    assert examine({**names, number: "今"}) == Naming(frozenset({number}))


def test_fewer_than_that_or_from_one_part_of_the_font_tell_nothing() -> None:
    few = numbered(COMMON[:FEWEST_TO_DOUBT])
    [number] = (n for n, name in few.items() if name == "会")
    assert examine({**few, number: "今"}) == Naming()
    near = numbered("運適達選還都部配" + "遠遣避" + "酬")
    [number] = (n for n, name in near.items() if name == "酬")
    last = max(near)
    assert last >> 8 < (min(near) >> 8) + BLOCKS_TO_DOUBT
    assert examine({**near, number: "郸"}).right == {}
    assert examine({**near, sorted(near)[4]: "今"}) == Naming()


def test_a_font_in_another_order_is_not_doubted_for_a_part_that_fits() -> None:
    fitting = numbered(COMMON[:12])
    others = {n + 1: name for n, name in numbered(COMMON[12:30]).items() if n + 1 not in fitting}
    assert examine({**fitting, **others}) == Naming()


def test_a_declared_collection_names_what_was_counted_on() -> None:
    names = {0x3403: "連", 0x3445: "遥", 0x344F: "遯", 0x34D8: "郸"}
    collection = {0x3403: "連", 0x3445: "選", 0x344F: "還", 0x34D8: "酬", 0x9999: "金"}
    naming = examine(names, lambda: collection)
    assert naming.right[0x3445] == "選"
    assert naming.doubtful == {0x3445, 0x344F, 0x34D8}


def page_of(names: dict[int, str], printed: str, right: dict[int, str], collection: bytes = b"Identity") -> bytes:
    """A page that prints glyphs by number, in a font that names them so."""
    glyphs = {name: number for number, name in right.items()}
    return lettered(names, [glyphs[letter] for letter in printed], collection)


def test_a_page_is_read_as_it_is_printed_and_keeps_what_the_file_says() -> None:
    right = numbered(COMMON)
    [block] = {n >> 8 for n, name in right.items() if name == "部"}
    result = read_pdf(page_of(counted(right, block), "予算部", right), "some.pdf")
    [document] = result.items
    [page] = document.pages
    assert page.text == "予算部"
    assert page.file_text
    assert page.file_text[:2] == "予算"
    assert page.file_text != "予算部"
    assert page.quality == "suspect_glyphs"
    value = fold(document).passage.read("rule")
    assert (value.value, value.raw, value.origin, value.confidence) == ("予算部", "予算部", "corrected", "repaired")
    assert fold(document).passage[:2].read("rule").origin == "printed"
    [finding] = result.findings
    assert (finding.code, finding.page) == ("read-renamed-glyphs", 1)
    assert dict(finding.values)["characters"] == f"{page.file_text[2]} → 部"


def test_a_page_whose_wrong_names_cannot_be_put_right_says_so() -> None:
    names = {0x3401: "逡", 0x3445: "遥", 0x344F: "遯"}
    right = {0x3401: "逡", 0x3445: "選", 0x344F: "還"}
    [finding] = read_pdf(page_of(names, "選還", right), "some.pdf").findings
    assert (finding.code, dict(finding.values)["characters"]) == ("read-suspect-glyphs", "遥、遯")


def test_the_collection_of_adobe_names_what_is_counted_on() -> None:
    counted_names = {number: chr(0x9021 + number - 1540) for number in (1540, 1552, 1600)}
    result = read_pdf(page_of(counted_names, "還", {1552: "還"}, b"Japan1"), "some.pdf")
    [finding] = result.findings
    assert (finding.code, dict(finding.values)["characters"]) == ("read-renamed-glyphs", "逭 → 還")
