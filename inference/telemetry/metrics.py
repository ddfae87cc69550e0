"""What Prometheus may know: times by stage, outcomes, depth. Never a photo's content or a person."""

from collections.abc import Iterable

from prometheus_client import Counter, Gauge, Histogram

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of one server count; prometheus_client reads it

REQUEST_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # beyond what RequestsSlow allows, or it could never ring
STAGE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LABELLING_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
SHARE_BUCKETS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)

STAGE_SECONDS = Histogram(
    "greengrocer_stage_seconds",
    "Seconds a photo spends in a stage: queue_wait (bulk_wait in bulk work), decode, classify, colour, store.",
    ["stage"],
    buckets=STAGE_BUCKETS,
)
LABELLING_SECONDS = Histogram(
    "greengrocer_labelling_seconds",
    "Seconds from when a photo's work was owed until it is wholly labelled; work: person, or bulk.",
    ["work"],
    buckets=LABELLING_BUCKETS,
)
SCORES = Histogram(
    "greengrocer_score", "Calibrated score of the best label, to see drift.", ["domain"], buckets=SHARE_BUCKETS
)
LABELS = Counter("greengrocer_labels_total", "Photos labelled, by what was said.", ["domain", "label", "known"])
COLORS = Counter("greengrocer_colors_total", "Photos labelled, by basic colour.", ["color"])
TASK_FAILURES = Counter(
    "greengrocer_task_failures_total", "Tasks that raised, by kind and finality.", ["kind", "final"]
)
PROBLEMS = Counter("greengrocer_problems_total", "Requests that were refused or failed, by code.", ["code"])
MODEL_INFO = Gauge("greengrocer_model_info", "Models loaded.", ["domain", "version"], multiprocess_mode="mostrecent")


def count_classification(domain: str, label: str, score: float, *, known: bool) -> None:
    """Count what a model said of a photo."""
    SCORES.labels(domain).observe(score)
    LABELS.labels(domain, label, str(known).lower()).inc()


def expect_failures(kinds: Iterable[str]) -> None:
    """Count every kind of failure from zero: in a series that begins at one Prometheus sees no increase."""
    for kind in kinds:
        for final in ("true", "false"):
            TASK_FAILURES.labels(kind, final)
