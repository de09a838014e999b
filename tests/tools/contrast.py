"""How well the text of the site can be told from its ground, by the variables of its style sheets."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from pathlib import Path

Colour = tuple[float, float, float, float]

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
VARIABLE = re.compile(r"(--md-[\w-]+):\s*([^;]+)")


def variables(sheets: Iterable[Path], scheme: str) -> dict[str, str]:
    """What the variables of a colour scheme are where no colours have been chosen, the later rule winning."""
    own = f"[data-md-color-scheme={scheme}]"
    selectors = {":root", own, f"{own}[data-md-color-primary=indigo]", "[data-md-color-accent=indigo]"}
    found: dict[str, str] = {}
    for sheet in sheets:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL).replace('"', "")
        for selector, body in RULE.findall(text):
            if selectors & {one.strip() for one in selector.split(",")}:
                found.update({name: value.strip() for name, value in VARIABLE.findall(body)})
    return found


def colour(value: str, known: dict[str, str]) -> Colour:
    """A colour as red, green, blue and how opaque it is, each from 0 to 1."""
    value = re.sub(r"var\((--md-[\w-]+)\)", lambda name: known[name[1]], value)
    if value.startswith("var(") or "var(" in value:
        return colour(value, known)
    if value.startswith("#"):
        digits = value[1:] if len(value) > 5 else "".join(digit * 2 for digit in value[1:])
        parts = [int(digits[place : place + 2], 16) / 255 for place in range(0, len(digits), 2)]
        return (parts[0], parts[1], parts[2], parts[3] if len(parts) == 4 else 1.0)
    hue, saturation, lightness, *opaque = (float(number) for number in re.findall(r"[\d.]+", value))
    red, green, blue = colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
    return red, green, blue, opaque[0] if opaque else 1.0


def over(upper: Colour, lower: Colour) -> Colour:
    """What is seen of a colour that is laid over an opaque one."""
    red, green, blue = (a * upper[3] + b * (1 - upper[3]) for a, b in zip(upper[:3], lower[:3], strict=True))
    return red, green, blue, 1.0


def _luminance(shown: Colour) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shown[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: Colour, ground: Colour) -> float:
    """The ratio of WCAG 2: from 1, the same, to 21, black on white."""
    first, second = _luminance(over(text, ground)), _luminance(ground)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
