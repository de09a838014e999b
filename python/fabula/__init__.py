"""Stories whose people act for reasons of their own: checked, told and played.

import fabula

story = fabula.load("stories/the_ridge.fabula")   # raises fabula.StoryProblems, with all of them
life = story.tell(ending="together", seed=7)      # a Life: events, each with its reasons
print(life.prose())                               # as text; .prose(by="Cloud") from other eyes
answer = story.can("together")                    # true or false, with the life that shows it; .must, .why, .who_knows
session = story.play(as_="Aeris")                 # session.choices, .choose(0), .undo(), .mind("Aeris"), .save(path)
found = fabula.plan(story, goal=2)                # acts, each with the reasons for it; or a proof that there are none
"""

from __future__ import annotations

from fabula.lazy import names_of

# As `typing` has it, which takes longer to import than all that is here: `fabula` is to begin soon.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from fabula.asking.answers import Answer
    from fabula.asking.conclusions import Extent
    from fabula.asking.obstacles import Obstacles
    from fabula.asking.obstacles.said import Rule
    from fabula.budget import Budget
    from fabula.charts.map import Map
    from fabula.charts.minds import MindsChart
    from fabula.charts.minds import minds_chart as minds_chart
    from fabula.findings.expectations import Expected
    from fabula.findings.finding import Finding
    from fabula.findings.report import Kept, Reached, Report
    from fabula.lives.colour import Aside, Colour
    from fabula.lives.finding import NotFound
    from fabula.lives.life import Attempt, Event, Life, Reason
    from fabula.lives.readers import Readings
    from fabula.planning.judge import Verdict
    from fabula.planning.limits import PlanLimits
    from fabula.plans import Act, Course, Planned, plan, verify
    from fabula.play.attempts import Done, Failed, Refused
    from fabula.play.mind import Belief, Mind, Other
    from fabula.play.session import Choice, Session, Turn
    from fabula.problems import Problem, Severity, StoryProblems, UnknownName
    from fabula.proving.basis import Basis
    from fabula.proving.chances import Chances
    from fabula.source import Edit, Span
    from fabula.story import Story, load, loads
    from fabula.telling import tell as tell

__version__ = "0.1.0"
__all__ = [
    "Act",
    "Answer",
    "Aside",
    "Attempt",
    "Basis",
    "Belief",
    "Budget",
    "Chances",
    "Choice",
    "Colour",
    "Course",
    "Done",
    "Edit",
    "Event",
    "Expected",
    "Extent",
    "Failed",
    "Finding",
    "Kept",
    "Life",
    "Map",
    "Mind",
    "MindsChart",
    "NotFound",
    "Obstacles",
    "Other",
    "PlanLimits",
    "Planned",
    "Problem",
    "Reached",
    "Readings",
    "Reason",
    "Refused",
    "Report",
    "Rule",
    "Session",
    "Severity",
    "Span",
    "Story",
    "StoryProblems",
    "Turn",
    "UnknownName",
    "Verdict",
    "__version__",
    "load",
    "loads",
    "plan",
    "verify",
]

# A module of ours that is used alone does not load all others. `tell` and `minds_chart` are for `Life` alone, which has methods
# for what they do.
if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "Act": "fabula.plans",
            "Answer": "fabula.asking.answers",
            "Aside": "fabula.lives.colour",
            "Attempt": "fabula.lives.life",
            "Basis": "fabula.proving.basis",
            "Belief": "fabula.play.mind",
            "Budget": "fabula.budget",
            "Chances": "fabula.proving.chances",
            "Choice": "fabula.play.session",
            "Colour": "fabula.lives.colour",
            "Course": "fabula.plans",
            "Done": "fabula.play.attempts",
            "Edit": "fabula.source",
            "Event": "fabula.lives.life",
            "Expected": "fabula.findings.expectations",
            "Extent": "fabula.asking.conclusions",
            "Failed": "fabula.play.attempts",
            "Finding": "fabula.findings.finding",
            "Kept": "fabula.findings.report",
            "Life": "fabula.lives.life",
            "Map": "fabula.charts.map",
            "Mind": "fabula.play.mind",
            "MindsChart": "fabula.charts.minds",
            "NotFound": "fabula.lives.finding",
            "Obstacles": "fabula.asking.obstacles",
            "Other": "fabula.play.mind",
            "PlanLimits": "fabula.planning.limits",
            "Planned": "fabula.plans",
            "Problem": "fabula.problems",
            "Reached": "fabula.findings.report",
            "Readings": "fabula.lives.readers",
            "Reason": "fabula.lives.life",
            "Refused": "fabula.play.attempts",
            "Report": "fabula.findings.report",
            "Rule": "fabula.asking.obstacles.said",
            "Session": "fabula.play.session",
            "Severity": "fabula.problems",
            "Span": "fabula.source",
            "Story": "fabula.story",
            "StoryProblems": "fabula.problems",
            "Turn": "fabula.play.session",
            "UnknownName": "fabula.problems",
            "Verdict": "fabula.planning.judge",
            "load": "fabula.story",
            "loads": "fabula.story",
            "minds_chart": "fabula.charts.minds",
            "plan": "fabula.plans",
            "tell": "fabula.telling",
            "verify": "fabula.plans",
        },
    )
