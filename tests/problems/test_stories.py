"""Problem files as stories: what their definition says is what their task says, and they are checked, told and played."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import fabula
from fabula.cli import main
from fabula.cli.reply import SHAPES
from fabula.engine.core import NativeEngine
from fabula.engine.evaluate import evaluate
from fabula.engine.interface import Engine, State
from fabula.formats.sabre import UNLIMITED
from fabula.formats.sabre.wording import Wording, display, title_of, wording, words
from fabula.grounding import ground
from fabula.grounding.given import given
from fabula.lives.reasons import wants_of
from fabula.plans import subject_of
from fabula.problems import Problems, StoryProblems
from fabula.story import Story
from fabula.task import UNKNOWN, Limits

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(os.environ.get("FABULA_PROBLEMS", ROOT.parent / "shared" / "problems"))
PUBLISHED = sorted(FOLDER.glob("*.txt"))

#: a boy who wants a bun, and a baker who gives it for his coin; what stands in his way, he only hears of
BAKERY = """
type place;
type item;
entity SweetBun : item;
entity OldMill : place;
entity BakeryA : place;
entity Tim : character;
entity MissRye : character;

property at(character : character) : place;
property owner(item : item) : character;
property awake(character : character) : boolean;
property coins(character : character) : number;
property rain() : boolean;
property trust(one : character, other : character) : number;

at(Tim) = OldMill;
at(MissRye) = BakeryA;
owner(SweetBun) = MissRye;
awake(Tim);
awake(MissRye);
coins(Tim) = 2;
believes(Tim, coins(MissRye)) = 1;
believes(MissRye, at(Tim)) = ?;

action walk(who : character, from : place, to : place) {
    precondition: awake(who) & at(who) == from & from != to & (!rain() | coins(who) > 1);
    effect: at(who) = to;
    consenting: who;
    observing(c : character): at(c) == from | at(c) == to;
};

action sell(seller : character, item : item, buyer : character, place : place) {
    precondition: at(seller) == place & at(buyer) == place & owner(item) == seller & coins(buyer) >= 2 & seller != buyer;
    effect: owner(item) = buyer & coins(buyer) = coins(buyer) - 2 & coins(seller) = coins(seller) + 2
        & trust(buyer, seller) = trust(buyer, seller) + 1;
    consenting: seller, buyer;
    observing(c : character): at(c) == place;
};

action begin_rain() {
    precondition: !rain();
    effect: rain();
};

trigger see_arrival(viewer : character, other : character, place : place) {
    precondition: at(viewer) == place & at(other) == place & believes(viewer, at(other)) != place;
    effect: believes(viewer, at(other)) = place;
};

utility() : if(owner(SweetBun) == Tim) 1 else 0;
utility(Tim) : if(awake(Tim) & owner(SweetBun) == Tim) 2 elseif(awake(Tim)) 1 else 0;
utility(MissRye) : coins(MissRye) - (if(rain()) 1 else 0);
"""


def loaded(folder: Path, text: str = BAKERY, name: str = "the_bakery.txt") -> Story:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return fabula.load(path)


@pytest.fixture
def bakery(tmp_path: Path) -> Story:
    return loaded(tmp_path)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the bakery in it, in which commands are run; lives are kept below it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "bakery.txt").write_text(BAKERY, encoding="utf-8")
    return tmp_path


def invoke(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=text, catch_exceptions=False)


def states_of(engine: Engine, most: int) -> Iterator[State]:
    """States that acts lead to, whoever has a reason or not: the nearest first."""
    row = [engine.initial()]
    seen = set(row)
    for state in row:
        yield state
        for act in engine.possible(state):
            after = engine.do(state, act)
            if after not in seen and len(seen) < most:
                seen.add(after)
                row.append(after)


# --- the definition --------------------------------------------------------------------------------------------------


class TestDefinition:
    def test_what_a_story_has(self, bakery: Story) -> None:
        assert bakery.title == "The bakery"
        assert [mind.display for mind in bakery.definition.minds()] == ["Tim", "Miss Rye"]
        assert bakery.definition.things["SweetBun"].display == "Sweet Bun"
        assert bakery.endings == ("goal",)
        assert bakery.definition.endings["goal"].title == "the author's goal"
        assert bakery.task.limits == (Limits(4, 2), Limits(4, 2))
        assert bakery.problems == ()

    def test_the_task_is_the_one_that_is_planned_for(self, bakery: Story, tmp_path: Path) -> None:
        task = subject_of(tmp_path / "the_bakery.txt").task
        assert task.limits == (UNLIMITED, UNLIMITED)
        assert replace(bakery.task, limits=task.limits, endings=()) == task

    @pytest.mark.parametrize("most", [150])
    def test_it_says_what_the_task_says(self, bakery: Story, most: int) -> None:
        agree(bakery, most)

    def test_what_never_varies_is_known(self, bakery: Story) -> None:
        # Who was not awake, and everything else that is constant, would be a guess otherwise.
        assert bakery.ground.fluent("awake", "Tim") is None
        assert bakery.ground.static("awake", "Tim") is True

    def test_the_dead_see_nothing_and_the_living_do(self, tmp_path: Path) -> None:
        story = loaded(tmp_path, BAKERY.replace("awake", "alive"))
        told = story.tell("goal", seed=1).prose("Tim")
        assert "Sweet Bun" in told

    def test_properties_of_one_name_and_of_several_sorts(self, tmp_path: Path) -> None:
        text = BAKERY.replace("property rain()", "property at(item : item) : number;\nproperty rain()").replace(
            "effect: rain();", "effect: rain() & at(SweetBun) = at(SweetBun) + 1;"
        )
        story = loaded(tmp_path, text)
        assert {story.task.fluents[number].name for number in story.ground.fluents.values()} >= {"at(Tim)", "at(SweetBun)"}
        agree(story, 60)

    def test_arguments_that_are_no_things(self, tmp_path: Path) -> None:
        text = BAKERY.replace("property rain()", "property lamp(on : boolean) : boolean;\nproperty rain()").replace(
            "action begin_rain() {\n    precondition: !rain();\n    effect: rain();",
            "action turn(who : character, on : boolean) {\n    precondition: !lamp(on);\n    effect: lamp(on);\n"
            "    consenting: who;",
        )
        story = loaded(tmp_path, text)
        said = story.definition.actions["turn(Tim, True)"]
        assert [choice.text for choice in said.choices] == ["Turn True"]
        assert [says.text for says in said.says] == ["{a1} [turn] True."]
        agree(story, 60)

    @pytest.mark.parametrize(
        "utility",
        [
            "coins(Tim) - coins(MissRye)",
            "if(coins(Tim) > 1) coins(Tim) + 3 elseif(rain()) 0 - 2 else 1",
            "if(rain()) ? else coins(Tim)",
            "(if(rain()) 1 else 0) + (if(rain()) 1 else 0) - (if(at(Tim) == BakeryA | rain()) 3 else coins(Tim) * 2)",
            "if(rain() & at(Tim) == BakeryA) 1 elseif(rain()) 5 else 2",
            "if(owner(SweetBun) == MissRye) (if(at(Tim) == OldMill) 4 else 3) elseif(believes(Tim, at(MissRye)) == ?) 7 else 0",
            "if(coins(Tim) == 0) 0 " + "".join(f"elseif(coins(Tim) == {n}) {n * n} " for n in range(1, 300)) + "else 9",
            "if(at(Tim) == OldMill) 1 else 0" + "".join(f" + (if(coins(Tim) > {n}) 1 else 0)" for n in range(60)),
        ],
    )
    def test_wants_add_up_to_the_utility(self, tmp_path: Path, utility: str) -> None:
        text = BAKERY.replace("utility(MissRye) : coins(MissRye) - (if(rain()) 1 else 0)", f"utility(MissRye) : {utility}")
        story = loaded(tmp_path, text)
        lines = wants_of(story.ground, "MissRye")
        assert len({name for name, _ in lines}) == len(lines)
        for state in states_of(story.engine, 60):
            values = [evaluate(story.engine, state, line) for _, line in lines]
            total = UNKNOWN if UNKNOWN in values else sum(values)
            assert total == story.engine.utility(state, story.ground.minds["MissRye"])

    def test_wishes_are_told_apart(self, bakery: Story) -> None:
        assert [want.text for want in bakery.definition.wants["Tim"]] == ["owner(SweetBun) == Tim", "1"]
        assert [want.text for want in bakery.definition.wants["MissRye"]] == ["coins(MissRye)", "-1 * (rain())"]

    def test_a_definition_of_something_else_is_refused(self, bakery: Story) -> None:
        grounded = bakery.ground
        keys = [grounded.property_of(number) for number in range(len(bakery.task.fluents))]
        with pytest.raises(ValueError, match="more or of less"):
            given(bakery.definition, bakery.task, keys[1:], {}, grounded.actions, grounded.triggers)
        with pytest.raises(ValueError, match="not those of the task"):
            given(replace(bakery.definition, things={}), bakery.task, keys, {}, grounded.actions, grounded.triggers)


def agree(story: Story, most: int) -> None:
    """The definition, ground like one of ours, makes a world that behaves like that of the task."""
    # Grounding takes actions of one name for instances of one action.
    apart = {name: replace(action, name=name) for name, action in story.definition.actions.items()}
    problems = Problems()
    other = ground(replace(story.definition, actions=apart), problems, sets=False)
    assert not problems.errors
    assert other.task.characters == story.task.characters
    assert [action.schema for action in other.actions] == [action.name for action in story.task.actions]
    assert [action.consenting for action in other.task.actions] == [action.consenting for action in story.task.actions]
    engine, copy = story.engine, NativeEngine(other.task)
    minds = (None, *range(len(story.task.characters)))
    row = [(engine.initial(), copy.initial())]
    seen = {row[0][0]}
    for state, twin in row:
        assert engine.possible(state) == copy.possible(twin)
        assert engine.explained(state) == copy.explained(twin)
        assert engine.ending(state) == copy.ending(twin)
        assert [engine.utility(state, mind) for mind in minds] == [copy.utility(twin, mind) for mind in minds]
        for act in engine.possible(state):
            after = engine.do(state, act)
            if after not in seen and len(seen) < most:
                seen.add(after)
                row.append((after, copy.do(twin, act)))


# --- words -----------------------------------------------------------------------------------------------------------


class TestWords:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [("PatientRoomA", "Patient Room A"), ("USArmy", "US Army"), ("old_mill", "old mill"), ("MacGuffin", "MacGuffin")],
    )
    def test_things(self, name: str, shown: str) -> None:
        assert display(name) == shown

    def test_properties_and_titles(self) -> None:
        assert (words("isCEO"), words("lastSeen_at"), title_of("/some/where/lostRing.txt")) == (
            "is CEO",
            "last seen at",
            "Lost ring",
        )

    @pytest.mark.parametrize(
        ("name", "arguments", "doers", "expected"),
        [
            # by their arguments alone it is plain how they are told
            ("walk", ("Tom", "Home", "Market"), ("Tom",), Wording("walk")),
            ("kill", ("Tom", "Ann", "Home"), ("Tom",), Wording("kill")),
            ("give", ("Tom", "Coin", "Ann", "Home"), ("Tom", "Ann"), Wording("give")),
            ("next-day", (), (), Wording("next_day")),
            # by these it is not
            (
                "treatFor",
                ("Ann", "Tom", "Herb", "Home"),
                ("Ann", "Tom"),
                Wording("treat_for", "Treat for {a2} ({a3}) at {a4}", "{a1} [treat] for {a2} ({a3}) at {a4}."),
            ),
            ("travel", ("Tom", "Coin"), ("Tom",), Wording("travel", "Travel ({a2})", "{a1} [travel] ({a2}).")),
            ("buy", ("Coin", "Tom", "Herb"), ("Tom",), Wording("buy", "Buy {a1} ({a3})", "{a2} [buy] {a1} ({a3}).")),
            (
                "pickup",
                ("Coin", "Herb", "Home"),
                ("Ann",),
                Wording("pick_up", "Pick up {a1} ({a2}) at {a3}", "{Ann} [pick] up {a1} ({a2}) at {a3}."),
            ),
            # nobody does it
            ("bite", ("Tom", "Home"), (), Wording("bite", "Bite: {a1}, {a2}", "Bite: {a1}, {a2}.")),
            ("dieOf", ("Tom", "Herb"), (), Wording("die_of", "Die of ({a2})", "{a1} [die] of ({a2}).")),
        ],
    )
    def test_acts(self, name: str, arguments: tuple[str, ...], doers: tuple[str, ...], expected: Wording) -> None:
        things = {"Tom", "Ann", "Home", "Market", "Coin", "Herb"}
        assert wording(name, arguments, doers, {"Tom", "Ann"}, {"Home", "Market"}, things) == expected


# --- commands --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("desk")
class TestCommands:
    def test_check(self) -> None:
        ended = invoke("check", "bakery.txt")
        known = ["all lives: 14 states, 21 steps; 1 of 1 ending reached", "  goal  after 2 acts"]
        assert ended.exit_code == 0
        assert ended.stdout.splitlines() == ["bakery.txt: no problems (2 minds, 9 acts, 1 ending)", *known]
        data = json.loads(invoke("check", "bakery.txt", "--json").stdout)
        assert data["problems"] == []
        assert data["endings"] == [
            {"name": "goal", "reached": True, "shortest": 2, "at_most": None, "basis": None, "chances": None}
        ]

    def test_tell(self) -> None:
        ended = invoke("tell", "bakery.txt", "--ending", "goal", "--reasons")
        assert ended.exit_code == 0, ended.stderr
        told = " ".join(ended.stdout.split())
        assert "Tim walked from Old Mill to Bakery A" in told
        assert "Miss Rye sold them Sweet Bun at Bakery A." in told
        assert "(Tim walks from Old Mill to Bakery A because they want" in told
        assert "the author's goal" in told

    def test_tell_as_data(self) -> None:
        data = json.loads(invoke("tell", "bakery.txt", "--seed", "2", "--json").stdout)
        assert set(data) == set(SHAPES["tell"])
        assert data["ending"] == "goal"
        assert {event["act"] for event in data["events"]} >= {"sell(MissRye, SweetBun, Tim, BakeryA)"}
        again = json.loads(invoke("tell", "bakery.txt", "--seed", "2", "--json").stdout)
        assert again == data

    def test_play_and_keep(self, desk: Path) -> None:
        ended = invoke("play", "bakery.txt", "--plain", "--as", "Tim", "--save", "life.json", text="1\nmind\nwhy\nquit\n")
        assert ended.exit_code == 0, ended.stderr
        assert "1. Walk from Old Mill to Bakery A" in ended.stdout
        assert "Sweet Bun's owner is Miss Rye." in ended.stdout
        kept = invoke("tell", "bakery.txt", "--life", "life.json")
        assert "Bakery A" in kept.stdout
        assert kept.stderr == ""
        (desk / "bakery.txt").write_text(BAKERY.replace("walk(", "stroll("), encoding="utf-8")
        assert "edited since" in invoke("tell", "bakery.txt", "--life", "life.json").stderr

    def test_they_are_told_in_english_alone(self) -> None:
        ended = invoke("texts", "export", "bakery.txt", "--language", "de")
        assert ended.exit_code == 2
        assert "problem file" in ended.stderr
        data = json.loads(invoke("tell", "bakery.txt", "--texts", "de", "--json").stdout)
        assert [problem["code"] for problem in data["problems"]] == ["wrong-language"]


# --- what is a problem file, and what is wrong with it ---------------------------------------------------------------


class TestFiles:
    @pytest.mark.parametrize("name", ["bakery.sabre", "bakery.problem", "bakery"])
    def test_by_name_or_by_text(self, tmp_path: Path, name: str) -> None:
        assert loaded(tmp_path, f"// ours\n/* type */ {BAKERY}", name).endings == ("goal",)

    def test_a_story_of_ours_stays_one(self, tmp_path: Path) -> None:
        with pytest.raises(StoryProblems) as caught:
            loaded(tmp_path, BAKERY, "bakery.fabula")
        assert all(problem.code != "no-ending" or problem.span is not None for problem in caught.value.problems)
        story = 'story "One"\ncharacter Ann\nproperty done\nending over when done\naction end()\n    do\n        done\n'
        assert loaded(tmp_path, story, "one.story").title == "One"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "no-characters"),
            ("type place;\nentity Home : place;", "no-characters"),
            (BAKERY + "utility() : ;", "syntax"),
            (
                BAKERY + "trigger flip() { precondition: !rain(); effect: rain(); };\n"
                "trigger flop() { precondition: rain(); effect: !rain(); };",
                "endless-trigger",
            ),
        ],
    )
    def test_what_no_story_can_be_made_of(self, tmp_path: Path, text: str, code: str) -> None:
        with pytest.raises(StoryProblems) as caught:
            loaded(tmp_path, text)
        assert code in [problem.code for problem in caught.value.problems]

    def test_an_author_who_wants_nothing(self, tmp_path: Path) -> None:
        story = loaded(tmp_path, BAKERY.replace("utility() : if(owner(SweetBun) == Tim) 1 else 0;", ""))
        assert [problem.code for problem in story.problems] == ["no-ending"]
        assert story.endings == ()

    def test_an_author_who_knows_nothing_at_first(self, tmp_path: Path) -> None:
        story = loaded(
            tmp_path,
            BAKERY.replace("utility() : if(owner(SweetBun) == Tim) 1", "utility() : if(rain()) 1").replace(
                "1 else 0;\nutility(Tim)", "1 else ?;\nutility(Tim)"
            ),
        )
        assert story.engine.ending(story.engine.initial()) is None
        assert [event.action for event in story.tell("goal").events][-1] == story.ground.task.actions.index(
            next(action for action in story.task.actions if action.name == "begin_rain()")
        )


# --- the published problems ------------------------------------------------------------------------------------------


@pytest.mark.skipif(not PUBLISHED, reason="the published problems are not here")
class TestPublished:
    @pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
    def test_they_are_stories(self, path: Path) -> None:
        story = fabula.load(path)
        assert story.endings == ("goal",)
        assert replace(story.task, limits=(), endings=()) == replace(subject_of(path).task, limits=())

    @pytest.mark.parametrize("name", ["bribery", "hospital", "jailbreak", "macguffin", "raiders", "space"])
    def test_lives_are_told(self, name: str) -> None:
        story = fabula.load(FOLDER / f"{name}.txt")
        life = story.tell("goal", seed=1)
        assert life.ending == "goal"
        assert life.prose()
        session = story.play()
        session.choose(0)
        assert session.text

    @pytest.mark.parametrize("name", ["bribery", "deerhunter", "space"])
    def test_their_definitions_say_what_their_tasks_say(self, name: str) -> None:
        agree(fabula.load(FOLDER / f"{name}.txt"), 40)
