"""What is measured of a page in the browser."""

from typing import Any

from playwright.sync_api import Page

from tests.system.processes import ROOT

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # It is put into the page alone. A frame of ours runs no scripts: nobody there would answer.
    "iframes": False,
}

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

SMALL_TEXT = """() => {
  const small = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const parent = walker.currentNode.parentElement;
    if (text && parent.checkVisibility() && parseFloat(getComputedStyle(parent).fontSize) < 14)
      small.push(text);
  }
  return small;
}"""

SMALL_TARGETS = """() => {
  const targets = document.querySelectorAll("button, input, select, textarea, summary, .govuk-button");
  return [...targets].filter((each) => {
    const box = each.getBoundingClientRect();
    return each.checkVisibility() && each.type !== "hidden" && (box.width < 24 || box.height < 24);
  }).map((each) => each.outerHTML);
}"""

_AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
_FOUND = "rules => axe.run(document, rules).then(found => found.violations)"


def violations(page: Page) -> list[str]:
    """Return what axe finds against the accessibility guidelines and its own best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found: list[dict[str, Any]] = page.evaluate(_FOUND, RULES)
    return [
        f"{rule['id']}: {node['target']}, {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults_of_look(page: Page) -> dict[str, Any]:
    """Return what is too wide or too small on the page."""
    found = {
        "pixels sideways": page.evaluate(SIDEWAYS),
        "small text": page.evaluate(SMALL_TEXT),
        "small targets": page.evaluate(SMALL_TARGETS),
    }
    return {name: value for name, value in found.items() if value}
