"""Does a revision change what it should, and nothing else?"""

from kg.gazetteer.lookup import load_gazetteer
from kg.pipeline.revision import foresee
from kg.store.snapshot import Snapshot
from kg.vocabulary import DL, RDF


def test_what_is_there_already_changes_nothing(seeds: Snapshot) -> None:
    """The annotation that a snapshot has would give the same facts and inferences."""
    annotation = next(seeds.annotations())
    revision = foresee(seeds, annotation, (), load_gazetteer())
    assert revision.stated == revision.inferred == ((), ())
    assert revision.contradictions == ()


def test_without_an_assertion_its_facts_fall(seeds: Snapshot) -> None:
    """Each claim only reported: no event of the article is actual on its word, and nothing new is."""
    annotation = next(seeds.annotations())
    claims = tuple(claim.model_copy(update={"verb": "reports"}) for claim in annotation.claims)
    revision = foresee(seeds, annotation.model_copy(update={"claims": claims}), (), load_gazetteer())
    told = {claim.event for claim in annotation.claims if claim.verb == "asserts"}
    fallen, risen = (
        {triple.subject for triple in side if (triple.predicate, triple.object) == (RDF.type, DL.ActualEvent)}
        for side in revision.inferred
    )
    assert len(fallen) == len(told)
    assert not risen
