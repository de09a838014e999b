"""What HTML and the files of an EPUB have in common: the elements of a text, well-formed in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fabula.pages.typography import escaped
from fabula.pages.work import Close, Manuscript, Part, Pause, Prose, Why


@dataclass(frozen=True, slots=True)
class Markup:
    """The elements of one work."""

    whole: Manuscript

    def tag(self, text: str) -> str:
        """A text of the work, as content or in an attribute."""
        return escaped(text, self.whole.language)

    def title_page(self) -> Iterator[str]:
        yield f"<h1>{self.tag(self.whole.title)}</h1>"
        if self.whole.by:
            yield f'<p class="by">{self.tag(self.whole.by)}</p>'
        yield f'<p class="length">{self.tag(self.whole.length)}</p>'

    def before(self) -> str:
        """What the author says before the story, as a list of terms; nothing if that is nothing."""
        entries = "\n".join(
            f"<dt>{self.tag(label)}</dt>\n" + "\n".join(f"<dd>{self.tag(text)}</dd>" for text in texts)
            for label, texts in self.whole.before
        )
        return f"<dl>\n{entries}\n</dl>" if entries else ""

    def blocks(self, part: Part) -> Iterator[str]:
        """The text of a story. The first paragraph of it, and of what follows a pause, is marked: it has no indent."""
        opening = "first"
        for block in part.blocks:
            match block:
                case Prose(text):
                    yield f'<p class="{opening}">{self.tag(text)}</p>' if opening else f"<p>{self.tag(text)}</p>"
                    opening = ""
                case Pause():
                    yield "<hr />"
                    opening = "again"
                case Why(lines):
                    items = "".join(f"<li>{self.tag(line)}</li>" for line in lines)
                    yield f'<ul class="reasons" aria-label="{self.tag(self.whole.labels.reasons)}">{items}</ul>'
                case Close(title):
                    yield f'<p class="ending">{self.tag(title)}</p>'

    def missing(self) -> str:
        items = "\n".join(f"<li>{self.tag(sentence)}</li>" for sentence in self.whole.missing)
        return f'<ul class="plain">\n{items}\n</ul>'

    def after(self) -> Iterator[str]:
        for text in self.whole.after:
            yield f"<p>{self.tag(text)}</p>"
