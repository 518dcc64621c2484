"""The package's face."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kokusai_extract


def test_every_public_name_is_there_and_documented() -> None:
    for name in kokusai_extract.__all__:
        assert getattr(kokusai_extract, name).__doc__, name
        assert f"`{name}`" in (kokusai_extract.__doc__ or ""), name


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = kokusai_extract.nothing


def test_asking_for_help_loads_no_heavy_library() -> None:
    code = "import sys, kokusai_extract.cli; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pdfplumber", "spacy", "pandas", "datasette"} & set(result.stdout.split())
