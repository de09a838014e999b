"""`fabula texts`, and a story told and played in another language."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fabula.cli import main

KEY = Path(__file__).parent.parent / "play" / "stories" / "the_key.fabula"


def invoke(*arguments: str, lines: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=lines)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    shutil.copy(KEY, tmp_path / "key.fabula")
    return tmp_path


def translate(file: Path, texts: dict[str, str]) -> None:
    """Fill in translations by their sources."""
    text = file.read_text(encoding="utf-8")
    for source, said in texts.items():
        old = f'msgid "{source}"\nmsgstr ""'
        assert old in text
        text = text.replace(old, f'msgid "{source}"\nmsgstr "{said}"')
    file.write_text(text, encoding="utf-8")


GERMAN = {
    "The Key": "Der Schlüssel",
    "Did you find the way out?": "Habt ihr hinausgefunden?",
    "the key": "der Schlüssel",
    "the hall": "die Halle",
    "the cellar": "der Keller",
    "Take {what}": "Nimm {what}",
    "Go to {to}": "Geh zu {to}",
}


def exported(folder: Path) -> Path:
    file = folder / "key.de.po"
    result = invoke("texts", "export", "key.fabula", "--language", "de", "-o", str(file))
    assert result.exit_code == 0
    assert "0 of" in result.stderr
    return file


def test_from_export_to_a_page_in_german(folder: Path) -> None:
    file = exported(folder)
    translate(file, GERMAN)
    told = invoke("tell", "key.fabula", "--texts", "de")
    assert told.exit_code == 0
    assert told.stdout.startswith("Der Schlüssel\n")
    assert "Habt ihr hinausgefunden?" in told.stdout
    assert "Hinweise zum Inhalt: " in told.stdout
    assert "Ann went to the cellar." in told.stdout
    played = invoke("play", "key.fabula", "--texts", str(file), "--plain", lines="quit\n")
    assert "Geh zum Keller" in played.stdout
    assert "Warte und lass die anderen handeln" in played.stdout
    assert "von the tests" in played.stdout
    assert "Nimm den Schlüssel" in played.stdout


def test_an_export_goes_to_the_screen_or_renews_a_file(folder: Path) -> None:
    shown = invoke("texts", "export", "key.fabula", "--language", "pt-BR")
    assert '"Language: pt-BR\\n"' in shown.stdout
    file = exported(folder)
    translate(file, {"Take {what}": "Nimm {what}"})
    story = folder / "key.fabula"
    story.write_text(story.read_text(encoding="utf-8").replace("Take {what}", "Pick up {what}"), encoding="utf-8")
    told = invoke("tell", "key.fabula", "--texts", "de", "--json")
    assert told.exit_code == 0
    again = invoke("texts", "export", "key.fabula", "--language", "de", "-o", str(file), "--json")
    assert json.loads(again.stdout)["fuzzy"] == 1
    text = file.read_text(encoding="utf-8")
    assert (
        '#, fuzzy\n#| msgid "Take {what}"\nmsgctxt "action.take.choice"\nmsgid "Pick up {what}"\nmsgstr "Nimm {what}"' in text
    )


def test_an_import_is_looked_through_and_laid_beside_the_story(folder: Path) -> None:
    file = exported(folder).rename(folder / "from_eva.po")
    translate(file, GERMAN)
    looked = invoke("texts", "import", "key.fabula", str(file), "--dry-run")
    assert looked.exit_code == 0
    assert f"{len(GERMAN)} of" in looked.stderr
    assert not (folder / "key.de.po").exists()
    taken = invoke("texts", "import", "key.fabula", str(file), "--json")
    data = json.loads(taken.stdout)
    assert (data["translated"], data["fuzzy"], data["problems"]) == (len(GERMAN), 0, [])
    assert (folder / "key.de.po").read_text(encoding="utf-8") == file.read_text(encoding="utf-8")


def test_what_is_broken_is_not_taken_in(folder: Path) -> None:
    file = exported(folder).rename(folder / "from_eva.po")
    translate(file, {"Go to {to}": "Geh zu {wohin}"})
    taken = invoke("texts", "import", "key.fabula", str(file), "--json")
    assert taken.exit_code == 1
    found = [(problem["code"], problem["seen"]) for problem in json.loads(taken.stdout)["problems"]]
    assert found == [("text-unknown-name", "{wohin}"), ("lost-slot", "Geh zu {wohin}")]
    line = json.loads(taken.stdout)["problems"][0]["line"]
    assert "wohin" in file.read_text(encoding="utf-8").splitlines()[line - 1]
    assert not (folder / "key.de.po").exists()
    told = invoke("tell", "key.fabula", "--texts", str(file))
    assert told.exit_code == 1
    assert f"from_eva.po:{line}:" in told.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("texts", "export", "key.fabula", "--language", "!"), 2, "no tag of a language"),
        (("texts", "export", "key.fabula", "--language", "fr", "-o", "key.de.po"), 2, "wrong-language"),
        (("texts", "import", "key.fabula", "key.de.po", "--language", "fr"), 1, "wrong-language"),
        (("texts", "import", "key.fabula", "none.po"), 2, "unreadable-file"),
        (("texts", "import", "none.fabula", "key.de.po"), 2, "unreadable-file"),
        (("texts", "export", "key.fabula", "--language", "de", "-o", "broken.po"), 2, "bad-texts"),
        (("tell", "key.fabula", "--texts", "broken.po"), 1, "bad-texts"),
        (("tell", "key.fabula", "--texts", "none.po"), 2, "unreadable-file"),
        (("tell", "the_ridge", "--texts", "key.de.po"), 1, "other-story"),
        (("play", "key.fabula", "--texts", "broken.po"), 1, "bad-texts"),
    ],
)
def test_what_can_t_be_done_is_said(folder: Path, arguments: tuple[str, ...], status: int, said: str) -> None:
    exported(folder)
    (folder / "broken.po").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    refused = invoke(*arguments)
    assert said in refused.output
    assert refused.exit_code == status
    assert (folder / "broken.po").read_text(encoding="utf-8") == "<<<<<<< HEAD\n"


def test_the_flagship_has_a_german_front() -> None:
    told = invoke("tell", "the_ridge", "--texts", "de", "--ending", "together")
    assert told.stdout.startswith("Der Grat\n")
    assert "von den Autoren von fabula" in told.stdout
    assert "In diesem Leben" in told.stdout
