"""The map as one HTML file: what it shows as JSON, beside a program that draws it. Nothing is fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib

from fabula.charts.map.drawn import Drawn
from fabula.charts.map.page_data import page_data
from fabula.markup import Markup, embedded_json, own_file
from fabula.pages.typography import own_language

_PROGRAM = ("data.js", "view.js", "panel.js")


def page(drawn: Drawn) -> Markup:
    """The whole file. What an author has written is data in it and never markup or program."""
    style = own_file(__package__, "page.css")
    program = Markup().join(own_file(__package__, name) for name in _PROGRAM)
    policy = Markup("default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'")
    return own_file(__package__, "page.html").format(
        policy=policy.format(_hash(style), _hash(program)),
        title=drawn.title,
        own=own_language(drawn.language),
        style=style,
        program=program,
        data=embedded_json(page_data(drawn)),
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
