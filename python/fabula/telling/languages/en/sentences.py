"""The engine's own sentences in English."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.model import Definition
from fabula.syntax.templates import Form, Noun, Piece, Slot, Text, Verb
from fabula.telling.languages.en import acts
from fabula.telling.languages.en.statements import EnglishDescriber, finite, infinitive
from fabula.telling.languages.grammar import unfinished
from fabula.telling.languages.sentences import Sentences, Step
from fabula.telling.languages.statements import Clause, Describer, Pieces, Statement


class EnglishSentences:
    """English as `Sentences`."""

    from_phrase = staticmethod(acts.from_phrase)
    from_choice = staticmethod(acts.from_choice)
    from_name = staticmethod(acts.from_name)
    of_itself = staticmethod(acts.of_itself)
    is_shared = staticmethod(acts.is_shared)
    in_a_row = staticmethod(acts.in_a_row)
    gain = staticmethod(infinitive)

    def describer(self, definition: Definition) -> Describer:
        return EnglishDescriber(definition)

    def finite(self, statement: Statement) -> Pieces:
        return finite(statement)

    def dependent(self, statement: Statement) -> Pieces:
        return finite(statement)

    def infinitive(self, clause: Clause) -> Pieces:
        return (Text("to " + clause.verb), *unfinished(clause.rest))

    def imperative(self, clause: Clause) -> Pieces:
        return (Text(clause.verb), *acts.to_reader(clause.subject, unfinished(clause.rest)))

    def letting(self, clause: Clause) -> Pieces:
        return (Text("Let "), *clause.subject, Text(f" {clause.verb}"), *unfinished(clause.rest))

    # --- beliefs -----------------------------------------------------------------------------------------------------

    def believing(self, who: Slot, content: Statement) -> Clause:
        return Clause((who,), "believe", (Text(" that "), *finite(content)))

    def knowing(self, who: Slot, what: Pieces) -> Clause:
        return Clause((who,), "know", (Text(" "), *what))

    def learned(self, who: Slot, content: Statement, seen: bool) -> Pieces:
        found = (who, Text(" "), Verb("see" if seen else "believe"), Text(" that "), *finite(content))
        return found if seen else (Text("now "), *found)

    def no_longer_knows(self, who: Slot, what: Pieces) -> Pieces:
        return (who, Text(" no longer "), Verb("know"), Text(" "), *what)

    def whether(self, clause: Clause) -> Pieces:
        return (Text("whether "), *finite(clause))

    def whether_so(self, words: str) -> str | None:
        return "whether " + words.partition(" ")[2] if words.startswith(("that ", "whether ")) else None

    def asked(self, words: str) -> str:
        return words.replace("whoever ", "who ", 1) if words.startswith("whoever ") else words

    # --- wants and reasons -------------------------------------------------------------------------------------------

    def is_gain(self, text: str) -> bool:
        return text.startswith("to ")

    def more_of(self, noun: Pieces, much: bool) -> Pieces:
        return (Text("more of " if much else "less of "), *noun)

    def wanting(self, who: Slot, gains: Sequence[Pieces]) -> Pieces:
        return (who, Text(" "), Verb("want"), Text(" "), *_in_a_row(gains))

    def plan(self, steps: Sequence[Step]) -> Pieces:
        pieces: list[Piece] = []
        for index, step in enumerate(steps):
            if index:
                pieces.append(Text(", then "))
            if not step.own:
                pieces.append(Text("for "))
                pieces.extend(piece for piece in step.act.subject if isinstance(piece, Slot | Text | Noun))
                pieces.append(Text(" "))
            pieces.extend(piece for piece in self.infinitive(step.act) if isinstance(piece, Slot | Text | Verb))
        return tuple(pieces)

    def reason(self, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        wanted = self.wanting(who, gains or ((Text("what comes of it"),),))
        if not further:
            return wanted
        return (*wanted, Text(", and "), Verb("mean"), Text(" "), *self.plan(further), Text(" next"))

    def because(self, act: Pieces, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        return (*act, Text(" because "), *self.reason(who, gains, further))

    def agreeing(self, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        return self.because((who, Text(" "), Verb("agree")), who, gains, further)

    # --- what does not happen ----------------------------------------------------------------------------------------

    def refusing(self, who: Slot, gains: Sequence[Pieces]) -> Pieces:
        again = Slot(who.who, form=Form.SUBJECT)
        refuses: Pieces = (who, Text(" "), Verb("refuse"), Text(": "), again, Text(" "))
        if not gains:
            return (*refuses, Verb("see"), Text(" nothing in it that "), again, Text(" "), Verb("want"), Text("."))
        return (*refuses, Verb("want"), Text(" "), *_joined(gains, " and "), Text("."))

    def refused_for_unknown_reasons(self, who: Slot) -> Pieces:
        return (who, Text(" "), Verb("refuse"), Text(", and "), Verb("do"), Text(" not say why."))

    def refused_as_impossible(self, who: Slot, obstacles: Sequence[str]) -> Pieces:
        because: Pieces = (Text("it could not be done"),)
        if obstacles:
            because = (Text("as "), who, Text(f" saw it, {_listed(obstacles)}"))
        return (who, Text(" refused: "), *because, Text("."))

    def failed(self, who: Slot, act: Clause, learned: Sequence[str]) -> Pieces:
        tried: Pieces = (who, Text(" tried "), *self.infinitive(act), Text(", but it could not be done"))
        return (*tried, Text(f": {_listed(learned)}." if learned else "."))


def _in_a_row(parts: Sequence[Pieces]) -> Pieces:
    pieces: list[Piece] = []
    for index, part in enumerate(parts):
        if index:
            pieces.append(Text(" and " if index == len(parts) - 1 else ", "))
        pieces.extend(part)
    return tuple(pieces)


def _joined(parts: Sequence[Pieces], word: str) -> Pieces:
    return tuple(piece for index, part in enumerate(parts) for piece in (*((Text(word),) if index else ()), *part))


def _listed(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


SENTENCES: Sentences = EnglishSentences()
