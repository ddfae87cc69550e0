"""Write the pages of docs/ whose numbers come from figures, and README's table."""

import json
import re
from pathlib import Path
from typing import Any

from tests.added_page import added_page
from tests.color_document import colors_page
from tests.e2e.page.document import web_page
from tests.import_document import import_page
from tests.performance_page import performance_page
from tests.search_document import search_page
from tests.soak.page import reliability_page
from tests.word_document import words_page
from training.measuring.experiments import experiments_table, load_experiments

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000
TABLE = re.compile(r"<!-- model -->.*?<!-- /model -->", re.DOTALL)
LEAKAGE = re.compile(r"<!-- leakage -->.*?<!-- /leakage -->", re.DOTALL)
LEAKED = re.compile(r"^(\d+) of (\d+) test photos of (\w+) \(([\d.]+%)\) have a near-duplicate", re.MULTILINE)
EXPERIMENTS = re.compile(r"<!-- experiments -->.*?<!-- /experiments -->", re.DOTALL)
THINGS = re.compile(r"<!-- things -->.*?<!-- /things -->", re.DOTALL)


def main() -> None:
    """Write them all."""
    (ROOT / "docs" / "colors.md").write_text(colors_page(read_figures("colors")), encoding="utf-8")
    (ROOT / "docs" / "words.md").write_text(words_page(read_figures("words")), encoding="utf-8")
    performance = performance_page(read_figures("speed"), read_figures("serving"))
    (ROOT / "docs" / "performance.md").write_text(performance, encoding="utf-8")
    (ROOT / "docs" / "page.md").write_text(web_page(), encoding="utf-8")
    search = search_page(read_figures("search"), read_figures("similarity"))
    (ROOT / "docs" / "search.md").write_text(search, encoding="utf-8")
    (ROOT / "docs" / "import.md").write_text(import_page(read_figures("imports")), encoding="utf-8")
    added = added_page(read_figures("added"), read_figures("heads"))
    (ROOT / "docs" / "added-item.md").write_text(added, encoding="utf-8")
    (ROOT / "docs" / "reliability.md").write_text(reliability_page(), encoding="utf-8")
    _fill(ROOT / "docs" / "experiments.md", EXPERIMENTS, experiments_section())
    _fill(ROOT / "docs" / "experiments.md", THINGS, things_section())
    _fill(ROOT / "README.md", TABLE, model_table())
    _fill(ROOT / "README.md", LEAKAGE, leakage_words())


def model_table() -> str:
    """The shipped models' accuracy by test set."""
    lines = [
        "<!-- model -->",
        "| domain | model | test photos | accuracy | known | AUROC | other things called unknown |",
        "|---|---|---|---|---|---|---|",
    ]
    for folder in sorted((ROOT / "models").iterdir()):
        if (folder / "card.json").is_file():
            lines += _model_rows(folder)
    return "\n".join([*lines, "<!-- /model -->"])


def leakage_words() -> str:
    """What the shipped models' reports found of near-duplicates between train and test."""
    reports = [path.read_text("utf-8") for path in sorted((ROOT / "models").glob("*/report/report.md"))]
    leaked = [found for report in reports for found in LEAKED.findall(report) if found[0] != "0"]
    named = [f"{twins} of the {photos} test photos of {test} ({share})" for twins, photos, test, share in leaked]
    return f"<!-- leakage -->{', '.join(named) or 'no photo'}, none of the other sets,<!-- /leakage -->"


def _model_rows(folder: Path) -> list[str]:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    if "labels" not in card:
        return []
    size = (folder / "model.onnx").stat().st_size / MEGABYTE
    rejected = card["metrics"]["negatives"]["unknown"]
    return [
        f"| {card['domain']}, {len(card['labels'])} kinds | {card['architecture']}, {size:.1f} MB | {name}, "
        f"{figures['accuracy']['count']} | {_share(figures['accuracy'])} | {_share(figures['known'])} | "
        f"{figures['unknown_auroc']['value']:.3f} | {_share(rejected)} of {rejected['count']} |"
        for name, figures in card["metrics"].items()
        if "accuracy" in figures
    ]


def experiments_section() -> str:
    """Every recipe, with what its runs came to (docs/figures/experiments/*.json, each a run's result.json)."""
    found = load_experiments(ROOT / "training" / "recipes", ROOT / "docs" / "figures" / "experiments")
    return f"<!-- experiments -->\n{experiments_table(found)}\n<!-- /experiments -->"


def things_section() -> str:
    """How the shipped models name single things on plain grounds."""
    figures = read_figures("things")
    lines = [
        "<!-- things -->",
        "| domain | pictures of its kinds | named rightly | and taken for known | of other things | called unknown |",
        "|---|---|---|---|---|---|",
    ]
    for domain, told in figures["domains"].items():
        known, other = told["known"], told["other"]
        lines.append(
            f"| {domain} | {known['pictures']} | {known['right']:.1%} | {known['right_and_known']:.1%} | "
            f"{other['pictures']} | {other['called_unknown']:.1%} |"
        )
    return "\n".join([*lines, "<!-- /things -->"])


def _fill(page: Path, place: re.Pattern[str], text: str) -> None:
    """Put what is generated between the comments that mark its place."""
    page.write_text(place.sub(lambda _: text, page.read_text("utf-8")), encoding="utf-8")


def read_figures(name: str) -> dict[str, Any]:
    """What a benchmark measured."""
    figures: dict[str, Any] = json.loads((ROOT / "docs" / "figures" / f"{name}.json").read_text("utf-8"))
    figures.pop("machine")
    return figures


def _share(figure: dict[str, float]) -> str:
    return f"{figure['value']:.1%} ({figure['low']:.1%}–{figure['high']:.1%})"


if __name__ == "__main__":
    main()
