"""The documentation's site: built as `make docs` builds it, and looked at as a reader would."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.tools.contrast import colour, contrast, over, variables
from tools.site import ROOT, build

# One process builds for all of these.
pytestmark = pytest.mark.xdist_group("site")

ADDRESS = "https://example.org/fabula/"
#: what text is written in, anywhere on a page
TEXTS = [
    "--md-default-fg-color",
    "--md-default-fg-color--light",
    "--md-default-fg-color--lighter",
    "--md-typeset-a-color",
    "--md-accent-fg-color",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site without an address, as one reads it from a disk."""
    folder = tmp_path_factory.mktemp("site")
    assert build(ROOT, folder) == []
    return folder / "docs"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with the same settings and one page."""
    (tmp_path / "docs" / "problems").mkdir(parents=True)
    settings = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    (tmp_path / "zensical.toml").write_text(re.sub(r"^nav = \[.*?^\]\n", "", settings, flags=re.M | re.S), encoding="utf-8")
    for name in ("site.css", "site.js", "iframe-worker.js"):
        shutil.copy(ROOT / "docs" / name, tmp_path / "docs")
    (tmp_path / "docs" / "index.md").write_text("# Begin\n\n## Here\n\n[there](#here)\n", encoding="utf-8")
    return tmp_path


def test_every_page_of_the_docs_is_there(site: Path) -> None:
    docs = ROOT / "docs"
    wanted = {page.relative_to(docs).with_suffix(".html").as_posix() for page in docs.rglob("*.md")}
    assert wanted <= {page.relative_to(site).as_posix() for page in site.rglob("*.html")}


def test_every_page_can_be_found_from_the_first(site: Path) -> None:
    """The navigation names each page but those of single problems, which their list names."""
    first = (site / "index.html").read_text(encoding="utf-8")
    pages = [page for page in (ROOT / "docs").glob("*.md") if page.stem != "index"]
    assert [page.stem for page in pages if f'href="./{page.stem}.html" class="md-nav__link"' not in first] == []
    assert 'href="./problems/index.html" class="md-nav__link"' in first
    listed = (site / "problems" / "index.html").read_text(encoding="utf-8")
    assert [page.stem for page in (ROOT / "docs" / "problems").glob("*.md") if f'href="{page.stem}.html"' not in listed] == []


def test_a_small_site_has_no_fault(small: Path) -> None:
    assert build(small, small / "build") == []


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[gone](gone.md)", "leads to no file"),
        ("[gone](../bench/gone.csv)", "leads to no file"),
        ("[gone][one]\n\n[one]: gone.md", "leads to no file"),
        ("![gone](gone.png)", "leads to no file"),
        ("[nowhere](#nowhere)", "anchor does not exist"),
        ("From Python:\n```python\n1\n```", "</p> ends nothing"),
    ],
)
def test_what_is_wrong_with_a_page_ends_the_build(link: str, said: str, small: Path) -> None:
    with (small / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{link}\n")
    faults = build(small, small / "build")
    assert len(faults) == 1
    assert said in faults[0]


def test_a_site_without_an_address_promises_no_map(site: Path) -> None:
    """A map of a site and the page for what is not found need whole addresses."""
    assert not (site / "sitemap.xml").exists()
    assert not (site / "404.html").exists()


def test_the_map_of_a_site_names_every_page(small: Path) -> None:
    assert build(small, small / "build", ADDRESS) == []
    listed = re.findall(r"<loc>(.*?)</loc>", (small / "build" / "docs" / "sitemap.xml").read_text(encoding="utf-8"))
    assert sorted(listed) == [f"{ADDRESS}index.html", f"{ADDRESS}problems/index.html"]
    assert "/fabula/index.html" in (small / "build" / "docs" / "404.html").read_text(encoding="utf-8")


def test_the_site_can_be_read_from_a_disk(site: Path) -> None:
    """Links name files (a folder would be a fault), the search is a script, and nothing is fetched from elsewhere."""
    assert (site / "search.js").is_file()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r'<(?:script|img|iframe)[^>]* src="(?:https?:)?//[^"]*', text) == []
        assert re.findall(r'<link[^>]* rel="(?:stylesheet|preconnect|icon)"[^>]* href="(?:https?:)?//', text) == []


#: opens the search, asks for a word, and writes down what it says
SEARCH = """<script>addEventListener("load", () => setTimeout(() => {
  const inner = () => [...document.querySelectorAll("*")].find((one) => one.shadowRoot)?.shadowRoot;
  document.querySelector(".md-search__button").click();
  setTimeout(() => {
    const field = inner().querySelector("input");
    field.value = "relaxation";
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    setTimeout(() => document.body.append("SAID " + inner().querySelector("[role=status]").textContent), 3000);
  }, 1000);
}, 1000))</script>"""


@pytest.mark.slow
def test_the_search_works_from_a_disk(site: Path) -> None:
    """In a browser that starts no worker for a file."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("there is no Chromium here")
    page = site / "searched.html"
    text = (site / "index.html").read_text(encoding="utf-8")
    page.write_text(text.replace("</body>", SEARCH + "</body>"), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=30000", "--dump-dom"]
    shown = subprocess.run([browser, *options, page.as_uri()], capture_output=True, text=True, timeout=120, check=False)
    page.unlink()
    assert re.findall(r"SAID (\d+ results?)<", shown.stdout) == ["1 result"]


def test_there_are_light_and_dark_colours(site: Path) -> None:
    """A reader gets those that the machine is set to, and can change them."""
    text = (site / "index.html").read_text(encoding="utf-8")
    palettes = re.findall(r'data-md-color-media="([^"]*)" data-md-color-scheme="(\w+)"', text)
    assert palettes == [("(prefers-color-scheme: light)", "default"), ("(prefers-color-scheme: dark)", "slate")]
    assert 'title="Dark colours"' in text
    assert 'title="Light colours"' in text


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_all_text_can_be_read(scheme: str, site: Path) -> None:
    """At least 4.5 to 1, on the page, on code, and on what is set off from the page."""
    known = variables([*sorted(site.glob("assets/stylesheets/modern/*.css")), site / "site.css"], scheme)
    page = colour(known["--md-default-bg-color"], known)
    code = over(colour(known["--md-code-bg-color"], known), page)
    grounds = [page, code, over(colour(known["--md-default-fg-color--lightest"], known), page)]
    shown = [(name, ground) for name in TEXTS for ground in grounds]
    in_code = [name for name in known if re.fullmatch(r"--md-code-(fg|hl-\w+)-color", name)]
    assert len(in_code) > 10
    shown += [(name, code) for name in in_code]
    assert [name for name, ground in shown if contrast(colour(known[name], known), ground) < 4.5] == []
