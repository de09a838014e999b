"""A story: from the text of a file to an engine that runs it. The stages, one line each, are in `Story.of`."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from fabula import lives, telling
from fabula.checker import check_file, check_text
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.grounding import Ground, ground
from fabula.model import Definition
from fabula.play import Session
from fabula.play.faults import FAULTS, problem_of
from fabula.problems import Problem, Problems, StoryProblems
from fabula.task import Task


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


def load(path: str | Path) -> Story:
    """The story in a file, or a bundled one by its bare name (`the_ridge`). Raises `StoryProblems` with all problems."""
    file = Path(path)
    if not file.exists() and (known := bundled(str(path))) is not None:
        file = known
    return Story.of(*check_file(file))


def loads(text: str, name: str = "<text>") -> Story:
    """The story in a text. Raises `StoryProblems` with all problems."""
    return Story.of(*check_text(text, name))
