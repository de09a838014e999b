"""Answers: values that are true where the answer is a positive one, with what proves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fabula.asking.conclusions import Conclusion, Extent
from fabula.asking.diagnosis import Hindrance
from fabula.asking.obstacles import Obstacles, Rule
from fabula.asking.questions import Question
from fabula.asking.wording import details_of, sentence_of, text_of, whole_text_of
from fabula.asking.wording.obstacles import obstacles_data, obstacles_text, rule_data
from fabula.asking.wording.speech import Speech
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.markup import Markup

#: yes or no, a number, or names and what is said in sentences; None: there is no such thing, or it is not known
Value = bool | int | tuple[str | Hindrance | Rule | Conclusion, ...] | None


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """The answer to a question. It is true if it is a yes, a number, or a list that is not empty.

    `asked`: the question. `value`: yes or no, a number, or a list; None: there is no such thing (`proof`), or it is not known
    (no `proof`). `proof`: it holds of all lives; a life that shows it is a proof, too. `conclusion`: what was found, and
    `extent`: how much was looked at for it. `life`: one that shows it, a shortest. `obstacles`: what stands in the way of an
    ending that no life reaches. `interrupted`: somebody ended the search.

    The words are made of that when they are asked for, in the language of the story.
    """

    asked: Question
    value: Value
    proof: bool
    conclusion: Conclusion
    extent: Extent
    world: World = field(repr=False, compare=False)
    life: Life | None = None
    obstacles: Obstacles | None = None
    interrupted: bool = False

    def __bool__(self) -> bool:
        return bool(self.value) if isinstance(self.value, tuple) else self.value is not None and self.value is not False

    @property
    def question(self) -> str:
        """The question as it was asked."""
        return self.asked.text

    @property
    def answer(self) -> bool | int | tuple[str, ...] | None:
        """The value; what is said in sentences, in words."""
        if isinstance(self.value, tuple):
            return tuple(item if isinstance(item, str) else sentence_of(self, item) for item in self.value)
        return self.value

    @property
    def text(self) -> str:
        """The answer in words, without the life that shows it."""
        return text_of(self)

    @property
    def details(self) -> Mapping[str, object]:
        """What else is known, as plain data: what `--json` prints besides."""
        return details_of(self)

    @property
    def obstacles_text(self) -> str:
        """What stands in the way, in words; empty where that was not looked for."""
        return "" if self.obstacles is None else obstacles_text(Speech(self.world), self.obstacles)

    def __str__(self) -> str:
        return whole_text_of(self)

    def __repr__(self) -> str:
        return f"<fabula.Answer to {self.question!r}: {self.text.partition(chr(10))[0]}>"

    def _repr_html_(self) -> str:
        first, _, rest = str(self).partition("\n")
        more = Markup("<pre>{}</pre>").format(rest) if rest else Markup()
        return str(Markup("<p><b>{}</b></p><p>{}</p>{}").format(self.question, first, more))

    def data(self) -> dict[str, object]:
        """As plain data, as `--json` prints it."""
        speech = Speech(self.world)
        answer = self.answer
        return {
            "question": self.question,
            "answer": list(answer) if isinstance(answer, tuple) else answer,
            "proof": self.proof,
            "life": None if self.life is None else list(self.life.moves),
            "obstacles": [] if self.obstacles is None else [rule_data(speech, rule) for rule in self.obstacles.rules],
            "basis": None if self.extent.basis is None else self.extent.basis.data(),
            "text": self.text,
            **self.details,
            **({} if self.obstacles is None else {"relaxed": obstacles_data(speech, self.obstacles)}),
        }
