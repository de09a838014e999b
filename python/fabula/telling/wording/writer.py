"""From a text that was chosen to the page: told in a voice, joined to the sentence before or begun anew, kept with what it
takes for granted."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.engine.interface import State
from fabula.model import Teller
from fabula.syntax.templates import Slot, Template
from fabula.telling.languages import realiser_for
from fabula.telling.languages.connectives import Connectives
from fabula.telling.languages.realiser import Realiser
from fabula.telling.wording.aggregation import as_clause
from fabula.telling.wording.paragraphs import Manuscript, Passage, is_speech
from fabula.telling.wording.plain import is_deed
from fabula.telling.wording.references import References
from fabula.telling.wording.trace import UNTRACED, Trace, TracedView, Tracer
from fabula.telling.wording.voice import Voice, render
from fabula.telling.world import Binding, World

#: a clause of so many words at most is joined to the sentence before it
SHORT = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A text that is to be told. `before`, `after`: where the teller stands before it, and after it, when names that it tells
    are known; `events`: those of the life that it tells; `doers`: who acts in it; `prefix`: what is said before it.

    `may_join`: it can be a clause of the sentence before; `answers`: what was told before was done to those who act now."""

    template: Template
    before: State
    after: State
    binding: Binding = field(default_factory=dict)
    events: tuple[int, ...] = ()
    trace: Trace = UNTRACED
    doers: tuple[str, ...] = ()
    prefix: str = ""
    may_join: bool = False
    answers: bool = False

    @property
    def subject(self) -> Slot | None:
        """The slot that it begins with, if it begins with one that stands for somebody."""
        slot = self.template.pieces[0] if self.template.pieces else None
        return slot if isinstance(slot, Slot) and not slot.path else None


class Writer:
    """Writes lines onto a page. Remembers who was mentioned."""

    def __init__(self, world: World, how: Teller) -> None:
        self.world = world
        self.how = how
        self.page = Manuscript()
        self.teller: str | None = None
        #: so many sentences were written, those not counted that became clauses of others
        self.sentences = 0
        self._references = References()
        self._tracer = Tracer()
        #: the minds that act in the passage before, if that is one plain clause that another can be joined to
        self._joinable: tuple[str, ...] = ()

    @property
    def realiser(self) -> Realiser:
        return realiser_for(self.world.definition.front.language)

    @property
    def words(self) -> Connectives:
        return self.realiser.connectives

    @property
    def can_join(self) -> bool:
        """Whether the passage before can bear another clause."""
        return bool(self._joinable)

    def take_over(self, teller: str | None) -> None:
        """From here on it is told from the eyes of `teller`; None = from nobody's."""
        if teller != self.teller or self.page.is_new:
            self.teller = teller
            self._references = References(teller)
            self.part()

    def part(self) -> None:
        """A new paragraph."""
        self.page.begin(self.teller)
        self._references.paragraph()
        self._joinable = ()

    def write(self, line: Line) -> None:
        """Add a line to the page."""
        if self.page.parts_speech(line.template.source or "", line.doers):
            self.part()
        references = self._references.fork()
        text = self._told(line, references)
        plain = line.may_join and line.subject is not None and is_deed(line.template, self.words.states) and not line.prefix
        clause = self._as_clause(line, text) if plain else None
        if clause is not None:
            self._references = references
            self.page.extend(clause, line.events, self._tracer.taken(line.trace), line.doers)
            self._joinable = ()
            return
        prefix = line.prefix
        if line.subject is not None and not prefix and self.page.is_worn(text):
            references = self._references.fork()
            references.paragraph()
            text = self._told(line, references)
            if self.page.is_worn(text):
                prefix = next(words for words in self.words.then if not self.page.is_worn(words))
        self._references = references
        if prefix and line.subject is not None:
            # Behind a colon it begins anew.
            text = f"{prefix} {self.realiser.capitalize(text) if prefix.endswith(':') else text}"
        text = self.realiser.capitalize(text)
        self.page.write(Passage(text, line.events, self._tracer.taken(line.trace)), line.doers)
        self.sentences += max(1, sum(text.count(mark) for mark in ".!?\u2026"))
        self._joinable = line.doers if plain and len(text.split()) <= SHORT else ()

    def extend(self, line: Line) -> None:
        """Let the last sentence go on with a line that is no more than a part of one."""
        text = render(line.template, self._voice, self._view(line.after), line.binding, self._references, begins=False)
        self.page.extend(f" {self.words.joint} {text}", line.events, self._tracer.taken(line.trace), line.doers)

    def would_be_worn(self, line: Line) -> bool:
        """Whether a line would be the third sentence in a row that begins alike."""
        text = render(line.template, self._voice, self._view(line.before), line.binding, self._references.fork())
        self._tracer.clear()
        return self.page.is_worn(text)

    @property
    def _voice(self) -> Voice:
        return Voice(self.teller, self.how.person, self.how.tense, self.realiser)

    def _view(self, state: State) -> TracedView:
        return TracedView(self.world, state, self.teller, self._tracer)

    def _told(self, line: Line, references: References) -> str:
        self._tracer.clear()
        before, after = self._view(line.before), self._view(line.after)
        return render(line.template, self._voice, before, line.binding, references, begins=False, later=after)

    def _as_clause(self, line: Line, text: str) -> str | None:
        """The text as a clause of the sentence before, if both are short and it bears that."""
        last, slot = self.page.last, line.subject
        if not self._joinable or last is None or slot is None or len(text.split()) > SHORT or is_speech(text):
            return None
        subject = self.world.definition.things.get(str(line.binding.get(slot.who, slot.who)))
        return as_clause(self.realiser, text, last.text, subject, line.doers == self._joinable, line.answers)
