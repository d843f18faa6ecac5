"""What does one article say? The order of the stages, and what they need."""

from dataclasses import dataclass

from spacy.language import Language

from kg.annotate.actors import collect, find_cast
from kg.annotate.annotation_file import header_of
from kg.annotate.compose import compose_claims, compose_events
from kg.annotate.digests import folder_digest
from kg.annotate.engine import Engine
from kg.annotate.events import Scene, draft_events, inherit_dates
from kg.annotate.lexicon import Lexicon, load_lexicon
from kg.annotate.merge import merge_drafts
from kg.annotate.parse import load_parser, parse, parser_digest
from kg.annotate.reader.engine import load_reader
from kg.annotate.reader.weights import MODEL
from kg.annotate.rules import RulesEngine
from kg.annotate.times import find_times
from kg.datafiles import find_data
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.model import Annotation, Article
from kg.settings import EngineName


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    """What reading needs, loaded once; `digests` names what a snapshot's content depends on."""

    nlp: Language
    engine: Engine
    lexicon: Lexicon
    gazetteer: Gazetteer
    digests: dict[str, str]


def load_tools(engine: EngineName, parser: str) -> Tools:
    """Load parser, engine, lexicon and gazetteer; raises a DatelineError when one is not as it should be."""
    nlp, lexicon = load_parser(parser), load_lexicon()
    digests = {"engine": engine, "parser": f"{parser} {nlp.meta['version']} {parser_digest(nlp)}"}
    if engine == "reader":
        digests["reader"] = folder_digest(find_data(MODEL))
    return Tools(
        nlp=nlp,
        engine=load_reader() if engine == "reader" else RulesEngine(lexicon=lexicon),
        lexicon=lexicon,
        gazetteer=load_gazetteer(),
        digests=digests,
    )


def annotate(article: Article, tools: Tools) -> Annotation:
    """What the article says; the same article and tools always give the same annotation."""
    doc = parse(article, tools.nlp)
    published, times = find_times(doc, article.published)
    cast = find_cast(doc, tools.gazetteer, published, article)
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
        claims=compose_claims(article.text, drafts, tools.engine.name),
    )
