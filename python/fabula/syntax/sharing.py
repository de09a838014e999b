"""What several minds know, and of each other: `only Cole knows was(Cole)`, `everybody but Vane knows ...`, `nobody knows ...`,
`Cole, Wit share a secret: ...`."""

from __future__ import annotations

from collections.abc import Callable

from fabula.syntax.cursor import Cursor
from fabula.syntax.tokens import END, NAME
from fabula.syntax.tree import Expression, Shared, Wrong

Read = Callable[[Cursor], Expression]
EVERYBODY = ("everybody", "everyone")
_VERBS = {"knows": "knows", "know": "knows", "believes": "believes", "believe": "believes"}
#: the words after `thinks`, of somebody who is taken to know something
DOES = ("does", "do")


def begins_group(cursor: Cursor) -> bool:
    """Whether `only Cole ...`, `nobody but ...`, `nobody knows ...` or `everybody ...` begins here."""
    word, after = cursor.token.text, cursor.ahead()
    if word in cursor.context.declared:
        return False
    if word == "only":
        return after.kind == NAME
    return word in ("nobody", *EVERYBODY) and (after.text == "but" or after.text in _VERBS or after.text in DOES)


def begins_secret(cursor: Cursor) -> bool:
    """Whether names with commas and `share a secret` begin here."""
    for place, token in enumerate(cursor.tokens[cursor.index :]):
        if token.kind == END or token.text in (":", ";", "="):
            return False
        if (
            token.text in ("share", "shares")
            and cursor.ahead(place + 1).text == "a"
            and cursor.ahead(place + 2).text == "secret"
        ):
            return place > 0
    return False


def group(cursor: Cursor, operand: Read) -> tuple[tuple[Expression, ...], bool]:
    """Who is meant: some minds, or (True) all but them."""
    word = cursor.advance().text
    if word == "only":
        return minds(cursor, operand), False
    return minds(cursor, operand) if cursor.accept("but") else (), word != "nobody"


def begins_error(cursor: Cursor) -> bool:
    """Whether `wrong about ...` stands here, behind `is`."""
    return cursor.token.text == "wrong" and cursor.ahead().text == "about" and cursor.ahead(2).kind == NAME


def wrong(cursor: Cursor, mind: Expression, operand: Read, content: Read, start: int) -> Wrong:
    """`mind is wrong about was(Cole)`, `mind is wrong about what Vane thinks of was(Cole)`."""
    cursor.advance()
    cursor.advance()
    thinkers: list[Expression] = []
    if cursor.token.text == "what" and cursor.ahead().kind == NAME and "what" not in cursor.context.declared:
        cursor.advance()
        while cursor.token.text != "of" or not thinkers:
            if cursor.token.text == "that" and thinkers:
                cursor.advance()
            thinkers.append(operand(cursor))
            if cursor.token.text not in ("thinks", "believes"):
                raise cursor.fail("what they think of is missing", expected="'thinks of' and a property")
            cursor.advance()
        cursor.advance()
    return Wrong(mind, tuple(thinkers), content(cursor), cursor.since(start))


def minds(cursor: Cursor, operand: Read) -> tuple[Expression, ...]:
    """`Cole, Wit and Ann`."""
    found = [operand(cursor)]
    while cursor.accept(",", "and"):
        found.append(operand(cursor))
    return tuple(found)


def shared(cursor: Cursor, operand: Read, content: Read, whether: Callable[[Cursor], bool]) -> Shared:
    """All of `only Cole knows ...` and its kin."""
    start = cursor.token.start
    is_nobody = cursor.token.text == "nobody"
    those, but = group(cursor, operand)
    verb = _VERBS.get(cursor.token.text)
    if verb is None:
        raise cursor.fail("what they know is missing", expected="'knows' or 'believes'")
    cursor.advance()
    asked = verb == "knows" and whether(cursor)
    known = content(cursor)
    if is_nobody and not those and cursor.at("but"):
        cursor.advance()
        those = minds(cursor, operand)
    return Shared(verb, those, but, known, cursor.since(start), asked)


def secret(cursor: Cursor, operand: Read, content: Read, whether: Callable[[Cursor], bool]) -> Shared:
    """`Cole, Wit share a secret: letter.at is hall`."""
    start = cursor.token.start
    those = minds(cursor, operand)
    for _ in ("share", "a", "secret"):
        cursor.advance()
    cursor.expect(":", "what the secret is comes after a colon", hint="write: Cole, Wit share a secret: letter.at is hall")
    asked = whether(cursor)
    return Shared("secret", those, False, content(cursor), cursor.since(start), asked)
