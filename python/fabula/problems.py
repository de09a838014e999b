"""A problem is a value: a code, a place, what was expected, what was seen, what to try.

Stages collect problems and go on; only the rim (`cli`, a notebook) draws them. Every code has an entry in `CATALOGUE`,
a page `docs/problems/<code>.md` and a test; a test demands all three.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from fabula.source import Edit, Span


class Severity(str, Enum):
    """An error keeps a story from running; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


#: code -> (severity, what it means in one line)
CATALOGUE: dict[str, tuple[Severity, str]] = {}


def declare(code: str, meaning: str, severity: Severity = Severity.ERROR) -> str:
    """Enter a code into the catalogue and return it. A code is declared once, in this module."""
    if code in CATALOGUE:
        raise ValueError(f"the code {code!r} is declared twice")
    CATALOGUE[code] = (severity, meaning)
    return code


class Hint(str):
    """What to try, in words, which knows what should stand where the problem is: `instead`. `written`: what stands there; where
    the place of a problem is more than that, nothing is known."""

    __slots__ = ("instead", "written")
    instead: str
    written: str | None

    @classmethod
    def of(cls, words: str, instead: str, written: str | None = None) -> Hint:
        hint = cls(words)
        hint.instead = instead
        hint.written = written
        return hint

    def fix(self, span: Span) -> tuple[Edit, ...]:
        """The hint as a change of the text."""
        if self.written is None:
            return (Edit(span, self.instead),)
        places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(self.written)}(?!\w)", span.text)]
        if len(places) != 1:
            return ()
        start = span.start + places[0]
        return (Edit(Span(span.source, start, start + len(self.written)), self.instead),)


def write(instead: str) -> Hint:
    """That something else should stand there."""
    return Hint.of(f"write '{instead}'", instead)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what to do about it. `message` is one sentence without the place; `fix`: what the
    hint says as changes of the text, where it says so exactly."""

    code: str
    message: str
    span: Span | None = None
    expected: str = ""
    seen: str = ""
    hint: str = ""
    #: further places with a word each, e.g. where a name was first defined
    notes: tuple[tuple[Span, str], ...] = ()
    fix: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CATALOGUE:
            raise ValueError(f"unknown problem code {self.code!r}")
        if isinstance(self.hint, Hint):
            if self.span is not None and not self.fix:
                object.__setattr__(self, "fix", self.hint.fix(self.span))
            object.__setattr__(self, "hint", str(self.hint))

    @property
    def severity(self) -> Severity:
        return CATALOGUE[self.code][0]

    def data(self) -> dict[str, object]:
        """The problem as plain data, as `--json` prints it."""
        span = self.span
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": span.source.name if span else None,
            "line": span.line if span else None,
            "column": span.column if span else None,
            "message": self.message,
            "expected": self.expected,
            "seen": self.seen,
            "hint": self.hint,
            "fix": [_data(edit) for edit in self.fix],
        }


def _data(edit: Edit) -> dict[str, object]:
    source, span = edit.span.source, edit.span
    (line, column), (end_line, end_column) = source.place(span.start), source.place(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column, "text": edit.text}


class StoryProblems(Exception):
    """Raised where a story can't be used; carries all problems that were found, errors and warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(
            f"{problem.span}: {problem.code}: {problem.message}" if problem.span else f"{problem.code}: {problem.message}"
            for problem in self.problems
        )


class UnknownName(StoryProblems, KeyError):
    """Raised where something is asked of a story by a name that it does not have. `name`: that one; `known`: those that it has.
    As a text it is a sentence that says which name was probably meant."""

    def __init__(self, code: str, message: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        listed = f"there are {', '.join(self.known)}" if self.known else "there is none"
        super().__init__([Problem(code, message, seen=name, hint=nearest(name, self.known) or listed)])

    def __str__(self) -> str:
        (problem,) = self.problems
        return f"{problem.message}: {problem.hint}"

    def __reduce__(self) -> tuple[object, ...]:
        (problem,) = self.problems
        return UnknownName, (problem.code, problem.message, self.name, self.known)


def unknown_ending(name: str, known: Iterable[str]) -> UnknownName:
    """That a story has no ending of this name."""
    return UnknownName("unknown-ending", f"the story has no ending '{name}'", name, known)


def unknown_character(name: str, known: Iterable[str]) -> UnknownName:
    """That a story has no character of this name, or that it has no mind."""
    return UnknownName("unknown-character", f"there is no character '{name}' in the story", name, known)


def unknown_belief(asked: str, name: str, alike: Iterable[str], known: Iterable[str]) -> UnknownName:
    """That nothing that can change is called like this. `alike`: what there is of the same `name`, with other arguments;
    `known`: all names."""
    same = list(alike)
    message = f"nothing that can change is '{asked}'"
    return UnknownName("unknown-property", message, asked if same else name, same or dict.fromkeys(known))


def counted(count: int, word: str) -> str:
    """A number of things, as in a message."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


class Problems:
    """Collects problems in the order in which they are found; equal ones are kept once."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(
        self,
        code: str,
        message: str,
        span: Span | None = None,
        *,
        expected: str = "",
        seen: str = "",
        hint: str = "",
        notes: tuple[tuple[Span, str], ...] = (),
        fix: tuple[Edit, ...] = (),
    ) -> None:
        """Report a problem."""
        self._found.setdefault(Problem(code, message, span, expected, seen, hint, notes, fix))

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._found.setdefault(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self._found if problem.severity is Severity.ERROR]

    def raise_errors(self) -> None:
        """Raise `StoryProblems` with everything found so far if any of it is an error."""
        if self.errors:
            raise StoryProblems(self)


def nearest(name: str, known: Iterable[str]) -> Hint | str:
    """A hint "did you mean 'x'?" for a name that is not known, or nothing if no known name is close. Of
    several that take as few slips of the hand the one of the same length is meant, then the first one."""
    lowered: dict[str, str] = {}
    for candidate in known:
        lowered.setdefault(candidate.lower(), candidate)
    close = difflib.get_close_matches(name.lower(), lowered, n=8, cutoff=0.6)
    if not close:
        return ""
    order = {candidate: place for place, candidate in enumerate(lowered)}
    meant = min(close, key=lambda one: (_slips(name.lower(), one), abs(len(one) - len(name)), order[one]))
    return Hint.of(f"did you mean '{lowered[meant]}'?", lowered[meant], name)


def _slips(written: str, meant: str) -> int:
    """How many letters are left out, put in, or exchanged with a neighbour; one taken for another counts as two."""
    before: list[int] = []
    above = list(range(len(meant) + 1))
    for row, letter in enumerate(written, start=1):
        here = [row]
        for column, other in enumerate(meant, start=1):
            fewest = min(above[column] + 1, here[column - 1] + 1, above[column - 1] + 2 * (letter != other))
            if row > 1 and column > 1 and letter == meant[column - 2] and written[row - 2] == other:
                fewest = min(fewest, before[column - 2] + 1)
            here.append(fewest)
        before, above = above, here
    return above[-1]


# --- the text itself -------------------------------------------------------------------------------------------------
declare("unreadable-file", "the file can't be read")
declare("not-utf8", "the text is not valid UTF-8")
declare("too-large", "the file is larger than a story may be")
declare("too-deep", "blocks or brackets are nested too deeply")
declare("bad-indentation", "a line is indented in a way that fits no block around it, or with tabs")
declare("unclosed-string", "a text in quotes has no end on its line")
declare("unclosed-bracket", "a bracket is opened and not closed, or closed and not opened")
declare("syntax", "a line can't be read as part of a story")
declare("stray-character", "a character that means nothing in a story")
declare("foreign-line", "a line that means something in another tool, and nothing in a story")
# --- names and kinds -------------------------------------------------------------------------------------------------
declare("unknown-name", "a name that nothing in the story has")
declare("unknown-kind", "a kind that the story does not define")
declare("unknown-property", "a property that the story does not define")
declare("unknown-action", "an action that the story does not define")
declare("duplicate-name", "a name that is defined twice")
declare("reserved-name", "a name that the language itself uses")
declare("kind-cycle", "kinds that are their own ancestors")
declare("rule-cycle", "rules that refer to each other in a circle")
declare("wrong-kind", "a thing of another kind than is needed there")
declare("unknown-value", "'unknown' where a value is wanted, or the world left open")
declare("wrong-type", "a value of another type than is needed there")
declare("wrong-count", "more or fewer arguments than there must be")
declare("not-a-mind", "someone who has no mind is said to believe, want, see or do")
# --- values ----------------------------------------------------------------------------------------------------------
declare("out-of-bounds", "a number beyond the bounds of its property")
declare("not-whole", "a number with a fraction, where fabula computes with whole numbers")
declare("number-too-large", "a number beyond what fabula computes with")
declare("contradiction", "two effects of one event give one property different values")
declare("division-by-zero", "a division by nothing")
declare("endless-trigger", "triggers that never come to rest")
declare("too-many-actions", "an action whose parameters give too many instances")
declare("too-many-facts", "properties whose parameters give too many instances")
declare("too-many-cases", "a condition that splits into too many cases")
declare("no-effect", "an event that changes nothing", Severity.WARNING)
declare("never-nobody", "something is asked to be nobody that never is", Severity.WARNING)
declare("never-possible", "an event whose own condition can't hold", Severity.WARNING)
# --- the story -------------------------------------------------------------------------------------------------------
declare("impossible-ending", "an ending whose own condition can't hold")
declare("unreachable-ending", "an ending that nothing in the story can bring about", Severity.WARNING)
declare("no-ending", "a story without an ending", Severity.WARNING)
declare("no-characters", "a story with nobody in it")
declare("wants-nothing", "a character who wants nothing and so never acts", Severity.WARNING)
declare("no-doer", "an action with a choice text that nobody does", Severity.WARNING)
declare("hope-too-wide", "a hope that is not about what one property is")
declare("hope-of-nobody", "an act of fate that hopes for something")
declare("never-in-vain", "what happens in vain, of an act that hopes for nothing")
declare("learns-from", "somebody is asked where it can't be in vain")
declare("bad-expectation", "an expectation that names what the story does not have")
# --- what all lives show ---------------------------------------------------------------------------------------------
declare("broken-expectation", "an expectation of the story that its lives do not keep")
declare("empty-scene", "a scene that no life passes", Severity.WARNING)
declare("over-at-once", "an ending that holds before anybody has acted", Severity.WARNING)
declare("shadowed-ending", "an ending that holds only where an earlier one holds already", Severity.WARNING)
declare("dead-end", "an act after which no ending can be reached, and lives get stuck", Severity.WARNING)
declare("endless-loop", "an act after which no ending can be reached, and lives go round for ever", Severity.WARNING)
declare("unmet-condition", "an act whose condition is met in no life", Severity.WARNING)
declare("idle-act", "an act that would change nothing wherever somebody could do it for a reason", Severity.WARNING)
declare("no-reason", "an act that is possible, and that those who have to agree never have a reason for", Severity.WARNING)
declare("never-acts", "a character who wants something and does nothing in any life", Severity.WARNING)
declare("silent-trigger", "a trigger that fires in no life", Severity.WARNING)
declare("silent-reaction", "a reaction that no life comes to", Severity.WARNING)
declare("unread-text", "a text that no telling of any life comes to", Severity.WARNING)
declare("unheard-ending", "an ending whose text nobody can tell who tells the story", Severity.WARNING)
declare("betraying-act", "an act that shows those who see it what somebody does not want known", Severity.WARNING)
declare("idle-choice", "a choice that makes no difference", Severity.WARNING)
declare("idle-want", "a want that is part of no reason in any life", Severity.WARNING)
declare("never-changes", "a property that acts should change, and that never changes", Severity.WARNING)
# --- texts -----------------------------------------------------------------------------------------------------------
declare("text-unknown-name", "a text that names what its act does not have")
declare("text-bad-slot", "braces or brackets in a text that can't be read")
declare("bad-texts", "a file that is no translation of a story, or is damaged")
declare("lost-slot", "a translation that leaves out what its source names")
declare("wrong-language", "a translation into a language that is not the one asked for, or that fabula can't tell in")
declare("outdated-text", "a translation of a text that has changed since", Severity.WARNING)
declare("unknown-text", "a translation of a text that the story does not have", Severity.WARNING)
# --- use of other files ----------------------------------------------------------------------------------------------
declare("unknown-module", "a library module or a file that does not exist")
declare("use-cycle", "files that use each other in a circle")
declare("use-outside", "a file outside the folder of the story")
# --- other formats ---------------------------------------------------------------------------------------------------
declare("own-view", "a belief that is stated twice, and differently as its holder's view of it", Severity.WARNING)
declare("unsayable", "something that a problem file has no words for")
declare("left-unsaid", "something that a problem file leaves to the search", Severity.WARNING)
# --- saves and commands ----------------------------------------------------------------------------------------------
declare("bad-save", "a file that is not a save of fabula, or is damaged")
declare("bad-certificate", "a file that is no certificate, or a certificate of another story")
declare("refused-certificate", "a certificate that does not prove what it claims")
declare("bad-atlas", "a file of an atlas that is of another story, or damaged, or can't be used")
declare("damaged-atlas", "a file of an atlas of which a part had to be left out", Severity.WARNING)
declare("damaged-desk", "a file with what was proven of a story that can't be used", Severity.WARNING)
declare("other-story", "a save or a life of another story")
declare("other-version", "a save of the story as it was, or of one that has the same acts", Severity.WARNING)
declare("life-parts", "a life that the story, as it is now, no longer allows", Severity.WARNING)
declare("unknown-ending", "an ending that the story does not have")
declare("unknown-character", "a character that the story does not have")
declare("wrong-reason", "a plan that gives a reason for somebody who doesn't have to agree")
declare("unreached", "no life was found within the budget")
declare("bad-question", "an unanswerable question")
declare("lost-worker", "a process that worked for a command, and ended before its work was done")
declare("no-workers", "nobody to work for a command: no Ray, or no cluster, or another version there")
declare("bad-usage", "a command line that can't be carried out")
