from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from kg.annotate.parse import load_parser
from kg.annotate.reader import model as inference
from kg.annotate.reader import network, objective
from kg.annotate.reader import train as training
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import SEALED, fold, read_corpus
from kg.annotate.reader.lessons import Lesson, Text, learn_memory, make_batch, make_lesson, read_texts
from kg.annotate.reader.paths import make_book
from kg.annotate.reader.weights import DEPTH, MODEL, Array, read_weights, unpack
from kg.datafiles import find_data

BOOK = make_book([">nsubj", ">dobj", "~0>nsubjL"])


@pytest.fixture(scope="module")
def shipped() -> dict[str, Array]:
    """The shipped arrays in float32, by name."""
    with np.load(find_data(f"{MODEL}/reader.npz")) as file:
        packed = {name: file[name] for name in file.files}
    names = {name.split("|")[0] for name in packed if not name.startswith(("m.", "paths"))}
    return {name: unpack(packed, name) for name in names}


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
def texts() -> tuple[Text, ...]:
    """Three short passages."""
    passages = [p for p in read_corpus() if fold(p) != SEALED and len(p.text) < 300][:3]
    return tuple(read_texts(passages, load_parser(), read_tokenizer(str(find_data(f"{MODEL}/tokenizer.json")))))


@pytest.fixture(scope="module")
def lessons(texts: tuple[Text, ...]) -> tuple[Lesson, ...]:
    """Their lessons."""
    return tuple(make_lesson(text, BOOK, {}) for text in texts)


def begin(base: Path, seed: int) -> network.Tensors:
    return training.start(base, seed, paths=BOOK.size, types=1)


def test_training_and_inference_compute_the_same(shipped: dict[str, Array], lessons: tuple[Lesson, ...]) -> None:
    """The encoder and the pair scorer give the same numbers in torch, batched, as in numpy, one chunk at a time."""
    weights = read_weights(find_data(f"{MODEL}/reader.npz"))
    parameters = {name: torch.from_numpy(array.copy()) for name, array in shipped.items()}
    batch = make_batch(lessons)
    with torch.no_grad():
        x = network.encode(parameters, *map(torch.from_numpy, (batch.ids, batch.mask, batch.signs)))
        at, paths = torch.from_numpy(batch.triggers).clamp(min=0), torch.from_numpy(batch.paths)
        scores = network.score_links(parameters, x, at, paths).numpy()
    for row, lesson in enumerate(lessons):
        one = inference.encode(weights, lesson.ids, lesson.signs)
        assert np.allclose(one, x[row, : len(one)].numpy(), atol=1e-4)
        words = np.flatnonzero(lesson.words)
        links = inference.score_links(weights, one, lesson.triggers, words, lesson.paths[:, words])
        given = inference.softmax(scores[row, : len(links)][:, words])
        assert np.allclose(links, given, atol=1e-4)


def test_a_few_steps_lower_the_loss_and_pack(
    base: Path, texts: tuple[Text, ...], lessons: tuple[Lesson, ...], tmp_path: Path
) -> None:
    """Training learns its few lessons better than it knew them, and what it writes is read back."""
    parameters, batch = begin(base, 0), make_batch(lessons)
    before = objective.loss(parameters, batch).item()
    trained = training.train(parameters, lessons, epochs=12, seed=0)
    assert objective.loss(trained, batch).item() < 0.9 * before
    training.write(trained, BOOK, learn_memory(texts), tmp_path / "out.npz")
    weights = read_weights(tmp_path / "out.npz")
    assert weights.paths == BOOK
    assert np.isfinite(inference.encode(weights, lessons[0].ids, lessons[0].signs)).all()


def test_the_same_seed_gives_the_same_weights(base: Path, lessons: tuple[Lesson, ...]) -> None:
    """Two trainings from the same seed end in the same numbers, and another seed elsewhere."""
    one, other, third = (
        training.train(begin(base, seed), lessons, epochs=4, seed=seed)["h_cl.w"] for seed in (1, 1, 2)
    )
    assert torch.equal(one, other)
    assert not torch.equal(one, third)
