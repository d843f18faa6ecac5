"""Whose fault is it when the run cannot go on?

A fault in one record is a value (`kg.model.Rejection`); a fault in the run is one of these exceptions.
They are caught in exactly two places: `kg.cli` (exit code) and `server.http.problems` (HTTP status).
"""


class DatelineError(Exception):
    """A run that cannot go on; the message says what, where and what to do."""

    exit_code = 3


class UsageError(DatelineError):
    """The caller asked for something that no command does."""

    exit_code = 2


class InputError(DatelineError):
    """A file, folder or stream given by the user cannot be used at all."""


class OntologyError(DatelineError):
    """A file of `ontology/` or `seeds/` is malformed; the message names file and line."""


class ContradictionError(DatelineError):
    """The graph contradicts itself and the caller asked to stop at that."""

    exit_code = 1


class EngineUnavailable(DatelineError):
    """The language model that the caller asked for cannot be used, or not now."""


class LookupUnavailable(DatelineError):
    """A service outside this machine did not answer; nothing depends on it."""


class ClusterUnavailable(DatelineError):
    """The cluster that was to read does not answer, went away, or stands on another program or other data."""


class StoreError(DatelineError):
    """A data folder or snapshot cannot be read or written."""


class MemoryExceeded(DatelineError):
    """The run would take more memory than the caller allows."""


class QueryError(DatelineError):
    """A query is malformed, forbidden or over a limit."""
