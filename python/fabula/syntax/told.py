"""The lines of a story's head that say how it is told: `told by Aeris until vow(Aeris, _), Sephiroth`."""

from __future__ import annotations

from fabula.syntax.acts import patterns
from fabula.syntax.cursor import Cursor, misspelt
from fabula.syntax.tokens import Token
from fabula.syntax.tree import Act, Eyes, Name, Told

WORDS = ("by", "in", "as", "from", "until", "without")
#: what may follow `told in` and `told as`
MANNERS = {"in": ("first", "second", "third", "past", "present"), "as": ("seen", "felt")}
_NOBODY = "nobody"


def told_line(cursor: Cursor, told: Token) -> Told:
    """What stands after `told`, which is the token given."""
    token = cursor.token
    if not cursor.at(*WORDS):
        hint = misspelt(token, WORDS) or "write: told by NAME"
        raise cursor.fail("say after 'told' by whom, or how", token, expected="'by', 'in', 'as' and so on", hint=hint)
    cursor.advance()
    word = Name(token.text, cursor.span(token))
    eyes: list[Eyes] = []
    manner: list[Name] = []
    acts: list[Act] = []
    if word.text == "by":
        eyes = _several_eyes(cursor)
    elif word.text in MANNERS:
        manner = _manner(cursor, MANNERS[word.text])
    else:
        acts.append(act(cursor))
        while word.text == "without" and cursor.accept(",", "and"):
            acts.append(act(cursor))
    cursor.end("',' or the end of the line" if word.text in ("by", "in", "without") else "the end of the line")
    return Told(word, tuple(eyes), tuple(manner), tuple(acts), cursor.since(told.start))


def act(cursor: Cursor) -> Act:
    """`vow(Aeris, _)` or `vow`."""
    start = cursor.token.start
    name = cursor.name("the name of an act")
    arguments = patterns(cursor) if cursor.at("(") else None
    return Act(name, arguments, cursor.since(start))


def _several_eyes(cursor: Cursor) -> list[Eyes]:
    if cursor.accept(_NOBODY):
        return [Eyes(None, None)]
    found: list[Eyes] = []
    while True:
        mind = cursor.name("the name of who tells the story")
        found.append(Eyes(mind, act(cursor) if cursor.accept("until") else None))
        if not cursor.accept(",", "and"):
            return found


def _manner(cursor: Cursor, known: tuple[str, ...]) -> list[Name]:
    """`first person, present tense`: the words `the`, `person` and `tense` may be left out."""
    found: list[Name] = []
    while True:
        cursor.accept("the")
        token = cursor.token
        if not cursor.at(*known):
            said = " or ".join((", ".join(f"'{one}'" for one in known[:-1]), f"'{known[-1]}'"))
            raise cursor.fail("nothing is told like this", token, expected=said, hint=misspelt(token, known))
        cursor.advance()
        found.append(Name(token.text, cursor.span(token)))
        cursor.accept("person", "tense")
        if not cursor.accept(",", "and"):
            return found
