"""The texts of a story by their ids, in a `.po` file, and back in another language."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.checker import check_text
from fabula.model import Definition, Pronoun
from fabula.problems import Problem, Problems
from fabula.source import Source
from fabula.story import Story, load
from fabula.telling import StateView, phrases
from fabula.telling.content.insets import Occasion
from fabula.translation import Catalogue, Entry, as_po, coverage, merged, read_catalogue, texts_of, translated

STORY = """story "The Well"
    by "the tests"
    note "One."
    note "Two."
    opening "There was a well."
kind place "place"
place yard "the yard"
place well "the well"
property at(character): place
property dry
character Ann, she, at yard
    called "the girl" if dry
action walk(who, from: place, to: place)
    by who
    when who.at == from
    do: who.at is to
    choice "Go to {to}"
    says by Ann if dry "{who} [go] to {to}."
    says "{who} [walk] from {from} to {to}."
action look(who)
    by who
    do: dry
    choice "Look down"
    says "{who} [look] down."
Ann wants
    1 if Ann.at is well "to drink"
    2 if dry
ending full "A full well" when Ann.at is well
    says "There was water."
"""
#: texts that a German has translated, by their ids
GERMAN = {
    "front.title": "Der Brunnen",
    "front.note.1": "Eins.",
    "front.opening.1": "Es war einmal ein Brunnen.",
    "thing.yard.name": "der Hof",
    "thing.well.name": "der alte Brunnen",
    "thing.Ann.name": "Ann",
    "thing.Ann.called.1": "das Mädchen",
    "want.Ann.1": "trinken",
    "action.walk.choice": "Geh zu {to}",
    "action.walk.says.1": "{who} [gehen] zu {to}.",
    "action.walk.says.2": "{who} [laufen] von {from} zu {to}.",
    "action.look.choice": "Sieh hinunter",
    "action.look.says.1": "{who} [hinuntersehen].",
    "ending.full.title": "Ein voller Brunnen",
    "ending.full.says.1": "Es war Wasser darin.",
}


def story(text: str = STORY) -> Definition:
    definition, problems = check_text(text, "the_well.fabula")
    assert definition is not None, list(problems)
    return definition


def german(texts: dict[str, str] = GERMAN, definition: Definition | None = None, language: str = "de") -> Catalogue:
    known = definition or story()
    whole = merged(texts_of(known), known.front.title, language)
    return replace(whole, entries=tuple(replace(entry, translation=texts.get(entry.id, "")) for entry in whole.entries))


def parsed(text: str) -> tuple[Catalogue | None, list[Problem]]:
    problems = Problems()
    return read_catalogue(Source("de.po", text), problems), list(problems)


def told_in(catalogue: Catalogue, definition: Definition | None = None) -> tuple[Definition, list[Problem]]:
    """The story in the texts of a catalogue, which has been through a file."""
    read, none = parsed(as_po(catalogue))
    assert read is not None, none
    problems = Problems()
    return translated(definition or story(), read, problems), list(problems)


# --- ids ---------------------------------------------------------------------------------------------------------------


def test_every_text_has_its_id() -> None:
    ids = [text.id for text in texts_of(story())]
    assert set(GERMAN) <= set(ids)
    assert len(ids) == len(set(ids))
    assert "want.Ann.2" not in ids
    by_id = {text.id: text for text in texts_of(story())}
    assert by_id["front.note.2"].text == "Two."
    assert by_id["action.walk.says.1"].context.note == "told by Ann if dry"
    assert by_id["action.walk.says.1"].owner == "action.walk.says"


def test_ids_stay_when_other_texts_are_added() -> None:
    more = STORY.replace(
        "action look", 'place lane "the lane"\naction run(who)\n    by who\n    do: dry\n    says "{who} [run]."\naction look'
    )
    more = more.replace('says "There was water."', 'says "There was water."\n    says "And it was cold."')
    before = {text.id: text.text for text in texts_of(story())}
    after = {text.id: text.text for text in texts_of(story(more))}
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"thing.lane.name", "action.run.says.1", "ending.full.says.2"}


def test_the_titles_of_scenes_are_texts() -> None:
    marked = story(STORY + 'scene up "Above ground" when not dry\nscene down_there when dry\n')
    assert {text.id: text.text for text in texts_of(marked) if text.id.startswith("scene.")} == {
        "scene.up.title": "Above ground",
        "scene.down_there.title": "down there",
    }
    for known in (GERMAN, {}):
        told, _ = told_in(german({**known, "scene.up.title": "Oben"}, marked), marked)
        assert told.scenes["up"].title == "Oben"


# --- the file ----------------------------------------------------------------------------------------------------------


def test_a_catalogue_survives_its_file() -> None:
    catalogue = german()
    read, problems = parsed(as_po(catalogue))
    assert problems == []
    assert read is not None
    plain = tuple(replace(entry, span=None, said=None) for entry in read.entries)
    assert replace(read, entries=plain, span=None) == catalogue
    assert as_po(read) == as_po(catalogue)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters='\n\t"\\'), min_size=1),
    st.booleans(),
)
def test_any_text_survives_its_file(text: str, fuzzy: bool) -> None:
    entry = Entry("front.title", text, text[::-1], text if fuzzy else None, fuzzy, comments=("by hand",), flags=("no-wrap",))
    catalogue = Catalogue("T", "de", (entry, replace(entry, id="front.by", obsolete=True)), (("Last-Translator", "Eva"),))
    read, problems = parsed(as_po(catalogue))
    assert problems == []
    assert read is not None
    assert tuple(replace(one, span=None, said=None) for one in read.entries) == catalogue.entries
    assert read.header == catalogue.header


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is the judge, where there is one")
def test_gettext_reads_the_file(tmp_path: Path) -> None:
    file = tmp_path / "de.po"
    old = german()
    changed = story(
        STORY.replace("[look] down", "[stare] down").replace('place well "the well"', 'place well "the \\"well\\""')
    )
    file.write_text(as_po(merged(texts_of(changed), changed.front.title, "de", old)), encoding="utf-8")
    result = subprocess.run(
        ["msgfmt", "--check-format", "-o", "/dev/null", str(file)], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


HEADER = 'msgid ""\nmsgstr "Project-Id-Version: The Well\\nLanguage: de\\n"\n\n'
ENTRY = 'msgctxt "front.title"\nmsgid "The Well"\nmsgstr "Der Brunnen"\n'


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", (1, 1), "no header"),
        (ENTRY, (1, 1), "no header"),
        (HEADER + ENTRY.replace('Brunnen"', "Brunnen"), (6, 8), "in quotes"),
        (HEADER + ENTRY.replace("Der", '"Der'), (6, 8), "in quotes"),
        (HEADER + ENTRY.replace("Der", "\\dDer"), (6, 9), "'\\d' is no character"),
        (HEADER + ENTRY.replace("msgstr", "msgstr[0]"), (6, 1), "no plural"),
        (HEADER + ENTRY + 'msgid_plural "x"\n', (7, 1), "no plural"),
        (HEADER + '"loose"\n', (4, 1), "belongs to nothing"),
        (HEADER + "<<<<<<< HEAD\n" + ENTRY, (4, 1), "in quotes"),
        (HEADER + 'msgctxt "front.title"\nmsgid "The Well"\n', (4, 9), "no msgstr"),
        (HEADER + 'msgid "The Well"\nmsgstr ""\n', (4, 7), "no id"),
        (HEADER + 'msgstr ""\n', (4, 1), "where it can't be"),
        (HEADER + ENTRY + ENTRY, (7, 9), "translated twice"),
        (HEADER + ENTRY.replace("Der", "\x1bDer"), (6, 8), "in quotes"),
        (HEADER.replace("Language: de", "Language: d_"), (2, 8), "'Language'"),
        (HEADER.replace("Language: de\\n", ""), (2, 8), "'Language'"),
        (HEADER.replace("Project-Id-Version: The Well\\n", ""), (2, 8), "'Project-Id-Version'"),
        (HEADER.replace('de\\n"', 'de\\nContent-Type: text/plain; charset=latin-1\\n"'), (2, 8), "'Content-Type'"),
    ],
)
def test_what_can_t_be_read_has_its_place(text: str, place: tuple[int, int], message: str) -> None:
    catalogue, problems = parsed(text)
    assert catalogue is None
    assert problems[0].code in ("bad-texts", "duplicate-name")
    assert message in problems[0].message
    span = problems[0].span
    assert span is not None
    assert (span.line, span.column) == place


@given(st.text(st.sampled_from('msgidctrx "\\n#~|,.:[]0abc\n'), max_size=300))
def test_nothing_that_is_read_is_a_crash(text: str) -> None:
    catalogue, problems = parsed(HEADER + text)
    assert (catalogue is None) == bool(problems)


# --- what has changed --------------------------------------------------------------------------------------------------


def renewed(text: str) -> dict[str, Entry]:
    new = story(text)
    catalogue, problems = parsed(as_po(merged(texts_of(new), new.front.title, "de", german())))
    assert catalogue is not None, problems
    return {entry.id: entry for entry in catalogue.entries}


def test_what_has_changed_is_marked_with_what_it_was() -> None:
    entry = renewed(STORY.replace("There was water.", "There was cold water."))["ending.full.says.1"]
    assert (entry.fuzzy, entry.previous, entry.source) == (True, "There was water.", "There was cold water.")
    assert entry.translation == GERMAN["ending.full.says.1"]


def test_a_translation_goes_where_its_text_goes() -> None:
    """One text more before the others moves their numbers, and nothing else."""
    entries = renewed(STORY.replace('    says by Ann if dry "', '    says if dry "{who} [run]."\n    says by Ann if dry "'))
    assert (entries["action.walk.says.1"].translation, entries["action.walk.says.1"].fuzzy) == ("", False)
    assert entries["action.walk.says.2"].translation == GERMAN["action.walk.says.1"]
    assert entries["action.walk.says.3"].translation == GERMAN["action.walk.says.2"]
    assert not any(entry.fuzzy or entry.obsolete for entry in entries.values())


def test_what_is_gone_is_set_aside() -> None:
    gone = renewed(STORY.replace('    choice "Look down"\n', ""))["action.look.choice"]
    assert (gone.obsolete, gone.translation) == (True, GERMAN["action.look.choice"])


def test_a_mark_stays_until_somebody_has_looked() -> None:
    once = story(STORY.replace("There was water.", "There was cold water."))
    twice = story(STORY.replace("There was water.", "There was very cold water."))
    back = story()
    first = merged(texts_of(once), "The Well", "de", german())
    second = {entry.id: entry for entry in merged(texts_of(twice), "The Well", "de", first).entries}["ending.full.says.1"]
    third = {entry.id: entry for entry in merged(texts_of(back), "The Well", "de", first).entries}["ending.full.says.1"]
    assert (second.fuzzy, second.previous) == (True, "There was water.")
    assert (third.fuzzy, third.previous) == (False, None)


def test_how_much_is_translated() -> None:
    changed = story(STORY.replace("There was water.", "There was cold water."))
    done = coverage(texts_of(changed), german())
    assert (done.ready, done.fuzzy) == (len(GERMAN) - 1, 1)
    assert done.total == done.ready + done.fuzzy + done.missing == len(texts_of(changed))


# --- the story in another language -------------------------------------------------------------------------------------


def test_a_story_in_german() -> None:
    definition, problems = told_in(german())
    assert problems == []
    assert definition.front.title == "Der Brunnen"
    assert definition.front.note == "Eins.\n\nTwo."
    assert definition.front.language == "de"
    assert definition.things["Ann"].aliases[0].text == "das Mädchen"
    assert definition.things["well"].pronoun is Pronoun.HE
    assert definition.wants["Ann"][0].text == "trinken"
    assert definition.translation is None


def test_until_all_that_is_told_is_there_only_what_stands_around_it_is_german() -> None:
    few = {name: text for name, text in GERMAN.items() if name != "action.walk.says.2"}
    definition, problems = told_in(german(few))
    assert problems == []
    assert (definition.front.title, definition.front.language, definition.front.frame) == ("Der Brunnen", "en", "de")
    assert definition.front.openings == story().front.openings
    assert definition.actions == story().actions
    assert definition.things == story().things
    assert definition.endings["full"].title == "Ein voller Brunnen"
    assert definition.translation is not None
    assert definition.translation.actions["walk"].choices[0].text == "Geh zu {to}"


def test_choices_are_german_with_all_names_in_their_cases() -> None:
    few = {name: text for name, text in GERMAN.items() if name != "action.walk.says.2"}
    for texts in (few, GERMAN):
        definition, _ = told_in(german(texts))
        world = Story.of(definition, Problems())
        said = {phrases(world).choice(number) for number in range(len(world.task.actions))}
        assert {"Geh zum Hof", "Geh zum alten Brunnen", "Sieh hinunter"} <= said


def test_a_story_that_is_translated_is_told_in_german() -> None:
    """The author's words, and all that stands between them and is said of them."""
    plain = story(STORY.replace('    says by Ann if dry "{who} [go] to {to}."\n', ""))
    texts = {**GERMAN, "action.walk.says.1": GERMAN["action.walk.says.2"]}
    definition, problems = told_in(german(texts, plain), plain)
    assert problems == []
    assert definition.translation is None
    world = Story.of(definition, Problems())
    prose = world.tell("full", 3).prose("Ann")
    assert prose.startswith("Es war einmal ein Brunnen.")
    assert "vom Hof zum alten Brunnen, weil sie trinken wollte." in prose
    assert prose.endswith("Es war Wasser darin.")
    assert not set(prose.lower().split()) & set("the to and from because wants then walked".split())
    walk = next(n for n, act in enumerate(world.ground.actions) if act.binding.get("to") == "well" != act.binding.get("from"))
    said = phrases(world)
    assert said.act(walk) == "Ann geht zum alten Brunnen"
    assert said.want("Ann", "trinken") == "Ann will trinken"
    assert said.choice(walk) == "Geh zum alten Brunnen"


def test_an_act_without_a_text_is_told_in_the_engine_s_german() -> None:
    silent = story(STORY.replace('    says "{who} [look] down."\n', ""))
    definition, _ = told_in(german(definition=silent), silent)
    assert definition.translation is None
    assert definition.front.language == "de"


@pytest.mark.parametrize(
    ("translation", "code", "seen"),
    [
        ("{who} [gehen] zu dem Ort.", "lost-slot", "{who} [gehen] zu dem Ort."),
        ("{who} [gehen] zu {too}.", "text-unknown-name", "{too}"),
        ("{who} [gehen] zu {to} mit {from}.", "text-unknown-name", "{from}"),
        ("{who} [gehen] zu {to.", "text-bad-slot", "{to."),
        ("{who} [gehen zu {to}.", "text-bad-slot", "[gehen zu {to}."),
        ("{who} gehen] zu {to}.", "text-bad-slot", "]"),
        ("{who} [12] zu {to}.", "text-bad-slot", "[12]"),
    ],
)
def test_broken_slots_have_their_place(translation: str, code: str, seen: str) -> None:
    _, problems = told_in(german({**GERMAN, "action.walk.says.1": translation}))
    problem = problems[0]
    assert (problem.code, problem.seen) == (code, seen)
    assert problem.span is not None
    line = problem.span.source.line(problem.span.line)
    assert translation in line
    if code != "lost-slot":
        assert problem.span.text == seen
        assert line[problem.span.column - 1 :].startswith(seen)


GO_TWICE = '    choice "Go to {to}"\n    choice if dry "Go {first: away|then: on}"\n'
GO_ON = '"{who} [go] {if dry: on|else: away}, {count c: character} times."'
VARYING = STORY.replace('    choice "Go to {to}"\n', GO_TWICE).replace('"{who} [walk] from {from} to {to}."', GO_ON)


@pytest.mark.parametrize(
    ("translation", "code", "seen"),
    [
        ("{who} [gehen] {if  dry: los|else: weg}, {count c: character} Mal.", "", ""),
        ("{who} [gehen], {one of: {count c: character}|zum {count c: character}.} Mal.", "", ""),
        ("{who} [gehen] {if trocken: los}, {count c: character} Mal.", "text-unknown-name", "if trocken"),
        ("{who} [gehen] {if dry: los}, {count c: place} Mal.", "text-unknown-name", "{count c: place}"),
        ("{who} [gehen] {if dry: los}.", "lost-slot", "{who} [gehen] {if dry: los}."),
        ("{who} [gehen] {if dry: los, {count c: character} Mal.", "text-bad-slot", "{if"),
    ],
)
def test_what_is_asked_in_a_text_is_not_translated(translation: str, code: str, seen: str) -> None:
    ours = {**GERMAN, "action.walk.says.2": translation, "action.walk.choice.2": "Geh {first: weg|then: weiter}"}
    definition, problems = told_in(german(ours, story(VARYING)), story(VARYING))
    assert [(problem.code, problem.seen) for problem in problems[:1]] == ([(code, seen)] if code else [])
    told = definition.actions["walk"]
    assert (told.says[1].text == translation) == (not code)
    assert told.says[1].insets == story(VARYING).actions["walk"].says[1].insets
    shown = (definition.translation or definition).actions["walk"]
    assert [choice.text for choice in shown.choices] == ["Geh zu {to}", "Geh {first: weg|then: weiter}"]


def test_a_translated_choice_is_offered_by_what_its_reader_believes() -> None:
    """In a story that is itself told in the language that it was written in, as not all of it is translated."""
    for dry, expected in ((True, ["Geh weg", "Geh weiter"]), (False, ["Geh zum alten Brunnen"] * 2)):
        source = story(VARYING + "dry\n" * dry)
        texts = {**GERMAN, "action.walk.choice.2": "Geh {first: weg|then: weiter}", "action.walk.says.2": ""}
        definition, problems = told_in(german(texts, source), source)
        assert problems == []
        assert definition.translation is not None
        world = Story.of(definition, Problems())
        walk = next(n for n, act in enumerate(world.ground.actions) if act.binding.get("to") == "well" != act.binding["from"])
        view = StateView(world, world.engine.initial(), "Ann")
        assert [phrases(world, view).choice(walk, Occasion(times)) for times in range(2)] == expected


def test_forms_of_a_slot_do_as_well() -> None:
    _, problems = told_in(german({**GERMAN, "action.walk.says.1": "Zu {to.name} [gehen] {who.she}."}))
    assert problems == []


def test_texts_of_another_story() -> None:
    other = story(
        STORY.replace("The Well", "The Mill").replace("walk", "stroll").replace("look", "gaze").replace("well", "mill")
    )
    catalogue = replace(german(), entries=tuple(entry for entry in german().entries if entry.id.startswith("action.")))
    definition, problems = told_in(catalogue, other)
    assert [problem.code for problem in problems] == ["other-story"]
    assert problems[0].span is not None
    assert definition == other


def test_a_story_may_change_its_title() -> None:
    _, problems = told_in(german(), story(STORY.replace("The Well", "The Old Well")))
    assert [(problem.code, problem.message.split("'")[1]) for problem in problems] == [("outdated-text", "front.title")]


def test_what_is_not_up_to_date_is_not_told() -> None:
    definition, problems = told_in(german(), story(STORY.replace("There was water.", "There was cold water.")))
    assert [problem.code for problem in problems] == ["outdated-text"]
    assert definition.endings["full"].says[0].text == "There was cold water."
    fuzzy = german()
    fuzzy = replace(fuzzy, entries=tuple(replace(entry, fuzzy=entry.id == "front.title") for entry in fuzzy.entries))
    definition, problems = told_in(fuzzy)
    assert problems == []
    assert definition.front.title == "The Well"


def test_unknown_ids() -> None:
    extra = Entry("action.wlak.choice", "Go", "Geh")
    _, problems = told_in(replace(german(), entries=(*german().entries, extra)))
    assert [(problem.code, problem.seen) for problem in problems] == [("unknown-text", "action.wlak.choice")]
    assert "action.walk.choice" in problems[0].hint


def test_a_language_that_fabula_does_not_speak() -> None:
    definition, problems = told_in(german(language="tlh"))
    assert [problem.code for problem in problems] == ["wrong-language"]
    assert definition == story()


# --- the flagship ------------------------------------------------------------------------------------------------------


def test_the_front_the_choices_and_the_names_of_the_flagship_are_german() -> None:
    ridge = load("the_ridge", "de")
    assert [problem.code for problem in ridge.problems] == []
    definition = ridge.definition
    assert definition.front.title == "Der Grat"
    assert definition.front.frame == "de"
    plain = {text.id: text.text for text in texts_of(load("the_ridge").definition)}
    asked = definition.translation or definition
    shown = {text.id: text.text for text in texts_of(asked)}
    same = [
        name
        for name in plain
        if plain[name] == shown[name] and (".choice" in name or name.startswith("front.") or ".title" in name)
    ]
    assert [name for name in same if not name.startswith("front.opening")] == []
    said = {phrases(ridge).choice(number) for number in range(len(ridge.task.actions))}
    assert {
        "Geh zum Grat",
        "Geh zur Straße",
        "Knie beim Jungen mit der gebrochenen Hand nieder",
        "Knie bei der stummen Soldatin nieder",
        "Frag Aeris nach dem Werk seiner Hände",
        "Erzähl dem Hauptmann von dem, was sie fühlte",
        "Töte den Hauptmann",
    } <= said


def test_the_story_itself_is_told_as_before_until_all_of_it_is_translated() -> None:
    plain, ridge = load("the_ridge"), load("the_ridge", "de")
    if ridge.definition.translation is not None:
        assert ridge.tell("together", 1).prose() == plain.tell("together", 1).prose()
