"""What several minds know, and of each other: `only Cole knows was(Cole)`, `everybody but Vane knows ...`, `nobody knows ...`,
`Cole, Wit share a secret: ...`; and `c is wrong about ...`."""

from __future__ import annotations

from collections.abc import Callable

from fabula.problems import write
from fabula.syntax.cursor import Cursor
from fabula.syntax.tokens import NAME, WORD
from fabula.syntax.tree import Believes, Expression, Logic, Not, OfMinds

Read = Callable[[Cursor], Expression]
EVERYBODY = ("everybody", "everyone")
_VERBS = {"knows": "knows", "know": "knows", "believes": "believes", "believe": "believes"}
#: the words after `thinks`, of somebody who is taken to know something
DOES = ("does", "do")
BUT = ("but", "except")
#: what begins a question, where a property is wanted
_QUESTIONS = ("where", "who", "what", "when", "how", "which")
#: words for whoever the line began with
PRONOUNS = ("she", "he", "they", "it")


def begins_group(cursor: Cursor) -> bool:
    """Whether `only Cole ...`, `nobody but ...`, `nobody knows ...` or `everybody ...` begins here."""
    word, after = cursor.token.text, cursor.ahead()
    if word in cursor.context.declared:
        return False
    word = word.lower()
    if word == "no" and after.text == "one":
        after = cursor.ahead(2)
    elif word == "only":
        return after.kind == NAME
    elif word not in ("nobody", "all", *EVERYBODY):
        return False
    return after.text in BUT or after.text in _VERBS or after.text in DOES


def begins_many(cursor: Cursor) -> bool:
    """Whether several names and `share a secret`, `know`, `believe` or `do not know` begin here."""
    if cursor.token.kind != NAME or begins_group(cursor):
        return False
    are_several = False
    before = ","
    for place, token in enumerate(cursor.tokens[cursor.index :]):
        following = [cursor.ahead(place + step).text for step in (1, 2)]
        if token.text == "share" and following[0] in ("a", "the") and following[1] == "secret":
            return place > 0
        if before not in (",", "and") and token.text not in cursor.context.declared:
            if token.text in ("know", "believe"):
                return are_several
            if token.text == "do" and following[0] == "not" and following[1] in ("know", "believe"):
                return are_several
        if token.kind == NAME and before not in (",", "and", ".", "("):
            return False
        if token.kind != NAME and token.text not in (",", "and", ".", "(", ")"):
            return False
        are_several = are_several or token.text in (",", "and")
        before = token.text
    return False


def group(cursor: Cursor, operand: Read) -> tuple[tuple[Expression, ...], bool]:
    """Who is meant: some minds, or (True) all but them."""
    first = cursor.advance()
    word = first.text.lower()
    if word == "no":
        cursor.advance()
    if word != first.text or word == "all":
        small = "everybody" if word == "all" else word
        cursor.report(
            f"'{first.text}' is written '{small}' here",
            first,
            expected=f"'{small}'",
            seen=f"'{first.text}'",
            hint=write(small),
        )
    if word == "only":
        return minds(cursor, operand), False
    return minds(cursor, operand) if cursor.accept(*BUT) else (), word not in ("nobody", "no")


def accept_that(cursor: Cursor) -> None:
    """Pass over `that` before what somebody knows or believes; a question there is explained."""
    if cursor.token.text == "that" and "that" not in cursor.context.declared and cursor.ahead().kind in (NAME, WORD):
        cursor.advance()
    if cursor.token.text in _QUESTIONS and cursor.token.text not in cursor.context.declared and cursor.ahead().kind == NAME:
        raise cursor.fail(
            "what somebody knows is a property, and no question",
            cursor.rest(),
            expected="a property of something",
            seen=f"'{cursor.rest().text}'",
            hint="write the property itself: 'Ann knows Ben.at'",
        )


def begins_error(cursor: Cursor) -> bool:
    """Whether `wrong about ...` stands here, behind `is`."""
    return cursor.token.text == "wrong" and cursor.ahead().text == "about" and cursor.ahead(2).kind == NAME


def wrong(cursor: Cursor, mind: Expression, operand: Read, content: Read, start: int) -> OfMinds:
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
    return OfMinds("wrong", (mind, *thinkers), False, content(cursor), cursor.since(start))


def many(cursor: Cursor, operand: Read, content: Read, whether: Callable[[Cursor], bool]) -> Expression:
    """`Cole, Wit share a secret: letter.at is hall`; `Cole, Wit know ...`, of each by himself."""
    start = cursor.token.start
    those = minds(cursor, operand)
    if cursor.token.text == "share":
        for _ in ("share", "a", "secret"):
            cursor.advance()
        cursor.expect(":", "what the secret is comes after a colon", hint="write: Cole, Wit share a secret: letter.at is hall")
        asked = whether(cursor)
        return OfMinds("secret", those, False, content(cursor), cursor.since(start), asked)
    denied = cursor.accept("do")
    if denied:
        cursor.advance()
    knows = _VERBS[cursor.advance().text] == "knows"
    asked = knows and whether(cursor)
    accept_that(cursor)
    known = content(cursor)
    span = cursor.since(start)
    each: list[Expression] = [Believes(mind, known, knows, span, asked) for mind in those]
    return Logic("and", tuple([Not(one, span) for one in each] if denied else each), span)


def minds(cursor: Cursor, operand: Read) -> tuple[Expression, ...]:
    """`Cole, Wit and Ann`."""
    found = [operand(cursor)]
    while cursor.accept(",", "and"):
        found.append(operand(cursor))
    return tuple(found)


def shared(cursor: Cursor, operand: Read, content: Read, whether: Callable[[Cursor], bool]) -> OfMinds:
    """All of `only Cole knows ...` and its kin."""
    start = cursor.token.start
    is_only = cursor.token.text.lower() == "only"
    those, but = group(cursor, operand)
    verb = _VERBS.get(cursor.token.text)
    if verb is None:
        raise cursor.fail("what they know is missing", expected="'knows' or 'believes'")
    cursor.advance()
    asked = verb == "knows" and whether(cursor)
    accept_that(cursor)
    known = content(cursor)
    if not is_only and not those and cursor.accept(*BUT):
        those = minds(cursor, operand)
    return OfMinds(verb, those, but, known, cursor.since(start), asked)
