"""Run every measurement."""

from tests.benchmarks import added, colors, speed, words

for module in (speed, colors, words, added):
    module.run()
