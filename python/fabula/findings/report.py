"""The complete check of a story: all of its lives are gone through, and everything that they show is found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from fabula.budget import USUAL, Budget, held
from fabula.engine.interface import BudgetEnded
from fabula.findings.acts import of_acts, of_minds
from fabula.findings.beginning import of_beginning
from fabula.findings.betrayals import of_betrayals
from fabula.findings.breaking import of_fault
from fabula.findings.causes import split_by_cause
from fabula.findings.choices import of_choices
from fabula.findings.endings import of_endings, of_proven_endings
from fabula.findings.events import of_events
from fabula.findings.expectations import Expected, broken, expected
from fabula.findings.finding import Finding
from fabula.findings.lost import of_lost_lives
from fabula.findings.properties import of_properties
from fabula.findings.proving import Proven, prove, wander
from fabula.findings.scenes import of_scenes
from fabula.findings.survey import Survey, TimeOver
from fabula.findings.texts import of_texts
from fabula.findings.unheard import of_unheard_endings
from fabula.findings.wants import of_wants
from fabula.lives.atlas import Atlas, Progress
from fabula.lives.world import World
from fabula.markup import Markup
from fabula.problems import counted
from fabula.proving.basis import Basis, basis_in_english, basis_of, basis_of_always
from fabula.proving.chances import Chances
from fabula.proving.drawer import Drawer
from fabula.proving.goals import ending_goal
from fabula.proving.odds import chances_in_english
from fabula.runtime_errors import RUNTIME_ERRORS, Fault

#: an atlas is drawn alone for so many seconds, or such a part of the time
AHEAD, PART = 5.0, 6
#: such a part of the time is kept for lives by chance, where something is not known by then
OF_CHANCE = 8
#: and of what is left then, such a part is spent on what can be proven without one
SHARE = 3

#: what is true of all lives only once all of them are known, the most important first: which problems, and who looks for them
OF_ALL_LIVES: tuple[tuple[tuple[str, ...], Callable[[Survey], Iterator[Finding]]], ...] = (
    (("unreachable-ending", "shadowed-ending"), of_endings),
    (("dead-end", "endless-loop"), of_lost_lives),
    (("unmet-condition", "idle-act", "no-reason"), of_acts),
    (("never-acts",), of_minds),
    (("silent-trigger", "silent-reaction"), of_events),
    (("betraying-act",), of_betrayals),
    (("idle-choice",), of_choices),
    (("never-changes",), of_properties),
    (("unread-text",), of_texts),
    (("unheard-ending",), of_unheard_endings),
    (("empty-scene",), of_scenes),
    (("idle-want",), of_wants),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """An ending: whether some life reaches it (None: not known), and in how few acts (`shortest`); where that is not known, how
    many a life has that does (`at_most`). `basis`: what it rests on that none does, where not all lives are known. `chances`:
    what lives by chance say where nothing decides it."""

    name: str
    reached: bool | None
    shortest: int | None
    basis: Basis | None = None
    at_most: int | None = None
    chances: Chances | None = None

    def data(self) -> dict[str, object]:
        return {"name": self.name, **self.known()}

    def known(self) -> dict[str, object]:
        """As plain data, but for its name."""
        return {
            "reached": self.reached,
            "shortest": self.shortest,
            "at_most": self.at_most,
            "basis": None if self.basis is None else self.basis.data(),
            "chances": None if self.chances is None else self.chances.data(),
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a report was found before. `states`: of all lives so many, in so many `seconds`; `proven`: so many endings and
    expectations. `spared`: so many seconds were not enough to follow all lives of an earlier version of the story."""

    states: int
    seconds: float
    proven: int
    spared: float

    def data(self) -> dict[str, object]:
        return {
            "states": self.states,
            "seconds": round(self.seconds, 1),
            "proven": self.proven,
            "spared": round(self.spared, 1),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What is known of all lives of a story. `complete`: whether every state that they pass was visited; otherwise `why` says
    what ended it: "time", "memory", "states", "interrupted", or "fault"; or "spared": lives were followed no further because
    that was in vain before the story was changed. `unknown`: the codes of problems that may be there without having been found.
    `open`: what it rests on that from everywhere in a life some ending can be reached, where not all lives are known. `kept`:
    what was taken from a desk; None: it was done without one. `left_out`: what is found, too, and follows from a finding or
    from a problem of the text."""

    findings: tuple[Finding, ...]
    endings: tuple[Reached, ...]
    expects: tuple[Expected, ...]
    states: int
    steps: int
    complete: bool
    why: str
    unknown: tuple[str, ...]
    open: Basis | None = None
    kept: Kept | None = None
    left_out: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        known = f"{counted(len(self.findings), 'finding')}, {counted(self.states, 'state')}"
        return f"<fabula.Report: {known}, {'all' if self.complete else 'not all'} that there are>"

    def _repr_html_(self) -> str:
        endings = Markup().join(
            Markup("<tr><td>{}</td><td>{}</td></tr>").format(one.name, how_soon(one)) for one in self.endings
        )
        found = Markup().join(
            Markup("<li><b>{}[{}]</b>: {}{}</li>").format(
                one.problem.severity.value,
                one.problem.code,
                one.problem.message,
                "" if one.problem.span is None else f" ({one.problem.span})",
            )
            for one in self.findings
        )
        whole = Markup(
            "<p>{}: {}, {}</p><table><tr><th scope='col'>ending</th><th scope='col'>reached</th></tr>{}</table><ul>{}</ul>"
        )
        known = "all lives" if self.complete else "lives so far"
        states, steps = counted(self.states, "state"), counted(self.steps, "step")
        return str(whole.format(known, states, steps, endings, found))

    def data(self) -> dict[str, object]:
        """As plain data, with the keys that `fabula check --json` prints besides those of the problems of the text."""
        return {
            "problems": [finding.data() for finding in self.findings],
            "endings": [ending.data() for ending in self.endings],
            "expects": [one.data() for one in self.expects],
            "states": self.states,
            "steps": self.steps,
            "complete": self.complete,
            "why": self.why,
            "unknown": list(self.unknown),
            "open": None if self.open is None else self.open.data(),
            "kept": None if self.kept is None else self.kept.data(),
            "left_out": [finding.data() for finding in self.left_out],
        }


def how_soon(ending: Reached) -> str:
    """In which lives there is an ending, in a few words."""
    if ending.shortest is not None:
        return f"after {counted(ending.shortest, 'act')}"
    if ending.at_most is not None:
        return f"after at most {counted(ending.at_most, 'act')}"
    return {True: "in some life", False: "in no life", None: "not known"}[ending.reached]


def how_in_english(ending: Reached) -> str:
    """The same, and what it rests on."""
    how = how_soon(ending)
    if ending.basis is not None:
        return f"{how}: {basis_in_english(ending.basis)}"
    return how if ending.chances is None else f"{how}. {chances_in_english(ending.chances)}"


def check(
    world: World,
    budget: Budget = USUAL,
    watcher: Callable[[Progress], None] | None = None,
    atlas: Atlas | None = None,
    looking: Callable[[tuple[str, ...]], None] | None = None,
    proving: Callable[[int, int], None] | None = None,
    drawer: Drawer | None = None,
) -> Report:
    """Explores all lives of a story within a budget, and says what they show. Where they are too many to be known soon, it is
    tried meanwhile what can be proven of endings and expectations without that. A KeyboardInterrupt ends it, and it says what
    it knows. What goes wrong in a life is a finding too. `atlas`: one of this world to go on with. `looking`: is told the codes
    of the problems that are looked for next in what was explored; `proving`: of how many endings and expectations it is known
    what becomes of them, and of how many it is asked. `drawer`: of a desk, to which also goes what is found; what it has of all
    lives is in the atlas already."""
    until = budget.until()
    atlas = Atlas(world) if atlas is None else atlas
    fault: Fault | None = None
    why = ""
    proven = Proven()
    states, seconds = atlas.size, atlas.seconds
    if drawer is not None:
        drawer.asked = budget.seconds
    try:
        why = _explore(atlas, proven, budget, watcher, proving, drawer)
    except BudgetEnded:
        why = "memory"
    except RUNTIME_ERRORS as met:
        fault, why = met, "fault"
    report = examine(Survey(world, atlas, until, proven), why, fault, looking)
    if drawer is None:
        return report
    spared = drawer.vain if why == "spared" else 0.0
    _keep(atlas, drawer, why, budget)
    for goal, verdict in proven.verdicts.items():
        if verdict.moves is not None and not verdict.is_shortest:
            drawer.keep_some_life(goal, verdict.moves)
    before = (states, seconds) if seconds else (0, 0.0)
    return replace(report, kept=Kept(*before, len(drawer.taken), spared))


def _explore(
    atlas: Atlas,
    proven: Proven,
    budget: Budget,
    watcher: Callable[[Progress], None] | None,
    proving: Callable[[int, int], None] | None,
    drawer: Drawer | None,
) -> str:
    """Why the exploration ended; nothing where all is known. Into `proven` comes what is found out besides."""
    begun = time.monotonic()
    # What was explored before counts: the budget is that of what is known.
    before = atlas.seconds
    soon = AHEAD if budget.seconds is None else min(AHEAD, budget.seconds / PART)
    atlas.explore(replace(budget.explored(), seconds=max(0.0, soon - before)), watcher)
    left = budget.after(time.monotonic() - begun)
    if atlas.complete or atlas.why == "interrupted" or left.seconds == 0:
        return atlas.why
    try:
        prove(atlas, proven, left.explored().part(SHARE), proving, drawer)
    except KeyboardInterrupt:
        return "interrupted"
    kept = 0.0 if budget.seconds is None else budget.seconds / OF_CHANCE
    why = None if drawer is None or atlas.why != "time" else _in_vain(drawer, budget, before)
    if atlas.why == "time" and why is None:
        atlas.explore(budget.explored().after(time.monotonic() - begun + before + kept), watcher)
    if not atlas.complete and atlas.why != "interrupted":
        left = budget.after(time.monotonic() - begun)
        if left.seconds is not None and (before or why is not None):
            # The time that is spared, or was spent before, is not given to lives by chance.
            left = replace(left, seconds=min(left.seconds, kept))
        wander(atlas, proven, left)
    if why is not None:
        return why
    return atlas.why


def _in_vain(drawer: Drawer, budget: Budget, before: float) -> str | None:
    """Why lives are not followed further: as much time was not enough for it before. `before`: so many seconds of it are in
    the atlas."""
    if not drawer.was_in_vain(budget.seconds):
        return None
    if drawer.explored is None:
        return "spared"
    # All that it came to is there; of an atlas that is too large to be kept it has to be found again.
    return drawer.explored.why if before else None


def _keep(atlas: Atlas, drawer: Drawer, why: str, budget: Budget) -> None:
    """Put what was found by following all lives onto a desk."""
    if atlas.frames is not None and why not in ("interrupted", "fault"):
        vain = budget.seconds if why in ("time", "memory") else None
        drawer.keep_explored(atlas.seconds, atlas.size, why, atlas.frames, vain)
    task = atlas.world.ground.task
    first: dict[int, int] = {}
    for state, number in enumerate(atlas.endings):
        if number >= 0:
            first.setdefault(number, state)
    for number, state in first.items():
        drawer.keep_life(ending_goal(task, number), tuple(atlas.way(state)), state + 1, atlas.seconds)


def examine(
    survey: Survey,
    why: str = "",
    fault: Fault | None = None,
    looking: Callable[[tuple[str, ...]], None] | None = None,
) -> Report:
    """What an atlas shows, as far as it has been explored."""
    atlas = survey.atlas
    expects = expected(survey)
    report = Report(
        findings=(
            *(broken(survey, one) for one in expects if one.holds is False),
            *(() if fault is None else (of_fault(survey, fault),)),
        ),
        endings=_endings(survey),
        expects=expects,
        states=atlas.size,
        steps=atlas.edges,
        complete=atlas.complete,
        why=why,
        unknown=(),
        open=None if atlas.complete or survey.proven.open is None else basis_of_always(survey.world, survey.proven.open),
    )
    if not atlas.complete:
        known = all(ending.reached is not None for ending in report.endings)
        done = {look for look, is_done in ((of_endings, known), (of_lost_lives, report.open is not None)) if is_done}
        codes = tuple(code for codes, look in OF_ALL_LIVES for code in codes if look not in done)
        found = (*report.findings, *of_proven_endings(survey), *of_lost_lives(survey))
        return replace(report, findings=found, unknown=codes)
    at_once = tuple(of_beginning(survey))
    if at_once:
        return replace(report, findings=(*report.findings, *at_once))
    report = _looked_for(survey, report, looking)
    findings, left_out = split_by_cause(survey, report.findings)
    return replace(report, findings=findings, left_out=left_out)


def _looked_for(survey: Survey, report: Report, looking: Callable[[tuple[str, ...]], None] | None) -> Report:
    """The report with what is true of all lives."""
    for place, (codes, look) in enumerate(OF_ALL_LIVES):
        if looking is not None:
            looking(codes)
        try:
            report = replace(report, findings=(*report.findings, *look(survey)))
        except TimeOver:
            report = replace(report, why=report.why or "time", unknown=(*report.unknown, *codes))
        except KeyboardInterrupt:
            rest = [code for one, _ in OF_ALL_LIVES[place:] for code in one]
            return replace(report, why="interrupted", unknown=(*report.unknown, *rest))
    return report


def endings_of(atlas: Atlas, budget: Budget = USUAL) -> tuple[Reached, ...]:
    """What is known of the endings of a story, of which not all lives need be known: what `check` says of them, too, within a
    budget."""
    begun = time.monotonic()
    proven = Proven()
    # What the process holds is part of the budget.
    budget = budget if budget.bytes is None else replace(budget, bytes=budget.bytes - held())
    if not atlas.complete and budget.seconds != 0 and (budget.bytes is None or budget.bytes > 0):
        kept = 0.0 if budget.seconds is None else budget.seconds / OF_CHANCE
        prove(atlas, proven, budget.after(kept), only_endings=True)
        wander(atlas, proven, budget.after(time.monotonic() - begun))
    return _endings(Survey(atlas.world, atlas, None, proven))


def _endings(survey: Survey) -> tuple[Reached, ...]:
    first: dict[int, int] = {}
    for number, ending in enumerate(survey.atlas.endings):
        first.setdefault(ending, number)
    return tuple(
        Reached(ending.name, True, survey.atlas.distance(first[number]))
        if number in first
        else _beyond(survey, number, ending.name)
        for number, ending in enumerate(survey.task.endings)
    )


def _beyond(survey: Survey, number: int, name: str) -> Reached:
    """What is known of an ending that the atlas does not have."""
    if survey.atlas.complete:
        return Reached(name, False, None)
    goal = ending_goal(survey.task, number)
    verdict = survey.verdict(goal)
    if verdict is None:
        return Reached(name, None, None, chances=survey.proven.chances.get(goal))
    if verdict.moves is not None:
        acts = len(verdict.moves)
        return Reached(name, True, acts) if verdict.is_shortest else Reached(name, True, None, at_most=acts)
    assert verdict.proof is not None
    return Reached(name, False, None, basis_of(survey.world, verdict.proof, survey.definition.endings[name].condition))
