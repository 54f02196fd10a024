"""The staff's page in the Chromium that is installed."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.page.browsing import ROOT
from tests.staff.serving import NAME, PIN, ServedDesk

PICTURES = ROOT / "build" / "staff"
"""Kept for somebody to look at."""


def open_desk(context: BrowserContext, desk: ServedDesk) -> Page:
    """The page, before anybody signs in."""
    page = context.new_page()
    page.goto(desk.server.link)
    return page


def sign_in(page: Page, pin: str = PIN) -> None:
    """As a person does it; then the page follows the rooms."""
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("Your PIN").fill(pin)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("body.is-open.is-found")).to_be_attached()
