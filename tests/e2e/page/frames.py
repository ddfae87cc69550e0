"""The longest time that the page did not draw a frame: above some tenths of a second, a reader feels it hang."""

from playwright.sync_api import Page

WATCH = """() => {
  window.longestFrame = 0;
  let before = performance.now();
  const look = () => {
    const now = performance.now();
    window.longestFrame = Math.max(window.longestFrame, now - before);
    before = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def watch_frames(page: Page) -> None:
    """Begin to watch."""
    page.evaluate(WATCH)


def longest_frame(page: Page) -> float:
    """The longest frame so far, in milliseconds."""
    longest: float = page.evaluate("window.longestFrame")
    return round(longest, 1)
