"""What does Dateline do with an article, from its text to a snapshot of triples?"""

__version__ = "0.1.0"
