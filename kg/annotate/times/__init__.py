"""When do the things happen that an article tells of, and when was it published?"""

from kg.annotate.times.find import find_times
from kg.annotate.times.publication import PublicationHint

__all__ = ["PublicationHint", "find_times"]
