"""How is the reader trained anew?

`python -m kg.annotate.reader.train BASE OUT` fine-tunes the base encoder and new heads jointly on the reading corpus
and packs both into OUT. BASE is a folder with `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2. Needs the
extra `train`. The same seed on the same processor gives the same weights.
"""

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
import torch
from safetensors.torch import load_file

from kg.annotate.parse import load_parser
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import SEALED, fold, read_corpus
from kg.annotate.reader.labels import CLASSES, KINDS, LINKS, PLOVER, VERBS
from kg.annotate.reader.lessons import (
    Batch,
    Lesson,
    learn_book,
    learn_memory,
    learn_types,
    make_batch,
    make_lesson,
    read_texts,
)
from kg.annotate.reader.memory import Memory, store
from kg.annotate.reader.model import REACH
from kg.annotate.reader.network import Tensors
from kg.annotate.reader.objective import loss
from kg.annotate.reader.paths import PathBook
from kg.annotate.reader.signs import SIGNS, table_size
from kg.annotate.reader.weights import DEPTH, WIDTH, pack, pack_names

PAIR = 128
"""Width of the pair scorer."""

DROPOUT = 0.15
BATCH = 8
RATE, HEAD_RATE = 2e-4, 1e-3
DEEPER = 0.9
"""A layer learns this much slower than the one above it: the lower ones hold what all of English shares."""

MEMORY = 0.995
"""The weights that are kept are a running mean over about 1 / (1 - MEMORY) steps, which no single batch sways."""

COMMON = 15
"""How often a fine type of event must come to be asked for."""

_ONLY_TAUGHT = frozenset({"h_pl.w", "h_pl.b", "h_ty.w", "h_ty.b"})
_EMBEDDINGS = {
    "e.word": "embeddings.word_embeddings.weight",
    "e.position": "embeddings.position_embeddings.weight",
    "e.type": "embeddings.token_type_embeddings.weight",
    "e.ln_w": "embeddings.LayerNorm.weight",
    "e.ln_b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "ln1": "attention.output.LayerNorm",
    "i": "intermediate.dense",
    "d": "output.dense",
    "ln2": "output.LayerNorm",
}


def start(base: Path, seed: int, *, paths: int, types: int, device: str = "cpu") -> Tensors:
    """The base encoder with heads drawn at random; embeddings stay as they are, the rest is to be trained.

    `paths` and `types` tell how many paths and fine types of event there are.
    """
    stored = load_file(base / "model.safetensors", device=device)
    body = {
        f"L{i}.{short}.{kind[0]}": stored[f"encoder.layer.{i}.{long}.{kind}"]
        for i in range(DEPTH)
        for short, long in _LAYER.items()
        for kind in ("weight", "bias")
    }
    heads = {name: tensor.to(device) for name, tensor in _heads(seed, paths, types).items()}
    trained = {name: tensor.requires_grad_() for name, tensor in (body | heads).items()}
    return {short: stored[long] for short, long in _EMBEDDINGS.items()} | trained


def _heads(seed: int, paths: int, types: int) -> Tensors:
    draw = np.random.default_rng(seed).normal
    sizes = {"cl": len(CLASSES) + 1, "pl": len(PLOVER) + 1, "kind": len(KINDS), "vb": len(VERBS), "ty": types}
    sizes |= {"pt": PAIR, "pc": PAIR}
    layers = len(LINKS) + 1
    heads = {f"h_{name}.w": draw(0, 0.025, (size, WIDTH)) for name, size in sizes.items()}
    heads |= {f"h_{name}.b": np.zeros(size) for name, size in sizes.items()}
    heads["h_U"] = draw(0, 0.03, (layers, PAIR + 1, PAIR + 1))
    heads["h_d"] = np.zeros((layers, 2 * REACH + 1))
    heads |= {f"h_{kind}": np.zeros((table_size(kind), WIDTH)) for kind in SIGNS}
    heads["h_path"] = draw(0, 0.02, (paths, PAIR))
    heads["h_path_bias"] = np.zeros((paths, layers))
    return {name: torch.from_numpy(array.astype(np.float32)) for name, array in heads.items()}


def train(parameters: Tensors, lessons: Sequence[Lesson], *, epochs: int, seed: int) -> Tensors:
    """AdamW with warm-up and cosine decay, batches of lessons of like length; the mean of its last weights."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)  # noqa: S311 - no secret depends on it
    trained = {name: tensor for name, tensor in parameters.items() if tensor.requires_grad}
    rule = torch.optim.AdamW(_groups(trained), weight_decay=0.01)
    steps = epochs * -(-len(lessons) // BATCH)
    plan = torch.optim.lr_scheduler.LambdaLR(rule, lambda step: _share(step + 1, steps))
    mean = {name: tensor.detach().clone() for name, tensor in trained.items()}
    step = 0
    for epoch in range(epochs):
        for batch in _batches(lessons, shuffle):
            rule.zero_grad()
            loss(parameters, batch, DROPOUT).backward()
            torch.nn.utils.clip_grad_norm_(trained.values(), 1.0)
            rule.step()
            plan.step()
            step += 1
            _remember(mean, trained, min(MEMORY, (1 + step) / (10 + step)))
        click.echo(f"epoch {epoch + 1} of {epochs}")
    return parameters | mean


def _groups(trained: Tensors) -> list[dict[str, object]]:
    """Each parameter with its learning rate."""
    return [{"params": [tensor], "lr": _rate(name)} for name, tensor in trained.items()]


def _rate(name: str) -> float:
    return HEAD_RATE if name.startswith("h_") else RATE * DEEPER ** (DEPTH - 1 - int(name[1]))


def _share(step: int, steps: int) -> float:
    """The share of the learning rate at this step: a tenth of all steps to warm up, then half a cosine."""
    warm = max(1, steps // 10)
    return step / warm if step <= warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def _remember(mean: Tensors, trained: Tensors, memory: float) -> None:
    for name, tensor in trained.items():
        mean[name].lerp_(tensor.detach(), 1 - memory)


def _batches(lessons: Sequence[Lesson], shuffle: random.Random) -> Iterator[Batch]:
    order = sorted(lessons, key=lambda lesson: len(lesson.ids) + shuffle.random() * 8)
    batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    shuffle.shuffle(batches)
    yield from map(make_batch, batches)


def write(parameters: Tensors, book: PathBook, memory: Memory, path: Path) -> None:
    """The packed file that `kg.annotate.reader.weights` reads."""
    arrays = {name: tensor.detach().cpu().numpy() for name, tensor in parameters.items() if name not in _ONLY_TAUGHT}
    np.savez_compressed(path, allow_pickle=False, **pack(arrays), **pack_names(book), **store(memory))


@click.command()
@click.argument("base", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--epochs", default=14, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--device", default="cpu", show_default=True, help="Where torch computes: cpu, cuda.")
@click.option("--without", type=int, help="One more fold to keep out, to measure tries on.")
def main(base: Path, out: Path, epochs: int, seed: int, device: str, without: int | None) -> None:
    """Train on all passages but the sealed fold and write the packed weights to OUT."""
    tokenizer = read_tokenizer(str(base / "tokenizer.json"))
    passages = [passage for passage in read_corpus() if fold(passage) not in (SEALED, without)]
    texts = tuple(read_texts(passages, load_parser(), tokenizer))
    book, types = learn_book(texts), learn_types(texts, COMMON)
    lessons = [make_lesson(text, book, types) for text in texts]
    click.echo(f"{len(lessons)} chunks of {len(passages)} passages, {book.size} paths, {len(types)} types")
    parameters = start(base, seed, paths=book.size, types=len(types), device=device)
    write(train(parameters, lessons, epochs=epochs, seed=seed), book, learn_memory(texts), out)


if __name__ == "__main__":
    main()
