"""The one-shot: a telling with what an author puts around it, as plain text, Markdown, or one HTML file."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from fabula.model import Front
from fabula.telling.grammar import Tense
from fabula.telling.narrate import Telling, tell
from fabula.telling.phrasing import Phrases
from fabula.telling.voice import Voice
from fabula.telling.world import Lived, StateView, World

#: words that are read in a minute
PACE = 230
#: the ending's title stands in the middle of a line of so many characters
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Page:
    """A finished one-shot. `reasons`: for each paragraph of the telling, why what it tells was done; or nothing."""

    front: Front
    telling: Telling
    reasons: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The story itself, without what stands around it."""
        return self.telling.text

    @property
    def words(self) -> int:
        return self.telling.words

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one."""
        return max(1, round(self.words / PACE))

    @property
    def length(self) -> str:
        words, minutes = (
            noun if count == 1 else noun + "s" for noun, count in (("word", self.words), ("minute", self.minutes))
        )
        return f"{self.words} {words}, {self.minutes} {minutes}"


def page_of(world: World, life: Lived, by: str | None = None, seed: int = 0, reasons: bool = False) -> Page:
    """A life as a one-shot, told by `by` (see `tell`); with `reasons`, the reason of each act below the paragraph of it.

    Reasons are the truth about everybody, whoever tells. Raises `KeyError` for a teller without a mind.
    """
    telling = tell(world, life, by, seed)
    return Page(world.definition.front, telling, _reasons(world, life, telling) if reasons else ())


def _reasons(world: World, life: Lived, telling: Telling) -> tuple[tuple[str, ...], ...]:
    """The reasons of all acts; those of acts that nobody tells stand below the paragraph before them."""
    below: list[list[str]] = [[] for _ in telling.paragraphs]
    at = 0
    for index, event in enumerate(life.events):
        at = next((n for n, paragraph in enumerate(telling.paragraphs) if index in paragraph.events), at)
        if below and event.reasons:
            phrases = Phrases(world, StateView(world, event.before), Voice(tense=Tense.PRESENT))
            below[at].append(phrases.because(event.action, event.reasons))
    return tuple(tuple(lines) for lines in below)


def as_text(page: Page) -> str:
    """Plain text; each paragraph one line, for whoever wraps it."""
    front = page.front
    parts = [front.title, "=" * len(front.title)]
    parts += [f"by {front.by}"] if front.by else []
    blocks = ["\n".join(parts)]
    blocks += [f"{head}: {text}" for head, text in _before(front)]
    blocks.append("* * *")
    for index, paragraph in enumerate(page.telling.paragraphs):
        reasons = page.reasons[index] if page.reasons else ()
        blocks.append("\n".join((paragraph.text, *(f"    ({reason})" for reason in reasons))))
    blocks += [page.telling.ending.center(_WIDTH).rstrip()] if page.telling.ending else []
    blocks.append("* * *")
    blocks += [front.ask] if front.ask else []
    blocks.append(f"({page.length})")
    return "\n\n".join(blocks) + "\n"


def as_markdown(page: Page) -> str:
    """Markdown; characters of the story that would be markup are escaped."""
    front = page.front
    blocks = [f"# {_mark(front.title)}"]
    blocks += [f"*by {_mark(front.by)}*"] if front.by else []
    blocks += [f"> **{head}:** {_mark(text)}" for head, text in _before(front)]
    blocks.append("---")
    for index, paragraph in enumerate(page.telling.paragraphs):
        blocks.append(_mark(paragraph.text))
        reasons = page.reasons[index] if page.reasons else ()
        if reasons:
            blocks.append("\n".join(f"- *{_mark(reason)}*" for reason in reasons))
    blocks += [f"**{_mark(page.telling.ending)}**"] if page.telling.ending else []
    blocks.append("---")
    blocks += [_mark(front.ask)] if front.ask else []
    blocks.append(f"*{page.length}*")
    return "\n\n".join(blocks) + "\n"


def as_html(page: Page) -> str:
    """One HTML file that needs nothing else: light and dark, for the screen and for print; no scripts."""
    front = page.front
    head = [f"<h1>{_tag(front.title)}</h1>"]
    head += [f'<p class="by">by {_tag(front.by)}</p>'] if front.by else []
    head.append(f'<p class="length">{page.length}</p>')
    notes = "".join(f"<dt>{word}</dt><dd>{_tag(text)}</dd>" for word, text in _before(front))
    head += [f"<dl>{notes}</dl>"] if notes else []
    body: list[str] = []
    for index, paragraph in enumerate(page.telling.paragraphs):
        body.append(f"<p>{_tag(paragraph.text)}</p>")
        reasons = page.reasons[index] if page.reasons else ()
        if reasons:
            items = "".join(f"<li>{_tag(reason)}</li>" for reason in reasons)
            body.append(f'<ul class="reasons" aria-label="Reasons">{items}</ul>')
    body += [f'<p class="ending">{_tag(page.telling.ending)}</p>'] if page.telling.ending else []
    foot = [f'<footer><h2>To the reader</h2><p class="ask">{_tag(front.ask)}</p></footer>'] if front.ask else []
    newline = "\n"
    return (
        f'<!DOCTYPE html>\n<html lang="{_tag(front.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="fabula">\n'
        f"{_author(front)}<title>{_tag(front.title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<article>\n<header>\n{newline.join(head)}\n</header>\n<section class="story" aria-label="Story">\n'
        f"{newline.join(body)}\n</section>\n{newline.join(foot)}\n</article>\n</main>\n</body>\n</html>\n"
    )


def _author(front: Front) -> str:
    return f'<meta name="author" content="{_tag(front.by)}">\n' if front.by else ""


#: by the ending of a file's name, how a page is written there
FORMATS: dict[str, Callable[[Page], str]] = {".txt": as_text, ".md": as_markdown, ".html": as_html}


def _before(front: Front) -> list[tuple[str, str]]:
    """What stands before the story, with a word each, as far as the author gave it."""
    entries = (("Note", front.note), ("Disclaimer", front.disclaimer), ("Content", front.content))
    return [(head, text) for head, text in entries if text]


def _mark(text: str) -> str:
    escaped = re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", text)
    return re.sub(r"^(\s*)(\d+)([.)])", r"\1\2\\\3", re.sub(r"^(\s*)([-+=])", r"\1\\\2", escaped, flags=re.M), flags=re.M)


def _tag(text: str) -> str:
    return html.escape(text, quote=True)


_STYLE = """\
:root { color-scheme: light dark; --ink: #1d1b19; --quiet: #625c55; --paper: #fbf9f5; --line: #d8d1c6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e1d9; --quiet: #a79f94; --paper: #171614; --line: #3b3732; }
}
* { box-sizing: border-box; }
html { font-size: 112.5%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.6; overflow-wrap: break-word;
  font-family: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; text-rendering: optimizeLegibility;
}
main { max-width: 34em; margin: 0 auto; padding: 12vh 1.4em 16vh; }
header { border-bottom: 1px solid var(--line); padding-bottom: 1.6em; margin-bottom: 2.4em; }
h1 { font-size: 2.1em; font-weight: normal; line-height: 1.15; margin: 0 0 0.3em; text-wrap: balance; }
h2 { font-size: 0.85em; font-weight: normal; letter-spacing: 0.06em; color: var(--quiet); margin: 0 0 0.6em; }
.by { font-style: italic; margin: 0; }
.length { color: var(--quiet); font-size: 0.85em; margin: 0.2em 0 0; }
dl { font-size: 0.85em; color: var(--quiet); margin: 1.6em 0 0; }
dt { font-style: italic; }
dd { margin: 0 0 0.7em; }
.story p { margin: 0; text-indent: 1.5em; hanging-punctuation: first last; hyphens: auto; }
.story p:first-child, .story ul + p { text-indent: 0; }
.story p.ending { margin-top: 2.4em; text-indent: 0; text-align: center; font-style: italic; color: var(--quiet); }
.reasons { font-size: 0.8em; color: var(--quiet); margin: 0.6em 0 1.2em; padding-left: 1.5em; }
footer { border-top: 1px solid var(--line); margin-top: 2.4em; padding-top: 1.6em; }
.ask { margin: 0; }
@media print {
  :root { --ink: #000; --quiet: #333; --paper: #fff; --line: #999; }
  html { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  p { orphans: 2; widows: 2; }
  h1, h2 { break-after: avoid; }
}
"""
