"""Which labels does the reader give, and in which order do its weights hold them?"""

from itertools import product
from typing import get_args

from kg.annotate.engine import LinkName
from kg.model import EventClass, Plover, Verb

CLASSES: tuple[EventClass, ...] = get_args(EventClass)
"""Row k+1 of the class head; row 0 is "no event"."""

PLOVER: tuple[Plover, ...] = get_args(Plover)
"""Row k+1 of the PLOVER head; row 0 is "none of the sixteen"."""

KINDS: tuple[tuple[EventClass, Plover | None], ...] = tuple(product(CLASSES, (None, *PLOVER)))
"""Row k of the head of kinds: a class with a PLOVER category or with none."""

VERBS: tuple[Verb, ...] = get_args(Verb)
LINKS: tuple[LinkName, ...] = get_args(LinkName)
"""Layer k+1 of the pair scorer; layer 0 is "no argument"."""
