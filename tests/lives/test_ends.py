"""Where lives come to: by hand, and on stories by chance in which loops with and without a way out, states that nothing follows
on, acts that change nothing, locked doors that are tried in vain and played characters are planted, by walking all their lives
on the obvious engine. All commands say the same of them.

`FABULA_WORLDS` says on how many stories (300 if it is not set).
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from tests.asking.brute import Lives, TooLarge, all_lives

from fabula.asking import Asker
from fabula.budget import Budget
from fabula.charts.map import make_map
from fabula.cli import main
from fabula.engine.attempts import move_name
from fabula.engine.core import NativeEngine
from fabula.engine.interface import State
from fabula.findings import check
from fabula.lives import ends, replay
from fabula.lives.atlas import Atlas
from fabula.lives.readers import playtest
from fabula.play.director import Director
from fabula.play.session import Session
from fabula.problems import StoryProblems
from fabula.story import Story, loads
from fabula.task import Compare, Constant, Read

WORLDS = int(os.environ.get("FABULA_WORLDS", "300"))
PORTION = 50
MOST = 150
#: where one can be in a story by chance
SPOTS = 6

#: The lamp can be lit and put out for ever; whoever goes on by chance comes to the end.
LAMP = """
character Una, she
property lit
property gone
action light
    when not lit
    do: lit
action douse
    when lit
    do: not lit
action leave
    when lit
    do: gone
ending away when gone
expect must away
expect must away, sooner or later
"""
#: The same, and once the lamp is broken it can only be picked up and put down.
BROKEN = (
    LAMP
    + """
property broken
property held
action smash
    when lit and not broken
    do
        broken
        not lit
action lift
    when broken and not held
    do: held
action drop
    when broken and held
    do: not held
"""
).replace("when not lit\n", "when not lit and not broken\n")
#: Una may throw away what she needs, and has no reason to.
TICKET = """
story "Ticket"
character Una, she
property thrown
property aboard
action board(who)
    by who
    when not thrown
    do: aboard
action throw(who)
    by who
    when not thrown
    do: thrown
Una wants: 1 if aboard
ending off when aboard
expect must off
"""
STORM = """
character Una, she
property stormy
property over
action storm
    do: stormy
action clear
    when stormy
    do: over
ending calm when over
expect must calm
"""


def planted(seed: int) -> str:
    """A graph of spots: each way is gone by Ann, by Bob, or by nobody; some lead back to where they begin, some doors are
    locked, and of some locks somebody does not know. From some one can fall into a pit, in which one turns round for ever."""
    chance = Random(seed)
    ways = [(chance.randrange(SPOTS), chance.randrange(SPOTS), chance.choice(("Ann", "Bob", "", ""))) for _ in range(9)]
    ways += [(end, start, chance.choice(("Ann", "", ""))) for start, end, _ in ways[:4]]
    lines = [
        f'story "Spots {seed}"',
        "    ahead 3",
        "    deep 1",
        "character Ann, she",
        "character Bob, he",
        f"property spot: 0..{SPOTS - 1}",
        "property pit: 0..2",
    ]
    for number, (start, end, who) in enumerate(ways):
        locked = chance.random() < 0.5
        if locked:
            lines += [f"property lock{number}", f"lock{number}"]
            lines += [f"{mind} believes not lock{number}" for mind in ("Ann", "Bob") if chance.random() < 0.6]
        by = ["    by who", f"    when who is {who}"] if who else []
        lines += [f"action way{number}({'who: character' if who else ''})", *by, f"    when spot is {start} and pit is 0"]
        lines += [f"    when not lock{number}"] if locked else []
        lines += [f"    do: spot = {end}"]
    if chance.random() < 0.4:
        lines += [f"action fall()\n    when spot is {chance.randrange(SPOTS)} and pit is 0\n    do: pit = 1"]
        lines += ["action turn()\n    when pit > 0\n    do: pit = 3 - pit"]
    for who in ("Ann", "Bob"):
        for _ in range(3):
            lines.append(f"{who} wants: {chance.choice((1, 1, 2, -1))} if spot is {chance.randrange(SPOTS)}")
    for name, spot in zip(("dawn", "dusk"), chance.sample(range(1, SPOTS), 2), strict=True):
        lines.append(f"ending {name} when spot is {spot} and pit is 0")
        lines += [f"expect must {name}", f"expect must {name}, sooner or later"]
    return "\n".join(lines) + "\n"


class Walked:
    """A story by chance with all its lives, as the obvious engine walks them."""

    def __init__(self, story: Story, free: tuple[str, ...], lives: Lives) -> None:
        self.story, self.free, self.lives = story, free, lives
        ended = {state for state, ending in lives.endings.items() if ending is not None}
        self.dead = set(lives.states) - lives.reaching(ended)
        self.stuck = lives.stuck()
        self.turning = lives.turning(set())

    def of(self, atlas: Atlas) -> list[State]:
        """The states of an atlas as those of the obvious engine: found along the same lives."""
        found: dict[int, State] = {0: self.lives.states[0]}
        for number in range(atlas.size):
            steps = dict(self.lives.steps[found[number]])
            assert tuple(steps) == tuple(move for move, _ in atlas.steps(number))
            for move, target in atlas.steps(number):
                assert found.setdefault(target, steps[move]) == steps[move]
        return [found[number] for number in range(atlas.size)]

    def kinds(self) -> list[str]:
        """What was planted in it and is met by its lives."""
        moves = {move for steps in self.lives.steps.values() for move, _ in steps}
        task = self.story.task
        idle = {
            act
            for state in self.lives.states
            if self.lives.endings[state] is None
            for act in self.lives.engine.possible(state)
            if self.lives.engine.do(state, act) == state
        }
        found = {
            "stuck": bool(self.stuck),
            "trap": bool(self.turning & self.dead),
            "loop with a way out": bool(self.turning - self.dead),
            "loop and nothing dead": bool(self.turning - self.dead) and not self.dead,
            "failed attempt": any(move >= len(task.actions) for move in moves),
            "idle act": bool(idle),
            "played": bool(self.free),
        }
        return [name for name, is_so in found.items() if is_so]


def walked(seed: int) -> Walked | None:
    """None if there are too many states."""
    story = loads(planted(seed))
    free = ((), ("Ann",), ("Ann",), ("Ann", "Bob"))[seed % 4]
    try:
        lives = all_lives(story.ground, tuple(story.ground.minds[name] for name in free), MOST)
    except TooLarge:
        return None
    return Walked(story, free, lives)


def compare(seed: int) -> list[str]:
    """What a story had in which all commands agreed with all of its lives."""
    found = walked(seed)
    if found is None:
        return ["too large"]
    story = found.story
    atlas = Atlas(story, found.free, threads=1)
    assert atlas.explore()
    states = found.of(atlas)
    assert {state for state, is_dead in zip(states, ends.dead(atlas), strict=True) if is_dead} == found.dead
    assert {states[number] for number in ends.stuck(atlas)} == found.stuck
    assert {states[number] for number in ends.trapped(atlas)} == found.turning & found.dead
    check_engines(found)
    check_map(found, atlas, states)
    check_playing(found, atlas, states)
    check_questions(found, atlas)
    return found.kinds()


def check_engines(found: Walked) -> None:
    """Both engines go on with the same moves, and find as long a life to each ending."""
    engine, lives = NativeEngine(found.story.task), found.lives
    free = tuple(found.story.ground.minds[name] for name in found.free)
    same = {lives.states[0]: engine.initial()}
    for state in lives.states:
        assert list(lives.engine.moves(state, free)) == lives.steps[state]
        moves = dict(engine.moves(same[state], free))
        assert list(moves) == [move for move, _ in lives.steps[state]]
        for move, after in lives.steps[state]:
            assert same.setdefault(after, moves[move]) == moves[move]
    for ending in range(len(found.story.task.endings)):
        obvious = lives.engine.search(lives.states[0], (ending,), free)
        fast = engine.search(engine.initial(), (ending,), free)
        assert (fast.acts, fast.complete) == (obvious.acts, obvious.complete)
        distances = [lives.distance[state] for state in lives.states if lives.endings[state] == ending]
        assert (None if obvious.acts is None else len(obvious.acts)) == min(distances, default=None)


def check_map(found: Walked, atlas: Atlas, states: list[State]) -> None:
    drawn = make_map(atlas)
    for number, kind in enumerate(drawn.kinds):
        state = states[number]
        is_over = found.lives.endings[state] is not None
        assert kind == ("e" if is_over else "s" if state in found.stuck else "d" if state in found.dead else ".")
    for node in drawn.graph.nodes:
        assert (node.dead, node.stuck) == (int(states[node.first] in found.dead), int(states[node.first] in found.stuck))
    drawn.json(), drawn.html(), drawn.svg(), drawn.dot()


def check_playing(found: Walked, atlas: Atlas, states: list[State]) -> None:
    """Random readers, and a reader who plays."""
    readings = playtest(found.story, 40, free=found.free, atlas=atlas)
    assert readings.tally.stuck == sum(times for n, times in readings.tally.ends.items() if states[n] in found.stuck)
    assert readings.dead == sum(times for n, times in readings.tally.ends.items() if states[n] in found.dead)
    assert readings.data()["dead"] == readings.dead
    if len(found.free) == 1:
        director = Director(found.story, found.story.ground.minds[found.free[0]], 0)
        for number in range(atlas.size):
            assert director.is_stuck(atlas.state(number)) is (states[number] in found.stuck)


def check_questions(found: Walked, atlas: Atlas) -> None:
    """`ask` and `expect` say the same of what must be; and what is shown is a life."""
    lives, story = found.lives, found.story
    asker = Asker(story, found.free, atlas=atlas, finds_obstacles=False)
    report = check(story, Budget(60.0, None, None), atlas=atlas)
    names = [ending.name for ending in story.task.endings]
    expects = iter(report.expects)
    for ending in story.definition.endings:
        number = names.index(ending) if ending in names else None
        goals = {state for state in lives.states if lives.endings[state] is not None and lives.endings[state] == number}
        complete = {state for state, reached in lives.endings.items() if reached is not None} | found.stuck
        must = complete <= goals and not found.turning
        later = set(lives.states) <= lives.reaching(goals)
        for answer, expected, is_so in (
            (asker.ask(f"must {ending}"), next(expects), must),
            (asker.ask(f"must {ending}, sooner or later"), next(expects), later),
        ):
            assert answer.answer is is_so
            assert expected.holds is is_so
            if not is_so:
                assert answer.life is not None
                assert expected.life is not None
                assert answer.life.moves == (*expected.life, *expected.circle)
                replay(story, answer.life.moves, asker.atlas.free)
    found_out = (*report.findings, *report.left_out)
    lost = {finding.problem.code for finding in found_out} & {"dead-end", "endless-loop"}
    trapped = found.turning & found.dead
    assert lost == ({"dead-end"} if found.stuck else set()) | ({"endless-loop"} if trapped else set())


@pytest.mark.parametrize("first", range(0, WORLDS, PORTION))
def test_all_commands_agree_with_all_lives(first: int) -> None:
    met = Counter(kind for seed in range(first, first + PORTION) for kind in compare(seed))
    assert met["too large"] <= PORTION // 10
    for kind in ("stuck", "trap", "loop with a way out", "failed attempt", "idle act", "played"):
        assert met[kind] >= 2, (kind, met)
    assert met["loop and nothing dead"] >= 1


# --- by hand -----------------------------------------------------------------------------------------------------------


def test_a_loop_with_a_way_out_is_a_life_that_does_not_come_to_the_end() -> None:
    asker = Asker(loads(LAMP))
    must = asker.ask("must away")
    assert must.answer is False
    assert must.life is not None
    assert must.life.moves == ("light()", "douse()")
    assert must.details == {"circle": ["light()", "douse()"], "lost_after": None}
    assert "go round for ever" in must.text
    later = asker.ask("must away, sooner or later")
    assert (later.answer, later.proof) == (True, True)
    report = check(loads(LAMP))
    assert [one.holds for one in report.expects] == [False, True]
    (finding,) = report.findings
    assert finding.problem.code == "broken-expectation"
    assert finding.evidence["circle"] == ["light()", "douse()"]
    assert 1 not in ends.dead(asker.atlas)


def test_every_state_of_a_trap_is_dead() -> None:
    story = loads(BROKEN)
    atlas = Atlas(story)
    assert atlas.explore()
    fluent = story.ground.fluent("broken")
    assert fluent is not None
    broken = set(atlas.where(Compare("==", Read((), fluent), Constant(1))))
    assert {number for number, is_dead in enumerate(ends.dead(atlas)) if is_dead} == broken
    assert ends.trapped(atlas) == sorted(broken)
    assert ends.stuck(atlas) == ()
    later = Asker(story, atlas=atlas).ask("must away, sooner or later")
    assert later.answer is False
    assert later.details["lost_after"] == 2
    assert later.details["circle"] == ["lift()", "drop()"]
    assert "can't be reached any more" in later.text
    codes = [finding.problem.code for finding in check(story, atlas=atlas).findings]
    assert codes == ["broken-expectation", "broken-expectation", "endless-loop"]


def test_an_act_that_changes_nothing_is_no_step() -> None:
    story = loads(STORM)
    atlas = Atlas(story)
    assert atlas.explore()
    assert (atlas.size, atlas.edges) == (3, 2)
    assert Asker(story, atlas=atlas).ask("must calm").answer is True
    assert [one.holds for one in check(story).expects] == [True]


def test_what_a_reader_can_live_is_checked() -> None:
    """Una has no reason to throw the ticket away, and whoever plays her can do it all the same."""
    story = loads(TICKET)
    assert [finding.problem.code for finding in check(story).findings] == ["no-reason"]
    report = check(story, atlas=Atlas(story, ("Una",)))
    codes = {finding.problem.code: finding for finding in report.findings}
    assert set(codes) == {"broken-expectation", "dead-end"}
    assert codes["dead-end"].life == ("throw(Una)",)
    assert [one.holds for one in report.expects] == [False]
    session = Session(story, "Una")
    assert not session.stuck
    session.choose(1)
    assert session.life.acts == ("throw(Una)",)
    assert session.stuck


def test_the_command_checks_for_whoever_is_played(tmp_path: Path) -> None:
    file = tmp_path / "ticket.fabula"
    file.write_text(TICKET, encoding="utf-8")
    alone = CliRunner().invoke(main, ["check", str(file)])
    assert alone.exit_code == 0
    played = CliRunner().invoke(main, ["check", str(file), "--as", "Una"])
    assert played.exit_code == 1
    assert "dead-end" in played.stderr
    assert "throw(Una)" in played.stderr
    assert CliRunner().invoke(main, ["check", str(file), "--as", "Uno"]).exit_code == 2


def test_where_there_is_no_ending_dead_states_are_not_asked_for() -> None:
    story = loads("character Una, she\nproperty up\naction rise\n    when not up\n    do: up\n")
    atlas = Atlas(story)
    assert atlas.explore()
    assert 1 not in ends.dead(atlas)
    assert ends.stuck(atlas) == (1,)
    assert make_map(atlas).kinds == ".."
    assert check(story).findings == ()
    with pytest.raises(StoryProblems) as caught:
        Asker(story).ask("must up")
    assert [problem.code for problem in caught.value.problems] == ["bad-question"]
    assert Asker(story).ask("can up").answer is True


def test_lives_with_attempts_in_vain_are_read_back() -> None:
    """A door that Ann takes to be open: she tries it, learns that it is locked, and finds the key."""
    story = loads(
        """
character Ann, she
property locked
property key
property out
locked
Ann believes not locked
action leave(who)
    by who
    when not locked
    do: out
action unlock(who)
    by who
    when locked and not key
    do
        key
        not locked
ending free when out
"""
    )
    atlas = Atlas(story, ("Ann",))
    assert atlas.explore()
    answer = Asker(story, ("Ann",), atlas=atlas).ask("can free")
    assert answer.life is not None
    assert answer.life.moves == ("Ann tries leave(Ann)", "unlock(Ann)", "leave(Ann)")
    assert answer.data()["life"] == list(answer.life.moves)
    assert replay(story, answer.life.moves, atlas.free) == answer.life
    assert replay(story, [line for line in answer.life.transcript().splitlines() if "#" not in line], atlas.free) == answer.life
    assert "It was not possible." in str(answer)
    assert Asker(story).ask("can free").answer is False
    assert [move_name(story.task, move) for move in atlas.way(1)] == ["Ann tries leave(Ann)"]
