"""README and docs are executed: their commands run, their Python runs, their stories check, their links lead somewhere.

How a block is read, by its language:
 * `sh`: every line is a command. `console`: every line after `$ ` is one, and the lines below it are what it prints: they
   must appear in that order (`...` stands for lines left out). `# exit 1` behind a command says with what it ends, if not 0.
 * `python`: runs, together with the other blocks of its document, in their order.
 * `fabula`: a whole story, one that begins with `story`, has no errors.
The commands of a document run in their order, in a folder that holds `stories` and whatever the commands before have made.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "bench").rglob("*.md"))]
FENCE = re.compile(r"^(`{3,}|~{3,})\s*([\w-]*)")
LINK = re.compile(r"(?:\]\(|^\[[^\]]+\]: )([^)#\s]+)(?:#[^)\s]*)?(?:\)|$)", re.MULTILINE)
EXIT = re.compile(r"\s+# exit (\d+)$")
#: what a reader does before or around fabula; not done again here
AROUND = {"git", "cd", "pip", "pipx", "uv", "cargo", "source", "."}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the line (from 1) on which its text begins, and its text."""

    language: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a document, the code that it ends with, and the lines that it prints, as far as they are shown."""

    line: int
    text: str
    status: int
    shown: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a Markdown text, in order."""
    found: list[Block] = []
    fence, language, start, inside = "", "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        mark = FENCE.match(line)
        if not fence and mark:
            fence, language, start, inside = mark[1], mark[2], number + 1, []
        elif fence and line.strip() == fence:
            found.append(Block(language, start, "\n".join(inside)))
            fence = ""
        elif fence:
            inside.append(line)
    return found


def command(line: int, text: str, shown: tuple[str, ...]) -> Command:
    """A command with its remark on how it ends taken apart."""
    remark = EXIT.search(text)
    plain = EXIT.sub("", text).replace(".venv/bin/", "")
    return Command(line, re.sub(r"\s+#.*$", "", plain), int(remark[1]) if remark else 0, shown)


def commands(block: Block) -> list[Command]:
    """The commands of a block of `sh` or `console`; none for another language."""
    lines = block.text.splitlines()
    if block.language in ("sh", "bash"):
        joined = re.sub(r"\\\n\s*", " ", block.text).splitlines()
        return [command(block.line, text, ()) for text in joined if text.strip() and not text.startswith("#")]
    if block.language != "console":
        return []
    starts = [index for index, text in enumerate(lines) if text.startswith("$ ")]
    ends = [*starts[1:], len(lines)]
    return [
        command(block.line + start, lines[start][2:], tuple(lines[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def commands_of(document: Path) -> list[Command]:
    return [one for block in blocks(document.read_text(encoding="utf-8")) for one in commands(block)]


def is_ours(text: str) -> bool:
    return re.search(r"(^|[|;&]\s*)(\w+=\S+\s+)*fabula\b", text) is not None


def missing_line(shown: tuple[str, ...], printed: str) -> str | None:
    """The first of the lines shown that was not printed after the ones before it."""
    rest = iter(line.rstrip() for line in printed.splitlines())
    for line in shown:
        if line.strip() not in ("", "...") and line.rstrip() not in rest:
            return line
    return None


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def environment() -> dict[str, str]:
    """The commands of this venv first; no colours; a fixed width, so that lines break where the document shows it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "100"}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder as a reader of the document has it before them."""
    (tmp_path / "stories").symlink_to(ROOT / "stories")
    return tmp_path


EXECUTED = [document for document in DOCUMENTS if any(is_ours(one.text) for one in commands_of(document))]
PYTHON = [
    document
    for document in DOCUMENTS
    if any(block.language == "python" for block in blocks(document.read_text(encoding="utf-8")))
]


def test_the_readme_shows_how_to_begin() -> None:
    """It has commands of ours and of make in it; otherwise nothing here would test it."""
    texts = [one.text for one in commands_of(ROOT / "README.md")]
    assert "make play" in texts
    assert any(is_ours(text) for text in texts)


@pytest.mark.parametrize("document", EXECUTED, ids=relative)
def test_commands_do_what_is_written(document: Path, desk: Path) -> None:
    """Every `fabula ...` of the document ends as it says and prints what it shows."""
    for one in commands_of(document):
        if not is_ours(one.text):
            continue
        ended = subprocess.run(
            ["bash", "-c", one.text],
            cwd=desk,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        place = f"{relative(document)}:{one.line}: {one.text}\n"
        assert ended.returncode == one.status, place + ended.stdout
        assert missing_line(one.shown, ended.stdout) is None, place + ended.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_no_command_is_made_up(document: Path) -> None:
    """A command is one of fabula, a verb of the Makefile, or one of the few that everybody has."""
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for one in commands_of(document):
        if is_ours(one.text):
            continue
        first, *others = one.text.split()
        wanted = {word for word in others if "=" not in word} if first == "make" else set()
        assert first == "make" or first in AROUND, f"{relative(document)}:{one.line}: {one.text}"
        assert wanted <= verbs, f"{relative(document)}:{one.line}: {one.text}"


@pytest.mark.parametrize("document", PYTHON, ids=relative)
def test_python_runs(document: Path, desk: Path) -> None:
    """The Python of a document, its lines where they stand in the document, so that an error names the right one."""
    text = document.read_text(encoding="utf-8")
    lines = [""] * len(text.splitlines())
    for block in blocks(text):
        if block.language == "python":
            inside = block.text.splitlines()
            lines[block.line - 1 : block.line - 1 + len(inside)] = inside
    script = desk / f"{document.stem}.py"
    script.write_text("\n".join(lines), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, script.name], cwd=desk, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("document", [one for one in DOCUMENTS if one.parent.name != "problems"], ids=relative)
def test_stories_have_no_errors(document: Path, desk: Path) -> None:
    """A whole story in a document can be copied out and used."""
    for block in blocks(document.read_text(encoding="utf-8")):
        if block.language == "fabula" and block.text.startswith("story "):
            story = desk / f"line_{block.line}.fabula"
            story.write_text(block.text + "\n", encoding="utf-8")
            ended = subprocess.run(
                ["fabula", "check", story.name], cwd=desk, env=environment(), capture_output=True, text=True, check=False
            )
            assert ended.returncode == 0, f"{relative(document)}:{block.line}\n{ended.stdout}{ended.stderr}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_links_lead_somewhere(document: Path) -> None:
    """Every link to a file of ours names one that exists."""
    targets = [target for target in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (document.parent / target).exists()] == []
