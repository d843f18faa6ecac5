"""Does every parser take the committed inputs, cut short, doubled and spoiled, without a fault?

`make fuzz` searches for inputs that do not; each that was found stands among these with the mend.
"""

import pytest
from fuzz import parsers
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("name", parsers.names())
def test_the_inputs_of_a_corpus_are_taken(name: str) -> None:
    """An uncaught error of any of them fails here; so would one that a parser's harness asserts."""
    target = parsers.load(name)
    for _, data in parsers.inputs(name):
        target(data)


@given(data=st.data())
@settings(max_examples=60)
def test_no_spoiled_input_is_a_fault(data: st.DataObject) -> None:
    """A piece of an input is cut out, put elsewhere, or replaced by any bytes: what a disk or a stranger does."""
    name = data.draw(st.sampled_from(parsers.names()))
    _, given_bytes = data.draw(st.sampled_from(list(parsers.inputs(name))))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(given_bytes))] * 2)))
    noise = data.draw(st.binary(max_size=40) | st.just(given_bytes[start:end] * 2))
    parsers.load(name)(given_bytes[:start] + noise + given_bytes[end:])


def test_the_corpora_stay_small() -> None:
    """Some kilobytes together: large finds are cut down before they are committed."""
    sizes = [len(content) for name in parsers.names() for _, content in parsers.inputs(name)]
    assert sum(sizes) < 64 * 1024
    assert max(sizes) < 8 * 1024
