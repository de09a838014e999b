"""Lines become sentences on a page: joined to the one before, begun anew, or in a paragraph of their own."""

from __future__ import annotations

from collections.abc import Callable

from fabula import lives
from fabula.model import Teller
from fabula.story import Story
from fabula.syntax.templates import parse_template
from fabula.telling.wording.trace import Named
from fabula.telling.wording.writer import Line, Writer

Lived = Callable[..., lives.Life]


def written(story: Story, *texts: str, doers: tuple[str, ...] = ("Ann",), may_join: bool = True) -> list[list[str]]:
    """The passages of the paragraphs in which these texts stand, of which Ann is "who" in each."""
    writer, state = Writer(story, Teller()), story.engine.initial()
    writer.take_over(None)
    for index, text in enumerate(texts):
        binding = {"who": "Ann", "other": "Ben"}
        writer.write(Line(parse_template(text), state, state, binding, (index,), doers=doers, may_join=may_join))
    return [[passage.text for passage in paragraph.passages] for paragraph in writer.page.paragraphs()]


def test_a_short_act_becomes_a_clause_of_the_one_before(story: Story) -> None:
    assert written(story, "{who} [rest].", "{who} [wave].") == [["Ann rested and waved."]]
    assert written(story, "{who} [rest].", "{who} [wave].", may_join=False) == [["Ann rested.", "She waved."]]


def test_no_third_sentence_in_a_row_begins_alike(story: Story) -> None:
    told = written(story, *["{who} [rest]."] * 4, may_join=False)
    assert told == [["Ann rested.", "She rested.", "She rested.", "Ann rested."]]


def test_who_speaks_after_another_has_a_paragraph(story: Story) -> None:
    writer, state = Writer(story, Teller()), story.engine.initial()
    writer.take_over(None)
    for who in ("Ann", "Ben"):
        writer.write(Line(parse_template('"No," {who} [say].'), state, state, {"who": who}, doers=(who,)))
    assert [paragraph.text for paragraph in writer.page.paragraphs()] == ['"No," Ann said.', '"No," Ben said.']


def test_a_prefix_and_a_part_of_a_sentence(story: Story) -> None:
    writer, state = Writer(story, Teller()), story.engine.initial()
    writer.take_over(None)
    writer.write(Line(parse_template("{who} [rest]."), state, state, {"who": "Ann"}, (0,), prefix="Later"))
    writer.extend(Line(parse_template("{other}."), state, state, {"other": "Ben"}, (1,)))
    ((passage,),) = [paragraph.passages for paragraph in writer.page.paragraphs()]
    assert (passage.text, passage.events) == ("Later Ann rested and Ben.", (0, 1))
    assert [one.thing for one in passage.trace.named] == ["Ann", "Ben"]
    assert all(isinstance(one, Named) for one in passage.trace.named)


def test_a_line_that_is_only_tried_out_leaves_nothing_behind(story: Story) -> None:
    writer, state = Writer(story, Teller()), story.engine.initial()
    writer.take_over(None)
    line = Line(parse_template("{who} [rest]."), state, state, {"who": "Ann"})
    assert not writer.would_be_worn(line)
    assert (writer.page.paragraphs(), writer.sentences) == ((), 0)
    for _ in range(2):
        writer.write(line)
    assert writer.sentences == 2
