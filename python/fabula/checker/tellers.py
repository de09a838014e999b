"""How a story is told: the lines `told ...` in its head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fabula import model
from fabula.checker.lookup import count
from fabula.checker.names import Names
from fabula.checker.texts import report_no_mind
from fabula.checker.typed import with_article
from fabula.syntax import tree

_PERSONS = {"first": model.Person.FIRST, "second": model.Person.SECOND, "third": model.Person.THIRD}
_TENSES = {tense.value: tense for tense in model.Tense}

#: what a telling can do without, besides acts
MEMORIES, FOREBODING = "memories", "foreboding"


def check_told(names: Names, lines: Iterable[tree.Told]) -> model.Teller:
    """The teller that the lines describe; each thing may be said once, acts that are left out as often as one likes."""
    teller = model.Teller()
    said: dict[str, tree.Name] = {}
    for line in lines:
        match line.word.text:
            case "by":
                if _is_new(names, said, "by", line.word):
                    teller = _eyes(names, teller, line.eyes)
            case "in" | "as":
                for word in line.manner:
                    teller = _manner(names, said, teller, word)
            case "without":
                options = {one.name.text for one in line.acts if _is_option(names, one)}
                teller = replace(teller, looks_back=teller.looks_back and MEMORIES not in options)
                teller = replace(teller, foretells=teller.foretells and FOREBODING not in options)
                found = (_act(names, one, triggers=True) for one in line.acts if not _is_option(names, one))
                teller = replace(teller, leaves_out=(*teller.leaves_out, *(one for one in found if one is not None)))
            case word:
                if _is_new(names, said, word, line.word):
                    act = _act(names, line.acts[0])
                    teller = replace(teller, begins=act) if word == "from" else replace(teller, ends=act)
    return teller


def is_mind(names: Names, name: tree.Name, verb: str) -> bool:
    """Whether somebody of this name has a mind; if not, it is reported who `verb`."""
    if name.text not in names.things:
        minds = [thing.name for thing in names.things.values() if thing.kind is not None and names.is_mind(thing.kind)]
        names.unknown("unknown-name", "character", name, minds)
        return False
    kind = names.things[name.text].kind
    if kind is not None and not names.is_mind(kind):
        report_no_mind(names.problems, name.span, verb, f"{name.text}, {with_article(kind)}")
    return kind is not None and names.is_mind(kind)


def _eyes(names: Names, teller: model.Teller, written: tuple[tree.Eyes, ...]) -> model.Teller:
    eyes: list[str] = []
    until: list[model.ActPattern | None] = []
    for one in written:
        act = _act(names, one.until) if one.until is not None else None
        if one.mind is not None and is_mind(names, one.mind, "tells a story"):
            eyes.append(one.mind.text)
            until.append(act)
    return replace(teller, eyes=tuple(eyes), until=tuple(until) if any(until) else ())


def _manner(names: Names, said: dict[str, tree.Name], teller: model.Teller, word: tree.Name) -> model.Teller:
    sort = "person" if word.text in _PERSONS else "tense" if word.text in _TENSES else "as"
    if not _is_new(names, said, sort, word):
        return teller
    match sort:
        case "person":
            return replace(teller, person=_PERSONS[word.text])
        case "tense":
            return replace(teller, tense=_TENSES[word.text])
        case _:
            return replace(teller, closeness=model.Closeness(word.text))


def _is_option(names: Names, act: tree.Act) -> bool:
    """Whether it is no act, but something else that a telling does without; an act of that name comes first."""
    known = act.name.text in names.actions or act.name.text in names.triggers
    return act.arguments is None and act.name.text in (MEMORIES, FOREBODING) and not known


def _is_new(names: Names, said: dict[str, tree.Name], sort: str, word: tree.Name) -> bool:
    first = said.setdefault(sort, word)
    if first is word:
        return True
    names.problems.add(
        "duplicate-name",
        "how a story is told is said once",
        word.span,
        expected="one line for it",
        seen=f"'{word.text}' besides '{first.text}'" if word.text != first.text else f"'{word.text}' twice",
        hint="leave one of them out",
        notes=((first.span, "the first one"),),
    )
    return False


def _act(names: Names, act: tree.Act, triggers: bool = False) -> model.ActPattern | None:
    """The pattern of acts; None if there are none such, which is reported."""
    known = names.actions.get(act.name.text) or (names.triggers.get(act.name.text) if triggers else None)
    if known is None:
        candidates = [*names.actions, *(names.triggers if triggers else ())]
        hint = f"'{act.name.text}' is a trigger: nobody does it" if act.name.text in names.triggers else ""
        names.unknown("unknown-action", "action or trigger" if triggers else "action", act.name, candidates, hint)
        return None
    if act.arguments is None:
        return model.ActPattern(known.name)
    if len(act.arguments) != len(known.parameters):
        shown = ", ".join(parameter.name if parameter is not None else "?" for parameter in known.parameters)
        names.problems.add(
            "wrong-count",
            f"'{known.name}' has {count(len(known.parameters))}, and {count(len(act.arguments), bare=True)} named here",
            act.name.span,
            expected=f"{known.name}({shown})",
            seen=count(len(act.arguments)),
            hint="write _ for what does not matter, or leave the brackets out",
        )
        return None
    sound = [_fits(names, name, parameter) for name, parameter in zip(act.arguments, known.parameters, strict=True)]
    written = tuple(name.text if name is not None else None for name in act.arguments)
    return model.ActPattern(known.name, written) if all(sound) else None


def _fits(names: Names, name: tree.Name | None, parameter: model.Variable | None) -> bool:
    if name is None:
        return True
    if name.text not in names.things:
        names.unknown("unknown-name", "thing", name, names.things)
        return False
    kind = names.things[name.text].kind
    if kind is None or parameter is None or names.may_share(kind, parameter.kind):
        return True
    names.problems.add(
        "wrong-kind",
        f"'{name.text}' is {with_article(kind)}, and the act has {with_article(parameter.kind)} there",
        name.span,
        expected=with_article(parameter.kind),
        seen=f"{name.text}, {with_article(kind)}",
    )
    return False
