"""Asking: questions about all lives of a story, answered with proofs."""

from fabula.asking.answers import Answer
from fabula.asking.asker import Asker
from fabula.asking.grammar import GRAMMAR, grammar, question_about, question_of, questions_of
from fabula.asking.obstacles import Obstacles, obstacles
from fabula.asking.questions import Question

__all__ = [
    "GRAMMAR",
    "Answer",
    "Asker",
    "Obstacles",
    "Question",
    "grammar",
    "obstacles",
    "question_about",
    "question_of",
    "questions_of",
]
