"""The engine's own sentences in German.

What somebody wants is written as it stands before "wollen": "ein Licht sehen"; of others, with "dass": "dass Hale lebt".
"""

from __future__ import annotations

from collections.abc import Sequence

from fabula.model import Definition
from fabula.syntax.templates import Form, Piece, Slot, Text, Verb
from fabula.telling.languages.de import acts
from fabula.telling.languages.de.statements import (
    GermanDescriber,
    cased,
    finite,
    infinitive,
    inverted,
    joined,
    subordinate,
    trimmed,
)
from fabula.telling.languages.de.verbs import imperative_of, parted, with_zu
from fabula.telling.languages.grammar import Case, Cased
from fabula.telling.languages.sentences import Sentences, Step
from fabula.telling.languages.statements import Clause, Describer, Pieces, Statement


def wish(subject: Slot, gain: Pieces, subordinate: bool) -> Pieces:
    """ "{who} [wollen] ein Licht sehen", "weil {who} ein Licht sehen [wollen]", "weil {who} [wollen], dass ..."."""
    return _wanting(subject, (gain,), subordinate)


def _is_content(gain: Pieces) -> bool:
    return bool(gain) and isinstance(gain[0], Text) and gain[0].text.startswith("dass ")


def _wanting(who: Slot, gains: Sequence[Pieces], last: bool) -> Pieces:
    """`last`: the verb stands last, as behind "weil"."""
    acts = [gain for gain in gains if not _is_content(gain)]
    contents = [gain for gain in gains if _is_content(gain)]
    subject = (Cased(who.who, form=who.form, case=Case.SUBJECT), Text(" "))
    wants = Verb("wollen")
    content = (Text(", "), *joined(contents, "und")) if contents else ()
    if not acts:
        return (*subject, wants, *content)
    wanted = joined(acts, "und")
    told = (*subject, *wanted, Text(" "), wants) if last else (*subject, wants, Text(" "), *wanted)
    return (*told, Text(" und "), Verb("hoffen"), *content) if contents else told


def _further(who: Slot, steps: Sequence[Step]) -> Pieces:
    """ "; als Nächstes [wollen] {who} zum Grat gehen, dann [sollen] {other} kommen"."""
    pieces: list[Piece] = []
    for index, step in enumerate(steps):
        pieces.append(Text(", dann " if index else "; als Nächstes "))
        subject = (Slot(who.who),) if step.own else step.act.subject
        pieces += [Verb("wollen" if step.own else "sollen"), Text(" "), *cased(subject, Case.SUBJECT), Text(" ")]
        pieces += infinitive(step.act, step.act.verb)
    return tuple(pieces)


class GermanSentences:
    """German as `Sentences`."""

    from_phrase = staticmethod(acts.from_phrase)
    from_choice = staticmethod(acts.from_choice)
    from_name = staticmethod(acts.from_name)
    of_itself = staticmethod(acts.of_itself)
    is_shared = staticmethod(acts.is_shared)
    in_a_row = staticmethod(acts.in_a_row)

    def describer(self, definition: Definition) -> Describer:
        return GermanDescriber(definition)

    def finite(self, statement: Statement) -> Pieces:
        return finite(statement)

    def dependent(self, statement: Statement) -> Pieces:
        return subordinate(statement)

    def infinitive(self, clause: Clause) -> Pieces:
        return infinitive(clause, with_zu(clause.verb))

    def imperative(self, clause: Clause) -> Pieces:
        prefix, verb = parted(clause.verb)
        return (Text(imperative_of(verb)), *clause.rest, *clause.behind, *((Text(" " + prefix),) if prefix else ()))

    def letting(self, clause: Clause) -> Pieces:
        return (Text("Lass "), *cased(clause.subject, Case.OBJECT), Text(" "), *infinitive(clause, clause.verb))

    # --- beliefs -----------------------------------------------------------------------------------------------------

    def believing(self, who: Slot, content: Statement) -> Clause:
        return Clause((who,), "glauben", content=(Text(", dass "), *subordinate(content)))

    def knowing(self, who: Slot, what: Pieces) -> Clause:
        return Clause((who,), "wissen", content=(Text(", "), *what))

    def learned(self, who: Slot, content: Statement, seen: bool) -> Pieces:
        if seen:
            return finite(Clause((who,), "sehen", content=(Text(", dass "), *subordinate(content))))
        return (Text("nun "), *inverted(self.believing(who, content)))

    def no_longer_knows(self, who: Slot, what: Pieces) -> Pieces:
        return finite(Clause((who,), "wissen", behind=(Text(" nicht mehr"),), content=(Text(", "), *what)))

    def whether(self, clause: Clause) -> Pieces:
        return (Text("ob "), *subordinate(clause))

    def whether_so(self, words: str) -> str | None:
        return "ob " + words.partition(" ")[2] if words.startswith(("dass ", "ob ")) else None

    def asked(self, words: str) -> str:
        return words.removesuffix(",")

    # --- wants and reasons -------------------------------------------------------------------------------------------

    def is_gain(self, text: str) -> bool:
        return text.startswith(("dass ", "nicht ")) or text.endswith("en")

    def gain(self, statement: Statement, who: str) -> Pieces:
        if isinstance(statement, Clause) and statement.subject == (Slot(who),):
            return infinitive(statement, statement.verb)
        return (Text("dass "), *subordinate(statement))

    def more_of(self, noun: Pieces, much: bool) -> Pieces:
        return (Text("dass "), *noun, Text(" größer " if much else " geringer "), Verb("werden"))

    def wanting(self, who: Slot, gains: Sequence[Pieces]) -> Pieces:
        return _wanting(who, gains, False)

    def plan(self, steps: Sequence[Step]) -> Pieces:
        pieces: list[Piece] = []
        for index, step in enumerate(steps):
            pieces.append(Text(", dann " if index else ""))
            act = infinitive(step.act, step.act.verb)
            pieces += act if step.own else (Text("dass "), *subordinate(step.act))
        return trimmed(pieces)

    def reason(self, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        return (*self.wanting(who, gains or (_OUTCOME,)), *_further(who, further))

    def because(self, act: Pieces, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        return (*act, Text(", weil "), *_wanting(who, gains or (_OUTCOME,), True), *_further(who, further))

    def agreeing(self, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        return self.because(finite(Clause((who,), "sein", behind=(Text(" einverstanden"),))), who, gains, further)

    # --- what does not happen ----------------------------------------------------------------------------------------

    def refusing(self, who: Slot, gains: Sequence[Pieces]) -> Pieces:
        again = Slot(who.who, form=Form.SUBJECT)
        if gains:
            return (*_refuses(who), *_wanting(again, gains, False), Text("."))
        return (
            *_refuses(who),
            again,
            Text(" "),
            Verb("sehen"),
            Text(" nichts darin, was "),
            again,
            Text(" "),
            Verb("wollen"),
            Text("."),
        )

    def refused_for_unknown_reasons(self, who: Slot) -> Pieces:
        return (*_refused(who), Text(" und "), Verb("sagen"), Text(" nicht, warum."))

    def refused_as_impossible(self, who: Slot, obstacles: Sequence[str]) -> Pieces:
        if not obstacles:
            return (*_refuses(who), Text("Es ging nicht."))
        knew = (Text(f"{_listed(obstacles)}, soweit "), Slot(who.who, form=Form.SUBJECT), Text(" "), Verb("wissen"), Text("."))
        return (*_refuses(who), *knew)

    def failed(self, who: Slot, act: Clause, learned: Sequence[str]) -> Pieces:
        tried: Pieces = (
            *cased((who,), Case.SUBJECT),
            Text(" versuchte, "),
            *self.infinitive(act),
            Text(", doch es ging nicht"),
        )
        return (*tried, Text(f": {_listed(learned)}." if learned else "."))


_OUTCOME: Pieces = (Text("sehen, was daraus wird"),)


def _refuses(who: Slot) -> Pieces:
    return (*_refused(who), Text(": "))


def _refused(who: Slot) -> Pieces:
    myself = Slot(who.who, form=Form.REFLEXIVE)
    return (*cased((who,), Case.SUBJECT), Text(" "), Verb("weigern"), Text(" "), myself)


def _listed(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} und {parts[-1]}" if len(parts) > 1 else "".join(parts)


SENTENCES: Sentences = GermanSentences()
