"""Solution files: a plan as text, below each act the reasons for it (problem-files 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fabula.problems import Problems, nearest
from fabula.solution import Solution, Step
from fabula.source import Source, Span
from fabula.task import Task

#: reasons within reasons; more is no solution that anybody has written
DEEPEST = 100

_BARS = re.compile(r"(?:\|[ \t]*)*")
_GOAL = re.compile(r"goal\s*\((.*)\)", re.DOTALL)
_AROUND = re.compile(r"\s*([(),])\s*")
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class _Line:
    """What stands on a line behind its bars, and how many bars there are."""

    depth: int
    text: str
    span: Span


class _Refused(Exception):
    """The rest of the text has no meaning; the problem has been reported."""


# --- reading ---------------------------------------------------------------------------------------------------------


def read_solution(source: Source, task: Task, problems: Problems) -> Solution | None:
    """The solution that a text describes; None if any problem that was reported is an error.

    Whether it is a good one is for the judge to say. A reason that is missing is not missed here, and conditions of goals
    are held to their form alone.
    """
    reading = _Reading(task, problems)
    try:
        lines = list(_lines(source, problems))
        place, mind, steps = reading.plan(source, lines, 0, 0)
        if not steps:
            problems.add("syntax", "this plan has no acts", lines[0].span, expected="an act", seen=lines[0].text)
        if place < len(lines):
            problems.add("syntax", "the plan has ended, and here it goes on", lines[place].span, expected="the end of the text")
    except _Refused:
        return None
    if reading.failed or problems.errors:
        return None
    return Solution(mind, steps)


def _lines(source: Source, problems: Problems) -> Iterator[_Line]:
    start = 0
    for whole in source.text.splitlines(keepends=True):
        line = whole.rstrip()
        if line:
            bars = _BARS.match(line)
            assert bars is not None
            text = line[bars.end() :]
            span = Span(source, start + bars.end(), start + len(line))
            if line[0].isspace():
                problems.add(
                    "bad-indentation",
                    "a line of a solution is indented with bars",
                    Span(source, start, start + len(line) - len(line.lstrip())),
                    expected="'| ' for each plan that the line is within",
                )
                raise _Refused
            yield _Line(bars.group().count("|"), text, span)
        start += len(whole)


class _Reading:
    """Reads plans from lines. `failed`: a problem has been reported, and what is read is of no use."""

    def __init__(self, task: Task, problems: Problems) -> None:
        self.task = task
        self.problems = problems
        self.failed = False
        self._acts = {_plain(action.name): number for number, action in enumerate(task.actions)}
        self._minds = {name: number for number, name in enumerate(task.characters)}

    def plan(self, source: Source, lines: list[_Line], place: int, depth: int) -> tuple[int, int | None, tuple[Step, ...]]:
        """The plan that begins with a line, up to its goal: the line after it, whose plan it is, and its steps."""
        if depth > DEEPEST:
            self._add("too-deep", "plans are nested too deeply", lines[place].span, expected=f"at most {DEEPEST} levels")
            raise _Refused
        steps: list[Step] = []
        # Whose plan this is stands at its end; only then it is known whose reasons there may be within it.
        given: list[tuple[_Line, tuple[tuple[_Line, Solution], ...]]] = []
        while True:
            if place == len(lines) or lines[place].depth < depth:
                self._unended(source, lines, place)
            line = lines[place]
            if line.depth > depth:
                self._add(
                    "bad-indentation",
                    "this line has more bars than the plan that it is in",
                    line.span,
                    expected=_count(depth, "bar"),
                    seen=_count(line.depth, "bar"),
                )
                raise _Refused
            place += 1
            if re.match(r"goal\s*\(", line.text):
                mind = self._goal(line)
                for (act, attached), step in zip(given, steps, strict=True):
                    self._check(act, step, mind, attached)
                return place, mind, tuple(steps)
            action = self._action(line)
            reasons: list[tuple[_Line, Solution]] = []
            while place < len(lines) and lines[place].depth > depth:
                place, reason, rest = self.plan(source, lines, place, depth + 1)
                reasons.append((lines[place - 1], Solution(reason, (Step(action), *rest))))
            given.append((line, tuple(reasons)))
            steps.append(Step(action, tuple(sorted((reason for _, reason in reasons), key=_by_mind))))

    def _unended(self, source: Source, lines: list[_Line], place: int) -> None:
        end = lines[place - 1].span if place else Span(source, 0, 0)
        what = "goal(CHARACTER, CONDITION)" if place < len(lines) or (place and lines[place - 1].depth) else "goal(CONDITION)"
        self._add("syntax", "this plan does not say what it is for", end, expected=f"a line '{what}' at its end")
        raise _Refused

    def _action(self, line: _Line) -> int:
        number = self._acts.get(_plain(line.text))
        if number is not None:
            return number
        self._add(
            "unknown-action",
            f"there is no act '{line.text}'",
            line.span,
            seen=line.text,
            hint=self._nearest(_plain(line.text)),
        )
        return 0

    def _nearest(self, text: str) -> str:
        """A hint for an act that is not known: first by its name alone, then by what stands in brackets."""
        name, bracket, _ = text.partition("(")
        same = [action.name for action in self.task.actions if action.name.partition("(")[0] == name]
        if bracket and same:
            return nearest(text, same)
        return nearest(name, (action.name.partition("(")[0] for action in self.task.actions))

    def _goal(self, line: _Line) -> int | None:
        """Whose plan ends with a line; None = the author's."""
        goal = _GOAL.fullmatch(line.text)
        parts = None if goal is None else _parts(goal[1])
        if parts is None or len(parts) > 2 or any(not part.strip() for part in (*parts, *parts[-1].split("&"))):
            self._add(
                "syntax",
                "the goal of a plan can't be read",
                line.span,
                expected="goal(CONDITION) or goal(CHARACTER, CONDITION)",
                seen=line.text,
            )
            return None
        if len(parts) == 1:
            if line.depth:
                self._add(
                    "wrong-reason",
                    "this is a reason of nobody",
                    line.span,
                    expected="goal(CHARACTER, CONDITION)",
                    seen=line.text,
                )
            return None
        name = parts[0].strip()
        if name not in self._minds:
            self._add(
                "unknown-character",
                f"there is no character '{name}'",
                line.span,
                seen=name,
                hint=nearest(name, self._minds),
            )
            return None
        return self._minds[name]

    def _check(self, act: _Line, step: Step, mind: int | None, reasons: tuple[tuple[_Line, Solution], ...]) -> None:
        """Everybody who gives a reason has to be asked, and gives one."""
        if self.failed:
            return
        action = self.task.actions[step.action]
        asked = [other for other in action.consenting if other != mind]
        names = ", ".join(self.task.characters[other] for other in asked)
        seen: dict[int, None] = {}
        for line, reason in reasons:
            assert reason.mind is not None
            name = self.task.characters[reason.mind]
            if reason.mind in seen:
                message = f"{name} has given a reason for '{action.name}' already"
            elif reason.mind == mind:
                message = f"'{action.name}' stands in the plan of {name}, who needs no other reason for it"
            elif reason.mind not in asked:
                message = f"{name} does not have to agree to '{action.name}'"
            else:
                seen[reason.mind] = None
                continue
            self._add(
                "wrong-reason",
                message,
                line.span,
                expected=f"a reason of {names}" if asked else "no reason",
                seen=name,
                hint=f"remove the reason of {name}",
                notes=((act.span, "the act"),),
            )

    def _add(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        expected: str = "",
        seen: str = "",
        hint: str = "",
        notes: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        self.failed = True
        self.problems.add(code, message, span, expected=expected, seen=seen, hint=hint, notes=notes)


def _plain(name: str) -> str:
    """The name of an act without the spaces that mean nothing."""
    return _AROUND.sub(r"\1", " ".join(name.split()))


def _parts(text: str) -> list[str] | None:
    """What stands between the commas outside of all brackets; None if brackets have no partner."""
    open_brackets: list[str] = []
    parts = [""]
    for letter in text:
        if letter in "([{":
            open_brackets.append(letter)
        elif letter in ")]}" and (not open_brackets or open_brackets.pop() != _PAIRS[letter]):
            return None
        if letter == "," and not open_brackets:
            parts.append("")
        else:
            parts[-1] += letter
    return None if open_brackets else parts


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _by_mind(solution: Solution) -> int:
    return -1 if solution.mind is None else solution.mind


# --- writing ---------------------------------------------------------------------------------------------------------


def write_solution(task: Task, solution: Solution, conditions: Mapping[tuple[int, ...], str]) -> str:
    """The text of a solution.

    `conditions` has what each plan in it comes to, by the way to the plan: the way to a reason is the way to the plan that
    it stands in, then the place of the step (from 0), then the mind whose reason it is; the way to the solution is ().
    """
    return "".join(f"{line}\n" for line in _written(task, solution, conditions, ()))


def _written(task: Task, solution: Solution, conditions: Mapping[tuple[int, ...], str], way: tuple[int, ...]) -> Iterator[str]:
    for place, step in enumerate(solution.steps):
        # The text leaves out with what act a reason begins: it stands below it.
        if place > 0 or not way:
            yield task.actions[step.action].name
        for reason in step.reasons:
            for line in _written(task, reason, conditions, (*way, place, _by_mind(reason))):
                yield f"| {line}"
    whose = "" if solution.mind is None else f"{task.characters[solution.mind]}, "
    yield f"goal({whose}{conditions[way]})"
