"""What is known while an article is read from top to bottom?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.annotate.actors import coreference as co
from kg.annotate.actors.figures import Figure
from kg.annotate.actors.names import Name
from kg.gazetteer.lookup import Gazetteer
from kg.gazetteer.rows import Row
from kg.gazetteer.score import Evidence

_SENSES = {
    "country": "country", "capital": "city", "city": "city", "region": "region", "disputed territory": "region",
    "territory": "region", "Company": "company", "Party": "party", "Outlet": "outlet", "IGO": "body", "NGO": "body",
    "ArmedGroup": "armed", "Agency": "agency", "Military": "army", "Parliament": "parliament",
    "State organ": "ministry",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A post that the text gives a person at one place: token bounds of the phrase, words, and whether it is past."""

    figure: int
    start: int
    end: int
    words: str
    owner: int | None
    former: bool


@dataclass(kw_only=True, slots=True)
class Reading:
    """What has been read so far; `meaning` and `as_actor` give a phrase's figures by its head token.

    `aliases` gives the figure of each short form that the article itself introduces.
    `sentence` numbers each token's sentence, `delegates` gives the group that a head token leads, `lead` is the
    number of tokens in headline and standfirst.
    """

    doc: Doc
    gazetteer: Gazetteer
    evidence: Evidence
    names: Mapping[int, Name]
    figures: list[Figure] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    known_names: dict[str, int] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)
    seen: list[co.Seen] = field(default_factory=list)
    meaning: dict[int, tuple[int, ...]] = field(default_factory=dict)
    as_actor: dict[int, tuple[int, ...]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    delegates: dict[int, int] = field(default_factory=dict)
    lead: int = 0

    def add(self, figure: Figure) -> int:
        """Take a figure up and give its position."""
        self.figures.append(figure)
        return len(self.figures) - 1

    def of_row(self, row: Row) -> int:
        """The figure of a gazetteer row, made when it is met first."""
        if row.id not in self.rows:
            words = row.label.lower().split()
            nouns = [self.gazetteer.noun(word) for word in (words[0], words[-1]) if row.kind == "Organization"]
            senses = {noun.sense for noun in nouns if noun and noun.kind == "Organization"}
            senses = senses or {_SENSES.get(row.subkind, "")} - {""}
            figure = Figure(kind=row.kind, label=row.label, named=True, senses=senses)
            figure.states = {row.id} if row.kind == "State" else ({row.country} if row.country else set())
            self.rows[row.id] = self.add(figure)
        return self.rows[row.id]

    def states_of(self, position: int) -> set[str]:
        """The row identifiers of the states that a figure belongs to, as far as text or gazetteer tell."""
        figure = self.figures[position]
        rows = {match.row.country for match in figure.matches if match.row.kind == figure.kind and match.row.country}
        return figure.states or (rows if len(rows) == 1 else set())

    def note(self, token: Token, found: tuple[int, ...]) -> None:
        """Remember a mention, and the members of its coordination together."""
        number = self.sentence[token.i]
        self.seen.append(co.Seen(token=token.i, sentence=number, figures=found))
        if token.dep_ == "conj" and token.head.i in self.meaning:
            first, before = token.head, self.meaning[token.head.i]
            while first.dep_ == "conj" and first.head.i in self.meaning:
                first = first.head
                before = (*self.meaning[first.i], *before)
            all_of_them = tuple(dict.fromkeys((*before, *found)))
            if len(all_of_them) > 1:
                self.seen.append(co.Seen(token=first.i, sentence=number, figures=all_of_them))
        if token.i in self.delegates:
            self.figures[found[0]].delegate_of.add(self.delegates[token.i])
