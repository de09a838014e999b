"""Texts of strangers reach no terminal and no file as they are: what a terminal would obey is planted in every text and name
that a story, a translation, a question, a save or a command line can have, and every output of every command is looked at."""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console
from tests.rewording.model_servers import saying, serving

import fabula
from fabula.cleaning import MARK, clean, clean_json, is_clean
from fabula.cli import COMMANDS, main
from fabula.diagnostics import draw
from fabula.play.rich_screen import RichScreen
from fabula.play.screens import PlainScreen, Screen
from fabula.play.terminal import Options, Terminal
from fabula.problems import Problem
from fabula.rewording import server
from fabula.wrapping import MEASURE

ROOT = Path(__file__).parent.parent.parent
KEY = ROOT / "tests" / "play" / "stories" / "the_key.fabula"
#: writes the clipboard, rings, resets the terminal, clears it, and turns the direction of writing round
POISON = "\x9d52;c;cm0=\x07\x1bc\x9b2J\u202efo\u2066\x08\x7f\u2028!"
SCENES = """
scene inside "In the house" when Ann.at is hall
scene below "Below" when Ann.at is cellar
expect can free
"""


def poisoned(text: str) -> str:
    """A story with the poison at the end of all that stands in quotes, and in a comment on every line."""
    lines = [re.sub(r'"([^"]*)"', lambda found: f'"{found[1]}{POISON}"', line) for line in text.split("\n")]
    return "".join(f"{line}  # {POISON}\n" if line.strip() else "\n" for line in lines)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(server, "PAUSE", 0.0)
    text = poisoned(KEY.read_text(encoding="utf-8") + SCENES)
    Path(f"key{POISON}.fabula").write_text(text, encoding="utf-8")
    Path("key.fabula").write_text(text, encoding="utf-8")
    Path("broken.fabula").write_text(text + f'kind place "again{POISON}"\nAnn.nose is {POISON}\n"{POISON}\n', encoding="utf-8")
    fate = "fate wants: 1 if Ann.at is cellar\n"
    Path("goal.fabula").write_text(text + fate, encoding="utf-8")
    Path("acts.life").write_text(f"go(Ann, cellar)  # {POISON}\n", encoding="utf-8")
    Path("wrong.life").write_text(f"go(Ann, {POISON})\n", encoding="utf-8")
    Path("broken.json").write_text(f'{{"format": "{clean_json(POISON)}"}}', encoding="utf-8")
    certificate = {"format": "fabula certificate", "version": 1, "task": POISON, "never": {"ending": POISON}, "free": []}
    nothing: dict[str, object] = {"acts": [], "idle": [], "witnesses": []}
    parts: dict[str, object] = {"ranges": [], "sums": [], "left_out": nothing, "rows": None, "states": None}
    Path("stranger.json").write_text(json.dumps(dict(certificate, **parts)), encoding="utf-8")
    Path("questions").write_text(f"why {POISON}\n", encoding="utf-8")
    problem = "type item; entity Ann : character; property at() : number; at() = 0;\n"
    Path("problem.txt").write_text(f"{problem}// {POISON}\nutility(): at();\nnonsense {POISON};\n", encoding="utf-8")
    return tmp_path


def outputs(folder: Path, *results: Result) -> Iterator[tuple[str, str]]:
    """All that was printed, and all texts in files that commands have written."""
    for result in results:
        yield "stdout", result.stdout
        yield "stderr", result.stderr
    for file in sorted(folder.rglob("*")):
        if (
            not file.is_file()
            or file.suffix in (".fabula", ".life")
            or file.name in ("broken.json", "stranger.json", "questions", "problem.txt")
        ):
            continue
        if file.suffix == ".epub":
            with zipfile.ZipFile(file) as archive:
                yield from ((name, archive.read(name).decode()) for name in archive.namelist())
        else:
            yield file.name, file.read_text(encoding="utf-8")


def invoke(*arguments: str, lines: str = "") -> Result:
    result = CliRunner().invoke(main, arguments, input=lines)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


MAPS = ("-o", "m.html", "-o", "m.svg", "-o", "m.json", "-o", "m.dot")
#: every command with its outputs, and with the words of a stranger as its arguments; ok: how it ends
CALLS: list[tuple[int, tuple[str, ...]]] = [
    (0, ("check", "key.fabula")),
    (0, ("check", f"key{POISON}.fabula")),
    (0, ("check", "key.fabula", "--json")),
    (1, ("check", "broken.fabula")),
    (1, ("check", "broken.fabula", "--json")),
    (2, ("check", f"none{POISON}.fabula")),
    (1, ("check", "problem.txt")),
    (0, ("tell", "key.fabula")),
    (0, ("tell", "key.fabula", "--json")),
    (0, ("tell", "key.fabula", "--reasons", "--ending", "free")),
    *((0, ("tell", "key.fabula", "--all-endings", "-o", f"book{suffix}")) for suffix in (".md", ".html", ".epub", ".txt")),
    (0, ("tell", "key.fabula", "--all-endings", "-o", f"book{POISON}.md")),
    (2, ("tell", "key.fabula", "--ending", POISON)),
    (2, ("tell", "key.fabula", "--from", POISON)),
    (2, ("tell", "key.fabula", "-o", POISON)),
    (2, ("tell", "key.fabula", "--life", "wrong.life")),
    (2, ("tell", "key.fabula", f"--{POISON}")),
    (0, ("minds", "key.fabula")),
    (0, ("minds", "key.fabula", "--json")),
    *((0, ("minds", "key.fabula", "-o", f"minds{suffix}")) for suffix in (".html", ".svg", ".json", ".txt")),
    (2, ("minds", "key.fabula", "--life", "broken.json")),
    (2, ("minds", "key.fabula", "--ending", POISON)),
    (1, ("ask", "key.fabula", "can free", "must late", "shortest free", "who knows key.lies")),
    (0, ("ask", "key.fabula", "--life", "acts.life", "why go(Ann, cellar)", "--json")),
    (2, ("ask", "key.fabula", f"can {POISON}")),
    (2, ("ask", "key.fabula", f"can {POISON}", "--json")),
    (2, ("ask", "key.fabula", "--questions", "questions")),
    (0, ("playtest", "key.fabula", "--readers", "20")),
    (0, ("playtest", "key.fabula", "--readers", "20", "--as", "Ann", "--json")),
    (2, ("playtest", "key.fabula", "--as", POISON)),
    (0, ("map", "key.fabula", "--readers", "5", *MAPS)),
    (0, ("map", "key.fabula", "--scenes", *MAPS)),
    (0, ("map", "key.fabula", "-o", "m.svg", "--json")),
    (2, ("map", "key.fabula", "-o", f"{POISON}.svg/m.svg")),
    (0, ("texts", "export", "key.fabula", "--language", "de")),
    (0, ("texts", "export", "key.fabula", "--language", "de", "-o", "out.po")),
    (2, ("texts", "export", "key.fabula", "--language", POISON)),
    (2, ("texts", "import", "key.fabula", f"{POISON}.po")),
    (1, ("plan", "key.fabula", "--limits", "3,3,1")),
    (1, ("plan", "key.fabula", "--limits", "3,3,1", "--json")),
    (1, ("plan", "problem.txt")),
    (0, ("plan", "goal.fabula")),
    (0, ("plan", "goal.fabula", "--json")),
    (2, ("plan", "key.fabula", "--limits", POISON)),
    (2, ("verify", "broken.json", "key.fabula")),
    (1, ("verify", "stranger.json", "key.fabula")),
    (1, ("verify", "stranger.json", "key.fabula", "--json")),
    (2, ("verify", f"{POISON}.json", "key.fabula")),
    (0, ("count", "key.fabula", "--depth", "1")),
    (1, ("count", "broken.fabula", "--depth", "1")),
    (0, ("new", f"begun{POISON}")),
    (0, ("play", "key.fabula", "--plain")),
    (2, ("play", "key.fabula", "--plain", "--as", POISON)),
    (2, (POISON,)),
]  # fmt: skip


@pytest.mark.parametrize(("status", "arguments"), CALLS, ids=lambda one: " ".join(one) if isinstance(one, tuple) else "")
def test_nothing_of_a_stranger_is_obeyed(folder: Path, status: int, arguments: tuple[str, ...]) -> None:
    lines = (
        "1\nlook\nmind\nmind Ben\nwhy\nsave mine\ntranscript\ntranscript out.txt\nload\n" + f"{POISON}\nload {POISON}\nquit\n"
    )
    result = invoke(*arguments, lines=lines)
    assert result.exit_code == status, result.output
    for name, text in outputs(folder, result):
        assert is_clean(text), (name, next(line for line in text.split("\n") if not is_clean(line)))


def test_every_command_is_looked_at() -> None:
    assert {arguments[0] for _, arguments in CALLS} - {POISON} == set(COMMANDS)


def test_a_translation_is_a_text_of_a_stranger_and_loses_nothing(folder: Path) -> None:
    """A catalogue says what a terminal would obey by its numbers; read back it is what the story has."""
    assert invoke("texts", "export", "key.fabula", "--language", "de", "-o", "out.po").exit_code == 0
    text = Path("out.po").read_text(encoding="utf-8")
    assert is_clean(text)
    assert 'msgid "The Key\\302\\23552;c;cm0=\\007\\033c' in text
    assert "\\342\\200\\256fo" in text
    filled = re.sub(r'(msgid "(.+)"\n)msgstr ""', r'\1msgstr "\2"', text)
    Path("out.po").write_text(filled, encoding="utf-8")
    taken = invoke("texts", "import", "key.fabula", "out.po")
    assert taken.exit_code == 0, taken.output
    story = fabula.load("key.fabula", "de")
    assert story.definition.front.title == f"The Key{POISON}"
    told = [invoke("tell", "key.fabula", "--texts", "de", *more) for more in ((), ("--json",), ("-o", "de.md"))]
    told += [invoke("texts", "export", "key.fabula", "--language", "de", "-o", "key.de.po")]
    assert [one.exit_code for one in told] == [0, 0, 0, 0]
    for name, shown in outputs(folder, taken, *told):
        assert is_clean(shown), name


def test_bytes_that_are_no_text_are_said_to_be_none(folder: Path) -> None:
    text = 'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "The Key"\nmsgstr "\\377\\777"\n'
    Path("bad.po").write_text(text, encoding="utf-8")
    result = invoke("texts", "import", "key.fabula", "bad.po")
    assert result.exit_code == 2
    assert "'\\377\\777' is no character" in result.stderr


def test_the_answer_of_a_model_is_a_text_of_a_stranger(folder: Path) -> None:
    with serving(saying(lambda text: text + POISON)) as log:
        told = [
            invoke("tell", "key.fabula", "--model", f"little{POISON}", "--base-url", log.url, *more)
            for more in ((), ("--json",), ("-o", "worded.html"))
        ]
    assert [one.exit_code for one in told] == [0, 0, 0]
    for name, text in outputs(folder, *told):
        assert is_clean(text), name


def test_data_keep_every_character(folder: Path) -> None:
    """JSON says by its numbers what nobody may see: programs lose nothing."""
    shown = invoke("minds", "key.fabula", "--json").stdout
    assert is_clean(shown)
    assert json.loads(shown)["title"] == f"The Key{POISON}"


def _played(screen: Screen) -> None:
    Terminal(fabula.load("key.fabula"), screen, Options(POISON)).run()


LINES = "1\nlook\nmind\nwhy\nsave a\nmind Nobody\u202e\x07\ntranscript\n9\nquit\n"


def test_neither_screen_obeys(folder: Path) -> None:
    """On a terminal with colours there is nothing but colours."""
    plain, rich = io.StringIO(), io.StringIO()
    _played(PlainScreen(io.StringIO(LINES), plain, MEASURE, echo=True))
    screen = RichScreen(Console(file=rich, force_terminal=True, width=90, color_system="standard", highlight=False))
    lines = iter(LINES.split("\n"))
    screen.ask = lambda: next(lines)  # type: ignore[method-assign]
    _played(screen)
    screen.problem(Problem("bad-save", POISON, seen=POISON, hint=POISON))
    assert MARK in plain.getvalue()
    assert is_clean(plain.getvalue())
    assert MARK in rich.getvalue()
    assert is_clean(re.sub(r"\x1b\[[0-9;]*m", "", rich.getvalue()))


def test_rich_obeys_no_markup_of_a_story(folder: Path) -> None:
    """A name that looks like markup of the library that draws is a name."""
    text = KEY.read_text(encoding="utf-8").replace("character Ann, she", 'character Ann "[[link=http://a.b]]Ann", she')
    Path("key.fabula").write_text(text, encoding="utf-8")
    rich = io.StringIO()
    screen = RichScreen(Console(file=rich, force_terminal=True, width=90, color_system="standard", highlight=False))
    lines = iter(["mind", "quit"])
    screen.ask = lambda: next(lines)  # type: ignore[method-assign]
    _played(screen)
    assert "\x1b]8" not in rich.getvalue()


def test_colours_are_ours_alone() -> None:
    drawn = draw(Problem("bad-save", POISON, seen=POISON, hint=POISON), True)
    assert is_clean(re.sub(r"\x1b\[[0-9;]*m", "", drawn))


def test_what_stays() -> None:
    """Tabs and line ends, and the joiners and marks without which some scripts and emoji can't be written."""
    fine = "a\tb\nc \u200d\u200c\u200e\u200f \u00a0 \U0001f469\u200d\U0001f680 \u00ad"
    assert clean(fine) == fine
    assert is_clean(fine)
    assert clean("a\rb\x00c\x9bd\u2069") == f"a{MARK}b{MARK}c{MARK}d{MARK}"
    assert clean_json('"\x9b\u202e"') == '"\\u009b\\u202e"'


def _called(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
        elif isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr") and ast.unparse(node.value) == "sys":
            yield ast.unparse(node)


def test_there_is_one_place_that_prints() -> None:
    """No module but `output` (and the screens of a sitting) calls what prints."""
    package = ROOT / "python" / "fabula"
    printing = {
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        for name in _called(path)
        if name in ("print", "click.echo", "click.secho", "sys.stderr.write", "sys.stdout.write")
    }
    assert printing == {"cli/output.py", "play/screens.py"}
