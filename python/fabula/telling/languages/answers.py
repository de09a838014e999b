"""The words in which questions about all lives of a story are answered, as each language has them.

All are templates: what stands in braces is filled in. `{clause}` is a sentence of the story, `{Clause}` the same with a
capital, `{dependent}` as it stands behind a word such as "that" or "when"; where one is given, all are. A pair is for one and
for several: of what is counted, or of people who have one name, such as twins.
"""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HindranceWords:
    """What hinders an act, and what would have given a reason for it."""

    changes_nothing: str
    comes_later: str
    impossible: str
    its_condition: str
    surely: Pair
    #: what stands between several things that are not so: after the first ones, before the last
    between: Pair
    believes: Pair
    believes_it_impossible: Pair
    #: one of several things that are not so, as somebody believes
    believed: str
    no_reason: Pair
    against: str
    no_better: str
    serves: str
    nothing_nearer: Pair
    #: a want as its writer has put it
    want: str
    reach: str
    any_acts: str
    any_levels: str
    never_holds: str
    only_after_the_end: str
    would: Pair
    incomplete: str
    # what would have given a reason: each stands where `would` has {remedy}
    knew: Pair
    not_wrong: Pair
    counted: Pair
    thought: Pair
    ahead: str
    deep: str
    all_thought: str
    further: str
    deeper: str


@dataclass(frozen=True, slots=True)
class ObstacleWords:
    """What rules stand in the way of an ending, and how they are relaxed."""

    nothing: str
    these: Pair
    place: str
    relaxed: str
    changed: Pair
    begins_there: str
    least: Pair
    unproved: str
    minimal: str
    not_minimal: str
    tried: str
    out_of_time: str
    too_large: str
    interrupted: str
    neither: str
    none_found: str
    more_sets: str
    # a rule, and how it is relaxed; `by_name` is said of acts of a problem file, which are names and no verbs
    no_reason: Pair
    no_reason_by_name: Pair
    needs_no_reason: Pair
    needs_no_reason_by_name: Pair
    instead: str
    instead_unless_said: str
    goes_up: str
    goes_down: str
    without: str
    event_without: str
    without_trigger: str
    without_reaction: str


@dataclass(frozen=True, slots=True)
class ProofWords:
    """How it is known, without counting all states, that something never happens: clauses that stand in brackets."""

    #: a part of it can't come to be; without saying which; not all of it at once
    never_so: str
    never: str
    never_together: str
    #: one fact, or several, were looked at: in one state, or in all {states}
    one_fact: Pair
    facts: Pair
    #: with the names of the facts
    named: str
    #: lives were followed: to one state, to several
    followed: Pair
    #: acts for which nobody has a reason; what stands between two of them; where there are too many to be named
    no_reason: str
    either: str
    no_reasons: str
    #: that it is so of every life, or can be of each sooner or later, by the facts that show it
    always: Pair


@dataclass(frozen=True, slots=True)
class ChanceWords:
    """What lives by chance say where nothing is decided: first what was seen, then a sentence that says what follows from
    it."""

    #: none of {lives} by chance comes there; none of {led} that were led towards it does either
    none: str
    none_led: str
    some: str
    some_led: str
    #: all that came to an end come there; what follows from that; some had enough of it
    all: str
    others: str
    unfinished: str
    percent: str
    point: str
    lives: Pair


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The words of answers. `thousands`: what parts the thousands of a number."""

    thousands: str
    acts: Pair
    levels: Pair
    #: as they follow "after" and "in"
    states: Pair
    at_start: str
    after: str
    from_beginning: str
    #: how much was looked at: one state, several
    covered: Pair
    proofs: ProofWords
    chances: ChanceWords
    # why not more was looked at
    interrupted: str
    stopped: str
    out_of_budget: str
    not_known: str
    cut_short: str
    cut_short_interrupted: str

    # where lives come to; of a pair the first is said of an ending by its name, the second of a moment when something is so
    yes: str
    no: str
    somewhere: Pair
    nowhere: Pair
    #: where the question says nothing more: as a clause, and as a dependent one
    is_so: Pair
    is_not_so: Pair
    yes_soonest: str
    no_soonest: str
    #: where it is not known whether it can be so sooner
    yes_at_last: str
    no_at_last: str
    shortest: str
    no_life: str
    always: Pair
    never_out_of_reach: Pair
    goes_round: str
    still_possible: Pair
    lost: Pair
    stuck: str
    ends_elsewhere: str
    ends_before: str
    no_such_life: str
    more_than: str
    not_found: str
    no_other_life: str

    # how far a number goes
    most: str
    least: str
    where_ends: str
    where_ends_so: str
    where_ever: str
    in_ending: str
    by_ending: str
    amount_covered: str
    amount_so_far: str
    no_moment: str
    never_known: str
    no_end: str

    # who knows
    can_know: Pair
    nobody_knows: str
    as_seen: str
    knows_at_start: Pair
    learns: Pair
    never_knows: Pair
    not_seen_to_know: Pair
    in_every_ending: str
    not_in_every_ending: str
    wrong_at_start: Pair
    wrong_later: Pair
    so_learns: Pair

    # why
    not_in_life: str
    in_no_life: str
    no_life_has_it: str
    act_of_this: str
    act_of_shortest: str
    not_asked: str
    fate: str
    plan: Pair
    believes_wrongly: Pair
    believes_rightly: Pair
    hopes: Pair
    that: str

    # why not
    life_over: str
    life_ended: str
    done: str
    not_hindered: str
    at_moment: str
    idle: str
    refused: str
    #: it is possible, and something that happens at once always comes first
    later: str
    lacking: str
    among: Pair
    #: where the first of some states is: at the start, later
    first: Pair
    never_possible: str
    never_before_the_end: str
    never_at_once: str
    #: that something is so nowhere: in all lives, as far as they are known
    in_none: Pair
    hindrance_unknown: str

    # what stands between
    comes_to_it: str
    no_life_ends: str
    no_life_comes: str
    #: with acts, without any
    onward: Pair
    none_begins_so: str
    no_way: str
    lost_with: str
    instead: str

    #: of an act that is tried in vain
    not_possible: str
    hindrances: HindranceWords
    obstacles: ObstacleWords
