"""What the processes of one server use together, as prometheus_client tells it of one process."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

SUMMED = (
    "process_cpu_seconds",
    "process_resident_memory_bytes",
    "process_virtual_memory_bytes",
    "process_open_fds",
)
PID = re.compile(r"_(\d+)\.db")


class ProcessTotals(Collector):
    """Sums over the processes that count in a folder, and that live."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """Add up."""
        totals: dict[str, float] = defaultdict(float)
        forms: dict[str, Metric] = {}
        for metric in self._metrics():
            if metric.name in SUMMED:
                totals[metric.name] += metric.samples[0].value
                forms[metric.name] = metric
        for name, form in forms.items():
            yield type(form)(name, form.documentation, value=totals[name])  # type: ignore[call-arg]  # its families take one

    def _metrics(self) -> Iterator[Metric]:
        pids = {int(found[1]) for path in self._folder.glob("*.db") if (found := PID.search(path.name))}
        for pid in sorted(pids):
            yield from ProcessCollector(pid=lambda pid=pid: pid, registry=None).collect()  # type: ignore[misc]  # as above
