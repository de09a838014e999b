"""A story: from the text of a file to an engine that runs it. The stages, one line each, are in `Story.of`."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from fabula import lives, telling
from fabula.checker import check_file, check_text
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.faults import FAULTS, problem_of
from fabula.formats.sabre.reading import is_problem, read_all
from fabula.formats.sabre.stories import USUAL, goal_above, report_missing, told
from fabula.formats.sabre.wording import title_of
from fabula.grounding import Ground, GroundAction, GroundTrigger, ground
from fabula.grounding.given import given
from fabula.model import Definition
from fabula.play import Session
from fabula.problems import Problem, Problems, StoryProblems
from fabula.source import Source
from fabula.syntax.reading import read
from fabula.task import Task
from fabula.telling.texts import read_catalogue, translated

#: how names of files end that are problem files and no stories of ours
PROBLEM_FILES = (".txt", ".sabre")


@dataclass(frozen=True, slots=True)
class Life(lives.Life):
    """A life that can tell itself."""

    def prose(self, by: str | None = None, seed: int = 0) -> str:
        """The life as text from the eyes of `by`, by default the story's own teller. Same seed, same text."""
        return telling.tell(self.story, self, by, seed).text

    def _repr_html_(self) -> str:
        paragraphs = self.prose().split("\n\n")
        return "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)


class Story:
    """A story that has been checked and can be run.

    `definition` is what the text says, `ground` the same with every name replaced by a number, `engine` runs it.
    `problems` holds the warnings that it was loaded with.
    """

    def __init__(self, definition: Definition, grounded: Ground, engine: Engine, problems: tuple[Problem, ...]) -> None:
        self.definition = definition
        self.ground = grounded
        self.engine = engine
        self.problems = problems

    @classmethod
    def of(cls, definition: Definition | None, problems: Problems) -> Story:
        """The story of a checked definition. Raises `StoryProblems` with all problems if any is an error."""
        problems.raise_errors()
        if definition is None:
            raise StoryProblems(problems)
        grounded = ground(definition, problems)
        problems.raise_errors()
        engine = NativeEngine(grounded.task)
        try:
            engine.initial()
        except FAULTS as fault:
            problems.extend([problem_of(definition, fault)])
            problems.raise_errors()
        return cls(definition, grounded, engine, tuple(problems))

    @classmethod
    def of_problem(cls, source: Source, problems: Problems) -> Story:
        """The story of a problem file: its people think as far ahead as those of a story that says nothing of it, and its one
        ending is that the author's utility has become better. Raises `StoryProblems` with all problems if any is an error."""
        reading = read_all(source, problems, USUAL)
        problems.raise_errors()
        if reading is None:
            raise StoryProblems(problems)
        report_missing(reading.task, source, problems)
        problems.raise_errors()
        engine = NativeEngine(reading.task)
        try:
            utility = engine.utility(engine.initial(), None)
        except FAULTS as fault:
            raise StoryProblems([*problems, problem_of(None, fault)]) from None
        story = told(reading, source, title_of(source.name), goal_above(reading.task, utility))
        grounded = given(
            story.definition,
            story.task,
            story.keys,
            story.statics,
            [
                GroundAction(action.name, binding, doers)
                for action, (binding, doers) in zip(story.task.actions, story.acts, strict=True)
            ],
            [GroundTrigger(trigger.name, binding) for trigger, binding in zip(story.task.triggers, story.events, strict=True)],
        )
        return cls(story.definition, grounded, NativeEngine(story.task), tuple(problems))

    @property
    def task(self) -> Task:
        return self.ground.task

    @property
    def title(self) -> str:
        return self.definition.front.title

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """The names of all endings, in the order of the text."""
        return tuple(self.definition.endings)

    def tell(self, ending: str | None = None, seed: int = 0) -> Life:
        """One life: to `ending`, or by chance. Raises `KeyError` for an unknown ending, `lives.finding.NotFound` if none was
        found within the budget."""
        life = lives.wander(self, seed) if ending is None else lives.find(self, ending, seed)
        return Life(life.story, life.start, life.events, life.ending)

    def play(self, as_: str | None = None, seed: int = 0) -> Session:
        """A session in which the reader is the character `as_` (by default the story's first teller, or first character)."""
        return Session(self, as_, seed)

    def _repr_html_(self) -> str:
        front = self.definition.front
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(ending.title)}</td></tr>"
            for name, ending in self.definition.endings.items()
        )
        minds = ", ".join(html.escape(mind.display) for mind in self.definition.minds())
        return (
            f"<h3>{html.escape(front.title)}</h3><p>{html.escape(front.by)}</p><p>{minds}; {len(self.task.actions)} acts, "
            f"{len(self.task.fluents)} fluents</p><table><tr><th>ending</th><th></th></tr>{rows}</table>"
        )


def bundled(name: str) -> Path | None:
    """The path of a story that comes with fabula, by its bare name."""
    if not name.isidentifier():
        return None
    path = Path(str(resources.files("fabula").joinpath("stories", f"{name}.fabula")))
    return path if path.is_file() else None


def load(path: str | Path, texts: str | Path | None = None) -> Story:
    """The story in a file, or a bundled one by its bare name (`the_ridge`). Raises `StoryProblems` with all problems.

    It may be a problem file of the planner Sabre: see `is_problem_file`.

    `texts`: a translation of it, as `fabula texts export` writes it, or the tag of a language for which one lies beside it.
    """
    file = path_of(path)
    if is_problem_file(file):
        return _of_problem_file(file, texts)
    definition, problems = check_file(file)
    if texts is not None and definition is not None and not problems.errors:
        definition = told_in(definition, translation_of(file, texts), problems)
    return Story.of(definition, problems)


def _of_problem_file(file: Path, texts: str | Path | None) -> Story:
    problems = Problems()
    source = read(file, problems)
    if source is not None and texts is not None:
        problems.add("wrong-language", "the story of a problem file is told in English alone", expected="en", seen=str(texts))
    problems.raise_errors()
    if source is None:
        raise StoryProblems(problems)
    return Story.of_problem(source, problems)


def is_problem_file(file: Path) -> bool:
    """Whether a file is a problem file and no story of ours: by the end of its name or, if that says nothing, by its text."""
    if file.suffix in (".fabula", *PROBLEM_FILES) or not file.is_file():
        return file.suffix in PROBLEM_FILES
    source = read(file, Problems())
    return source is not None and is_problem(source)


def path_of(path: str | Path) -> Path:
    """The file of a story that is named by its path or, if it comes with fabula, by its bare name."""
    file = Path(path)
    if not file.exists() and (known := bundled(str(path))) is not None:
        return known
    return file


def translation_of(story: Path, texts: str | Path) -> Path:
    """The file of a translation: `de` stands for `the_ridge.de.po` beside `the_ridge.fabula`."""
    is_tag = re.fullmatch(r"[\w-]+", str(texts)) is not None
    beside = story.with_name(f"{story.stem}.{texts}.po") if is_tag else None
    return beside if beside is not None and beside.is_file() else Path(texts)


def told_in(definition: Definition, file: Path, problems: Problems) -> Definition:
    """The story with the texts of a translation, as far as it has them and they fit."""
    source = read(file, problems)
    catalogue = None if source is None else read_catalogue(source, problems)
    return definition if catalogue is None else translated(definition, catalogue, problems)


def loads(text: str, name: str = "<text>") -> Story:
    """The story in a text. Raises `StoryProblems` with all problems."""
    return Story.of(*check_text(text, name))
