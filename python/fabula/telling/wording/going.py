"""The text of an act by which somebody goes somewhere: whither, on the way, as seen from there, back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fabula.syntax.templates import Form, Piece, Slot, Template, Text, Verb
from fabula.telling.languages import realiser_for
from fabula.telling.languages.connectives import Connectives
from fabula.telling.wording.acts import retold
from fabula.telling.wording.plain import is_plain
from fabula.telling.world import Binding, Happening, World


def destination(words: Connectives, template: Template) -> str | None:
    """The parameter that a text ends in, behind the word for "to"."""
    if len(template.pieces) < 3:
        return None
    before, last, stop = template.pieces[-3:]
    if not isinstance(before, Text) or not before.text.endswith(f"{words.to} ") or stop != Text("."):
        return None
    return last.who if isinstance(last, Slot) and last.form is Form.AUTO and not last.path and not last.owner else None


def on_the_way(
    world: World, words: Connectives, events: Sequence[Happening], template: Template, subject: Mapping[str, str]
) -> Template:
    """One text for going from place to place: "{who} [go] to {a}, on to {b} and back to {c}". `subject`: what the parameters
    of the first act stand for."""
    to = destination(words, template)
    assert to is not None
    first = world.ground.actions[events[0].action].binding
    start = next(name for name in first if name != to and is_place(world, name, first))
    been = [first[start], first[to]]
    pieces: list[Piece] = [*retold(subject, template.pieces[:-1])]
    for index, event in enumerate(events[1:], start=1):
        place = world.ground.actions[event.action].binding[to]
        pieces.append(Text(f" {words.joint} " if index == len(events) - 1 else ", "))
        if place in been and len(events) == 2:
            pieces.append(Text(words.back))
        else:
            pieces.extend((Text(f"{words.back if place in been else words.onward} {words.to} "), Slot(place)))
        been.append(place)
    return Template((*pieces, Text(".")))


def hither(words: Connectives, template: Template) -> Template:
    """The text of a going as one sees it who is there already: "{who} [come] to {to}"."""
    pieces = [Verb(words.come) if isinstance(piece, Verb) and piece.verb == words.go else piece for piece in template.pieces]
    return Template(tuple(pieces), template.flaws, template.source)


def returning(words: Connectives, template: Template) -> Template:
    """The text of a going of somebody who has been there before: "{who} [go] back to {to}"."""
    before = template.pieces[-3]
    if destination(words, template) is None or not isinstance(before, Text) or before.text != f" {words.to} ":
        return template
    pieces = (*template.pieces[:-3], Text(f" {words.back} {words.to} "), *template.pieces[-2:])
    return Template(pieces, template.flaws, template.source)


def there(words: Connectives, template: Template, binding: Binding, place: object) -> Template:
    """The text with "there" for a place at its end that was named just before."""
    last = template.pieces[-2:-1]
    if place is None or len(template.pieces) < 3 or not isinstance(last[0], Slot) or binding.get(last[0].who) != place:
        return template
    before = template.pieces[-3]
    if not isinstance(before, Text) or not before.text.endswith(f" {words.at} "):
        return template
    said = f"{before.text.removesuffix(f' {words.at} ')} {words.there}"
    return Template((*template.pieces[:-3], Text(said), template.pieces[-1]), template.flaws, template.source)


def is_place(world: World, name: str, binding: Mapping[str, str]) -> bool:
    """Whether a parameter stands for a place."""
    thing = world.definition.things[binding[name]]
    return "place" in world.definition.kinds[thing.kind].ancestors


def differing(world: World, events: Sequence[Happening], following: Happening) -> list[str] | None:
    """The parameters in which an act differs from the last of some acts of its kind; None if it is another kind of act, or
    the same as one of them."""
    before, after = (world.ground.actions[event.action] for event in (events[-1], following))
    if before.schema != after.schema or any(after.binding == world.ground.actions[e.action].binding for e in events):
        return None
    return [name for name, bound in after.binding.items() if before.binding[name] != bound]


def goes_on(world: World, events: Sequence[Happening], following: Happening, template: Template) -> bool:
    """Whether the same go on from where they went before: the text of the act ends in the place that it leads to."""
    names = differing(world, events, following)
    before, after = (world.ground.actions[event.action] for event in (events[-1], following))
    to = destination(realiser_for(world.definition.front.language).connectives, template)
    if names is None or to is None or before.doers != after.doers or not is_plain(template):
        return False
    start = [name for name in names if name != to and after.binding[name] == before.binding[to]]
    return len(names) == 2 and to in names and len(start) == 1 and is_place(world, to, after.binding)
