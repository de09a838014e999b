"""Who knows what, when: as a page, a picture, plain lines, and data."""

from fabula.charts.minds.chart import Kind, MindsChart, Relation, kind_of, minds_chart, relation_of

__all__ = ["Kind", "MindsChart", "Relation", "kind_of", "minds_chart", "relation_of"]
