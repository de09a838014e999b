"""What the tests of the checker share: small worlds, and checked values written out as text."""

from __future__ import annotations

from fabula import model
from fabula.checker import check_text
from fabula.problems import Problem

#: a world with something of everything; tests add lines to it
WORLD = """
kind place
kind soldier: character
property at(character): place
property path(place, place)
property alive(character) = yes
property armed(character)
property loves(character, character)
property following(character): character
property wounds(soldier): 0..3 = 1
property mood(character): calm | angry | afraid = calm
property hour: 0..9
property night
place field "the field"
place ridge
character Aeris, she, at field
character Cloud, he, at ridge
will Jenova, she, in Cloud
soldier Hale, he, at field
rule near(one: character, other: character): one.at is other.at
ending over when hour is 9
"""


def problems_of(text: str) -> list[Problem]:
    """All problems of a text."""
    return list(check_text(text)[1])


def codes_of(text: str) -> list[str]:
    return [problem.code for problem in problems_of(text)]


def in_world(line: str) -> Problem:
    """The one problem that the world has with one more line (or block) at its end."""
    found = problems_of(WORLD + line)
    assert len(found) == 1, found
    return found[0]


def marked(problem: Problem) -> str:
    """The stretch of text that a problem points at."""
    assert problem.span is not None
    return problem.span.text


def definition(text: str) -> model.Definition:
    """The checked text, which has no errors."""
    found, problems = check_text(text)
    assert not problems.errors, problems.errors
    assert found is not None
    return found


def world(line: str) -> model.Definition:
    """The checked world with one more line or block."""
    return definition(WORLD + line)


def condition(written: str) -> str:
    """A condition of the world, checked and shown."""
    return shown(world(f"ending asked when {written}\n").endings["asked"].condition)


def value(written: str) -> str:
    """A number of the world, checked and shown."""
    (want,) = world(f"Aeris wants: {written}\n").wants["Aeris"]
    return shown(want.weight)


def facts(written: str) -> list[str]:
    """The facts that a line or block adds to the world (beyond who holds which body)."""
    return _said(world(written))[len(_said(definition(WORLD))) :]


def _said(found: model.Definition) -> list[str]:
    return [line for line in map(shown_effect, found.facts) if not line.startswith("held_by(")]


def shown(expression: model.Expression) -> str:
    """An expression in one line: variables as ?name, nobody as ?."""
    match expression:
        case model.Literal(None):
            return "?"
        case model.Literal(bool() as truth):
            return "yes" if truth else "no"
        case model.Literal(plain):
            return str(plain)
        case model.Variable(name, kind):
            return f"?{name}:{kind}"
        case model.Get(name, arguments):
            return f"{name}({', '.join(shown(argument) for argument in arguments)})" if arguments else name
        case model.Believed(mind, content):
            return f"[{shown(mind)} {shown(content)}]"
        case model.Not(operand):
            return f"not {shown(operand)}"
        case model.Logic(operator, parts):
            return f"({f' {operator} '.join(shown(part) for part in parts)})"
        case model.Comparison(operator, left, right) | model.Arithmetic(operator, left, right):
            return f"({shown(left)} {operator} {shown(right)})"
        case model.IsKind(operand, kind):
            return f"({shown(operand)} is a {kind})"
        case model.OneOf(place, options):
            return f"({shown(place)} in {', '.join(shown(option) for option in options)})"
        case model.Known(place):
            return f"known({shown(place)})"
        case model.MayBe(place, given):
            return f"({shown(place)} may be {shown(given)})"
        case model.Knows(mind, content):
            return f"({shown(mind)} knows {shown(content)})"
        case model.Conditional(then, asked, otherwise):
            return f"({shown(then)} if {shown(asked)} else {shown(otherwise)})"
        case model.Quantified(word, variable, where, body):
            limited = "" if where is None else f" where {shown(where)}"
            return f"({word} {shown(variable)}{limited}: {shown(body)})"


def shown_effect(effect: model.Effect) -> str:
    match effect:
        case model.Assign(believers, target, operator, given):
            return "".join(f"{shown(one)} believes " for one in believers) + f"{shown(target)} {operator} {shown(given)}"
        case model.Opens(believers, target, word, values):
            of = "".join(f"{shown(one)} believes " for one in believers) + shown(target)
            return " ".join([of, word, *([", ".join(shown(one) for one in values)] if values else [])])
        case model.Common(believers, target, word, minds, but, values):
            of = "".join(f"{shown(one)} believes " for one in believers) + shown(target)
            those = f"{'all but ' if but else ''}({', '.join(map(shown, minds))})"
            return " ".join([of, word, those, *map(shown, values)])
        case model.When(asked, then, otherwise):
            parts = "; ".join(shown_effect(one) for one in then)
            return f"if {shown(asked)}: {parts}" + (f" else: {'; '.join(map(shown_effect, otherwise))}" if otherwise else "")
        case model.ForEach(variable, where, effects):
            limited = "" if where is None else f" if {shown(where)}"
            return f"each {shown(variable)}{limited}: {'; '.join(map(shown_effect, effects))}"
