"""The author's words for acts and properties: each is a clause with a verb in square brackets."""

from __future__ import annotations

from fabula import model
from fabula.checker.effects import fit_value
from fabula.checker.expressions import check
from fabula.checker.names import Names, Scope
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


# --- properties --------------------------------------------------------------------------------------------------------

#: the slot for what a property is
VALUE = "value"


def check_phrases(
    names: Names, definition: tree.PropertyDefinition, kinds: tuple[str, ...], type_: model.Type
) -> tuple[tuple[str, ...], tuple[model.Phrase, ...]]:
    """What the arguments of a property are called in its phrases, and the phrases. Arguments of one kind without names can't be
    spoken of."""
    written = [parameter.name.text for parameter in definition.parameters]
    called = tuple(name if written.count(name) == 1 else "" for name in written)
    scope = Scope(names)
    for name, kind in zip(called, kinds, strict=True):
        scope = scope.bind(name, model.Variable(name, kind)) if name else scope
    if not isinstance(type_, model.TruthType):
        of_value = type_.kind if isinstance(type_, model.ThingType) else None
        scope = scope.bind(VALUE, None if of_value is None else model.Variable(VALUE, of_value))
    found: list[model.Phrase] = []
    for phrase in definition.phrases:
        checked = _check_phrase(scope, phrase, type_, bool(kinds))
        earlier = next((one for one in found if checked and (one.use, one.only) == (checked.use, checked.only)), None)
        if earlier is not None:
            names.duplicate(tree.Name(phrase.use, phrase.span), "a phrase of this property", earlier.span)
        elif checked is not None:
            found.append(checked)
    return (called, tuple(found)) if found else ((), ())


def _check_phrase(scope: Scope, phrase: tree.Phrase, type_: model.Type, has_subject: bool) -> model.Phrase | None:
    only: tuple[bool | int | str | None, ...] = ()
    if phrase.value is not None:
        typed = check(scope, phrase.value, type_)
        value = None if typed is None else fit_value(scope, typed, type_, phrase.value.span, "this property")
        if value is None:
            return None
        if not isinstance(value, model.Literal):
            scope.problems.add(
                "wrong-type",
                "a phrase is for one fixed value, or for all",
                phrase.value.span,
                expected="a value, or the text",
                seen="an expression",
            )
            return None
        only = (value.value,)
    use = phrase.use
    if only and isinstance(type_, model.TruthType):
        # "is no" is "is not"
        use = "is" if bool(only[0]) == (use == "is") else "is not"
        only = ()
    text = phrase.text
    template = parse_template(text.value)
    verbs = [piece for piece in template.pieces if isinstance(piece, Verb)]
    said_as_clause = phrase.use in ("is", "is not")
    if said_as_clause and not verbs:
        report_no_verb(scope, text, template, "what is so is said with a verb")
        return None
    open_to = not only and said_as_clause and not isinstance(type_, model.TruthType)
    if open_to and not any(slot.who == VALUE for slot in template.slots):
        scope.problems.add(
            "text-bad-slot",
            "it is not said what the property is",
            text.span,
            expected="{value} in the text",
            seen=text.value,
            hint='put {value} where it belongs; for one value alone write it before the text, as in: is nobody "..."',
        )
        return None
    # A verb that nobody stands before belongs to what the property is first said of.
    bare = not said_as_clause or has_subject
    check_text(scope, tree.Text("x " + text.value, text.span) if bare else text)
    return model.Phrase(use, text.value.strip().rstrip("."), only, phrase.span)
