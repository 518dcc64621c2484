"""Files that cannot be read: each has its own code, a clear line, and an end in good time."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.read import files, find_documents, fold, read_document, text
from kokusai_extract.read.text import read_text


def failure(path: Path) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert path.name in str(caught.value)
    assert caught.value.exit_code == 3
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n\f", "　\n".encode(), b"\xef\xbb\xbf", "\u200b\n".encode()])
def test_nothing_to_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert failure(path).code == "text-empty"


@pytest.mark.parametrize(
    "data",
    [
        b"".join(sha256(bytes([n])).digest() for n in range(200)),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"PK\x03\x04" + sha256(b"zip").digest() * 20,
        b"\0" * 1_000,
        b"\x01\x02\x03\x04" * 100,
        b"\xff\xfe" + b"\0\xd8" * 2_000,
    ],
)
def test_garbage(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert failure(path).code == "text-binary"


def test_a_page_of_html_named_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"<html><body>moved</body></html>")
    assert failure(path).code == "read-not-a-pdf"


def test_a_file_that_vanished(tmp_path: Path) -> None:
    assert failure(tmp_path / "a.txt").code == "file-vanished"


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    os.mkfifo(tmp_path / "y.txt")
    assert failure(tmp_path / "x.txt").code == "file-not-regular"
    assert failure(tmp_path / "y.txt").code == "file-not-regular"


@pytest.mark.parametrize(
    ("error", "code"),
    [(PermissionError(13, "Permission denied"), "file-no-permission"), (OSError(5, "I/O error"), "file-unreadable")],
)
def test_what_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("国際局")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert failure(path).code == code


def test_a_link_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(path)
    assert failure(path).code == "file-unreadable"


def test_a_folder_that_cannot_be_listed_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text("国際局")
    listed = Path.iterdir

    def refuse(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = find_documents([tmp_path])
    assert found == (tmp_path / "a.txt", tmp_path / "closed")
    assert failure(found[1]).code == "file-not-regular"


def test_a_huge_text_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(2**30)  # a sparse file: no disk is filled
    assert failure(path).code == "text-too-large"


def test_a_text_that_grew_while_it_was_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LARGEST_TEXT", 10)
    with pytest.raises(UnreadableDocument, match=r"11 bytes; at most 10 "):
        read_text(b"x" * 11, "a.txt")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 100)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b" " * 200)
    assert failure(path).code == "file-too-large"


@pytest.mark.parametrize("mark", ["\n", "\t", "\f", "\r"])
def test_more_lines_than_any_document_has(monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    monkeypatch.setattr(text, "MOST_LINES", 1_000)
    with pytest.raises(UnreadableDocument, match=r"1,001 .* at most 1,000"):
        read_text(("国" + mark * 1_001).encode(), "a.txt")


@pytest.mark.parametrize("end", ["\n", "\f", "\r"])
def test_a_line_longer_than_any_document_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    monkeypatch.setattr(text, "LONGEST_LINE", 1_000)
    assert read_text(("国" * 1_000 + end + "国" * 1_000).encode(), "a.txt").items
    with pytest.raises(UnreadableDocument, match=r"a line of 1,001 characters; at most 1,000") as caught:
        read_text(("国" + end + "国" * 1_001).encode(), "a.txt")
    assert "line ends" in caught.value.remedy


@pytest.mark.parametrize(
    "hostile", ["国" * 500_000, "ｶﾞ" * 200_000, "か" + "\u0301" * 200_000, "\u200b" * 200_000 + "国"]
)
def test_one_endless_line_is_read_and_folded(hostile: str) -> None:
    document = read_text(hostile.encode(), "a.txt").items[0]
    assert len(document.pages[0].lines) == 1
    assert fold(document).passage.text


def test_nuls_in_a_text_are_kept_in_the_raw_text_and_told() -> None:
    document = read_text("国際局の\0事務分掌に関すること。".encode(), "a.txt").items[0]
    assert "\0" in document.text
    assert [finding.code for finding in fold(document).findings] == ["text-control-character"]
