"""What HTML and the files of an EPUB have in common: the elements of a text, well-formed in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fabula.markup import Markup, lines
from fabula.pages.typography import escaped
from fabula.pages.work import Close, Manuscript, Part, Pause, Prose, Why


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of one work."""

    whole: Manuscript

    def tag(self, text: str) -> Markup:
        """A text of the work, as content or in an attribute."""
        return escaped(text, self.whole.language)

    def title_page(self) -> Iterator[Markup]:
        yield Markup("<h1>{}</h1>").format(self.tag(self.whole.title))
        if self.whole.by:
            yield Markup('<p class="by">{}</p>').format(self.tag(self.whole.by))
        yield Markup('<p class="length">{}</p>').format(self.tag(self.whole.length))

    def before(self) -> Markup:
        """What the author says before the story, as a list of terms; nothing if that is nothing."""
        entries = lines(
            Markup("<dt>{}</dt>\n{}").format(
                self.tag(label), lines(Markup("<dd>{}</dd>").format(self.tag(text)) for text in texts)
            )
            for label, texts in self.whole.before
        )
        return Markup("<dl>\n{}\n</dl>").format(entries) if entries else Markup()

    def blocks(self, part: Part) -> Iterator[Markup]:
        """The text of a story. The first paragraph of it, and of what follows a pause, is marked: it has no indent."""
        opening = "first"
        for block in part.blocks:
            match block:
                case Prose(text):
                    place = Markup(' class="{}"').format(opening) if opening else ""
                    yield Markup("<p{}>{}</p>").format(place, self.tag(text))
                    opening = ""
                case Pause():
                    yield Markup("<hr />")
                    opening = "again"
                case Why(reasons):
                    items = Markup().join(Markup("<li>{}</li>").format(self.tag(line)) for line in reasons)
                    label = self.tag(self.whole.labels.reasons)
                    yield Markup('<ul class="reasons" aria-label="{}">{}</ul>').format(label, items)
                case Close(title):
                    yield Markup('<p class="ending">{}</p>').format(self.tag(title))

    def missing(self) -> Markup:
        items = lines(Markup("<li>{}</li>").format(self.tag(sentence)) for sentence in self.whole.missing)
        return Markup('<ul class="plain">\n{}\n</ul>').format(items)

    def after(self) -> Iterator[Markup]:
        for text in self.whole.after:
            yield Markup("<p>{}</p>").format(self.tag(text))
