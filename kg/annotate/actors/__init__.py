"""Who and what takes part, and which words mean them?

`find_cast` reads a parsed article once; `resolve` tells whom a word means, `held_by` in which post; `collect` gives
the records of all that was used.
"""

from kg.annotate.actors.cast import Cast, Held, Resolved, collect, find_cast, held_by, resolve

__all__ = ["Cast", "Held", "Resolved", "collect", "find_cast", "held_by", "resolve"]
