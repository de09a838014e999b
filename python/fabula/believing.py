"""What a mind has of a property, in words: "Hugo or Otto", "Ann does not know where Ben is", "Ben knows the killer"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fabula.grounding.ideas import Idea
from fabula.grounding.vocabulary import Value
from fabula.model import Comparison, Get, Literal, Logic
from fabula.syntax.templates import Slot, Template, Text
from fabula.telling.languages import realiser_for
from fabula.telling.languages.realiser import Realiser
from fabula.telling.wording.phrases import Phrases
from fabula.telling.wording.voice import render
from fabula.telling.world import nothing_of

#: of more values than these some are left out in a row of them, and it is said what is ruled out if that is little
MOST_VALUES = 8
MOST_RULED_OUT = 3
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Believing:
    """Ideas in the words of a story. All texts are without a full stop."""

    said: Phrases

    @property
    def _realiser(self) -> Realiser:
        return realiser_for(self.said.world.definition.front.language)

    def value(self, name: str, value: Value) -> str:
        """A value of a property alone: "yes", "the field", "nobody"."""
        definition, realiser = self.said.world.definition, self._realiser
        if value is None:
            return realiser.word(nothing_of(definition, definition.properties[name]))
        if isinstance(value, bool):
            return realiser.word("yes" if value else "no")
        if isinstance(value, str) and value in definition.things:
            return definition.things[value].display
        return str(value).replace("_", " ")

    def values(self, name: str, idea: Idea) -> str:
        """ "Hugo", "Hugo or Otto"; "unknown" where nothing is ruled out."""
        if idea.everything:
            return self._realiser.word("unknown")
        return self.row([self.value(name, value) for value in idea.said])

    def fact(self, name: str, arguments: Sequence[str], idea: Idea, whose: str) -> str:
        """ "the killer is Hugo or Otto"; where `whose` does not know anything of it, "Ann does not know the killer"."""
        if idea.is_one:
            return self.said.fluent(name, arguments, idea.value)
        if idea.known or idea.everything:
            return self.belief(whose, name, arguments, idea)
        ruled_out = self._ruled_out(name, arguments, idea)
        return (
            self.said.fluent(name, arguments, self.values(name, idea)) if ruled_out is None else self.said.condition(ruled_out)
        )

    def belief(self, mind: str, name: str, arguments: Sequence[str], idea: Idea) -> str:
        """ "Ann believes that the killer is Hugo or Otto", "Ann does not know the killer", "Ann knows the killer"; "Ann knows
        the killer: Hugo or Otto", where it is not known here which of them Ann knows it to be."""
        if idea.is_one:
            if idea.value is None:
                # To believe that somebody is nowhere is not the same as not to know where.
                return self.said.believes(mind, _is(name, arguments, None))
            return self.said.belief(mind, name, arguments, idea.value)
        if idea.known or idea.everything:
            knows = self._knowing(mind, self.said.question(name, arguments), idea.known)
            return knows if idea.everything else f"{knows}: {self.values(name, idea)}"
        ruled_out = self._ruled_out(name, arguments, idea)
        if ruled_out is None:
            return self.said.belief(mind, name, arguments, self.values(name, idea))
        return self.said.believes(mind, ruled_out)

    def _knowing(self, mind: str, question: str, known: bool) -> str:
        sentences = self._realiser.sentences
        clause = replace(sentences.knowing(Slot(mind), (Text(question),)), negated=not known)
        voice = replace(self.said.voice, realiser=self._realiser)
        return render(Template(self.said.stated(clause)), voice, self.said.view, {})

    def _ruled_out(self, name: str, arguments: Sequence[str], idea: Idea) -> Logic | None:
        """What a long row of numbers is not, where that is less to say."""
        low, high = self._bounds(name)
        if len(idea.values) <= MOST_VALUES or low is None or high is None:
            return None
        out = [value for value in range(low, high + 1) if not idea.may_be(value)]
        if len(out) > MOST_RULED_OUT:
            return None
        return Logic("and", tuple(replace(_is(name, arguments, value), operator="!=") for value in out))

    def _bounds(self, name: str) -> tuple[int | None, int | None]:
        of = self.said.world.definition.properties[name].type
        return getattr(of, "low", None), getattr(of, "high", None)

    def row(self, words: Sequence[str]) -> str:
        """ "a, b or c"; of many some are left out."""
        if len(words) > MOST_VALUES:
            words = [*words[:_KEPT], "\u2026", words[-1]]
        return self._realiser.join(words, "or")


def _is(name: str, arguments: Sequence[str], value: Value) -> Comparison:
    return Comparison("==", Get(name, tuple(Literal(one) for one in arguments)), Literal(value))
