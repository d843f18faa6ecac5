"""Where does an IRI lead, and how is it read?"""

from urllib.parse import quote

from kg import iri
from kg.vocabulary import PREFIXES


def local_link(name: str) -> str | None:
    """The address of an IRI's page on this server, of the ontology's entry for a term, else the IRI if it is a web
    address; None for anything else, so that no `javascript:` IRI becomes a link.
    """
    path = iri.local_path(name)
    if path is not None:
        return f"/page/{path}"
    if name.startswith(iri.ONTOLOGY):
        return f"/ontology#{quote(name.removeprefix(iri.ONTOLOGY))}"
    return name if name.startswith(("http://", "https://")) else None


def shorten(name: str) -> str:
    """An IRI with its prefix, as `dl:visited`; any other text as it stands."""
    for prefix, base in PREFIXES.items():
        if name.startswith(base) and name != base:
            return f"{prefix}:{name.removeprefix(base)}"
    return name
