"""How well and how fast are articles read? The table of the reader's model card.

Run from the repository: `python tests/bench/reading.py`, with `--passages N` for a quick look at the first N. It
scores the sealed fold of the reading corpus (its scores alone, never its mistakes), once the model by itself and once
the whole engine; the seed articles against their reviewed annotations; the sample article where it is beside the
repository; the reliability of the confidence; and the articles read in a second on one core. With `--weights FILE`
and `--fold 1` it measures other weights on the development fold.
"""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import click  # noqa: E402

from kg.annotate.annotate import Tools, annotate, load_tools  # noqa: E402 - numpy is imported after its threads are limited
from kg.annotate.annotation_file import SUFFIX  # noqa: E402
from kg.annotate.parse import DEFAULT_PARSER  # noqa: E402
from kg.annotate.reader.corpus import SEALED, Passage, fold, read_genres  # noqa: E402
from kg.annotate.reader.engine import ReaderEngine, load_reader  # noqa: E402
from kg.annotate.reader.weights import read_weights  # noqa: E402
from kg.articles.reading import read_articles  # noqa: E402
from kg.datafiles import find_data  # noqa: E402
from kg.evaluate import Compared, compare_article, compare_passages, report  # noqa: E402
from kg.evaluate.alone import Alone, alone_figures, judged_alone, read_alone  # noqa: E402
from kg.evaluate.figures import stack  # noqa: E402
from kg.evaluate.intervals import estimate  # noqa: E402
from kg.evaluate.reliability import reliability  # noqa: E402
from kg.evaluate.report import Row, align, reliability_text, rows_text, to_table  # noqa: E402
from kg.model import Article  # noqa: E402

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "article"
WORDS = 600
"""The length of the article that speed is told for."""


def main() -> None:
    """Print everything."""
    options = read_options()
    tools = load_tools("reader", DEFAULT_PARSER)
    if options.weights:
        engine = ReaderEngine(weights=read_weights(options.weights), tokenizer=load_reader().tokenizer)
        tools = replace(tools, engine=engine)
    chosen = ((genre, passage) for genre, passage in read_genres() if fold(passage) == options.fold)
    passages = list(islice(chosen, options.passages))
    say(f"The reader alone, fold {options.fold}, {len(passages)} passages, every mention of an event")
    tell_alone(passages, tools)
    say(f"The whole engine, fold {options.fold}")
    click.echo(to_table(report(list(compare_passages(passages, tools))), confusions=False))
    articles = [item for item in read_articles([str(find_data("seeds/articles"))]) if isinstance(item, Article)]
    say("The whole engine, seed articles against their reviewed annotations")
    click.echo(to_table(report(list(compare_seeds(articles, tools))), confusions=False))
    if SAMPLE.is_dir():
        say("The whole engine, the sample article")
        click.echo(to_table(report(compare_sample(tools)), confusions=False))
    say("Speed, one core")
    click.echo(speed(articles, tools))


def read_options() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, help="only the first N passages of the fold")
    parser.add_argument("--fold", type=int, default=SEALED)
    parser.add_argument("--weights", type=Path, help="other weights than the shipped ones")
    return parser.parse_args()


def say(title: str) -> None:
    """A heading."""
    click.echo(f"\n## {title}\n")


def tell_alone(passages: Sequence[tuple[str, Passage]], tools: Tools) -> None:
    """The model's own figures with intervals over passages, a line for each genre, and its reliability."""
    assert isinstance(tools.engine, ReaderEngine)
    read = list(read_alone(passages, tools.engine, tools.nlp))
    click.echo(rows_text(rows_of(read)))
    genres = sorted({item.genre for item in read})
    by_genre = {genre: rows_of([item for item in read if item.genre == genre]) for genre in genres}
    names = [row.name for row in by_genre[genres[0]] if not row.name.startswith(" ")]
    table = [["", *names]]
    for genre, rows in by_genre.items():
        values = [row.estimate.value for row in rows if not row.name.startswith(" ")]
        table.append([genre, *("-" if value is None else f"{value:.3f}" for value in values)])
    click.echo("\n" + align(table))
    click.echo(
        "\nProbability of being an event, before calibration\n" + reliability_text(reliability(judged_alone(read)))
    )
    if tools.calibration:
        calibrated = [(tools.calibration.confidence(probability), right) for probability, right in judged_alone(read)]
        click.echo("\nConfidence, after calibration\n" + reliability_text(reliability(calibrated)))


def rows_of(read: Sequence[Alone]) -> list[Row]:
    """The figures of these passages."""
    figures = [alone_figures(item) for item in read]
    found = estimate(stack(figures))
    return [Row(name=figure.name, estimate=one) for figure, one in zip(figures[0], found, strict=True)]


def compare_seeds(articles: Sequence[Article], tools: Tools) -> Iterator[Compared]:
    """Each seed article, read anew, against its reviewer's annotation."""
    folder = find_data("seeds/annotations")
    for article in articles:
        gold = folder / f"{article.key}{SUFFIX}"
        if gold.is_file():
            yield compare_article(article, annotate(article, tools), gold, tools)


def compare_sample(tools: Tools) -> list[Compared]:
    """The article that everything started from."""
    (article,) = read_articles([str(SAMPLE / "azerbaijan-israel-2018.txt")])
    assert isinstance(article, Article)
    return [compare_article(article, annotate(article, tools), SAMPLE / "gold.yaml", tools)]


def speed(articles: Sequence[Article], tools: Tools) -> str:
    """Articles of `WORDS` words in a second of this process's time."""
    started = time.process_time()
    for article in articles:
        annotate(article, tools)
    taken = time.process_time() - started
    words = sum(len(article.text.split()) for article in articles)
    return f"{words / WORDS / taken:.2f} articles of {WORDS} words a second ({words} words in {taken:.1f} s)"


if __name__ == "__main__":
    main()
