"""Where reports go: with photos beside the run, without any beside the model that others get."""

import shutil
from pathlib import Path

from inference.vision.onnx_classifier import OnnxClassifier
from training.report.gallery import draw_gallery
from training.report.page import tests_of, write_report
from training.report.story import MODEL_FOLDER, load_story

REPORT_FOLDER = "report"


def report_run(run: Path) -> Path:
    """Write the report of a finished run, photos included, into its own folder; the page."""
    story = load_story(run)
    gallery = draw_gallery(tests_of(story), OnnxClassifier(run / MODEL_FOLDER), story.leakage)
    return write_report(story, _emptied(run / REPORT_FOLDER), gallery=gallery)


def publish(run: Path, folder: Path) -> None:
    """Copy the run's model to where it is served from, with a report that shows no photo."""
    shutil.copytree(run / MODEL_FOLDER, folder, dirs_exist_ok=True)
    write_report(load_story(run), _emptied(folder / REPORT_FOLDER))


def _emptied(folder: Path) -> Path:
    """Drop what an earlier report left."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
