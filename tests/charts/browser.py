"""Pages in a browser: what they say of themselves when they are looked at, at any width, in the light and in the dark."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.charts.pixels import Pixels, ppm

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
#: axe-core, a program that looks for what keeps people from reading a page; `make test` fetches it where there is npm
AXE = Path(os.environ.get("FABULA_AXE", Path(__file__).parents[2] / "build/axe/node_modules/axe-core/axe.min.js"))
with_axe = pytest.mark.skipif(CHROMIUM is None or not AXE.is_file(), reason="needs Chromium and axe-core")

_QUIET = ("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
_DARK = "--blink-settings=preferredColorScheme=0"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def chromium(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Chromium without a window, and without a word to anybody."""
    assert CHROMIUM is not None
    profile = f"--user-data-dir={folder / 'profile'}"
    return subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", *_QUIET, profile, *arguments],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )


def bare(page: str) -> str:
    """The page without the policy that keeps anything from being added to it."""
    return _POLICY.sub("", page)


def seen(folder: Path, page: str, script: str, width: int, dark: bool = False) -> Any:
    """What a script returns (it may wait) in a page of this width. The page stands in a frame: a window has a least width."""
    told = f"parent.postMessage(JSON.stringify(await (async () => {{ {script} }})()), '*')"
    run = f"<script>addEventListener('load', async () => {{ {told}; }});</script>"
    (folder / "page.html").write_text(bare(page).replace("</body>", f"{run}</body>"), encoding="utf-8")
    (folder / "frame.html").write_text(
        "<!DOCTYPE html><html><body style='margin: 0'><script>"
        "addEventListener('message', (event) => { document.documentElement.dataset.seen = event.data; });</script>"
        f"<iframe src='page.html' style='border: 0; width: {width}px; height: 900px'></iframe></body></html>",
        encoding="utf-8",
    )
    ended = chromium(
        folder,
        "--window-size=1500,950",
        "--virtual-time-budget=20000",
        "--dump-dom",
        *((_DARK,) if dark else ()),
        f"file://{folder / 'frame.html'}",
    )
    found = re.search(r'data-seen="([^"]*)"', ended.stdout)
    assert found is not None, ended.stderr
    return json.loads(html.unescape(found[1]))


def violations(folder: Path, page: str, width: int, dark: bool, before: str = "") -> list[str]:
    """The rules of axe-core that a page breaks, each with where. `before`: what is done on it first."""
    program = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    script = (
        f"{before}; const found = await axe.run(document, {{ resultTypes: ['violations'] }});"
        "return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);"
    )
    found = seen(folder, page.replace("</body>", f"<script>{program}</script></body>"), script, width, dark)
    assert isinstance(found, list)
    return found


WIDTHS = pytest.mark.parametrize("width", [390, 768, 1440])
SCHEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
on_paper = pytest.mark.skipif(
    CHROMIUM is None or shutil.which("pdftoppm") is None or shutil.which("pdftotext") is None,
    reason="needs Chromium and the tools of poppler",
)


def paper(folder: Path, page: str) -> Path:
    """The page as it is printed: a PDF."""
    (folder / "printed.html").write_text(page, encoding="utf-8")
    file = folder / "printed.pdf"
    chromium(
        folder,
        "--window-size=1500,950",
        "--virtual-time-budget=5000",
        "--no-pdf-header-footer",
        f"--print-to-pdf={file}",
        f"file://{folder / 'printed.html'}",
    )
    return file


@dataclass(frozen=True)
class Word:
    """A word on a sheet, in points from the left and from the top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Sheet:
    width: float
    height: float
    words: tuple[Word, ...]


def sheets(file: Path) -> list[Sheet]:
    """The words on each sheet of a PDF."""
    ended = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, timeout=60, check=True)
    found: list[Sheet] = []
    for page in ElementTree.fromstring(ended.stdout).iter("{http://www.w3.org/1999/xhtml}page"):
        words = tuple(
            Word(word.text or "", *(float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax"))) for word in page
        )
        found.append(Sheet(float(page.get("width", "0")), float(page.get("height", "0")), words))
    return found


def first_sheet(file: Path) -> Pixels:
    """The first sheet of a PDF as it looks, at 100 pixels an inch."""
    command = ["pdftoppm", "-r", "100", "-f", "1", "-l", "1", str(file)]
    return ppm(subprocess.run(command, capture_output=True, timeout=60, check=True).stdout)
