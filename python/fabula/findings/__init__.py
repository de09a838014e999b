"""What all lives of a story show about it: the complete check."""

from fabula.findings.expectations import Expected
from fabula.findings.finding import Finding
from fabula.findings.multiplying import Multiplying, multiplying
from fabula.findings.report import Reached, Report, check, endings_of, examine, how_in_english
from fabula.findings.simpler import simpler_lines
from fabula.findings.survey import Survey

__all__ = [
    "Expected",
    "Finding",
    "Multiplying",
    "Reached",
    "Report",
    "Survey",
    "check",
    "endings_of",
    "examine",
    "how_in_english",
    "multiplying",
    "simpler_lines",
]
