"""The words by which acts of colour are told."""

from __future__ import annotations

from fabula.lives.colour import Aside
from fabula.syntax.templates import Template, Text
from fabula.telling.content.asides import Remark
from fabula.telling.content.choosing import Chooser
from fabula.telling.wording.acts import deed_as
from fabula.telling.wording.spoken import spoken
from fabula.telling.wording.texts import Chosen
from fabula.telling.wording.trace import Trace
from fabula.telling.world import StateView, World


def aside_told(world: World, chooser: Chooser, remark: Remark, teller: str | None) -> Chosen:
    """By which text an act of colour is told: one of the author's, or in our words."""
    aside = remark.aside
    action, view = world.definition.colours[aside.act.schema], StateView(world, aside.state, teller)
    binding = aside.act.binding(world)
    named = dict(binding)
    if aside.act.will and (teller in (None, aside.act.mind) or _knows(view, world, aside)):
        body = world.definition.things[aside.act.mind].body
        named = {name: aside.act.mind if thing == body else thing for name, thing in binding.items()}
    trace = Trace((aside.state,), passing=(remark.number,))
    fitting = chooser.fitting(action.says, view, binding)
    if not fitting:
        return Chosen(Template((*deed_as(world, action, named).finite, Text("."))), named, trace, False, False)
    chosen = chooser.choose(fitting)
    told = spoken(world, chosen, aside.state, teller, binding, chooser.told(chosen))
    return Chosen(told.template, named, trace + told.trace, chosen.teller is not None, False)


def _knows(view: StateView, world: World, aside: Aside) -> bool:
    """Whether the teller knows that it is a will that moves the body."""
    body = world.definition.things[aside.act.mind].body
    return body is None or view.possible("held_by", (body,)).is_only(aside.act.mind)
