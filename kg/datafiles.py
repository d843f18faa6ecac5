"""Where do the files that ship with the program lie?

In a checkout they are `ontology/` and `seeds/` beside `kg/`; in an installed wheel hatchling puts copies under
`kg/_data/`. Nothing else of the program looks for its own files.
"""

from pathlib import Path

from kg.errors import OntologyError

_PACKAGE = Path(__file__).resolve().parent


def find_data(name: str) -> Path:
    """The file or folder `name` (as `ontology/dateline.ttl`); raises OntologyError when the program lacks it."""
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise OntologyError(f"{name} is missing from this installation; install dateline again")
