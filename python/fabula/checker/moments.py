"""What happens at certain times, in terms of what the language has without it.

Each turn is each act of a mind, done or in vain: what happens each turn is added to all of them. Turns are counted by
properties that everybody feels, and what happens after some is a trigger; so is what happens when the story begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fabula.problems import Problems
from fabula.source import Span
from fabula.syntax import tree


def without_moments(statements: Sequence[tree.Statement], problems: Problems) -> list[tree.Statement]:
    """The statements with what moments mean in their place: what they need first."""
    moments = [one for one in statements if isinstance(one, tree.Moment)]
    if not moments:
        return list(statements)
    acts = {one.name.text: one for one in statements if isinstance(one, tree.ActionDefinition)}
    added: dict[str, list[tree.Effect]] = {name: [] for name, act in acts.items() if _is_turn(act)}
    made: list[tree.Statement] = []
    for number, moment in enumerate(moments, start=1):
        if moment.word == "each":
            for effects in added.values():
                effects.append(_under(moment.condition, moment.effects, moment.span))
        elif moment.word == "begins":
            made += _begins(moment, f"begun{number}'")
        else:
            made += _after(moment, f"turns{number}'", acts, added, problems)
    rest = [one for one in statements if not isinstance(one, tree.Moment)]
    return [*made, *(_with(one, added) for one in rest)]


def _is_turn(act: tree.ActionDefinition) -> bool:
    return any(not isinstance(doer, tree.Unknown) for doer in act.by)


def _with(statement: tree.Statement, added: dict[str, list[tree.Effect]]) -> tree.Statement:
    """An act with what is added to it, also where it is in vain."""
    effects = tuple(added.get(statement.name.text, ())) if isinstance(statement, tree.ActionDefinition) else ()
    if not isinstance(statement, tree.ActionDefinition) or not effects:
        return statement
    in_vain = (*statement.in_vain, *effects) if statement.may_be_in_vain else statement.in_vain
    return replace(statement, effects=(*statement.effects, *effects), in_vain=in_vain)


def _under(condition: tree.Expression | None, effects: tuple[tree.Effect, ...], span: Span) -> tree.Effect:
    return tree.Branch(((condition or tree.Truth(True, span), effects),), (), span)


def _begins(moment: tree.Moment, word: str) -> list[tree.Statement]:
    span = moment.span
    name = tree.Name(word, span)
    done = tree.Claim(name, span)
    return [
        tree.PropertyDefinition(name, (), tree.TypeTruth(span), None, False, None, span),
        tree.TriggerDefinition(
            tree.Name("when the story begins" + "'" * int(word[5:-1]), span),
            (),
            (tree.Not(name, span),),
            (*moment.effects, done),
            (),
            span,
        ),
    ]


def _after(
    moment: tree.Moment,
    word: str,
    acts: dict[str, tree.ActionDefinition],
    added: dict[str, list[tree.Effect]],
    problems: Problems,
) -> list[tree.Statement]:
    """A count: 0 = it is not counted, up to one more than the turns, and one more when it has happened."""
    assert moment.turns is not None
    span, turns = moment.span, moment.turns.value
    name = tree.Name(word, span)

    def compared(operator: str, value: int) -> tree.Expression:
        return tree.Comparison(operator, name, tree.Number(value, span), span)

    def becomes(value: int) -> tree.Effect:
        return tree.Assign(name, "=", tree.Number(value, span), span)

    counts = tree.Assign(name, "+=", tree.Number(1, span), span)
    counted = tree.Logic("and", (compared(">=", 1), compared("<=", turns)), span)
    for act, effects in added.items():
        started = _matched(moment, acts[act]) if moment.act is not None and moment.act.name.text == act else None
        if started is None:
            effects.append(tree.Branch(((counted, (counts,)),), (), span))
        else:
            effects.append(tree.Branch(((started, (becomes(1),)), (counted, (counts,))), (), span))
    if moment.act is not None and moment.act.name.text not in added:
        _report_act(moment, acts, added, problems)
    over = compared("==", turns + 1)
    triggers: list[tuple[str, tree.Expression, tuple[tree.Effect, ...]]] = []
    asked = moment.condition
    if asked is not None:
        triggers.append(("", tree.Logic("and", (compared("==", 0), asked), span), (becomes(1),)))
        triggers.append((" no more", tree.Logic("and", (compared(">", 0), tree.Not(asked, span)), span), (becomes(0),)))
        over = tree.Logic("and", (over, asked), span)
    triggers.append((" over", over, (*moment.effects, becomes(turns + 2))))
    range_ = tree.TypeRange(tree.Number(0, span), tree.Number(turns + 2, span), span)
    first = tree.Number(1 if moment.act is None and asked is None else 0, span)
    return [
        tree.PropertyDefinition(name, (), range_, first, True, None, span),
        *(
            tree.TriggerDefinition(tree.Name(f"{word}{what}", span), (), (when,), done, (), span)
            for what, when, done in triggers
        ),
    ]


def _matched(moment: tree.Moment, act: tree.ActionDefinition) -> tree.Expression:
    """That an act is the one from which turns are counted."""
    assert moment.act is not None
    span = moment.act.span
    written = moment.act.arguments or ()
    pairs = zip(act.parameters, written, strict=False)
    parts = tuple(tree.Comparison("==", one.name, value, value.span) for one, value in pairs if value is not None)
    return tree.Truth(True, span) if not parts else parts[0] if len(parts) == 1 else tree.Logic("and", parts, span)


def _report_act(
    moment: tree.Moment, acts: dict[str, tree.ActionDefinition], added: dict[str, list[tree.Effect]], problems: Problems
) -> None:
    assert moment.act is not None
    name = moment.act.name
    known = name.text in acts
    problems.add(
        "syntax" if known else "unknown-action",
        f"no turn begins with '{name.text}': it is done by nobody" if known else f"there is no action '{name.text}'",
        name.span,
        expected="an action that somebody does",
        seen=f"'{name.text}'",
        hint=f"turns can be counted from: {', '.join(sorted(added))}" if added else "define an action with a line 'by'",
    )
