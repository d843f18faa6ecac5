"""Whose word is it that something happened, and did it happen? The parts that `kg.annotate.sources` puts together."""
