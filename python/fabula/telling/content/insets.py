"""What stands in a text to be decided or worked out: which alternatives are told, and what values are, in the mind that tells.

Nothing of it is said that the teller does not know: a text with a value that may be several is not told by that mind.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fabula.grounding import Idea
from fabula.model import Expression, Inset, Says, Type
from fabula.randomness import Random
from fabula.syntax.templates import Alternatives, Branch, Computed, Piece, Slot, Text, Way, parse_template
from fabula.telling.world import UNSAID, Binding, StateView

#: sets the lots of one alternative apart from those of another
_APART = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Occasion:
    """How often a text was told before, and the seed by which lots are drawn in it."""

    times: int = 0
    seed: int = 0


FIRST = Occasion()


@dataclass(frozen=True, slots=True)
class Worked:
    """A value in its place, as the teller has it; `type`: of what it is one."""

    value: Computed
    idea: Idea
    type: Type


#: a text in its order, with nothing left in it to be decided
Decided = tuple[Piece | Worked, ...]


def decided(says: Says, view: StateView, binding: Binding, occasion: Occasion = FIRST) -> Decided:
    """A text as a mind tells it: of alternatives the one that is its occasion, of values what they are there."""
    pieces = parse_template(says.text).pieces
    return _tidied(_decided(pieces, says, view, single(binding), occasion))


def single(binding: Binding) -> list[Mapping[str, str]]:
    """The bindings that a binding with several things for a parameter stands for."""
    names = list(binding)
    choices = [bound if isinstance(bound, tuple) else (bound,) for bound in binding.values()]
    return [dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*choices)]


def can_be_told(says: Says, view: StateView, binding: Binding, occasion: Occasion = FIRST) -> bool:
    """Whether the mind knows every value in a text, such as it is told next. There are words for who and where something may
    be (`{who.at}`: the attic or the cellar, somewhere), and none for how many."""
    if not asks(says):
        return True
    for piece in decided(says, view, binding, occasion):
        if isinstance(piece, Worked) and not piece.idea.is_one:
            return False
        if isinstance(piece, Slot) and piece.path and not all(_has_words(piece, view, one) for one in single(binding)):
            return False
    return True


def asks(says: Says) -> bool:
    """Whether something has to be known, or decided, for a text to be told."""
    template = parse_template(says.text)
    return template.varies or any(slot.path for slot in template.slots)


def _has_words(slot: Slot, view: StateView, binding: Mapping[str, str]) -> bool:
    """Whether what the mind takes a property to be can be said."""
    thing: str | None = binding.get(slot.who, slot.who)
    if thing is not None and view.thing(thing) is None:
        thing = view.possible(slot.who, ()).thing
    for name in slot.path:
        if thing is None:
            return view.nothing(name) != UNSAID
        idea = view.possible(name, (thing,))
        if idea.everything and view.nothing(name) == UNSAID:
            return False
        thing = idea.thing
    return True


def occasions(says: Says) -> range:
    """So many tellings of a text are enough to see every alternative that goes by how often it is told."""
    pieces = parse_template(says.text).every_piece
    return range(max((len(piece.branches) for piece in pieces if isinstance(piece, Alternatives)), default=1))


def conditional(pieces: Iterable[Piece]) -> Iterator[Branch]:
    """The alternatives that depend on a condition; those within others behind them."""
    for piece in pieces:
        for branch in piece.branches if isinstance(piece, Alternatives) else ():
            if isinstance(piece, Alternatives) and piece.way is Way.CONDITION:
                yield branch
            yield from conditional(branch.pieces)


def may_come(says: Says, holds: Callable[[Expression], bool]) -> Iterator[int]:
    """Where those of them stand that are told some time where this holds, however often the text is told, by whatever lot."""
    return _may_come(parse_template(says.text).pieces, says, holds)


def _may_come(pieces: Iterable[Piece], says: Says, holds: Callable[[Expression], bool]) -> Iterator[int]:
    for piece in pieces:
        if not isinstance(piece, Alternatives):
            continue
        branches: Iterable[Branch] = piece.branches
        if piece.way is Way.CONDITION:
            fits = (one for one in branches if not one.condition or holds(_inset(says, one.condition).expression))
            branches = list(itertools.islice(fits, 1))
            yield from (branch.position for branch in branches)
        for branch in branches:
            yield from _may_come(branch.pieces, says, holds)


def drawn(occasion: Occasion, place: int, count: int) -> int:
    """Which of so many alternatives comes up: none again before all have, none twice in a row. `place`: where they stand."""
    # Two of which none comes twice in a row always come in the same order.
    around = occasion.times // count if count > 2 else 0
    order = _order(occasion.seed, place, count, around)
    if around > 0 and order[0] == _order(occasion.seed, place, count, around - 1)[-1]:
        order[:2] = order[1], order[0]
    return order[occasion.times % count]


def _order(seed: int, place: int, count: int, around: int) -> list[int]:
    return Random(seed + _APART * (place + 1) + around).shuffled(range(count))


def _decided(
    pieces: Sequence[Piece], says: Says, view: StateView, bindings: Sequence[Mapping[str, str]], occasion: Occasion
) -> list[Piece | Worked]:
    found: list[Piece | Worked] = []
    for piece in pieces:
        match piece:
            case Computed():
                inset = _inset(says, piece.written)
                ideas = {view.worked_out(inset.expression, inset.type, each) for each in bindings}
                idea = ideas.pop() if len(ideas) == 1 else Idea(tuple({value for one in ideas for value in one.values}), False)
                found.append(Worked(piece, idea, inset.type))
            case Alternatives():
                branch = _branch(piece, says, view, bindings, occasion)
                inner = _decided(branch.pieces, says, view, bindings, occasion) if branch is not None else []
                found += inner or [_NOTHING]
            case _:
                found.append(piece)
    return found


def _inset(says: Says, written: str) -> Inset:
    """What is written so in a text; in a translation it is word for word what was checked in its source."""
    return {inset.written: inset for inset in says.insets}[written]


#: no blank stands before these
_CLOSE = ".,;:!?\u2026"
#: stands where alternatives gave nothing, until the blanks around it are one
_NOTHING = Text("")


def _branch(
    piece: Alternatives, says: Says, view: StateView, bindings: Sequence[Mapping[str, str]], occasion: Occasion
) -> Branch | None:
    branches = piece.branches
    match piece.way:
        case Way.CONDITION:
            for branch in branches:
                if not branch.condition:
                    return branch
                asked = _inset(says, branch.condition).expression
                if all(view.holds(asked, each) for each in bindings):
                    return branch
            return None
        case Way.ORDER:
            # With one alone there is nothing after it.
            if len(branches) == 1 and occasion.times > 0:
                return None
            return branches[min(occasion.times, len(branches) - 1)]
        case Way.TURN:
            return branches[occasion.times % len(branches)]
        case Way.LOT:
            # Lots of different texts have nothing to do with each other, nor have those of one.
            return branches[drawn(occasion, zlib.crc32(says.text.encode()) + piece.position, len(branches))]


def _tidied(pieces: list[Piece | Worked]) -> Decided:
    """Words that stand together as one piece, and a single blank where nothing was told in the middle."""
    found: list[Piece | Worked] = []
    words = ""
    gap = False

    def flush() -> None:
        if words:
            found.append(Text(words))

    for piece in pieces:
        if not isinstance(piece, Text):
            flush()
            found.append(piece)
            words, gap = "", False
        elif not piece.text:
            gap = True
        else:
            begins = not words and not found
            if gap and (begins or words[-1:].isspace()):
                words = words.rstrip() + piece.text if piece.text[0] in _CLOSE else words + piece.text.lstrip()
            else:
                words += piece.text
            gap = False
    if gap:
        words = words.rstrip()
    flush()
    return tuple(found)
