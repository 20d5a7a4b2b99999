"""A sealed export in a real browser: it opens with its words, from a file, without a network."""

from pathlib import Path

from playwright.async_api import Browser, expect

from circles_bot.cli.sealed_file import new_words, sealed_page
from circles_bot.words.message import Attachment

FILES = (
    Attachment(name="about-me.html", media_type="text/html", data="<h1>Ana \u26be</h1>".encode()),
    Attachment(name="about-me.json", media_type="application/json", data=b"{}"),
)
TEXTS = {"title": "About me", "ask": "Type the words:", "open": "Open", "wrong": "These are not the words"}


async def test_a_sealed_file_opens_with_its_words_only(browser: Browser, tmp_path: Path) -> None:
    """Wrong words are told so; the right ones show the page, however they are typed, and offer both files."""
    words, file = new_words(), tmp_path / "sealed.html"
    file.write_text(sealed_page(FILES, words, TEXTS, "en"))
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(file.as_uri())

    await page.get_by_label("Type the words:").fill("abcd-abcd-abcd-abcd-abcd")
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("status")).to_have_text("These are not the words")
    await page.get_by_label("Type the words:").fill(f"  {words.upper().replace('-', ' ')}")
    await page.keyboard.press("Enter")

    await expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text("Ana \u26be")
    await expect(page.get_by_role("link")).to_have_text(["about-me.html", "about-me.json"])
    await page.screenshot(path=tmp_path / "sealed.png")
    assert [url for url in asked if url.startswith("http")] == []
