"""The files of a story: its own text and, before it, what it uses: modules of the library, and the author's own files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path

from fabula.files import is_file
from fabula.problems import Problem, Problems, nearest
from fabula.source import Edit, Source, Span
from fabula.syntax import parse, read, tree

#: files that use each other in a row, and files in all
DEEPEST_USE = 30
MOST_FILES = 200
ENDING = ".fabula"


@dataclass(slots=True)
class Files:
    """The texts of a story. `trees` are in the order in which their facts hold: each after those that it uses.

    `incomplete`: some file could not be had, so that names may be missing that are no slip."""

    folder: Path | None
    problems: Problems
    trees: list[tree.Tree] = field(default_factory=list)
    incomplete: bool = False
    _taken: set[str] = field(default_factory=set)
    _way: list[str] = field(default_factory=list)


def gather(source: Source, folder: Path | None, problems: Problems) -> Files:
    """The tree of a story and of all that it uses; `folder` is where the author's own files may be."""
    files = Files(folder, problems)
    own = str(source.path.resolve()) if source.path is not None else source.name
    _take(files, own, parse(source, problems))
    return files


def library() -> tuple[str, ...]:
    """The names of the library's modules."""
    folder = resources.files("fabula") / "library"
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return tuple(sorted(name.removesuffix(ENDING) for name in names if name.endswith(ENDING)))


@cache
def _module(name: str) -> tuple[tree.Tree, tuple[Problem, ...]]:
    """A module of the library, read once in a process."""
    file = resources.files("fabula") / "library" / f"{name}{ENDING}"
    problems = Problems()
    parsed = parse(Source(f"library/{name}{ENDING}", file.read_text("utf-8").replace("\r\n", "\n")), problems)
    return parsed, tuple(problems)


def _take(files: Files, name: str, parsed: tree.Tree) -> None:
    """Enter a file after all that it uses."""
    files._taken.add(name)
    files._way.append(name)
    kept: list[tree.Statement] = []
    kinds = {statement.name.text for statement in parsed.statements if isinstance(statement, tree.KindDefinition)}
    for statement in parsed.statements:
        meant = _misspelt_use(files, statement, kinds)
        if not meant:
            kept.append(statement)
        for module in statement.modules if isinstance(statement, tree.Use) else meant:
            if isinstance(module, tree.Name):
                _use_module(files, module)
            else:
                _use_file(files, module)
    files._way.pop()
    files.trees.append(parsed if len(kept) == len(parsed.statements) else replace(parsed, statements=tuple(kept)))


def _misspelt_use(files: Files, statement: tree.Statement, kinds: set[str]) -> tuple[tree.Name, ...]:
    """The modules of `us places, sight`, which reads like a thing of the kind `us`. What was meant is taken, so that its names
    are known."""
    if not isinstance(statement, tree.ThingDefinition) or statement.display is not None or statement.body is not None:
        return ()
    word = statement.kind
    plain = all(value is None and not negated for negated, _, value in statement.modifiers)
    modules = (statement.name, *(name for _, name, _ in statement.modifiers))
    known = library()
    if not plain or word.text in kinds or not any(module.text in known for module in modules):
        return ()
    if word.text not in ("import", "include", "require", "load") and not nearest(word.text, ["use"]):
        return ()
    files.problems.add(
        "syntax",
        f"no line begins with '{word.text}'",
        word.span,
        expected="'use' before the modules of the library",
        seen=f"'{word.text}'",
        hint=f"write: use {', '.join(module.text for module in modules)}",
        fix=(Edit(word.span, "use"),),
    )
    return modules


def _use_module(files: Files, module: tree.Name) -> None:
    known = library()
    if module.text not in known:
        own = files.folder is not None and (files.folder / f"{module.text}{ENDING}").is_file()
        guess = nearest(module.text, known)
        files.problems.add(
            "unknown-module",
            f"the library has no module '{module.text}'",
            module.span,
            expected=", ".join(known),
            seen=module.text,
            hint=f'write "{module.text}{ENDING}" in quotes for the file beside the story'
            if own
            else guess or f'leave it out; put a file of your own in quotes: "{module.text}{ENDING}"',
        )
        meant = next((name for name in known if guess == nearest(name, [name])), None)
        if meant is None or own:
            files.incomplete = True
        else:
            # What was meant is taken, so that its names are known.
            _use_module(files, tree.Name(meant, module.span))
        return
    if _may_take(files, f"library:{module.text}", module.text, module.span):
        parsed, problems = _module(module.text)
        files.problems.extend(problems)
        _take(files, f"library:{module.text}", parsed)


def _use_file(files: Files, file: tree.Text) -> None:
    path = _own_path(files, file)
    if path is None:
        files.incomplete = True
        return
    if not _may_take(files, str(path), file.value, file.span):
        return
    found = read(path, files.problems, file.value)
    if found is None:
        files.incomplete = True
        files._taken.add(str(path))
        return
    _take(files, str(path), parse(found, files.problems))


def _own_path(files: Files, file: tree.Text) -> Path | None:
    """Where an own file is; None and a problem if that is no place for it, or if nothing is there."""
    written = file.value
    if files.folder is None:
        files.problems.add(
            "use-outside",
            "a story that is no file has no files beside it",
            file.span,
            expected="a module of the library",
            seen=f'"{written}"',
            hint="save the story as a file, and the other one beside it",
        )
        return None
    folder = files.folder.resolve()
    parts = written.replace("\\", "/").split("/")
    outside = not written.strip() or "\0" in written or ".." in parts or written.startswith(("/", "\\", "~")) or ":" in written
    path = folder if outside else _resolved(folder.joinpath(*parts))
    if outside or path is None or not path.is_relative_to(folder):
        files.problems.add(
            "use-outside",
            f"'{written}' is not in the folder of the story",
            file.span,
            expected="a file beside the story or in a folder below it",
            seen=f'"{written}"',
            hint="copy the file into the folder of the story, and name it from there",
        )
        return None
    if is_file(path):
        return path
    kept = [name for name in _beside(path)[:1000] if name.endswith(ENDING)]
    files.problems.add(
        "unknown-module",
        f"there is no file '{written}' beside the story",
        file.span,
        expected="a file in the folder of the story",
        seen=f'"{written}"',
        hint=nearest(parts[-1], kept) or nearest(f"{parts[-1]}{ENDING}", kept) or "save it there, or leave it out",
    )
    return None


def _resolved(path: Path) -> Path | None:
    """The path with all links followed; None if they go round in a circle or the name can't be one."""
    try:
        return path.resolve(strict=False)
    except (OSError, RuntimeError, ValueError):
        return None


def _beside(path: Path) -> list[str]:
    """The names of the files beside it; none where there can be no such folder."""
    try:
        return sorted(entry.name for entry in path.parent.iterdir())
    except (OSError, ValueError):
        return []


def _may_take(files: Files, name: str, shown: str, span: Span) -> bool:
    """Whether a file is to be read: not if it is already, and not (with a problem) if it is in a circle."""
    if name in files._way:
        circle = [_shown(files, one) for one in files._way[files._way.index(name) :]]
        files.problems.add(
            "use-cycle",
            f"'{shown}' uses itself" if len(circle) == 1 else f"'{shown}' is used by what it uses",
            span,
            expected="files that don't use what uses them",
            seen=" -> ".join([*circle, circle[0]]),
            hint="put what both need into a file of its own",
        )
        return False
    if name in files._taken:
        return False
    if len(files._way) >= DEEPEST_USE or len(files._taken) >= MOST_FILES:
        files.incomplete = True
        deep = len(files._way) >= DEEPEST_USE
        files.problems.add(
            "too-deep" if deep else "too-large",
            "too many files use each other" if deep else "the story has too many files",
            span,
            expected=f"at most {DEEPEST_USE if deep else MOST_FILES}",
            seen="more",
            hint="put several files into one",
        )
        return False
    return True


def _shown(files: Files, name: str) -> str:
    if name.startswith("library:"):
        return name.removeprefix("library:")
    path = Path(name)
    if files.folder is not None and path.is_relative_to(files.folder.resolve()):
        return path.relative_to(files.folder.resolve()).as_posix()
    return path.name
