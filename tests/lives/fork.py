"""A story in which a reader chooses between two ways, and tells of one of them."""

from __future__ import annotations

FORK = """
story "Fork"
use places
place home "home"
place left "the left"
place right "the right"
path home - left
path home - right
character Ann, she, at home
property done
action stop(who: character)
    by who
    when who.at is left and not done
    do: done
    seen by all
    says "{who} [stop]."
    says by Ann "I stopped." if Ann.at is right
Ann wants
    1 if Ann.at is left "to see the left"
    1 if Ann.at is right "to see the right"
    2 if done "to be done"
ending over "Over" when done
    says "It was over."
"""
