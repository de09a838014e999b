"""Other people's files, read as stories or as tasks."""
