"""How urgent acts are (semantics 8.4)."""

#: those that happen at once, and those that draw what is drawn at the start, before all others
AT_ONCE, DRAWN = 1, 2
#: the property that counts what has been drawn; no name of a story has such a mark
DRAWS = "drawn'"
