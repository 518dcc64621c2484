"""Takes the pictures of the site that stand in the README: ``make screenshots``.

It builds the sample documents of ``raw/`` into a temporary folder, serves them on this machine and looks at the main
pages in Debian's Chromium. The pictures are reduced to a palette, so that each stays small.
"""

from __future__ import annotations

import shutil
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from kokusai_extract.pipeline import build
from tests.site.conftest import Served

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
COLOURS = 96

SHOTS: dict[str, tuple[str, int, int]] = {
    "home": ("/", 1100, 900),
    "year": ("/year/2015", 1100, 900),
    "compare": ("/compare/2015/2022", 1100, 1000),
    "budget": ("/budget", 1100, 1000),
    "cities": ("/cities", 1100, 800),
    "search-en": ("/search?q=国際&lang=en", 1100, 800),
    "phone": ("/year/2022", 390, 844),
}
"""Name of the picture: address, width, height. ``source`` is reached from the first figure of a budget."""


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        build([ROOT / "raw"], Path(folder))
        site = Served(Path(folder), (ROOT / "raw",))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for name, (address, width, height) in SHOTS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(site.address + address, wait_until="networkidle")
                _save(name, page.screenshot())
            page = browser.new_page(viewport={"width": 1100, "height": 1000})
            page.goto(f"{site.address}/budget/2022")
            page.locator("td.number a.fact").first.click()
            page.locator(".sheet img").evaluate("image => image.decode()")
            page.locator(".facts").first.scroll_into_view_if_needed()
            _save("source", page.screenshot())
            browser.close()
        site.close()


def _save(name: str, picture: bytes) -> None:
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    target = IMAGES / f"{name}.png"
    image.save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
