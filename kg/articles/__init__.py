"""How does a file become an `Article`?"""

from kg.articles.reading import read_articles

__all__ = ["read_articles"]
