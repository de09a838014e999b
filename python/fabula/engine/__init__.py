"""What can happen, and why: states, minds, events and reasons. `interface.py` says what an engine offers."""
