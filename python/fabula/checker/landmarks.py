"""What is to be so on the way to what somebody wants (`by way of`): each is worth a part of the weight, the later the more, so
that a plan that comes so far is worth while."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fabula import model
from fabula.checker.expressions import check_condition
from fabula.checker.names import Scope
from fabula.checker.typed import Typed
from fabula.syntax import tree


def check_way(scope: Scope, want: tree.Want, weight: Typed | None) -> tuple[model.Expression, ...] | None:
    """The conditions on the way; None if one of them is wrong, or the want is none that there can be a way to."""
    checked = [check_condition(scope, one, "what is to be so on the way") for one in want.way]
    known = [one.expression for one in checked if one is not None]
    if not want.way:
        return ()
    is_condition = weight is not None and isinstance(weight.type, model.TruthType)
    is_good = is_condition or (weight is not None and _is_positive(weight.expression))
    if (want.condition is None and not is_condition) or not is_good:
        scope.problems.add(
            "wrong-type",
            "'by way of' leads to what is to be so, and counts for something then",
            want.way[0].span,
            expected="a want such as '2 if CONDITION', with a number above 0",
            seen=want.span.text,
            hint="say how much it counts, and when: 2 if CONDITION",
        )
        return None
    return tuple(known) if len(known) == len(checked) else None


def _is_positive(weight: model.Expression) -> bool:
    return isinstance(weight, model.Literal) and isinstance(weight.value, int) and weight.value > 0


def report_of_fate(scope: Scope, wants: tree.Wants) -> None:
    """Fate plans nothing, and is never idle."""
    for want in wants.wants:
        if want.way or want.is_routine:
            scope.problems.add(
                "syntax",
                "fate has no plans: it prefers what is so at the end",
                want.way[0].span if want.way else want.span,
                expected="a want without a way" if want.way else "a number, as in '2 if CONDITION'",
                seen="'by way of'" if want.way else "'otherwise'",
                hint="leave it out, or say how much it counts for fate in a line of its own",
            )


def scaled(wants: Iterable[model.Want]) -> tuple[model.Want, ...]:
    """All wants of a mind, multiplied so that of each weight there are as many parts as it takes, and the least part counts for
    more than all routines together."""
    known = tuple(wants)
    parts = max([len(want.way) + 1 for want in known], default=1)
    scale = parts * (1 + sum(want.is_routine for want in known))
    return known if scale == 1 else tuple([want if want.is_routine else replace(want, scale=scale) for want in known])
