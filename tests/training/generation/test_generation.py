"""`greengrocer data`: photos that an endpoint draws or that are composed, and where they never go."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from typer.testing import CliRunner, Result

from inference.vision.images import open_image
from tests.training.generation.image_endpoint_double import KEY, ImageEndpointDouble, image_endpoint
from training.commands import data
from training.data.dataset import load_dataset
from training.errors import GenerationError
from training.generation.composing import Scenery, compose, compose_photos
from training.generation.manifest import generated_paths, read_manifest
from training.generation.table import load_table
from training.recipe import Recipe, Source

TABLE = """
model = "painter-1"
price = 0.25
photos = 2
style = "in a shop"
[kinds.red]
prompts = ["a red disc", "two red discs"]
cutouts = ["disc.png"]
[kinds.green]
prompts = ["a green disc"]
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "discs.toml"
    path.write_text(TABLE)
    return path


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[ImageEndpointDouble]:
    with image_endpoint() as double:
        monkeypatch.setenv("IMAGE_ENDPOINT_URL", double.url)
        monkeypatch.setenv("IMAGE_ENDPOINT_KEY", KEY)
        yield double


def run(*arguments: str | Path, answer: str | None = None) -> Result:
    return CliRunner().invoke(data.app, [str(argument) for argument in arguments], input=answer)


def test_price_is_told_before_anything_is_asked_for(table: Path, endpoint: ImageEndpointDouble, tmp_path: Path) -> None:
    refused = run("generate", table, "--out", tmp_path / "made", answer="n\n")
    assert "6 photos by painter-1 at $0.250: $1.50" in refused.output
    assert (refused.exit_code, endpoint.prompts) == (1, [])


def test_every_prompt_becomes_photos_in_the_manifest(
    table: Path, endpoint: ImageEndpointDouble, tmp_path: Path
) -> None:
    endpoint.failures = [429, 503]
    done = run("generate", table, "--out", tmp_path / "made", "--yes")
    assert done.exit_code == 0, done.output
    assert (
        endpoint.prompts
        == ["a green disc, in a shop"] * 2 + ["a red disc, in a shop"] * 2 + ["two red discs, in a shop"] * 2
    )
    photos = read_manifest(tmp_path / "made")
    assert {photo.method for photo in photos} == {"painter-1"}
    assert all(open_image((tmp_path / "made" / photo.path).read_bytes()).width == 96 for photo in photos)


def test_key_stays_with_the_endpoint(table: Path, endpoint: ImageEndpointDouble, tmp_path: Path) -> None:
    endpoint.stores = True
    done = run("generate", table, "--out", tmp_path / "made", "--yes")
    assert done.exit_code == 0, done.output
    assert len(read_manifest(tmp_path / "made")) == 6
    assert endpoint.keys == [None] * 6


@pytest.mark.parametrize(("line", "asked"), [("", None), ('quality = "low"\n', "low")])
def test_quality_that_the_price_is_for_is_asked_for(
    table: Path, endpoint: ImageEndpointDouble, tmp_path: Path, line: str, asked: str | None
) -> None:
    table.write_text(line + table.read_text())
    assert run("generate", table, "--out", tmp_path / "made", "--yes").exit_code == 0
    assert set(endpoint.qualities) == {asked}


def test_photos_that_are_there_are_not_overwritten(table: Path, endpoint: ImageEndpointDouble, tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert run("generate", table, "--out", made, "--yes").exit_code == 0
    (made / "red" / "generated_00002.jpg").unlink()
    kept = {path: path.read_bytes() for path in generated_paths(made)}
    assert run("generate", table, "--out", made, "--yes").exit_code == 0
    assert {path: path.read_bytes() for path in kept} == kept
    assert len(generated_paths(made)) == 6


def test_interrupted_generation_goes_on(table: Path, endpoint: ImageEndpointDouble, tmp_path: Path) -> None:
    assert run("generate", table, "--out", tmp_path / "made", "--yes").exit_code == 0
    lost = sorted(generated_paths(tmp_path / "made"))[0]
    lost.unlink()
    again = run("generate", table, "--out", tmp_path / "made", "--yes")
    assert "1 photos by painter-1 at $0.250: $0.25" in again.output
    assert len(endpoint.prompts) == 7


def test_refusal_keeps_what_came_and_says_why(table: Path, endpoint: ImageEndpointDouble, tmp_path: Path) -> None:
    endpoint.failures = [400]
    done = run("generate", table, "--out", tmp_path / "made", "--yes")
    assert done.exit_code == 1
    assert "answered 400" in done.output
    assert "not now" in done.output


def test_missing_key_is_a_usage_error(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMAGE_ENDPOINT_KEY", raising=False)
    done = run("generate", table, "--out", tmp_path / "made", "--yes")
    assert done.exit_code == 2
    assert "IMAGE_ENDPOINT_KEY" in done.output


def test_generated_photos_are_trained_on_and_never_tested_on(
    discs: Path, table: Path, endpoint: ImageEndpointDouble
) -> None:
    for path in (discs / "discs").glob("*.png"):
        folder = discs / "folders" / path.name.split("_")[0].lower()
        folder.mkdir(parents=True, exist_ok=True)
        path.rename(folder / path.name)
    recipe = Recipe(name="discs", domain="discs", data=(Source(name="discs", path=Path("folders")),))
    before = {sample.path: sample.part for sample in load_dataset(recipe, discs).samples}
    assert run("generate", table, "--out", discs / "folders", "--yes").exit_code == 0
    after = {sample.path: sample.part for sample in load_dataset(recipe, discs).samples}
    made = generated_paths(discs / "folders")
    assert {after[path] for path in made} == {"train"}
    assert {path: part for path, part in after.items() if path not in made} == before


def draw_cutout(path: Path) -> Image.Image:
    cutout = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    ImageDraw.Draw(cutout).ellipse((10, 10, 70, 70), fill=(220, 20, 20, 255))
    cutout.save(path)
    return cutout


def test_cutout_lies_on_the_background_with_its_shadow(tmp_path: Path) -> None:
    cutout = draw_cutout(tmp_path / "disc.png")
    scene = np.asarray(compose([cutout], Image.new("RGB", (600, 500), "#f0f0f0"), np.random.default_rng(3))).astype(int)
    red = (scene[..., 0] > 130) & (scene[..., 1] < 90)
    shadow = (scene.max(2) - scene.min(2) < 12) & (scene.max(2) < 225)
    assert 0.02 < red.mean() < 0.6
    assert 0.001 < shadow.mean() < 0.3
    assert (scene == 240).all(2).mean() > 0.3


def test_composed_photos_are_the_same_for_the_same_seed(table: Path, tmp_path: Path) -> None:
    draw_cutout(tmp_path / "disc.png")
    (tmp_path / "shelf").mkdir()
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "shelf" / "a.png")
    scenery = Scenery(tmp_path, tmp_path / "shelf")
    for name in ("a", "b"):
        assert len(list(compose_photos(load_table(table), scenery, tmp_path / name, each=3))) == 3
    assert not list(compose_photos(load_table(table), scenery, tmp_path / "a", each=3))
    first, second = ([p.read_bytes() for p in sorted(generated_paths(tmp_path / name))] for name in "ab")
    assert first == second


def test_missing_cutout_is_named(table: Path, tmp_path: Path) -> None:
    Image.new("RGB", (90, 90)).save(tmp_path / "shelf.png")
    with pytest.raises(GenerationError, match=r"no cut-out at .*disc\.png"):
        list(compose_photos(load_table(table), Scenery(tmp_path, tmp_path), tmp_path / "made", each=1))


def test_shipped_tables_ask_for_kinds_of_their_domain(repository: Path) -> None:
    from catalog.domains import load_domains

    table = load_table(repository / "training" / "generation" / "tables" / "vegetables.toml")
    assert tuple(sorted(table.kinds)) == load_domains()["vegetables"].slugs
