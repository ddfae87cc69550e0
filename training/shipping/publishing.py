"""Where a finished run's report and model go: photos stay beside the run, others get the model and its words."""

import shutil
from pathlib import Path

from catalog.domains import load_domains
from inference.vision.onnx_classifier import OnnxClassifier
from training.domain_file import write_domain
from training.measuring.result import MODEL_FOLDER
from training.report.gallery import draw_gallery
from training.report.page import tests_of, write_report
from training.report.story import load_story

REPORT_FOLDER = "report"


def report_run(run: Path) -> Path:
    """Write the report of a finished run, photos included, into its own folder; the page."""
    story = load_story(run)
    gallery = draw_gallery(tests_of(story), OnnxClassifier(run / MODEL_FOLDER), story.leakage)
    return write_report(story, _emptied(run / REPORT_FOLDER), gallery=gallery)


def publish(run: Path, folder: Path) -> None:
    """Copy the run's model to where it is served from, with a report that shows no photo.

    A domain that greengrocer has no words for gets a `domain.toml` beside the model, first: nothing is published where
    that cannot be done.

    Raises:
        RunError: a `domain.toml` that is there cannot be read.
    """
    story = load_story(run)
    folder.mkdir(parents=True, exist_ok=True)
    if story.card.domain not in load_domains():
        write_domain(story.card.domain.replace("_", " "), story.names, folder)
    shutil.copytree(run / MODEL_FOLDER, folder, dirs_exist_ok=True)
    write_report(story, _emptied(folder / REPORT_FOLDER))


def _emptied(folder: Path) -> Path:
    """Drop what an earlier report left."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
