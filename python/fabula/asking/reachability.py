"""`can`, `must`, `never`, `shortest`: where lives come to."""

from __future__ import annotations

from dataclasses import replace

from fabula.asking.answers import Answer
from fabula.asking.conclusions import Always, Circle, EndsElsewhere, NoLife, SomeLife, Stuck, Undecided
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import Can, Must, Never, Shortest, Target
from fabula.lives import ends
from fabula.lives.ends import Against
from fabula.lives.life import Life
from fabula.proving.basis import basis_of_always


def can(context: QueryContext, question: Can) -> Answer | None:
    """Some life ends so, or passes such a state."""
    return _some_life(context, question, True)


def never(context: QueryContext, question: Never) -> Answer | None:
    """No life passes such a state."""
    return _some_life(context, question, False)


def _some_life(context: QueryContext, question: Can | Never, if_reached: bool) -> Answer | None:
    life = first_life(context, question.target)
    if life is not None:
        return context.answer(question, if_reached, some_life(context, question.target, life), life)
    never = context.never(question, not if_reached, NoLife(), question.target)
    return context.undecided(question) if never is None and context.final else never


def first_life(context: QueryContext, target: Target) -> Life | None:
    """The first of the shortest lives to a target; None: none is known."""
    number = context.first(target)
    if number is not None:
        return context.atlas.life(number)
    verdict = context.verdict(target)
    return None if verdict is None or verdict.moves is None else context.life_of(verdict.moves)


def some_life(context: QueryContext, target: Target, life: Life) -> SomeLife:
    """That it comes to a target, maybe no sooner than any other."""
    return SomeLife(len(life.moves), context.first(target) is not None or is_shortest(context, target))


def is_shortest(context: QueryContext, target: Target) -> bool:
    """Whether a life that is known without the atlas is a shortest."""
    verdict = context.verdict(target)
    return verdict is not None and verdict.is_shortest


def shortest(context: QueryContext, question: Shortest) -> Answer | None:
    """The least number of acts."""
    life = first_life(context, question.target)
    if life is not None and some_life(context, question.target, life).is_shortest:
        acts = len(life.moves)
        return context.answer(question, acts, SomeLife(acts), life)
    never = context.never(question, None, NoLife(), question.target)
    if never is not None or not context.final:
        return never
    atlas, verdict = context.atlas, context.verdict(question.target)
    # All lives that are as long as that are known, or none of them can be one.
    passed = [] if verdict is None else [verdict.least - 1]
    passed += [atlas.distance(atlas.expanded - 1)] if atlas.expanded else []
    chances = None if context.proving is None else context.proving.chances(question)
    return context.undecided(question, Undecided(max(passed, default=None), chances))


def must(context: QueryContext, question: Must) -> Answer | None:
    """Every life ends so, or passes a state that is so. One that is stuck before, or goes round for ever, does not. Sooner or
    later: no life comes to where it can't be reached any more."""
    atlas, target = context.atlas, question.target
    goals = atlas.where(context.condition(target)) if target.ending is None else atlas.ended(context.ending(target.ending))
    against = ends.against_at_last(atlas, goals) if question.later else ends.against(atlas, goals)
    if against is not None:
        return _not_always(context, question, against)
    if target.ending is not None and (elsewhere := _ending_elsewhere(context, target.ending)) is not None:
        assert elsewhere.ending is not None
        return context.answer(question, False, EndsElsewhere(elsewhere.ending, len(elsewhere.moves), None), elsewhere)
    known = None if context.complete else _known(context, question)
    if known is not None:
        return known
    if not context.final:
        return None
    return context.answer(question, True, Always()) if context.complete else context.undecided(question)


def _known(context: QueryContext, question: Must) -> Answer | None:
    """What is known without the atlas: that it is so of every life, or one by chance that goes otherwise."""
    if context.proving is None:
        return None
    proof, astray = context.proving.always(question), context.proving.astray(question)
    if proof is not None:
        extent = replace(context.extent, basis=basis_of_always(context.world, proof))
        return Answer(question, True, True, Always(), extent, context.world)
    return None if astray is None else _not_always(context, question, Against(astray.moves, -1, astray.circle, None))


def _ending_elsewhere(context: QueryContext, name: str) -> Life | None:
    """A life that ends otherwise, the first of the shortest that are known without the atlas."""
    others = [ending.name for ending in context.world.ground.task.endings if ending.name != name]
    verdicts = [context.verdict(Target(other, None)) for other in others]
    known = [verdict.moves for verdict in verdicts if verdict is not None and verdict.moves is not None]
    return context.life_of(min(known, key=len)) if known else None


def _not_always(context: QueryContext, question: Must, against: Against) -> Answer:
    """The life that shows it; of one that goes round for ever as far as to where it comes back for the first time."""
    life = context.life_of((*against.way, *against.circle))
    acts = len(against.way)
    if against.circle:
        return context.answer(question, False, Circle(acts, context.names(against.circle), against.lost), life)
    if life.ending is None:
        return context.answer(question, False, Stuck(acts, against.lost), life)
    return context.answer(question, False, EndsElsewhere(life.ending, acts, against.lost), life)
