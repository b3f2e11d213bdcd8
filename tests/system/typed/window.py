"""A browser window in which nothing is forbidden, and what happened in it that nobody asked for."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Browser, Dialog, Request, Route

from tests.system.typed.plan import Typed, folded

FOREIGN = """site => {
  const leads = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'background']
  const safe = value => /^(#|\\/(?!\\/)|mailto:|$)/.test(value) || value.startsWith(site)
  return [...document.querySelectorAll('*')].flatMap(element => [...element.attributes].filter(each =>
    each.name.startsWith('on')
    || leads.includes(each.name) && !safe(each.value.trim()) && !/^[\\w./?=&%-]+$/.test(each.value)
       && !(element.matches('a[rel~=noopener]') && /^https?:/.test(each.value))
    || each.name === 'style' && /url\\(|animation/.test(each.value)
  ).map(each => `${element.tagName} ${each.name}=${each.value}`)).concat(
    [...document.querySelectorAll('script:not([nonce]), base:not([target]), object, embed, meta[http-equiv]')]
    .map(element => element.outerHTML.slice(0, 99)))
}"""
"""Finds attributes that would run a script or lead off the site, and elements of which we have none."""

TEXT = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, node =>
    node.parentElement.closest('script, style, noscript')
      ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT)
  const texts = []
  while (walker.nextNode()) texts.push(walker.currentNode.data)
  return texts.join('')
}"""
"""Returns what stands on the page as text, shown or folded away."""

FILES = re.compile(r"\.(csv|xlsx|docx|json|ics|atom)$|/file$|/sign-out|/template|/health/|/metrics|/api/")
ANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/u/)[^/]+|(?<=unsubscribe/)[^/]+")


class Window:
    """Looks at pages without their policy, as whoever signed in or as nobody."""

    def __init__(self, chromium: Browser, world: Typed, *, signed_in: bool = False) -> None:
        self.context = chromium.new_context(bypass_csp=True)
        self.site = world.stage.address("plans")
        if signed_in:
            for each in world.coordinator.cookies:
                cookie = {"name": each.name, "value": str(each.value), "url": self.site}
                self.context.add_cookies([cookie])  # type: ignore[list-item]  # It wants a type of its own.
        self.page = self.context.new_page()
        self.happened: list[str] = []
        self.texts: dict[str, str] = {}
        self.context.on("dialog", self._dialog)
        self.context.on("request", self._request)
        self.context.on("page", lambda page: self.happened.append(f"a window: {page.url}"))

    def open(self, path: str) -> str:
        """Load the page, note what it does, and return all its text."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.site}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self._looked(path)

    def show(self, path: str, html: str) -> str:
        """Load this answer as if it came from the path."""
        address = urldefrag(path if path.startswith("http") else f"{self.site}{path}").url

        def give(route: Route) -> None:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

        self.page.route(address, give)
        self.page.goto(address)
        self.page.unroute(address)
        return self._looked(path)

    def look_again(self) -> list[str]:
        """Look at the page as it has become, and return all that happened."""
        self._looked(self.page.url)
        return self.happened

    def leaf_through(self, path: str) -> Iterator[str]:
        """Yield the text of the page and of all that follow it."""
        left = [path]
        while left:
            yield self.open(left.pop())
            further = self.page.locator("a[rel=next]")
            left += [str(further.first.get_attribute("href"))] if further.count() else []

    def links(self) -> Iterator[str]:
        """Yield where the page leads on this site, as long as that is a page."""
        for link in self.page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)"):
            parts = urlsplit(link)
            if link.startswith(self.site) and not FILES.search(parts.path):
                yield parts.path + (f"?{parts.query}" if parts.query else "")

    def wander(self, *paths: str, most: int) -> None:
        """Open the pages and whatever they lead to, of each kind so many at most."""
        left, seen = list(paths), dict.fromkeys(map(_kind, paths), 1)
        while left:
            self.open(left.pop(0))
            for link in dict.fromkeys(self.links()):
                known = seen.get(_kind(link), 0)
                if known < most and link not in self.texts and link not in left:
                    seen[_kind(link)] = known + 1
                    left.append(link)

    def _looked(self, path: str) -> str:
        for frame in self.page.frames:
            if frame.evaluate("window.ran ?? null") is not None:
                self.happened.append(f"a script on {path}")
        self.happened += [f"{path}: {each}" for each in self.page.evaluate(FOREIGN, self.site)]
        self.texts[path] = folded(self.page.evaluate(TEXT))
        return self.texts[path]

    def _dialog(self, dialog: Dialog) -> None:
        self.happened.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "about:")):
            self.happened.append(f"a request: {request.url}")


def _kind(path: str) -> str:
    return ANY.sub("*", path.partition("?")[0])
