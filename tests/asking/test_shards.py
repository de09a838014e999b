"""Questions that are answered each by itself: the same answers, whoever works."""

from __future__ import annotations

import json
from functools import cache

import pytest
from click.testing import CliRunner

from fabula.asking import Answer, Asker, questions_of
from fabula.asking.shards import ask_each
from fabula.budget import Budget
from fabula.cli import main
from fabula.source import Source
from fabula.spreading import HERE, Where
from fabula.story import Story, load

QUESTIONS = ("can hers", "can his", "never his", "must hers", "shortest hers", "who knows holder(silver) is Jon")


@cache
def key() -> Story:
    return load("the_silver_key")


@pytest.mark.parametrize("where", [HERE, Where(2)])
def test_each_is_answered_as_it_is_among_the_others(where: Where) -> None:
    asked = questions_of(key(), Source("<question>", "\n".join(QUESTIONS)))
    shards = ask_each(key(), asked, where=where)
    together = Asker(key()).ask_all(list(asked))
    assert [shard.answer.data() for shard in shards] == [answer.data() for answer in together]
    assert all(shard.answer.proof for shard in shards)


def test_the_command_prints_the_same_bytes() -> None:
    for form in ([], ["--json"]):
        told = [
            CliRunner().invoke(main, ["ask", "the_silver_key", *QUESTIONS, *form, *more]) for more in ([], ["--workers", "2"])
        ]
        assert told[0].stdout == told[1].stdout
        assert told[0].exit_code == told[1].exit_code == 1


def test_without_time_nothing_is_proven_and_an_interruption_leaves_the_rest_open() -> None:
    asked = questions_of(load("the_ridge"), Source("<question>", "can every_one\ncan saved\nmust saved"))
    shards = ask_each(load("the_ridge"), asked, budget=Budget(0.0))
    assert [(shard.answer.proof, shard.answer.interrupted) for shard in shards] == [(False, False)] * 3

    told: list[int] = []

    def note(number: int, answer: Answer) -> None:
        told.append(number)
        if number == 0:
            raise KeyboardInterrupt

    stopped = ask_each(key(), questions_of(key(), Source("<question>", "can hers\ncan his")), told=note)
    assert [shard.answer.interrupted for shard in stopped] == [False, True]
    assert told[:2] == [0, 1]


def test_an_atlas_that_is_kept_goes_with_one_exploration() -> None:
    told = CliRunner().invoke(main, ["ask", "the_silver_key", "can hers", "--workers", "2", "--atlas", "key.atlas", "--json"])
    assert told.exit_code == 2
    assert json.loads(told.stdout)["problems"][0]["code"] == "bad-usage"
