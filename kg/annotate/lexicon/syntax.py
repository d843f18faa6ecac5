"""Which words stand in which grammatical relation to a trigger, whatever its voice?

Relations are logical: in "arms were sold by Baku", Baku is `nsubj` and arms `dobj`. Labels of both ClearNLP (as in
`en_core_web_sm`) and Universal Dependencies are understood where they differ.
"""

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "nsubj:pass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
_OBJECT_CONTROL_EXCEPT = frozenset({"promise", "threaten", "vow", "pledge"})
_APPEALS = {
    "call": {"prep_on", "prep_upon", "prep_for"}, "appeal": {"prep_to"}, "plead": {"prep_with"}, "rely": {"prep_on"},
    "look": {"prep_to"}, "prevail": {"prep_on", "prep_upon"}, "depend": {"prep_on"}, "count": {"prep_on"},
    "wait": {"prep_for"}, "press": {"prep_for"},
}  # fmt: skip
"""Verbs whose infinitive is done by whom a preposition names."""
_NATIONS = frozenset({"NORP", "GPE"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_ENGAGED = frozenset({"in", "at", "on"})
_BLAMING = frozenset({"of", "from", "for", "into"})
_ACCUSING = frozenset({"accuse", "suspect", "convict", "acquit", "clear", "charge", "stop", "prevent", "keep", "ban"})
_MEANS = frozenset({"phone", "telephone", "call", "video", "conference", "videoconference"})
"""Whom one reaches by such means hangs on them: "spoke by telephone with Peru"."""
_HAVING = frozenset(
    {"have", "make", "take", "get", "seek", "announce", "unveil", "pledge", "draw", "reaffirm", "renew"}
)


def is_passive(token: Token) -> bool:
    """Whether the logical object stands as subject or as the noun that the participle modifies."""
    if any(child.dep_ in PASSIVE_SUBJECTS | {"auxpass", "aux:pass"} for child in token.children):
        return True
    return _is_reduced(token)


def _is_reduced(token: Token) -> bool:
    """Whether a participle tells what was done to its noun: "the men arrested in May", "the arrested men"."""
    if token.dep_ not in {"acl", "amod"} or any(child.dep_ in SUBJECTS for child in token.children):
        return False
    return token.tag_ == "VBN" or (token.tag_ == "VBD" and token.head.dep_ not in {"ROOT", *SUBJECTS})


def relations(token: Token, support_verbs: frozenset[str] = frozenset()) -> Mapping[str, tuple[Token, ...]]:
    """The heads of the arguments of a verb or noun by logical relation.

    Keys: nsubj, dobj, iobj, clause, infinitive, predicate ("called it a lie"), poss, compound, amod, nation ("a
    French plan"), prep_X for each preposition X and dobj_X for each of the object ("cut ties with Peru"). Coordinated
    arguments are all there, in text order. A noun borrows the subject of its support verb ("held talks").
    """
    found: dict[str, list[Token]] = {}
    for name, word in _direct(token, support_verbs):
        found.setdefault(name, []).extend(x for x in members(token, word) if x not in found.get(name, []))
    return {name: tuple(sorted(words, key=lambda w: w.i)) for name, words in found.items()}


def _direct(token: Token, support_verbs: frozenset[str]) -> Iterator[tuple[str, Token]]:
    yield from (("nsubj", word) for word in (subjects(token) or _subjects_of_copula(token)))
    yield from (("dobj", word) for word in objects(token))
    for child in token.children:
        if child.dep_ in {"dative", "iobj"} and child.pos_ != "ADP":
            yield "iobj", child
        elif child.dep_ in {"poss", "compound", "amod", "nmod:poss"}:
            yield child.dep_.removeprefix("nmod:"), child
            if child.ent_type_ in _NATIONS and child.dep_ != "poss":
                yield "nation", child
        elif child.dep_ == "oprd":
            yield "predicate", child
        elif child.dep_ == "nsubjpass" and any(other.dep_ in OBJECTS for other in token.children):
            yield "iobj", child
        elif child.dep_ in OBJECTS and token.pos_ == "VERB":
            yield from ((f"dobj_{name.removeprefix('prep_')}", word) for name, word in prepositional(child))
    yield from (("clause", clause) for clause in clauses(token))
    yield from (("infinitive", clause) for clause in clauses(token) if _is_infinitive(clause))
    yield from prepositional(token)
    if _is_supported(token, support_verbs):
        yield from (("nsubj", word) for word in subjects(token.head))
        yield from prepositional(token.head)


def _is_supported(noun: Token, support_verbs: frozenset[str]) -> bool:
    """Whether the noun is what a support verb tells: "held talks", but not "called the raid a mistake"."""
    verb = noun.head
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.dep_ not in OBJECTS or verb.lemma_.lower() not in support_verbs:
        return False
    return not any(child.dep_ == "oprd" for child in verb.children)


def _subjects_of_copula(token: Token) -> tuple[Token, ...]:
    """What a noun is said of: Baku in "Baku is a supplier and also a buyer", "Baku is in talks"."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ not in {"attr", "conj", "pobj"}:
        return ()
    if token.dep_ == "pobj":
        inside = token.head.dep_ == "prep" and token.head.lower_ in _ENGAGED and token.head.head.lemma_ == "be"
        return surface_subjects(token.head.head) if inside else ()
    if token.head.lemma_ == "be":
        return surface_subjects(token.head)
    return _subjects_of_copula(token.head) if token.dep_ == "conj" else ()


def clauses(token: Token) -> Iterator[Token]:
    """Heads of the clauses that the word governs, those that the parser hangs on its object included."""
    for child in token.children:
        if child.dep_ in {"ccomp", "xcomp"} or (child.dep_ in {"acl", "relcl"} and _is_content(token, child)):
            yield child
        elif child.dep_ in OBJECTS and token.pos_ == "VERB":
            yield from (x for x in child.children if x.dep_ in {"acl", "relcl"} and _is_infinitive(x))


def _is_infinitive(clause: Token) -> bool:
    return any(child.dep_ in {"aux", "mark"} and child.lower_ == "to" for child in clause.children)


def _is_content(noun: Token, clause: Token) -> bool:
    """Whether the clause tells what the noun says ("an order to leave", "reports that he left")."""
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    return _is_infinitive(clause) or any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def prepositional(token: Token) -> Iterator[tuple[str, Token]]:
    """("prep_X", head of its object) for each preposition X of the token, chained ones ("away from") included."""
    for child in token.children:
        if child.dep_ in {"prep", "dative"} and child.pos_ in {"ADP", "SCONJ", "VERB"}:
            yield from ((f"prep_{child.lower_}", x) for x in child.children if x.dep_ in {"pobj", "pcomp"})
            # "According to the daily" says whose word it is, and sells nothing to it.
            if child.lower_ != "according":
                yield from prepositional(child)
            means = (x for x in child.children if x.lemma_.lower() in _MEANS)
            yield from (found for x in means for found in prepositional(x))
        elif child.dep_ in {"obl", "nmod"}:
            yield from ((f"prep_{case.lower_}", child) for case in child.children if case.dep_ == "case")


def coordinated(token: Token) -> tuple[Token, ...]:
    """The token and all that is coordinated with it."""
    return (token, *(x for child in token.children if child.dep_ == "conj" for x in coordinated(child)))


def members(trigger: Token, word: Token) -> tuple[Token, ...]:
    """An argument and what is coordinated with it.

    Of the noun that the trigger's relative clause or participle describes only what stands before the trigger: "Peru,
    which sells arms, and Chile" does not say that Chile sells any. A verb in the singular tells of the last of them.
    """
    found = coordinated(word)
    if not is_described(trigger, word):
        return found
    before = tuple(x for x in found if not word.i < trigger.i < x.i)
    return before[-1:] if _is_singular(trigger) else before


def first_member(trigger: Token, word: Token) -> Token:
    """The first noun of the coordination that an argument belongs to.

    A relative clause on its last member tells of that one alone, unless its verb is in the plural ("Peru and Chile,
    which sell arms").
    """
    if is_described(trigger, word) and word.tag_ not in ("NNS", "NNPS") and not _is_plural(trigger):
        return word
    while word.dep_ == "conj" and word.head.i != word.i:
        word = word.head
    return word


def is_described(trigger: Token, word: Token) -> bool:
    """Whether the trigger stands in a clause that describes the word."""
    return any(ancestor.i == word.i for ancestor in trigger.ancestors)


def _is_plural(verb: Token) -> bool:
    return any(token.tag_ == "VBP" or token.lower_ == "were" for token in _finite(verb))


def _is_singular(verb: Token) -> bool:
    return any(token.tag_ == "VBZ" or token.lower_ == "was" for token in _finite(verb))


def _finite(verb: Token) -> tuple[Token, ...]:
    return (verb, *(child for child in verb.children if child.dep_ in ("aux", "auxpass")))


def subjects(token: Token) -> tuple[Token, ...]:
    """The logical subjects of a verb, its own or those it shares with a governing clause."""
    if is_passive(token):
        return tuple(
            x for c in token.children if c.dep_ == "agent" for x in c.children if x.dep_ in {"pobj", "pcomp"}
        )
    return surface_subjects(token)


def surface_subjects(token: Token) -> tuple[Token, ...]:
    """What stands as subject, in either voice: own, relative pronoun's antecedent, or the governing clause's."""
    own = tuple(c for c in token.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS)
    if own:
        return (token.head,) if own[0].lower_ in RELATIVES and token.dep_ in {"relcl", "acl:relcl"} else own
    return _shared_subjects(token)


def _shared_subjects(token: Token) -> tuple[Token, ...]:
    head = token.head
    if head == token or token.pos_ not in {"VERB", "AUX", "ADJ"}:
        return ()
    if token.dep_ in {"acl", "relcl", "acl:relcl"}:
        return _of_noun(head) if token.tag_ in {"VB", "TO"} else (head,)
    if token.dep_ == "pcomp":
        return _of_gerund(head)
    if token.dep_ == "xcomp":
        return _controllers(head) or _by_object(head)
    if token.dep_ not in {"conj", "advcl", "ccomp", "acomp"} and head.pos_ != "ADP":
        return ()
    appealed = _controllers(head) if token.dep_ == "advcl" and _is_infinitive(token) else ()
    finite = token.dep_ == "conj" and token.tag_ in _FINITE
    return appealed or surface_subjects(_main(head) if finite else head)


def _main(verb: Token) -> Token:
    """The finite clause above: "urged them to go and left", "accused them of lying and left" do not say they left."""
    while verb.dep_ != "ROOT" and verb.head.i != verb.i and not _is_finite(verb):
        verb = verb.head
    return verb


def _is_finite(token: Token) -> bool:
    if token.pos_ not in {"VERB", "AUX"} or _is_infinitive(token):
        return False
    return any(word.tag_ in _FINITE | {"MD"} for word in _finite(token))


def _by_object(verb: Token) -> tuple[Token, ...]:
    """Who does what a verb's infinitive tells: its object ("forced him to leave"), else its subject."""
    if verb.lemma_ in _OBJECT_CONTROL_EXCEPT or is_passive(verb):
        return surface_subjects(verb)
    return tuple(c for c in verb.children if c.dep_ in OBJECTS | {"dative", "iobj"}) or surface_subjects(verb)


def _controllers(verb: Token) -> tuple[Token, ...]:
    """Whom an appeal is made to: "called on the army to stop", "appealed to both to talk"."""
    wanted = _APPEALS.get(verb.lemma_.lower(), frozenset[str]())
    return tuple(word for name, word in prepositional(verb) if name in wanted)


def _of_gerund(preposition: Token) -> tuple[Token, ...]:
    """Who did what follows a preposition: whom one accuses of it or keeps from it, else the subject.

    After a noun ("the risk of losing it", "their role in ending it") it is the noun's possessor, if any.
    """
    governor = preposition.head
    if governor.pos_ in {"NOUN", "PROPN"}:
        if governor.dep_ in OBJECTS and governor.head.lemma_.lower() in _ACCUSING and preposition.lower_ in _BLAMING:
            return (governor,)
        return tuple(child for child in governor.children if child.dep_ == "poss")
    if governor.pos_ == "ADP":
        return () if governor.head == governor else _of_gerund(governor)
    if preposition.lower_ in _BLAMING and (blamed := objects(governor)):
        return blamed
    return surface_subjects(governor)


def _of_noun(noun: Token) -> tuple[Token, ...]:
    """Who does what a noun's infinitive tells: the possessor ("his plan to leave"), or who has or makes the plan."""
    own = tuple(child for child in noun.children if child.dep_ == "poss")
    if own or noun.dep_ not in OBJECTS:
        return own
    return surface_subjects(noun.head) if noun.head.lemma_ in _HAVING and not is_passive(noun.head) else ()


def objects(token: Token) -> tuple[Token, ...]:
    """The logical objects of a verb."""
    own = tuple(c for c in token.children if c.dep_ in OBJECTS)
    if token.dep_ == "amod" and _is_reduced(token):
        return (token.head,)
    if not is_passive(token):
        return own or _relative_object(token)
    return own or surface_subjects(token)


def _relative_object(token: Token) -> tuple[Token, ...]:
    """The antecedent of "the arms (that) Baku sold": a relative clause with a subject of its own and no object."""
    if token.dep_ not in {"relcl", "acl:relcl"}:
        return ()
    own = [c for c in token.children if c.dep_ in SUBJECTS]
    return (token.head,) if own and own[0].lower_ not in RELATIVES else ()
