"""Does any date or parameter of an address end otherwise than understood or refused?"""

from contextlib import suppress
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from kg import iri
from kg.edtf import EdtfError, certainly_within, edtf_bounds, edtf_from_days, edtf_label, possibly_within
from kg.store.functions import PLAIN
from server.ask.form import read_form, wrong_date
from server.http.refusals import Refusal
from server.pages.filters import read_filter
from server.past.moment import read_moment
from server.reconcile.asked import read_batch, read_extension


def edtf(data: bytes) -> None:
    """A date: its bounds are in order, it has words, and it lies within itself if it lies anywhere."""
    text = data.decode("utf-8", "replace")
    for function in PLAIN.values():
        with suppress(ValueError, TypeError):
            function(text)
        with suppress(ValueError, TypeError):
            function(text, text, text)
        with suppress(ValueError, TypeError):
            function(text, text, text, text)
    try:
        earliest, latest = edtf_bounds(text)
    except EdtfError:
        return
    assert edtf_label(text)
    if earliest is not None and latest is not None:
        assert earliest <= latest
        assert edtf_bounds(edtf_from_days(earliest, latest)) == (earliest, latest)
        assert certainly_within(earliest, latest, text)
        assert possibly_within(earliest, latest, text)


def parameters(data: bytes) -> None:
    """The filters, the form and the time of an address."""
    given = MultiDict(parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True))
    read_filter(given)
    wrong_date(read_form(given))
    with suppress(Refusal):
        read_moment(given)


def batch(data: bytes) -> None:
    """A batch of names to reconcile, or a request for data."""
    text = data.decode("utf-8", "replace")
    with suppress(Refusal):
        read_batch(text)
    with suppress(Refusal):
        read_extension(text)


def names(data: bytes) -> None:
    """An IRI, or a path, of ours."""
    text = data.decode("utf-8", "replace")
    iri.local_path(text)
    iri.mint_local(text)
