"""Aggregation: several acts in one sentence, several sentences in one.

Acts become one where others do the same, where one goes on from place to place, or does the same to another; a short sentence
becomes a clause of the one before it where the same act on, or another answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fabula.model import Thing
from fabula.syntax.templates import Form, Slot, Template, Verb
from fabula.telling.content.asides import Remark
from fabula.telling.content.attempts import Tried
from fabula.telling.content.choosing import Chooser
from fabula.telling.content.discoveries import Discovery
from fabula.telling.content.setting import place_told
from fabula.telling.content.steps import Group, Step
from fabula.telling.languages.grammar import Case, Person
from fabula.telling.languages.realiser import Realiser
from fabula.telling.wording.going import differing, goes_on
from fabula.telling.wording.plain import is_plain
from fabula.telling.wording.texts import generic_text
from fabula.telling.world import Happening, World


def grouped(world: World, chooser: Chooser, told: Iterable[Step | Tried | Remark]) -> Iterator[Group]:
    """What is told, with those acts together that follow on each other, are told by the same and read as one."""
    group: list[Step] = []
    for one in told:
        if isinstance(one, Step) and group and group[0].mind == one.mind and joins(world, chooser, group, one):
            group.append(one)
            continue
        if group:
            yield tuple(group)
        group = [one] if isinstance(one, Step) else []
        if not isinstance(one, Step):
            yield one
    if group:
        yield tuple(group)


def joins(world: World, chooser: Chooser, group: Sequence[Step], following: Step) -> bool:
    """Whether an act reads as one with those before it, and the teller finds out nothing by it."""
    events = [step.event for step in group]
    if differing(world, events, following.event) is None or not _is_in_one_place(world, group, following):
        return False
    if not all(step.seen and not step.found for step in (*group, following)):
        return False
    if others_do_the_same(world, events, following.event) and (
        len(events) == 1 or others_do_the_same(world, events[:1], following.event)
    ):
        return True
    template, *others = [generic_text(world, chooser, step) for step in (*group, following)]
    if template is None or any(other != template for other in others):
        return False
    going = goes_on(world, events, following.event, template)
    if len(events) > 1 and going != goes_on(world, events[:1], events[1], template):
        return False
    return going or is_done_to_another(world, events, following.event, template)


def _is_in_one_place(world: World, group: Sequence[Step], following: Step) -> bool:
    """Whether an act is done where those before it began or ended; who tells what they perceive need not ask that."""
    if following.mind is not None:
        return True
    here, begun, ended = (
        place_told(world, state, world.ground.actions[step.event.action].doers, None)
        for state, step in (
            (following.event.before, following),
            (group[0].event.before, group[0]),
            (group[-1].event.after, group[-1]),
        )
    )
    return here in (begun, ended)


def others_do_the_same(world: World, events: Sequence[Happening], following: Happening) -> bool:
    """Whether an act differs from those before it only in who does it."""
    names = differing(world, events, following)
    if names is None or len(names) != 1:
        return False
    first, after = world.ground.actions[events[0].action], world.ground.actions[following.action]
    return first.binding[names[0]] in first.doers and after.binding[names[0]] in after.doers


def is_done_to_another(world: World, events: Sequence[Happening], following: Happening, template: Template) -> bool:
    """Whether the same do the same to another thing, which the text names once and simply."""
    names = differing(world, events, following)
    before, after = (world.ground.actions[event.action] for event in (events[0], following))
    if names is None or len(names) != 1 or before.doers != after.doers or before.binding[names[0]] in before.doers:
        return False
    if any(before.binding[name] != bound for name, bound in after.binding.items() if name != names[0]):
        return False
    slots = [slot for slot in template.slots if slot.who == names[0]]
    simple = len(slots) == 1 and slots[0].form is Form.AUTO and not slots[0].path and not slots[0].owner
    return simple and is_plain(template) and template.pieces[0] != slots[0]


# --- one sentence goes on with another -----------------------------------------------------------------------------------


def tail_of(template: Template, discovery: Discovery, before: Discovery) -> Template | None:
    """What is new in a discovery beside the one before, if only what follows the verb differs."""
    if not discovery.schema or discovery.schema != before.schema or not is_plain(template):
        return None
    for index, piece in enumerate(template.pieces):
        if isinstance(piece, Slot) and discovery.binding.get(piece.who) != before.binding.get(piece.who):
            verbs = [place for place, one in enumerate(template.pieces) if isinstance(one, Verb)]
            return Template(template.pieces[index:]) if verbs and verbs[-1] < index else None
    return None


def as_clause(realiser: Realiser, text: str, before: str, subject: Thing | None, same: bool, answers: bool) -> str | None:
    """A text as a clause that goes on with the sentence before: the `same` do something more, or another `answers`. `subject`:
    whom it begins with."""
    words = realiser.connectives
    first, _, rest = text.partition(" ")
    is_pronoun = subject is not None and first.lower() in {
        realiser.pronoun(subject.pronoun, Case.SUBJECT, person, several).lower()
        for person in Person
        for several in (False, True)
    }
    if same:
        verb, _, behind = rest.partition(" ")
        if behind.startswith(f"{words.to} ") and before.split()[1:3] == [verb, words.to]:
            rest = f"{words.onward} {behind}"
        return f" {words.joint} {rest}" if is_pronoun and rest else None
    return f", {words.joint} {text}" if is_pronoun or answers else None
