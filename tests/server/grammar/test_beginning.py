"""Is a query whose beginning tells all what reading it to its end would find?"""

from collections.abc import Callable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from kg.vocabulary import PREFIXES
from server.grammar.danger import Inspection, inspect, inspect_all
from server.http.refusals import Refusal

PIECES = (
    "PREFIX a: <x> ",
    "BASE <y>",
    "SELECT",
    "ASK ",
    "delete ",
    "from ",
    "NAMED <g>",
    "Now()",
    "{",
    "}",
    "[(",
    ")]",
)
WORDS = ("SERVICE ", "a:service", "'SERVICE'", "#from\n", "\\u0053ERVICE ", "rand", "\u00dfervice", "?s ", '"', " .")


@given(st.lists(st.sampled_from((*PIECES, *WORDS)), max_size=12).map("".join), st.sampled_from((0, 199, 201)))
def test_what_is_found_in_a_beginning_is_what_all_of_the_text_holds(text: str, depth: int) -> None:
    """Form, graphs, volatility, and every refusal."""
    text += "{" * depth

    def found(look: Callable[[str, Mapping[str, str]], Inspection]) -> Inspection | str:
        try:
            return look(text, PREFIXES)
        except Refusal as refusal:
            return refusal.detail

    assert found(inspect) == found(inspect_all)
