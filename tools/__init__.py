"""What the verbs of the Makefile need that is more than a line of a shell: the documentation's site, and the wheel."""
