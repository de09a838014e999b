"""No telling gives away what its teller can't know, in lives by chance of every bundled story, from every pair of eyes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.telling.bounds import Leak, leaks, shown_leaks, untrue

from fabula.lives import Event, Life, replay
from fabula.lives.finding import wander
from fabula.lives.replaying import acts_of
from fabula.model import Closeness, Person, Tense
from fabula.play import Session, words
from fabula.play import session as sessions
from fabula.randomness import Random
from fabula.story import Story, load
from fabula.telling import NOBODY, Paragraph, Passage, StateView, Telling, Wanted, tell
from fabula.telling.content import perception, steps
from fabula.telling.content.discoveries import discoveries
from fabula.telling.content.motives import Motive
from fabula.telling.wording import phrases as phrasing
from fabula.telling.wording.acts import deed_of

ROOT = Path(__file__).resolve().parent.parent.parent.parent
STORIES = (*sorted((ROOT / "stories").glob("*.fabula")), ROOT / "python" / "fabula" / "templates" / "new.fabula")
PLAYED = (*STORIES, *sorted((ROOT / "tests" / "play" / "stories").glob("*.fabula")))
#: lives of each story: in every run, and in a long one, for which FABULA_WORLDS asks, at most
FEW, MANY = 100, 1000


Lived = Callable[..., Life]


@cache
def story_in(path: Path) -> Story:
    return load(path)


def ridge() -> Story:
    return story_in(ROOT / "stories" / "the_ridge.fabula")


@cache
def beats() -> Life:
    return replay(ridge(), acts_of((ROOT / "stories" / "the_ridge.eighteen_beats.life").read_text(encoding="utf-8")))


def lives_of(story: Story, seeds: Iterable[int]) -> Iterable[Life]:
    """Different lives by chance."""
    seen: set[tuple[str, ...]] = set()
    for seed in seeds:
        life = wander(story, seed)
        if life.acts not in seen:
            seen.add(life.acts)
            yield life


def all_leaks(story: Story, seeds: Iterable[int]) -> list[Leak]:
    """Leaks of lives told by everybody, as the story has it, in the first person, and from outside."""
    found: list[Leak] = []
    front = story.definition.front.teller
    outside = replace(front, closeness=Closeness.SEEN)
    for number, life in enumerate(lives_of(story, seeds)):
        for mind in (*story.task.characters, None, NOBODY):
            telling = tell(story, life, mind, seed=number)
            found += [*leaks(story, life, telling), *untrue(story, life, telling)]
        mind = story.task.characters[number % len(story.task.characters)]
        found += leaks(story, life, tell(story, life, replace(outside, eyes=(mind,), until=()), seed=number))
        found += leaks(story, life, tell(story, life, mind, number, Person.FIRST, Tense.PRESENT))
    return found


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_no_telling_gives_away_what_its_teller_can_not_know(path: Path) -> None:
    assert all_leaks(story_in(path), range(FEW)) == []


@pytest.mark.worlds
@pytest.mark.skipif("FABULA_WORLDS" not in os.environ, reason="FABULA_WORLDS says how many lives")
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_no_telling_of_many_gives_away_what_its_teller_can_not_know(path: Path) -> None:
    assert all_leaks(story_in(path), range(FEW, FEW + min(MANY, int(os.environ["FABULA_WORLDS"])))) == []


# --- what is shown in play ---------------------------------------------------------------------------------------------


def played_leaks(story: Story, seeds: Iterable[int], turns: int) -> list[Leak]:
    """Leaks of all that readers are shown who do what comes, as everybody: turn by turn, and in tellings of what they lived."""
    found: list[Leak] = []
    for seed in seeds:
        for mind in story.task.characters:
            session, random = Session(story, mind, seed), Random(seed)
            for _ in range(turns):
                if not session.choices:
                    break
                session.choose(random.below(len(session.choices)))
                found += shown_leaks(session)
            telling = tell(story, session.life, mind, seed)
            found += [*leaks(story, session.life, telling), *untrue(story, session.life, telling)]
    return found


@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
def test_no_play_gives_away_whom_its_reader_can_not_know(path: Path) -> None:
    assert played_leaks(story_in(path), range(2), 8) == []


@pytest.mark.worlds
@pytest.mark.skipif("FABULA_WORLDS" not in os.environ, reason="FABULA_WORLDS says how many lives")
@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
def test_no_play_of_many_gives_away_whom_its_reader_can_not_know(path: Path) -> None:
    assert played_leaks(story_in(path), range(FEW, FEW + min(FEW, int(os.environ["FABULA_WORLDS"]))), 20) == []


def test_strangers_in_a_mind_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "strangers", lambda *told: frozenset())
    found = {(leak.sort, leak.teller, leak.what) for leak in played_leaks(ridge(), range(1), 2)}
    assert ("mind", "Cloud", "Jenova") in found


def test_a_will_that_nobody_knows_of_is_found_in_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sees Sephiroth kill does not see whose will it is."""
    number = next(
        number
        for number, action in enumerate(ridge().task.actions)
        if action.name.endswith("as Jenova") and action.name.startswith("kill(")
    )
    start = ridge().engine.initial()
    event = Event(number, start, start, ())
    aeris = ridge().task.characters.index("Aeris")
    assert "Jenova" not in words.why(ridge(), event, aeris)
    monkeypatch.setattr(phrasing, "deed_of", lambda world, number, known: deed_of(world, number))
    assert "Jenova" in words.why(ridge(), event, aeris)


def test_the_eighteen_beats_keep_their_bounds_from_every_pair_of_eyes() -> None:
    for mind in (*ridge().task.characters, None):
        for seed in range(3):
            assert leaks(ridge(), beats(), tell(ridge(), beats(), mind, seed)) == []


# --- the check finds what is planted -----------------------------------------------------------------------------------


def sorts(telling: Telling, life: Life | None = None) -> set[str]:
    return {leak.sort for leak in leaks(ridge(), life or beats(), telling)}


def by_cloud(telling: Telling) -> Telling:
    """A telling said to be Cloud's."""
    return Telling(telling.title, tuple(Paragraph(one.passages, "Cloud") for one in telling.paragraphs), telling.ending)


def changed(telling: Telling, act: str, passage: Passage | None = None, **parts: object) -> Telling:
    """A telling with something else in the passage that tells an act."""
    at = beats().acts.index(act)
    paragraphs: list[Paragraph] = []
    for paragraph in telling.paragraphs:
        passages = tuple(replace(one, **parts) if at in one.events else one for one in paragraph.passages)  # type: ignore[arg-type]
        paragraphs.append(Paragraph(passages, paragraph.teller))
    assert tuple(paragraphs) != telling.paragraphs
    return Telling(telling.title, tuple(paragraphs), telling.ending)


@pytest.mark.parametrize("mind", ["nobody", "Aeris", "Sephiroth", "Jenova"])
def test_what_others_saw_is_found_in_the_mouth_of_one(mind: str) -> None:
    assert {"act", "text"} <= sorts(by_cloud(tell(ridge(), beats(), mind)))


def test_an_act_that_was_not_seen_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perception, "sees", lambda world, event, mind: True)
    assert "act" in sorts(tell(ridge(), beats(), "Cloud"))


def test_a_mind_that_is_not_the_teller_s_is_found(monkeypatch: pytest.MonkeyPatch, story: Story, lived: Lived) -> None:
    looked = StateView.__init__

    def look(self: StateView, world: Story, state: int, mind: str | None = None) -> None:
        looked(self, world, state, None)  # type: ignore[arg-type]
        self.mind = mind

    monkeypatch.setattr(StateView, "__init__", look)
    life = lived("greet(Cid, Ann)", "walk(Cid, well, tower)", "greet(Cid, Ben)", "whisper(Ben, Cid)")
    assert {"fact", "name"} <= {leak.sort for leak in leaks(story, life, tell(story, life, "Ben"))}


def test_a_discovery_that_was_none_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perception, "discoveries", lambda world, event, mind: discoveries(world, event, "Aeris"))
    assert "found" in sorts(tell(ridge(), beats(), "Cloud"))


def test_the_motive_of_another_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "motives", lambda *_: [Motive("Aeris", "to reach Sephiroth", False)])
    lives = (wander(ridge(), seed) for seed in range(5))
    assert any("motive" in sorts(tell(ridge(), life, "Tifa"), life) for life in lives)
    telling = tell(ridge(), beats(), "Cloud")
    trace = replace(telling.paragraphs[1].passages[0].trace, wanted=(Wanted(4, "Aeris", "to reach Sephiroth"),))
    assert "motive" in sorts(changed(telling, "ask(Cloud, Aeris, the_deed)", trace=trace))


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("ask(Cloud, Aeris, the_deed)", "Was it Sephiroth, Cloud wondered."),
        ("ask(Cloud, Aeris, the_deed)", "Somewhere Jenova laughed."),
        ("nod(Aeris, the_deed)", "Rusk had known it."),
        ("tend(Cloud, Brandt)", "It was Osei whom he stopped for."),
        ("tend(Cloud, Brandt)", "It was Brandt."),
    ],
)
def test_a_name_that_the_teller_can_not_know_is_found_in_the_text(act: str, text: str) -> None:
    telling = tell(ridge(), beats(), "Cloud")
    if text.startswith("Rusk"):
        text = text.replace("Rusk", "Captain Rusk")
    assert "text" in sorts(changed(telling, act, text=text))


def test_an_event_that_nothing_accounts_for_is_found() -> None:
    telling = tell(ridge(), beats(), "Cloud")
    assert "trace" in sorts(changed(telling, "nod(Aeris, the_deed)", events=(5, 6)))
