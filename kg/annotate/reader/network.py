"""What does the reader compute while it is trained, in torch?

The same arithmetic as `model`, over lessons side by side, so that it can be differentiated.
"""

from typing import TypeAlias

import torch
import torch.nn.functional as nn
from torch import Tensor

from kg.annotate.reader.model import HEADS, REACH, TOLD
from kg.annotate.reader.signs import SIGNS
from kg.annotate.reader.weights import DEPTH, WIDTH

Tensors: TypeAlias = dict[str, Tensor]
"""Parameters by the names of the packed file (see `weights`)."""

EPSILON = 1e-12


def encode(parameters: Tensors, ids: Tensor, mask: Tensor, told: Tensor, dropout: float = 0.0) -> Tensor:
    """The encoder's output, (lessons, n, width); `ids`, `mask` are (lessons, n), the signs `told` (lessons, n, 3)."""
    size = ids.shape[1]
    x = nn.embedding(ids, parameters["e.word"]) + parameters["e.position"][:size] + parameters["e.type"][0]
    x = nn.layer_norm(x, (WIDTH,), parameters["e.ln_w"], parameters["e.ln_b"], EPSILON)
    x = nn.dropout(x, dropout)
    for i in range(DEPTH):
        if i == TOLD:
            x = x + sum(nn.embedding(told[..., k], parameters[f"h_{kind}"]) for k, kind in enumerate(SIGNS))
        name = f"L{i}."
        attended = linear(parameters, _attend(parameters, x, mask, name), f"{name}o")
        x = _normalise(parameters, x + nn.dropout(attended, dropout), f"{name}ln1")
        inner = nn.gelu(linear(parameters, x, f"{name}i"))
        x = _normalise(parameters, x + nn.dropout(linear(parameters, inner, f"{name}d"), dropout), f"{name}ln2")
    return nn.dropout(x, dropout)


def _attend(parameters: Tensors, x: Tensor, mask: Tensor, name: str) -> Tensor:
    lessons, size, width = x.shape
    weight, bias = (torch.cat([parameters[f"{name}{part}.{kind}"] for part in "qkv"]) for kind in "wb")
    query, key, value = (
        nn.linear(x, weight, bias).view(lessons, size, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
    )
    barred = torch.where(mask, 0.0, -1e9)[:, None, None, :].expand(lessons, 1, size, size)
    attended = nn.scaled_dot_product_attention(query, key, value, attn_mask=barred)
    return attended.transpose(1, 2).reshape(lessons, size, width)


def score_links(parameters: Tensors, x: Tensor, triggers: Tensor, paths: Tensor) -> Tensor:
    """Scores of each link for each pair of trigger and position: (lessons, t, n, links)."""
    at_triggers = torch.gather(x, 1, triggers[..., None].expand(-1, -1, x.shape[2]))
    trigger = _with_one(nn.gelu(linear(parameters, at_triggers, "h_pt")))
    word = _with_one(nn.gelu(linear(parameters, x, "h_pc")[:, None] + nn.embedding(paths, parameters["h_path"])))
    places = torch.arange(x.shape[1], device=x.device)
    distance = torch.clamp(places - triggers[..., None], -REACH, REACH) + REACH
    turned = torch.einsum("btk,lkm->btlm", trigger, parameters["h_U"])
    biased = parameters["h_d"].T[distance] + nn.embedding(paths, parameters["h_path_bias"])
    return torch.einsum("btlm,btnm->btnl", turned, word) + biased


def _with_one(x: Tensor) -> Tensor:
    return nn.pad(x, (0, 1), value=1.0)


def linear(parameters: Tensors, x: Tensor, name: str) -> Tensor:
    """One layer by its name."""
    return nn.linear(x, parameters[f"{name}.w"], parameters[f"{name}.b"])


def _normalise(parameters: Tensors, x: Tensor, name: str) -> Tensor:
    return nn.layer_norm(x, (WIDTH,), parameters[f"{name}.w"], parameters[f"{name}.b"], EPSILON)
