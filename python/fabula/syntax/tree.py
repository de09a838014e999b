"""The tree of a story text: what was written, with its place, before any name is looked up.

Every node is a frozen value with a `span`. Names are kept as written; what is a kind or a property, the checker finds out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.source import Source, Span
from fabula.syntax.leaves import Act as Act
from fabula.syntax.leaves import Name as Name
from fabula.syntax.leaves import Number as Number
from fabula.syntax.leaves import Once as Once
from fabula.syntax.leaves import Text as Text
from fabula.syntax.leaves import Truth as Truth
from fabula.syntax.leaves import Unknown as Unknown
from fabula.syntax.property_types import PropertyType as PropertyType
from fabula.syntax.property_types import TypeChoice as TypeChoice
from fabula.syntax.property_types import TypeKind as TypeKind
from fabula.syntax.property_types import TypeRange as TypeRange
from fabula.syntax.property_types import TypeTruth as TypeTruth

# --- expressions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attribute:
    """`target.name`, a property of one thing (or, with arguments in brackets, of it and others)."""

    target: Expression
    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`: a property, a rule, or (in `when c sees ...`) an action."""

    name: Name
    arguments: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """`left name right`, such as `Aeris loves Sephiroth`: a property or rule of two arguments, written between them."""

    left: Expression
    name: Name
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Believes:
    """`mind believes content`, `mind knows content` (`knows`: it is so, too; or, with `whether`, which value it has)."""

    mind: Expression
    content: Expression
    knows: bool
    span: Span
    whether: bool = False


@dataclass(frozen=True, slots=True)
class OfMinds:
    """What is said of several minds. `verb`: "knows", "believes", "secret": these do (`but`: all but these), the others do not;
    "wrong": the first is wrong about what the next one thinks (that the next thinks) of it. `whether`: which value it has."""

    verb: str
    minds: tuple[Expression, ...]
    but: bool
    content: Expression
    span: Span
    whether: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` / `or` with two or more parts."""

    operator: str
    parts: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """`== != < <= > >=`; `is` is read as `==`, `is not` as `!=`. A chain `0 < x < 3` becomes a `Logic` of comparisons."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class OneOf:
    """`operand in (a, b, c)`, or `not in`."""

    operand: Expression
    options: tuple[Expression, ...]
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class MayBe:
    """`operand may be value`."""

    operand: Expression
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class IsKind:
    """`operand is a soldier`, `operand is not an enemy`."""

    operand: Expression
    kind: Name
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - * /`; a leading minus is `0 - x` unless a number follows."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """`then if condition else otherwise`."""

    then: Expression
    condition: Expression
    otherwise: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """`name: kind`; without a kind, `character` in a head, and a kind of that very name after a quantifier."""

    name: Name
    kind: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class Quantified:
    """`every s: soldier (body)`, `some ...`, `no ...`, `count ...`, `sum s: soldier (number)`, `most ...`, `least ...`;
    an optional `where condition` comes before the bracket."""

    word: str
    parameter: Parameter
    where: Expression | None
    body: Expression
    span: Span


Value = Union[Name, Number, Truth, Unknown, Text]
Reading = Union[Attribute, Call, Relation, Believes, OfMinds, Not, Logic, Comparison, OneOf, MayBe, IsKind]
Expression = Union[Value, Reading, Arithmetic, Conditional, Quantified]

# --- effects and facts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`, `target += value`, `target -= value`. The target may stand under `believes`."""

    target: Expression
    operator: str
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """An expression that is made true, as a fact or an effect: `s.alive`, `a loves b`, `c believes ...`, several with `and`."""

    expression: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Learn:
    """`mind learns target`: it believes what is so, or what is `said` of it, or what `source` believes; `mind forgets target`:
    that is unknown to it."""

    mind: Expression
    target: Expression
    forgets: bool
    span: Span
    said: Comparison | OneOf | None = None
    source: Expression | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """`path field - trees - ridge`: a yes/no relation made true between neighbours, both ways."""

    name: Name
    links: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Branch:
    """`if ...`, `elif ...`, `else`: conditions with their effects; `otherwise` may be empty."""

    cases: tuple[tuple[Expression, tuple[Effect, ...]], ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ForEach:
    """`for each x: kind [if condition]` and a block. At the top of a story the block may hold wants too."""

    parameter: Parameter
    where: Expression | None
    body: tuple[Effect | Wants, ...]
    span: Span


Effect = Union[Assign, Claim, Learn, Chain, Branch, ForEach]

# --- texts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Says:
    """`says [in vain] [by MIND] [if condition] "text"`: one way to tell an act or an ending. `teller`: only from those eyes."""

    teller: Name | None
    condition: Expression | None
    text: Text
    span: Span
    in_vain: bool = False


# --- statements ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Eyes:
    """Somebody who tells, and the act after which somebody else does. `told by nobody` has a mind of None."""

    mind: Name | None
    until: Act | None


@dataclass(frozen=True, slots=True)
class Told:
    """A line `told ...`. `word`: by (with `eyes`); in, as (with `manner`: first, second, third, past, present, seen, felt);
    from, until, without (with `acts`)."""

    word: Name
    eyes: tuple[Eyes, ...]
    manner: tuple[Name, ...]
    acts: tuple[Act, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class StoryHead:
    """`story "Title"` and its block. `entries`: (word, text) for by, note, disclaimer, ask, content, language, id;
    `limits`: (ahead/deep, mind or None, number); `told`: how it is told; `openings`: what is told before the first act."""

    title: Text
    entries: tuple[tuple[Name, Text], ...]
    limits: tuple[tuple[Name, Name | None, Number], ...]
    told: tuple[Told, ...]
    openings: tuple[Says, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """`use places, bodies, "own.fabula"`: words are library modules, texts are files beside the story."""

    modules: tuple[Name | Text, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class KindDefinition:
    """`kind soldier "soldier": body, target`."""

    name: Name
    display: Text | None
    parents: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Called:
    """`called "Hale" [if condition]`: another name, in telling, when the condition holds (in the teller's mind)."""

    text: Text
    condition: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class ThingDefinition:
    """`character Aeris "Aeris", she, at field, not armed, weariness 2` and a block of `called`, facts, `descriptions`.
    `kind` is the first word. `modifiers`: what stands between the commas, each (negated, word, value or None); whether a word
    is a pronoun or a property, the checker decides. `body`: of `will Jenova, she, in Sephiroth` the word after `in`."""

    kind: Name
    name: Name
    display: Text | None
    modifiers: tuple[tuple[bool, Name, Expression | None], ...]
    body: Name | None
    called: tuple[Called, ...]
    facts: tuple[Effect, ...]
    span: Span
    descriptions: tuple[Says, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """`is "{who} [owe] {whom} {value}"`, a line in the block of a property. `use`: is, is not, unknown or noun; `value`: the
    only one that it is about, as in `is nobody "..."`."""

    use: str
    value: Expression | None
    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class PropertyDefinition:
    """`property weariness(character): 0..3 = 1`, `property hour: 0..9, felt by all`. Without a type: yes/no.

    Parameters are kinds, or names with their kinds; `felt_by_all`: everybody perceives a change of it, whoever sees the act
    that changes it. `phrase`: `"weary"`, how it is named in a mind's table and in explanations, if given after the type;
    `phrases`: what its block says of that. `bookkeeping`: nobody speaks of it.
    """

    name: Name
    parameters: tuple[Parameter, ...]
    type: PropertyType
    default: Expression | None
    felt_by_all: bool
    phrase: Text | None
    span: Span
    bookkeeping: bool = False
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleDefinition:
    """`rule near(a: character, b: character): a.at is b.at`: a name for an expression, usable like a property."""

    name: Name
    parameters: tuple[Parameter, ...]
    body: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class SeenBy:
    """`seen by c: condition`, `seen by healer, soldier`, `seen by everyone`, `seen by nobody`.
    Either `parameter` with `condition`, or `minds` (empty and `everyone` false = nobody)."""

    parameter: Parameter | None
    condition: Expression | None
    minds: tuple[Expression, ...]
    everyone: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ActionDefinition:
    """`action tend(healer: character, soldier: soldier)` and its block. `by`: None = no such line (an act of nobody).
    Several `when` lines must all hold; several `seen` lines: seen by whom any of them names; none = everyone. `shows`: for each
    condition whether it is said to be seen or hidden (None: neither). `hoping`: what is hoped for, and `shows_hope` the same of
    that. `in_vain`: what becomes so where that fails. `may_be`: two that may be one thing. `phrase`: `as "[tell] {other} the
    plan"`, what is done in words. `urgency`: 1 = at once, 2 = what is drawn. `weight`: of what is left to chance. `only`: for
    whom alone it is, `reader` or `others`."""

    name: Name
    parameters: tuple[Parameter, ...]
    by: tuple[Expression, ...]
    when: tuple[Expression, ...]
    effects: tuple[Effect, ...]
    seen: tuple[SeenBy, ...]
    choices: tuple[Says, ...]
    says: tuple[Says, ...]
    span: Span
    shows: tuple[bool | None, ...] = ()
    hoping: tuple[Expression, ...] = ()
    shows_hope: tuple[bool | None, ...] = ()
    in_vain: tuple[Effect, ...] = ()
    may_be: tuple[tuple[Name, Name], ...] = ()
    phrase: Text | None = None
    urgency: int = 0
    weight: Number | None = None
    once: Once | None = None
    only: Name | None = None

    @property
    def may_be_in_vain(self) -> bool:
        """Whether something is hoped for: under `hoping`, or that somebody who is asked knows it."""
        return bool(self.hoping) or any(isinstance(one, Learn) and one.source is not None for one in self.effects)


@dataclass(frozen=True, slots=True)
class Drawn:
    """`drawn killer: Hugo 2 | Vera | Otto` and its block: values with their weights, and what becomes so then."""

    target: Expression
    values: tuple[tuple[Expression, Number], ...]
    effects: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Moment:
    """`each turn [when CONDITION]: EFFECTS`; `after 3 turns from ACT: ...`, `after 3 turns when CONDITION: ...`; `when the
    story begins: ...`. `word`: each, after, begins."""

    word: str
    turns: Number | None
    act: Act | None
    condition: Expression | None
    effects: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TriggerDefinition:
    """`trigger bleed(soldier: soldier)` with `when` and `do`; `says` tells a teller's discovery of it."""

    name: Name
    parameters: tuple[Parameter, ...]
    when: tuple[Expression, ...]
    effects: tuple[Effect, ...]
    says: tuple[Says, ...]
    span: Span
    once: Once | None = None


@dataclass(frozen=True, slots=True)
class FurtherTelling:
    """`telling ask` and its block: further texts for an action or a trigger that is defined elsewhere, with its parameters."""

    event: Name
    says: tuple[Says, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Reaction:
    """`when c[: kind] sees kill(_, victim) [if condition]: effects`.
    `observer` is a new variable (or a character's own name: only that one). `arguments`: a new variable, a thing's name, or
    None for `_`. An action written without brackets stands for any arguments."""

    observer: Parameter
    action: Name
    arguments: tuple[Name | None, ...] | None
    condition: Expression | None
    effects: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Want:
    """One line of a `wants` block: `2 if condition`, `-1 for each s: soldier if not s.alive`, or any number expression.
    value of the line = weight * sum over `each` of (1 if condition else 0). A text at the end of the line says it in words:
    `2 if Aeris.at is field "to be back before they come"`. `way`: what is to be so on the way there, `by way of CONDITION`.

    `otherwise CONDITION [if MEANWHILE]` is a line for those who have nothing better to do."""

    weight: Expression
    each: tuple[Parameter, ...]
    condition: Expression | None
    phrase: Text | None
    span: Span
    way: tuple[Expression, ...] = ()
    is_routine: bool = False
    meanwhile: Expression | None = None


@dataclass(frozen=True, slots=True)
class Wants:
    """`Aeris wants` and its lines; `fate wants` has `mind` None."""

    mind: Expression | None
    wants: tuple[Want, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class EndingDefinition:
    """`ending together "They leave together" when condition` with an optional block of `says`."""

    name: Name
    title: Text | None
    condition: Expression
    says: tuple[Says, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class SceneDefinition:
    """`scene parting "Where they part" when condition`."""

    name: Name
    title: Text | None
    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Fate:
    """`fate prefers together > found_out > altar`."""

    endings: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Expect:
    """`expect [not] can E`, `expect [not] must E[, sooner or later]`, `expect [not] never condition`."""

    negated: bool
    word: str
    ending: Name | None
    condition: Expression | None
    later: bool
    span: Span


Statement = Union[
    StoryHead,
    Use,
    KindDefinition,
    ThingDefinition,
    PropertyDefinition,
    RuleDefinition,
    ActionDefinition,
    Drawn,
    Moment,
    TriggerDefinition,
    FurtherTelling,
    Reaction,
    Wants,
    EndingDefinition,
    SceneDefinition,
    Fate,
    Expect,
    Assign,
    Claim,
    Learn,
    Chain,
    Branch,
    ForEach,
]


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed file: its statements in the order of the text.

    `broken`: names in lines that could not be read. Whoever looks up names keeps silent about these: what is wrong is
    elsewhere."""

    source: Source
    statements: tuple[Statement, ...]
    broken: tuple[str, ...] = ()
