"""The pages of the documentation's site: what lies in `docs`, and a page for every file outside that a page links to.

A link out of `docs` is dead on a site, and tests, tables and stories are what the docs link to as evidence. So each such file
gets a page under `source/`: Markdown as it is, code with a heading for each test, so that a link can name one.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

#: a link in a line of Markdown: in brackets behind its text, or as a definition that other places refer to
LINK = re.compile(r"(?P<before>\]\(|^\[[^\]]+\]: )(?P<target>[^)#\s]*)(?P<fragment>#[^)\s]*)?(?P<after>\)|$)")
FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
#: what begins at the margin of a module of Python, with the decorators above it
DEFINITION = re.compile(r"^(?:async def|def|class) (\w+)")
LANGUAGES = {".py": "python", ".rs": "rust", ".toml": "toml", ".json": "json", ".csv": "text", ".fabula": "text"}
PICTURES = {".png", ".svg", ".jpg"}
#: pages of source say nothing that a search of the documentation should find first
UNSEARCHED = "---\nsearch:\n  exclude: true\n---\n"


class NoPage(Exception):
    """A link of the documentation leads to what can't be a page: it is missing, or outside the project, or a folder."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the project is, and which of its folders the documentation is."""

    root: Path
    docs: Path

    def place(self, path: Path) -> Path:
        """Where in the site's folder of pages a file of the project stands."""
        if path.is_relative_to(self.docs):
            return path.relative_to(self.docs)
        within = Path("source") / path.relative_to(self.root)
        return within if path.suffix == ".md" or path.suffix in PICTURES else within.with_name(f"{within.name}.md")


def links(text: str) -> list[tuple[int, re.Match[str]]]:
    """The links of a Markdown text, each with the number of its line from 0; what is fenced is no text."""
    found: list[tuple[int, re.Match[str]]] = []
    fence = ""
    for number, line in enumerate(text.splitlines()):
        mark = FENCE.match(line)
        if fence:
            fence = "" if mark and line.strip() == fence else fence
        elif mark:
            fence = mark[1]
        else:
            found += [(number, match) for match in LINK.finditer(line)]
    return found


def linked(text: str, page: Path, sources: Sources) -> list[Path]:
    """The files of the project that a page links to. Raises `NoPage`."""
    return [_target(page, match["target"], sources) for _, match in links(text) if _is_file(match["target"])]


def _is_file(target: str) -> bool:
    return bool(target) and "://" not in target and not target.startswith("mailto:")


def _target(page: Path, target: str, sources: Sources) -> Path:
    found = (page.parent / target).resolve()
    if not found.is_file() or not found.is_relative_to(sources.root):
        raise NoPage(f"{page}: the link {target!r} leads to no file of the project")
    return found


def moved(text: str, page: Path, sources: Sources) -> str:
    """The text of a page with its links as they have to be where the page stands in the site. What stands behind the language
    of a fence is for tests."""
    lines = re.sub(r"^(`{3,}|~{3,})([\w-]+) .*$", r"\1\2", text, flags=re.MULTILINE).splitlines()
    here = sources.place(page).parent
    for number, match in reversed(links(text)):
        if not _is_file(match["target"]):
            continue
        target = os.path.relpath(sources.place(_target(page, match["target"], sources)), here)
        line = lines[number]
        lines[number] = line[: match.start("target")] + Path(target).as_posix() + line[match.end("target") :]
    return "\n".join(lines) + "\n"


def code_page(path: Path, text: str, sources: Sources) -> str:
    """A page that shows a file: a heading, with its name as the anchor, before every definition of a module of Python."""
    language = LANGUAGES.get(path.suffix, "text")
    parts: list[tuple[str, list[str]]] = [("", [])]
    decorated = False
    for line in text.splitlines():
        definition = DEFINITION.match(line) if path.suffix == ".py" else None
        if definition and decorated:
            parts[-1] = definition[1], parts[-1][1]
        elif definition or (line.startswith("@") and path.suffix == ".py" and not decorated):
            parts.append((definition[1] if definition else "", []))
        decorated = not definition and (decorated or line.startswith("@"))
        parts[-1][1].append(line)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    shown = [f"{UNSEARCHED}# {path.relative_to(sources.root).as_posix()}"]
    for name, lines in parts:
        inside = "\n".join(lines).strip("\n")
        heading = [f"## {name.replace('_', chr(92) + '_')} {{ #{name} }}"] if name else []
        shown += [*heading, *([f"{fence}{language}\n{inside}\n{fence}"] if inside else [])]
    return "\n\n".join(shown) + "\n"


def problem_index(docs: Path) -> str:
    """The list of all problems, which are pages of their own."""
    pages = sorted((docs / "problems").glob("*.md"))
    lines = [f"- [{_title(page)}]({page.name})" for page in pages]
    return "\n".join(["# Problems", "", "What can be wrong with a story, by its code.", "", *lines, ""])


def _title(page: Path) -> str:
    return page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")


def write(sources: Sources, into: Path) -> None:
    """Write all pages of the site into a folder, which is emptied first. Raises `NoPage`."""
    shutil.rmtree(into, ignore_errors=True)
    pending = sorted(path for path in sources.docs.rglob("*") if path.is_file())
    seen = set(pending)
    for path in pending:
        place = into / sources.place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            new = [one for one in dict.fromkeys(linked(text, path, sources)) if one not in seen]
            seen.update(new)
            pending += new
            outside = "" if path.is_relative_to(sources.docs) else UNSEARCHED
            place.write_text(outside + moved(text, path, sources), encoding="utf-8")
        elif path.is_relative_to(sources.docs) or path.suffix in PICTURES:
            shutil.copy(path, place)
        else:
            place.write_text(code_page(path, path.read_text(encoding="utf-8"), sources), encoding="utf-8")
    (into / "problems").mkdir(exist_ok=True)
    (into / "problems" / "index.md").write_text(problem_index(sources.docs), encoding="utf-8")
