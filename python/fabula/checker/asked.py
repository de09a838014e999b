"""The names of a story that is checked already, for expressions that come later: what somebody asks about it."""

from __future__ import annotations

from fabula import model
from fabula.checker.names import ActionName, Names, PropertyName, Scope, ThingName
from fabula.checker.rules import with_body
from fabula.checker.substitution import parts
from fabula.checker.typed import NOBODY, Typed
from fabula.problems import Problems
from fabula.source import Source, Span

#: where names stand that no text defines: those of a problem file, or of the language itself
_NOWHERE = Span(Source("<story>", ""), 0, 0)


def scope_of(definition: model.Definition, problems: Problems) -> Scope:
    """The scope at the top of a story, as its own endings have it."""
    names = Names(problems)
    names.kinds.update(definition.kinds)
    for thing in definition.things.values():
        names.things[thing.name] = ThingName(thing.name, thing.kind, thing.body, thing.span or _NOWHERE)
        ancestors = definition.kinds[thing.kind].ancestors
        names.sharing |= {(one, other) for one in ancestors for other in ancestors}
    for item in definition.properties.values():
        names.properties[item.name] = PropertyName(item.name, item.kinds, item.type, item.span)
    for rule in definition.rules.values():
        size, depth = _extent(rule.body)
        body = Typed(rule.body, NOBODY if rule.type is None else rule.type, size, depth)
        names.rules[rule.name] = with_body(rule.name, rule.parameters, body, rule.span or _NOWHERE)
    names.choices.update(dict.fromkeys(definition.choices, _NOWHERE))
    for action in definition.actions.values():
        names.actions[action.name] = ActionName(action.name, action.parameters, action.span or _NOWHERE)
    for trigger in definition.triggers.values():
        names.triggers[trigger.name] = ActionName(trigger.name, trigger.parameters, trigger.span or _NOWHERE)
    names.endings.update({ending.name: ending.span or _NOWHERE for ending in definition.endings.values()})
    return Scope(names)


def _extent(expression: model.Expression) -> tuple[int, int]:
    """How many nodes an expression has, and how deep they are nested."""
    inner = [_extent(part) for part in parts(expression)]
    return 1 + sum(size for size, _ in inner), 1 + max((depth for _, depth in inner), default=0)
