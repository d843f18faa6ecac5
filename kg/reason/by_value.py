"""How do updates in a SPARQL store compare literals by value rather than by form?

`1`, `1.0` and `"01"^^xsd:byte` are one value, `1e0` is another (OWL 2 Structural Specification, section 4). A store
knows numbers, truth values, moments and texts; literals of other datatypes, and the white space around a form, count
as they are written.
"""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg.reason.rules import Atom, Identity, Link, Name, Place, Variable
from kg.vocabulary import RDF, XSD

_FLOATS = (XSD.float, XSD.double)
_MOMENTS = (XSD.dateTime, XSD.dateTimeStamp)
_TEXTS = tuple(XSD[name] for name in ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN"))


def value_of(term: str) -> str:
    """An expression for a text that two literals share exactly when their values are one; else for the term itself.

    It is a text since stores that join numbers make no difference between `1` and `1e0`.
    """
    decimal = f'CONCAT("decimal ", STR({XSD.decimal}({term}) * 1.0))'
    number = f'IF({_is_one_of(term, _FLOATS)}, CONCAT(STR(DATATYPE({term})), " ", STR({term} * 1)), {decimal})'
    parts = ', " ", '.join(f"STR({part}({term}))" for part in ("YEAR", "MONTH", "DAY", "HOURS", "MINUTES"))
    zone = f'REPLACE(TZ({term}), "Z", "+00:00")'
    moment = f'CONCAT("at ", {parts}, " ", STR(SECONDS({term}) + 0.0), " ", {zone})'
    kinds = (
        (f"!isLiteral({term})", term),
        (f"isNumeric({term})", number),
        (
            f'LANG({term}) != "" || {_is_one_of(term, _TEXTS)}',
            f'CONCAT("text ", LCASE(LANG({term})), "@", STR({term}))',
        ),
        (f"DATATYPE({term}) = {XSD.boolean}", f'CONCAT("boolean ", STR({XSD.boolean}({term})))'),
        (_is_one_of(term, _MOMENTS), moment),
    )
    choice = term
    for condition, value in reversed(kinds):
        choice = f"IF({condition}, {value}, {choice})"
    return f"COALESCE({choice}, {term})"


def has_value(term: str) -> str:
    """A condition: whether a literal stands for a value that a store knows."""
    known = (*_TEXTS, *_MOMENTS, RDF.langString, XSD.boolean)
    return f"(isNumeric({term}) || {_is_one_of(term, known)})"


def _is_one_of(term: str, datatypes: Iterable[NamedNode]) -> str:
    return f"DATATYPE({term}) IN ({', '.join(map(str, datatypes))})"


def part_values(body: Iterable[Atom]) -> tuple[tuple[Atom, ...], tuple[tuple[Variable, Place], ...]]:
    """The body with a variable of its own for each literal, and for each object of two properties of one subject.

    Also the pairs whose values must be the same for the body to hold.
    """
    parted: list[Atom] = []
    equal: list[tuple[Variable, Place]] = []
    met: set[tuple[Place, Place]] = set()
    for number, atom in enumerate(body):
        if isinstance(atom, Link) and (isinstance(atom.object, Literal) or (atom.subject, atom.object) in met):
            other = Variable(f"v{number}")
            equal.append((other, atom.object))
            parted.append(Link(atom.property, atom.subject, other))
        else:
            parted.append(atom)
        if isinstance(atom, Link):
            met.add((atom.subject, atom.object))
    return tuple(parted), tuple(equal)


def key_properties(identities: Iterable[Identity]) -> tuple[Name, ...]:
    """The properties whose objects are keys, sorted."""
    atoms = ((atom, identity.key) for identity in identities for atom in identity.body)
    found = {atom.property for atom, key in atoms if isinstance(atom, Link) and atom.object in key}
    return tuple(sorted(found, key=str))
