"""fabula from Python: the public names, and what a notebook shows of a session and a mind."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import fabula
from fabula.play import Session
from fabula.story import Story, loads

STORY = """
story "Less < more & more"
property gone(character)
character Zoe "<b>Zoe</b>", she
action leave(who: character)
    by who
    do: who.gone
    says "{who} [leave] <script>alert(1)</script>."
Zoe wants
    1 if Zoe.gone
ending away "Away" when Zoe.gone and not Zoe.gone or Zoe.gone
"""
EMPTY = {"br", "hr", "meta"}


class Balance(HTMLParser):
    """Which tags are open, and which were seen."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(text: str) -> set[str]:
    """The tags of a piece of HTML that is well-formed."""
    balance = Balance()
    balance.feed(text)
    assert balance.open == []
    return balance.seen


@pytest.mark.parametrize("name", fabula.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(fabula, name) is not None
    assert name in dir(fabula)


def test_no_other_name_is() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        fabula.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_importing_it_imports_no_more_than_is_asked_for() -> None:
    """The name alone costs next to nothing; rich is for terminals."""
    code = "import sys, fabula; fabula.load; print('rich' in sys.modules, 'click' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "False False\n"


def test_as_it_is_written_in_the_documentation(tmp_path: Path) -> None:
    """Play by index, take back, look into a mind, save, load."""
    path = tmp_path / "key.fabula"
    path.write_text((Path(__file__).parent / "stories" / "the_key.fabula").read_text(encoding="utf-8"), encoding="utf-8")
    story = fabula.load(path)
    session = story.play(as_="Ann", seed=2)
    turn = session.choose(2)
    assert turn.choice.text == "Go to the cellar"
    assert turn.text == session.text == session.history[-1].text
    assert session.mind("Ann").of("at", "Ann").value == "cellar"
    session.save(tmp_path / "save.json")
    assert Session.load(story, tmp_path / "save.json").text == session.text
    assert session.life.acts[0] == "go(Ann, cellar)"
    assert session.undo()
    session.restart()
    assert session.life.events == ()


def test_what_a_notebook_shows(the_key: Story) -> None:
    session = Session(the_key, "Ann")
    assert tags(session._repr_html_()) == {"section", "p", "ol", "li"}
    mind = session.mind("Ann")
    shown = mind._repr_html_()
    assert tags(shown) == {"table", "caption", "tr", "th", "td"}
    assert "<td>key.lies</td><td>hall</td><td>cellar</td>" in shown
    assert {belief.name for belief in mind.wrong} == {"lies"}
    with pytest.raises(fabula.UnknownName) as wrong:
        mind.of("lies", "kye")
    assert str(wrong.value) == "nothing that can change is 'lies(kye)': did you mean 'lies(key)'?"
    with pytest.raises(fabula.UnknownName, match=r"'lie\(key\)': did you mean 'lies'\?"):
        mind.of("lie", "key")


def test_a_story_is_not_markup() -> None:
    """What an author writes is shown as it is written."""
    session = Session(loads(STORY))
    session.choose(0)
    assert tags(session._repr_html_()) == {"section", "p", "ol"}
    assert "script" not in tags(session.mind("Zoe")._repr_html_())
