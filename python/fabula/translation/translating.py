"""A story in another language: each text that a catalogue has ready, the others as their author wrote them.

The story itself is told in that language only once all of it is there; the choices and what stands around it are at once.
"""

from __future__ import annotations

from dataclasses import replace

from fabula.model import Definition, Pronoun, Thing
from fabula.problems import Problems, nearest
from fabula.source import Span
from fabula.syntax.templates import Alternatives, Branch, Computed, Slot, Template, parse_template
from fabula.telling.languages import LANGUAGES, is_spoken, realiser_for
from fabula.telling.languages.realiser import Realiser
from fabula.translation.catalogue import Catalogue, Entry
from fabula.translation.ids import Context, StoryText, is_told, said_by, texts_of
from fabula.translation.merging import matched

#: a catalogue that knows less than this part of its ids from the story, and has another title, is of another story
LEAST_KNOWN = 0.5
#: texts in which nothing can be put: what stands in them in braces is printed as it is
_PLAIN = ("front.title", "front.by", "front.note", "front.disclaimer", "front.content", "front.ask", "kind.", "thing.")


def translated(definition: Definition, catalogue: Catalogue, problems: Problems) -> Definition:
    """The story with the texts of a catalogue. What is wrong with it is reported; where a translation is missing, is marked
    fuzzy, or is of a text that has changed, the author's own stands."""
    texts = texts_of(definition)
    entries = matched(texts, catalogue.entries)
    if not _is_of(definition, catalogue, {text.id for text in texts}, problems):
        return definition
    _report_unknown(texts, catalogue, {entry.id for entry in entries.values()}, problems)
    if not is_spoken(catalogue.language):
        problems.add(
            "wrong-language",
            f"fabula has no words of its own in '{catalogue.language}'",
            catalogue.span,
            expected=f"one of {', '.join(LANGUAGES)}",
            seen=catalogue.language,
        )
        return definition
    ready: dict[str, str] = {}
    for text in texts:
        entry = entries.get(text.id)
        if entry is None or not entry.translation:
            continue
        if entry.source != text.text:
            problems.add(
                "outdated-text",
                f"'{text.id}' was translated before its source changed",
                entry.span,
                expected=_short(text.text),
                seen=_short(entry.source),
                hint="run 'fabula texts export' into this file, look at what is marked fuzzy, and take the mark away",
            )
        elif not entry.fuzzy and _fits(text, entry, problems):
            ready[text.id] = entry.translation

    def say(identity: str, text: str, context: Context) -> str:
        return ready.get(identity, text)

    whole = said_by(definition, say)
    told = [text for text in texts if is_told(text.id)]
    realiser = realiser_for(catalogue.language)
    things = {name: _spoken_of(thing, realiser) for name, thing in whole.things.items()}
    whole = replace(whole, front=replace(whole.front, language=catalogue.language), things=things)
    if all(text.id in ready for text in told):
        return whole
    # A sentence in two languages is in none: what is told stays as it was, names and all, until the whole of it is there.
    language, openings = definition.front.language, definition.front.openings
    front = replace(whole.front, language=language, openings=openings, around=catalogue.language)
    endings = {name: replace(ending, title=whole.endings[name].title) for name, ending in definition.endings.items()}
    return replace(definition, front=front, endings=endings, scenes=whole.scenes, translation=whole)


def _spoken_of(thing: Thing, realiser: Realiser) -> Thing:
    """A thing that is `it` is spoken of as its name asks for in this language: "der Wald", and then "er"."""
    gender = realiser.gender(thing.display) if thing.pronoun is Pronoun.IT else None
    return thing if gender is None else replace(thing, pronoun=gender)


def _is_of(definition: Definition, catalogue: Catalogue, known: set[str], problems: Problems) -> bool:
    entries = [entry for entry in catalogue.entries if not entry.obsolete]
    fitting = sum(entry.id in known for entry in entries)
    if catalogue.story == definition.front.title or (entries and fitting >= len(entries) * LEAST_KNOWN):
        return True
    problems.add(
        "other-story",
        "these are texts of another story",
        catalogue.span,
        expected=definition.front.title,
        seen=catalogue.story,
        hint="export the texts of this story with 'fabula texts export'",
    )
    return False


def _report_unknown(texts: tuple[StoryText, ...], catalogue: Catalogue, used: set[str], problems: Problems) -> None:
    ids = [text.id for text in texts]
    for entry in catalogue.entries:
        if entry.obsolete or entry.id in used or not entry.translation:
            continue
        problems.add(
            "unknown-text",
            f"the story has no text '{entry.id}'",
            entry.span,
            seen=entry.id,
            hint=nearest(entry.id, ids)
            or "run 'fabula texts export' into this file: it sets aside what is not needed any more",
        )


# --- slots -------------------------------------------------------------------------------------------------------------


def _fits(text: StoryText, entry: Entry, problems: Problems) -> bool:
    """Whether a translation can be told with what its act has: the slots of its source, each at least once, and no other."""
    if text.id.startswith(_PLAIN) or "{" not in text.text + entry.translation:
        return _has_no_flaw(text, entry, problems)
    if not _has_no_flaw(text, entry, problems):
        return False
    source, said = parse_template(text.text), parse_template(entry.translation)
    wanted, given = _slots(source), _slots(said)
    sound = _asks_the_same(text, source, said, entry, problems)
    for name, slot in given.items():
        if name not in wanted:
            sound = False
            place = _place(entry, entry.translation, slot.position, "}")
            hint = nearest(name, wanted) or (f"there are {', '.join(wanted)}" if wanted else "there are none in its source")
            problems.add(
                "text-unknown-name", f"the source of '{text.id}' has no {{{name}}}", place, seen=f"{{{name}}}", hint=hint
            )
    for name in wanted:
        if name not in given:
            sound = False
            problems.add(
                "lost-slot",
                f"the translation of '{text.id}' has no {{{name}}}",
                entry.said,
                expected=f"{{{name}}}",
                seen=_short(entry.translation),
                hint="a form of it will do as well, such as {who.him} for {who}",
            )
    return sound


def _has_no_flaw(text: StoryText, entry: Entry, problems: Problems) -> bool:
    if text.id.startswith(_PLAIN):
        return True
    template = parse_template(entry.translation)
    for flaw in template.flaws:
        closing = "]" if entry.translation[flaw.start] in "[]" else "}"
        problems.add(
            "text-bad-slot",
            flaw.message,
            _place(entry, entry.translation, flaw.start, closing, flaw.end - flaw.start),
            expected="a slot as {who}, {who's}, {who.him}, {who.at}, or a verb as [knien]",
            seen=entry.translation[flaw.start : flaw.end][:40],
            hint="to print a brace or a bracket as it is, write it twice",
        )
    return not template.flaws


def _slots(template: Template) -> dict[str, Slot | Computed]:
    """The slots by what they name, whatever form they ask for."""
    slots: dict[str, Slot | Computed] = {}
    for piece in template.every_piece:
        if isinstance(piece, Slot):
            slots.setdefault(".".join((piece.who, *piece.path)), piece)
        elif isinstance(piece, Computed):
            slots.setdefault(piece.written, piece)
    return slots


def _asks_the_same(text: StoryText, source: Template, said: Template, entry: Entry, problems: Problems) -> bool:
    """Whether nothing is asked in a translation that is not asked in its source, word for word."""
    wanted = {branch.condition for branch in _branches(source)}
    sound = True
    for branch in _branches(said):
        if branch.condition not in wanted:
            sound = False
            known = sorted(wanted - {""})
            problems.add(
                "text-unknown-name",
                f"the source of '{text.id}' does not ask 'if {branch.condition}'",
                _place(entry, entry.translation, branch.position, ":", branch.end - branch.position),
                seen=f"if {branch.condition}",
                hint=f"what is asked is not translated: {', '.join(f'if {asked}' for asked in known)}" if known else "",
            )
    return sound


def _branches(template: Template) -> list[Branch]:
    pieces = [piece for piece in template.every_piece if isinstance(piece, Alternatives)]
    return [Branch(()), *(branch for piece in pieces for branch in piece.branches)]


def _place(entry: Entry, text: str, position: int, closing: str, length: int | None = None) -> Span | None:
    """Where a piece of a translation stands in the file; all of the translation if it is broken over lines there."""
    span = entry.said
    if span is None:
        return None
    end = position + length if length is not None else text.find(closing, position) + 1
    written = text[position:end]
    count = text.count(written, 0, position)
    start = -1
    for _ in range(count + 1):
        start = span.text.find(written, start + 1)
        if start < 0:
            return span
    return Span(span.source, span.start + start, span.start + start + len(written))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
