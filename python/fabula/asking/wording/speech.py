"""What all sentences of answers are made with: the words of the story's language, its counts, its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fabula.asking.unmet_conditions import Part
from fabula.believing import Believing
from fabula.engine.interface import State
from fabula.grounding.ideas import Idea
from fabula.lives.life import Attempt, Event, Life
from fabula.lives.world import World
from fabula.model import Expression, Literal
from fabula.telling import Phrases, StateView, phrases
from fabula.telling.languages import realiser_for
from fabula.telling.languages.answers import AnswerWords
from fabula.telling.languages.labels import counted
from fabula.telling.languages.realiser import Realiser
from fabula.telling.wording.voice import is_several


@dataclass(frozen=True, slots=True)
class Speech:
    """Speaks of a story in its language."""

    world: World

    @property
    def realiser(self) -> Realiser:
        return realiser_for(self.world.definition.front.language)

    @property
    def words(self) -> AnswerWords:
        return self.realiser.answers

    # --- counts ------------------------------------------------------------------------------------------------------

    def number(self, number: int) -> str:
        """ "33,710"."""
        return f"{number:,}".replace(",", self.words.thousands)

    def acts(self, count: int) -> str:
        """ "1 act", "2 acts"."""
        return counted(count, self.words.acts)

    def levels(self, count: int) -> str:
        return counted(count, self.words.levels)

    def states(self, count: int) -> str:
        """ "33,710 states", as it follows "after"."""
        return f"{self.number(count)} {self.words.states[count != 1]}"

    def moment(self, acts: int) -> str:
        """ "at the start", "after 2 acts"."""
        return self.words.at_start if acts == 0 else self.words.after.format(acts=self.acts(acts))

    # --- sentences ---------------------------------------------------------------------------------------------------

    def listed(self, parts: Sequence[str]) -> str:
        """ "Ann, Bob and Cid"."""
        return self.realiser.join(list(parts))

    def sentence(self, text: str) -> str:
        """With a capital and a full stop."""
        return self.realiser.capitalize(text if text.endswith((".", "!", "?")) else f"{text}.")

    def of(self, mind: str, pair: tuple[str, str]) -> str:
        """The template for one, or for several who have one name."""
        return pair[is_several(self.world.definition.things[mind], self.realiser)]

    def display(self, mind: str) -> str:
        return self.world.definition.things[mind].display

    def said_in(self, state: State, mind: str | None = None, dependent: bool = False) -> Phrases:
        """Sentences by the names that things have in a state, for a mind."""
        return replace(phrases(self.world, StateView(self.world, state, mind)), dependent=dependent)

    def condition(self, condition: Expression) -> dict[str, str]:
        """A condition in words, apart from any state: as a sentence, and as a clause after "when"."""
        if isinstance(condition, Literal):
            clause, dependent = self.words.is_so if condition.value else self.words.is_not_so
            return self._forms(clause, dependent)
        plain = phrases(self.world)
        behind = replace(plain, dependent=True)
        return self._forms(plain.condition(condition), behind.condition(condition))

    def part(self, part: Part, state: State, mind: str | None = None, denied: bool = False) -> dict[str, str]:
        """The same of a part of an act's condition, or of its denial, by the names that things have in a state."""
        ways = (self.said_in(state, mind), self.said_in(state, mind, dependent=True))
        return self._forms(*(part.denied(said) if denied else part.said(said) for said in ways))

    def fluent(self, state: State, name: str, arguments: Sequence[str], value: bool | int | str | None) -> dict[str, str]:
        """The same of what a property is."""
        ways = (self.said_in(state), self.said_in(state, dependent=True))
        return self._forms(*(said.fluent(name, arguments, value) for said in ways))

    def idea(
        self, state: State, whose: str, other: str | None, name: str, arguments: Sequence[str], idea: Idea
    ) -> dict[str, str]:
        """The same of what somebody takes a property to be, or takes an `other` to believe of it."""
        ways = (Believing(self.said_in(state)), Believing(self.said_in(state, dependent=True)))
        return self._forms(
            *(
                way.fact(name, arguments, idea, whose) if other is None else way.belief(other, name, arguments, idea)
                for way in ways
            )
        )

    def _forms(self, clause: str, dependent: str) -> dict[str, str]:
        """A sentence in all the forms that a template may ask for."""
        return {"clause": clause, "Clause": self.realiser.capitalize(clause), "dependent": dependent}

    def nowhere(self, everywhere: bool) -> str:
        """ "in no life"; or, where not `everywhere` was looked, as far as is known."""
        return self.words.in_none[not everywhere]

    # --- lives -------------------------------------------------------------------------------------------------------

    def because(self, event: Event) -> str:
        """The act of an event in a sentence, with the reason of everybody who agreed to it."""
        return self.said_in(event.before).because(event.action, event.reasons)

    def life(self, life: Life) -> str:
        """A life: its acts in order, below each why it is done; and what was tried in vain."""
        there = Speech(life.story)
        moves = life.moves
        width = len(str(len(moves)))
        events = iter(life.events)
        lines: list[str] = []
        tried = {at for at, _ in tries(life)}
        for number, move in enumerate(moves, start=1):
            lines.append(f"  {number:>{width}}  {move}")
            said = self.words.not_possible if number - 1 in tried else there.because(next(events))
            lines.append(f"  {' ' * width}    {said}")
        if life.ending is not None:
            lines.append(f"  {' ' * width}  -> {life.ending}: {life.story.definition.endings[life.ending].title}")
        return "\n".join(lines)


def tries(life: Life) -> list[tuple[int, Attempt]]:
    """What was tried in vain in a life, each with its place among its moves."""
    return [(attempt.at + before, attempt) for before, attempt in enumerate(life.attempts)]
