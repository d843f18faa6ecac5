"""How does a store get out of its files?

`python -m server.workers.unload STORE` writes its quads to standard output as N-Quads.
"""

import sys

from pyoxigraph import RdfFormat, Store

if __name__ == "__main__":
    try:
        Store.read_only(sys.argv[1]).dump(sys.stdout.buffer, format=RdfFormat.N_QUADS)
    except OSError as error:
        # A store that was replaced meanwhile is gone: who asked goes on with the files of the next one.
        sys.exit(f"{sys.argv[1]}: {error}")
