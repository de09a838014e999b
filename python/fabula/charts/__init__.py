"""Charts of stories and lives, as files that need nothing else: the map of all lives, and who knows what, when."""
