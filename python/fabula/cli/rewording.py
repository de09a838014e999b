"""The options with which a language model words what is told, and what is said of it. Off unless a model is named."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import click

from fabula.cli.output import show
from fabula.cli.progress import replace_line
from fabula.lazy import Lazy
from fabula.lives import Life
from fabula.problems import counted
from fabula.story import Story
from fabula.telling.narrate import Telling

if TYPE_CHECKING:
    from fabula import rewording
    from fabula.rewording import Asked, ModelNarrator, Untouched
else:
    # It brings all that talks to servers, and few ask for it.
    rewording = Lazy("fabula.rewording")

#: the environment variable that holds the key for the server
KEY = "FABULA_MODEL_KEY"
#: so many different reasons are shown why paragraphs stand as they were
SHOWN = 4
_Command = TypeVar("_Command", bound=Callable[..., object])


def model_options(command: _Command) -> _Command:
    """The options `--model`, `--base-url` and `--model-seconds`, for `wording_of`."""
    options = (
        click.option(
            "--model", metavar="NAME", help="Let this model reword each paragraph. What it changes in substance is refused."
        ),
        click.option("--base-url", metavar="URL", help=f"Where it answers, as http://localhost:8080/v1; its key is in {KEY}."),
        click.option(
            "--model-seconds",
            type=click.FloatRange(min=0.1, max=3600),
            default=60.0,
            show_default=True,
            metavar="N",
            help="How long to wait for a paragraph.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def wording_of(story: Story, model: str | None, base_url: str | None, seconds: float) -> Wording | None:
    """Who words what is told; None if nobody was asked for."""
    if model is None and base_url is None:
        return None
    if not model or not base_url:
        raise click.UsageError("--model says which model, and --base-url where it answers: give both")
    language = story.definition.front.language
    if rewording.comparison_of(story.definition) is None:
        raise click.UsageError(f"--model: only English can be checked, and the story is told in '{language}'")
    try:
        server = rewording.Server(base_url, model, os.environ.get(KEY, ""), seconds)
        return Wording(_Interruptible(rewording.ModelNarrator(server)))
    except ValueError as wrong:
        raise click.UsageError(f"--base-url: {wrong}") from None


class _Interruptible:
    """A narrator that falls silent when the reader has waited long enough."""

    def __init__(self, narrator: ModelNarrator) -> None:
        self.narrator = narrator
        self.interrupted = False

    def reword(self, asked: Asked) -> str:
        if self.interrupted:
            raise rewording.NoAnswer("interrupted")
        try:
            return self.narrator.reword(asked)
        except KeyboardInterrupt:
            self.interrupted = True
            raise rewording.NoAnswer("interrupted") from None


@dataclass(slots=True)
class Wording:
    """A model at work: what it has worded, and what stands as it was."""

    narrator: _Interruptible
    paragraphs: int = 0
    kept: list[Untouched] = field(default_factory=list)

    @property
    def interrupted(self) -> bool:
        return self.narrator.interrupted

    def retell(self, story: Story, life: Life, telling: Telling) -> Telling:
        """The telling in the words of the model, where these may stand."""
        retold = rewording.retell(story, life, telling, self.narrator, _progress)
        self.paragraphs += len(telling.paragraphs)
        self.kept += retold.kept
        replace_line("")
        return retold.telling

    def data(self) -> dict[str, object]:
        """What was done and what it took, as `--json` prints it."""
        usage = self.narrator.narrator.usage
        return {
            "name": self.narrator.narrator.server.model,
            "paragraphs": self.paragraphs,
            "reworded": self.paragraphs - len(self.kept),
            "kept": [{"paragraph": kept.paragraph + 1, "why": kept.why} for kept in self.kept],
            "requests": usage.requests,
            "tokens_in": usage.tokens_in,
            "tokens_out": usage.tokens_out,
            "estimated": usage.estimated,
            "seconds": round(usage.seconds, 1),
        }

    def report(self) -> None:
        """Say it to whoever waits at the terminal."""
        usage = self.narrator.narrator.usage
        name, about = self.narrator.narrator.server.model, "about " if usage.estimated else ""
        show(
            f"{name} has reworded {self.paragraphs - len(self.kept)} of {counted(self.paragraphs, 'paragraph')}: "
            f"{counted(usage.requests, 'request')}, {about}{usage.tokens_in} tokens sent and {usage.tokens_out} received, "
            f"{usage.seconds:.1f} seconds.",
            err=True,
        )
        reasons = Counter(kept.why for kept in self.kept)
        for why, count in reasons.most_common(SHOWN):
            show(f"  {count} as told: {why}", err=True)
        if len(reasons) > SHOWN:
            show(f"  and {counted(len(reasons) - SHOWN, 'other reason')}", err=True)


def _progress(number: int, total: int) -> None:
    replace_line(f"paragraph {number} of {total} ...")
