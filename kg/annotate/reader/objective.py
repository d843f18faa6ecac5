"""What does the training make small?

Each batch is read twice under other dropout, and what the two readings disagree on is part of the loss (R-Drop, Liang
et al. 2021): on a corpus of this size that is worth more than any other change of the recipe.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as nn
from torch import Tensor

from kg.annotate.reader.lessons import Batch
from kg.annotate.reader.network import Tensors, encode, linear, score_links

_SHARES = {"h_pl": 0.7, "h_kind": 0.5, "h_vb": 1.2, "h_ty": 0.5}
"""What the labels of events weigh beside the class, in the order of a batch's arrays."""

_DOUBTS = {"h_cl": 1.0, "h_kind": 0.5, "h_vb": 0.7}
"""What the disagreement of two readings weighs in each head of words."""

LINKS_SHARE = 4.0
"""What the pairs weigh beside the words."""


class Reading(NamedTuple):
    """Scores of one pass where labels are asked: (k, rows) for each head of words, (pairs, links) for the pairs."""

    heads: dict[str, Tensor]
    pairs: Tensor


class Asked(NamedTuple):
    """The labels of a batch on the device: by head of words which positions are asked and what they are; pairs."""

    places: dict[str, Tensor]
    labels: dict[str, Tensor]
    pairs: Tensor
    links: Tensor


def loss(parameters: Tensors, batch: Batch, dropout: float = 0.0) -> Tensor:
    """Classes per word; PLOVER, kind, verb, fine type per event; links per pair, an argument twice as much as none.

    PLOVER and fine type by themselves are asked only to teach the encoder; those heads are not kept.
    """
    device = parameters["e.word"].device
    ids, mask, told, classes, *labels, words, triggers, links, paths = (
        torch.from_numpy(array).to(device) for array in batch
    )
    wanted = {"h_cl": classes} | dict(zip(_SHARES, labels, strict=True))
    places = {name: rows >= 0 for name, rows in wanted.items()}
    pairs = (triggers >= 0)[..., None] & words[:, None, :]
    asked = Asked(
        places=places,
        labels={name: rows[places[name]] for name, rows in wanted.items()},
        pairs=pairs,
        links=links[pairs],
    )

    def read() -> Reading:
        x = encode(parameters, ids, mask, told, dropout)
        heads = {name: linear(parameters, x[place], name) for name, place in places.items()}
        return Reading(heads, score_links(parameters, x, triggers.clamp(min=0), paths)[pairs])

    first, second = read(), read()
    return (_error(first, asked) + _error(second, asked)) / 2 + _disagreement(first, second, asked)


def _error(reading: Reading, asked: Asked) -> Tensor:
    shares = {"h_cl": 1.0} | _SHARES
    words = sum(share * _cross_entropy(reading.heads[name], asked.labels[name]) for name, share in shares.items())
    return _together(words, nn.cross_entropy(reading.pairs, asked.links, reduction="none"), asked)


def _disagreement(first: Reading, second: Reading, asked: Asked) -> Tensor:
    words = sum(share * _divergence(first.heads[name], second.heads[name]).sum() for name, share in _DOUBTS.items())
    return _together(words, _divergence(first.pairs, second.pairs), asked)


def _together(words: Tensor | float, pairs: Tensor, asked: Asked) -> Tensor:
    """The sum over words by the number of words, and over pairs by the number of pairs."""
    weighed = pairs * torch.where(asked.links > 0, 2.0, 1.0)
    many = asked.places["h_cl"].sum(), asked.links.numel()
    return words / many[0] + LINKS_SHARE * weighed.sum() / max(1, many[1])


def _divergence(first: Tensor, second: Tensor) -> Tensor:
    """Half of the symmetric Kullback-Leibler divergence of each row."""
    one, other = nn.log_softmax(first, -1), nn.log_softmax(second, -1)
    return ((one.exp() - other.exp()) * (one - other)).sum(-1) / 2


def _cross_entropy(scores: Tensor, wanted: Tensor) -> Tensor:
    return nn.cross_entropy(scores, wanted, reduction="sum")
