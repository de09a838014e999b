"""`once`: what happens never again; and triggers that are only told. Both are sugar for a property (semantics 2).

That something has happened is a fact as any other: who has seen the act knows of it, and who has not may try in vain. A trigger
that only has a text is told each time that its condition becomes true: it says that this is so now, and a second one, that it
is so no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from fabula.checker.names import Names
from fabula.source import Span
from fabula.syntax import tree

Event = tree.ActionDefinition | tree.TriggerDefinition


def parameters_of(event: Event) -> tuple[str, ...]:
    """The names of the parameters with which an event happens once; each that it has where it does not say."""
    known = tuple(parameter.name.text for parameter in event.parameters)
    if event.once is None or event.once.each is None:
        return known
    asked = {name.text for name in event.once.each}
    return tuple(name for name in known if name in asked)


def report_strangers(names: Names, event: Event) -> None:
    """Report what stands behind `once for each` and is no parameter."""
    known = [parameter.name.text for parameter in event.parameters]
    for name in (event.once.each or ()) if event.once is not None else ():
        if name.text not in known:
            names.unknown("unknown-name", "parameter", name, known, f"'{event.name.text}' has: {', '.join(known) or 'none'}")


def with_once(statements: Iterable[tree.Statement], leave: frozenset[str]) -> list[tree.Statement]:
    """The statements with a property for each event that happens once, those of these names apart."""
    found: list[tree.Statement] = []
    for one in statements:
        if isinstance(one, tree.TriggerDefinition) and one.says and not one.effects and one.once is None and one.when:
            found += _told_each_time(one)
            continue
        if not isinstance(one, Event) or one.once is None or one.name.text in leave:
            found.append(one)
            continue
        # A name that no story can give: nobody speaks of it.
        found += _marked(one, one.once, f"once_{one.name.text}'")
    return found


def _marked(event: Event, once: tree.Once, name: str) -> Iterator[tree.Statement]:
    span = once.span
    written, done = _property(event, parameters_of(event), name, span)
    yield written
    claim = tree.Claim(done, span)
    when = (*event.when, tree.Not(done, span))
    if isinstance(event, tree.TriggerDefinition):
        yield replace(event, when=when, effects=(*event.effects, claim))
        return
    yield replace(
        event,
        when=when,
        effects=(*event.effects, claim),
        shows=(*event.shows, None),
        in_vain=(*event.in_vain, claim) if event.may_be_in_vain else event.in_vain,
    )


def _property(event: Event, kept: Sequence[str], name: str, span: Span) -> tuple[tree.PropertyDefinition, tree.Expression]:
    """A property of these of an event's parameters, and that it is so."""
    parameters = [one for one in event.parameters if one.name.text in kept]
    word = tree.Name(name, span)
    kinds = tuple(tree.Parameter(one.kind or tree.Name("character", one.name.span), None, span) for one in parameters)
    arguments = tuple(tree.Name(one.name.text, span) for one in parameters)
    asked: tree.Expression = tree.Call(word, arguments, span) if arguments else word
    return tree.PropertyDefinition(word, kinds, tree.TypeTruth(span), None, False, None, span), asked


def _told_each_time(trigger: tree.TriggerDefinition) -> Iterator[tree.Statement]:
    span = trigger.span
    written, now = _property(trigger, parameters_of(trigger), f"now_{trigger.name.text}'", span)
    asked = trigger.when[0] if len(trigger.when) == 1 else tree.Logic("and", trigger.when, span)
    yield written
    yield replace(trigger, when=(*trigger.when, tree.Not(now, span)), effects=(tree.Claim(now, span),))
    yield replace(
        trigger,
        name=tree.Name(f"{trigger.name.text} no more'", trigger.name.span),
        when=(now, tree.Not(asked, span)),
        effects=(tree.Claim(tree.Not(now, span), span),),
        says=(),
    )
