"""Who has begun a plan goes on with it, until it is done, impossible, or something better has turned up."""

from __future__ import annotations

import random
from functools import partial

import pytest

from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.lives import Event, Life, intentions, wander
from fabula.lives.finding import NotFound
from fabula.play import Session
from fabula.proving.finding import find
from fabula.story import Story, loads

#: a hall, and a garden and a cellar two doors away; in each there is something that Ann wants
ERRANDS = """
story "Errands"
    ahead 5
kind place
place hall
place loggia
place garden
place stairs
place cellar
property at(character): place
property path(place, place)
path(hall, loggia)
path(loggia, hall)
path(loggia, garden)
path(garden, loggia)
path(hall, stairs)
path(stairs, hall)
path(stairs, cellar)
path(cellar, stairs)
character Ann, she, at hall
character Ben, he, at hall
property rose
property wine
property tea
property songs: 0..3
action walk(who: character, from: place, to: place)
    by who
    when who.at is from and path(from, to)
    do: who.at = to
action pick(who: character)
    by who
    when who is Ann and who.at is garden and not rose
    do: rose
action tap(who: character)
    by who
    when who is Ann and who.at is cellar and not wine
    do: wine
action brew(who: character)
    by who
    when who is Ben and not tea
    do: tea
action sing(who: character)
    by who
    when who is Ann and songs < 3
    do: songs += 1
Ann wants
    1 if rose
    1 if wine
Ben wants
    1 if tea
ending home "Home" when rose and wine
"""


def lived(story: Story, *names: str) -> tuple[State, list[Event]]:
    """The state after some acts, each done for the reasons that there are; and the acts."""
    acts = [action.name for action in story.task.actions]
    here, events = story.engine.initial(), []
    for name in names:
        act = acts.index(name)
        assert act in story.engine.explained(here), name
        events.append(intentions.planned(story, here, act, story.engine.do(here, act)))
        here = events[-1].after
    return here, events


def next_acts(story: Story, *names: str) -> list[str]:
    """What may come after some acts that is in keeping with them."""
    here, events = lived(story, *names)
    acts = story.engine.explained(here)
    kept = intentions.in_keeping(story, here, acts, intentions.of(story, events), partial(story.engine.plan, here))
    return [story.task.actions[act].name for act in kept]


def test_who_has_set_out_goes_on() -> None:
    story = loads(ERRANDS)
    here, _ = lived(story, "walk(Ann, hall, loggia)")
    could = [story.task.actions[act].name for act in story.engine.explained(here)]
    assert could == ["walk(Ann, loggia, hall)", "walk(Ann, loggia, garden)", "brew(Ben)"]
    assert next_acts(story, "walk(Ann, hall, loggia)") == ["walk(Ann, loggia, garden)", "brew(Ben)"]
    assert next_acts(story, "walk(Ann, hall, loggia)", "brew(Ben)", "walk(Ann, loggia, garden)") == ["pick(Ann)"]
    # What was begun is done: she has nothing in hand.
    assert not intentions.of(story, lived(story, "walk(Ann, hall, loggia)", "walk(Ann, loggia, garden)", "pick(Ann)")[1])


def test_what_others_do_meanwhile_hurries_nobody() -> None:
    """However much it is: Ben walks about, and Ann is on her way."""
    text = ERRANDS.replace(
        "Ben wants\n", "Ben wants\n    1 if Ben.at is garden\n    1 if Ben.at is cellar\n    2 if Ben.at is hall and tea\n"
    )
    names = ["walk(Ann, hall, loggia)", "walk(Ben, hall, loggia)", "walk(Ben, loggia, garden)"]
    names += ["brew(Ben)", "walk(Ben, garden, loggia)", "walk(Ben, loggia, hall)"]
    story = loads(text)
    _, events = lived(story, *names)
    assert intentions.of(story, events)["Ann"].waited > intentions.WAITS
    assert "walk(Ann, loggia, hall)" not in next_acts(story, *names)
    assert "walk(Ann, loggia, garden)" in next_acts(story, *names)


def turned(life: Life) -> int:
    """How often somebody goes back where they came from, and has done nothing there."""
    walks: dict[str, tuple[str, str]] = {}
    found = 0
    for event in life.events:
        who, *places = [part.strip(" )") for part in life.story.ground.task.actions[event.action].name.split("(")[1].split(",")]
        if not places:
            walks.pop(who, None)
        elif walks.get(who) == (places[1], places[0]):
            found += 1
        if places:
            walks[who] = places[0], places[1]
    return found


def test_nobody_turns_back_half_way() -> None:
    story = loads(ERRANDS)
    for seed in range(24):
        assert turned(wander(story, seed, offered=1)) == 0


def test_something_better_turns_up() -> None:
    """Ben brews tea while Ann is on her way; it is worth more to her than a rose."""
    better = ERRANDS.replace("    1 if wine\n", "    5 if tea and Ann.at is hall\n    1 if wine\n")
    assert "walk(Ann, loggia, hall)" not in next_acts(loads(better), "walk(Ann, hall, loggia)")
    assert "walk(Ann, loggia, hall)" in next_acts(loads(better), "walk(Ann, hall, loggia)", "brew(Ben)")
    worse = better.replace("5 if tea and", "1 if tea and")
    assert "walk(Ann, loggia, hall)" not in next_acts(loads(worse), "walk(Ann, hall, loggia)", "brew(Ben)")


def test_what_could_have_been_done_before_has_not_turned_up() -> None:
    """The wine is worth more all along. Who goes for the rose first does not think better of it half-way."""
    story = loads(ERRANDS.replace("    1 if wine\n", "    3 if wine\n"))
    assert next_acts(story, "walk(Ann, hall, loggia)") == ["walk(Ann, loggia, garden)", "brew(Ben)"]


def test_what_has_become_impossible_is_given_up() -> None:
    """Ben shuts the garden."""
    text = ERRANDS.replace(
        "who.at is from and path(from, to)", "who.at is from and path(from, to) and not (tea and to is garden)"
    )
    assert next_acts(loads(text), "walk(Ann, hall, loggia)", "brew(Ben)") == ["walk(Ann, loggia, hall)"]


#: Ann counts on Ben, who is to come to her and bring her tea
WAITING = (
    ERRANDS.replace(
        "ending home",
        "action serve(who: character)\n    by who\n    when who is Ben and tea and Ann.at is loggia\n    do: rose\nending home",
    )
    .replace("Ben wants\n", "Ben wants\n    3 if rose\n    songs\n")
    .replace("who.at is garden and not rose", "who.at is garden and tea and rose")
)


def test_who_waits_for_others_does_what_does_no_harm_and_not_for_ever() -> None:
    text = WAITING.replace("    1 if wine\n", "    1 if wine\n    songs\n").replace(
        "who is Ann and songs < 3", "who is Ann and songs < 2"
    )
    story = loads(
        text.replace("by who\n    when who is Ben and not tea", "by who\n    when who is Ben and not tea and Ann.at is loggia")
    )
    here, (event,) = lived(story, "walk(Ann, hall, loggia)")
    plan = [story.task.actions[act].name for act in event.reasons[0].plan]
    assert plan == ["walk(Ann, hall, loggia)", "brew(Ben)", "serve(Ben)"]
    # The way back to the wine is none now, but she may sing; and Ben may do as he likes.
    assert next_acts(story, "walk(Ann, hall, loggia)") == ["brew(Ben)", "sing(Ann)"]
    about_to = intentions.of(story, [event])
    assert about_to["Ann"].plan == event.reasons[0].plan[1:]
    other = Event(story.engine.explained(here)[0], here, here, ())
    for _ in range(intentions.WAITS + 1):
        about_to = intentions.after(story, about_to, other)
    acts = story.engine.explained(here)
    kept = intentions.in_keeping(story, here, acts, about_to, partial(story.engine.plan, here))
    assert kept == list(acts)
    # Ben has done his part of it: the rest is what is still to come.
    done = intentions.of(story, lived(story, "walk(Ann, hall, loggia)", "brew(Ben)")[1])
    assert [story.task.actions[act].name for act in done["Ann"].plan] == ["serve(Ben)"]


def test_the_others_of_a_reader_go_on_too_and_what_they_are_about_to_do_is_taken_back_with_the_turns() -> None:
    story = loads(ERRANDS)
    for seed in range(12):
        session = Session(story, "Ben", seed)
        while session.ending is None and len(session.history) < 14:
            session.choose(len(session.choices) - 1)
        assert turned(session.life) == 0, seed
        acts = session.life.acts
        for _ in range(3):
            session.undo()
        while session.ending is None and len(session.life.acts) < len(acts):
            session.choose(len(session.choices) - 1)
        assert session.life.acts == acts


#: Ben is on his way to the pit when the reader unlocks the yard, which he likes as well
UNLOCKED = """
story "Unlocked"
kind place
place hall
place passage
place pit
place yard
property at(character): place
property path(place, place)
path(hall, passage)
path(passage, pit)
path(passage, yard)
character Ann, she, at hall
character Ben, he, at hall
property locked = yes
action walk(who: character, to: place)
    by who
    when who is Ben and path(who.at, to) and not (locked and to is yard)
    do: who.at = to
action unlock(who: character)
    by who
    when who is Ann and locked
    do: not locked
Ben wants
    1 if Ben.at is pit
    1 if Ben.at is yard
ending bad "Bad" when Ben.at is pit
ending good "Good" when Ben.at is yard
"""


@pytest.mark.parametrize(("fate", "ending"), [("bad > good", "bad"), ("good > bad", "good"), ("", "bad")])
def test_what_fate_prefers_counts_for_more(fate: str, ending: str) -> None:
    story, came = loads(UNLOCKED + (f"fate prefers {fate}\n" if fate else "")), 0
    for seed in range(8):
        session = Session(story, "Ann", seed)
        while not session.life.events:
            session.choose(len(session.choices) - 1)
        if session.ending is not None:
            continue
        came = came + 1
        session.choose(0)
        while session.ending is None:
            session.choose(len(session.choices) - 1)
        assert session.ending == ending
    assert came > 2, came


def test_a_detour_on_the_way_to_an_ending_is_none_that_is_turned_back_from() -> None:
    story = loads(ERRANDS.replace("ending home", "ending tea_time when rose and tea\nending home"))
    lives = [find(story, "tea_time", seed) for seed in range(12)]
    assert [turned(life) for life in lives] == [0] * 12
    assert len({life.acts for life in lives}) > 3


def errands(seed: int) -> str:
    """A story by chance: people who want things that lie about in a house by chance, and to be somewhere."""
    chance = random.Random(seed)
    rooms = ["attic", "hall", "yard", "shed", "well"]
    lines = [
        f'story "Errands {seed}"',
        "    ahead 4",
        f"    deep {chance.randint(0, 1)}",
        "kind place",
        "kind item",
        "property at(character): place",
        "property path(place, place)",
        "property lies(item): place",
        "property had(item): character",
        *(f"place {room}" for room in rooms),
        *(f"item {item}, lies {chance.choice(rooms)}" for item in ("rose", "wine", "book")),
        *(f"character {who}, at {chance.choice(rooms)}" for who in ("Ann", "Ben")),
        "action walk(who: character, from: place, to: place)\n    by who\n    when who.at is from and path(from, to)",
        "    do: who.at = to",
        "    seen by everyone" if chance.random() < 0.7 else "    seen by c: c.at is from or c.at is to",
        "action take(who: character, what: item)\n    by who\n    when who.at is what.lies\n    do",
        "        what.lies = nowhere\n        what.had = who",
        "action give(who: character, other: character, what: item)\n    by who",
        "    when what.had is who and who.at is other.at\n    do: what.had = other",
    ]
    for place, room in enumerate(rooms[1:], start=1):
        other = rooms[chance.randrange(place)]
        lines += [f"path({room}, {other})", f"path({other}, {room})"]
    for who, other in (("Ann", "Ben"), ("Ben", "Ann")):
        lines.append(f"{who} wants")
        for item in chance.sample(["rose", "wine", "book"], 2):
            lines.append(f"    {chance.randint(1, 3)} if {item}.had is {chance.choice((who, who, who, other))}")
        lines.append(f"    {chance.randint(1, 2)} if {who}.at is {chance.choice(rooms)}")
    lines.append("ending home when no what: item (what.had is nobody)")
    return "\n".join(lines) + "\n"


@pytest.mark.limit(120)
def test_of_lives_by_chance_each_act_is_in_keeping_where_one_is() -> None:
    """Says how often somebody had something in hand, and how often that left something out."""
    in_hand = narrowed = 0
    for seed in range(30):
        story = loads(errands(seed))
        try:
            life = wander(story, seed, offered=1)
        except NotFound:
            continue
        passed = [life.start]
        for place, event in enumerate(life.events):
            about_to = intentions.of(story, life.events[:place])
            fresh = [act for act in story.engine.explained(event.before) if story.engine.do(event.before, act) not in passed]
            kept = intentions.in_keeping(story, event.before, fresh, about_to, partial(story.engine.plan, event.before))
            in_hand += bool(about_to)
            narrowed += 0 < len(kept) < len(fresh)
            assert event.action in (kept or fresh)
            assert intentions.goes_on(story, event.before, event.action, about_to) or event.action not in kept
            passed.append(event.after)
    assert in_hand > 40, in_hand
    assert narrowed > 15, narrowed


def test_both_engines_take_people_to_be_about_to_do_the_same() -> None:
    for seed in range(12):
        native = loads(errands(seed))
        plain = loads(errands(seed))
        plain.engine = ReferenceEngine(plain.task)
        try:
            life = wander(native, seed, offered=1)
        except NotFound:
            continue
        assert wander(plain, seed, offered=1).acts == life.acts
