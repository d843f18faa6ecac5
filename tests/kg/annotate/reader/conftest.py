"""Which tests need the extra `train`? They are collected only where it is installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("jax") and find_spec("optax") else ["test_train.py"]
