"""Which Wikidata item is this?"""
