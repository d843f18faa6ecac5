"""When do the things happen that an article tells of, and when was it published?

`find_times` gives the day of publication and every time expression, dated as far as the text allows; a
`PublicationHint` is a period in which the article must have been published.
"""

from kg.annotate.times.find import find_times
from kg.annotate.times.publication import PublicationHint

__all__ = ["PublicationHint", "find_times"]
