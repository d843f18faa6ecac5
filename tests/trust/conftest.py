"""Which server do the tests of trust ask?"""

# The server and its two small articles are those of the tests of the server.
from tests.server.conftest import client, data, publish_again

__all__ = ["client", "data", "publish_again"]
