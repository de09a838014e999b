"""Who knows what, when: as a page, a picture, plain lines, and data."""

from fabula.charts.minds.chart import MindsChart, minds_chart
from fabula.charts.minds.relations import Kind, Relation, kind_of, relation_of

__all__ = ["Kind", "MindsChart", "Relation", "kind_of", "minds_chart", "relation_of"]
