"""`fabula plan` and `fabula.plan`: what is found, what is judged, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.cli.interruptions import interrupted
from tests.cli.wells import FETCHED, UNSEEN, WELL, rings

import fabula
from fabula.budget import Budget
from fabula.cli import main
from fabula.planning.limits import PlanLimits
from fabula.planning.planner import USUAL
from fabula.planning.typed import FARTHEST, budget_of, limits_of

KEYS = {"status", "acts", "length", "goal", "shortest", "minimal", "whole", "seconds", "seconds_in_all", "states",
        "peak_mb", "solutions", "text", "problems"}  # fmt: skip


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def folder(desk: Path) -> Path:
    for name, text in (("well.txt", WELL), ("unseen.txt", UNSEEN), ("rings.txt", rings(40))):
        (desk / name).write_text(text, encoding="utf-8")
    return desk


def planned(*arguments: str, status: int = 0) -> dict[str, Any]:
    ended = invoke("plan", *arguments, "--json")
    assert ended.exit_code == status, ended.stderr
    data = json.loads(ended.stdout)
    assert isinstance(data, dict)
    assert set(data) >= KEYS
    return data


@pytest.mark.usefixtures("folder")
class TestPlan:
    def test_the_acts_and_the_reasons_for_them(self) -> None:
        data = planned("well.txt", "--shortest")
        assert data["status"] == "solved"
        assert data["acts"] == FETCHED
        assert (data["length"], data["goal"], data["shortest"]) == (4, 1, True)
        [solution] = data["solutions"]
        assert solution["character"] is None
        assert [step["act"] for step in solution["plan"]] == FETCHED
        for number, step in enumerate(solution["plan"]):
            whose = [reason["character"] for reason in step["reasons"]]
            assert whose == (["Ann", "Ben"] if number == 3 else ["Ann"])
            for reason in step["reasons"]:
                assert [act["act"] for act in reason["plan"]] == FETCHED[number:]
        assert {reason["character"] for reason in solution["plan"][0]["reasons"][0]["plan"][3]["reasons"]} == {"Ben"}

    def test_as_a_solution_file(self) -> None:
        """What it prints can be judged; the verdict stands apart from it."""
        ended = invoke("plan", "well.txt")
        assert ended.exit_code == 0
        assert [line for line in ended.stdout.splitlines() if not line.startswith("|")][:4] == FETCHED
        assert ended.stdout == planned("well.txt")["text"]
        assert ended.stderr.startswith("Solved: 4 acts to 1")
        Path("found.txt").write_text(ended.stdout, encoding="utf-8")
        judged = invoke("plan", "well.txt", "--verify", "found.txt")
        assert (judged.exit_code, judged.stdout) == (0, "found.txt: valid\n")

    def test_a_goal_that_can_not_be_reached(self) -> None:
        data = planned("well.txt", "--goal", "2", status=1)
        assert (data["status"], data["acts"], data["solutions"], data["text"], data["goal"]) == (
            "impossible",
            None,
            [],
            None,
            2,
        )
        ended = invoke("plan", "well.txt", "--goal", "2")
        assert ended.stdout == ""
        assert ended.stderr.startswith("Impossible: no plan comes to 2, everything within the limits -1,")

    def test_a_goal_beyond_all_numbers(self) -> None:
        assert planned("well.txt", "--goal", "1" + "0" * 30, status=1)["goal"] == 10**30

    def test_a_reason_that_nobody_has(self) -> None:
        """Ben believes the bucket to be empty, so that he can't agree to take the water."""
        assert planned("unseen.txt", status=1)["status"] == "impossible"

    @pytest.mark.parametrize(
        ("limits", "status"),
        [
            ("4,4,1", "solved"),
            ("4,4,-1", "solved"),
            ("-1,-1,-1", "solved"),
            ("999999999999999999999999,999999999999999999999999,999999999999999999999999", "solved"),
            ("4,4,0", "impossible"),
            ("3,-1,-1", "impossible"),
            ("-1,3,-1", "impossible"),
            ("0,0,0", "impossible"),
            ("-1,0,-1", "impossible"),
        ],
    )
    def test_limits(self, limits: str, status: str) -> None:
        assert planned("well.txt", "--limits", limits, status=0 if status == "solved" else 1)["status"] == status

    def test_several_plans(self) -> None:
        """Each is another one, and there may be fewer than were asked for."""
        Path("two.txt").write_text(WELL.replace("entity Well : place;", "entity Well : place; entity Yard : place;"))
        found = planned("two.txt", "--all", "3", "--limits", "6,6,-1")
        acts = [[step["act"] for step in one["plan"]] for one in found["solutions"]]
        assert acts[0] == found["acts"]
        assert 1 <= len(acts) <= 3
        assert len({tuple(one) for one in acts}) == len(acts)
        for number, one in enumerate(found["solutions"]):
            Path(f"{number}.txt").write_text(one["text"], encoding="utf-8")
            assert invoke("plan", "two.txt", "--verify", f"{number}.txt").exit_code == 0

    def test_as_many_threads_as_one_likes(self) -> None:
        one, two = (planned("well.txt", "--threads", threads) for threads in ("1", "2"))
        assert one["text"] == two["text"]

    def test_a_story_of_ours(self) -> None:
        """The story's people keep the limits that the story gives them."""
        data = planned("key.fabula", "--budget", "20s", status=invoke("plan", "key.fabula", "--budget", "20s").exit_code)
        assert data["status"] in {"solved", "impossible"}

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--limits", "1,2"), "expected three numbers, AUTHOR,CHARACTER,BELIEF, and there are 2"),
            (("--limits", "1,2,3,4"), "and there are 4"),
            (("--limits", "1,x,3"), "expected a whole number from 0 on, or -1 for no limit, in place of 'x'"),
            (("--limits", "1,-2,3"), "in place of '-2'"),
            (("--budget", "fast"), "such as 60s,8GB"),
            (("--budget", "-1s"), "such as 60s,8GB"),
            (("--threads", "0"), "--threads"),
            (("--all", "0"), "--all"),
            (("--goal", "much"), "--goal"),
        ],
    )
    def test_what_can_not_be_asked(self, arguments: tuple[str, ...], said: str) -> None:
        ended = invoke("plan", "well.txt", *arguments)
        assert ended.exit_code == 2
        assert said in ended.stderr

    def test_a_goal_that_asks_for_nothing(self) -> None:
        ended = invoke("plan", "well.txt", "--goal", "0")
        assert ended.exit_code == 2
        assert "0 at the beginning" in ended.stderr

    def test_files_that_are_none(self) -> None:
        assert json.loads(invoke("plan", "none.txt", "--json").stdout)["problems"][0]["code"] == "unreadable-file"
        assert invoke("plan", "none.txt").exit_code == 2
        Path("broken.txt").write_text(WELL + "utility() : ;", encoding="utf-8")
        assert planned("broken.txt", status=1)["problems"][0]["code"] == "syntax"


@pytest.mark.usefixtures("folder")
class TestVerify:
    def judged(self, *lines: str, arguments: tuple[str, ...] = ()) -> tuple[int, dict[str, Any]]:
        Path("judged.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        ended = invoke("plan", "well.txt", "--verify", "judged.txt", "--json", *arguments)
        return ended.exit_code, json.loads(ended.stdout)

    def found(self) -> list[str]:
        text = planned("well.txt")["text"]
        assert isinstance(text, str)
        return text.splitlines()

    def test_a_valid_one(self) -> None:
        status, verdict = self.judged(*self.found())
        assert status == 0
        assert verdict["valid"] is True

    def test_an_act_left_out(self) -> None:
        """The second act can't be done where the first was not."""
        lines = self.found()
        status, verdict = self.judged(*lines[lines.index("draw()") :])
        assert status == 1
        assert (verdict["valid"], verdict["rule"]) == (False, "V1")
        assert verdict["where"]
        assert "V1" in invoke("plan", "well.txt", "--verify", "judged.txt").stdout

    def test_a_goal_and_limits(self) -> None:
        assert self.judged(*self.found(), arguments=("--goal", "1", "--limits", "4,4,-1"))[0] == 0
        status, verdict = self.judged(*self.found(), arguments=("--goal", "2"))
        assert (status, verdict["rule"]) == (1, "goal")
        status, verdict = self.judged(*self.found(), arguments=("--limits", "3,-1,-1"))
        assert (status, verdict["rule"]) == (1, "limits")

    def test_a_file_that_is_no_solution(self) -> None:
        status, verdict = self.judged("fly(Ann)")
        assert status == 1
        assert verdict["valid"] is None
        assert verdict["problems"]

    def test_a_file_that_is_not_there(self) -> None:
        assert invoke("plan", "well.txt", "--verify", "none.txt").exit_code == 2


class TestEnds:
    def test_the_budget(self, folder: Path) -> None:
        ended = invoke("plan", "rings.txt", "--budget", "1s", "--json")
        assert ended.exit_code == 3
        assert json.loads(ended.stdout)["status"] == "budget"
        assert "The budget ended" in ended.stderr
        assert "proves nothing" in ended.stderr

    def test_an_interruption(self, folder: Path) -> None:
        """What is known, and that it proves nothing; how far it was is shown on a terminal alone."""
        status, output, shown = interrupted(folder, "plan", "rings.txt", "--json")
        assert status == 130
        assert "Interrupted" in shown
        assert "proves nothing" in shown
        data = json.loads(output)
        assert (data["status"], data["interrupted"]) == ("budget", True)


class TestFromPython:
    def test_acts_as_names_with_their_reasons(self, folder: Path) -> None:
        found = fabula.plan(folder / "well.txt", goal=1, shortest=True)
        assert found
        assert found.acts == tuple(FETCHED)
        [course] = found.courses
        assert [reason.character for reason in course.acts[3].reasons] == ["Ann", "Ben"]
        assert found.text == course.text
        assert json.loads(json.dumps(found.data()))["length"] == 4

    def test_no_plan_is_false(self, folder: Path) -> None:
        found = fabula.plan(str(folder / "well.txt"), goal=2, limits=(5, 5, 1), budget="10s")
        assert not found
        assert (found.status, found.acts, found.text) == ("impossible", None, None)

    def test_a_story_that_is_loaded(self, folder: Path) -> None:
        story = fabula.load(folder / "key.fabula")
        assert fabula.plan(story, budget="20s").status == fabula.plan(folder / "key.fabula", budget="20s").status

    def test_what_is_none_is_said(self, folder: Path) -> None:
        with pytest.raises(ValueError, match="expected three numbers"):
            fabula.plan(folder / "well.txt", limits=(1, 2))  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="60s,8GB"):
            fabula.plan(folder / "well.txt", budget="long")
        with pytest.raises(ValueError, match="0 at the beginning"):
            fabula.plan(folder / "well.txt", goal=-1)
        with pytest.raises(fabula.StoryProblems):
            fabula.plan(folder / "none.txt")

    def test_a_number_that_grows_too_large(self, folder: Path) -> None:
        text = "entity Ann : character; property n() : number; n() = 1;"
        text += "".join(
            f"action {name}() {{ effect: n() = n() * {times}; observing(c : character): False }};"
            for name, times in (("twice", 2), ("thrice", 3))
        )
        (folder / "large.txt").write_text(text + "utility() : if(believes(Ann, n()) == 7) 1 else 0;", encoding="utf-8")
        with pytest.raises(fabula.StoryProblems) as raised:
            fabula.plan(folder / "large.txt")
        assert [problem.code for problem in raised.value.problems] == ["number-too-large"]
        # What can never come back to seven is not followed to where it grows too large.
        (folder / "seven.txt").write_text(text + "utility() : if(n() == 7) 1 else 0;", encoding="utf-8")
        assert fabula.plan(folder / "seven.txt").status == "impossible"


def test_limits_and_budgets_as_they_are_typed() -> None:
    assert limits_of("3, -1,0") == PlanLimits(3, -1, 0)
    assert limits_of((10**40, 1, 2)) == PlanLimits(FARTHEST, 1, 2)
    assert budget_of("90s") == Budget(90.0, USUAL.bytes)
    assert budget_of("500MB") == Budget(USUAL.seconds, 500_000_000)
    assert budget_of("1.5 gb, 2m") == Budget(120.0, 1_500_000_000)
