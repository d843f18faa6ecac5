"""Which tests need the extra `train`? They are collected only where it is installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") and find_spec("safetensors") else ["test_train.py"]
