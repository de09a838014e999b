"""What can be said of a text at a glance: whether it is one short statement, and one of a deed."""

from __future__ import annotations

from fabula.syntax.templates import Template, Text, Verb

#: a sentence with so many words bears no further clause
LONGEST = 14


def is_plain(template: Template) -> bool:
    """Whether a text is one short statement to which something can be added."""
    said = "".join(piece.text if isinstance(piece, Text) else " x " for piece in template.pieces)
    body = said.rstrip()
    marks = set(',;:\u2014\u2013"\u201c\u201d!?\u2026')
    return body.endswith(".") and "." not in body[:-1] and not marks & set(body) and len(body.split()) <= LONGEST


def is_deed(template: Template, states: frozenset[str]) -> bool:
    """Whether a text is one short statement that somebody does something; `states`: the verbs that are no doing."""
    verbs = [piece.verb.partition(" ")[0] for piece in template.pieces if isinstance(piece, Verb)]
    return is_plain(template) and bool(verbs) and verbs[0] not in states
