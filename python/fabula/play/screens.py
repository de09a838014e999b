"""Where a life is shown, and the plain way of it: lines of text. `rich_screen.py` is the other way.

Nothing is said by colour alone, and nothing is timed. A story's text never reaches a terminal with control characters in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TextIO

from fabula.cleaning import clean
from fabula.diagnostics import draw
from fabula.model import Front
from fabula.problems import Problem
from fabula.telling.languages import realiser_for
from fabula.telling.languages.play_words import PlayWords
from fabula.telling.languages.spelling import capitalize
from fabula.wrapping import MEASURE, wrapped

if TYPE_CHECKING:
    from fabula.play.mind import Belief, Mind

PROMPT = "> "


@dataclass(frozen=True, slots=True)
class EndPage:
    """What stands below a life that is over. `ending`: title of the ending that it came to, None if it is stuck; `endings`: the
    titles of all endings of the story."""

    text: str
    ending: str | None
    acts: int
    endings: Sequence[str]
    ask: str
    words: PlayWords


class Screen(Protocol):
    def title(self, front: Front, as_: str) -> None:
        """The page before the story."""
        ...

    def prose(self, text: str) -> None: ...

    def choices(self, texts: Sequence[str], status: str) -> None: ...

    def say(self, text: str) -> None:
        """An answer of the program, not part of the story."""
        ...

    def verbatim(self, text: str) -> None:
        """Something to copy, such as a path: its lines are never broken."""
        ...

    def problem(self, problem: Problem) -> None: ...

    def mind(self, mind: Mind, truth: bool) -> None:
        """What someone believes. `truth`: mark what is believed wrongly."""
        ...

    def end(self, page: EndPage) -> None: ...

    def ask(self) -> str:
        """A line of the reader. Raises `EOFError`, `KeyboardInterrupt`."""
        ...


def by_line(front: Front) -> str:
    """Who wrote the story."""
    return realiser_for(front.frame).labels.by.format(by=clean(front.by))


def front_lines(front: Front) -> list[str]:
    """What an author puts before the story, one entry for each part that is there."""
    labels = realiser_for(front.frame).labels
    parts = [(labels.note, front.note), (labels.disclaimer, front.disclaimer), (labels.content, front.content)]
    return [f"{word}: {text}" for word, text in parts if text]


def endings_line(page: EndPage) -> str:
    """Which endings there are, and which of them this was."""
    others = [f"'{title}'" for title in page.endings if title != page.ending]
    if not others:
        return page.words.only_ending if page.ending else page.words.no_ending
    listed = ", ".join(others)
    if page.ending is None:
        return page.words.endings.format(titles=listed)
    return page.words.other_endings.format(titles=listed)


def acts_line(page: EndPage) -> str:
    return page.words.acts[page.acts != 1].format(count=page.acts)


def belief_lines(belief: Belief, truth: bool, words: PlayWords) -> list[str]:
    """A belief as a sentence, with what is so, where it is not just that and `truth` is asked for; below it what others are
    believed to believe."""
    text = f"{capitalize(belief.text)}."
    if truth and belief.wrong:
        text += f" ({words.wrong.format(truth=belief.truth_text)})"
    elif truth and not belief.right:
        text += f" ({capitalize(belief.truth_text)}.)"
    return [text, *(f"    {capitalize(other.text)}." for other in belief.others)]


def rest_line(mind: Mind) -> str:
    """What is to be said of all beliefs that are not listed."""
    return mind.words.rest.format(name=mind.display)


class PlainScreen:
    """Lines of text in the order in which they are to be read: for pipes and for screen readers."""

    def __init__(self, lines: TextIO, out: TextIO, width: int = MEASURE, echo: bool = False) -> None:
        """`echo`: repeat what was read, where the terminal does not show it."""
        self._lines = lines
        self._out = out
        self._width = min(width, MEASURE)
        #: how wide a terminal is; who reads from a pipe has lines as they are
        self._columns = width if out.isatty() else None
        self._echo = echo

    def _print(self, text: str = "") -> None:
        print(clean(text), file=self._out, flush=True)

    def _print_line(self, text: str) -> None:
        """A line that is no prose."""
        self._print(text if self._columns is None else wrapped(text, self._columns))

    def title(self, front: Front, as_: str) -> None:
        self._print_line(clean(front.title))
        if front.by:
            self._print_line(by_line(front))
        for line in front_lines(front):
            self._print()
            self._print(wrapped(line, self._width))
        self._print()
        self._print_line(realiser_for(front.frame).play.you_are.format(name=clean(as_)))
        self._print()

    def prose(self, text: str) -> None:
        self._print(wrapped(text, self._width))
        self._print()

    def choices(self, texts: Sequence[str], status: str) -> None:
        for number, text in enumerate(texts, start=1):
            self._print_line(f"{number}. {clean(text)}")
        self._print()

    def say(self, text: str) -> None:
        self._print(wrapped(text, self._width))
        self._print()

    def verbatim(self, text: str) -> None:
        self._print(clean(text))
        self._print()

    def problem(self, problem: Problem) -> None:
        self._print(clean(draw(problem, False, self._columns)))
        self._print()

    def mind(self, mind: Mind, truth: bool) -> None:
        self._print_line(f"{mind.words.believes.format(name=clean(mind.display))}:")
        for belief in mind.telling(truth):
            for line in belief_lines(belief, truth, mind.words):
                self._print(wrapped(line, self._width))
        self._print(wrapped(rest_line(mind), self._width))
        self._print()

    def end(self, page: EndPage) -> None:
        if page.text:
            self.prose(page.text)
        if page.ending is not None:
            self._print_line(page.words.the_end.format(title=clean(page.ending)))
        self._print_line(acts_line(page))
        self._print(wrapped(endings_line(page), self._width))
        if page.ask:
            self._print()
            self._print(wrapped(page.ask, self._width))
        self._print()

    def ask(self) -> str:
        print(PROMPT, end="", file=self._out, flush=True)
        line = self._lines.readline()
        if not line:
            self._print()
            raise EOFError
        if self._echo:
            self._print(clean(line.rstrip("\n")))
        return line
