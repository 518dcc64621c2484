"""Which files are read, in which order, and as what."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.errors import NoDocuments
from kokusai_extract.read.files import find_documents, read_document


def write(path: Path, data: bytes = b"text\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_folders_are_searched_in_one_order(tmp_path: Path) -> None:
    wanted = [write(tmp_path / name) for name in ("2015/b.PDF", "2016/deep/c.txt", "a.txt")]
    for name in (".hidden.txt", ".git/x.txt", "notes.md"):
        write(tmp_path / name)
    assert find_documents([tmp_path]) == tuple(wanted)
    assert find_documents([tmp_path / "a.txt", tmp_path / "2016", tmp_path]) == tuple(wanted)


def test_a_file_named_itself_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    path = write(tmp_path / "document")
    assert find_documents([path]) == (path,)


def test_links_neither_loop_nor_double(tmp_path: Path) -> None:
    path = write(tmp_path / "a" / "x.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "y.txt").symlink_to(path)
    (tmp_path / "z.txt").symlink_to("z.txt")
    assert find_documents([tmp_path]) == (path, tmp_path / "z.txt")


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoDocuments, match=r"nowhere: no such file or folder"):
        find_documents([tmp_path / "nowhere"])


def test_a_folder_without_documents_is_named(tmp_path: Path) -> None:
    write(tmp_path / "full" / "a.txt")
    write(tmp_path / "bare" / "readme.md")
    with pytest.raises(NoDocuments, match=r"bare: holds no \.pdf or \.txt"):
        find_documents([tmp_path / "full", tmp_path / "bare"])


def test_a_text_may_speak_of_pdfs(tmp_path: Path) -> None:
    (document,) = read_document(write(tmp_path / "a.txt", "先頭が%PDF-のファイル\n".encode())).items
    assert document.media_type == "text/plain"


def test_a_pdf_by_another_name_is_read_as_a_pdf(tmp_path: Path) -> None:
    pdf = next(iter(sorted(Path(__file__).resolve().parents[3].glob("raw/*/*.pdf"))))
    result = read_document(write(tmp_path / "a.txt", pdf.read_bytes()))
    assert result.items[0].media_type == "application/pdf"
    assert result.items[0].sha256 == read_document(pdf).items[0].sha256
    assert "file-misnamed" in [finding.code for finding in result.findings]
