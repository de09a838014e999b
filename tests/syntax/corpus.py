"""Wrong lines, each with the words that must be in its cure: read from `wrong_lines/*.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fabula.checker import check_text
from fabula.problems import Problem

FOLDER = Path(__file__).parent / "wrong_lines"
STORY = """story "The Yard"
    told by Ann
use places, sight, talk

kind item
property held(item): character
property seen_open(place)
property code: 0..9
property mood(character): calm | angry
property sorry(character)

place hall "the hall"
place yard "the yard"
path hall - yard
character Ann, she, at hall
character Bob, he, at yard
item key "the key"
seen_open(yard)

action take(who: character, what: item)
    by who
    when held(what) is nobody
    do: held(what) = who
    choice "Take {what}"
    says "{who} [take] {what}."
action shout(who: character)
    by who
    when not who.sorry
    do
        who.sorry
        code += 1
    says "{who} [shout]."
Ann wants
    1 if held(key) is Ann
ending done "Done" when held(key) is Ann
"""
#: where a line stands in the story: what goes before it, how deep it is, what comes after
PLACES = {
    "top": (STORY, 0, ""),
    "action": (f"{STORY}action hum(who: character)\n    by who\n", 4, "    do: code += 1\n"),
    "bare": (f"{STORY}action hum(who: character)\n    by who\n", 4, ""),
    "do": (f"{STORY}action hum(who: character)\n    by who\n    do\n        who.sorry\n", 8, ""),
    "first": ("", 0, STORY.partition("told by Ann\n")[2]),
    "story": (STORY.partition("use places")[0], 4, "use places" + STORY.partition("use places")[2]),
    "wants": (f"{STORY}Bob wants\n    1 if Bob.sorry\n", 4, ""),
    "ending": (f'{STORY}ending lost "Lost" when code is 9\n', 4, ""),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong line where it stands, and words that its cure must have."""

    tool: str
    place: str
    lines: tuple[str, ...]
    cure: str

    @property
    def text(self) -> str:
        before, indent, after = PLACES[self.place]
        return before + "".join(f"{' ' * indent}{line}\n" for line in self.lines) + after

    def mended(self, text: str) -> str:
        """What stands in the place of the line in a text that was put right."""
        before, _, after = PLACES[self.place]
        return text.removeprefix(before).removesuffix(after)

    def __str__(self) -> str:
        return f"{self.tool}-{self.place}-{'⏎'.join(self.lines)}"


def corpus() -> Iterator[Wrong]:
    """All of them."""
    for path in sorted(FOLDER.glob("*.txt")):
        place = "top"
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("[") and line.endswith("]") and line[1:-1] in PLACES:
                place = line[1:-1]
            elif " ⇒ " in line:
                wrong, cure = line.rsplit(" ⇒ ", 1)
                yield Wrong(path.stem, place, tuple(wrong.split("⏎")), cure)


def problems_of(text: str) -> list[Problem]:
    return list(check_text(text)[1])
