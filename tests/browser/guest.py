"""Somebody with a browser: what they do, and what their browser had to complain about."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response
from playwright.sync_api import TimeoutError as TooLateError

from tests.browser.site import DemoSite
from tests.waiting import eventually

MAILBOX = "/notify/mailbox"
CLICK_MS = 3_000
"""How long a click may take to lead somewhere before it is made again."""


class Guest:
    """One window of a browser, and what a person does with it."""

    def __init__(self, site: DemoSite, context: BrowserContext) -> None:
        self.site = site
        self.context = context
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.changing: list[str] = []
        self._documents: set[str] = set()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site.address}{path}")

    def click(self, name: str, *, role: str = "link") -> None:
        """Click what the main part of the page calls by this name."""
        self.main.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def open_letter(self, to: str, subject: str) -> None:
        """Open the newest e-mail to this person that has this in its subject."""
        eventually(lambda: self._letters(to, subject), saying=f"an e-mail to {to}: {subject}")
        self._listed(to, subject).first.get_by_role("link").click()

    def follow(self, words: str, *, about: str = "") -> None:
        """Click a button of the e-mail that is open, again if need be: see `_leaves_by`."""
        letter = self.page.frame_locator("iframe")
        place = letter.locator("table", has_text=about).last if about else letter.locator("body")
        button = place.get_by_role("link", name=words).first
        eventually(lambda: self._leaves_by(button), saying=f"the way out by {words!r}")

    def sign_in(self, address: str, name: str) -> None:
        """Sign in by the link in an e-mail."""
        before = self._letters(name, "sign in")
        self.open("/partners/sign-in")
        self.page.get_by_label("Your e-mail address").fill(address)
        self.click("E-mail me a link", role="button")
        eventually(lambda: self._letters(name, "sign in") > before, saying="the link to sign in")
        self.open_letter(name, "sign in")
        self.follow("Go to the sign-in page")
        self.click("Sign in", role="button")

    def _leaves_by(self, button: Locator) -> bool:
        """Click and tell whether the mailbox was left.

        The e-mail is a sandboxed frame with a process of its own, and a click that comes before that process
        has told the browser where it is drawn goes to the page around it.
        """
        try:
            button.click(timeout=CLICK_MS)
            self.page.wait_for_url(lambda url: MAILBOX not in url, timeout=CLICK_MS)
        except TooLateError:
            return MAILBOX not in self.page.url
        return True

    def _letters(self, to: str, subject: str) -> int:
        self.open(MAILBOX)
        return self._listed(to, subject).count()

    def _listed(self, to: str, subject: str) -> Locator:
        return self.main.get_by_role("listitem").filter(has_text=to).filter(has_text=subject)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium also reports a page that answers 400 or 404, as the form with mistakes rightly does.
        is_page = message.location["url"] in self._documents and "Failed to load resource" in message.text
        if message.type in {"error", "warning"} and not is_page:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)
        if request.method not in {"GET", "HEAD"}:
            self.changing.append(f"{request.method} {request.url}")

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._documents.add(response.url)


Welcome = Callable[..., Guest]
"""Opens a window: width and height, with or without scripts, as nobody or as somebody who signed in."""
