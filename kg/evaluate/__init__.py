"""How well was an article read, held against a careful reader's annotation?"""

from kg.evaluate.scores import Scores, evaluate_gold, table

__all__ = ["Scores", "evaluate_gold", "table"]
