"""Where did the reading go wrong, in the words of the text?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spacy.tokens import Doc

from kg.evaluate.comparing import Compared, invented_actors, same_innermost, same_time
from kg.evaluate.gold import Actor, Record

Kind: TypeAlias = Literal["missed", "invented", "confused"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One record that was missed, invented, or found but told otherwise.

    `sentence` has the trigger in brackets; `gold` and `read` tell the two records, None where there is none; `wrong`
    names what differs, the worst first.
    """

    document: str
    kind: Kind
    sentence: str
    gold: str | None
    read: str | None
    wrong: tuple[str, ...] = ()


def find_mistakes(documents: Sequence[Compared]) -> Iterator[Mistake]:
    """Every mistake, in the order of documents and text."""
    for document in documents:
        yield from (mistake for _, mistake in sorted(_of(document), key=lambda pair: pair[0]))


def _of(document: Compared) -> Iterator[tuple[tuple[int, str], Mistake]]:
    for gold in document.missed:
        yield _key(gold), _mistake(document, "missed", gold, None)
    for read in document.invented:
        yield _key(read), _mistake(document, "invented", None, read)
    for gold, read in document.found:
        wrong = tuple(_differences(gold, read))
        if wrong:
            yield _key(read), _mistake(document, "confused", gold, read, wrong)


def _key(record: Record) -> tuple[int, str]:
    return min(record.spans)[0], record.cls


def _mistake(
    document: Compared, kind: Kind, gold: Record | None, read: Record | None, wrong: tuple[str, ...] = ()
) -> Mistake:
    place = read or gold
    return Mistake(
        document=document.key,
        kind=kind,
        sentence=_sentence(document.doc, place) if place else "",
        gold=tell(gold) if gold else None,
        read=tell(read) if read else None,
        wrong=wrong,
    )


def _differences(gold: Record, read: Record) -> Iterator[str]:
    if gold.verb != "asserts" and read.verb == "asserts":
        yield "hearsay told as fact"
    elif gold.verb != read.verb:
        yield "claim verb"
    if gold.cls != read.cls:
        yield "class"
    if gold.plover != read.plover:
        yield "PLOVER"
    if not same_innermost(gold, read):
        yield "source"
    if invented_actors(gold, read):
        yield "invented actor"
    elif any(not any(actor.same_as(known) for known in read.actors) for actor in gold.actors):
        yield "actor left out"
    if gold.dated and (gold.earliest, gold.latest) != (read.earliest, read.latest):
        yield "time bounds"
    elif gold.timed and not same_time(gold, read):
        yield "words of time"


def tell(record: Record) -> str:
    """A record in one line."""
    parts = [f"{record.cls} {record.plover or '-'} {record.verb}{' (negative)' if record.negative else ''}"]
    parts += [f"{actor.role} {_name(actor)}" for actor in record.actors]
    if record.chain:
        parts.append("said by " + ", ".join(_name(source) if source else "unnamed others" for source in record.chain))
    if record.earliest or record.latest:
        parts.append(f"{record.earliest or '..'} to {record.latest or '..'}")
    return "; ".join(parts)


def _name(actor: Actor) -> str:
    return max(sorted(actor.names), key=len)


def _sentence(doc: Doc, record: Record) -> str:
    """The sentence around the record's first trigger, the trigger's words in brackets, on one line."""
    start, end = min(record.spans)
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return record.words
    first, last = span[0].sent.start_char, span[-1].sent.end_char
    marked = f"{doc.text[first:start]}[{doc.text[start:end]}]{doc.text[end:last]}"
    return " ".join(marked.split())
