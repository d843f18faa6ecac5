"""How sure is an event that the reader gave a probability?

A trained network is surer than it is right. Platt's map (1999), `1 / (1 + exp(-(slope · logit p + intercept)))`,
turns its probability into the share of such triggers that a careful reader marked too; its two numbers were fitted on
the development fold with weights that had not seen it (`kg.annotate.reader.calibrate`) and stand in
`calibration.json` beside the weights. The map is monotone: no event overtakes another.
"""

import math
from functools import lru_cache

from pydantic import Field, ValidationError

from kg.annotate.reader.weights import MODEL
from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.model import Record

FILE = "calibration.json"
EDGE = 5e-5
"""Half of the last digit that probabilities are rounded to: no logit is infinite."""


class Calibration(Record):
    """The map's two numbers; `fold`, `triggers` and `right` tell what they were fitted on."""

    slope: float = Field(gt=0)
    intercept: float
    fold: int
    triggers: int
    right: int

    def confidence(self, probability: float) -> float:
        """The calibrated confidence, 0 to 1, to three decimals."""
        return round(1 / (1 + math.exp(-(self.slope * logit(probability) + self.intercept))), 3)


def logit(probability: float) -> float:
    """The logarithm of the odds, of a probability kept off 0 and 1."""
    kept = min(max(probability, EDGE), 1 - EDGE)
    return math.log(kept / (1 - kept))


@lru_cache(maxsize=1)
def load_calibration() -> Calibration | None:
    """The calibration of the shipped weights, None where they have none; OntologyError when it is malformed."""
    path = find_data(MODEL) / FILE
    if not path.is_file():
        return None
    try:
        return Calibration.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise OntologyError(f"{path}: {error}; fit it anew (python -m kg.annotate.reader.calibrate)") from error
