"""Where a story goes: wants, endings, scenes, fate, and what the author expects of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fabula import model
from fabula.checker.expressions import about, check, check_about, check_condition, check_mind
from fabula.checker.folding import never_holds
from fabula.checker.kinds import display
from fabula.checker.landmarks import check_way, report_of_fate
from fabula.checker.names import Names, Scope, bind_parameter
from fabula.checker.substitution import substitute
from fabula.checker.texts import check_says, check_text
from fabula.checker.typed import NobodyType, Typed, describe_typed
from fabula.source import Span
from fabula.syntax import tree

# --- wants -------------------------------------------------------------------------------------------------------------


def check_wants(scope: Scope, wants: tree.Wants) -> tuple[Typed | None, tuple[model.Want, ...]]:
    """Who wants (None: fate, or nobody that is known), and the lines that could be understood."""
    mind = check_mind(scope, wants.mind, "wants things") if wants.mind is not None else None
    lines = [_want(scope, want) for want in wants.wants]
    if wants.mind is None:
        report_of_fate(scope, wants)
    return mind, tuple(line for line in lines if line is not None)


def _want(scope: Scope, want: tree.Want) -> model.Want | None:
    each: list[model.Variable] = []
    sound = True
    inner = scope
    for parameter in want.each:
        inner, variable = bind_parameter(inner, parameter, None)
        sound = sound and variable is not None
        if variable is not None:
            each.append(variable)
    weight = check(inner, want.weight)
    condition: Typed | None = None
    if want.condition is not None:
        last = want.each[-1].name.text if want.each else None
        asked = want.condition if last is None else about(want.condition, last, inner)
        condition = check_condition(inner, asked, "what is wanted")
        sound = sound and condition is not None
    way = check_way(inner, want, weight)
    if weight is None or not sound or way is None:
        return None
    if isinstance(weight.type, model.TruthType):
        # A condition alone counts as 1 where it holds, as in a utility.
        asked_too = () if condition is None else (condition.expression,)
        whole = model.Logic("and", (weight.expression, *asked_too), want.span) if asked_too else weight.expression
        return _as_written(want, model.Literal(1, want.weight.span), tuple(each), whole, way)
    if not isinstance(weight.type, model.NumberType):
        nobody = isinstance(weight.type, NobodyType)
        scope.problems.add(
            "wrong-type",
            f"a want must be a number or a condition, and this is {describe_typed(weight)}",
            want.weight.span,
            expected="a number, as in '2 if ...'",
            seen=describe_typed(weight),
            hint="" if nobody else "say what is wanted of it, as in '1 if x.alive'",
        )
        return None
    meanwhile = None
    if want.meanwhile is not None:
        asked_meanwhile = check_condition(inner, want.meanwhile, "when it is wanted")
        if asked_meanwhile is None:
            return None
        meanwhile = asked_meanwhile.expression
    asked_of = condition.expression if condition is not None else None
    return _as_written(want, weight.expression, tuple(each), asked_of, way, meanwhile)


def _as_written(
    want: tree.Want,
    weight: model.Expression,
    each: tuple[model.Variable, ...],
    condition: model.Expression | None,
    way: tuple[model.Expression, ...],
    meanwhile: model.Expression | None = None,
) -> model.Want:
    text = want.span.in_one_line if want.phrase is None else want.phrase.value
    phrased = want.phrase is not None
    return model.Want(weight, each, condition, text, phrased, want.span, way, is_routine=want.is_routine, meanwhile=meanwhile)


def wants_of_each(scope: Scope, block: tree.ForEach) -> list[tuple[str, tuple[model.Want, ...]]]:
    """The wants in a `for each` block at the top of a story, for every mind that it goes through.

    The condition of the block joins the condition of each line, so that it is asked where the want counts."""
    inner, variable = bind_parameter(scope, block.parameter, None)
    where = check_about(inner, block.where, block.parameter.name.text) if block.where is not None else None
    found: list[tuple[str, tuple[model.Want, ...]]] = []
    for part in block.body:
        if not isinstance(part, tree.Wants):
            continue
        mind, lines = check_wants(inner, part)
        if mind is None or variable is None or (block.where is not None and where is None):
            continue
        for thing in scope.names.things.values():
            if thing.kind is None or not scope.names.is_below(thing.kind, variable.kind):
                continue
            binding: dict[str, model.Expression] = {variable.name: model.Literal(thing.name)}
            who = substitute(mind.expression, binding)
            if isinstance(who, model.Literal) and isinstance(who.value, str):
                found.append((who.value, tuple(_bound(line, where, binding) for line in lines)))
    return found


def without_wants(block: tree.ForEach) -> tree.ForEach | None:
    """The block with its effects alone; None if it has none."""
    kept = tuple(part for part in block.body if not isinstance(part, tree.Wants))
    return tree.ForEach(block.parameter, block.where, kept, block.span) if kept else None


def _bound(want: model.Want, where: Typed | None, binding: dict[str, model.Expression]) -> model.Want:
    """The want of one mind of those that a block goes through. A routine is kept up as long as the condition of the block
    holds; the condition of another want must hold, too."""
    own = {variable.name for variable in want.each}
    free = {name: value for name, value in binding.items() if name not in own}
    condition = None if want.condition is None else substitute(want.condition, free)
    meanwhile = None if want.meanwhile is None else substitute(want.meanwhile, free)
    if where is not None:
        asked = substitute(where.expression, binding)
        if want.is_routine:
            meanwhile = asked if meanwhile is None else model.Logic("and", (asked, meanwhile), want.span)
        else:
            condition = asked if condition is None else model.Logic("and", (asked, condition), want.span)
    way = tuple(substitute(one, free) for one in want.way)
    return replace(want, weight=substitute(want.weight, free), condition=condition, meanwhile=meanwhile, way=way)


def report_wants_nothing(names: Names, actions: Iterable[model.Action], wanting: Iterable[str]) -> None:
    """Warn of each mind that some action needs the consent of, and that wants nothing."""
    kinds: set[str] = set()
    named: set[str] = set()
    for action in actions:
        for doer in action.by:
            match doer:
                case model.Variable(_, kind):
                    kinds.add(kind)
                case model.Literal(str() as name):
                    named.add(name)
    content = set(wanting)
    for thing in names.things.values():
        if thing.kind is None or thing.name in content or not names.is_mind(thing.kind):
            continue
        body = names.things.get(thing.body) if thing.body is not None else None
        own = (thing.kind,) if body is None or body.kind is None else (thing.kind, body.kind)
        if thing.name in named or any(names.is_below(one, kind) for one in own for kind in kinds):
            names.problems.add(
                "wants-nothing",
                f"'{thing.name}' wants nothing, and so never has a reason to act",
                thing.span,
                expected=f"a block '{thing.name} wants'",
                seen="no wants",
                hint=f"write '{thing.name} wants' and below it what counts, as '1 if ...'",
            )


# --- endings, scenes, fate, expectations ---------------------------------------------------------------------------------


def collect_endings(names: Names, definitions: Iterable[tree.EndingDefinition]) -> list[tree.EndingDefinition]:
    """Enter all endings, and return those that are defined for the first time."""
    return [one for one in definitions if _is_new(names, one.name, "an ending", names.endings)]


def collect_scenes(names: Names, definitions: Iterable[tree.SceneDefinition]) -> list[tree.SceneDefinition]:
    """Enter all scenes, and return those that are defined for the first time."""
    return [one for one in definitions if _is_new(names, one.name, "a scene", names.scenes)]


def _is_new(names: Names, name: tree.Name, what: str, known: dict[str, Span]) -> bool:
    """Enter a name, or report that it is known already."""
    if name.text in known:
        names.duplicate(name, what, known[name.text])
        return False
    known[name.text] = name.span
    return True


def check_ending(names: Names, definition: tree.EndingDefinition) -> model.Ending | None:
    scope = Scope(names)
    condition = check_condition(scope, definition.condition, "the condition of an ending")
    title = display(definition.name.text) if definition.title is None else check_text(scope, definition.title)
    says = check_says(scope, definition.says)
    if condition is None:
        return None
    if never_holds(condition.expression):
        names.problems.add(
            "impossible-ending",
            f"the ending '{definition.name.text}' can't be reached: its condition never holds",
            definition.condition.span,
            expected="a condition that can hold in some world",
            seen=_shortened(definition.condition.span),
            hint="look for two parts of it that exclude each other",
        )
    return model.Ending(definition.name.text, title, condition.expression, says, definition.span)


def check_scene(names: Names, definition: tree.SceneDefinition) -> model.Scene | None:
    scope = Scope(names)
    condition = check_condition(scope, definition.condition, "the condition of a scene")
    title = display(definition.name.text) if definition.title is None else check_text(scope, definition.title)
    return None if condition is None else model.Scene(definition.name.text, title, condition.expression, definition.span)


def _shortened(span: Span) -> str:
    text = span.in_one_line
    return text if len(text) <= 60 else f"{text[:57]}..."


def check_fate(names: Names, several: Iterable[tree.Fate]) -> tuple[str, ...]:
    """The endings that fate prefers, the best first."""
    found: dict[str, Span] = {}
    for fate in several:
        for ending in fate.endings:
            if ending.text not in names.endings:
                names.unknown("unknown-ending", "ending", ending, names.endings)
            elif ending.text in found:
                names.duplicate(ending, "preferred", found[ending.text])
            else:
                found[ending.text] = ending.span
    return tuple(found)


def check_expectation(names: Names, expect: tree.Expect) -> model.Expectation | None:
    """`expect can E`, `expect must E`, `expect never CONDITION`."""
    text = _text_of(expect.span)
    if expect.ending is not None:
        if expect.ending.text not in names.endings:
            names.unknown("bad-expectation", "ending", expect.ending, names.endings)
            return None
        return model.Expectation(expect.word, expect.negated, expect.ending.text, None, text, expect.span, expect.later)
    if expect.condition is None:
        return None
    condition = check_condition(Scope(names), expect.condition, "what is never to be")
    if condition is None:
        return None
    return model.Expectation(expect.word, expect.negated, None, condition.expression, text, expect.span)


def _text_of(span: Span) -> str:
    return span.in_one_line
