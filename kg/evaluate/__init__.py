"""How well was an article read, held against a careful reader's annotation?"""

from kg.evaluate.comparing import Compared
from kg.evaluate.reading import compare_article, compare_passages
from kg.evaluate.report import Report, report, to_json, to_table

__all__ = ["Compared", "Report", "compare_article", "compare_passages", "report", "to_json", "to_table"]
