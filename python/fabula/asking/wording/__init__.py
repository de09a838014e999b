"""Answers in words, in the language of the story: the one place where what was found becomes text."""

from fabula.asking.wording.data import details_of
from fabula.asking.wording.texts import sentence_of, text_of, whole_text_of

__all__ = ["details_of", "sentence_of", "text_of", "whole_text_of"]
