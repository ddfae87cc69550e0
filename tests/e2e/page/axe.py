"""What axe-core finds fault with on a page."""

import json
from typing import Any

from playwright.sync_api import Page


def find_faults(page: Page, axe: str) -> list[str]:
    page.wait_for_load_state("networkidle")
    page.evaluate("Promise.allSettled(document.getAnimations().map((motion) => motion.finished)).then(() => null)")
    page.evaluate(axe)
    found: dict[str, Any] = json.loads(page.evaluate("axe.run().then((found) => JSON.stringify(found))"))
    return [f"{fault['id']}: {node['html']}" for fault in found["violations"] for node in fault["nodes"]]
