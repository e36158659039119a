"""A real browser: the distribution's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.live import LiveGehoor

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per process of the run."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium here: apt install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; our queries do not
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def new_context(browser: Browser, live_gehoor: LiveGehoor) -> Iterator[Callable[..., BrowserContext]]:
    """``new_context(**options)``: a browser of one more person (own cookies), or one without JavaScript."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        # the page's own policy stays in force; see axe() for the one exception
        context = browser.new_context(
            base_url=live_gehoor.url, locale="nl-BE", timezone_id="Europe/Brussels", **options
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """An empty page; relative addresses go to ``live_gehoor``."""
    return new_context().new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """``axe(page)``: no violation of WCAG 2.2 A or AA on what the page shows now."""
    return check_with_axe


def check_with_axe(page: Page) -> None:
    """Run axe-core in the page. It goes in through the debugger, which the page's policy does not bind: nothing is bypassed."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


@pytest.fixture
def screenshots(request: pytest.FixtureRequest) -> Path:
    """Where a test leaves pictures for people."""
    folder = Path(request.config.rootpath) / "var/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def follow(page: Page, words: str, role: Literal["button", "link"] = "button") -> None:
    """Press what has these words and wait for the page that answers: what is asked next is asked of that page."""
    with page.expect_navigation():
        page.get_by_role(role, name=words).last.click()


def leads_on(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that one and its scripts."""
    with page.expect_navigation():
        page.keyboard.press(key)


def listen(page: Page, said: list[str]) -> None:
    """Collect in ``said`` what the console of the page complains of, and what was not found."""
    page.on("console", partial(_note_error, said))
    page.on("response", partial(_note_missing, said))


def _note_error(said: list[str], message: ConsoleMessage) -> None:
    if message.type == "error":
        said.append(message.text)


def _note_missing(said: list[str], response: Response) -> None:
    if response.status >= 400:
        said.append(f"{response.status} {response.url}")


def is_for_everybody(page: Page, picture: Path, said: list[str]) -> None:
    """What every page must be, as it stands open now: nothing complained, no sideways scroll, one heading, clean for axe.

    Leaves a picture, and an empty page: axe tries styles of its own, which the policy of the page refuses.
    """
    where = page.url
    page.screenshot(path=picture, full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{where} scrolls sideways"
    assert page.locator("h1").count() == 1, where
    assert said == [], where
    check_with_axe(page)
    page.goto("about:blank")
    said.clear()
