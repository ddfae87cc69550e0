"""Run every measurement."""

from tests.benchmarks import colors, speed

for module in (speed, colors):
    module.run()
