"""Run the measurements named, or all that take no more than a few minutes."""

import sys
from importlib import import_module

SHORT = ("speed", "colors", "words", "added")

for name in sys.argv[1:] or SHORT:
    import_module(f"tests.benchmarks.{name}").run()
