"""The wheel carries all that it needs: it works from any folder, without the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.unit.test_cli import TEXT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    """The content of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(wheel.parent / "site")
    return wheel.parent / "site"


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The command of the wheel installed into an environment of its own, which borrows the libraries of this one."""
    folder = wheel.parent / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel],
        check=True,
        capture_output=True,
    )
    (own,) = (folder / "lib").glob("python*/site-packages")
    (own / "borrowed.pth").write_text(
        "\n".join(dict.fromkeys(sysconfig.get_paths()[key] for key in ("purelib", "platlib")))
    )
    return folder / "bin" / "kokusai"


def test_the_wheel_builds_a_database_in_any_folder(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "duties.txt").write_text(TEXT, encoding="utf-8")
    for arguments in (["build", "duties.txt", "--out", "out"], ["schema", "out"]):
        result = subprocess.run(
            [sys.executable, "-m", "kokusai_extract", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(unpacked)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
    assert (tmp_path / "out" / "kokusai.db").is_file()


def test_every_data_file_travels(unpacked: Path) -> None:
    package = ROOT / "src" / "kokusai_extract"
    wanted = {path.relative_to(package) for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    wanted |= {Path("schemas") / path.name for path in (ROOT / "schemas").iterdir()}
    installed = unpacked / "kokusai_extract"
    there = {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()}
    assert wanted <= there


def test_the_installed_command_serves_the_site(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "duties.txt").write_text(TEXT, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    subprocess.run([installed, "build", "duties.txt", "--out", "out"], cwd=tmp_path, env=clean, check=True)
    command = [installed, "serve", "out", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, env=clean, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            address = server.stdout.readline().split("  ")[0].rstrip("/")
            with httpx.Client(base_url=address, timeout=30) as client:
                home = client.get("/")
                assert "川崎市" in client.get("/documents").text or "市民局" in home.text
                parts = re.findall(r'(?:href|src)="(/-/site/[^"]+)"', home.text + client.get("/budget").text)
                for part in {*parts, parts[0].rpartition("/")[0] + "/frame.css"}:
                    answer = client.get(part)
                    assert (answer.status_code, bool(answer.content)) == (200, True), part
                assert {part.rpartition(".")[2] for part in parts} == {"css", "svg", "js"}
                for page in (
                    "/year/2019",
                    "/cities",
                    "/search?q=人事",
                    "/kokusai/duties",
                    "/kokusai/budget_through_the_years",
                ):
                    assert client.get(page).status_code == 200, page
        finally:
            server.terminate()
    module = subprocess.run(
        [installed.with_name("python"), "-c", "import kokusai_extract; print(kokusai_extract.__file__)"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(module.stdout.strip()).is_relative_to(installed.parent.parent)
