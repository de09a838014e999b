"""What happens at certain times: `each turn`, `after 3 turns`, `when the story begins`."""

from __future__ import annotations

from fabula.source import Span
from fabula.syntax.acts import patterns
from fabula.syntax.chance import MOST_VALUES
from fabula.syntax.cursor import Cursor
from fabula.syntax.effects import effects_below
from fabula.syntax.expressions import condition
from fabula.syntax.leaves import Number
from fabula.syntax.tokens import NUMBER
from fabula.syntax.tree import Act, Effect, Expression, Moment

_BEGINS = ("when", "the", "story", "begins")


def is_moment(cursor: Cursor) -> bool:
    """Whether a line at the top of a story says that something happens at a certain time: words that may be names elsewhere."""
    words = tuple(cursor.ahead(place).text for place in range(4))
    return (
        words[:2] == ("each", "turn")
        or words == _BEGINS
        or (words[0] == "after" and cursor.ahead().kind == NUMBER and words[2] in ("turn", "turns"))
    )


def moment(cursor: Cursor) -> Moment:
    """`each turn [when CONDITION]: EFFECTS`, `after 3 turns from ACT: EFFECTS`, `after 3 turns when CONDITION: EFFECTS`,
    `when the story begins: EFFECTS`."""
    first = cursor.token
    if first.text == "when":
        for _ in _BEGINS:
            cursor.advance()
        return Moment("begins", None, None, None, *_effects(cursor, first.start))
    cursor.advance()
    turns: Number | None = None
    if first.text == "after":
        turns = cursor.number("how many turns")
        if not 1 <= turns.value <= MOST_VALUES:
            cursor.report(
                f"turns are counted from 1 to {MOST_VALUES}",
                turns.span,
                expected="after how many turns it happens",
                seen=str(turns.value),
                hint="write 'each turn' for what happens every time" if turns.value < 1 else "count fewer turns",
            )
            turns = Number(1, turns.span)
    cursor.advance()
    act: Act | None = None
    asked: Expression | None = None
    if turns is not None and cursor.accept("from"):
        start = cursor.token.start
        name = cursor.name("the name of an action")
        act = Act(name, patterns(cursor) if cursor.at("(") else None, cursor.since(start))
    elif cursor.accept("when", "if"):
        asked = condition(cursor)
    elif turns is not None and not cursor.at(":", "do") and not cursor.ended:
        raise cursor.fail(
            "from when on turns are counted is said by 'from' or 'when'",
            cursor.rest(),
            expected="'from ACT', 'when CONDITION', or ':' and what happens",
            hint=f"write: after {turns.value} turns from ACT: EFFECT",
        )
    return Moment(first.text, turns, act, asked, *_effects(cursor, first.start))


def _effects(cursor: Cursor, start: int) -> tuple[tuple[Effect, ...], Span]:
    span = cursor.since(start)
    cursor.accept("do")
    return effects_below(cursor), span
