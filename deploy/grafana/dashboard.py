"""Write the Grafana dashboard: `python deploy/grafana/dashboard.py > deploy/grafana/dashboards/greengrocer.json`."""

import json
import sys
from dataclasses import dataclass
from typing import Any

SOURCE = {"type": "prometheus", "uid": "prometheus"}
COLUMNS, HEIGHT, WIDTH = 24, 8, 8
RATE = "$__rate_interval"


@dataclass(frozen=True)
class Panel:
    """One picture: PromQL expressions by the legend of their lines."""

    title: str
    lines: dict[str, str]
    unit: str = "short"
    kind: str = "timeseries"


def rate(metric: str, by: str) -> str:
    """How fast a counter grows, by its labels."""
    return f"sum by ({by}) (rate({metric}[{RATE}]))"


def grown(metric: str, span: str, by: str = "") -> str:
    """By how much a counter grew within a span."""
    return f"sum by ({by}) (increase({metric}[{span}]))"


def quantile(share: float, metric: str, by: str = "", *, where: str = "") -> str:
    """A quantile of a histogram."""
    return f"histogram_quantile({share}, {rate(metric + '_bucket' + where, f'le, {by}' if by else 'le')})"


def mean(metric: str, span: str, by: str) -> str:
    """The mean of what a histogram saw within a span."""
    return f"{grown(metric + '_sum', span, by)} / {grown(metric + '_count', span, by)}"


PEOPLES = '{work="person"}'
UNKNOWN = 'greengrocer_labels_total{known="false"}'
SPANS = ("1h", "1d", "7d")
LABELS, SCORE, COLORS = "greengrocer_labels_total", "greengrocer_score", "greengrocer_colors_total"
LABELLING, ANSWERING = "greengrocer_labelling_seconds", "greengrocer_bot_answer_seconds"

ROWS: dict[str, tuple[Panel, ...]] = {
    "Requests": (
        Panel("Requests by outcome", {"{{status}}": rate("http_requests_total", "status")}, "reqps"),
        Panel("Slowest hundredth", {"{{handler}}": quantile(0.99, "http_request_duration_seconds", "handler")}, "s"),
        Panel("Problems by code", {"{{code}}": rate("greengrocer_problems_total", "code")}, "reqps"),
    ),
    "Photos": (
        Panel("Time by stage, p95", {"{{stage}}": quantile(0.95, "greengrocer_stage_seconds", "stage")}, "s"),
        Panel(
            "From upload to label",
            {f"{share:.0%}": quantile(share, LABELLING, where=PEOPLES) for share in (0.5, 0.95, 0.99)},
            "s",
        ),
        Panel("Photos labelled by kind", {"{{label}}": rate(LABELS, "label")}, "reqps"),
    ),
    "Queue": (
        Panel(
            "Tasks that wait",
            {
                "{{work}}, in Redis": "max by (work) (greengrocer_queue_depth)",
                "{{work}}, owed": "max by (work) (greengrocer_open_tasks)",
            },
        ),
        Panel(
            "Tasks that failed, an hour",
            {"{{kind}}, final: {{final}}": grown("greengrocer_task_failures_total", "1h", "kind, final")},
        ),
        Panel("Processes that answer", {"{{job}}": "sum by (job) (up)"}),
    ),
    "Model": (
        Panel("Models", {"{{domain}} {{version}}": "count by (domain, version) (greengrocer_model_info)"}, kind="stat"),
        Panel(
            "Share of no known kind",
            {span: f"{grown(UNKNOWN, span)} / {grown(LABELS, span)}" for span in SPANS},
            "percentunit",
        ),
        Panel(
            "Mean score",
            {f"{{{{domain}}}}, {span}": mean(SCORE, span, "domain") for span in SPANS},
            "percentunit",
        ),
        Panel("Scores", {"{{le}}": grown(f"{SCORE}_bucket", "1h", "le")}, kind="heatmap"),
        Panel(
            "Share of each colour, a day",
            {"{{color}}": f"{grown(COLORS, '1d', 'color')} / scalar({grown(COLORS, '1d')})"},
            "percentunit",
        ),
    ),
    "Bot": (
        Panel("Updates", {"{{type}}, {{fate}}": rate("greengrocer_bot_updates_total", "type, fate")}, "reqps"),
        Panel("Answers", {"{{outcome}}": rate("greengrocer_bot_answers_total", "outcome")}, "reqps"),
        Panel("From a photo to its answer, p95", {"p95": quantile(0.95, ANSWERING)}, "s"),
        Panel("Photos owed an answer", {"waiting": "sum(greengrocer_bot_waiting)"}),
        Panel("Times Telegram asked to wait", {"an hour": grown("greengrocer_bot_flood_waits_total", "1h")}),
    ),
    "Processes": (
        Panel("Memory", {"{{job}} {{instance}}": "process_resident_memory_bytes"}, "bytes"),
        Panel("Processor", {"{{job}} {{instance}}": f"rate(process_cpu_seconds_total[{RATE}])"}, "percentunit"),
    ),
}


def build_dashboard(rows: dict[str, tuple[Panel, ...]]) -> dict[str, Any]:
    """The dashboard as Grafana provisions it."""
    panels: list[dict[str, Any]] = []
    height = 0
    for title, row in rows.items():
        panels.append(_place({"type": "row", "title": title, "collapsed": False, "panels": []}, 0, height, COLUMNS, 1))
        height += 1
        for index, panel in enumerate(row):
            x, y = index * WIDTH % COLUMNS, height + index * WIDTH // COLUMNS * HEIGHT
            panels.append(_place(_describe(panel), x, y, WIDTH, HEIGHT))
        height += -(-len(row) * WIDTH // COLUMNS) * HEIGHT
    return {
        "uid": "greengrocer",
        "title": "greengrocer",
        "tags": ["greengrocer"],
        "schemaVersion": 41,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": []},
        "annotations": {"list": []},
        "panels": [panel | {"id": number} for number, panel in enumerate(panels, 1)],
    }


def _describe(panel: Panel) -> dict[str, Any]:
    targets = [
        {"refId": chr(ord("A") + index), "datasource": SOURCE, "expr": expression, "legendFormat": legend}
        | ({"format": "heatmap"} if panel.kind == "heatmap" else {})
        for index, (legend, expression) in enumerate(panel.lines.items())
    ]
    defaults = {"unit": panel.unit, "min": 0}
    return {
        "type": panel.kind,
        "title": panel.title,
        "datasource": SOURCE,
        "targets": targets,
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "options": {"textMode": "name"} if panel.kind == "stat" else {},
    }


def _place(panel: dict[str, Any], x: int, y: int, width: int, height: int) -> dict[str, Any]:
    return panel | {"gridPos": {"x": x, "y": y, "w": width, "h": height}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(build_dashboard(ROWS), indent=2) + "\n")
