"""The report of a run: its figures, its plots, and what it shows to whom."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.vision.model_card import Figure, ModelCard
from inference.vision.preprocess import InputSpec
from training.data.dataset import Dataset
from training.data.sample import OTHER, Sample
from training.measuring.predictions import Predictions, Scored
from training.report.gallery import Gallery, Picture, overlay_heat
from training.report.leakage import find_leakage
from training.report.page import write_report
from training.report.plots import draw_confusion
from training.report.scores import answers_of, bin_confidences, draw_rocs, mean_f1, score_labels, score_tops
from training.report.story import Story

LABELS = ("green", "red", "yellow")
CARD = ModelCard(
    domain="discs",
    version="discs-1",
    architecture="cnn",
    labels=LABELS,
    input=InputSpec(),
    temperature=1,
    unknown_threshold=0.5,
    metrics={"shop": {"accuracy": Figure(value=0.75, low=0.3, high=0.95, count=4)}},
    datasets={"shop": "MIT"},
    licence="MIT",
    recipe="discs.toml",
    git_commit="abc",
    created="now",
)


def scored(truths: list[int], bests: list[int]) -> Scored:
    samples = [
        Sample(Path(f"shop/{number}.jpg"), LABELS[truth], "shop", str(number)) for number, truth in enumerate(truths)
    ]
    return Scored(samples, 3.0 * np.eye(len(LABELS))[bests], np.array(truths))


def story(truths: list[int], bests: list[int]) -> Story:
    nothing = Scored([], np.zeros((0, 3)), np.zeros(0, dtype=np.int64))
    negatives = Scored([Sample(Path("kite.jpg"), OTHER, "negatives", "")], np.zeros((1, 3)), np.array([-1]))
    tests = {"shop": scored(truths, bests)}
    epochs = ({"epoch": 1, "loss": 2.0}, {"epoch": 2, "loss": 1.0, "val_accuracy": 0.9})
    return Story(CARD, Predictions(LABELS, nothing, tests, negatives), epochs)


def test_labels_are_scored_as_in_the_textbook() -> None:
    (answers,) = answers_of(story([0, 0, 1, 1], [0, 1, 1, 1]).predictions, 1)
    green, red = score_labels(answers)
    assert (green.precision, green.recall.value, green.f1) == pytest.approx((1, 1 / 2, 2 / 3))
    assert (red.precision, red.recall.value, red.f1) == pytest.approx((2 / 3, 1, 4 / 5))
    assert mean_f1([green, red]) == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_tops_count_the_right_label_among_the_likeliest() -> None:
    predictions = Predictions(LABELS, *(scored([], []),), {"shop": scored([0, 1], [0, 0])}, scored([], []))
    (answers,) = answers_of(predictions, 1)
    assert {k: figure.value for k, figure in score_tops(answers).items()} == {1: 0.5, 2: 1.0}


def test_perfect_ranking_has_an_area_of_one_and_chance_a_half() -> None:
    (right,) = answers_of(story([0, 1, 0, 1], [0, 1, 0, 1]).predictions, 1)
    (blind,) = answers_of(story([0, 1, 0, 1], [2, 2, 2, 2]).predictions, 1)
    assert [roc.area for roc in draw_rocs(right)] == [1, 1]
    assert [roc.area for roc in draw_rocs(blind)] == [0.5, 0.5]


def test_reliability_sets_what_was_right_against_what_was_said() -> None:
    (answers,) = answers_of(story([0, 0, 0, 1], [0, 0, 0, 0]).predictions, 1)
    (only,) = bin_confidences(answers)
    assert (only.right, only.count) == (0.75, 4)
    assert only.confidence == pytest.approx(np.exp(3) / (np.exp(3) + 2))


def test_page_needs_no_other_host_and_no_other_file(tmp_path: Path) -> None:
    page = write_report(story([0, 1, 1, 2], [0, 1, 0, 2]), tmp_path).read_text("utf-8")
    assert not re.search(r'(src|href)="(?!#|data:)', page.replace("xlink:href", "href"))
    assert page.count("<svg") == 6
    assert "75.0%" in page
    assert "1.jpg" not in page
    assert "2.jpg: red taken for green" in page


def test_markdown_shows_plots_that_lie_beside_it(tmp_path: Path) -> None:
    write_report(story([0, 1, 1, 2], [0, 1, 0, 2]), tmp_path)
    text = (tmp_path / "report.md").read_text("utf-8")
    plots = re.findall(r"!\[.*?\]\((.*?)\)", text)
    assert len(plots) == 6
    assert all((tmp_path / plot).read_text("utf-8").startswith("<svg") for plot in plots)
    assert "| shop | 4 | 75.0% (30.1%–95.4%) |" in text


def test_what_may_be_as_wide_as_the_page_comes_last(tmp_path: Path) -> None:
    write_report(story([0, 1, 1, 2], [0, 1, 0, 2]), tmp_path)
    plots = re.findall(r"!\[.*?\]\((.*?)\)", (tmp_path / "report.md").read_text("utf-8"))
    assert plots[2:] == ["shop-kinds.svg", "shop-reliability.svg", "shop-roc.svg", "shop-confusion.svg"]


def test_kinds_are_called_by_their_names(tmp_path: Path) -> None:
    told = replace(story([0, 1, 1, 2], [0, 1, 0, 2]), names={"green": "Green nut", "red": "Red nut"})
    page = write_report(told, tmp_path).read_text("utf-8")
    assert "<td>Green nut</td>" in page
    assert "2.jpg: Red nut taken for Green nut" in page
    assert "Red nut" in (tmp_path / "shop-confusion.svg").read_text("utf-8")


def test_names_that_two_kinds_share_are_not_used() -> None:
    told = story([0, 1], [0, 1])
    (answers,) = answers_of(told.predictions, 1, {"green": "nut", "red": "nut"})
    assert answers.labels == LABELS


def test_words_of_plots_can_be_read_on_a_phone(tmp_path: Path) -> None:
    page = write_report(story([0, 1, 1, 2], [0, 1, 0, 2]), tmp_path).read_text("utf-8")
    shown = re.findall(r'<svg style="min-width:(\d+)px"[^>]*? width="([\d.]+)pt"', page)
    assert len(shown) == page.count("<svg")
    assert all(float(least) >= float(drawn) for least, drawn in shown)  # a point is 4/3 px: 9 points are 9 px at least


def test_confusion_of_very_many_kinds_names_none(tmp_path: Path) -> None:
    labels = tuple(f"kind_{number}" for number in range(60))
    scored = Scored([Sample(Path("1.jpg"), label, "s", label) for label in labels], np.eye(60), np.arange(60))
    (answers,) = answers_of(Predictions(labels, scored, {"s": scored}, scored), 1)
    plot = draw_confusion(answers)
    assert "kind_" not in plot.svg
    assert "All 60 kinds" in plot.caption


def test_photos_are_shown_only_where_a_gallery_is_given(tmp_path: Path) -> None:
    told = story([0, 1], [0, 1])
    assert "data:image/jpeg" not in write_report(told, tmp_path / "public").read_text("utf-8")
    gallery = Gallery((Picture("data:image/jpeg;base64,AAAA", "red, taken for <green>"),), (), ())
    page = write_report(told, tmp_path / "own", gallery=gallery).read_text("utf-8")
    assert "data:image/jpeg" in page
    assert "taken for &lt;green&gt;" in page


def test_unknown_is_drawn_by_what_the_card_judges_by(tmp_path: Path) -> None:
    told = story([0, 1], [0, 1])
    judged = replace(told, card=CARD.model_copy(update={"unknown_score": "nearness"}))
    assert "how sure the model is" in draw(told, tmp_path)
    assert "Left of the dashed line" not in draw(judged, tmp_path)
    shop = replace(told.predictions.tests["shop"], nearness=np.array([0.9, 0.8]))
    negatives = replace(told.predictions.negatives, nearness=np.array([0.1]))
    said = replace(judged, predictions=replace(told.predictions, tests={"shop": shop}, negatives=negatives))
    assert "nearness to what it has seen" in draw(said, tmp_path)


def draw(told: Story, folder: Path) -> str:
    return write_report(told, folder).read_text("utf-8")


def test_same_story_gives_the_same_report(tmp_path: Path) -> None:
    first, second = (write_report(story([0, 1], [0, 1]), tmp_path / name).read_bytes() for name in "ab")
    assert first == second


def test_heat_reddens_where_it_is_hot() -> None:
    heat = np.array([[0, 1]], dtype=np.float32)
    shown = overlay_heat(Image.new("RGB", (40, 20), "#404040"), heat)
    cold, hot = shown.getpixel((2, 10)), shown.getpixel((37, 10))
    assert isinstance(cold, tuple)
    assert isinstance(hot, tuple)
    assert hot[0] > cold[0] + 80


def test_twin_across_the_parts_is_found(tmp_path: Path) -> None:
    stains = np.random.default_rng(1).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    photo = Image.fromarray(stains).resize((200, 150), Image.Resampling.BICUBIC)
    photo.save(tmp_path / "train.png")
    photo.resize((180, 140)).save(tmp_path / "twin.jpg", quality=60)
    Image.radial_gradient("L").convert("RGB").save(tmp_path / "other.png")
    parts = (("train.png", "train"), ("twin.jpg", "test"), ("other.png", "test"))
    samples = tuple(Sample(tmp_path / name, "x", "s", name, part) for name, part in parts)  # type: ignore[arg-type]  # parts' names
    leakage = find_leakage(Dataset(samples, ()))
    assert [twin.test.name for twin in leakage.twins] == ["twin.jpg"]
    assert (leakage.shares["s"].value, leakage.shares["s"].count) == (0.5, 2)


def test_twins_are_counted_by_test_set_and_without_other_things(tmp_path: Path) -> None:
    for name in ("train", "twin", "unlike"):
        Image.radial_gradient("L").convert("RGB").save(tmp_path / f"{name}.png")
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "unlike.png")
    rows = [("train", "x", "shop", "train"), ("twin", "x", "shop", "test"), ("unlike", "x", "market", "test")]
    rows += [("twin", OTHER, "shop", "test"), ("unlike", OTHER, "shop", "test")]
    samples = tuple(Sample(tmp_path / f"{name}.png", label, source, name, part) for name, label, source, part in rows)  # type: ignore[arg-type]  # parts' names
    leakage = find_leakage(Dataset(samples, ()))
    assert {test: (share.value, share.count) for test, share in leakage.shares.items()} == {
        "market": (0.0, 1),
        "shop": (1.0, 1),
    }
    write_report(replace(story([0, 1], [0, 1]), leakage=leakage), tmp_path / "report")
    text = (tmp_path / "report" / "report.md").read_text("utf-8")
    assert "Not tested, for want of photos: yellow." in text
    assert "1 of 1 test photos of shop (100.0%) have a near-duplicate among the training photos" in text
