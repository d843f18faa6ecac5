"""How is the reader trained anew?

`python -m kg.annotate.reader.train BASE OUT` fine-tunes the base encoder and new heads jointly on the reading corpus
and packs both into OUT. BASE is a folder with `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2. Needs the
extra `train`; two cores take about three minutes an epoch.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import click
import jax
import jax.numpy as jnp
import numpy as np
import optax
from safetensors.numpy import load_file

from kg.annotate.parse import load_parser
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import SEALED, fold, read_corpus
from kg.annotate.reader.labels import CLASSES, LINKS, PLOVER, VERBS
from kg.annotate.reader.lessons import Batch, Lesson, find_lessons, make_batch
from kg.annotate.reader.model import HEADS, REACH
from kg.annotate.reader.weights import DEPTH, WIDTH, pack

Arrays: TypeAlias = dict[str, jax.Array]
"""Parameters by the names of the packed file (see `weights`)."""

PAIR = 96
"""Width of the pair scorer."""

DROPOUT = 0.1
BATCH = 16
RATE, HEAD_RATE = 2e-4, 1e-3
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """The embeddings, which stay as they are, and everything that is trained."""

    frozen: Arrays
    trained: Arrays


def start(base: Path, seed: int) -> Model:
    """The base encoder with heads drawn at random."""
    stored = load_file(base / "model.safetensors")
    body = {
        f"L{i}.{short}.{kind[0]}": stored[f"encoder.layer.{i}.{long}.{kind}"]
        for i in range(DEPTH)
        for short, long in _LAYER.items()
        for kind in ("weight", "bias")
    }
    frozen = {short: stored[long] for short, long in _EMBEDDINGS.items()}
    return Model(frozen=jax.tree.map(jnp.asarray, frozen), trained=jax.tree.map(jnp.asarray, body | _heads(seed)))


def _heads(seed: int) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    draw = np.random.default_rng(seed).normal
    sizes = {"cl": len(CLASSES) + 1, "pl": len(PLOVER) + 1, "vb": len(VERBS), "pt": PAIR, "pc": PAIR}
    layers = len(LINKS) + 1
    heads = {f"h_{name}.w": draw(0, 0.025, (size, WIDTH)) for name, size in sizes.items()}
    heads |= {f"h_{name}.b": np.zeros(size) for name, size in sizes.items()}
    heads["h_U"] = draw(0, 0.03, (layers, PAIR + 1, PAIR + 1))
    heads["h_d"] = np.zeros((layers, 2 * REACH + 1))
    return {name: array.astype(np.float32) for name, array in heads.items()}


def encode(frozen: Arrays, trained: Arrays, batch: Batch, key: jax.Array | None) -> jax.Array:
    """The encoder's output, (lessons, n, width), with dropout drawn from `key`, if there is one."""
    keys = iter([None] * (2 * DEPTH + 2) if key is None else jax.random.split(key, 2 * DEPTH + 2))
    size = batch.ids.shape[1]
    x = frozen["e.word"][batch.ids] + frozen["e.position"][:size] + frozen["e.type"][0]
    x = _drop(_normalise(x, frozen["e.ln_w"], frozen["e.ln_b"]), next(keys))
    for i in range(DEPTH):
        name = f"L{i}."
        attended = _drop(_linear(trained, _attend(trained, x, batch.mask, name), f"{name}o"), next(keys))
        x = _normalise(x + attended, trained[f"{name}ln1.w"], trained[f"{name}ln1.b"])
        inner = jax.nn.gelu(_linear(trained, x, f"{name}i"), approximate=False)
        x = x + _drop(_linear(trained, inner, f"{name}d"), next(keys))
        x = _normalise(x, trained[f"{name}ln2.w"], trained[f"{name}ln2.b"])
    return _drop(x, next(keys))


def _attend(trained: Arrays, x: jax.Array, mask: jax.Array, name: str) -> jax.Array:
    lessons, size, width = x.shape
    query, key, value = (
        _linear(trained, x, name + part).reshape(lessons, size, HEADS, -1).transpose(0, 2, 1, 3) for part in "qkv"
    )
    scores = query @ key.transpose(0, 1, 3, 2) * (width // HEADS) ** -0.5
    weight = jax.nn.softmax(scores + jnp.where(mask, 0.0, -1e9)[:, None, None, :], -1)
    return (weight @ value).transpose(0, 2, 1, 3).reshape(lessons, size, width)


def score_links(trained: Arrays, x: jax.Array, triggers: jax.Array) -> jax.Array:
    """Scores of each link for each pair of trigger and position: (lessons, t, n, links)."""
    at_triggers = jnp.take_along_axis(x, triggers[..., None], 1)
    trigger, word = (
        _with_one(jax.nn.gelu(_linear(trained, part, name), approximate=False))
        for part, name in ((at_triggers, "h_pt"), (x, "h_pc"))
    )
    distance = jnp.clip(jnp.arange(x.shape[1]) - triggers[..., None], -REACH, REACH) + REACH
    return jnp.einsum("btk,lkm,bnm->btnl", trigger, trained["h_U"], word) + trained["h_d"].T[distance]


def loss(trained: Arrays, frozen: Arrays, batch: Batch, key: jax.Array | None) -> jax.Array:
    """Classes per word, PLOVER and verb per event, links per pair; an argument weighs twice as much as none."""
    x = encode(frozen, trained, batch, key)
    words, events = batch.classes >= 0, batch.classes > 0
    single = _cross_entropy(_linear(trained, x, "h_cl"), batch.classes, words)
    single += 0.7 * _cross_entropy(_linear(trained, x, "h_pl"), batch.plover, events)
    single += 0.7 * _cross_entropy(_linear(trained, x, "h_vb"), batch.verbs, events)
    pairs = (batch.triggers >= 0)[..., None] & batch.words[:, None, :]
    scores = score_links(trained, x, jnp.maximum(batch.triggers, 0))
    double = _cross_entropy(scores, batch.links, pairs * jnp.where(batch.links > 0, 2.0, 1.0))
    return single / words.sum() + 4 * double / jnp.maximum(pairs.sum(), 1)


def train(model: Model, lessons: Sequence[Lesson], *, epochs: int, seed: int) -> Model:
    """AdamW with warm-up and cosine decay, batches of lessons of like length."""
    steps = epochs * -(-len(lessons) // BATCH)
    rule = _rule(model.trained, steps)

    def step(trained: Arrays, state: optax.OptState, batch: Batch, key: jax.Array) -> tuple[Arrays, optax.OptState]:
        change, state = rule.update(jax.grad(loss)(trained, model.frozen, batch, key), state, trained)
        return optax.apply_updates(trained, change), state

    compiled = jax.jit(step)
    trained, state = model.trained, rule.init(model.trained)
    shuffle, key = random.Random(seed), jax.random.PRNGKey(seed)  # noqa: S311 - no secret depends on it
    for epoch in range(epochs):
        for batch in _batches(lessons, shuffle):
            key, now = jax.random.split(key)
            trained, state = compiled(trained, state, batch, now)
        click.echo(f"epoch {epoch + 1} of {epochs}")
    return Model(frozen=model.frozen, trained=trained)


def _rule(trained: Arrays, steps: int) -> optax.GradientTransformation:
    def plan(peak: float) -> optax.GradientTransformation:
        return optax.adamw(optax.warmup_cosine_decay_schedule(0, peak, steps // 10, steps), weight_decay=0.01)

    parts = {name: "head" if name.startswith("h_") else "body" for name in trained}
    rates = optax.multi_transform({"head": plan(HEAD_RATE), "body": plan(RATE)}, parts)
    return optax.chain(optax.clip_by_global_norm(1.0), rates)


def _batches(lessons: Sequence[Lesson], shuffle: random.Random) -> list[Batch]:
    order = sorted(lessons, key=lambda lesson: len(lesson.ids) + shuffle.random() * 8)
    batches = [make_batch(order[i : i + BATCH]) for i in range(0, len(order), BATCH)]
    shuffle.shuffle(batches)
    return batches


def _cross_entropy(scores: jax.Array, wanted: jax.Array, weight: jax.Array) -> jax.Array:
    likelihood = jnp.take_along_axis(jax.nn.log_softmax(scores), jnp.maximum(wanted, 0)[..., None], -1)[..., 0]
    return -(likelihood * weight).sum()


def _linear(trained: Arrays, x: jax.Array, name: str) -> jax.Array:
    return x @ trained[f"{name}.w"].T + trained[f"{name}.b"]


def _normalise(x: jax.Array, gain: jax.Array, bias: jax.Array) -> jax.Array:
    centred = x - x.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * gain + bias


def _drop(x: jax.Array, key: jax.Array | None) -> jax.Array:
    return x if key is None else jnp.where(jax.random.bernoulli(key, 1 - DROPOUT, x.shape), x / (1 - DROPOUT), 0.0)


def _with_one(x: jax.Array) -> jax.Array:
    return jnp.concatenate([x, jnp.ones((*x.shape[:-1], 1))], -1)


def write(model: Model, path: Path) -> None:
    """The packed file that `kg.annotate.reader.weights` reads."""
    arrays = {name: np.asarray(array, np.float32) for name, array in (model.frozen | model.trained).items()}
    np.savez_compressed(path, allow_pickle=False, **pack(arrays))


@click.command()
@click.argument("base", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--epochs", default=8, show_default=True)
@click.option("--seed", default=0, show_default=True)
def main(base: Path, out: Path, epochs: int, seed: int) -> None:
    """Train on all passages but the sealed fold and write the packed weights to OUT."""
    tokenizer = read_tokenizer(str(base / "tokenizer.json"))
    passages = [passage for passage in read_corpus() if fold(passage) != SEALED]
    lessons = tuple(find_lessons(passages, load_parser(), tokenizer))
    click.echo(f"{len(lessons)} chunks of {len(passages)} passages")
    write(train(start(base, seed), lessons, epochs=epochs, seed=seed), out)


if __name__ == "__main__":
    main()
