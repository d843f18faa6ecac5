"""How does an annotation look as a brat standoff file (.ann)?

Text-bound annotations `T`, events `E` with their roles, attributes `A` for the claim's verb and certainty; see the
standoff format of brat (Stenetorp et al., 2012). brat's offsets are those of the same stored text.
"""

from collections.abc import Iterator

from kg.model import Annotation, Event, Span


def to_brat(annotation: Annotation) -> str:
    """The lines of the .ann file, without a final line end."""
    return "\n".join(_lines(annotation))


def _lines(annotation: Annotation) -> Iterator[str]:
    kinds = {entity.id: entity.kind for entity in annotation.entities}
    numbers: dict[str, str] = {}
    for number, mention in enumerate(annotation.mentions, 1):
        numbers.setdefault(mention.entity, f"T{number}")
        numbers[mention.id] = f"T{number}"
        yield _text_bound(f"T{number}", kinds[mention.entity], mention)
    offset = len(annotation.mentions)
    verbs = {claim.event: (claim.verb, claim.certainty) for claim in annotation.claims}
    for number, event in enumerate(annotation.events, 1):
        yield _text_bound(f"T{offset + number}", event.cls, event.trigger)
        yield _event(f"E{number}", f"T{offset + number}", event, numbers)
        verb, certainty = verbs[event.id]
        yield f"A{2 * number - 1}\tClaim E{number} {verb}"
        yield f"A{2 * number}\tCertainty E{number} {certainty}"


def _text_bound(number: str, kind: str, span: Span) -> str:
    return f"{number}\t{kind} {span.start} {span.end}\t{' '.join(span.quote.split())}"


def _event(number: str, trigger: str, event: Event, numbers: dict[str, str]) -> str:
    roles = [
        f"{item.role}:{numbers[item.mention or item.entity]}"
        for item in event.participants
        if (item.mention or item.entity) in numbers
    ]
    return f"{number}\t" + " ".join([f"{event.cls}:{trigger}", *roles])
