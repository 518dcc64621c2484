"""What holds for every text, however it is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kokusai_extract.model.source import Document
from kokusai_extract.read.foreign import is_foreign
from kokusai_extract.read.normalize import FoldedDocument, close_figures, close_spaced, fold, fold_text
from kokusai_extract.read.text import paginate

CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x24EB, 0x2500), *range(0x2776, 0x2794))))
JAPANESE = (
    "国際局課長年月日千円あいがアイガーｶﾞﾊﾟ０１２12345,.， 　\t\n\r\f\v()（）－−‐―—～〜▲△⻑⺠⽬﨑㎡㍻⑴²½"
    "\u200b\xad\u3099\ufeff\U000e0100라운ジЖ\ue000" + CIRCLED
)
TEXTS = st.one_of(st.text(st.sampled_from(JAPANESE), max_size=60), st.text(st.characters(codec="utf-8"), max_size=60))


def folded(text: str) -> FoldedDocument:
    """Return a text as a folded document, whatever it holds."""
    return fold(Document("0" * 64, "a.txt", "text/plain", 1, "plain", paginate(text)))


@given(TEXTS)
def test_pages_lose_nothing_but_what_is_blank_at_the_end(text: str) -> None:
    kept = folded(text).document.text
    assert text.startswith(kept)
    assert not text[len(kept) :].strip()


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(TEXTS)
def test_a_document_folds_as_its_text_does(text: str) -> None:
    whole = folded(text)
    if not whole.passage.repairs:
        assert whole.passage.text == fold_text(whole.document.text)


@given(TEXTS)
def test_every_character_comes_from_somewhere_and_in_order(text: str) -> None:
    whole = folded(text)
    passage = whole.passage
    assert all(start < end for start, end in zip(passage.starts, passage.ends, strict=True))
    assert list(passage.starts) == sorted(passage.starts)
    assert list(passage.ends) == sorted(passage.ends)


@given(TEXTS, st.integers(0, 70), st.integers(0, 70))
def test_every_anchor_quotes_its_place(text: str, one: int, other: int) -> None:
    whole = folded(text)
    for cut in (whole.passage[one:other], whole.slice(one, other), close_spaced(close_figures(whole.passage))):
        for anchor in cut.anchors():
            page = whole.document.pages[anchor.page - 1]
            assert page.text[anchor.start : anchor.end] == anchor.quote != ""


@given(TEXTS, st.integers(0, 80))
def test_two_slices_make_the_whole(text: str, cut: int) -> None:
    whole = folded(text)
    parts = whole.slice(0, cut), whole.slice(cut, len(whole.document.text))
    assert parts[0].text + parts[1].text == whole.passage.text


@given(TEXTS)
def test_lines_part_the_text_between_line_ends(text: str) -> None:
    whole = folded(text)
    for page in whole.document.pages:
        lines = [page.text[line.start : line.end] for line in page.lines]
        assert "\n".join(lines) == page.text.replace("\r\n", "\n").replace("\r", "\n")
        for line in page.lines:
            assert whole.line(page, line).text.strip("\v ") or not fold_text(page.text[line.start : line.end]).strip(
                "\v "
            )


@given(TEXTS)
def test_marks_never_become_figures(text: str) -> None:
    kept = [character for character in text if character in CIRCLED]
    assert [character for character in fold_text(text) if character in CIRCLED] == kept
    plain = sum(character.isdecimal() for character in text if not is_foreign(character))
    expanded = sum(sum(map(str.isdecimal, fold_text(c))) - c.isdecimal() for c in text if not is_foreign(c))
    assert sum(character.isdecimal() for character in fold_text(text) if not is_foreign(character)) == plain + expanded


@given(TEXTS)
def test_closing_spaces_changes_nothing_else(text: str) -> None:
    whole = folded(text)
    closed = close_spaced(close_figures(whole.passage)).text
    assert "".join(closed.split()) == "".join(whole.passage.text.split())
