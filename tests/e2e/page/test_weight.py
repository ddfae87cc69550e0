"""How much the page weighs, and what it may load."""

import gzip
import re
from pathlib import Path

from tests.e2e.page.shop import Shop

MOST_BYTES = 100_000


def test_page_weighs_little_by_gzip(built_page: Path) -> None:
    weights = {path.name: len(gzip.compress(path.read_bytes())) for path in built_page.rglob("*") if path.is_file()}
    assert sum(weights.values()) <= MOST_BYTES, weights


def test_page_has_no_inline_code(built_page: Path) -> None:
    assert not re.search(r"<script>|<style|style=|\son\w+=", (built_page / "index.html").read_text())


def test_policy_lets_the_page_load_from_its_own_host_alone(shop: Shop) -> None:
    policy = shop.http.get("/").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert not re.search(r"unsafe|http|\*", policy)
