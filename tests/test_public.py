"""fabula as others use it from Python: one class for each noun, values that travel, names, interruptions, and what is shown."""

from __future__ import annotations

import copy
import importlib
import inspect
import json
import multiprocessing
import pickle
import pydoc
import re
import sys
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import fabula
from fabula.lives.atlas import Atlas

KEY = Path(__file__).parent / "play" / "stories" / "the_key.fabula"
SILVER = "the_silver_key"
PROBLEM = """entity Tom : character;
property rich(c : character) : boolean;
action work(c : character) { precondition: !rich(c); effect: rich(c); consenting: c; };
utility(): rich(Tom);
utility(Tom): rich(Tom);
"""
#: classes of ours that public signatures name, and that nobody needs by name: what a story is made of inside
INSIDE = {
    "Asker",
    "Atlas",
    "Column",
    "Definition",
    "Engine",
    "Explored",
    "Expression",
    "Graph",
    "Ground",
    "Idea",
    "Line",
    "Moment",
    "PlayWords",
    "Progress",
    "SearchProgress",
    "Save",
    "SavedTurn",
    "Source",
    "State",
    "Tally",
    "Task",
    "Truth",
    "World",
}


@pytest.fixture(scope="module")
def story() -> fabula.Story:
    return fabula.load(SILVER)


@pytest.fixture(scope="module")
def played() -> fabula.Session:
    """A session with something done and something tried in vain."""
    session = fabula.load(KEY).play("Ann", seed=2)
    for _ in range(12):
        choices = session.choices
        if not choices:
            break
        session.choose(len(session.history) % len(choices))
    return session


# --- one class for each noun -----------------------------------------------------------------------------------------


def test_a_life_is_one_class_wherever_it_comes_from(story: fabula.Story, played: fabula.Session) -> None:
    """These lines are checked by mypy too: whatever has a life has one that can tell itself."""
    told: fabula.Life = story.tell("hers")
    shown: fabula.Life | None = story.can("hers").life
    lived: fabula.Life = played.life
    assert shown is not None
    for life in (told, shown, lived):
        assert type(life) is fabula.Life
        assert len(life.prose().split()) > 5
        assert life.minds().title == life.story.definition.front.title


def test_two_things_of_ours_do_not_have_the_same_name() -> None:
    """Of the nouns that a caller meets there is one class each."""
    nouns = {"Life", "Session", "Answer", "Story", "Turn"}
    found: dict[str, set[str]] = {}
    for path in (Path(fabula.__file__).parent).rglob("*.py"):
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            if name in nouns:
                found.setdefault(name, set()).add(path.name)
    assert {name: len(places) for name, places in found.items()} == dict.fromkeys(nouns, 1)


def _signatures(value: object) -> Iterator[Callable[..., object]]:
    """The public functions of a class, properties included, or the function itself."""
    if inspect.isfunction(value):
        yield value
        return
    for name, member in vars(value).items():
        if name.startswith("_"):
            continue
        inner = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
        if inspect.isfunction(inner):
            yield inner


def _classes_of(value: object) -> Iterator[type]:
    hints = [*_signatures(value), *([value] if isinstance(value, type) else [])]
    for one in hints:
        module = sys.modules[one.__module__]
        names = {**vars(fabula), **vars(module)}
        for text in vars(one).get("__annotations__", {}).values():
            for word in re.findall(r"\w+", str(text)):
                known = names.get(word) or getattr(fabula, word, None)
                if isinstance(known, type) and known.__module__.startswith("fabula"):
                    yield known


@pytest.mark.parametrize("name", [name for name in fabula.__all__ if name != "__version__"])
def test_what_public_things_speak_of_is_public(name: str) -> None:
    """Whoever annotates a function that takes an answer, or catches what is raised, need not look for it inside."""
    spoken_of = {one.__name__ for one in _classes_of(getattr(fabula, name))}
    assert spoken_of - set(fabula.__all__) - INSIDE == set()


def test_every_public_thing_is_explained() -> None:
    docs = (Path(fabula.__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
    for name in fabula.__all__:
        if name == "__version__":
            continue
        value = getattr(fabula, name)
        assert value.__doc__, name
        assert not value.__doc__.startswith(f"{name}("), name
        assert re.search(rf"`{name}\b", docs), name
        for function in _signatures(value):
            if value in (fabula.Story, fabula.Life, fabula.Session, fabula.Answer):
                assert function.__doc__ or isinstance(vars(value).get(function.__name__), property), (name, function)


def test_help_shows_the_main_verbs_and_is_short() -> None:
    shown = pydoc.plain(pydoc.render_doc(fabula))
    for verb in ("tell(self", "prose(self", "play(self", "can(self", "plan(story"):
        assert verb in shown, verb
    for name in ("Mind", "Life", "Answer", "Session"):
        longest = max(pydoc.plain(pydoc.render_doc(getattr(fabula, name))).splitlines(), key=len)
        assert len(longest) < 400, longest


# --- values that travel ----------------------------------------------------------------------------------------------


def same_life(first: fabula.Life, second: fabula.Life) -> bool:
    """Whether two lives are the same, whatever numbers their states have."""
    return (
        first.transcript() == second.transcript()
        and first.ending == second.ending
        and [event.reasons for event in first.events] == [event.reasons for event in second.events]
        and len(first.attempts) == len(second.attempts)
    )


def test_stories_lives_sessions_and_answers_go_to_other_processes_and_back(story: fabula.Story, played: fabula.Session) -> None:
    """By `spawn`, which shares nothing. A life that comes back is one of the story that was sent."""
    lost = fabula.load(KEY)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        lives = pool.starmap(fabula.Story.tell, [(story, None, seed) for seed in range(3)])
        session = pool.apply(copy.copy, (played,))
        answers = [pool.apply(fabula.Story.can, (story, target)) for target in ("hers", "his")]
        locked = pool.apply(fabula.Story.can, (lost, lost.endings[0]))
    for seed, life in enumerate(lives):
        assert life.story is story
        assert life == story.tell(seed=seed)
    assert session.transcript() == played.transcript()
    assert [one.text for one in session.choices] == [one.text for one in played.choices]
    assert same_life(session.life, played.life)
    assert [bool(answer) for answer in answers] == [True, False]
    assert [str(answer) for answer in answers] == [str(story.can("hers")), str(story.can("his"))]
    assert answers[1].obstacles is not None
    assert answers[1].data()["obstacles"] == story.can("his").data()["obstacles"]
    assert bool(locked) == bool(lost.can(lost.endings[0]))


def test_what_comes_back_is_of_the_story_that_was_sent_and_not_of_another_with_the_same_text() -> None:
    one, other = fabula.load(SILVER), fabula.load(SILVER)
    for story in (one, other, one):
        assert pickle.loads(pickle.dumps(story)) is story
        assert pickle.loads(pickle.dumps(story.tell())).story is story


def test_a_story_is_given_back_as_soon_as_nobody_has_it() -> None:
    """Engines are large, and Python looks late for what refers to itself."""
    story = fabula.load(SILVER)
    gone = weakref.ref(story.engine)
    del story
    assert gone() is None


def test_attempts_in_vain_are_lived_again(played: fabula.Session) -> None:
    assert played.life.attempts
    again: fabula.Life = pickle.loads(pickle.dumps(played.life))
    assert again.story is played.story
    assert again == played.life


def test_a_story_is_the_same_in_a_process_that_has_never_seen_it(tmp_path: Path) -> None:
    """Also one of a problem file, and one whose file is gone."""
    path = tmp_path / "tom.sabre"
    path.write_text(PROBLEM, encoding="utf-8")
    stories = [fabula.load(path), fabula.loads(KEY.read_text(encoding="utf-8"))]
    path.unlink()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for story in stories:
            task = pool.apply(getattr, (story, "task"))
            assert task == story.task
            assert pool.apply(getattr, (story, "title")) == story.title


def test_readings_and_maps_go_to_other_processes_and_back(story: fabula.Story) -> None:
    """What they were read from and drawn of is explored again there, as far as it was known and no further."""
    sent = [story.playtest(50, seed=3), fabula.load(KEY).playtest(50, budget=fabula.Budget(states=7))]
    drawn = [story.map(readings=sent[0]), fabula.load(KEY).map(fabula.Budget(states=7))]
    assert [one.atlas.complete for one in sent] == [one.atlas.complete for one in drawn] == [True, False]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        readings = pool.map(copy.copy, sent)
        maps = pool.map(copy.copy, drawn)
        pages = pool.map(fabula.Map.html, drawn)
    assert [one.data() for one in readings] == [one.data() for one in sent]
    assert [(one.json(), one.html()) for one in maps] == [(one.json(), one.html()) for one in drawn]
    assert pages == [one.html() for one in drawn]
    for reading in sent:
        assert copy.copy(reading).atlas is copy.deepcopy(reading).atlas is reading.atlas
    for one in drawn:
        assert copy.copy(one).atlas is copy.deepcopy(one).atlas is one.atlas


def test_copies(story: fabula.Story, played: fabula.Session) -> None:
    """What is frozen is its own copy; a session that is copied goes on by itself."""
    life = story.tell("hers")
    answer = story.can("his")
    for value in (story, life):
        assert copy.copy(value) is copy.deepcopy(value) is value
    for twin in (copy.copy(answer), copy.deepcopy(answer)):
        assert str(twin) == str(answer)
    for copied in (copy.copy, copy.deepcopy):
        twin_session = copied(played)
        before = played.transcript()
        assert twin_session.transcript() == before
        assert twin_session.undo()
        twin_session.choose(0)
        assert played.transcript() == before
        assert twin_session.story is played.story


def test_an_answer_about_a_life_of_another_copy_of_the_story(story: fabula.Story) -> None:
    """Its states have other numbers there."""
    other = fabula.loads(story.definition.things["Ida"].span.source.text)  # type: ignore[union-attr]
    other.engine.do(other.engine.initial(), other.engine.possible(other.engine.initial())[-1])
    life = other.tell("hers")
    act = life.acts[0]
    assert str(story.why(act, life=life)) == str(other.why(act, life=life))


def test_exceptions_travel_too(story: fabula.Story) -> None:
    for wrong in (fabula.NotFound("hers", False, 3), unknown(lambda: story.tell("hres"))):
        again = pickle.loads(pickle.dumps(wrong))
        assert (type(again), str(again)) == (type(wrong), str(wrong))


# --- names and interruptions -----------------------------------------------------------------------------------------


def unknown(work: Callable[[], object]) -> fabula.UnknownName:
    with pytest.raises(fabula.UnknownName) as caught:
        work()
    return caught.value


def test_a_name_that_the_story_does_not_have_is_said_in_a_sentence(story: fabula.Story) -> None:
    """The same exception wherever it is asked for, which is a `StoryProblems`, and a `KeyError`."""
    life = story.tell("hers")
    ending = unknown(lambda: story.tell(ending="hres"))
    assert str(ending) == "the story has no ending 'hres': did you mean 'hers'?"
    assert (ending.name, ending.known) == ("hres", ("hers", "his"))
    for work in (
        lambda: life.prose(by="Idda"),
        lambda: story.play(as_="Idda"),
        lambda: story.play().mind("Idda"),
        lambda: Atlas(story, ("Idda",)),
    ):
        wrong = unknown(work)
        assert str(wrong) == "there is no character 'Idda' in the story: did you mean 'Ida'?"
        assert isinstance(wrong, fabula.StoryProblems)
        assert isinstance(wrong, KeyError)
        assert [problem.code for problem in wrong.problems] == ["unknown-character"]
    assert str(unknown(lambda: story.play(as_="Xaver"))) == "there is no character 'Xaver' in the story: there are Ida, Jon"


def test_that_no_life_was_found_is_a_sentence(story: fabula.Story) -> None:
    with pytest.raises(fabula.NotFound) as caught:
        story.tell("his")
    assert str(caught.value) == "there is no life that ends in 'his': all 3 states of the story were looked at"
    unsure = fabula.NotFound(None, False, 1)
    assert str(unsure) == "no life that comes to an ending was found in 1 state, which proves nothing"


def test_an_interruption_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's loop over questions goes on when it was to end; and what was explored is not lost."""
    story = fabula.load(SILVER)

    def interrupted(self: Atlas, *arguments: object) -> bool:
        self.why = "interrupted"
        return False

    with monkeypatch.context() as changed:
        changed.setattr(Atlas, "explore", interrupted)
        for work in (
            lambda: story.can("hers"),
            lambda: story.who_knows("hidden_in(silver)"),
            lambda: story.why("take(Ida, silver)"),
            story.check,
            story.playtest,
            story.map,
        ):
            with pytest.raises(KeyboardInterrupt):
                work()
    assert story.can("hers")


def test_an_interrupted_plan_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "tom.sabre"
    path.write_text(PROBLEM, encoding="utf-8")

    found = fabula.plan(path)
    assert found
    monkeypatch.setattr("fabula.plans.planned", lambda *_, **__: replace(found, interrupted=True))
    with pytest.raises(KeyboardInterrupt):
        fabula.plan(path)


# --- what a notebook shows -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(story: fabula.Story, played: fabula.Session) -> dict[str, object]:
    life = story.tell("hers")
    return {
        "story": story,
        "life": life,
        "minds": life.minds(),
        "answer": story.can("hers"),
        "no": story.can("his"),
        "report": story.check(),
        "readings": story.playtest(20),
        "map": story.map(),
        "session": played,
        "mind": played.mind("Ann"),
        "planned": fabula.plan(story, goal=1),
    }


def test_what_is_long_has_a_short_repr(shown: dict[str, object]) -> None:
    for name, value in shown.items():
        assert repr(value).startswith(f"<fabula.{type(value).__name__}"), name
        assert len(repr(value)) < 200, name
    assert repr(shown["life"]) == "<fabula.Life: 2 acts to 'hers'>"
    assert repr(shown["answer"]).startswith("<fabula.Answer to 'can hers': Yes: ")
    assert repr(shown["report"]).endswith(", 3 states, all that there are>")


def test_a_notebook_shows_them(shown: dict[str, object]) -> None:
    """As IPython would show each, and as a notebook would keep it."""
    formatters = importlib.import_module("IPython.core.formatters")
    nbformat = importlib.import_module("nbformat")
    formatter = formatters.DisplayFormatter()
    cells = []
    for name, value in shown.items():
        data, _ = formatter.format(value)
        assert {"text/html", "image/svg+xml"} & set(data), name
        assert len(data["text/plain"]) < 300, name
        output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
        cells.append(nbformat.v4.new_code_cell(name, outputs=[output], execution_count=1))
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.validate(notebook)
    assert len(json.loads(nbformat.writes(notebook))["cells"]) == len(shown)
