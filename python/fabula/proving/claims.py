"""What a certificate claims and what its check has looked at, in words, which are made of the claim itself and of nothing that
a certificate could say about it."""

from __future__ import annotations

from fabula.problems import counted
from fabula.proving.certificates import Claim
from fabula.proving.checking import Checked
from fabula.task import (
    UNKNOWN,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Read,
    Sort,
    Task,
    reads,
)

_WORDS = {"==": "is", "!=": "is not", "known": "is known", "may be": "may be", "in": "is one of", "knows": "is known there"}


def claim_text(task: Task, claim: Claim) -> str:
    """What is proven, as a sentence."""
    minds = ", ".join(task.characters[mind] for mind in claim.free)
    free = f", also where {minds} may do anything," if minds else ""
    if claim.condition is None:
        return f"no life{free} ends in '{claim.ending}'."
    return f"in no life{free} is there a moment at which {condition_text(task, claim.condition)}."


def basis_text(checked: Checked, engine: str = "plain") -> str:
    """On what it rests, as sentences. `engine`: on which lives were followed."""
    parts = [f"the values that {counted(checked.facts, 'fact')} never leave"] if checked.facts else []
    if checked.rows:
        parts.append(f"{counted(checked.rows, 'row')} of values that nothing leads out of")
    if checked.states:
        parts.append(f"all lives, followed to {counted(checked.states, 'state')} on the {engine} engine")
    left = f" {counted(checked.left_out, 'act')} that nobody has a reason for left aside." if checked.left_out else ""
    return f"It rests on {', and '.join(parts) or 'the condition alone'}.{left}"


def condition_text(task: Task, condition: Condition) -> str:
    """A condition with names in place of numbers."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            if not parts:
                return "anything is so" if isinstance(condition, AllOf) else "what never is so"
            word = " and " if isinstance(condition, AllOf) else " or "
            return word.join(
                f"({condition_text(task, part)})"
                if isinstance(part, AllOf | AnyOf) and len(part.parts) > 1
                else condition_text(task, part)
                for part in parts
            )
        case Compare(operator, left, right, _, denied):
            sort = next((task.fluents[place.fluent].sort for place in (*reads(left), *reads(right))), Sort.NUMBER)
            other = "" if operator in ("known", "knows") else f" {_text(task, right, sort)}"
            text = f"{_text(task, left, sort)} {_WORDS.get(operator, operator)}{other}"
            return f"not ({text})" if denied else text


def _text(task: Task, expression: Expression, sort: Sort) -> str:
    match expression:
        case Read(path, fluent):
            return "".join(f"{task.characters[mind]} believes " for mind in path) + task.fluents[fluent].name
        case Constant():
            return ", ".join(_value(task, value, sort) for value in expression.values)
        case Arithmetic(operator, left, right):
            return f"({_text(task, left, sort)} {operator} {_text(task, right, sort)})"
        case Choose(condition, then, otherwise):
            return f"({_text(task, then, sort)} if {condition_text(task, condition)} else {_text(task, otherwise, sort)})"


def _value(task: Task, value: int, sort: Sort) -> str:
    if value == UNKNOWN:
        return "unknown"
    if sort is Sort.TRUTH:
        return "so" if value else "not so"
    if sort is Sort.SYMBOL:
        return task.symbols[value] if 0 <= value < len(task.symbols) else "nobody"
    return str(value)
