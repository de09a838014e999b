"""The author's words for acts and properties: each is a clause with a verb in square brackets."""

from __future__ import annotations

from fabula.checker.names import Scope
from fabula.checker.texts import check_text
from fabula.problems import Hint
from fabula.source import Edit, Span
from fabula.syntax import tree
from fabula.syntax.templates import Slot, Template, Verb, parse_template


def check_phrase_of_act(scope: Scope, definition: tree.ActionDefinition) -> str:
    """What is done, "" if the author has not said it. Who does it stands before the verb by itself, and is not named there."""
    text = definition.phrase
    if text is None:
        return ""
    template = parse_template(text.value)
    verbs = [index for index, piece in enumerate(template.pieces) if isinstance(piece, Verb)]
    doers = {doer.text for doer in definition.by if isinstance(doer, tree.Name)}
    if not verbs:
        report_no_verb(scope, text, template, "what is done is named by its verb")
        return ""
    before = template.pieces[: verbs[0]]
    if doers and any(isinstance(piece, Slot) and piece.who in doers and not piece.path for piece in before):
        verb = template.pieces[verbs[0]]
        assert isinstance(verb, Verb)
        rest = text.value[verb.position :]
        scope.problems.add(
            "text-bad-slot",
            "who does it stands before these words by itself",
            text.span,
            expected='the verb and what follows it, as "[tell] {other} the plan"',
            seen=text.value,
            hint=Hint.of(f'write: as "{rest}"', f'"{rest}"'),
        )
        return ""
    # A verb that nobody stands before belongs to whoever does it.
    check_text(scope, text, bool(doers or definition.by))
    return text.value.strip().rstrip(".")


def report_no_verb(scope: Scope, text: tree.Text, template: Template, message: str) -> None:
    """No verb stands in square brackets; if the words begin with one in its base form, it is that."""
    first = text.value.partition(" ")[0]
    plain = not template.flaws and first.isalpha() and text.span.text == f'"{text.value}"'
    fix: tuple[Edit, ...] = ()
    hint = 'put the verb into square brackets, in its base form: "[tell] {other} the plan"'
    if plain:
        start = text.span.start + 1
        whole = f"[{first}]"
        hint = f'write "{whole}{text.value[len(first) :]}", with the verb in its base form'
        fix = (Edit(Span(text.span.source, start, start + len(first)), whole),)
    scope.problems.add(
        "text-bad-slot",
        f"{message}, and no verb stands in square brackets",
        text.span,
        expected="a verb as [tell]",
        seen=text.value,
        hint=hint,
        fix=fix,
    )
