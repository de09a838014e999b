"""`fabula tell` for a book of all endings, for an EPUB, and for a life that was kept in a file."""

from __future__ import annotations

import importlib
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fabula.cli import main
from fabula.play import Session
from fabula.play.saved_life import saved_life
from fabula.play.saves import SavedTurn
from fabula.play.shelf import shelf_of
from fabula.problems import StoryProblems
from fabula.story import Story, load

KEY = "key.fabula"


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def shut(name: str = "shut.fabula") -> str:
    """The story with an ending that nothing leads to."""
    text = Path(KEY).read_text(encoding="utf-8")
    Path(name).write_text(text.replace("Ann.at is garden\n", "Ann.at is garden and not unlocked\n"), encoding="utf-8")
    return name


@pytest.mark.usefixtures("desk")
class TestAllEndings:
    @pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.epub"])
    def test_the_same_seed_writes_the_same_bytes(self, name: str) -> None:
        written: list[bytes] = []
        for _ in range(2):
            ended = invoke("tell", KEY, "--all-endings", "--seed", "3", "-o", name)
            assert ended.exit_code == 0
            assert ended.stdout == ""
            assert re.fullmatch(rf"Written: {name} \(\d+ words\)\n", ended.stderr)
            written.append(Path(name).read_bytes())
        assert written[0] == written[1]

    def test_a_chapter_for_each_ending(self) -> None:
        told = invoke("tell", KEY, "--all-endings").stdout
        titles = [load(KEY).definition.endings[name].title for name in ("free", "late")]
        assert [title for title in titles if f"\n\n{title}\n{'-' * len(title)}\n" in told] == titles

    def test_an_ending_that_no_life_comes_to_is_said_to_be_one(self) -> None:
        ended = invoke("tell", shut(), "--all-endings", "-o", "a.md")
        assert ended.exit_code == 0
        assert re.search(r"Not told: free \(no life ends in it: all \d+ states were looked at\)", ended.stderr)
        text = Path("a.md").read_text(encoding="utf-8")
        assert re.search(r"## Endings that no life came to\n\n- .*: there is no such life\. All \d+ states", text)

    def test_as_json(self) -> None:
        data = json.loads(invoke("tell", shut(), "--all-endings", "--json").stdout)
        assert data["endings"] == [{"name": "free", "reached": False}, {"name": "late", "reached": True}]
        (life,) = data["lives"]
        assert life["ending"] == "late"
        assert data["words"] == life["words"] == len(life["text"].split())
        assert all(event["act"] for event in life["events"])

    def test_a_story_in_which_no_ending_is_reached(self) -> None:
        text = Path(KEY).read_text(encoding="utf-8").replace("fate prefers free > late\n", "")
        Path(KEY).write_text(re.sub(r"\nending late.*\n(    .*\n)+", "\n", text), encoding="utf-8")
        ended = invoke("tell", shut(), "--all-endings", "-o", "a.md")
        assert ended.exit_code == 1
        assert "error[unreached]" in ended.stderr
        assert not Path("a.md").exists()

    def test_what_was_found_before_an_interruption_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        module = importlib.import_module("fabula.cli.tell")
        find = module.find

        def impatient(story: Story, ending: str, seed: int = 0, **how: Any) -> Any:
            if ending == "late":
                raise KeyboardInterrupt
            return find(story, ending, seed, **how)

        monkeypatch.setattr(module, "find", impatient)
        ended = invoke("tell", KEY, "--all-endings", "-o", "a.txt")
        assert ended.exit_code == 130
        assert "Not told: late (interrupted, which proves nothing)" in ended.stderr
        assert "the search was stopped, which proves nothing" in Path("a.txt").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        "arguments",
        [("--all-endings", "--ending", "free"), ("--all-endings", "--life", "x"), ("--ending", "free", "--life", "x")],
    )
    def test_one_thing_can_be_asked_for(self, arguments: tuple[str, ...]) -> None:
        ended = invoke("tell", KEY, *arguments)
        assert ended.exit_code == 2
        assert "ask for different lives" in ended.stderr


@pytest.mark.usefixtures("desk")
class TestOne:
    def test_an_epub(self) -> None:
        assert invoke("tell", KEY, "--ending", "free", "-o", "a.epub").exit_code == 0
        with zipfile.ZipFile(io.BytesIO(Path("a.epub").read_bytes())) as archive:
            assert archive.testzip() is None
            assert "EPUB/story.xhtml" in archive.namelist()

    def test_nobodys_eyes(self) -> None:
        """Then it is told as it is, and not as the story's own teller has it."""
        life = load(KEY).tell("free")
        told = json.loads(invoke("tell", KEY, "--ending", "free", "--from", "nobody", "--json").stdout)["text"]
        assert told == life.prose("nobody") != life.prose()


@pytest.fixture
def story(desk: Path) -> Story:
    return load(desk / KEY)


@pytest.mark.usefixtures("desk")
class TestLife:
    def test_a_transcript_is_told_as_the_life_itself(self, story: Story) -> None:
        life = story.tell("free", 2)
        Path("a.life").write_text("# A life.\n\n" + life.transcript(), encoding="utf-8")
        assert saved_life(story, "a.life").life.events == life.events
        for by in ("Ann", "Ben"):
            ended = invoke("tell", KEY, "--life", "a.life", "--from", by, "--json")
            assert ended.exit_code == 0
            data = json.loads(ended.stdout)
            assert data["text"] == life.prose(by)
            assert data["ending"] == "free"
            assert data["problems"] == []

    def test_a_save_is_told_from_the_eyes_of_who_played(self, story: Story) -> None:
        session = _played(story)
        session.save("a.json")
        kept = saved_life(story, "a.json")
        assert kept.life.acts == session.life.acts
        assert kept.by == "Ben"
        own = invoke("tell", KEY, "--life", "a.json")
        assert own.exit_code == 0
        assert own.stdout == invoke("tell", KEY, "--life", "a.json", "--from", "Ben").stdout
        assert own.stdout != invoke("tell", KEY, "--life", "a.json", "--from", "Ann").stdout

    def test_a_save_by_any_other_name(self, story: Story) -> None:
        _played(story).save("evening")
        assert saved_life(story, "evening").by == "Ben"

    def test_a_slot(self, story: Story) -> None:
        session = _played(story)
        shelf = shelf_of(story.definition.front)
        shelf.make()
        session.save(shelf.path("evening"))
        assert saved_life(story, "evening").life.acts == session.life.acts

    def test_the_part_that_still_fits_is_told(self, story: Story) -> None:
        acts = story.tell("free", 2).acts
        Path("a.life").write_text(f"{acts[0]}  # fits\n\n  take(Ann, kye)\n", encoding="utf-8")
        kept = saved_life(story, "a.life")
        assert kept.life.acts == acts[:1]
        (problem,) = kept.problems
        assert problem.code == "life-parts"
        assert problem.span is not None
        assert (problem.span.line, problem.span.column, problem.span.text) == (3, 3, "take(Ann, kye)")
        assert "did you mean 'take(Ann, key)'?" in problem.hint
        ended = invoke("tell", KEY, "--life", "a.life", "--json")
        assert ended.exit_code == 0
        assert "warning[life-parts]" in ended.stderr
        data = json.loads(ended.stdout)
        assert [event["act"] for event in data["events"]] == list(acts[:1])
        assert data["problems"][0]["line"] == 3

    @pytest.mark.parametrize(
        ("text", "code", "line"),
        [
            ("", "bad-save", 1),
            ("# nothing\n", "bad-save", 1),
            ("\nOnce upon a time.\n", "bad-save", 2),
            ("{", "bad-save", 1),
            ('{"fabula": 1,\n "turns": [}', "bad-save", 2),
            ("# of the ridge\nwalk(Rusk, trees, ridge)\nsense(Aeris)\n", "other-story", 2),
            ("walk(Rusk, trees, ridge)\n", "other-story", 1),
            ("take(Ann, key)\n", "life-parts", 1),
        ],
    )
    def test_files_that_hold_no_life_of_the_story(self, text: str, code: str, line: int) -> None:
        Path("a.life").write_text(text, encoding="utf-8")
        ended = invoke("tell", KEY, "--life", "a.life", "--json")
        assert ended.exit_code == 2
        (problem,) = json.loads(ended.stdout)["problems"]
        assert (problem["code"], problem["file"], problem["line"]) == (code, "a.life", line)

    def test_a_save_of_another_story(self, story: Story) -> None:
        turns = (SavedTurn("fly(Ann)", "done", ()),)
        Path("a.json").write_bytes(replace(_played(story).saved(), story="Another", digest="", turns=turns).content())
        ended = invoke("tell", KEY, "--life", "a.json")
        assert ended.exit_code == 2
        assert "error[other-story]" in ended.stderr
        assert "a save of 'Another'" in ended.stderr

    def test_bytes_that_are_no_text(self, story: Story) -> None:
        Path("a.life").write_bytes(b"go(Ann)\n\xff\n")
        with pytest.raises(StoryProblems) as caught:
            saved_life(story, "a.life")
        (problem,) = caught.value.problems
        assert problem.code == "not-utf8"
        assert problem.span is not None

    @pytest.mark.parametrize("name", ["none.life", ".", "none.json"])
    def test_files_that_can_not_be_read(self, story: Story, name: str) -> None:
        with pytest.raises(StoryProblems) as caught:
            saved_life(story, name)
        (problem,) = caught.value.problems
        assert problem.code == "unreadable-file"
        assert ".fabula" not in problem.hint


def _played(story: Story) -> Session:
    """A few turns as Ben, in which Ann does not see all that he does."""
    session = story.play("Ben", seed=12)
    session.choose(0)
    session.choose(1)
    session.choose(len(session.choices) - 1)
    assert session.life.events
    return session
