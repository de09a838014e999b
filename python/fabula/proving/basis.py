"""What a proof that something never happens rests on, as its writer would name it: parts of conditions, facts, acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from fabula.lives.world import World
from fabula.model import USUAL_LANGUAGE, Expression, conjuncts
from fabula.proving.always import Always
from fabula.proving.proofs import Exhausted, OutOfRange, Projected, Proof
from fabula.task import Task, reads
from fabula.telling.languages import realiser_for
from fabula.telling.languages.answers import AnswerWords

#: so many facts, or acts, are named in a line
NAMED = 3
#: a part of a condition is said in so many characters
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Basis:
    """`method`: "values": no fact can come to what it would have to be; "facts": as far as a few facts go, no way leads there;
    "search": all lives were followed as far as they may lead there. Of what every life comes to: "always": all that is done
    moves on what never comes back, and something can always follow; "later": what nobody needs a reason for always leads there.

    `part`: what can never hold (None: the parts can't hold together). `facts`: the names of those that decide it. `states`: so
    many were looked at, of the facts alone or of lives. `unwanted`: actions, by name, that nobody ever has a reason for, on
    which it rests."""

    method: Literal["values", "facts", "search", "always", "later"]
    part: Expression | None = None
    facts: tuple[str, ...] = ()
    states: int = 0
    unwanted: tuple[str, ...] = ()

    def data(self) -> dict[str, object]:
        return {
            "method": self.method,
            "part": None if self.part is None or self.part.span is None else _source(self.part),
            "facts": list(self.facts),
            "states": self.states,
            "unwanted": list(self.unwanted),
        }


def basis_of(world: World, proof: Proof, asked: Expression) -> Basis:
    """What a proof rests on that no life comes to where something holds (`asked`)."""
    match proof:
        case Exhausted(states=states):
            return Basis("search", states=states)
        case OutOfRange(outlook, _, out):
            parts = tuple(conjuncts(asked))
            conditions = [world.ground.condition(part) for part in parts]
            never = [part for part, condition in zip(parts, conditions, strict=True) if not outlook.may_hold(condition)]
            read = reads(world.ground.condition(never[0])) if never else (leaf for each in conditions for leaf in reads(each))
            facts = {leaf.fluent for leaf in read if not leaf.path}
            return Basis("values", never[0] if never else None, unwanted=_schemas(world, out, facts))
        case Projected(_, _, out, projection):
            names = _names(world, projection.fluents)
            return Basis("facts", facts=names, states=projection.size, unwanted=_schemas(world, out, set(projection.fluents)))


def basis_of_always(world: World, proof: Always) -> Basis:
    """What a proof rests on that every life comes to something, or can come to it from everywhere."""
    rows = proof.fence.rows
    names = _names(world, proof.facts)
    out = proof.fence.left_out.acts
    unwanted = _schemas(world, out, set(proof.facts)) if out else ()
    return Basis("later" if proof.later else "always", None, names, 0 if rows is None else len(rows.rows), unwanted)


def _names(world: World, fluents: Iterable[int]) -> tuple[str, ...]:
    """What facts are called; what only keeps account, by a name that no story can give, where there is nothing else."""
    names = tuple(world.ground.task.fluents[fluent].name for fluent in fluents)
    return tuple(name for name in names if not name.endswith("'")) or names


def _schemas(world: World, out: Iterable[int], facts: set[int]) -> tuple[str, ...]:
    """The actions of acts: of those that change some of these facts, if any do."""
    acts = tuple(out)
    direct = [act for act in acts if facts & _changed(world.ground.task, act)]
    return tuple(dict.fromkeys(world.ground.actions[act].schema for act in direct or acts))


def _changed(task: Task, act: int) -> set[int]:
    return {effect.fluent for effect in task.effects_of(task.actions[act]) if not effect.path}


def basis_text(words: AnswerWords, basis: Basis, said: Callable[[Expression], str] | None = None) -> str:
    """What a proof rests on, as a clause. `said`: a part of a condition as it stands behind "that"; None: it need not be said
    which part it is."""
    ways = words.proofs
    if basis.method == "search":
        return _of_states(words, ways.followed, basis.states)
    if basis.method == "facts":
        text = _of_states(
            words, ways.facts if len(basis.facts) > 1 else ways.one_fact, basis.states, facts=_number(words, len(basis.facts))
        )
        if len(basis.facts) <= NAMED:
            text = ways.named.format(text=text, facts=", ".join(basis.facts))
        return f"{text}; {_no_reason(words, basis)}" if basis.unwanted else text
    if basis.method in ("always", "later"):
        return ways.always[basis.method == "later"].format(facts=", ".join(basis.facts))
    if basis.unwanted:
        return _no_reason(words, basis)
    if basis.part is not None:
        part = "" if said is None else said(basis.part)
        return ways.never_so.format(part=part) if 0 < len(part) <= LONGEST else ways.never
    return ways.never_together


def source_of(part: Expression) -> str:
    """A part of a condition as it is written, in quotes; nothing where it is written nowhere."""
    return "" if part.span is None else f"'{_source(part)}'"


def _source(part: Expression) -> str:
    return "" if part.span is None else part.span.in_one_line


def _no_reason(words: AnswerWords, basis: Basis) -> str:
    ways = words.proofs
    if len(basis.unwanted) > NAMED:
        return ways.no_reasons
    return ways.no_reason.format(acts=ways.either.join(basis.unwanted))


def _of_states(words: AnswerWords, pair: tuple[str, str], states: int, **rest: str) -> str:
    counted = f"{_number(words, states)} {words.states[states != 1]}"
    return pair[states != 1].format(states=counted, **rest)


def _number(words: AnswerWords, number: int) -> str:
    return f"{number:,}".replace(",", words.thousands)


def basis_in_english(basis: Basis, *, names_part: bool = True) -> str:
    """The same in English, as all that is said to a writer of the text itself; parts of conditions as they are written."""
    return basis_text(realiser_for(USUAL_LANGUAGE).answers, basis, source_of if names_part else None)
