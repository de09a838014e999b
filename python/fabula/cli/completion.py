"""What a shell completes after `fabula`: stories, their endings and their people, translations, and lives that were saved.

Nothing that is wrong is said here: what can't be read has no names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from fabula import files
from fabula.lazy import Lazy

if TYPE_CHECKING:
    from fabula import checker, story
    from fabula.model import Definition
    from fabula.play import shelf
else:
    checker = Lazy("fabula.checker")
    shelf = Lazy("fabula.play.shelf")
    story = Lazy("fabula.story")

#: how the names of files with stories end
STORIES = (".fabula", ".txt", ".sabre")
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def stories(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files with stories, folders to look for them in, and the names of those that come with fabula."""
    found: list[CompletionItem] = []
    if not _folder_of(incomplete):
        folder = resources.files("fabula").joinpath("stories")
        names = sorted(Path(one.name).stem for one in folder.iterdir() if one.name.endswith(".fabula"))
        found = [CompletionItem(name, help="comes with fabula") for name in names if name.startswith(incomplete)]
    return [*found, *_files(incomplete, STORIES)]


def endings(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The endings of the story on the command line."""
    known = _definition(context)
    return [] if known is None else _beginning(incomplete, ((name, one.title) for name, one in known.endings.items()))


def people(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The characters of the story on the command line."""
    known = _definition(context)
    return [] if known is None else _beginning(incomplete, ((mind.name, mind.display) for mind in known.minds()))


def lives(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Lives of the story on the command line that were saved, by their names, and files."""
    known = _definition(context)
    names = () if known is None or _folder_of(incomplete) else shelf.shelf_of(known.front).names()
    # Shells forget what precedes a file that they are to look for themselves.
    return [CompletionItem(incomplete, type="file"), *_beginning(incomplete, ((name, "saved") for name in names))]


def translations(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The languages of the translations that lie beside the story on the command line, and files of translations."""
    name = _story(context)
    tags: list[str] = []
    if name is not None:
        place = story.path_of(name)
        start = f"{place.stem}."
        if place.parent.is_dir():
            tags = sorted(one.stem.removeprefix(start) for one in place.parent.glob("*.po") if one.stem.startswith(start))
    return [*_beginning(incomplete, ((tag, "") for tag in tags)), *_files(incomplete, (".po",))]


def anything(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Any file, as the shell itself looks for it."""
    return [CompletionItem(incomplete, type="file")]


def _story(context: click.Context) -> str | None:
    """The story that the line names so far. Where an option waits for its value, it stands among what is left."""
    named = context.params.get("story") or next((one for one in context.args if not one.startswith("-")), None)
    return named if isinstance(named, str) else None


def _definition(context: click.Context) -> Definition | None:
    name = _story(context)
    if name is None:
        return None
    place = story.path_of(name)
    if not files.is_file(place) or story.is_problem_file(place):
        return None
    return checker.check_file(place)[0]


def _beginning(incomplete: str, names: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    return [CompletionItem(name, help=said or None) for name, said in names if name.startswith(incomplete)]


def _files(incomplete: str, suffixes: tuple[str, ...]) -> list[CompletionItem]:
    """Files whose names end so, and folders, as they are typed. Shells put a space behind the only one that there is: of a
    folder it is what is in it."""
    typed = _folder_of(incomplete)
    folder = Path(typed or ".").expanduser()
    if not folder.is_dir():
        return []
    names: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(incomplete[len(typed) :]) and not path.name.startswith("."):
            if path.is_dir():
                names.append(f"{typed}{path.name}/")
            elif path.suffix in suffixes:
                names.append(f"{typed}{path.name}")
    if len(names) == 1 and names[0].endswith("/") and names[0] != incomplete:
        return _files(names[0], suffixes)
    return [CompletionItem(name) for name in names]


def _folder_of(incomplete: str) -> str:
    before, slash, _ = incomplete.rpartition("/")
    return before + slash
