"""What does a rule of OWL 2 RL say to somebody who knows no rules?

The rows of the tables of OWL 2 Profiles (W3C Recommendation of 11 December 2012, section 4.3), as reasons that come
after a conclusion and before what it rests on.
"""

_BY_NAME = {
    "prp-dom": "because only such a thing has this relation",
    "prp-rng": "because this relation leads only to such a thing",
    "prp-spo1": "because one relation is a kind of the other",
    "prp-spo2": "because these relations, one after the other, make it up",
    "prp-eqp1": "because both relations are the same",
    "prp-eqp2": "because both relations are the same",
    "prp-inv1": "the same said from the other side",
    "prp-inv2": "the same said from the other side",
    "prp-symp": "because it holds in both directions",
    "prp-trp": "because it reaches on from one to the next",
    "prp-fp": "because there is only one such thing",
    "prp-ifp": "because only one thing has it",
    "prp-key": "because nothing else has all of this",
    "cax-sco": "because one kind is part of the other",
    "cax-eqc1": "because both kinds are the same",
    "cax-eqc2": "because both kinds are the same",
    "cls-int1": "because it is each of these at once",
    "cls-int2": "because whatever is of the kind is each of its parts",
    "cls-uni": "because one of several kinds is enough",
    "cls-oo": "because the kind lists its members",
    "cls-svf1": "because whatever has such a relation is of that kind",
    "cls-svf2": "because whatever has such a relation is of that kind",
    "cls-avf": "because that relation leads only to such things",
    "cls-hv1": "because whatever is of that kind has this value",
    "cls-hv2": "because whatever has this value is of that kind",
    "cls-maxc2": "because there is at most one such thing",
    "cls-maxqc3": "because there is at most one such thing",
    "cls-maxqc4": "because there is at most one such thing",
    "eq-ref": "because everything is itself",
    "eq-sym": "because being the same holds in both directions",
    "eq-trans": "because being the same reaches on from one to the next",
}
_BY_KIND = {
    "eq": "because both are the same thing",
    "dt": "because of the values themselves",
    "scm": "because the ontology is made so",
}


def say_rule(name: str) -> str:
    """The reason that a rule is, in words."""
    return _BY_NAME.get(name) or _BY_KIND.get(name.partition("-")[0]) or f"by the rule {name}"
