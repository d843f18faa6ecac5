"""Does any file of RDF end otherwise than with triples or the declared error?"""

from contextlib import suppress

from fuzz.paper import desk, put
from pyoxigraph import Literal, NamedNode

from kg.diff.sides import Side
from kg.dump.checksums import read_checksums
from kg.errors import DatelineError
from kg.reason.files import read_statements
from kg.reason.values import is_ill_typed, value_key
from kg.vocabulary import XSD


def turtle(data: bytes) -> None:
    """Turtle."""
    _read("a.ttl", data)


def nquads(data: bytes) -> None:
    """N-Quads."""
    _read("a.nq", data)


def trig(data: bytes) -> None:
    """TriG."""
    _read("a.trig", data)


def jsonld(data: bytes) -> None:
    """JSON-LD; a context elsewhere is never fetched."""
    _read("a.jsonld", data)


def xml(data: bytes) -> None:
    """RDF/XML, with entities."""
    _read("a.rdf", data)


def packed(data: bytes) -> None:
    """Packed Turtle."""
    _read("a.ttl.gz", data)


def dump(data: bytes) -> None:
    """A dump's lines, which must be in order, beside its checksums; and a graph that is compared."""
    path = put("all.nq.gz", data)
    with suppress(DatelineError):
        for _ in Side("all", path).lines():
            pass
    with suppress(DatelineError):
        for _ in Side("a.nt", put("a.nt", data)).lines():
            pass
    put("SHA256SUMS", data)
    with suppress(DatelineError):
        read_checksums(desk())


def literal(data: bytes) -> None:
    """A lexical form and a datatype, in two lines: whatever has a value is not ill-typed."""
    form, _, name = data.decode("utf-8", "replace").partition("\n")
    with suppress(ValueError):
        found = Literal(form, datatype=NamedNode(name if ":" in name else f"{XSD.string.value[:-6]}{name}"))
        assert value_key(found) is None or not is_ill_typed(found)


def _read(name: str, data: bytes) -> None:
    with suppress(DatelineError):
        for _ in read_statements([put(name, data)]):
            pass
