"""What comes before somebody's eyes, and what of it is told."""

from __future__ import annotations

from pathlib import Path

from tests.telling.bounds import leaks, untrue

from fabula.lives import replay
from fabula.lives.finding import wander
from fabula.story import Story, load, loads
from fabula.telling import NOBODY, tell
from fabula.telling.content.sights import at_hand, in_sight

PATH = Path(__file__).parents[2] / "play" / "stories" / "the_vigil.fabula"
VIGIL = load(PATH)
CRYPT = "The crypt smelled of wax and water."


def load_without_descriptions() -> Story:
    text = PATH.read_text(encoding="utf-8")
    return loads("".join(line for line in text.splitlines(keepends=True) if "description" not in line))


def seen(story: Story, mind: str, teller: str | None, *acts: str) -> list[str]:
    life = replay(story, acts, tuple(range(len(story.task.characters))))
    return [thing.name for thing in in_sight(story, life.end, mind, teller)]


def test_one_sees_the_place_where_one_is_and_what_is_there() -> None:
    assert seen(VIGIL, "Prior", "Prior") == ["nave", "Oda", "bell"]
    assert seen(VIGIL, "Ghost", "Ghost") == ["nave", "Oda", "bell"]
    assert seen(VIGIL, "Oda", "Oda", "go(Oda, crypt)") == ["crypt"]


def test_it_is_as_the_teller_believes() -> None:
    """The skull is in the crypt, and Oda takes it to be in the nave."""
    assert seen(VIGIL, "Oda", "Oda") == ["nave", "Prior", "skull", "bell"]
    assert seen(VIGIL, "Oda", None) == ["nave", "Prior", "bell"]
    assert seen(VIGIL, "Oda", None, "go(Oda, crypt)") == ["crypt", "skull"]


def test_without_places_all_is_seen() -> None:
    story = loads(
        "character Ann, she\nkind thingy\nthingy lamp\nproperty lit\naction light(who)\n    by who\n    do: lit\n"
        "Ann wants: 1 if lit\nending over when lit\n"
    )
    assert seen(story, "Ann", "Ann") == ["lamp"]


def test_what_one_takes_to_be_ones_own_is_at_hand() -> None:
    text = (
        "kind place\nplace hall\nplace yard\nproperty at(character): place\nkind tool\nproperty owner(tool): character\n"
        "tool axe, owner Ann\ntool saw, owner Bob\ncharacter Ann, she, at hall\ncharacter Bob, he, at yard\n"
        "property lit\naction light(who)\n    by who\n    do: lit\nAnn wants: 1 if lit\nBob wants: 1 if lit\n"
        "ending over when lit\n"
    )
    story = loads(text)
    assert [thing.name for thing in at_hand(story, story.engine.initial(), "Ann")] == ["hall", "Ann", "axe"]


def test_each_is_described_once_when_it_is_first_seen() -> None:
    life = replay(VIGIL, ["go(Oda, crypt)", "go(Oda, nave)", "go(Oda, crypt)"], (0, 1))
    told = tell(VIGIL, life, "Oda").text
    assert told.startswith("Oda knew him by his cough. It grinned, as all of them do.\n\nOda went to the crypt. " + CRYPT)
    assert told.count(CRYPT) == 1


def test_acts_that_read_as_one_are_parted_by_what_is_seen() -> None:
    """On the way back nothing is new, and that goes on in one sentence."""
    life = replay(VIGIL, ["go(Oda, crypt)", "go(Oda, nave)", "go(Oda, crypt)"], (0, 1))
    bare = load_without_descriptions()
    assert "and on to" in tell(bare, replay(bare, life.acts, (0, 1)), "Oda").text
    assert tell(VIGIL, life, "Oda").text.count(". ") >= 3


def test_told_by_nobody_a_place_is_described_when_something_is_done_there() -> None:
    text = tell(VIGIL, replay(VIGIL, ["snuff(Prior)", "go(Prior, crypt)"], (0, 1)), NOBODY).text
    assert text.index("candle") < text.index("went to the crypt") < text.index(CRYPT) < text.index("It grinned")


def test_the_text_is_the_one_that_fits_then() -> None:
    text = (
        'character Ann, she\nproperty lit\nkind lamp\nlamp one\n    description if lit "It [shine]."\n'
        '    description "It [be] dark."\naction turn(who)\n    by who\n    do: lit\nAnn wants: 1 if lit\n'
        "action blow(who)\n    by who\n    when lit\n    do: not lit\n"
    )
    for fact, act, told in (("", "turn(Ann)", "It was dark."), ("lit\n", "blow(Ann)", "It shone.")):
        story = loads(text + fact)
        assert tell(story, replay(story, [act], (0,)), "Ann").text.startswith(told)


def test_who_does_not_go_there_is_not_told() -> None:
    assert CRYPT not in tell(VIGIL, replay(VIGIL, ["go(Oda, crypt)"], (0, 1)), "Prior").text


def test_no_description_gives_away_what_its_teller_can_not_know() -> None:
    for seed in range(12):
        life = wander(VIGIL, seed)
        for mind in (*VIGIL.task.characters, None, NOBODY):
            telling = tell(VIGIL, life, mind, seed)
            assert [*leaks(VIGIL, life, telling), *untrue(VIGIL, life, telling)] == []
