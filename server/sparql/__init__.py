"""How does a SPARQL endpoint answer requests, in any Flask application?"""

from server.sparql.blueprint import create_sparql_blueprint

__all__ = ["create_sparql_blueprint"]
