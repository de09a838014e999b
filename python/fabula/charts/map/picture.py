"""The map as a picture: an SVG file without a program, in the light and in the dark, with a legend and titles to hover over."""

from __future__ import annotations

import math
from collections.abc import Iterator

from fabula.charts.map.drawn import Drawn
from fabula.charts.map.graph import WIDEST, Link, Node
from fabula.markup import Markup, lines

_STYLE = Markup("""\
.paper { fill: #fbf8f3; } text { fill: #1f1c19; font: 12px "Source Sans 3", "Segoe UI", "Liberation Sans", Arial, sans-serif; }
.title { font: 600 20px Charter, Cambria, Georgia, "Liberation Serif", serif; } .quiet { fill: #675f56; }
.edge { fill: none; stroke: #8f867b; stroke-opacity: 0.55; } .back { stroke-dasharray: 5 4; stroke-opacity: 0.3; }
.node { stroke: #fbf8f3; stroke-width: 1.5; } .dead { fill: #fbf8f3; stroke: #b0303a; stroke-width: 2.5; }
.cross { stroke: #b0303a; stroke-width: 1.8; } .narrow { fill: none; stroke: #b58a00; stroke-width: 2.5; }
.start { fill: none; stroke: #1f1c19; stroke-width: 2; }
.halo { paint-order: stroke; stroke: #fbf8f3; stroke-width: 3.5px; stroke-linejoin: round; }
@media screen and (prefers-color-scheme: dark) {
.paper { fill: #171614; } text { fill: #e2dbd0; } .quiet { fill: #a89f92; } .edge { stroke: #7d756a; }
.node { stroke: #171614; } .dead { fill: #171614; stroke: #ef6f76; } .cross { stroke: #ef6f76; }
.narrow { stroke: #e6bd3d; } .start { stroke: #e2dbd0; }
.halo { stroke: #171614; }
}
""")
#: corners of the shapes of endings, below 0 those of a star; the same as on the page
SHAPES = (4, 3, 6, 5, -5, 8, -4, -6, -3, 7)
_SHADES = ("#7d8896", "#6e7b8b", "#5f6e80", "#516174", "#425369", "#33465e")
_MARGIN, _HEAD, _ROW = 40, 70, 20
#: about how wide a letter is
_LETTER = 7


def picture(drawn: Drawn) -> Markup:
    """The whole map as SVG."""
    return lines((*_Picture(drawn).lines(), ""))


class _Picture:
    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self._nodes = drawn.graph.nodes
        self._endings = list(drawn.atlas.world.definition.endings.values())
        self._scenes = list(drawn.atlas.world.definition.scenes.values())
        self._titled = [node for node in self._nodes if node.scene is not None and drawn.shown]
        # Nobody can look closer at a picture: the layers are as far apart as the titles of scenes are long.
        room = max((2 * self._half(node) + node.width + _LETTER for node in self._titled), default=0)
        self._column = max(drawn.graph.column, min(WIDEST, room))
        self._most = max([1, *(self._amount(node) for node in self._nodes)])

    def lines(self) -> Iterator[Markup]:
        """The SVG, line by line."""
        drawn, graph = self._drawn, self._drawn.graph
        tops = [min(0, *(self._top(link) for link in graph.links))] if graph.links else [0]
        width = self._across(graph.width)
        left = max([_MARGIN, *(self._half(node) + 8 - self._across(node.x) for node in self._titled)])
        right = max([_MARGIN + 140, *(self._half(node) + 8 + self._across(node.x) - width for node in self._titled)])
        wide = max(520, left + width + right)
        high = graph.height - tops[0] + _HEAD + 2 * _MARGIN + _ROW * len(self._endings)
        yield Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img" '
            'data-generator="fabula" aria-label="{title}: a map of all its lives">'
        ).format(wide=wide, high=high, title=drawn.title)
        yield Markup("<title>{}: a map of all its lives</title>\n<style>\n{}</style>").format(drawn.title, _STYLE)
        yield Markup('<rect class="paper" width="{}" height="{}"/>').format(wide, high)
        yield Markup('<text class="title" x="{}" y="38">{}</text>').format(_MARGIN, drawn.title)
        yield Markup('<text class="quiet" x="{}" y="58">{}</text>').format(_MARGIN, self._counts())
        yield Markup('<g transform="translate({} {})">').format(left, _HEAD + _MARGIN // 2 - tops[0])
        yield from map(self._edge, graph.links)
        for node in self._nodes:
            yield from self._node(node)
        yield from self._names()
        yield Markup("</g>")
        yield from self._legend(high)
        yield Markup("</svg>")

    def _names(self) -> Iterator[Markup]:
        """The titles of endings, each at its first node, and of scenes."""
        named: set[int] = set()
        for node in self._nodes:
            if node.ending is not None and node.ending not in named:
                named.add(node.ending)
                x = self._across(node.x) + node.width // 2 + 8
                yield Markup('<text class="halo" x="{}" y="{}">{}</text>').format(
                    x, node.y + 4, self._endings[node.ending].title
                )
        for node in self._titled:
            yield Markup('<text class="halo" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                self._across(node.x), node.y - node.width // 2 - 9, self._title(node)
            )

    def _legend(self, high: int) -> Iterator[Markup]:
        for number, ending in enumerate(self._endings):
            y = high - _MARGIN // 2 - _ROW * (len(self._endings) - number)
            states = sum(node.size for node in self._nodes if node.ending == number)
            unmet = "never" if self._drawn.atlas.complete else "not met"
            told = f"{states:,} state{'' if states == 1 else 's'}" if states else unmet
            outline = _outline(SHAPES[number % len(SHAPES)], _MARGIN + 7, y, 70)
            yield Markup('<path d="{}" fill="{}"/>').format(outline, _colour(number))
            yield Markup('<text x="{}" y="{}">{} <tspan class="quiet">{}</tspan></text>').format(
                _MARGIN + 22, y + 4, ending.title, told
            )

    def _across(self, x: int) -> int:
        """Where something is drawn that has its place at `x` in the layout."""
        return x * self._column // self._drawn.graph.column

    def _title(self, node: Node) -> str:
        return "" if node.scene is None else self._scenes[node.scene].title

    def _half(self, node: Node) -> int:
        """About half the width of its title."""
        return len(self._title(node)) * _LETTER // 2

    def _counts(self) -> str:
        atlas = self._drawn.atlas
        scenes = f"{self._drawn.shown} of " if self._drawn.shown else ""
        known = "" if atlas.complete else "; the budget ended before all was known"
        return f"{scenes}{atlas.size:,} states, {len(atlas.acts):,} steps{known}"

    def _amount(self, node: Node) -> int:
        return node.hits if self._drawn.readings is not None else node.size - 1

    def _edge(self, link: Link) -> Markup:
        source, target = self._nodes[link.source], self._nodes[link.target]
        acts = [self._drawn.act_sentences[self._drawn.moves[passage.act]] for passage in link.passages]
        told = " ".join(acts[:4]) + (f" And {len(acts) - 4} more." if len(acts) > 4 else "")
        edge = Markup('<path class="{}" d="{}"><title>{}</title></path>')
        if target.layer <= source.layer:
            top = self._top(link)
            x, y = self._across(source.x), source.y - source.width // 2
            end, low = self._across(target.x), target.y - target.width // 2
            return edge.format("edge back", f"M{x} {y}C{x + 30} {top} {end - 30} {top} {end} {low}", told)
        x, y = self._across(source.x) + source.width // 2, source.y
        path = [f"M{x} {y}"]
        bends = [(self._across(bend), level) for bend, level in link.bends]
        for next_x, next_y in (*bends, (self._across(target.x) - target.width // 2, target.y)):
            middle = (x + next_x) // 2
            path.append(f"C{middle} {y} {middle} {next_y} {next_x} {next_y}")
            x, y = next_x, next_y
        return edge.format("edge", "".join(path), told)

    def _top(self, link: Link) -> int:
        source, target = self._nodes[link.source], self._nodes[link.target]
        if target.layer > source.layer:
            return 0
        return min(source.y, target.y) - self._column * 3 // 10 - self._across(source.x - target.x) // 8

    def _node(self, node: Node) -> Iterator[Markup]:
        radius, x, y = node.width // 2, self._across(node.x), node.y
        told = Markup("<title>{}</title>").format(self._told(node))
        ring = Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>')
        if node.ending is not None:
            outline = _outline(SHAPES[node.ending % len(SHAPES)], x, y, radius * 12)
            yield Markup('<path class="node" d="{}" fill="{}">{}</path>').format(outline, _colour(node.ending), told)
        elif node.is_dead:
            arm = max(2, radius // 2)
            yield Markup('<circle class="dead" cx="{}" cy="{}" r="{}">{}</circle>').format(x, y, radius, told)
            cross = f"M{x - arm} {y - arm}l{2 * arm} {2 * arm}m0 {-2 * arm}l{-2 * arm} {2 * arm}"
            yield Markup('<path class="cross" d="{}"/>').format(cross)
        else:
            amount, most = self._amount(node), self._most
            shade = _SHADES[min(5, 5 * amount.bit_length() // max(1, most.bit_length()))]
            circle = Markup('<circle class="node" cx="{}" cy="{}" r="{}" fill="{}">{}</circle>')
            yield circle.format(x, y, radius, shade, told)
        if node.bottleneck:
            yield ring.format("narrow", x, y, radius + 4)
        if node.number == 0:
            yield ring.format("start", x, y, radius + 1)

    def _told(self, node: Node) -> str:
        parts = [f"{node.size:,} states" if node.size > 1 else f"state {node.first:,}"]
        if node.scene is not None:
            parts.append(f"scene: {self._title(node)}")
        if node.ending is not None:
            parts.append(f"ending: {self._endings[node.ending].title}")
        if node.dead:
            parts.append("no ending can be reached" + ("" if node.is_dead else f" from {node.dead:,} of them"))
        if node.bottleneck:
            parts.append("on every life to an ending")
        if self._drawn.readings is not None:
            parts.append(f"{node.hits:,} hits")
        return "; ".join(parts)


def _colour(ending: int) -> str:
    return f"hsl({(ending * 275 + 36) // 2 % 360} 58% 48%)"


def _outline(corners: int, x: int, y: int, tenths: int) -> str:
    """A polygon or star as a path, in whole tenths, so that it is the same everywhere."""
    count = corners if corners > 0 else -2 * corners
    points: list[str] = []
    for corner in range(count):
        turn = 2 * math.pi * corner / count - math.pi / 2
        reach = tenths / 2 if corners < 0 and corner % 2 else tenths
        across, down = round(reach * math.cos(turn)), round(reach * math.sin(turn))
        points.append(f"{_tenths(10 * x + across)} {_tenths(10 * y + down)}")
    return "M" + "L".join(points) + "Z"


def _tenths(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    return f"{'-' if value < 0 else ''}{whole}.{rest}"
