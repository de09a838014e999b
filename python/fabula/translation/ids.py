"""Every text of a story and its id: what it belongs to, then which of its texts it is (`action.tend.says.1`).

An id does not change when other things get texts. Where a text is put in before another of the same owner, the numbers behind
it move; a translation is therefore found by owner and source, and only then by its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from fabula.model import Action, Alias, Definition, Ending, Front, Kind, Phrase, Property, Says, Scene, Thing, Trigger, Want
from fabula.source import Span

#: what acts and properties are called in the engine's own sentences
_WORDS = re.compile(r"action\..*\.as$|property\..*\.(is|is_not|unknown|noun)(\.|$)")
#: what is said instead of a text with this id
Say = Callable[[str, str, "Context"], str]
_Named = TypeVar("_Named", Action, Trigger, Ending, Scene, Thing, Kind, Property)


@dataclass(frozen=True, slots=True)
class Context:
    """What a translator should know of a text. `note`: who tells it and when; `span`: where it or its owner stands."""

    note: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class StoryText:
    """A text of a story by its id."""

    id: str
    text: str
    context: Context = Context()

    @property
    def owner(self) -> str:
        """The id without its number: what all texts have in common that stand for the same."""
        return owner_of(self.id)


def owner_of(identity: str) -> str:
    """`action.tend.says` of `action.tend.says.1`."""
    return re.sub(r"\.[0-9]+$", "", identity)


def is_told(identity: str) -> bool:
    """Whether a text is part of what is told of a life, and does not stand around it or before a reader as a choice."""
    told = ".says." in identity or ".description." in identity or bool(_WORDS.match(identity))
    return told or identity.startswith(("front.opening.", "want."))


def texts_of(definition: Definition) -> tuple[StoryText, ...]:
    """All texts of a story, in the order in which a reader meets them; empty ones are none."""
    texts: list[StoryText] = []

    def collect(identity: str, text: str, context: Context) -> str:
        if text.strip():
            texts.append(StoryText(identity, text, context))
        return text

    said_by(definition, collect)
    return tuple(texts)


def said_by(definition: Definition, say: Say) -> Definition:
    """The story with each of its texts as `say` has it: it gets the id, the text, and what is to be known of it."""
    return replace(
        definition,
        front=_front(definition.front, say),
        things=_each(definition.things, lambda thing: _thing(thing, say)),
        kinds=_each(definition.kinds, lambda kind: _kind(kind, say)),
        properties=_each(definition.properties, lambda item: _property(item, say)),
        wants={mind: _wants(mind, wants, say) for mind, wants in definition.wants.items()},
        actions=_each(definition.actions, lambda action: _action(action, say)),
        colours=_each(definition.colours, lambda action: _action(action, say)),
        triggers=_each(definition.triggers, lambda trigger: _trigger(trigger, say)),
        endings=_each(definition.endings, lambda ending: _ending(ending, say)),
        scenes=_each(definition.scenes, lambda scene: _scene(scene, say)),
    )


def _each(items: Mapping[str, _Named], change: Callable[[_Named], _Named]) -> dict[str, _Named]:
    return {name: change(item) for name, item in items.items()}


def _front(front: Front, say: Say) -> Front:
    def paragraphs(name: str, text: str) -> str:
        parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
        return "\n\n".join(say(f"front.{name}.{number}", part, Context()) for number, part in enumerate(parts, 1))

    return replace(
        front,
        title=say("front.title", front.title, Context()),
        by=say("front.by", front.by, Context()),
        note=paragraphs("note", front.note),
        disclaimer=paragraphs("disclaimer", front.disclaimer),
        content=paragraphs("content", front.content),
        ask=paragraphs("ask", front.ask),
        openings=_says("front.opening", front.openings, say),
    )


def _thing(thing: Thing, say: Say) -> Thing:
    context = Context(f"a name; spoken of as '{thing.pronoun.value}'", thing.span)
    display = say(f"thing.{thing.name}.name", thing.display, context)
    aliases = tuple(
        Alias(say(f"thing.{thing.name}.called.{number}", alias.text, context), alias.condition)
        for number, alias in enumerate(thing.aliases, 1)
    )
    descriptions = _says(f"thing.{thing.name}.description", thing.descriptions, say)
    return replace(thing, display=display, aliases=aliases, descriptions=descriptions)


def _kind(kind: Kind, say: Say) -> Kind:
    return replace(
        kind, display=say(f"kind.{kind.name}.name", kind.display, Context("what things of a kind are called", kind.span))
    )


def _property(item: Property, say: Say) -> Property:
    context = Context(f"words for {item.name}({', '.join(item.kinds)})", item.span)
    phrases = tuple(
        replace(phrase, text=say(f"property.{item.name}.{_use(phrase)}", phrase.text, context)) for phrase in item.phrases
    )
    return replace(item, phrase=say(f"property.{item.name}.phrase", item.phrase, context), phrases=phrases)


def _use(phrase: Phrase) -> str:
    """`is`, `is_not`, `unknown`, `noun`, and behind it the one value that it is for: `is.nobody`."""
    words = {True: "yes", False: "no", None: "none"}
    only = [words.get(value, value) if value is None or isinstance(value, bool) else value for value in phrase.only]
    return ".".join((phrase.use.replace(" ", "_"), *(str(value) for value in only)))


def _wants(mind: str, wants: tuple[Want, ...], say: Say) -> tuple[Want, ...]:
    """Only what its author has phrased is a text; a line as it is written is none."""
    changed: list[Want] = []
    number = 0
    for want in wants:
        number += want.phrased
        context = Context(f"what {mind} wants", want.span)
        changed.append(replace(want, text=say(f"want.{mind}.{number}", want.text, context)) if want.phrased else want)
    return tuple(changed)


def _action(action: Action, say: Say) -> Action:
    choices = tuple(_choice(action, number, choice, say) for number, choice in enumerate(action.choices, 1))
    context = Context("what is done, in the base form of its verb and without who does it", action.span)
    phrase = say(f"action.{action.name}.as", action.phrase, context) if action.phrase else ""
    return replace(action, choices=choices, phrase=phrase, says=_says(f"action.{action.name}.says", action.says, say))


def _choice(action: Action, number: int, one: Says, say: Say) -> Says:
    # The first one has no number: it kept its id when acts came to have several.
    identity = f"action.{action.name}.choice" + (f".{number}" if number > 1 else "")
    note = "; ".join(("what a reader may choose, as an imperative", *_told(one)))
    return replace(one, text=say(identity, one.text, Context(note, action.span)))


def _trigger(trigger: Trigger, say: Say) -> Trigger:
    return replace(trigger, says=_says(f"trigger.{trigger.name}.says", trigger.says, say))


def _ending(ending: Ending, say: Say) -> Ending:
    title = say(f"ending.{ending.name}.title", ending.title, Context("", ending.span))
    return replace(ending, title=title, says=_says(f"ending.{ending.name}.says", ending.says, say))


def _scene(scene: Scene, say: Say) -> Scene:
    return replace(
        scene, title=say(f"scene.{scene.name}.title", scene.title, Context("a part of the story, on maps", scene.span))
    )


def _says(owner: str, says: Iterable[Says], say: Say) -> tuple[Says, ...]:
    return tuple(
        replace(said, text=say(f"{owner}.{number}", said.text, Context(" ".join(_told(said)), said.span)))
        for number, said in enumerate(says, 1)
    )


def _told(says: Says) -> Iterator[str]:
    if says.teller is not None:
        yield f"told by {says.teller}"
    span = getattr(says.condition, "span", None)
    if isinstance(span, Span):
        yield f"if {span.in_one_line}"
