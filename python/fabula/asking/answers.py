"""Answers: values that are true where the answer is a positive one, with what proves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fabula.asking.obstacles import Obstacles
from fabula.asking.sentences import told
from fabula.lives.life import Life
from fabula.markup import Markup


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """The answer to a question. It is true if it is a yes, a number, or a list that is not empty.

    `answer`: yes or no, a number, names or sentences; None: there is no such thing (`proof`), or it is not known (no `proof`).
    `proof`: it holds of all lives; a life that shows it is a proof, too. `life`: one that shows it, a shortest. `obstacles`:
    what stands in the way of an ending that no life reaches. `text`: the answer in words. `details`: what else `--json`
    prints. `interrupted`: somebody ended the search. `tells_life`: the life, too, is to be told in words.
    """

    question: str
    answer: bool | int | tuple[str, ...] | None
    proof: bool
    text: str
    life: Life | None = None
    obstacles: Obstacles | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    interrupted: bool = False
    tells_life: bool = True

    def __bool__(self) -> bool:
        if isinstance(self.answer, tuple):
            return bool(self.answer)
        return self.answer is not None and self.answer is not False

    def __str__(self) -> str:
        parts = [self.text]
        if self.tells_life and self.life is not None and self.life.moves:
            parts.append(told(self.life))
        if self.obstacles is not None:
            parts.append(self.obstacles.text())
        return "\n".join(parts)

    def __repr__(self) -> str:
        return f"<fabula.Answer to {self.question!r}: {self.text.partition(chr(10))[0]}>"

    def _repr_html_(self) -> str:
        first, _, rest = str(self).partition("\n")
        more = Markup("<pre>{}</pre>").format(rest) if rest else Markup()
        return str(Markup("<p><b>{}</b></p><p>{}</p>{}").format(self.question, first, more))

    def data(self) -> dict[str, object]:
        """As plain data, as `--json` prints it."""
        return {
            "question": self.question,
            "answer": list(self.answer) if isinstance(self.answer, tuple) else self.answer,
            "proof": self.proof,
            "life": None if self.life is None else list(self.life.moves),
            "obstacles": [] if self.obstacles is None else [rule.data() for rule in self.obstacles.rules],
            "text": self.text,
            **self.details,
            **({} if self.obstacles is None else {"relaxed": self.obstacles.data()}),
        }
