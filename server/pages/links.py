"""Where does an IRI lead?"""

from urllib.parse import quote

from kg import iri


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
