"""A life that a reader plays: one character is the reader's, the others act for reasons of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from fabula.engine.interface import State
from fabula.lives import Aside, Attempt, Colour, Event, Life, LifeParts, act_number, intentions
from fabula.lives.chance import begun
from fabula.lives.colour import Palette, colour_named, key_of
from fabula.lives.intentions import Intentions
from fabula.lives.replaying import ending_name, step
from fabula.lives.world import Playable, World
from fabula.markup import Markup
from fabula.play import director, kinship, looking, saves, words
from fabula.play.attempts import Done, Failed, Outcome, Refused, attempt, open_to
from fabula.play.director import Director
from fabula.play.foresight import Foresight
from fabula.play.meeting import strangers
from fabula.play.mind import Mind, mind_of
from fabula.problems import Problem, unknown_character
from fabula.telling.content.insets import Occasion
from fabula.telling.languages import realiser_for


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the reader can do: an act of the story (`action`), an act of colour (`colour`) or, with neither, to wait
    and let the others act."""

    action: int | None
    text: str
    colour: Colour | None = None

    @property
    def waits(self) -> bool:
        return self.action is None and self.colour is None


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader chose and what became of it (None after waiting), then what the others did. `text` tells it from the eyes
    of the reader's character; `closing` is what the story says at the ending, if it has come to one."""

    choice: Choice
    outcome: Outcome | None
    others: tuple[Event, ...]
    before: State
    after: State
    ending: str | None
    text: str
    closing: str = ""

    @property
    def events(self) -> tuple[Event, ...]:
        """All acts that were done in the turn."""
        return (self.outcome.event, *self.others) if isinstance(self.outcome, Done) else self.others


@dataclass(frozen=True, slots=True)
class _Passed:
    """The states that a life has passed, `now` among them."""

    times: Mapping[State, int]
    now: State

    def __contains__(self, state: object) -> bool:
        return state == self.now or self.times.get(state, 0) > 0  # type: ignore[call-overload]


class Session:
    """A life being played as the character `as_`: by default whoever the story is told by, or else its first character.

    The same seed and the same choices give the same life. `problems`: what was found when a save was loaded.
    Raises `UnknownName` for someone whom the story does not have.
    """

    def __init__(self, story: Playable, as_: str | None = None, seed: int = 0) -> None:
        self.seed = seed
        self.player = _player(story, as_)
        self.as_ = story.ground.task.characters[self.player]
        self.story = story = story.read_by(self.as_)
        self.problems: tuple[Problem, ...] = ()
        self._director = Director(story, self.player, seed)
        self._palette = Palette(story, self.as_)
        #: what was drawn at the start, before anything could be done
        self._begun = begun(story, seed)
        self._start = self._begun[-1].after if self._begun else story.engine.initial()
        self._told: words.Chronicle | None = None
        self._turns: list[Turn] = []
        #: the states that the acts of this life have led to, and how often
        self._passed: dict[State, int] = {self._start: 1}

    @property
    def foresight(self) -> Foresight:
        """What the others think with. It is no part of the life."""
        return self._director.foresight

    # --- where the life stands ---------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        return self._turns[-1].after if self._turns else self._start

    @property
    def history(self) -> tuple[Turn, ...]:
        return tuple(self._turns)

    @property
    def ending(self) -> str | None:
        """The name of the ending that the life has come to."""
        return ending_name(self.story, self.state)

    @property
    def stuck(self) -> bool:
        """Whether nothing can follow any more although there is no ending, whatever the reader tries."""
        return self._director.is_stuck(self.state)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the reader can do now, waiting last; nothing once the life is over or stuck."""
        if self.ending is not None or self.stuck:
            return ()
        # What others do at once comes first.
        is_held = self._director.hurries(self.state)
        acts = () if is_held else open_to(self.story, self.state, self.player)
        colours = () if is_held else self._palette.open(self.state, self._done)
        chosen = Counter(turn.choice.colour or turn.choice.action for turn in self._turns)
        offers: tuple[int | Colour, ...] = (*acts, *colours)
        occasions = {act: Occasion(chosen[act], self.seed) for act in offers}
        said = words.choices(self.story, self.state, acts, self.player, occasions, colours)
        wait = realiser_for(self.story.definition.front.frame).labels.wait
        offered = (*((act, None) for act in acts), *((None, act) for act in colours))
        return (*(Choice(act, text, colour) for (act, colour), text in zip(offered, said, strict=True)), Choice(None, wait))

    @property
    def _done(self) -> set[tuple[str, tuple[str, ...]]]:
        """The acts of colour that are not done again."""
        asides = (turn.outcome for turn in self._turns if isinstance(turn.outcome, Aside))
        return {key for one in asides if (key := key_of(self.story, one.act)) is not None}

    @property
    def life(self) -> Life:
        """All that was done so far, with the reasons of everybody but the reader, and all that was tried in vain. (What was
        learned by an attempt lies between the state after an act and the state before the next.)"""
        events: list[Event] = [*self._begun]
        attempts: list[Attempt] = []
        asides: list[Aside] = []
        for turn in self._turns:
            if isinstance(turn.outcome, Aside):
                asides.append(replace(turn.outcome, at=len(events), tried=len(attempts)))
            if isinstance(turn.outcome, Failed | Refused):
                attempts.append(turn.outcome.kept(len(events), self.as_))
            events += turn.events
        start = self._begun[0].before if self._begun else self._start
        return Life(self.story, start, tuple(events), self.ending, tuple(attempts), tuple(asides))

    @property
    def text(self) -> str:
        """What happened last, told from the eyes of the reader's character: the last turn, or how the story begins."""
        return self._turns[-1].text if self._turns else self._opening

    @cached_property
    def _opening(self) -> str:
        return words.opening(self.story, self._start, self.player)

    @property
    def closing(self) -> str:
        """What the story says at the ending that it has come to; of a stuck life, that it is stuck; nothing before."""
        if self.ending is not None:
            return self._turns[-1].closing if self._turns else ""
        return words.words_of(self.story).stuck if self.stuck else ""

    def mind(self, name: str) -> Mind:
        """What someone believes now. Raises `UnknownName` for someone whom the story does not have."""
        number, life = _mind(self.story, name), self.life
        passed = (*life.states, *(one.after for one in life.attempts), self.state)
        return mind_of(self.story, self.state, number, strangers(self.story, passed, life.events, number))

    def look(self) -> str:
        """Where the reader's character is, and what is to be seen there; "" where the story says nothing of that."""
        return looking.around(self.story, self.state, self.player, self.seed)

    def look_at(self, name: str) -> str:
        """What someone or something looks like that the reader's character can see."""
        return looking.at(self.story, self.state, self.player, self.seed, name)

    def why(self, all_minds: bool = False) -> str:
        """The reasons in the last turn in which something was done or tried, as far as the reader's character perceived it and
        can work them out: who agreed to an act, by which plan and for what; why somebody refused, or an attempt failed.
        `all_minds`: as they are, also of acts that it did not perceive."""
        for turn in reversed(self._turns):
            reasons = self._reasons(turn, all_minds)
            if reasons:
                return "\n".join(reasons)
        return words.words_of(self.story).nothing_yet

    def _reasons(self, turn: Turn, all_minds: bool) -> list[str]:
        reasons: list[str] = []
        match turn.outcome:
            case Done(event):
                reasons.append(words.why(self.story, event, self.player, all_minds))
            case Refused():
                reasons.append(words.refusal(self.story, turn.outcome, self.player, all_minds))
            case Failed():
                reasons.append(words.failure(self.story, turn.outcome, self.player))
        for event in turn.others:
            if all_minds or self.story.engine.observes(event.before, event.action, self.player):
                reasons.append(words.why(self.story, event, self.player, all_minds))
        return reasons

    def transcript(self) -> str:
        """The whole life as it was played: the beginning, each choice and what came of it, the ending."""
        parts = [self._opening]
        for turn in self._turns:
            parts += [f"> {turn.choice.text}", turn.text]
        parts.append(self.closing)
        return "\n\n".join(part for part in parts if part) + "\n"

    # --- going on ----------------------------------------------------------------------------------------------------

    def choose(self, number: int) -> Turn:
        """Take one of `choices` by its index. Raises `IndexError` if there is none of that number."""
        choices = self.choices
        if not 0 <= number < len(choices):
            raise IndexError(f"there is no choice {number}")
        choice = choices[number]
        before = self.state
        outcome = self._outcome(choice)
        here = before if outcome is None else outcome.after
        asked = director.Pace(len(self._turns), outcome is None, self._quiet(), self._about_to(outcome))
        return self._add(choice, before, outcome, self._director.turn(here, _Passed(self._passed, before), asked))

    def _outcome(self, choice: Choice) -> Outcome | None:
        """What becomes of a choice in the state that the life has come to."""
        if choice.colour is not None:
            return Aside(choice.colour, self.state)
        return None if choice.action is None else attempt(self.story, self.state, choice.action, self.player)

    def undo(self) -> bool:
        """Take the last turn back; false at the beginning."""
        if not self._turns:
            return False
        for event in self._turns.pop().events:
            self._passed[event.after] -= 1
        self._told = None
        return True

    def restart(self) -> None:
        """Begin again."""
        self._turns.clear()
        self._passed = {self._start: 1}
        self._told = None
        self.problems = ()

    @property
    def _chronicle(self) -> words.Chronicle:
        """What has been told. After turns were taken back it is told again, but not before there is more to be told."""
        if self._told is None:
            self._told = words.Chronicle(self.story, self.player, self.seed)
            for turn in self._turns:
                self._told.turn(turn.outcome, turn.others)
        return self._told

    def _quiet(self) -> int:
        """How many turns in a row nobody else has done anything; more than the director has patience for are not counted."""
        count = 0
        for turn in reversed(self._turns):
            if turn.others or count >= director.PATIENT:
                break
            count += 1
        return count

    def _about_to(self, outcome: Outcome | None) -> Intentions:
        """What the others are about to do, once that has come of what the reader chose."""
        events = [*self.life.events, *([outcome.event] if isinstance(outcome, Done) else [])]
        return intentions.of(self.story, events)

    def _add(self, choice: Choice, before: State, outcome: Outcome | None, others: tuple[Event, ...]) -> Turn:
        after = others[-1].after if others else before if outcome is None else outcome.after
        ending = ending_name(self.story, after)
        text = self._chronicle.turn(outcome, others)
        closing = ""
        if ending is not None:
            closing = self._chronicle.ending(ending, Event(-1, before, after, ()))
        turn = Turn(choice, outcome, others, before, after, ending, text, closing)
        self._turns.append(turn)
        for event in turn.events:
            self._passed[event.after] = self._passed.get(event.after, 0) + 1
        return turn

    # --- saves -------------------------------------------------------------------------------------------------------

    def saved(self, pending: Choice | None = None) -> saves.Save:
        """The session as a save. `pending`: a choice that is made and has not been carried out."""
        turns = [self.saved_turn(turn) for turn in self._turns]
        if pending is not None:
            turns.append(self.saved_choice(pending))
        front = self.story.definition.front
        return saves.Save(front.id, front.title, saves.digest_of(self.story.definition), self.seed, self.as_, tuple(turns))

    def saved_turn(self, turn: Turn) -> saves.SavedTurn:
        """A turn as it stands in a save."""
        actions = self.story.ground.task.actions
        outcome = None if turn.outcome is None else type(turn.outcome).__name__.lower()
        return replace(
            self.saved_choice(turn.choice), outcome=outcome, others=tuple(actions[event.action].name for event in turn.others)
        )

    def saved_choice(self, choice: Choice) -> saves.SavedTurn:
        """A choice as it stands in a save as long as it has not been carried out."""
        name = self._name_of(choice)
        return saves.SavedTurn(name, None, None)

    def _name_of(self, choice: Choice) -> str | None:
        if choice.colour is not None:
            return choice.colour.name
        return None if choice.action is None else self.story.ground.task.actions[choice.action].name

    def save(self, path: str | Path, pending: Choice | None = None) -> None:
        """Write a save, whole or not at all. Raises `OSError`, also for a file that holds anything but a save."""
        saves.write(Path(path), self.saved(pending))

    @classmethod
    def load(cls, story: Playable, path: str | Path) -> Session:
        """The session in a save. `problems` then says whether it was made with the story as it is: if not, and all of the life
        still fits, `other-version`; if it no longer does, `life-parts`, and the session has the part that fits. Raises
        `StoryProblems` (`unreadable-file`, `bad-save`, `other-story`)."""
        file = Path(path)
        save = saves.read(file)
        changed = kinship.changed(story, save, file)
        session = cls(story, save.as_, save.seed)
        session.problems = () if changed is None else (changed,)
        for number, turn in enumerate(save.turns, start=1):
            try:
                session._again(turn)
            except LifeParts as parts:
                session.problems = (kinship.parted(story, save, number, parts),)
                break
        return session

    def _again(self, saved: saves.SavedTurn) -> None:
        """Play a turn once more as it was saved. Raises `LifeParts` where that can't be."""
        choice = self._choice(saved.choice)
        if saved.others is None:
            self.choose(self.choices.index(choice))
            return
        before = here = self.state
        outcome = self._outcome(choice)
        if outcome is not None:
            here = outcome.after
            if saved.outcome != type(outcome).__name__.lower():
                name = self._name_of(choice) or ""
                raise LifeParts(0, name, f"it was {saved.outcome} and now is {type(outcome).__name__.lower()}")
        others: list[Event] = []
        for name in saved.others:
            others.append(self._other(name, here))
            here = others[-1].after
        self._add(choice, before, outcome, tuple(others))

    def _choice(self, name: str | None) -> Choice:
        """The choice that stands now for the act that was chosen then."""
        choices = {self._name_of(choice): choice for choice in self.choices}
        shown = name or "waiting"
        if not choices:
            raise LifeParts(0, shown, "the life is over before it")
        known = None if name is None else _known(self.story, name)
        if name is not None and known is None:
            raise LifeParts(0, shown, "the story has no such act")
        if known not in choices:
            raise LifeParts(0, shown, f"{self.as_} does not believe that it is possible")
        return choices[known]

    def _other(self, name: str, state: State) -> Event:
        """An act of others that was done then, done again."""
        action = act_number(self.story.ground, name)
        if action is None:
            raise LifeParts(0, name, "the story has no such act")
        if ending_name(self.story, state) is not None:
            raise LifeParts(0, name, "the life is over before it")
        if self.player in self.story.ground.task.actions[action].consenting:
            raise LifeParts(0, name, f"it now asks for the consent of {self.as_}")
        return step(self.story, state, action, (self.player,))

    # --- in Python ---------------------------------------------------------------------------------------------------

    def __copy__(self) -> Session:
        """Another session that has come to the same point: what is done in one does not show in the other."""
        twin = Session(self.story, self.as_, self.seed)
        twin.problems = self.problems
        twin._turns = list(self._turns)
        twin._passed = dict(self._passed)
        return twin

    def __deepcopy__(self, memo: object) -> Session:
        # All that a session holds is frozen; its story is the same.
        return self.__copy__()

    def __reduce__(self) -> tuple[object, ...]:
        turns = tuple(self.saved_turn(turn) for turn in self._turns)
        return _played_again, (self.story, self.as_, self.seed, turns, self.problems)

    def __repr__(self) -> str:
        count = len(self._turns)
        end = f", ended with {self.ending!r}" if self.ending is not None else ""
        return f"<fabula.Session as {self.as_}: {count} turn{'' if count == 1 else 's'}{end}>"

    def _repr_html_(self) -> str:
        told = Markup().join(Markup("<p>{}</p>").format(part) for part in self.text.split("\n\n"))
        choices = Markup().join(
            Markup("<li value='{}'>{}</li>").format(number, one.text) for number, one in enumerate(self.choices)
        )
        closing = Markup("<p>{}</p>").format(self.closing) if self.closing else ""
        return str(Markup("<section>{}{}<ol>{}</ol></section>").format(told, closing, choices))


def _played_again(
    story: Playable, as_: str, seed: int, turns: tuple[saves.SavedTurn, ...], problems: tuple[Problem, ...]
) -> Session:
    session = Session(story, as_, seed)
    for turn in turns:
        session._again(turn)
    session.problems = problems
    return session


def _known(story: World, name: str) -> str | None:
    """The name of an act as the story has it; None if it has none of that name."""
    number = act_number(story.ground, name)
    if number is not None:
        return story.ground.task.actions[number].name
    colour = colour_named(story, name)
    return None if colour is None else colour.name


def _player(story: World, as_: str | None) -> int:
    if as_ is not None:
        return _mind(story, as_)
    characters, tellers = story.ground.task.characters, story.definition.front.tellers
    return characters.index(tellers[0]) if tellers else 0


def _mind(story: World, name: str) -> int:
    characters = story.ground.task.characters
    if name in characters:
        return characters.index(name)
    for number, known in enumerate(characters):
        if name.casefold() in (known.casefold(), story.definition.things[known].display.casefold()):
            return number
    raise unknown_character(name, characters)
