"""A life shown on a terminal that can do more than lines. A module of its own because rich takes its time to import."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from fabula.cleaning import clean
from fabula.diagnostics import draw
from fabula.model import Front
from fabula.play.mind import Mind
from fabula.play.screens import (
    PROMPT,
    EndPage,
    acts_line,
    belief_lines,
    by_line,
    endings_line,
    front_lines,
    rest_line,
)
from fabula.problems import Problem
from fabula.telling.languages import realiser_for
from fabula.wrapping import MEASURE


class RichScreen:
    """A page on a terminal: prose in a measure that is comfortable, everything else quieter than it."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @property
    def _width(self) -> int:
        return min(MEASURE, self._console.width - 2)

    def _print(self, what: RenderableType) -> None:
        self._console.print(Padding(what, (0, 0, 0, 2)), width=self._width + 2)

    def title(self, front: Front, as_: str) -> None:
        self._console.print()
        self._print(Rule(style="dim"))
        self._print(Text(clean(front.title), style="bold", justify="center"))
        if front.by:
            self._print(Text(by_line(front), style="italic", justify="center"))
        self._print(Rule(style="dim"))
        for line in front_lines(front):
            self._console.print()
            self._print(Text(clean(line), style="italic"))
        self._console.print()
        self._print(Text(realiser_for(front.frame).play.you_are_briefly.format(name=clean(as_)), style="dim"))
        self._console.print()

    def prose(self, text: str) -> None:
        for paragraph in clean(text).split("\n\n"):
            self._print(Text(paragraph))
            self._console.print()

    def choices(self, texts: Sequence[str], status: str) -> None:
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", style="bold cyan", no_wrap=True)
        table.add_column()
        for number, text in enumerate(texts, start=1):
            table.add_row(f"{number}", Text(clean(text)))
        self._print(table)
        self._console.print()
        self._print(Rule(Text(clean(status), style="dim"), style="dim", align="right"))

    def say(self, text: str) -> None:
        for paragraph in clean(text).split("\n\n"):
            self._print(Text(paragraph, style="dim"))
        self._console.print()

    def verbatim(self, text: str) -> None:
        self._console.print(Text(clean(text)), soft_wrap=True)
        self._console.print()

    def problem(self, problem: Problem) -> None:
        self._print(Text.from_ansi(draw(problem, True, self._width)))
        self._console.print()

    def mind(self, mind: Mind, truth: bool) -> None:
        # A text and no string: rich would obey what looks like its own markup in a string.
        title = Text(clean(mind.words.believes.format(name=mind.display)))
        table = Table(title=title, title_justify="left", title_style="bold", show_header=False, box=SIMPLE, border_style="dim")
        for belief in mind.telling(truth):
            first, *others = belief_lines(belief, truth, mind.words)
            text = Text(clean(first), style="bold" if truth and belief.wrong else "")
            for line in others:
                text.append(f"\n{clean(line)}", style="italic")
            table.add_row(text)
        self._print(table)
        self._print(Text(clean(rest_line(mind)), style="dim"))
        self._console.print()

    def end(self, page: EndPage) -> None:
        if page.text:
            self.prose(page.text)
        self._print(Rule(style="dim"))
        if page.ending is not None:
            self._print(Text(clean(page.ending), style="bold", justify="center"))
            self._print(Rule(style="dim"))
        self._console.print()
        self._print(Text(f"{acts_line(page)} {clean(endings_line(page))}", style="dim"))
        if page.ask:
            self._console.print()
            self._print(Text(clean(page.ask), style="italic"))
        self._console.print()

    def ask(self) -> str:
        return self._console.input(Text(f"  {PROMPT}", style="bold cyan"))


def rich_screen() -> RichScreen:
    """A screen on this terminal."""
    return RichScreen(Console(highlight=False))
