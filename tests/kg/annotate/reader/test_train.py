from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("jax", reason="the extra `train` (jax, optax, safetensors) is not installed")
pytest.importorskip("optax", reason="the extra `train` (jax, optax, safetensors) is not installed")
from safetensors.numpy import save_file

from kg.annotate.parse import load_parser
from kg.annotate.reader import model as inference
from kg.annotate.reader import train as training
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import SEALED, fold, read_corpus
from kg.annotate.reader.lessons import Lesson, find_lessons, make_batch
from kg.annotate.reader.weights import DEPTH, MODEL, Array, read_weights, unpack
from kg.datafiles import find_data


@pytest.fixture(scope="module")
def shipped() -> dict[str, Array]:
    """The shipped arrays in float32, by name."""
    with np.load(find_data(f"{MODEL}/reader.npz")) as file:
        packed = {name: file[name] for name in file.files}
    return {name: unpack(packed, name) for name in {name.split("|")[0] for name in packed}}


@pytest.fixture(scope="module")
def base(shipped: dict[str, Array], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the form of the base encoder's, with the shipped encoder in it."""
    folder = tmp_path_factory.mktemp("base")
    arrays = {long: shipped[short] for short, long in training._EMBEDDINGS.items()}
    for i in range(DEPTH):
        for short, long in training._LAYER.items():
            for kind in ("weight", "bias"):
                arrays[f"encoder.layer.{i}.{long}.{kind}"] = shipped[f"L{i}.{short}.{kind[0]}"]
    save_file(arrays, folder / "model.safetensors")
    return folder


@pytest.fixture(scope="module")
def lessons() -> tuple[Lesson, ...]:
    """The lessons of three short passages."""
    passages = [p for p in read_corpus() if fold(p) != SEALED and len(p.text) < 300][:3]
    return tuple(find_lessons(passages, load_parser(), read_tokenizer(str(find_data(f"{MODEL}/tokenizer.json")))))


def test_training_and_inference_compute_the_same(
    base: Path, shipped: dict[str, Array], lessons: tuple[Lesson, ...]
) -> None:
    """The encoder and the pair scorer give the same numbers in JAX, batched, as in numpy, one chunk at a time."""
    model, weights = training.start(base, 0), read_weights(find_data(f"{MODEL}/reader.npz"))
    batch = make_batch(lessons)
    x = training.encode(model.frozen, model.trained, batch, None)
    scores = training.score_links(shipped, x, np.maximum(batch.triggers, 0))
    for row, lesson in enumerate(lessons):
        one = inference.encode(weights, lesson.ids)
        assert np.allclose(one, x[row, : len(one)], atol=1e-4)
        links = inference.score_links(weights, one, lesson.triggers)
        given = inference.softmax(np.asarray(scores[row, : len(links), : len(one)]))
        assert np.allclose(links, given, atol=1e-4)


def test_a_few_steps_lower_the_loss_and_pack(base: Path, lessons: tuple[Lesson, ...], tmp_path: Path) -> None:
    """Training learns its few lessons better than it knew them, and what it writes is read back."""
    model, batch = training.start(base, 0), make_batch(lessons)
    before = training.loss(model.trained, model.frozen, batch, None)
    trained = training.train(model, lessons, epochs=4, seed=0)
    assert training.loss(trained.trained, trained.frozen, batch, None) < 0.9 * before
    training.write(trained, tmp_path / "out.npz")
    weights = read_weights(tmp_path / "out.npz")
    assert np.isfinite(inference.encode(weights, lessons[0].ids)).all()
