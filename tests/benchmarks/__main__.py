"""Run every measurement."""

from tests.benchmarks import added, colors, speed

for module in (speed, colors, added):
    module.run()
