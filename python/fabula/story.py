"""A story: from the text of a file to an engine that runs it. The stages, one line each, are in `Story.of`."""

from __future__ import annotations

import pickle
import re
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4
from weakref import WeakValueDictionary

from fabula import files, lives
from fabula.budget import UNBOUNDED, USUAL, Budget
from fabula.checker import check_file, check_text
from fabula.checker.audience import has_audience, read_by
from fabula.collection import without_collection
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.grounding import Ground, GroundAction, GroundTrigger, ground
from fabula.grounding.given import given
from fabula.lazy import Lazy
from fabula.lives import Life
from fabula.markup import Markup
from fabula.model import USUAL_LANGUAGE, Definition
from fabula.packing import packed
from fabula.problems import Problem, Problems, StoryProblems
from fabula.runtime_errors import RUNTIME_ERRORS, problem_of
from fabula.source import Source
from fabula.syntax.reading import read
from fabula.task import Task

if TYPE_CHECKING:
    from fabula import asking, findings, play
    from fabula import translation as translations
    from fabula.asking import Answer, Asker
    from fabula.charts import map as maps
    from fabula.charts.map import Map
    from fabula.findings import Report
    from fabula.formats.sabre import reading as problem_files
    from fabula.formats.sabre import stories as problem_stories
    from fabula.formats.sabre import wording
    from fabula.lives import readers as random_readers
    from fabula.lives.readers import Readings
    from fabula.play import Session
    from fabula.proving import finding
else:
    # What only some do with a story is not waited for by all others.
    asking = Lazy("fabula.asking")
    finding = Lazy("fabula.proving.finding")
    findings = Lazy("fabula.findings")
    maps = Lazy("fabula.charts.map")
    play = Lazy("fabula.play")
    problem_files = Lazy("fabula.formats.sabre.reading")
    problem_stories = Lazy("fabula.formats.sabre.stories")
    random_readers = Lazy("fabula.lives.readers")
    translations = Lazy("fabula.translation")
    wording = Lazy("fabula.formats.sabre.wording")

#: what a notebook explores before it shows a map
AT_A_GLANCE = Budget(seconds=5.0)

#: how names of files end that are problem files and no stories of ours
PROBLEM_FILES = (".txt", ".sabre")


class Story:
    """A story that has been checked and can be run.

    `tell` tells one life of it, `play` lets a reader be one of its people; `can`, `must`, `why` and others answer questions
    about all of its lives. `definition` is what the text says, `ground` the same with every name replaced by a number, `engine`
    runs it. `problems` holds the warnings that it was loaded with. A story can be pickled; a copy is the story itself.
    """

    def __init__(
        self,
        definition: Definition,
        grounded: Ground,
        engine: Engine,
        problems: tuple[Problem, ...],
        source: Source | None = None,
    ) -> None:
        """`source`: the problem file that the definition was made from, if it was."""
        self._source = source
        self.definition = definition
        self.ground = grounded
        self.engine = engine
        self.problems = problems
        #: who plays, and the same story as others play it, by who does
        self._readers: tuple[str, ...] = ()
        self._as_read: dict[tuple[str, ...], Story] = {}

    @classmethod
    def of(cls, definition: Definition | None, problems: Problems) -> Story:
        """The story of a checked definition. Raises `StoryProblems` with all problems if any is an error."""
        problems.raise_errors()
        if definition is None:
            raise StoryProblems(problems)
        with without_collection():
            grounded = ground(read_by(definition, ()), problems)
            problems.raise_errors()
            engine = NativeEngine(grounded.task)
        try:
            engine.initial()
        except RUNTIME_ERRORS as fault:
            problems.extend([problem_of(definition, fault)])
            problems.raise_errors()
        return cls(definition, grounded, engine, tuple(problems))

    @classmethod
    def of_problem(cls, source: Source, problems: Problems) -> Story:
        """The story of a problem file: its people think as far ahead as those of a story that says nothing of it, and its one
        ending is that the author's utility has become better. Raises `StoryProblems` with all problems if any is an error."""
        reading = problem_files.read_all(source, problems, problem_stories.USUAL)
        problems.raise_errors()
        if reading is None:
            raise StoryProblems(problems)
        problem_stories.report_missing(reading.task, source, problems)
        problems.raise_errors()
        engine = NativeEngine(reading.task)
        try:
            utility = engine.utility(engine.initial(), None)
        except RUNTIME_ERRORS as fault:
            raise StoryProblems([*problems, problem_of(reading.places, fault)]) from None
        goal = problem_stories.goal_above(reading.task, utility)
        story = problem_stories.told(reading, source, wording.title_of(source.name), goal)
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
        return cls(story.definition, grounded, NativeEngine(story.task), tuple(problems), source)

    def read_by(self, *minds: str) -> Story:
        """The story as it is where these are played: with the acts that are for the reader only, without those that are for
        others. It is this one where the text makes no such difference, or these play already."""
        names = tuple(sorted({name for name in minds if name in self.ground.minds}))
        if names == self._readers or not has_audience(self.definition):
            return self
        # Not before it is needed: what refers to itself is given back much later.
        self._as_read.setdefault(self._readers, self)
        if names not in self._as_read:
            with without_collection():
                grounded = ground(read_by(self.definition, names), Problems())
                story = Story(self.definition, grounded, NativeEngine(grounded.task), self.problems, self._source)
            story._readers, story._as_read = names, self._as_read
            self._as_read[names] = story
        return self._as_read[names]

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

    def tell(self, ending: str | None = None, seed: int = 0, budget: Budget = UNBOUNDED) -> Life:
        """One life: to `ending`, within a budget, or by chance. Raises `UnknownName` for an ending that the story does not
        have, `NotFound` if no life was found."""
        return lives.wander(self, seed) if ending is None else finding.find(self, ending, seed, budget=budget)

    # --- all lives ---------------------------------------------------------------------------------------------------

    @cached_property
    def asker(self) -> Asker:
        """Answers questions about all lives; what it has explored is kept from one question to the next."""
        return asking.Asker(self)

    def can(self, target: str, budget: Budget = USUAL) -> Answer:
        """Whether some life ends in an ending, or passes a moment where a condition holds. The answer is as true as it is; it
        has the `life` that shows it, or the `obstacles` in the way, and `proof` says whether it is certain.

        This and the following raise `StoryProblems` for what can't be asked. An interruption is raised, too; what was explored
        until then is kept."""
        return self.asker.ask(asking.question_about(self, "can", target), budget=budget)

    def must(self, target: str, budget: Budget = USUAL) -> Answer:
        """Whether every complete life does, and none is stuck before."""
        return self.asker.ask(asking.question_about(self, "must", target), budget=budget)

    def never(self, target: str, budget: Budget = USUAL) -> Answer:
        """Whether no life does."""
        return self.asker.ask(asking.question_about(self, "never", target), budget=budget)

    def shortest(self, target: str, budget: Budget = USUAL) -> Answer:
        """How many acts it takes at least."""
        return self.asker.ask(asking.question_about(self, "shortest", target), budget=budget)

    def most(self, expression: str, budget: Budget = USUAL) -> Answer:
        """The most that a number comes to where lives end."""
        return self.asker.ask(asking.question_about(self, "most", expression), budget=budget)

    def least(self, expression: str, budget: Budget = USUAL) -> Answer:
        """The least."""
        return self.asker.ask(asking.question_about(self, "least", expression), budget=budget)

    def who_knows(self, condition: str, budget: Budget = USUAL) -> Answer:
        """The names of those who come to know it in some life."""
        return self.asker.ask(asking.question_about(self, "who knows", condition), budget=budget)

    def why(self, act: str, life: Life | None = None, budget: Budget = USUAL) -> Answer:
        """The reasons for an act: in a life, or in a shortest one that has it."""
        return self.asker.ask(asking.question_about(self, "why", act), life=life, budget=budget)

    def why_not(self, act: str, life: Life | None = None, after: int | None = None, budget: Budget = USUAL) -> Answer:
        """What hinders an act: after so many acts of a life (None: all of them), or in all lives."""
        return self.asker.ask(asking.question_about(self, "why not", act), life=life, after=after, budget=budget)

    def ask(self, question: str, budget: Budget = USUAL) -> Answer:
        """The answer to a question as `fabula ask` takes it."""
        return self.asker.ask(question, budget=budget)

    def check(self, budget: Budget = USUAL) -> Report:
        """What all lives show: what can't be reached or never happens, dead ends, and whether what the author expects holds."""
        report = findings.check(self, budget, atlas=self.asker.atlas)
        _go_on_unless_interrupted(report.why)
        return report

    def playtest(self, readers: int = 10_000, seed: int = 0, budget: Budget = USUAL) -> Readings:
        """Random readers, counted. Same seed, same counts."""
        readings = random_readers.playtest(self, readers, seed, (), budget, atlas=self.asker.atlas)
        _go_on_unless_interrupted(readings.why)
        return readings

    def map(self, budget: Budget = USUAL, readings: Readings | None = None, *, scenes: bool = False) -> Map:
        """All lives as a map, as far as they are known within the budget. `scenes`: also where states would fit one by one."""
        self.asker.atlas.explore(budget)
        _go_on_unless_interrupted(self.asker.atlas.why)
        return maps.make_map(self.asker.atlas, readings, scenes=scenes)

    # --- one life ----------------------------------------------------------------------------------------------------

    def play(self, as_: str | None = None, seed: int = 0) -> Session:
        """A session in which the reader is the character `as_` (by default the story's first teller, or first character).
        Raises `UnknownName` for somebody who is none of its characters."""
        return play.Session(self, as_, seed)

    # --- in Python ---------------------------------------------------------------------------------------------------

    @cached_property
    def _packed(self) -> bytes:
        return packed((self.definition, self.problems, self._source, self._readers))

    @cached_property
    def _token(self) -> bytes:
        token = uuid4().bytes
        _KNOWN[token] = self
        return token

    def __reduce__(self) -> tuple[object, ...]:
        return _unpacked, (self._packed, self._token)

    def __copy__(self) -> Story:
        return self

    def __deepcopy__(self, memo: object) -> Story:
        return self

    def __repr__(self) -> str:
        return (
            f"<fabula.Story {self.title!r}: {len(self.task.characters)} minds, {len(self.task.actions)} acts, "
            f"{len(self.endings)} endings>"
        )

    def _repr_html_(self) -> str:
        front = self.definition.front
        rows = Markup().join(
            Markup("<tr><td>{}</td><td>{}</td></tr>").format(name, ending.title)
            for name, ending in self.definition.endings.items()
        )
        whole = Markup(
            "<h3>{}</h3><p>{}</p><p>{}; {} acts, {} fluents</p>"
            "<table><tr><th scope='col'>ending</th><th scope='col'>title</th></tr>{}</table>{}"
        )
        minds = ", ".join(mind.display for mind in self.definition.minds())
        acts, fluents = len(self.task.actions), len(self.task.fluents)
        return str(whole.format(front.title, front.by, minds, acts, fluents, rows, self.map(AT_A_GLANCE)))


#: the stories of this process that were pickled or unpickled, by what they are known by wherever they go: a life that comes
#: back from another process is one of the story that went there, and not of another with the same text
_KNOWN: WeakValueDictionary[bytes, Story] = WeakValueDictionary()


def _unpacked(data: bytes, token: bytes) -> Story:
    """The story that was pickled, or the same in this process."""
    return _KNOWN.get(token) or _rebuilt(data, token)


@lru_cache(maxsize=4)
def _rebuilt(data: bytes, token: bytes) -> Story:
    # The last ones are kept: whoever works for others is sent the same story again and again.
    definition, problems, source, readers = pickle.loads(data)
    again = Problems()
    story = Story.of(definition, again) if source is None else Story.of_problem(source, again)
    story = story.read_by(*readers)
    story.problems = problems
    # By this token it is known, also where it is sent on.
    vars(story).update(_packed=data, _token=token)
    _KNOWN[token] = story
    return story


def _go_on_unless_interrupted(why: str) -> None:
    """Raise the interruption that ended something, and was not raised because a command prints what is known until then."""
    if why == "interrupted":
        raise KeyboardInterrupt


def bundled(name: str) -> Path | None:
    """The path of a story that comes with fabula, by its bare name."""
    if not name.isidentifier():
        return None
    path = Path(str(resources.files("fabula").joinpath("stories", f"{name}.fabula")))
    return path if files.is_file(path) else None


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
        message = "the story of a problem file is told in English alone"
        problems.add("wrong-language", message, expected=USUAL_LANGUAGE, seen=str(texts))
    problems.raise_errors()
    if source is None:
        raise StoryProblems(problems)
    return Story.of_problem(source, problems)


def is_problem_file(file: Path) -> bool:
    """Whether a file is a problem file and no story of ours: by the end of its name or, if that says nothing, by its text."""
    if file.suffix in (".fabula", *PROBLEM_FILES) or not files.is_file(file):
        return file.suffix in PROBLEM_FILES
    source = read(file, Problems())
    return source is not None and problem_files.is_problem(source)


def path_of(path: str | Path) -> Path:
    """The file of a story that is named by its path or, if it comes with fabula, by its bare name."""
    file = Path(path)
    if not files.is_there(file) and (known := bundled(str(path))) is not None:
        return known
    return file


def translation_of(story: Path, texts: str | Path) -> Path:
    """The file of a translation: `de` stands for `the_ridge.de.po` beside `the_ridge.fabula`."""
    is_tag = re.fullmatch(r"[\w-]+", str(texts)) is not None
    beside = story.with_name(f"{story.stem}.{texts}.po") if is_tag else None
    return beside if beside is not None and files.is_file(beside) else Path(texts)


def told_in(definition: Definition, file: Path, problems: Problems) -> Definition:
    """The story with the texts of a translation, as far as it has them and they fit."""
    source = read(file, problems)
    catalogue = None if source is None else translations.read_catalogue(source, problems)
    return definition if catalogue is None else translations.translated(definition, catalogue, problems)


def loads(text: str, name: str = "<text>") -> Story:
    """The story in a text. Raises `StoryProblems` with all problems."""
    return Story.of(*check_text(text, name))
