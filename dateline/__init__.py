"""How does a researcher ask Dateline from a notebook?

    import dateline

    graph = dateline.connect("http://127.0.0.1:8000")      # a server, or the folder of downloaded dumps
    graph.query("SELECT ?who ?when { … }")                 # a pandas DataFrame
    graph.timeline(actor="dli:Q794")
    graph.evidence("dli:some-article/event/e1")
    graph.explain("dli:Q12", "dl:visited", "dli:Q794")
    print(graph.cite())

pandas comes with `pip install '.[notebook]'`.
"""

from dateline.connection import Connection, Explanation, Truncated, connect
from dateline.drawing import Drawing, draw_timeline
from kg.errors import DatelineError

__all__ = ["Connection", "DatelineError", "Drawing", "Explanation", "Truncated", "connect", "draw_timeline"]
