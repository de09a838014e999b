"""`can`, `must`, `never`, `shortest`: where lives come to."""

from __future__ import annotations

from fabula.asking.answers import Answer
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import Can, Must, Never, Shortest, Target
from fabula.asking.sentences import asked_for, counted, moment
from fabula.lives import ends
from fabula.lives.ends import Against


def can(context: QueryContext, question: Can) -> Answer | None:
    """Some life ends so, or passes such a state."""
    found = context.first(question.target)
    if found is not None:
        text = f"Yes: {_somewhere(context, question.target)}, at the soonest {moment(context.atlas.distance(found))}."
        return Answer(question.text, True, True, text, context.atlas.life(found))
    if not context.final:
        return None
    if context.complete:
        return Answer(question.text, False, True, f"No: {_nowhere(context, question.target)} ({context.covered()}).")
    return context.undecided(question, "no such life was found.")


def never(context: QueryContext, question: Never) -> Answer | None:
    """No life passes such a state."""
    found = context.first(question.target)
    if found is not None:
        text = f"No: {_somewhere(context, question.target)}, at the soonest {moment(context.atlas.distance(found))}."
        return Answer(question.text, False, True, text, context.atlas.life(found))
    if not context.final:
        return None
    if context.complete:
        return Answer(question.text, True, True, f"Yes: {_nowhere(context, question.target)} ({context.covered()}).")
    return context.undecided(question, "it was not found.")


def shortest(context: QueryContext, question: Shortest) -> Answer | None:
    """The least number of acts."""
    found = context.first(question.target)
    if found is not None:
        acts = context.atlas.distance(found)
        return Answer(
            question.text, acts, True, f"{counted(acts, 'act')}, and no life is there sooner.", context.atlas.life(found)
        )
    if not context.final:
        return None
    if context.complete:
        text = f"There is no such life: {_nowhere(context, question.target)} ({context.covered()})."
        return Answer(question.text, None, True, text)
    further = (
        f" It takes more than {counted(context.atlas.distance(context.atlas.expanded - 1), 'act')}."
        if context.atlas.expanded
        else ""
    )
    return context.undecided(question, f"no such life was found.{further}")


def must(context: QueryContext, question: Must) -> Answer | None:
    """Every life ends so, or passes a state that is so. One that is stuck before, or goes round for ever, does not. Sooner or
    later: no life comes to where it can't be reached any more."""
    atlas, target = context.atlas, question.target
    goals = atlas.where(context.condition(target)) if target.ending is None else atlas.ended(context.ending(target.ending))
    against = ends.against_at_last(atlas, goals) if question.later else ends.against(atlas, goals)
    if against is not None:
        return _not_always(context, question, against)
    if not context.final:
        return None
    if not context.complete:
        return context.undecided(question, "no life was found that goes otherwise.")
    aim = f"'{target.ending}'" if target.ending is not None else "a moment when it is so"
    if question.later:
        text = f"Yes, sooner or later: wherever a life goes, {aim} can still be reached"
    elif target.ending is not None:
        text = f"Yes: every life ends in {aim}; none gets stuck, and none can go on for ever"
    else:
        text = f"Yes: every life comes to {aim}; none ends or gets stuck before, and none can go on for ever"
    return Answer(question.text, True, True, f"{text} ({context.covered()}).")


def _not_always(context: QueryContext, question: Must, against: Against) -> Answer:
    """The life that shows it; of one that goes round for ever as far as to where it comes back for the first time."""
    ending = question.target.ending
    life = context.life_of((*against.way, *against.circle))
    when = moment(len(against.way))
    circle = context.names(against.circle)
    if against.circle:
        text = f"No: a life can go round for ever: {when} come again and again {', '.join(circle)}."
        if against.lost is not None:
            text += f" {_lost(question, against.lost)}"
        else:
            aim = f"'{ending}'" if ending is not None else "a moment when it is so"
            text += f" It can still come to {aim}. Whether it always can is another question: {question.text}, sooner or later."
    elif life.ending is None:
        text = f"No: a life can come to a dead end {when}, where it is stuck: nothing can follow."
    else:
        also = "also " if ending is not None else ""
        text = f"No: a life can {also}end in '{life.ending}', at the soonest {when}."
        text = text if ending is not None else f"{text[:-1]}, and it never was so before."
    if not against.circle and question.later and against.lost is not None and against.lost < len(against.way):
        text += f" {_lost(question, against.lost)}"
    details = {"circle": circle, "lost_after": against.lost}
    return Answer(question.text, False, True, text, life, details=details)


def _lost(question: Must, acts: int) -> str:
    ending = question.target.ending
    aim = f"'{ending}'" if ending is not None else "a moment when it is so"
    after = "from the very beginning" if acts == 0 else moment(acts)
    return f"{after[:1].upper()}{after[1:]} {aim} can't be reached any more."


def _somewhere(context: QueryContext, target: Target) -> str:
    if target.ending is not None:
        return f"a life ends in '{target.ending}'"
    assert target.condition is not None
    return f"in some life there is a moment when {asked_for(context.world, target.condition)}"


def _nowhere(context: QueryContext, target: Target) -> str:
    if target.ending is not None:
        return f"no life ends in '{target.ending}'"
    assert target.condition is not None
    return f"in no life is there a moment when {asked_for(context.world, target.condition)}"
