"""How does a store get out of its files?

`python -m server.workers.unload STORE` writes its quads to standard output as N-Quads.
"""

import sys

from pyoxigraph import RdfFormat, Store

if __name__ == "__main__":
    Store.read_only(sys.argv[1]).dump(sys.stdout.buffer, format=RdfFormat.N_QUADS)
