"""The map of all lives of a story: as a page that can be explored, a picture, data, and a graph for Graphviz."""

from fabula.charts.map.chart import MOST_NODES, Map, make_map

__all__ = ["MOST_NODES", "Map", "make_map"]
