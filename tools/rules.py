"""`python -m tools.rules`: the links from rules to their tests, written anew where tests have moved.

The rules are in `docs/semantics.md` and `docs/problem-files.md`, which name a test by the words of its name, in brackets, and
say at the end where each is. A file that still has the test is kept; otherwise it has to be the only one with such a test.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("semantics.md", "problem-files.md")
DEFINITION = re.compile(r"^\[([^\]]+)\]: (\S+?)#(\S+)\n?", re.MULTILINE)
USE = re.compile(r"\[([^\]`]+)\](?![(:\]])")
#: behind the words of a test of which there are two, one of them for problem files
FOR_PROBLEM_FILES = ", in problem files"


def prose(text: str) -> str:
    """What of a page is neither fenced, nor code, nor the definition of a link."""
    return DEFINITION.sub("", re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)))


def used(text: str) -> list[str]:
    """The words in brackets that stand for links, in order and each as often as it stands there."""
    return [" ".join(words.split()) for words in USE.findall(text)]


def anchors(root: Path) -> dict[str, list[tuple[str, str]]]:
    """For the words of each test where it can be: files from the folder of the docs, with the anchors in them. A heading of the
    specification is named `spec: ...`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        for name in re.findall(r"^(?:    )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            words = name.removeprefix("test_").replace("_", " ").lower()
            found.setdefault(words, []).append((f"../{path.relative_to(root).as_posix()}", name))
    for path in sorted((root / "tests" / "spec").glob("*.md")):
        for title in re.findall(r"^##+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            place = f"../{path.relative_to(root).as_posix()}", title.lower().replace(" ", "-")
            found.setdefault(f"spec: {title.lower()}", []).append(place)
    return found


def definitions(text: str, known: Mapping[str, list[tuple[str, str]]]) -> Iterator[str]:
    """The lines that say where the links of a page lead. Raises `LookupError` with the words of a link that can't be told."""
    before = {words: file for words, file, _ in DEFINITION.findall(text)}
    for words in dict.fromkeys(used(prose(text))):
        places = known.get(words.removesuffix(FOR_PROBLEM_FILES).lower(), [])
        kept = [place for place in places if place[0] == before.get(words)] or places
        if len(kept) != 1:
            raise LookupError(words)
        yield f"[{words}]: {kept[0][0]}#{kept[0][1]}"


def mended(text: str, known: Mapping[str, list[tuple[str, str]]]) -> str:
    """The page with its definitions as they have to be."""
    return f"{DEFINITION.sub('', text).rstrip()}\n\n" + "".join(f"{line}\n" for line in definitions(text, known))


def main() -> int:
    known = anchors(ROOT)
    for name in PAGES:
        page = ROOT / "docs" / name
        try:
            page.write_text(mended(page.read_text(encoding="utf-8"), known), encoding="utf-8")
        except LookupError as words:
            print(f"docs/{name}: no test, or more than one, is called [{words.args[0]}]", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
