"""The engine's own sentences about a story: acts, what is so, beliefs, wants, reasons, obstacles."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from fabula.lives import act_number
from fabula.story import Story, loads
from fabula.telling import Person, PlainView, StateView, Tense, Voice, phrases

TEXT = """
story "A test"

kind place
kind item
kind soldier "soldier": thing
property at(thing) "at": place
property path(place, place)
property alive(thing) "alive" = yes
property loves(character, character) "loves"
property following(character): character
property trust(character, character) "trust in": 0..3 = 2
property grief(character) "grief": 0..3
property weariness(character) "weary": 0..3
property mood(character): calm | afraid = calm
property asked(character) "asked about": item
property vowed(character, item)
property can_see(character, character)
property has_key(character)
property in_charge(character)
property near(character, character)
property hour: 0..9
property chooses(character) "chooses who is helped"
property armed(character)
property pride "his pride": 0..3 = 2
property nearness "how near they are": 0..4
property seen_it "that she has seen it"

place field "the field"
place trees "the trees"
item sword "the sword"
soldier Hale "Hale", he, at field
soldier Brandt "the corporal", he, at field
character Aeris, she, at field
character Cloud, he, at trees
character Robin, they, at trees
path field - trees

rule both_here(one: character, other: character): one.at is other.at

action walk(who: character, from: place, to: place)
    by who
    when who.alive and who.at is from and path(from, to)
    do: who.at = to

action tend(healer: character, hurt: soldier)
    by healer
    when hurt.alive and hurt.at is healer.at and healer.weariness < 3
    do: healer.weariness += 1
    choice "Kneel by {hurt} with your eyes shut"

action give(giver: character, taker: character, what: item)
    by giver
    when giver is not taker
    do: taker.asked = what

action look_at(viewer: character, other: character)
    by viewer
    viewer may be other
    do: viewer.grief += 1

action confess(who: character, other: character)
    by who
    when who is not other
    do: who.grief -= 1
    choice "Say that you are sorry"

action embrace(one: character, other: character)
    by one, other
    when one is not other
    do: one loves other

action strike(killer: character, victim: soldier, weapon: item)
    by killer
    when victim.alive
    do: not victim.alive

action fall(soldier: soldier)
    do: not soldier.alive

action stumble(who: character)
    do: who.grief += 1

action arrive(one: character, other: character)
    by one, other
    when one is not other
    do: one loves other

action hand_over(giver: character, taker: character, what: item)
    by giver, taker
    when giver is not taker
    do: taker.asked = what
    choice "Hand {what} to {taker}"

action come_up(one: character, other: character)
    by one, other
    when one is not other
    do: one loves other
    choice "Come up the road"

action dawn()
    do: hour += 1

action time_passes()
    do: hour += 1

action bell()
    do: hour += 1
    says "The bells [strike] in the tower."

Aeris wants
    1 for each s: soldier if s.alive
    2 if Aeris.at is trees
    -1 if Cloud believes Aeris.at is field
    -2 for each s: soldier if not s.alive
    1 * Cloud.grief
    3 if Cloud.at is field and Aeris loves Cloud "to be with him"
Cloud wants
    2 if Aeris loves Cloud
Robin wants
    1 if Robin.grief >= 1

ending over "Over" when hour is 9

expect never every s: soldier (s.alive) and Aeris.at is trees
expect never every s: soldier where s.at is field (s.alive)
expect never no s: soldier (s.alive)
expect never count s: soldier (s.alive) >= 2
expect never count s: soldier (s.alive) == 0
expect never not some s: soldier (s.alive and s.at is field)
expect never Cloud believes Aeris.at is unknown
expect never Cloud believes not Hale.alive
expect never (Cloud believes Aeris.at) != field
expect never Aeris.following is nobody
expect never Aeris.following is not nobody
expect never Aeris.at is Cloud.at
expect never Aeris.weariness >= 2
expect never trust(Cloud, Aeris) < 2
expect never Aeris.mood is afraid or hour > 3
expect never can_see(Cloud, Aeris)
expect never not Aeris.has_key
expect never Cloud.in_charge and Cloud.chooses and not near(Cloud, Aeris)
expect never vowed(Aeris, sword)
expect never Robin.asked is sword
expect never not (Aeris.armed and Aeris loves Cloud)
"""


@pytest.fixture(scope="module")
def story() -> Story:
    return loads(TEXT)


def act(story: Story, name: str) -> int:
    number = act_number(story.ground, name)
    assert number is not None
    return number


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("walk(Aeris, field, trees)", "Aeris walks from the field to the trees"),
        ("tend(Aeris, Hale)", "Aeris kneels by Hale with her eyes shut"),
        ("tend(Robin, Brandt)", "Robin kneels by the corporal with their eyes shut"),
        ("give(Aeris, Cloud, sword)", "Aeris gives Cloud the sword"),
        ("look_at(Aeris, Cloud)", "Aeris looks at Cloud"),
        ("look_at(Aeris, Aeris)", "Aeris looks at herself"),
        ("confess(Aeris, Cloud)", "Aeris confesses Cloud"),
        ("embrace(Aeris, Cloud)", "Aeris embraces Cloud"),
        ("strike(Cloud, Hale, sword)", "Cloud strikes Hale with the sword"),
        ("fall(Hale)", "Hale falls"),
        ("arrive(Aeris, Cloud)", "Aeris and Cloud arrive"),
        ("hand_over(Aeris, Cloud, sword)", "Aeris hands the sword to Cloud"),
        ("come_up(Aeris, Cloud)", "Aeris and Cloud come up the road"),
        ("dawn()", "The dawn comes"),
        ("time_passes()", "Time passes"),
        ("bell()", "The bells strike in the tower"),
    ],
)
def test_acts_without_a_text_are_told_by_their_names(story: Story, name: str, sentence: str) -> None:
    assert phrases(story).act(act(story, name)) == sentence


def test_choices_are_the_authors_or_the_act_in_the_imperative(story: Story) -> None:
    assert phrases(story).choice(act(story, "tend(Aeris, Hale)")) == "Kneel by Hale with your eyes shut"
    assert phrases(story).choice(act(story, "give(Aeris, Cloud, sword)")) == "Give Cloud the sword"


def test_plans(story: Story) -> None:
    plan = [act(story, "walk(Aeris, field, trees)"), act(story, "tend(Cloud, Hale)")]
    assert (
        phrases(story).plan(plan, "Aeris")
        == "to walk from the field to the trees, then for Cloud to kneel by Hale with his eyes shut"
    )


def test_what_befalls_whoever_plans_is_not_told_as_for_another(story: Story) -> None:
    plan = [act(story, "walk(Aeris, field, trees)"), act(story, "stumble(Aeris)")]
    assert phrases(story).plan(plan, "Aeris") == "to walk from the field to the trees, then to stumble"
    assert phrases(story).plan(plan[1:], "Cloud") == "for Aeris to stumble"


CONDITIONS = [
    "every soldier is alive and Aeris is at the trees",
    "every soldier who is at the field is alive",
    "no soldier is alive",
    "at least two soldiers are alive",
    "no soldier is alive",
    "no soldier is alive and that soldier is at the field",
    "Cloud does not know where Aeris is",
    "Cloud believes that Hale is not alive",
    "Cloud believes that Aeris is not at the field",
    "Aeris is following nobody",
    "Aeris is following somebody",
    "Aeris is where Cloud is",
    "Aeris is weary (at least two)",
    "Cloud's trust in Aeris is less than two",
    "Aeris's mood is afraid or the hour is more than three",
    "Cloud can see Aeris",
    "Aeris does not have key",
    "Cloud is in charge, he chooses who is helped and he is not near Aeris",
    "Aeris has vowed the sword",
    "Robin is asked about the sword",
    "Aeris is not armed or she does not love Cloud",
]


@pytest.mark.parametrize(("number", "sentence"), list(enumerate(CONDITIONS)))
def test_conditions(story: Story, number: int, sentence: str) -> None:
    condition = story.definition.expectations[number].condition
    assert condition is not None
    assert phrases(story).condition(condition) == sentence


@pytest.mark.parametrize(
    ("name", "arguments", "value", "sentence"),
    [
        ("at", ("Aeris",), "field", "Aeris is at the field"),
        ("at", ("Aeris",), None, "Aeris is nowhere"),
        ("alive", ("Hale",), False, "Hale is not alive"),
        ("loves", ("Aeris", "Cloud"), False, "Aeris does not love Cloud"),
        ("loves", ("Aeris", "Aeris"), True, "Aeris loves herself"),
        ("following", ("Aeris",), None, "Aeris is following nobody"),
        ("trust", ("Cloud", "Aeris"), 2, "Cloud's trust in Aeris is 2 of 3"),
        ("grief", ("Robin",), 0, "Robin's grief is 0 of 3"),
        ("weariness", ("Aeris",), 2, "Aeris is weary (2 of 3)"),
        ("mood", ("Aeris",), "afraid", "Aeris's mood is afraid"),
        ("hour", (), 3, "the hour is 3 of 9"),
        ("pride", (), 3, "his pride is 3 of 3"),
        ("nearness", (), 0, "how near they are is 0 of 4"),
        ("seen_it", (), True, "it is true that she has seen it"),
        ("seen_it", (), False, "it is not true that she has seen it"),
    ],
)
def test_values(story: Story, name: str, arguments: tuple[str, ...], value: bool | int | str | None, sentence: str) -> None:
    assert phrases(story).fluent(name, arguments, value) == sentence


def test_beliefs(story: Story) -> None:
    said = phrases(story)
    assert said.belief("Cloud", "following", ("Aeris",), None) == "Cloud believes that Aeris is following nobody"
    assert said.belief("Cloud", "at", ("Aeris",), None) == "Cloud believes that Aeris is nowhere"
    assert said.belief("Robin", "alive", ("Hale",), True) == "Robin believes that Hale is alive"
    past = phrases(story, voice=Voice(tense=Tense.PAST))
    assert past.belief("Cloud", "at", ("Aeris",), "field") == "Cloud believed that Aeris was at the field"
    mine = phrases(story, voice=Voice("Cloud", Person.FIRST, Tense.PRESENT))
    assert mine.belief("Cloud", "loves", ("Aeris", "Cloud"), True) == "I believe that Aeris loves me"


@pytest.mark.parametrize(
    ("number", "sentence"),
    list(
        enumerate(
            [
                "Aeris wants each soldier to be alive",
                "Aeris wants to be at the trees",
                "Aeris wants Cloud not to believe that she is at the field",
                "Aeris wants each soldier to be alive",
                "Aeris wants more of Cloud's grief",
                "Aeris wants to be with him",
            ]
        )
    ),
)
def test_wants(story: Story, number: int, sentence: str) -> None:
    assert phrases(story).want("Aeris", story.definition.wants["Aeris"][number].text) == sentence


@dataclass(frozen=True)
class Motive:
    mind: str
    plan: tuple[int, ...]
    gains: tuple[str, ...]


def test_reasons(story: Story) -> None:
    walk, embrace = act(story, "walk(Aeris, field, trees)"), act(story, "embrace(Aeris, Cloud)")
    tend = act(story, "tend(Aeris, Hale)")
    wants = story.definition.wants
    one = Motive("Aeris", (walk, tend), (wants["Aeris"][1].text,))
    assert phrases(story).because(walk, [one]) == (
        "Aeris walks from the field to the trees because she wants to be at the trees, "
        "and means to kneel by Hale with her eyes shut next."
    )
    both = [Motive("Aeris", (embrace,), ()), Motive("Cloud", (embrace,), (wants["Cloud"][0].text,))]
    assert phrases(story).because(embrace, both) == (
        "Aeris embraces Cloud because she wants what comes of it. He wants her to love him."
    )
    assert phrases(story).because(act(story, "dawn()"), []) == "The dawn comes."
    assert phrases(story).because(act(story, "bell()"), []) == "The bells strike in the tower."


def test_refusals(story: Story) -> None:
    assert phrases(story).refusal("Aeris") == "Aeris refuses: she sees nothing in it that she wants."
    assert phrases(story).refusal("Robin") == "Robin refuses: they see nothing in it that they want."
    you = phrases(story, voice=Voice("Cloud", Person.SECOND, Tense.PRESENT))
    assert you.refusal("Cloud") == "You refuse: you see nothing in it that you want."


def test_obstacles_are_the_conditions_that_do_not_hold(story: Story) -> None:
    view = StateView(story, story.engine.initial())
    assert phrases(story, view).obstacles(act(story, "tend(Cloud, Hale)")) == ("Hale is not where Cloud is",)
    assert phrases(story, view).obstacles(act(story, "tend(Aeris, Hale)")) == ()


def test_a_plain_view_knows_things_and_no_state(story: Story) -> None:
    view = PlainView(story.definition)
    assert view.thing("Aeris") is story.definition.things["Aeris"]
    assert view.thing("nobody") is None
    assert (view.nothing("at"), view.nothing("following"), view.nothing("asked"), view.nothing("grief")) == (
        "nowhere",
        "nobody",
        "nothing",
        "unknown",
    )
    with pytest.raises(KeyError):
        view.possible("at", ("Aeris",))
