"""How does a person ask without knowing SPARQL, and see the query that was asked?"""
