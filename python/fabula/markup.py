"""Text of HTML, XHTML and SVG as a type of its own.

What comes from a story, a translation or a save is a `str`; what may stand in a page as it is, is `Markup`. The one becomes the
other by being escaped and by nothing else: `Markup("<p>{}</p>").format(text)`, `Markup("\\n").join(parts)` and `+` do that with
every part that is not `Markup` yet, and keep those that are. So raw text can't reach a page by being forgotten. Tags are
literals inside of `Markup(...)`: the linter refuses anything else there, and a test refuses tags anywhere else.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from importlib import resources
from typing import Any, Self

import markupsafe

from fabula.cleaning import clean


class Markup(markupsafe.Markup):
    """A text that is markup. It is escaped letter by letter for content and for attributes in quotes; what XML has no way to
    say, and what a page would obey, is cleaned out of it."""

    __slots__ = ()

    @classmethod
    def escape(cls, value: Any, /) -> Self:
        """The value as markup; what is markup already, as it is."""
        if hasattr(value, "__html__"):
            return cls(value)
        return cls(html.escape(clean(str(value)), quote=True))


def lines(parts: Iterable[str]) -> Markup:
    """Each part on a line of its own."""
    return Markup("\n").join(parts)


def own_file(package: str, name: str) -> Markup:
    """A file of ours, as it stands in the folder `web` of a package: a page to be filled in, a style sheet, a program."""
    text = resources.files(package).joinpath("web", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - none of it is a stranger's


def embedded_json(data: object) -> Markup:
    """Data as JSON that can stand inside a `script` element, whatever is in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Markup(text)  # noqa: S704 - no element can begin or end in it
