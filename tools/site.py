"""`python -m tools.site`: the documentation as a site, in `build/docs`; it ends with 1 if a link of it leads nowhere.

`FABULA_SITE` is the address under which the site will stand. Without it there is no map of the site for search engines and no
page for what is not found, since both need whole addresses; everything else is the same, and can be read from a disk as well.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tools import markup, pages

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ROOT = Path(__file__).resolve().parent.parent


def build(root: Path, build_folder: Path, address: str = "") -> list[str]:
    """Build the site of a project in `docs` of a folder, beside the pages that it is made of; what is wrong with it."""
    build_folder.mkdir(parents=True, exist_ok=True)
    try:
        pages.write(pages.Sources(root, root / "docs"), build_folder / "pages")
    except pages.NoPage as fault:
        return [str(fault)]
    settings = (root / "zensical.toml").read_text(encoding="utf-8")
    if address:
        settings = settings.replace("[project]\n", f'[project]\nsite_url = "{address}"\n', 1)
    (build_folder / "zensical.toml").write_text(settings, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--clean", "--strict"],
        cwd=build_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        said = COLOUR.sub("", made.stdout + made.stderr)
        # Where the build was stopped in the program that builds says nothing of the page.
        return [said.partition("Traceback (most recent call last)")[0] or said]
    site = build_folder / "docs"
    if not address:
        for name in ("sitemap.xml", "404.html"):
            (site / name).unlink(missing_ok=True)
    return markup.faults(site, urlsplit(address).path or "/")


def main() -> int:
    faults = build(ROOT, ROOT / "build", os.environ.get("FABULA_SITE", ""))
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print("Written: build/docs (begin with index.html)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
