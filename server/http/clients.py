"""Whose request is being answered?"""

from flask import has_request_context, request

from server.workers.turns import client_of


def current_client() -> str:
    """The client whose line a question of ours stands in; nobody when the server asks for itself."""
    return client_of(request.remote_addr) if has_request_context() else ""
