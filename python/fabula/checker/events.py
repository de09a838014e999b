"""What can happen: actions, triggers, and reactions to what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fabula import model
from fabula.checker import hoping, sharing
from fabula.checker.audience import report_audience
from fabula.checker.chance import OF_DRAW
from fabula.checker.distinct import check_distinct
from fabula.checker.effects import check_effects, report_contradictions
from fabula.checker.expressions import check, check_condition, check_mind
from fabula.checker.lookup import count
from fabula.checker.names import CHARACTER, MIND, WILL, ActionName, Names, Scope, bind_parameter, bind_parameters
from fabula.checker.once import parameters_of, report_strangers
from fabula.checker.phrases import check_phrase_of_act
from fabula.checker.texts import check_says, report_no_mind
from fabula.checker.typed import Typed, describe_typed, with_article
from fabula.source import Span
from fabula.syntax import tree

Event = tree.ActionDefinition | tree.TriggerDefinition
#: texts by the name of the action or trigger that they tell
Tellings = Mapping[str, tuple[model.Says, ...]]


def collect_events(names: Names, definitions: Iterable[Event]) -> list[Event]:
    """Enter the heads of all actions and triggers, and return those that are defined for the first time."""
    first: list[Event] = []
    for definition in definitions:
        word = definition.name.text
        _, parameters = bind_parameters(Scope(names), definition.parameters, CHARACTER)
        earlier = names.actions.get(word) or names.triggers.get(word)
        if earlier is not None:
            names.duplicate(definition.name, "an action" if word in names.actions else "a trigger", earlier.span)
            continue
        known = ActionName(word, parameters, definition.name.span)
        (names.actions if isinstance(definition, tree.ActionDefinition) else names.triggers)[word] = known
        first.append(definition)
    return first


def _head_scope(names: Names, definition: Event, known: ActionName) -> Scope:
    scope = Scope(names)
    for written, parameter in zip(definition.parameters, known.parameters, strict=True):
        scope = scope.bind(written.name.text, parameter)
    return scope


def _known(parameters: tuple[model.Variable | None, ...]) -> tuple[model.Variable, ...] | None:
    known = tuple(parameter for parameter in parameters if parameter is not None)
    return known if len(known) == len(parameters) else None


def _when(scope: Scope, conditions: tuple[tree.Expression, ...]) -> model.Expression | None:
    """All conditions of an event as one; None if one of them is wrong."""
    known = _conditions(scope, conditions)
    return None if known is None else _all(known)


def _conditions(scope: Scope, conditions: tuple[tree.Expression, ...]) -> list[model.Expression] | None:
    """All conditions of an event; None if one of them is wrong."""
    checked = [check_condition(scope, condition) for condition in conditions]
    known = [one.expression for one in checked if one is not None]
    return None if len(known) < len(checked) else known


def _all(conditions: list[model.Expression]) -> model.Expression:
    if not conditions:
        return model.Literal(True)
    return conditions[0] if len(conditions) == 1 else model.Logic("and", tuple(conditions))


def check_trigger(names: Names, definition: tree.TriggerDefinition, tellings: Tellings) -> model.Trigger | None:
    """With the texts that stand elsewhere for it, behind its own."""
    known = names.triggers[definition.name.text]
    scope = _head_scope(names, definition, known)
    when = _when(scope, definition.when)
    effects = check_effects(scope, definition.effects)
    report_contradictions(scope, effects)
    sharing.report_in_event(scope, effects)
    hoping.report_elsewhere(scope, definition.effects)
    says = (*check_says(scope, definition.says), *tellings.get(known.name, ()))
    parameters = _known(known.parameters)
    report_strangers(names, definition)
    if when is None or parameters is None:
        return None
    return model.Trigger(known.name, parameters, when, effects, says, definition.span, known.name.startswith(OF_DRAW))


def check_tellings(names: Names, tellings: Iterable[tree.FurtherTelling]) -> Tellings:
    """Further texts, by the name of the action or trigger that they tell."""
    found: dict[str, tuple[model.Says, ...]] = {}
    for telling in tellings:
        word = telling.event.text
        known = names.actions.get(word) or names.triggers.get(word)
        if known is None:
            names.unknown("unknown-action", "action or trigger", telling.event, [*names.actions, *names.triggers])
            continue
        scope = Scope(names)
        for parameter in known.parameters:
            scope = scope if parameter is None else scope.bind(parameter.name, parameter)
        if None not in known.parameters:
            found[word] = (*found.get(word, ()), *check_says(scope, telling.says))
    return found


def report_no_doer(names: Names, definition: tree.ActionDefinition) -> None:
    """Warn of an act that has a text to be chosen by, and nobody who could choose it."""
    if definition.by or not definition.choices:
        return
    parameters = names.actions[definition.name.text].parameters
    mind = next((one.name for one in parameters if one is not None and names.is_mind(one.kind)), "NAME")
    names.problems.add(
        "no-doer",
        f"nobody can choose '{definition.name.text}': without 'by' it is an act of fate, which needs nobody's reason",
        definition.choices[0].text.span,
        expected="a line 'by' with who does it",
        seen="a line 'choice', and no line 'by'",
        hint=f"add the line 'by {mind}'; leave 'choice' out if fate is meant",
    )


# --- actions -----------------------------------------------------------------------------------------------------------


def check_action(names: Names, definition: tree.ActionDefinition, tellings: Tellings) -> model.Action | None:
    """With the texts that stand elsewhere for it, behind its own."""
    known = names.actions[definition.name.text]
    scope = _head_scope(names, definition, known)
    by = _by(scope, definition.by)
    conditions = _conditions(scope, definition.when)
    effects, known_there = hoping.effects_of(scope, definition.effects)
    report_contradictions(scope, effects)
    sharing.report_in_event(scope, effects)
    in_vain = check_effects(scope, definition.in_vain)
    report_contradictions(scope, in_vain)
    sharing.report_in_event(scope, in_vain)
    hoping.report_elsewhere(scope, definition.in_vain)
    hopes = hoping.hopes(scope, zip(definition.hoping, definition.shows_hope, strict=True))
    if hopes is not None:
        hopes = (*hopes, *known_there)
        hoping.report_idle(scope, definition, hopes)
    seen = [one for line in definition.seen for one in _seen(scope, line)]
    everyone = not definition.seen or any(line.everyone for line in definition.seen)
    choices = check_says(scope, definition.choices)
    phrase = check_phrase_of_act(scope, definition)
    says = (*check_says(scope, definition.says), *tellings.get(known.name, ()))
    parameters = _known(known.parameters)
    report_no_doer(names, definition)
    report_strangers(names, definition)
    report_audience(names, definition)
    if by is None or conditions is None or hopes is None or parameters is None:
        return None
    distinct = check_distinct(names, definition.may_be, parameters, by)
    if not everyone and by:
        seen.append(_any_of(scope, [Typed(doer, model.ThingType(_kind(doer, names))) for doer in by], definition.span))
    return model.Action(
        known.name,
        parameters,
        by,
        _all(conditions),
        effects,
        () if everyone else tuple(seen),
        everyone,
        choices,
        says,
        definition.span,
        hoping.shown(zip(conditions, definition.shows, strict=True)),
        hopes,
        in_vain,
        distinct,
        phrase=phrase,
        urgency=definition.urgency,
        weight=_weight(names, definition),
        once=None if definition.once is None else parameters_of(definition),
        only="" if definition.only is None else definition.only.text,
    )


def _weight(names: Names, definition: tree.ActionDefinition) -> int:
    """How often what is left to chance comes about; 0 for all else."""
    if definition.weight is None:
        return 0
    if definition.by and not all(isinstance(doer, tree.Unknown) for doer in definition.by):
        names.problems.add(
            "syntax",
            f"'{definition.name.text}' is done for a reason, not by chance",
            definition.weight.span,
            expected="a weight of an act of nobody",
            seen="a weight of an act that somebody does",
            hint="leave the weight out, or write 'by nobody'",
        )
    return definition.weight.value


def _kind(doer: model.Expression, names: Names) -> str:
    """The kind of a doer: a variable or the name of a thing."""
    match doer:
        case model.Variable(_, kind):
            return kind
        case model.Literal(str() as name):
            return names.things[name].kind or MIND
        case _:
            return MIND


def _by(scope: Scope, doers: tuple[tree.Expression, ...]) -> tuple[model.Expression, ...] | None:
    """Who must have a reason for an act; None if one of them is wrong."""
    found: list[model.Expression] = []
    for doer in doers:
        if isinstance(doer, tree.Unknown):
            continue
        typed = check_mind(scope, doer, "does something")
        if typed is None:
            return None
        if not isinstance(typed.expression, (model.Variable, model.Literal)):
            scope.problems.add(
                "syntax",
                "who does it must be a parameter or the name of someone",
                doer.span,
                expected="a parameter of the action, or a character",
                seen=describe_typed(typed),
                hint=f"add a parameter, and 'when PARAMETER is {doer.span.text}'",
            )
            return None
        found.append(typed.expression)
    return tuple(found)


def _seen(scope: Scope, line: tree.SeenBy) -> tuple[model.Observation, ...]:
    """Who sees an act, of one `seen by` line."""
    if line.parameter is not None:
        inner, variable = bind_parameter(scope, line.parameter, CHARACTER)
        condition = (
            check_condition(inner, line.condition)
            if line.condition is not None
            else Typed(model.Literal(True), model.TruthType())
        )
        if variable is None or condition is None or not _can_see(scope, line.parameter, variable):
            return ()
        return (model.Observation(variable, condition.expression),)
    minds = [check_mind(scope, mind, "sees things") for mind in line.minds if not isinstance(mind, tree.Unknown)]
    known = [mind for mind in minds if mind is not None]
    return (_any_of(scope, known, line.span),) if known else ()


def _can_see(scope: Scope, parameter: tree.Parameter, variable: model.Variable) -> bool:
    names = scope.names
    span = (parameter.kind or parameter.name).span
    if names.is_below(variable.kind, WILL):
        scope.problems.add(
            "wrong-kind",
            "a will sees what its body sees, and nothing else",
            span,
            expected="a character",
            seen=with_article(variable.kind),
            hint="say which characters see it",
        )
        return False
    if not names.is_mind(variable.kind):
        report_no_mind(scope.problems, span, "sees things", with_article(variable.kind))
        return False
    return True


def _any_of(scope: Scope, minds: list[Typed], span: Span) -> model.Observation:
    """Seen by these: a will sees with its body, so that the body stands for it."""
    eyes = model.Variable("eyes'", CHARACTER, span)
    ways: list[model.Expression] = []
    for mind in minds:
        kind = mind.type.kind if isinstance(mind.type, model.ThingType) else MIND
        if kind == MIND or not scope.names.is_below(kind, WILL):
            ways.append(model.Comparison("==", eyes, mind.expression, span))
        if kind == MIND or scope.names.is_below(kind, WILL):
            ways += _through_bodies(scope, eyes, mind.expression, kind, span)
    return model.Observation(eyes, ways[0] if len(ways) == 1 else model.Logic("or", tuple(ways), span))


def _through_bodies(
    scope: Scope, eyes: model.Variable, mind: model.Expression, kind: str, span: Span
) -> list[model.Expression]:
    """For each will that the mind may be: it is that will, and these are the eyes of its body."""
    ways: list[model.Expression] = []
    for thing in scope.names.things.values():
        if thing.body is None or thing.kind is None or not scope.names.is_below(thing.kind, kind):
            continue
        body = model.Comparison("==", eyes, model.Literal(thing.body, span), span)
        if isinstance(mind, model.Literal):
            if mind.value == thing.name:
                ways.append(body)
        else:
            same = model.Comparison("==", mind, model.Literal(thing.name, span), span)
            ways.append(model.Logic("and", (same, body), span))
    return ways


# --- reactions ---------------------------------------------------------------------------------------------------------


def check_reaction(names: Names, reaction: tree.Reaction) -> model.Reaction | None:
    """`when c sees ACT: effects`."""
    scope, observer = _observer(Scope(names), reaction.observer)
    action = names.actions.get(reaction.action.text)
    if action is None:
        hint = (
            f"'{reaction.action.text}' is a trigger: nobody sees it as such" if reaction.action.text in names.triggers else ""
        )
        names.unknown("unknown-action", "action", reaction.action, names.actions, hint)
    parameters = action.parameters if action is not None else ()
    written = reaction.arguments if reaction.arguments is not None else (None,) * len(parameters)
    counts = action is None or len(written) == len(parameters)
    if not counts:
        shown = ", ".join(parameter.name if parameter is not None else "?" for parameter in parameters)
        names.problems.add(
            "wrong-count",
            f"'{reaction.action.text}' has {count(len(parameters))}, and {count(len(written), bare=True)} named here",
            reaction.action.span,
            expected=f"{reaction.action.text}({shown})",
            seen=count(len(written)),
            hint="write _ for what does not matter, or leave the brackets out",
        )
    if action is None or not counts:
        # Their kinds are not known: whatever uses them is passed over.
        for name in written:
            if name is not None and name.text not in names.things:
                scope = scope.bind(name.text, None)
        parameters, written = (), ()
    scope, arguments, same = _arguments(scope, tuple(parameters), tuple(written))
    condition = check_condition(scope, reaction.condition) if reaction.condition is not None else None
    effects = check_effects(scope, reaction.effects)
    hoping.report_elsewhere(scope, reaction.effects)
    report_contradictions(scope, effects)
    sharing.report_in_event(scope, effects)
    if observer is None or arguments is None or action is None or not counts:
        return None
    if reaction.condition is not None and condition is None:
        return None
    asked = (*same, *((condition.expression,) if condition is not None else ()))
    whole = None if not asked else asked[0] if len(asked) == 1 else model.Logic("and", asked, reaction.span)
    return model.Reaction(observer, action.name, arguments, whole, effects, reaction.span)


def _observer(scope: Scope, parameter: tree.Parameter) -> tuple[Scope, model.Variable | model.Literal | None]:
    """Who reacts: someone by name, or anyone of a kind."""
    names, word = scope.names, parameter.name
    if parameter.kind is None and word.text in names.things:
        kind = names.things[word.text].kind
        if kind is not None and not names.is_mind(kind):
            report_no_mind(scope.problems, word.span, "sees things", f"{word.text}, {with_article(kind)}")
            kind = None
        return scope, None if kind is None else model.Literal(word.text, word.span)
    scope, variable = bind_parameter(scope, parameter, CHARACTER)
    if variable is not None and not names.is_mind(variable.kind):
        report_no_mind(scope.problems, (parameter.kind or word).span, "sees things", with_article(variable.kind))
        variable = None
    return scope, variable


def _arguments(
    scope: Scope, parameters: tuple[model.Variable | None, ...], written: tuple[tree.Name | None, ...]
) -> tuple[Scope, tuple[model.Variable | model.Literal | None, ...] | None, tuple[model.Expression, ...]]:
    """What an act must be done with: the scope with the new variables, the arguments, and which of them must be the same
    as a variable that is bound already (the observer, or an argument before)."""
    found: list[model.Variable | model.Literal | None] = []
    same: list[model.Expression] = []
    sound = True
    for parameter, name in zip(parameters, written, strict=True):
        if name is None or parameter is None:
            if name is not None and name.text not in scope.names.things:
                scope = scope.bind(name.text, None)
            sound = sound and (name is None or parameter is not None)
            found.append(None)
        elif name.text in scope.variables:
            again = model.Variable(f"{name.text}'{len(found)}", parameter.kind, name.span)
            earlier = scope.variables[name.text]
            if earlier is None or not _may_be(scope, name, earlier.kind, parameter):
                sound = False
                continue
            same.append(model.Comparison("==", again, model.Variable(name.text, earlier.kind, name.span), name.span))
            found.append(again)
        elif name.text in scope.names.things:
            typed = check(scope, name)
            if typed is None or not isinstance(typed.type, model.ThingType):
                sound = False
                continue
            if not _may_be(scope, name, typed.type.kind, parameter):
                sound = False
            found.append(model.Literal(name.text, name.span))
        else:
            variable = model.Variable(name.text, parameter.kind, name.span)
            scope = scope.bind(name.text, variable)
            found.append(variable)
    return scope, tuple(found) if sound else None, tuple(same)


def _may_be(scope: Scope, name: tree.Name, kind: str, parameter: model.Variable) -> bool:
    if scope.names.may_share(kind, parameter.kind):
        return True
    scope.problems.add(
        "wrong-kind",
        f"'{name.text}' is {with_article(kind)}, and the act has {with_article(parameter.kind)} there",
        name.span,
        expected=with_article(parameter.kind),
        seen=f"{name.text}, {with_article(kind)}",
    )
    return False
