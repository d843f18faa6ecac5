"""How do the reader's weights come out of one small file, and go into it?

The file is a compressed npz. A matrix is held as int8 rows with one float32 scale a row (symmetric, absolute
maximum), names `x|q` and `x|s`; vectors and the pair scorer are float16. Names: `e.*` embeddings, `L0.` to `L5.` the
encoder's layers, `h_*` the heads, `paths` the names of the paths, `m.*` the memory of the corpus.
"""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.annotate.digests import verify
from kg.annotate.reader.memory import Memory, restore
from kg.annotate.reader.paths import PathBook, make_book
from kg.annotate.reader.signs import SIGNS
from kg.datafiles import find_data
from kg.errors import OntologyError

Array: TypeAlias = NDArray[np.float32]

DEPTH, WIDTH = 6, 384
MODEL = "seeds/models/reader"
_HALF = frozenset({"h_U", "h_d", "h_path", "h_path_bias", *(f"h_{kind}" for kind in SIGNS)})
_REMEDY = "install dateline again, or train the reader (make train-reader) and renew its digests"


@dataclass(frozen=True, kw_only=True, slots=True)
class Linear:
    """x → x·weight + bias; weight is (inputs, outputs)."""

    weight: Array
    bias: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Norm:
    """Layer normalisation: gain and bias, (width,)."""

    gain: Array
    bias: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """One block of the encoder (BERT's, post-norm); `query_key_value` is the three projections side by side."""

    query_key_value: Linear
    attended: Linear
    attention_norm: Norm
    inner: Linear
    outer: Linear
    norm: Norm


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedding:
    """Word pieces as int8 rows (vocabulary, width) with their scales (vocabulary, 1); `place` is (512, width)."""

    rows: NDArray[np.int8]
    scales: Array
    place: Array
    norm: Norm


@dataclass(frozen=True, kw_only=True, slots=True)
class PairScorer:
    """Biaffine score of trigger and word: `bilinear` is (links, k+1, k+1), `distance` (41, links) for -20 to 20.

    A path between the two adds `path` (paths, k) to the word's side and `path_bias` (paths, links) to the score.
    """

    trigger: Linear
    word: Linear
    bilinear: Array
    distance: Array
    path: Array
    path_bias: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """The whole model, the paths it knows and the memory of the corpus it was trained on."""

    embedding: Embedding
    layers: tuple[Layer, ...]
    signs: tuple[Array, ...]
    classes: Linear
    kinds: Linear
    verbs: Linear
    pairs: PairScorer
    paths: PathBook
    memory: Memory


def load_weights() -> Weights:
    """The weights that ship with the program; OntologyError when a file is not the known one."""
    folder = find_data(MODEL)
    verify(folder, find_data(f"{MODEL}.digests.csv"), _REMEDY)
    return read_weights(folder / "reader.npz")


def read_weights(path: Path) -> Weights:
    """The weights of one packed file; OntologyError when it is cut short, of another form or lacks a part."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return assemble({name: file[name] for name in file.files})
    except KeyError as error:
        raise OntologyError(f"{path}: the array {error} is missing; {_REMEDY}") from error
    except (OSError, ValueError, AttributeError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise OntologyError(f"{path}: these are no weights of the reader: {error}; {_REMEDY}") from error


def pack(arrays: Mapping[str, Array]) -> dict[str, NDArray[np.generic]]:
    """Float arrays by name, in the form in which they are stored."""
    packed: dict[str, NDArray[np.generic]] = {}
    for name, array in arrays.items():
        if array.ndim < 2 or name in _HALF:
            packed[name] = array.astype(np.float16)
        else:
            scale = (np.abs(array).max(-1, keepdims=True) / 127 + 1e-12).astype(np.float32)
            packed[f"{name}|q"] = np.round(array / scale).astype(np.int8)
            packed[f"{name}|s"] = scale
    return packed


def pack_names(book: PathBook) -> dict[str, NDArray[np.generic]]:
    """The names of the paths, in the order of their numbers, as UTF-8 lines."""
    return {"paths": np.frombuffer("\n".join(book.numbers).encode(), np.uint8)}


def unpack(packed: Mapping[str, NDArray[np.generic]], name: str) -> Array:
    """One array in float32."""
    if name in packed:
        return packed[name].astype(np.float32)
    return packed[f"{name}|q"].astype(np.float32) * packed[f"{name}|s"].astype(np.float32)


def assemble(packed: Mapping[str, NDArray[np.generic]]) -> Weights:
    """The model from the stored arrays."""
    return Weights(
        embedding=Embedding(
            rows=packed["e.word|q"].astype(np.int8),
            scales=packed["e.word|s"].astype(np.float32),
            place=unpack(packed, "e.position") + unpack(packed, "e.type")[0],
            norm=_norm(packed, "e.ln_w", "e.ln_b"),
        ),
        layers=tuple(_layer(packed, f"L{i}.") for i in range(DEPTH)),
        signs=tuple(unpack(packed, f"h_{kind}") for kind in SIGNS),
        classes=_linear(packed, "h_cl"),
        kinds=_linear(packed, "h_kind"),
        verbs=_linear(packed, "h_vb"),
        pairs=PairScorer(
            trigger=_linear(packed, "h_pt"),
            word=_linear(packed, "h_pc"),
            bilinear=unpack(packed, "h_U"),
            distance=np.ascontiguousarray(unpack(packed, "h_d").T),
            path=unpack(packed, "h_path"),
            path_bias=unpack(packed, "h_path_bias"),
        ),
        paths=make_book(packed["paths"].tobytes().decode().split("\n")),
        memory=restore(packed),
    )


def _layer(packed: Mapping[str, NDArray[np.generic]], name: str) -> Layer:
    return Layer(
        query_key_value=_linear(packed, f"{name}q", f"{name}k", f"{name}v"),
        attended=_linear(packed, f"{name}o"),
        attention_norm=_norm(packed, f"{name}ln1.w", f"{name}ln1.b"),
        inner=_linear(packed, f"{name}i"),
        outer=_linear(packed, f"{name}d"),
        norm=_norm(packed, f"{name}ln2.w", f"{name}ln2.b"),
    )


def _linear(packed: Mapping[str, NDArray[np.generic]], *names: str) -> Linear:
    rows = np.concatenate([unpack(packed, f"{name}.w") for name in names])
    bias = np.concatenate([unpack(packed, f"{name}.b") for name in names])
    return Linear(weight=np.ascontiguousarray(rows.T), bias=bias)


def _norm(packed: Mapping[str, NDArray[np.generic]], gain: str, bias: str) -> Norm:
    return Norm(gain=unpack(packed, gain), bias=unpack(packed, bias))
