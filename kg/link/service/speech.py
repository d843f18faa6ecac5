"""What is said to a reconciliation service, and what does its answer mean?

Reconciliation Service API 0.2, sections 3.1 (manifest) and 4 (queries). An answer is a stranger's: whatever is not of
the form that the specification has counts as no answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kg import iri
from kg.link.service.address import Unanswered
from kg.link.service.unknown import Unknown
from kg.model import EntityKind

LIMIT = 5
"""Candidates that are asked for."""
_BATCH = 10
"""Queries at once of a service that does not say how many it takes."""
_LARGEST_BATCH = 100


class _Loose(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Manifest(_Loose):
    name: str
    identifier_space: str = Field(alias="identifierSpace")
    schema_space: str = Field(alias="schemaSpace")
    versions: tuple[str, ...] = ("0.1",)
    batch_size: int = Field(default=_BATCH, alias="batchSize")


class Candidate(_Loose):
    """Something that the service takes a name for; `score` is on the service's own scale, `match` its decision."""

    id: str = Field(min_length=1)
    name: str
    score: float
    match: bool = False
    description: str = ""


class _Result(_Loose):
    result: tuple[Candidate, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """What a service says of itself; `batch` queries at once. `types` are its types for our kinds, where known.

    `items`: an identifier such as Q42 is that of a Wikidata item.
    """

    name: str
    items: bool
    batch: int
    types: Mapping[str, str]


_RESULTS = TypeAdapter(dict[str, _Result])
_KINDS: tuple[EntityKind, ...] = ("Person", "Organization", "Group", "State", "Place", "Item")


def read_manifest(body: bytes, types: Mapping[str, str]) -> Service:
    """The service that a manifest describes; `types` are those that the user gives for kinds.

    A service with our own schema needs none. Raises Unanswered for what is no manifest.
    """
    try:
        manifest = _Manifest.model_validate_json(body)
    except ValidationError as error:
        raise Unanswered("what it gives is no manifest of a reconciliation service", again=False) from error
    own = {kind: kind for kind in _KINDS} if manifest.schema_space == iri.ONTOLOGY else {}
    is_wikidata = manifest.identifier_space.rstrip("/").endswith("//www.wikidata.org/entity")
    return Service(
        name=manifest.name,
        items=is_wikidata or manifest.identifier_space == iri.ID,
        batch=min(max(manifest.batch_size, 1), _LARGEST_BATCH),
        types=own | dict(types),
    )


def write_query(unknown: Unknown, service: Service) -> str:
    """The query for a name, as JSON in one form: it is also the name under which its answer is kept."""
    members: dict[str, object] = {"query": unknown.name, "limit": LIMIT}
    if unknown.kind in service.types:
        members["type"] = service.types[unknown.kind]
    return json.dumps(members, ensure_ascii=False, sort_keys=True)


def write_batch(queries: Sequence[str]) -> str:
    """The queries as a batch with the keys q0, q1, …"""
    return json.dumps({f"q{at}": json.loads(query) for at, query in enumerate(queries)}, ensure_ascii=False)


def read_results(body: bytes, size: int) -> list[tuple[Candidate, ...]]:
    """The candidates of each query of a batch, best first; raises Unanswered for an answer of another form."""
    try:
        results = _RESULTS.validate_json(body)
        found = [results[f"q{at}"].result for at in range(size)]
    except (ValidationError, KeyError) as error:
        raise Unanswered("its answer is no result batch with every key", again=False) from error
    return [tuple(sorted(one, key=lambda each: (-each.score, each.id))) for one in found]
