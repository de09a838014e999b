"""By which text acts are told: one of their author's, or in our words; and what its slots stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.syntax.templates import Template, Text, parse_template
from fabula.telling.content.choosing import Chooser
from fabula.telling.content.steps import Step
from fabula.telling.content.wills import named_wills
from fabula.telling.languages import realiser_for
from fabula.telling.wording.acts import deed_of
from fabula.telling.wording.going import goes_on, on_the_way
from fabula.telling.wording.spoken import spoken
from fabula.telling.wording.trace import Trace
from fabula.telling.world import Binding, StateView, World, is_generic


@dataclass(frozen=True, slots=True)
class Chosen:
    """A text, what its slots stand for and what it takes for granted. `own`: it was written for the teller alone; `way`: it
    tells of going from place to place."""

    template: Template
    binding: Binding
    trace: Trace
    own: bool
    way: bool


def generic_text(world: World, chooser: Chooser, step: Step) -> Template | None:
    """The text of an act if it is the same for everybody and at all times, whether an author's or ours."""
    ground = world.ground.actions[step.event.action]
    fitting = chooser.fitting(
        world.ground.says(step.event.action), StateView(world, step.event.before, step.mind), dict(ground.binding)
    )
    if not fitting:
        return _ours(world, step)
    return parse_template(fitting[0].text) if len(fitting) == 1 and is_generic(fitting[0]) else None


def text_of(world: World, chooser: Chooser, group: Sequence[Step]) -> Chosen:
    """The text of acts that are told as one."""
    step, events = group[0], [step.event for step in group]
    ground = world.ground.actions[step.event.action]
    view = StateView(world, step.event.before, step.mind)
    generic = generic_text(world, chooser, step)
    way = len(group) > 1 and generic is not None and goes_on(world, events[:1], events[1], generic)
    binding = _bound(world, group, view, way)
    conditions = {name: binding[name] if isinstance(binding[name], tuple) else one for name, one in ground.binding.items()}
    fitting = chooser.fitting(world.ground.says(step.event.action), view, conditions)
    chosen = chooser.choose(fitting) if fitting else None
    trace = Trace((step.event.before, events[-1].after), tuple(step.index for step in group))
    if chosen is None:
        template = _ours(world, step)
    else:
        told = spoken(world, chosen, step.event.before, step.mind, conditions, chooser.told(chosen))
        template, trace = told.template, trace + told.trace
    if way:
        words = realiser_for(world.definition.front.language).connectives
        template = on_the_way(world, words, events, template, {n: one for n, one in binding.items() if isinstance(one, str)})
    return Chosen(template, binding, trace, chosen is not None and chosen.teller is not None, way)


def _ours(world: World, step: Step) -> Template:
    deed, ground = deed_of(world, step.event.action), world.ground.actions[step.event.action]
    if ground.in_vain and ground.doers:
        asides = realiser_for(world.definition.front.language).asides
        return asides.in_vain(ground.doers[0], deed.named, [], step.index)
    return Template((*deed.finite, Text(".")))


def _bound(world: World, group: Sequence[Step], view: StateView, way: bool) -> dict[str, str | tuple[str, ...]]:
    """What the parameters of acts that are told as one stand for: several things where they differ, but not on a way."""
    ground = world.ground.actions[group[0].event.action]
    binding: dict[str, str | tuple[str, ...]] = dict(
        named_wills(world, group[0].event.action, _knows_will(world, group[0], view))
    )
    for name in ground.binding if not way else ():
        several = tuple(dict.fromkeys(world.ground.actions[step.event.action].binding[name] for step in group))
        if len(several) > 1:
            binding[name] = several
    return binding


def _knows_will(world: World, step: Step, view: StateView) -> bool:
    """Whether the teller knows that it is a will that moves a body in this act."""
    for doer in world.ground.actions[step.event.action].doers:
        body = world.definition.things[doer].body
        if body is not None and step.mind not in (None, doer) and not view.possible("held_by", (body,)).is_only(doer):
            return False
    return True
