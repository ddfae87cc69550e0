"""Numbers in the docs come from figures, and agree with them."""

from pathlib import Path

from tests.color_document import colors_page
from tests.documents import (
    EXPERIMENTS,
    LEAKAGE,
    TABLE,
    THINGS,
    experiments_section,
    leakage_words,
    model_table,
    read_figures,
    things_section,
)
from tests.e2e.page.document import web_page
from tests.import_document import import_page
from tests.performance_page import performance_page
from tests.search_document import search_page
from tests.soak.page import reliability_page
from tests.word_document import words_page


def test_pages_are_those_that_the_figures_give(repository: Path) -> None:
    assert (repository / "docs" / "colors.md").read_text("utf-8") == colors_page(read_figures("colors"))
    assert (repository / "docs" / "words.md").read_text("utf-8") == words_page(read_figures("words"))
    performance = performance_page(read_figures("speed"), read_figures("serving"))
    assert (repository / "docs" / "performance.md").read_text("utf-8") == performance
    search = search_page(read_figures("search"), read_figures("similarity"))
    assert (repository / "docs" / "search.md").read_text("utf-8") == search
    assert (repository / "docs" / "import.md").read_text("utf-8") == import_page(read_figures("imports"))
    assert (repository / "docs" / "page.md").read_text("utf-8") == web_page()
    assert (repository / "docs" / "reliability.md").read_text("utf-8") == reliability_page()


def test_readme_quotes_the_chat_that_was_had(repository: Path) -> None:
    quoted = (repository / "README.md").read_text("utf-8").split("```")[1].strip("\n")
    had = (repository / "docs" / "chat.md").read_text("utf-8")
    assert all(turn in had for turn in quoted.split("\n\n"))


def test_readme_shows_the_shipped_models_figures(repository: Path) -> None:
    table = TABLE.search((repository / "README.md").read_text("utf-8"))
    assert table
    assert table.group() == model_table()


def test_readme_says_how_many_test_photos_have_a_twin(repository: Path) -> None:
    words = LEAKAGE.search((repository / "README.md").read_text("utf-8"))
    assert words
    assert words.group() == leakage_words()


def test_experiments_are_those_whose_results_were_kept(repository: Path) -> None:
    section = EXPERIMENTS.search((repository / "docs" / "experiments.md").read_text("utf-8"))
    assert section
    assert section.group() == experiments_section()


def test_things_are_named_as_often_as_was_measured(repository: Path) -> None:
    section = THINGS.search((repository / "docs" / "experiments.md").read_text("utf-8"))
    assert section
    assert section.group() == things_section()
