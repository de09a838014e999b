"""The player for a terminal, a pipe and a screen reader: reads a line, answers it, and keeps every choice that was made."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from fabula import files
from fabula.budget import OutOfBudget
from fabula.cleaning import clean
from fabula.lives.world import Playable
from fabula.play.keeping import Keeper
from fabula.play.saved_life import must_agree
from fabula.play.screens import EndPage, Screen
from fabula.play.session import Choice, Session
from fabula.play.shelf import shelf_of
from fabula.play.words import words_of
from fabula.problems import StoryProblems
from fabula.runtime_errors import RUNTIME_ERRORS, problem_of

#: so many of the saved lives are listed
LISTED = 20


@dataclass(frozen=True, slots=True)
class Options:
    """How to play. `command`, `texts`: the story and its translation as they were named, to say how to go on. `seed`: None =
    the usual one. `save`: the file that keeps the life, None = one of its own; `load`: a save to go on with; `turn`: what each
    turn is carried out within."""

    command: str
    as_: str | None = None
    seed: int | None = None
    all_minds: bool = False
    save: Path | None = None
    load: Path | None = None
    turn: Callable[[], AbstractContextManager[None]] = nullcontext
    texts: str | None = None


class Terminal:
    """One sitting. Raises `StoryProblems` for a save that can't be gone on with."""

    def __init__(self, story: Playable, screen: Screen, options: Options) -> None:
        self._story = story
        self._screen = screen
        self._options = options
        self._shelf = shelf_of(story.definition.front)
        self._words = words_of(story)
        self._commands = {
            "undo": self._undo,
            "why": self._why,
            "mind": self._mind,
            "look": self._look,
            "save": self._save,
            "load": self._load,
            "transcript": self._transcript,
            "restart": self._restart,
            "help": self._help,
        }
        if options.load is None:
            self._session = Session(story, options.as_, options.seed or 0)
        else:
            self._session = Session.load(story, options.load)
            must_agree(self._session, options.load, options.as_, options.seed)
        # A life of which only a part fits stays as it is.
        goes_on = options.load is not None and not self._session.problems and self._shelf.is_of_sitting(options.load)
        self._keeper = Keeper(self._shelf, options.save, options.load if goes_on else None)

    def run(self) -> bool:
        """Play until the reader leaves: by `quit` or the end of the input, or false, by an interruption."""
        try:
            return self._play()
        finally:
            self._keeper.close()

    def _play(self) -> bool:
        interrupted = False
        display = self._story.definition.things[self._session.as_].display
        self._screen.title(self._story.definition.front, display)
        for problem in self._session.problems:
            self._screen.problem(problem)
        try:
            with self._options.turn():
                self._show()
            goes_on = True
            while goes_on:
                line = self._screen.ask()
                with self._options.turn():
                    goes_on = self._answer(line)
        except EOFError:
            self._screen.say("")
        except KeyboardInterrupt:
            interrupted = True
            self._screen.say("")
        except OutOfBudget:
            self._goodbye()
            raise
        self._goodbye()
        return not interrupted

    def _answer(self, line: str) -> bool:
        """Do what a line says; false to leave."""
        try:
            words = shlex.split(line)
        except ValueError:
            words = line.split()
        if not words:
            self._show()
            return True
        first, *others = words
        first = first.casefold().rstrip(".")
        first = {"again": "look", "examine": "look", "x": "look"}.get(first, first)
        if first in ("quit", "exit"):
            return False
        if first.isdecimal() and len(first) < 10:
            self._choose(int(first))
        elif first == "wait" and not others and self._session.choices:
            self._choose(len(self._session.choices))
        elif (command := self._command(first)) is not None:
            self._commands[command](others)
        else:
            self._screen.say(self._words.means_nothing.format(word=first, possible=self._possible()))
        return True

    def _command(self, word: str) -> str | None:
        """The command that a word names or begins, if it is the only one."""
        if word in self._commands:
            return word
        found = [name for name in self._commands if name.startswith(word)]
        return found[0] if len(found) == 1 else None

    def _possible(self) -> str:
        count = len(self._session.choices)
        numbers = self._words.numbers[0 if count > 1 else 1 if count else 2]
        return numbers.format(count=count, commands=", ".join([*self._commands, "quit"]))

    def _choose(self, number: int) -> None:
        choices = self._session.choices
        if not 1 <= number <= len(choices):
            self._screen.say(self._words.no_choice.format(number=number, possible=self._possible()))
            return
        # Kept before it is carried out and after: an interruption in between loses nothing.
        self._keep(choices[number - 1])
        try:
            self._session.choose(number - 1)
        except RUNTIME_ERRORS as fault:
            self._screen.problem(problem_of(self._story.definition, fault))
        self._keep()
        self._show()

    def _undo(self, words: list[str]) -> None:
        if self._session.undo():
            self._keep()
            self._show()
        else:
            self._screen.say(self._words.beginning)

    def _why(self, words: list[str]) -> None:
        self._screen.say(self._session.why(self._options.all_minds))

    def _mind(self, words: list[str]) -> None:
        name = " ".join(words) or self._session.as_
        own, options = self._session.as_, self._options
        display = self._story.definition.things[own].display
        if name.casefold() not in (own.casefold(), display.casefold()) and not options.all_minds:
            # Whether there is anybody of that name is not for the reader to learn here.
            self._screen.say(self._words.closed_mind.format(name=display))
            return
        try:
            mind = self._session.mind(name)
        except StoryProblems as problems:
            self._problems(problems)
            return
        self._screen.mind(mind, self._options.all_minds)

    def _look(self, words: list[str]) -> None:
        asked = words[1:] if words[:1] == ["at"] else words
        if asked:
            self._screen.prose(self._session.look_at(" ".join(asked)))
            return
        described = any(thing.descriptions for thing in self._story.definition.things.values())
        self._show(self._session.look() if described else "")

    def _save(self, words: list[str]) -> None:
        name = " ".join(words) or "save"

        def write() -> None:
            path = self._shelf.path(name)
            if path.parent == self._shelf.folder:
                self._shelf.make()
            self._session.save(path)
            self._screen.verbatim(self._words.saved.format(path=path))

        self._written(write, name)

    def _load(self, words: list[str]) -> None:
        if not words:
            self._list()
            return
        try:
            self._session = Session.load(self._story, self._shelf.find(" ".join(words)))
        except StoryProblems as problems:
            self._problems(problems)
            return
        for problem in self._session.problems:
            self._screen.problem(problem)
        self._keeper.part()
        self._keep()
        self._show()

    def _list(self) -> None:
        names = self._shelf.names()
        if not names:
            self._screen.say(self._words.none_saved)
            return
        self._screen.say(self._words.saved_lives.format(names=", ".join(names[:LISTED])))
        if len(names) > LISTED:
            self._screen.verbatim(self._words.more_saved.format(count=len(names) - LISTED, folder=self._shelf.folder))

    def _transcript(self, words: list[str]) -> None:
        if not words:
            self._screen.prose(self._session.transcript().rstrip("\n"))
            return
        name = " ".join(words)

        def write() -> None:
            path = files.named(name)
            try:
                files.create(path, clean(self._session.transcript()).encode())
            except FileExistsError:
                self._screen.say(self._words.file_there.format(path=path))
            else:
                self._screen.verbatim(self._words.written.format(path=path))

        self._written(write, name)

    def _restart(self, words: list[str]) -> None:
        self._session.restart()
        self._keeper.part()
        self._show()

    def _help(self, words: list[str]) -> None:
        self._screen.say(self._words.help)

    # --- what is shown and kept --------------------------------------------------------------------------------------

    def _show(self, instead: str = "") -> None:
        """The last turn (or something else `instead`), and the choices or the end."""
        session = self._session
        if instead or session.text:
            self._screen.prose(instead or session.text)
        choices = session.choices
        if choices:
            self._screen.choices([choice.text for choice in choices], self._status())
            return
        endings = self._story.definition.endings
        ending = None if session.ending is None else endings[session.ending].title
        titles = [one.title for one in endings.values()]
        ask = self._story.definition.front.ask if session.ending is not None else ""
        self._screen.end(EndPage(session.closing, ending, len(session.life.events), titles, ask, self._words))

    def _status(self) -> str:
        name = self._story.definition.things[self._session.as_].display
        return self._words.turn.format(name=name, number=len(self._session.history) + 1)

    def _problems(self, problems: StoryProblems) -> None:
        for problem in problems.problems:
            self._screen.problem(problem)

    def _keep(self, pending: Choice | None = None) -> None:
        """Keep what is new of the life."""
        self._written(lambda: self._keeper.keep(self._session, pending), self._options.save or self._shelf.folder)

    def _written(self, write: Callable[[], object], name: str | Path) -> None:
        """Write something, or say that it can't be written."""
        try:
            write()
        except OSError as error:
            self._screen.say(self._words.unwritable.format(path=name, why=(error.strerror or self._words.unknown).lower()))

    def _goodbye(self) -> None:
        if self._keeper.path is None:
            self._screen.say(self._words.goodbye)
            return
        self._screen.say(self._words.kept)
        texts = [] if self._options.texts is None else ["--texts", self._options.texts]
        command = ["fabula", "play", self._options.command, *texts, "--load", str(self._keeper.path)]
        self._screen.verbatim(shlex.join(command))
