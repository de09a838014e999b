"""What random readers came to, as a short report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fabula.charts.readers.texts import TextRead
from fabula.engine.attempts import moved
from fabula.lives.readers import Readings, share_between
from fabula.telling import Phrases
from fabula.telling.wording.phrases import phrases

#: so many bars show how long lives are
BARS = 10
#: letters of the longest bar
WIDEST = 30
#: so many rows at most of a list that could be long
MOST = 12


def readings_text(readings: Readings, texts: Sequence[TextRead] | None, by: str | None) -> str:
    """The report. `texts`: what came up, told from the eyes of `by`; None = not counted."""
    definition = readings.world.definition
    told = f"{readings.readers:,} random readers of \u201c{definition.front.title}\u201d (seed {readings.seed})"
    if readings.readers < readings.asked:
        told += f", of {readings.asked:,} that were asked for"
    lines = [told, ""]
    if readings.readers:
        lines += [*_endings(readings), "", *_lengths(readings), "", *_lives(readings), "", *_acts(readings)]
        if texts is not None:
            lines += ["", *_texts(texts, by)]
    return "\n".join(lines) + "\n"


def _percent(count: int, whole: int) -> str:
    tenths = (2000 * count + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10} %"


def _bounds(count: int, whole: int) -> str:
    below, above = share_between(count, whole)
    return f"{below // 10}.{below % 10} to {above // 10}.{above % 10} %"


def _bar(count: int, most: int) -> str:
    return "#" * (-(-WIDEST * count // most) if most else 0)


def _endings(readings: Readings) -> Iterator[str]:
    whole = readings.readers
    counts: dict[str, int] = dict(readings.endings)
    for name, count in (("(stuck)", readings.tally.stuck), (f"(over {readings.longest} acts)", readings.tally.tired)):
        if count:
            counts[name] = count
    wide = max(len(name) for name in counts)
    most = max(counts.values())
    yield "Endings (with 95 % confidence)"
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        bar = _bar(count, most)
        yield f"  {name:{wide}}  {count:>9,}  {_percent(count, whole):>7}  {_bounds(count, whole):<16}  {bar}".rstrip()
    if readings.dead:
        yield f"To a dead end, from which no ending can be reached, came {readings.dead:,}: {_percent(readings.dead, whole)}"


def _lengths(readings: Readings) -> Iterator[str]:
    lengths = readings.lengths
    least, longest = min(lengths), max(lengths)
    yield f"Lengths: {least} to {longest} acts; half of the lives have no more than {readings.median}"
    step = max(1, -(-(longest - least + 1) // BARS))
    bins = [
        (first, sum(count for length, count in lengths.items() if first <= length < first + step))
        for first in range(least, longest + 1, step)
    ]
    most = max(count for _, count in bins)
    for first, count in bins:
        span = f"{first}" if step == 1 else f"{first}-{first + step - 1}"
        yield f"  {span:>9}  {count:>9,}  {_bar(count, most)}".rstrip()


def _lives(readings: Readings) -> Iterator[str]:
    commonest = readings.commonest
    if commonest is None:
        return
    acts, times = commonest
    said = phrases(readings.world)
    yield f"Lives: {readings.different:,} different ones; the commonest came up {times:,} times"
    yield from (f"  {_move(readings, said, act)}" for act in acts[:MOST])
    if len(acts) > MOST:
        yield f"  ... and {len(acts) - MOST} acts more"
    if len(readings.firsts) > 1:
        yield "After the first act"
        for act, ends in list(readings.firsts.items())[:MOST]:
            yield f"  {act}: {_foremost(ends)}"


def _move(readings: Readings, said: Phrases, move: int) -> str:
    act, mind = moved(readings.world.ground.task, move)
    if mind is None:
        return said.act(act)
    return f"{said.act(act)} ({readings.world.ground.task.characters[mind]}, in vain)"


def _foremost(ends: Mapping[str | None, int]) -> str:
    whole = sum(ends.values())
    ranked = sorted(ends.items(), key=lambda item: -item[1])
    told = [f"{name or 'no ending'} {_percent(count, whole)}" for name, count in ranked[:4]]
    return ", ".join(told) + (f" and {len(ranked) - 4} more" if len(ranked) > 4 else "")


def _acts(readings: Readings) -> Iterator[str]:
    schemas = readings.schemas
    done = {name: times for name, times in schemas.items() if times}
    yield f"Actions: {len(done)} of {len(schemas)} were done"
    rarest = sorted(done.items(), key=lambda item: item[1])[:6]
    yield "  rarest: " + ", ".join(f"{name} ({times:,})" for name, times in rarest)
    never = [name for name, times in schemas.items() if not times]
    if never:
        yield "  never: " + ", ".join(never)


def _texts(texts: Sequence[TextRead], by: str | None) -> Iterator[str]:
    eyes = f"told by {by}" if by else "told from nobody's eyes"
    came = [text for text in texts if text.times]
    yield f"Texts, {eyes}: {len(came)} of {len(texts)} came up"
    never = [text for text in texts if not text.times and text.line is not None]
    for text in never[:MOST]:
        short = text.text if len(text.text) <= 60 else text.text[:59] + "\u2026"
        yield f"  never: {text.of}, line {text.line}: \u201c{short}\u201d"
    if len(never) > MOST:
        yield f"  ... and {len(never) - MOST} more"
