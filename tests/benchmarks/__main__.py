"""Run the measurements named, or all that take no more than a quarter of an hour."""

import sys
from importlib import import_module

SHORT = ("speed", "colors", "words", "added", "serving.run")

for name in sys.argv[1:] or SHORT:
    import_module(f"tests.benchmarks.{name}").run()
