"""Plain text becomes pages and lines that join to the same text again."""

from __future__ import annotations

import codecs

import pytest

from kokusai_extract.model.source import Document
from kokusai_extract.read.text import decode, read_text

SAMPLE = "国際局 事務分掌\n\n１ 局内の人事、文書、予算及び決算に関すること。\n２ 多文化共生の推進に関すること。\n"


def document(text: str) -> Document:
    return read_text(text.encode(), "a.txt").items[0]


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in decode(data, "a.txt")[2]]


def test_form_feeds_are_page_breaks() -> None:
    read = document("一頁目\n\f二頁目\n\f")
    assert [page.text for page in read.pages] == ["一頁目\n", "二頁目\n"]
    assert read.text == "一頁目\n\f二頁目\n"


def test_a_blank_page_between_others_is_kept() -> None:
    assert [page.quality for page in document("一\f\f三").pages] == ["ok", "no_text", "ok"]


def test_lines_exclude_every_kind_of_line_end_and_text_keeps_them() -> None:
    (page,) = document("一\r\n二\r三\n四").pages
    assert page.text == "一\r\n二\r三\n四"
    assert [page.text[line.start : line.end] for line in page.lines] == ["一", "二", "三", "四"]
    assert [line.number for line in page.lines] == [1, 2, 3, 4]


def test_tabs_part_cells() -> None:
    (page,) = document("区分\t\t令和4年度").pages
    assert [page.text[cell.start : cell.end] for cell in page.lines[0].cells] == ["区分", "", "令和4年度"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_needs_no_word(encoding: str) -> None:
    result = read_text(SAMPLE.encode(encoding), "a.txt")
    assert (result.items[0].text, result.items[0].encoding, result.findings) == (SAMPLE, encoding, ())


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp932", "cp932"),
        ("euc_jp", "euc_jp"),
        ("iso2022_jp", "iso2022_jp"),
    ],
)
def test_other_encodings_are_named(written: str, named: str) -> None:
    data = SAMPLE.encode(written)
    result = read_text(data, "a.txt")
    assert result.items[0].text == SAMPLE == data.decode(named)
    assert result.items[0].encoding == named
    (finding,) = result.findings
    assert (finding.code, finding.document_id) == ("text-encoding", result.items[0].id)
    assert dict(finding.values) == {"encoding": named}


def test_big_endian_utf16_with_its_mark() -> None:
    text, encoding, _ = decode(codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"), "a.txt")
    assert (text, encoding) == (SAMPLE, "utf-16")


@pytest.mark.parametrize("encoding", ["cp932", "euc_jis_2004"])
def test_circled_digits_of_the_vendors_are_read(encoding: str) -> None:
    text = "①海外とのネットワーク\n②市内企業\n"
    assert decode(text.encode(encoding), "a.txt")[:2] == (text, encoding)


def test_other_languages_are_read_in_utf8() -> None:
    text = "안녕하세요\nПривет\n"
    assert decode(text.encode(), "a.txt") == (text, "utf-8", ())


def test_two_plausible_readings_are_both_told() -> None:
    data = "国".encode("cp932")
    text, _, (finding,) = decode(data, "a.txt")
    values = dict(finding.values)
    assert finding.code == "text-encoding-ambiguous"
    assert (text, values["chosen_text"]) == ("国", "国")
    assert values["other_text"] == data.decode(values["other"]) != "国"


def test_short_text_that_happens_to_be_utf8_is_not_taken_in_silence() -> None:
    assert codes("10名".encode("euc_jp")) == ["text-encoding-ambiguous"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "utf-8-sig"])
def test_bytes_that_are_no_text_are_marked_and_told_by_offset(encoding: str) -> None:
    head, tail = "国際局 事務分掌", "\n\n１ 局内の人事、文書、予算及び決算に関すること。\n"
    before = head.encode(encoding)
    data = before + b"\x81" + (head + tail).encode(encoding)[len(before) :]
    text, named, findings = decode(data, "a.txt")
    assert (text, named) == (f"{head}\ufffd{tail}", encoding)
    values = dict(findings[-1].values)
    assert findings[-1].code == "text-undecodable"
    assert (values["offset"], values["count"], values["places"]) == (str(len(before)), "1", f"{len(before)} (81)")


def test_a_fault_in_a_shifted_text_costs_that_byte_alone() -> None:
    whole = SAMPLE.encode("iso2022_jp")
    at = whole.index("文書".encode("iso2022_jp")[3:7])
    text, _, findings = decode(whole[:at] + b"\x21\x7f" + whole[at:], "a.txt")
    assert text.replace("\ufffd", "") == SAMPLE
    assert findings[-1].code == "text-undecodable"


def test_a_text_cut_inside_a_character_is_read_to_there() -> None:
    text, _, findings = decode(SAMPLE.encode()[:-3], "a.txt")
    assert text == SAMPLE[:-2] + "\ufffd"
    assert [finding.code for finding in findings] == ["text-undecodable"]
