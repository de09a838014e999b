"""`fabula tell --model`: off by default, checked when on, and said what it took."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.rewording import model_servers as servers
from tests.rewording.model_servers import saying, serving

from fabula.cli import main
from fabula.rewording import server

USED = {"prompt_tokens": 100, "completion_tokens": 20}
KEY = Path(__file__).parent.parent / "play" / "stories" / "the_key.fabula"
TELL = ("tell", str(KEY))


def invoke(*arguments: str, key: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env={"FABULA_MODEL_KEY": key})


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PAUSE", 0.0)


def test_a_model_words_what_is_told_and_it_is_said_what_that_took(tmp_path: Path) -> None:
    plain = json.loads(invoke(*TELL, "--json").stdout)
    with serving(saying(lambda text: text.replace(" and ", ", and then "), USED)) as log:
        told = invoke(*TELL, "--model", "little", "--base-url", log.url, "--json", key="secret")
        page = invoke(*TELL, "--model", "little", "--base-url", log.url, "-o", str(tmp_path / "a.md"))
    assert log.asked[0].headers["Authorization"] == "Bearer secret"
    assert told.exit_code == 0
    data = json.loads(told.stdout)
    assert data["text"] != plain["text"]
    assert data["text"].replace(", and then ", " and ").split("\n\n")[0] == plain["text"].split("\n\n")[0]
    assert data["events"] == plain["events"]
    assert data["model"]["reworded"] > 0
    assert data["model"]["tokens_in"] == 100 * data["model"]["requests"]
    assert not data["model"]["estimated"]
    assert "secret" not in told.output
    assert page.exit_code == 0
    assert "little has reworded" in page.stderr
    assert "tokens sent" in page.stderr
    assert ", and then " in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_without_a_model_nobody_is_asked() -> None:
    told = invoke(*TELL, "--json")
    assert json.loads(told.stdout)["model"] is None
    assert told.stderr == ""


def test_a_liar_and_a_server_that_fails_change_nothing() -> None:
    plain = invoke(*TELL).stdout
    for answer in (saying(lambda text: f"{text} Zack came."), servers.failing(500), servers.failing(404), servers.flooding):
        with serving(answer) as log:
            told = invoke(*TELL, "--model", "little", "--base-url", log.url)
        assert told.exit_code == 0
        assert told.stdout == plain
        assert "little has reworded 0 of" in told.stderr
        assert "as told: " in told.stderr


def test_a_server_that_hangs_is_left() -> None:
    with serving(servers.hanging) as log:
        told = invoke(*TELL, "--model", "little", "--base-url", log.url, "--model-seconds", "0.2")
    assert told.exit_code == 0
    assert "did not answer within 0.2 seconds" in told.stderr


def test_a_book_is_worded_as_well() -> None:
    with serving(saying(lambda text: text)) as log:
        told = invoke("tell", str(KEY), "--all-endings", "--model", "little", "--base-url", log.url, "--json")
    data = json.loads(told.stdout)
    assert data["model"]["paragraphs"] == sum(len(life["text"].split("\n\n")) for life in data["lives"])
    assert data["model"]["estimated"]


def test_an_interrupt_leaves_the_rest_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def interrupted(self: object, asked_for: object) -> str:
        asked.append("")
        raise KeyboardInterrupt

    plain = invoke(*TELL).stdout
    monkeypatch.setattr("fabula.rewording.ModelNarrator.reword", interrupted)
    told = invoke(*TELL, "--model", "little", "--base-url", "http://127.0.0.1:1/v1")
    assert told.exit_code == 130
    assert told.stdout == plain
    assert len(asked) == 1
    assert "as told: interrupted" in told.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--model", "little"), "--base-url"),
        (("--base-url", "http://localhost:1"), "--model"),
        (("--model", "little", "--base-url", "localhost"), "the address must read as"),
        (("--model", "little", "--base-url", "http://example.com"), "for everybody to read"),
        (("--model", "little", "--base-url", "http://localhost:1", "--model-seconds", "0"), "--model-seconds"),
    ],
)
def test_what_can_t_be_asked_is_a_matter_of_the_command_line(arguments: tuple[str, ...], said: str) -> None:
    refused = invoke(*TELL, *arguments, key="secret")
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert "secret" not in refused.output


def test_what_is_not_english_can_t_be_checked(tmp_path: Path) -> None:
    story = tmp_path / "story.fabula"
    story.write_text(
        KEY.read_text(encoding="utf-8").replace('by "the tests"', 'by "the tests"\n    language "de"'), encoding="utf-8"
    )
    refused = invoke("tell", str(story), "--model", "little", "--base-url", "http://localhost:1")
    assert refused.exit_code == 2
    assert "only English can be checked" in refused.stderr
