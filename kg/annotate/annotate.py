"""What does one article say? The order of the stages, and what they need."""

import gc
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.language import Language

from kg.annotate.actors import collect, find_cast
from kg.annotate.annotation_file import header_of
from kg.annotate.compose import compose_claims, compose_events
from kg.annotate.digests import folder_digest
from kg.annotate.engine import Engine
from kg.annotate.events import Scene, draft_events, inherit_dates
from kg.annotate.fair_copy import make_fair_copy
from kg.annotate.lexicon import Lexicon, load_lexicon
from kg.annotate.llm.engine import LlmEngine, load_llm
from kg.annotate.merge import merge_drafts
from kg.annotate.narrative import date_untold
from kg.annotate.parse import load_parser, parse, parser_stamp
from kg.annotate.reader.confidence import Calibration, load_calibration
from kg.annotate.reader.engine import load_reader
from kg.annotate.reader.weights import MODEL
from kg.annotate.rules import RulesEngine
from kg.annotate.terms import office_hints
from kg.annotate.times import find_times
from kg.datafiles import find_data
from kg.gazetteer.lookup import Gazetteer, choose_gazetteer
from kg.model import Annotation, Article, Rejection
from kg.settings import EngineName, LlmSettings, read_llm_settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Basis:
    """What a snapshot's content depends on beside articles and reviews: the gazetteer, and digests by name."""

    gazetteer: Gazetteer
    digests: dict[str, str]

    @property
    def provenance(self) -> dict[str, str]:
        """The digests."""
        return self.digests

    @property
    def unread(self) -> tuple[Rejection, ...]:
        """Passages of articles that could not be read."""
        return ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person who runs this should know."""
        return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools(Basis):
    """What reading needs, loaded once."""

    nlp: Language
    engine: Engine
    lexicon: Lexicon
    calibration: Calibration | None = None

    @property
    def provenance(self) -> dict[str, str]:
        """The digests, and what a language model said that was not used."""
        return self.digests | ({"llm dropped": self.engine.drops()} if isinstance(self.engine, LlmEngine) else {})

    @property
    def unread(self) -> tuple[Rejection, ...]:
        """The passages of articles read so far that a language model gave no usable answer about."""
        return tuple(self.engine.unread) if isinstance(self.engine, LlmEngine) else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person who runs this should know of the engine's work so far."""
        return (self.engine.report(),) if isinstance(self.engine, LlmEngine) else ()


def load_basis(engine: EngineName, parser: str, *, gazetteer: Path | None = None) -> Basis:
    """What `load_tools` gives without what reads; raises what it raises of the gazetteer and of files that lack."""
    digests = {"engine": engine, "parser": parser_stamp(parser)}
    if engine == "reader":
        digests["reader"] = folder_digest(find_data(MODEL))
    rows = choose_gazetteer(gazetteer)
    if gazetteer is not None:
        digests["gazetteer"] = rows.digest
    return Basis(gazetteer=rows, digests=digests)


def load_tools(
    engine: EngineName, parser: str, llm: LlmSettings | None = None, *, gazetteer: Path | None = None
) -> Tools:
    """Load parser, engine, lexicon and gazetteer; raises a DatelineError when one is not as it should be.

    `llm` is for the engine of that name; without it the environment's settings hold. `gazetteer` is an imported one.
    """
    basis = load_basis(engine, parser, gazetteer=gazetteer)
    nlp, lexicon = load_parser(parser), load_lexicon()
    chosen = _load_engine(engine, lexicon, llm)
    asked = {"llm": f"{chosen.chat.model} prompt {chosen.prompt}"} if isinstance(chosen, LlmEngine) else {}
    _set_apart()
    return Tools(
        nlp=nlp,
        engine=chosen,
        lexicon=lexicon,
        gazetteer=basis.gazetteer,
        digests=basis.digests | asked,
        calibration=load_calibration() if engine == "reader" else None,
    )


@lru_cache(maxsize=1)
def _set_apart() -> None:
    """Let the garbage collector pass over what is loaded for good: it went through all of it every few articles."""
    gc.collect()
    gc.freeze()


def _load_engine(name: EngineName, lexicon: Lexicon, llm: LlmSettings | None) -> Engine:
    if name == "llm":
        return load_llm(llm or read_llm_settings())
    return load_reader() if name == "reader" else RulesEngine(lexicon=lexicon)


def annotate(article: Article, tools: Tools) -> Annotation:
    """What the article says; the same article and tools always give the same annotation."""
    copy = make_fair_copy(article, tools.nlp, tools.gazetteer)
    return copy.restore(_read(copy.article, tools))


def _read(article: Article, tools: Tools) -> Annotation:
    doc = parse(article, tools.nlp)
    published, times = find_times(doc, article.published)
    cast = find_cast(doc, tools.gazetteer, published, article)
    if published is None or published.basis == "inferred":
        published, times = find_times(doc, article.published, office_hints(doc, cast, times))
    scene = Scene(
        doc=doc,
        segments=article.segments,
        cast=cast,
        gazetteer=tools.gazetteer,
        times=times,
        published=published,
        lexicon=tools.lexicon,
    )
    # A date that only another mention of the whole gives is known after merging.
    drafts = inherit_dates(merge_drafts(draft_events(scene, tools.engine.triggers(doc))))
    drafts = date_untold(doc, drafts, times, published, article.segments)
    entities, mentions, tenures = collect(cast, article, [named for draft in drafts for named in draft.named])
    by_place = {(mention.entity, mention.start, mention.end): mention for mention in mentions}
    return Annotation(
        article=header_of(article).model_copy(update={"published": published}),
        segments=article.segments,
        mentions=mentions,
        entities=entities,
        times=times,
        tenures=tenures,
        events=compose_events(article.text, drafts, by_place),
        claims=compose_claims(article.text, drafts, tools.engine.name, tools.calibration),
    )
