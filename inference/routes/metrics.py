"""GET /metrics: what this process counted, or all processes of one server, and the backlog."""

import os
from pathlib import Path

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from inference.dependencies import ResourcesDep
from inference.telemetry.backlog import Backlog
from inference.telemetry.metrics import SHARED_FOLDER
from inference.telemetry.process_totals import ProcessTotals

PATH = "/metrics"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def show(resources: ResourcesDep) -> Response:
    """Write everything in Prometheus' text format."""
    ours = CollectorRegistry()
    ours.register(Backlog(resources.engine, resources.queue))
    if folder := os.environ.get(SHARED_FOLDER):
        ours.register(ProcessTotals(Path(folder)))
        MultiProcessCollector(ours)  # type: ignore[no-untyped-call]  # prometheus_client leaves it untyped
        text = generate_latest(ours)
    else:
        text = generate_latest(REGISTRY) + generate_latest(ours)
    return Response(text, media_type=CONTENT_TYPE_LATEST)
