"""A story as the checker understood it: every name resolved, every type known, still with variables. Frozen values.

Expressions are typed by construction: a condition is an expression of type `TRUTH`. Things are referred to by name; the names
of enumeration values live in the same space as things (as in problem files, where they are entities).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Union

from fabula.phrase import Phrase as Phrase
from fabula.source import Span
from fabula.tellers import ActPattern as ActPattern
from fabula.tellers import Closeness as Closeness
from fabula.tellers import Person as Person
from fabula.tellers import Teller as Teller
from fabula.tellers import Tense as Tense

# --- types -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TruthType:
    """yes or no."""


@dataclass(frozen=True, slots=True)
class NumberType:
    """A whole number between bounds (both included). Bounds of None only in problem files."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class ThingType:
    """A thing of a kind, or nobody."""

    kind: str


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """One of the named values, or none of them."""

    values: tuple[str, ...]


Type = Union[TruthType, NumberType, ThingType, ChoiceType]

# --- expressions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    """A truth, a number, the name of a thing or of an enumeration's value, or None: nobody, nothing, nowhere (in a problem file
    `?`)."""

    value: bool | int | str | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """A parameter or a quantified variable; stands for a thing of its kind."""

    name: str
    kind: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Get:
    """The value of a property. Arguments are thing-valued expressions and may themselves be `Get`."""

    property: str
    arguments: tuple[Expression, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Believed:
    """The value of `content` in the mind of `mind`: all properties in it are read as that mind believes them to be.
    `mind` itself is read outside."""

    mind: Expression
    content: Expression
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Logic:
    """`operator`: "and" or "or"; any number of parts."""

    operator: str
    parts: tuple[Expression, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`operator`: == != < <= > >=; both sides of one type."""

    operator: str
    left: Expression
    right: Expression
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class IsKind:
    operand: Expression
    kind: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether the value of `place` is one of `options`, which are values of the story (no reads)."""

    place: Place
    options: tuple[Expression, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Whether one value alone of `place` is taken to be possible (semantics 8.2). Its denial is "is unknown"."""

    place: Place
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class MayBe:
    """Whether `value` is one of those that `place` is taken to have; it is read where this is asked."""

    place: Place
    value: Expression
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Knows:
    """Whether `mind` is taken to know what `content` is, by whoever asks."""

    mind: Expression
    content: Get
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`operator`: + - * / min max."""

    operator: str
    left: Expression
    right: Expression
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Conditional:
    then: Expression
    condition: Expression
    otherwise: Expression
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Quantified:
    """`word`: every, some, no (truth) or count, sum, most, least (number). `where` may be None."""

    word: str
    variable: Variable
    where: Expression | None
    body: Expression
    span: Span | None = None


#: what a mind has a set of values of: a property, or one in another's mind
Place = Union[Get, Believed]
Asked = Union[Not, Logic, Comparison, IsKind, OneOf, Known, MayBe, Knows]
Expression = Union[Literal, Variable, Get, Believed, Asked, Arithmetic, Conditional, Quantified]


def conjuncts(expression: Expression) -> Iterator[Expression]:
    """The parts that must all hold, "and" within "and" taken apart."""
    if isinstance(expression, Logic) and expression.operator == "and":
        for part in expression.parts:
            yield from conjuncts(part)
    else:
        yield expression


# --- effects ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """`target` (a `Get`) under zero or more believers (outermost first) becomes / grows by / shrinks by `value`.

    `operator`: "=", "+=", "-=". Several `+=`/`-=` on one property in one event add up. `value` is read where the act is
    executed, not in the believer's mind (wrap it in `Believed` for that)."""

    believers: tuple[Expression, ...]
    target: Get
    operator: str
    value: Expression
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Opens:
    """What the last of the `believers` (outermost first, at least one) takes `target` to be, where that is no single value.

    `word`: "in": any of `values`; "only": of what was possible, one of `values`; "not": none of `values`; "unknown": anything;
    "knows": what the mind around it takes to be possible, and that the last believer knows which of these it is. `values` are
    read where the act is executed; none for the last two words."""

    believers: tuple[Expression, ...]
    target: Get
    word: str
    values: tuple[Expression, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Common:
    """What minds know or believe of `target`, and of each other, without end: a fact, within the minds of `believers`.

    `minds`: those who know it; `but`: all minds but these. `word`: "known": they know it, the others do not and take them to;
    "believed": they take one of `values` to be so; "shared": it is `values`, and they know it; the others, who do not know that
    anybody does, believe what was so before. Without `values` it is as it is."""

    believers: tuple[Expression, ...]
    target: Get
    word: str
    minds: tuple[Expression, ...]
    but: bool
    values: tuple[Expression, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class When:
    """Effects under a condition, which is read before the event."""

    condition: Expression
    then: tuple[Effect, ...]
    otherwise: tuple[Effect, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ForEach:
    """Effects for each thing of a kind; also initial facts."""

    variable: Variable
    where: Expression | None
    effects: tuple[Effect, ...]
    span: Span | None = None


Effect = Union[Assign, Opens, Common, When, ForEach]

# --- the parts of a story --------------------------------------------------------------------------------------------


class Pronoun(str, Enum):
    """How a thing is spoken of. Plural `they` for several, singular `they` for one person."""

    SHE = "she"
    HE = "he"
    IT = "it"
    THEY = "they"
    WE = "we"


@dataclass(frozen=True, slots=True)
class Kind:
    """`ancestors` includes the kind itself and `thing`."""

    name: str
    parents: tuple[str, ...]
    ancestors: frozenset[str]
    display: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a thing in telling, while `condition` holds (read in the teller's mind)."""

    text: str
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Thing:
    """`display`: how it is named in prose (defaults to the name with spaces for underscores). A will has `body`.

    A `mind` (character or will) believes, wants and acts. `descriptions`: told when it is first
    seen, and whenever it is looked at."""

    name: str
    kind: str
    display: str
    pronoun: Pronoun
    aliases: tuple[Alias, ...] = ()
    body: str | None = None
    mind: bool = False
    span: Span | None = None
    descriptions: tuple[Says, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """`kinds`: of its arguments, which `phrases` call by the `parameters`. `default`: the value where no fact gives one; None =
    nobody (in a problem file `?`). `public`: everybody sees it change. `phrase`: words for it. `bookkeeping`: without any."""

    name: str
    kinds: tuple[str, ...]
    type: Type
    default: bool | int | str | None
    public: bool = False
    phrase: str = ""
    span: Span | None = None
    bookkeeping: bool = False
    parameters: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    @property
    def has_words(self) -> bool:
        return bool(self.phrase or self.phrases)


@dataclass(frozen=True, slots=True)
class Inset:
    """A condition or a value that stands in a text, by how it is `written` there."""

    written: str
    expression: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Says:
    """One way to tell something; `teller`: only from that mind's eyes; `condition` and `insets` are read in the teller's mind;
    `in_vain`: it tells of the act where what was hoped for failed."""

    text: str
    teller: str | None = None
    condition: Expression | None = None
    span: Span | None = None
    in_vain: bool = False
    insets: tuple[Inset, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """Who sees an act: each thing of the variable's kind for which the condition holds."""

    variable: Variable
    condition: Expression


@dataclass(frozen=True, slots=True)
class Hope:
    """A condition that is hoped for; `seen`: who only observes the act learns whether it holds."""

    condition: Expression
    seen: bool


@dataclass(frozen=True, slots=True)
class Action:
    """`by`: who must have a reason (variables or things); empty = an act of nobody. `when`: a condition, true if none was
    given; `shown`: as much of it as is learned by whoever sees the act. `seen`: empty tuple and `seen_by_all` false = nobody.
    `hopes`: what need only be possible for whoever does it; where it fails, `in_vain` happens. `distinct`: parameters that are
    never one thing, nor a thing that stands by its name after `by`. `phrase`: what is done, as its verb and what follows that,
    or "". `urgency`: 0, `AT_ONCE` or `DRAWN`. `weight`: of what is left to chance, else 0. `once`: of an act of colour, the
    parameters with which it is done once, None = as often as it can be. `only`: for whom alone it is, "reader" or "others"."""

    name: str
    parameters: tuple[Variable, ...]
    by: tuple[Expression, ...]
    when: Expression
    effects: tuple[Effect, ...]
    seen: tuple[Observation, ...]
    seen_by_all: bool
    choices: tuple[Says, ...]
    says: tuple[Says, ...]
    span: Span | None = None
    shown: Expression | None = None
    hopes: tuple[Hope, ...] = ()
    in_vain: tuple[Effect, ...] = ()
    distinct: tuple[tuple[Variable, Variable | Literal], ...] = ()
    phrase: str = ""
    urgency: int = 0
    weight: int = 0
    once: tuple[str, ...] | None = None
    only: str = ""

    @property
    def outcomes(self) -> tuple[Effect, ...]:
        """What may come of it, done or in vain."""
        return (*self.effects, *self.in_vain)

    @property
    def asked(self) -> tuple[Expression, ...]:
        """What decides whether it is done: what is sure, and what is hoped for."""
        return (self.when, *(hope.condition for hope in self.hopes))


@dataclass(frozen=True, slots=True)
class Trigger:
    """`of_draw`: it is what becomes so when something has been drawn at the start."""

    name: str
    parameters: tuple[Variable, ...]
    when: Expression
    effects: tuple[Effect, ...]
    says: tuple[Says, ...] = ()
    span: Span | None = None
    of_draw: bool = False

    @property
    def outcomes(self) -> tuple[Effect, ...]:
        return self.effects

    @property
    def asked(self) -> tuple[Expression, ...]:
        return (self.when,)


@dataclass(frozen=True, slots=True)
class Reaction:
    """When `observer` sees `action` with arguments that fit, `effects` join the act's own (semantics 7).

    `arguments`: one for each parameter of the action: a `Variable` that is bound to it, a `Literal` thing that it must be,
    or None for anything. Bound variables have the kind that the argument must be of."""

    observer: Variable | Literal
    action: str
    arguments: tuple[Variable | Literal | None, ...]
    condition: Expression | None
    effects: tuple[Effect, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Want:
    """weight * sum over the `each` variables of (1 if condition else 0); `text` is the writer's phrase for it, "to be back
    before they come", or else the line as written (then `phrased` is false). `way`: what is to be so on the way to that,
    each worth a part of the weight, the last most; all wants of a mind are multiplied by one `scale`, so that there are parts.
    One that `is_routine` is not: it counts for less than all others. `meanwhile`: as long as what it counts."""

    weight: Expression
    each: tuple[Variable, ...]
    condition: Expression | None
    text: str
    phrased: bool = False
    span: Span | None = None
    way: tuple[Expression, ...] = ()
    scale: int = 1
    is_routine: bool = False
    meanwhile: Expression | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    name: str
    title: str
    condition: Expression
    says: tuple[Says, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of the story that its author has named: all states in which the condition holds, unless it has ended there or an
    earlier scene holds, too. It says nothing about what can happen."""

    name: str
    title: str
    condition: Expression
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """`word`: can, must (with `ending`) or never (with `condition`); `text` as written. `later`: must, sooner or later."""

    word: str
    negated: bool
    ending: str | None
    condition: Expression | None
    text: str
    span: Span | None = None
    later: bool = False


#: what a story is written in that does not say
USUAL_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Front:
    """What an author puts around a one-shot. `openings`: told before the first act, a paragraph each. `around`: the language of
    all the rest, where only that is translated. `id`: what the story is, whatever it is called, "" if it does not say; `place`:
    the file that it stands in, "" for a text from memory."""

    title: str
    by: str = ""
    note: str = ""
    disclaimer: str = ""
    ask: str = ""
    content: str = ""
    language: str = USUAL_LANGUAGE
    teller: Teller = field(default_factory=Teller)
    openings: tuple[Says, ...] = ()
    around: str = ""
    id: str = ""
    place: str = ""

    @property
    def frame(self) -> str:
        """The language of what stands around the story."""
        return self.around or self.language

    @property
    def tellers(self) -> tuple[str, ...]:
        """Whose eyes the story is told from, if nothing else is asked for."""
        return self.teller.eyes


@dataclass(frozen=True, slots=True)
class Rule:
    """A name for an expression. Expressions of the story have it written out already; who asks about the story may use it.
    `type` None: it gives nobody, and nothing is said of what else it could be."""

    name: str
    parameters: tuple[Variable, ...]
    body: Expression
    type: Type | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole story, checked. Mappings keep the order of the text; characters come first among `things`, as in problem
    files, then wills, then the rest. `ahead` and `deep`: limits by mind, "" = for all that are not named. `translation`: the
    story in the language that a reader is asked in, where not all that is told has been translated into it. `stands`: where the
    events of a problem file do, of each of which the story has many. `draws`: the count when all is drawn that is drawn at the
    start. `colours`: acts that change nothing and are no steps of lives; they are none of the `actions`."""

    front: Front
    kinds: Mapping[str, Kind]
    things: Mapping[str, Thing]
    choices: tuple[str, ...]
    properties: Mapping[str, Property]
    facts: tuple[Effect, ...]
    actions: Mapping[str, Action]
    triggers: Mapping[str, Trigger]
    reactions: tuple[Reaction, ...]
    wants: Mapping[str, tuple[Want, ...]]
    fate_wants: tuple[Want, ...]
    endings: Mapping[str, Ending]
    fate: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    ahead: Mapping[str, int]
    deep: Mapping[str, int]
    translation: Definition | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    scenes: Mapping[str, Scene] = field(default_factory=dict)
    stands: Mapping[str, Span] = field(default_factory=dict)
    draws: int = 0
    colours: Mapping[str, Action] = field(default_factory=dict)

    def things_of(self, kind: str) -> tuple[Thing, ...]:
        """All things of a kind or of a kind below it, in order."""
        return tuple(thing for thing in self.things.values() if kind in self.kinds[thing.kind].ancestors)

    def minds(self) -> tuple[Thing, ...]:
        """Those who believe, want and act: characters, then wills."""
        return tuple(thing for thing in self.things.values() if thing.mind)

    def wills_of(self, body: str) -> tuple[str, ...]:
        """The minds that can move a body: the character itself first, then the wills in it."""
        return (body, *(thing.name for thing in self.things.values() if thing.body == body))
