"""Random small stories, as text: two who believe things of each other, act, react, want and come to endings."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

MINDS = ("Ann", "Bob")
TRUTHS = ("p", "q", "r")
ENDS = ("n is 2", "n >= 1", "n is 1", "p")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A story in parts. `plain` is its text; `marked` the same, with truths that note which triggers and reactions came up."""

    head: str
    actions: tuple[str, ...]
    events: tuple[tuple[str, str], ...]
    wants: tuple[tuple[str, str], ...]
    tail: str

    @property
    def plain(self) -> str:
        return self._text("", self.wants)

    @property
    def marked(self) -> str:
        return self._text("marked", self.wants)

    def without(self, line: int) -> str:
        """The text without one line of wants, but for a nothing in its place."""
        wants = tuple((who, "0" if number == line else want) for number, (who, want) in enumerate(self.wants))
        return self._text("", wants)

    def _text(self, marked: str, wants: tuple[tuple[str, str], ...]) -> str:
        parts = [self.head]
        if marked:
            parts += [f"property mark{number}" for number in range(len(self.events))]
        parts += self.actions
        for number, (event, effects) in enumerate(self.events):
            parts.append(f"{event}\n{effects}" + (f"\n        mark{number}" if marked else ""))
        parts += [f"{who} wants: {want}" for who, want in wants]
        return "\n".join([*parts, self.tail])


def drawn(seed: int) -> Drawn:
    chance = Random(seed)
    head = "\n".join(
        [
            'story "Drawn"',
            "    ahead 2",
            "    deep 1",
            "character Ann, she",
            "character Bob, he",
            *(f"property {name}" for name in TRUTHS),
            "property n: 0..2",
            *(f"Ann believes {name}" for name in TRUTHS if chance.random() < 0.2),
            *(f"Bob believes {name}" for name in TRUTHS if chance.random() < 0.2),
        ]
    )
    actions = tuple(_action(chance, number) for number in range(chance.choice((3, 4, 5))))
    if chance.random() < 0.6:
        # Time goes by, so that something can follow.
        actions = (*actions, f"action a{len(actions)}\n    when {_atom(chance)}\n    do\n        n += 1")
    if chance.random() < 0.6:
        # A second name for the same act, so that it makes no difference which is done.
        actions = (*actions, actions[0].replace("action a0", f"action a{len(actions)}").replace("Text 0", "Text again"))
    events = tuple(_event(chance, number, len(actions)) for number in range(chance.choice((1, 2, 3))))
    wants = tuple((chance.choice(MINDS), _want(chance)) for _ in range(chance.choice((3, 4, 5, 6))))
    endings = [
        f"ending e{number} when {chance.choice(ENDS)} and {_all(chance, 2)}" for number in range(chance.choice((1, 2, 2, 3)))
    ]
    expects = []
    for _ in range(3):
        word = chance.choice(("can", "must", "must", "never"))
        what = _all(chance, 2) if word == "never" else f"e{chance.randrange(len(endings))}"
        what += ", sooner or later" if word == "must" and chance.random() < 0.5 else ""
        expects.append(f"expect {chance.choice(('', 'not '))}{word} {what}")
    expects += [f"scene s{number} when {_all(chance, 2)}" for number in range(3)]
    return Drawn(head, actions, events, wants, "\n".join([*endings, *expects, ""]))


def _action(chance: Random, number: int) -> str:
    by = chance.choice(("who", "who", "who", "who, Ann", "", ""))
    lines = [f"action a{number}({'who: character' if by else ''})"]
    lines += [f"    by {by}"] if by else []
    lines += [f"    when {_all(chance, 2)}"] if chance.random() < 0.7 else []
    lines += ["    do", *(f"        {effect}" for effect in _effects(chance, chance.choice((1, 1, 2))))]
    seen = chance.choice(("all", "all", "nobody", "c: c is Ann", f"c: {_atom(chance)}"))
    lines += [] if seen == "all" else [f"    seen by {seen}"]
    for text in range(chance.choice((0, 1, 2))):
        teller = chance.choice(("", " by Ann", " by Bob"))
        said = f"Text {number} {text} was told{_varying(Random('/'.join(lines)), f'{number} {text}')}."
        lines.append(f'    says{teller} if {_all(chance, 2)} "{said}"')
    return "\n".join(lines)


def _varying(chance: Random, name: str) -> str:
    """What one text in two says under conditions: drawn apart, so that all else of a world stays as it is."""
    if chance.random() < 0.5:
        return ""
    inner = f"{{if {_atom(chance)}: at A {name}|else: at B {name}}}"
    return f" {{first: once|then: {{if {_all(chance, 2)}: {inner}|if {_all(chance, 2)}: at C {name}|else: at D {name}}}}}"


def _event(chance: Random, number: int, actions: int) -> tuple[str, str]:
    name = chance.choice(TRUTHS)
    if chance.random() < 0.5:
        falling = chance.random() < 0.5
        own, effect = (name, f"not {name}") if falling else (f"not {name}", name)
        return f"trigger t{number}\n    when {own} and {_all(chance, 2)}\n    do", f"        {effect}"
    condition = f" if {_all(chance, 2)}" if chance.random() < 0.7 else ""
    return f"when {chance.choice(MINDS)} sees a{chance.randrange(actions)}{condition}", f"        {MARKS[number % 3]}"


MARKS = ("Bob believes p", "Ann believes not q", "Bob believes not r")


def _effects(chance: Random, count: int) -> list[str]:
    found = {}
    for _ in range(count):
        name = chance.choice((*TRUTHS, *TRUTHS, "n", "belief"))
        if name == "n":
            found[name] = chance.choice(("n += 1", "n += 1", "n -= 1", "n = 0"))
        elif name == "belief":
            found[name] = f"{chance.choice(MINDS)} believes {chance.choice(('', 'not '))}{chance.choice(TRUTHS)}"
        else:
            found[name] = f"{chance.choice(('', '', 'not '))}{name}"
    return list(found.values())


def _want(chance: Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(("n", f"1 if {chance.choice(TRUTHS)}", f"1 if not {chance.choice(TRUTHS)}"))
    return f"{chance.choice((1, -1, 2))} if {_all(chance, 2)}"


def _all(chance: Random, most: int) -> str:
    return " and ".join(_atom(chance) for _ in range(chance.randint(1, most)))


def _atom(chance: Random) -> str:
    name = chance.choice(TRUTHS)
    kind = chance.random()
    if kind < 0.25:
        return f"n {chance.choice(('is', '>=', '<'))} {chance.choice((1, 2) if kind < 0.15 else (1,))}"
    if kind < 0.4:
        return f"({chance.choice(MINDS)} believes {name})"
    return chance.choice((name, f"not {name}"))
