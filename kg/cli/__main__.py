"""`python -m kg.cli` is `dateline`."""

from kg.cli import main

main()
