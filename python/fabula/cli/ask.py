"""`fabula ask`: questions about all lives of a story, answered with proofs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fabula.asking import Answer, Asker, Question, grammar, questions_of
from fabula.asking.certified import certificate_for
from fabula.asking.obstacles import Trying
from fabula.asking.proving import Looking
from fabula.asking.questions import Can, Never
from fabula.asking.shards import Shard, ask_each
from fabula.budget import Budget
from fabula.cli import completion
from fabula.cli.desk import FRESH, drawer_of
from fabula.cli.exploring import BUDGET, FREE, KEPT, RAY, WORKERS, atlas_of, explored, exploring
from fabula.cli.lived import kept_in
from fabula.cli.output import columns, show
from fabula.cli.reply import ANSWER, JSON, SHAPES, reply
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    OF_TEXTS,
    OVER,
    STORY,
    STORY_ARGUMENT,
    TEXTS,
    USAGE,
    draw_problems,
    leave,
    load_story,
    must_be_writable,
    rest,
    underway,
    write,
)
from fabula.findings import Multiplying, multiplying, simpler_lines
from fabula.lives import Life
from fabula.lives.atlas import Progress
from fabula.problems import Problems, StoryProblems, counted
from fabula.proving.certificates import Certificate
from fabula.source import Source
from fabula.spreading import Where
from fabula.story import Story
from fabula.syntax.reading import read
from fabula.wrapping import wrapped

#: of the time, one of so many parts is for the answers; the rest is for why something is not known, by so many states
ASKING, FEW = 1.05, 500


class _Command(click.Command):
    """Its help ends with a table, which is broken where the terminal is narrower."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        begun = len(formatter.buffer)
        super().format_epilog(ctx, formatter)
        if (width := columns()) is not None:
            formatter.buffer[begun:] = [wrapped("".join(formatter.buffer[begun:]), width)]


@click.command("ask", cls=_Command, epilog="Questions are written:\n\n\b\n" + grammar())
@STORY_ARGUMENT
@click.argument("questions", nargs=-1, metavar="QUESTION...")
@click.option(
    "--questions",
    "file",
    metavar="FILE",
    shell_complete=completion.anything,
    help="Questions from a file, one on each line; - reads them from a pipe.",
)
@click.option(
    "--life",
    "life_file",
    metavar="FILE",
    shell_complete=completion.lives,
    help="Ask about the life in FILE: a save, or a list of acts.",
)
@click.option("--after", type=click.IntRange(0), metavar="N", help="With --life: about the moment after so many of its acts.")
@click.option(
    "--certificate",
    metavar="FILE",
    shell_complete=completion.anything,
    help="Of a never: write what its proof rests on to FILE, for fabula verify.",
)
@FREE
@TEXTS
@KEPT
@WORKERS
@RAY
@BUDGET
@FRESH
@JSON
def command(
    story: str,
    questions: tuple[str, ...],
    file: str | None,
    life_file: str | None,
    after: int | None,
    certificate: str | None,
    free: tuple[str, ...],
    texts: str | None,
    kept: str | None,
    workers: int | None,
    ray: str | None,
    budget: Budget,
    fresh: bool,
) -> None:
    """Ask what the lives of a story can come to, and why.

    Several questions are answered from one exploration; with --workers or --ray each from its own, beside each other. Each
    answer is a proof, or says that the budget ended first.

    Ends with 0 if all is answered with a yes, a number or a list; 1 if something is answered with a no, or with nothing;
    3 if the budget ended first, which proves nothing; 130 if it was interrupted.
    """
    sources = _sources(questions, file)
    if not sources:
        raise click.UsageError(f"ask something. Questions are written:\n\n{grammar()}")
    if after is not None and life_file is None:
        raise click.UsageError("--after says where in a life: give one with --life FILE")
    where = Where(1 if workers is None and ray is None else workers, ray)
    if kept is not None and not where.is_here:
        raise click.UsageError("--atlas keeps one exploration: with --workers or --ray each question has its own")
    loaded = load_story(story, texts, budget)
    if texts is not None:
        draw_problems(problem for problem in loaded.problems if problem.code in OF_TEXTS)
    loaded = loaded.read_by(*free)
    drawer = drawer_of(loaded, free, fresh) if where.is_here else None
    asker = Asker(loaded, free, atlas=atlas_of(loaded, free, kept), kept=drawer)
    asked = _questions(loaded, sources)
    life = None if life_file is None else _life(loaded, life_file, free, rest(budget))
    printed = None if reply().is_wanted else _Printed(len(asked))
    if certificate is not None:
        _certify(asker, asked, Path(certificate), rest(budget))
    found = None
    if where.is_here:
        answers = _answers(loaded, asker, asked, life, after, rest(budget).part(ASKING), printed)
        shards = [Shard(answer, asker.atlas.why, answer.proof and asker.is_kept(answer.asked)) for answer in answers]
        found = _multiplying(asker, answers, rest(budget))
    else:
        shards = _shards(loaded, asked, free, life, after, rest(budget), where, printed)
        answers = [shard.answer for shard in shards]
    _reply(shards, found)
    if any(answer.interrupted for answer in answers):
        show("Interrupted: what is not said to be looked at to the end proves nothing.", err=True)
        sys.exit(INTERRUPTED)
    if not all(answer.proof for answer in answers):
        sys.exit(OVER)
    sys.exit(FINE if all(answers) else STORY)


def _multiplying(asker: Asker, answers: list[Answer], budget: Budget) -> Multiplying | None:
    """What multiplies the states of a story, where something is not known and there is time to say why."""
    open_ = [answer for answer in answers if not answer.proof]
    if not open_ or any(answer.interrupted for answer in answers) or asker.atlas.complete or budget.seconds == 0:
        return None
    until = budget.until()
    found = multiplying(asker.atlas, FEW, until)
    return found if found.parts else None


def _reply(shards: list[Shard], found: Multiplying | None) -> None:
    """Print the answers as one object, where it is asked for."""
    if not reply().is_wanted:
        if found is not None:
            show("\n".join(simpler_lines(shards[0].answer.world, found)), err=True)
        return
    data = [_data(shard, found) for shard in shards]
    if len(data) == 1:
        reply().give(data[0])
        return
    ended = next((one["ended"] for one in data if one["ended"]), None)
    interrupted = any(shard.answer.interrupted for shard in shards)
    reply().give({"answers": [{**ANSWER, **one} for one in data], "ended": ended, "interrupted": interrupted})


def _data(shard: Shard, found: Multiplying | None) -> dict[str, object]:
    answer = shard.answer
    ended = "interrupted" if answer.interrupted else None if answer.proof else shard.why or "time"
    more = {} if answer.proof or found is None else {"multiplying": found.data()}
    return {**answer.data(), **more, "kept": shard.is_kept, "ended": ended, "interrupted": answer.interrupted}


def _sources(texts: tuple[str, ...], file: str | None) -> list[Source]:
    """What is asked, as it is written; else it is said why it can't be read, and this is the end. From here on it is known what
    an object has to answer."""
    problems = Problems()
    sources = [Source("<question>", text) for text in texts]
    if file == "-":
        sources.append(Source("<stdin>", sys.stdin.read()))
    elif file is not None and (source := read(Path(file), problems)) is not None:
        sources.append(source)
    lines = [line.partition("#")[0].strip() for source in sources for line in source.text.splitlines()]
    blank = [{**ANSWER, "question": line} for line in lines if line]
    if reply().is_wanted:
        reply().shape = blank[0] if len(blank) == 1 and not len(problems) else {**SHAPES["ask several"], "answers": blank}
    if len(problems):
        leave(problems, USAGE)
    return sources


def _questions(story: Story, sources: list[Source]) -> list[Question]:
    """All questions, those on the command line first; else their problems are drawn, and this is the end."""
    problems = Problems()
    found: list[Question] = []
    for source in sources:
        try:
            found += questions_of(story, source)
        except StoryProblems as wrong:
            problems.extend(wrong.problems)
    if not found and not len(problems):
        problems.add("bad-question", "no question is asked", expected="a question", seen="none", hint="see below")
    if len(problems):
        if reply().is_wanted:
            leave(problems, USAGE)
        draw_problems(problems)
        show(f"\nQuestions are written:\n\n{grammar()}", err=True)
        sys.exit(USAGE)
    return found


def _certify(asker: Asker, asked: list[Question], file: Path, budget: Budget) -> None:
    """Write the certificate that something never is, if that can be proven."""
    if len(asked) != 1 or not isinstance(asked[0], Can | Never):
        raise click.UsageError("--certificate goes with one question, 'never ...' or 'can ...'")
    must_be_writable(file)
    with underway(asker.world.definition, "nothing is proven so far", budget):
        found = certificate_for(asker.prover, asked[0], budget)
    if isinstance(found, Certificate):
        write(file, found.text())
    else:
        why = "some life comes there" if found else "nothing has been proven within the budget"
        show(f"No certificate is written: {why}.", err=True)


def _life(story: Story, file: str, free: tuple[str, ...], budget: Budget) -> Life:
    kept = kept_in(story, file, free, budget)
    draw_problems(kept.problems)
    if kept.life.story is not story:
        named = ", ".join(kept.readers)
        raise click.UsageError(f"the life was played by {named}, who may do what others may not: ask with --as {named}")
    reply().know({"problems": [problem.data() for problem in kept.problems]})
    return kept.life


class _Printed:
    """Prints answers to so many questions in their order, each as soon as it is known, and then, as soon as it has been looked
    for, what stands in the way: a proof does not wait for what is said besides."""

    def __init__(self, count: int) -> None:
        self._several = count > 1
        self._waiting: dict[int, Answer] = {}
        self._next = 0
        self._begun = False

    def take(self, number: int, answer: Answer) -> None:
        """An answer, or the same one once more with what stands in the way."""
        if number < self._next:
            if answer.obstacles is not None:
                self._print(answer, answer.obstacles_text)
            return
        self._waiting[number] = answer
        while (known := self._waiting.pop(self._next, None)) is not None:
            self._print(known, str(known))
            self._next += 1

    def _print(self, answer: Answer, text: str) -> None:
        if self._several:
            text = f"{answer.question}\n{text}"
            if self._begun:
                text = f"\n{text}"
        self._begun = True
        show(text)


def _answers(
    story: Story,
    asker: Asker,
    questions: list[Question],
    life: Life | None,
    after: int | None,
    budget: Budget,
    printed: _Printed | None,
) -> list[Answer]:
    with exploring(story, "nothing is known so far, which proves nothing") as line:

        def told(number: int, answer: Answer) -> None:
            if printed is not None:
                line.clear()
                printed.take(number, answer)

        return asker.ask_all(
            questions, life=life, after=after, budget=budget, watcher=lambda now: line.show(_progress(now)), told=told
        )


def _shards(
    story: Story,
    questions: list[Question],
    free: tuple[str, ...],
    life: Life | None,
    after: int | None,
    budget: Budget,
    where: Where,
    printed: _Printed | None,
) -> list[Shard]:
    with exploring(story, "nothing is known so far, which proves nothing") as line:
        known = 0

        def told(number: int, answer: Answer) -> None:
            nonlocal known
            known += 1
            if printed is not None:
                line.clear()
                printed.take(number, answer)
            line.show(f"{known} of {counted(len(questions), 'question')} answered")

        return ask_each(story, questions, free, life=life, after=after, budget=budget, where=where, told=told)


def _progress(now: Progress | Trying | Looking) -> str:
    if isinstance(now, Looking):
        return f"one life: {counted(now.states, 'state')} on the way"
    if isinstance(now, Trying):
        return (
            f"what stands in the way: {counted(now.tried, 'relaxed story').replace('storys', 'stories')}, {now.seconds:.0f} s"
        )
    return explored(now)
