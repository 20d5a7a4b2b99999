"""The page as a newcomer meets it: the tour, the keyboard, a phone, and other people's mischief."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit

COACHED = ".is-coached"


async def coach_says(page: Page, title: str) -> None:
    """Wait until the tour has come to a step."""
    await expect(page.locator("#coach h2")).to_have_text(title)


async def follow_the_coach(page: Page) -> None:
    """Open the place that the tour points at, until it points at a control in a message."""
    for _ in range(3):
        if await page.locator(f"{COACHED}[data-token]").count():
            break
        await page.locator(COACHED).first.click()
        await page.wait_for_timeout(200)
    await page.locator(f"{COACHED}[data-token]").click()


async def take_the_tour(visit: Visit, page: Page) -> None:
    """Go from the first tap to the first check-in, doing what the tour points at."""
    main = page.locator("#coach button.main")
    await coach_says(page, "Two minutes, from a tap to a circle")
    await visit.shoot(page, "01-hello")
    await main.click()
    await coach_says(page, "Say that you would like to talk")
    await visit.shoot(page, "02-join")
    await page.locator(COACHED).click()
    await page.get_by_role("option", name="baseball").click()
    await coach_says(page, "It takes a few people")
    await expect(page.locator(".message.is-private")).to_contain_text("nobody sees this")
    await visit.shoot(page, "03-others-join")
    await main.click()
    await coach_says(page, "No hurry")
    await visit.shoot(page, "04-settle")
    await main.click()
    await coach_says(page, "A private question")
    await visit.shoot(page, "05-invited")
    await follow_the_coach(page)
    await coach_says(page, "The others are asked the same")
    await visit.shoot(page, "06-others-answer")
    await main.click()
    await coach_says(page, "Your room is open")
    await visit.shoot(page, "07-room")
    await follow_the_coach(page)
    await coach_says(page, "You are not alone")
    await visit.shoot(page, "08-tapped")
    await main.click()
    await coach_says(page, "Then the bot gets out of the way")
    await expect(page.locator(".message")).to_have_count(3)
    await visit.shoot(page, "09-others-tapped")
    await main.click()
    await coach_says(page, "How is this circle for you?")
    await visit.shoot(page, "10-check-in")
    await follow_the_coach(page)
    await coach_says(page, "That was all of it")
    await visit.shoot(page, "11-end")


async def skip_the_tour(page: Page) -> None:
    """Go without the tour."""
    await page.get_by_role("button", name="Skip the tour").click()
    await expect(page.locator("#coach")).to_be_hidden()


async def be(page: Page, name: str) -> None:
    """Be somebody else."""
    await page.locator("#me-button").click()
    await page.get_by_role("dialog").get_by_role("button", name=name).click()
    await expect(page.locator("#me-button")).to_contain_text(name)


async def test_the_tour_leads_from_the_first_tap_to_the_first_check_in(visit: Visit) -> None:
    """Every step goes on by what really happened; nothing is asked of another machine, nothing complains."""
    page = await visit.open_page()

    await take_the_tour(visit, page)

    assert visit.troubles == []
    assert all(address.startswith(visit.sandbox.address) for address in visit.asked)
    assert len(list(visit.shots.iterdir())) == 11


async def test_the_tour_works_on_a_phone_in_the_dark(visit: Visit) -> None:
    """At 375 pixels nothing overflows, and every control that the tour points at can be reached."""
    page = await visit.open_page(width=375, height=740, scheme="dark")

    await take_the_tour(visit, page)

    assert await page.evaluate("document.documentElement.scrollWidth") <= 375
    assert visit.troubles == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_line_has_its_button_beside_it(visit: Visit, width: int) -> None:
    """In My circles, on a phone too: brief to look at, said in full to who hears it, and it takes back that wish."""
    page = await visit.open_page(width=width, height=844)
    await skip_the_tour(page)
    private = page.locator(".message.is-private")
    for number, interest in enumerate(("baseball", "first job"), start=1):
        await page.locator("button[data-token=join]").first.click()
        await page.get_by_role("option", name=interest).click()
        await expect(private).to_have_count(number)
    await page.locator("button[data-token=mine]").first.click()
    line = page.locator(".line", has_text="first job")
    button = line.get_by_role("button", name="Take back first job")
    await expect(button).to_have_text("Take back")
    await visit.shoot(page, f"my-circles-{width}")

    words, beside = await line.locator(".words").bounding_box(), await button.bounding_box()
    await button.click()

    assert words is not None
    assert beside is not None
    assert beside["x"] >= words["x"] + words["width"]
    assert words["y"] <= beside["y"] + beside["height"] / 2 <= words["y"] + words["height"]
    await expect(page.get_by_text("Your wish for first job is taken back")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.troubles == []


async def test_people_are_chosen_by_name(visit: Visit) -> None:
    """Whom one would rather not sit with is a list of names, one's own left out."""
    page = await visit.open_page()
    await take_the_tour(visit, page)
    await page.locator("#coach button.main").click()

    await page.locator("[data-place]", has_text="baseball").first.click()
    await page.locator("[data-token^='need:'][data-token$=':menu']").first.click()
    await page.locator("[data-token$=':avoid']").last.click()
    await page.locator("[data-token^='avoid:']").last.click()

    names = await page.get_by_role("option").all_inner_texts()
    assert len(names) >= 2
    assert not any(name in ("", "Somebody") for name in names)


async def test_a_person_reads_their_own_language_times_included(visit: Visit) -> None:
    """Sofía's screen speaks Spanish, so what the bot says to her alone does, down to the name of the day."""
    page = await visit.open_page()
    await skip_the_tour(page)
    await be(page, "Sofía Paredes")

    await page.locator('[data-token="join"]').click()
    await page.get_by_role("option", name="baseball").click()

    said = page.locator(".message.is-private").last
    await expect(said).to_contain_text("Cuento contigo para baseball; nadie lo ve.")
    await expect(said.locator("time").last).to_contain_text("martes, 5 de mayo")


async def test_the_tour_needs_no_mouse(visit: Visit) -> None:
    """The focus follows the tour: two tabs to its card, and from there on Enter is enough."""
    page = await visit.open_page()

    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator('[data-token="join"]')).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("option", name="anything")).to_be_focused()
    await page.keyboard.press("Enter")
    for title in ("It takes a few people", "No hurry"):
        await coach_says(page, title)
        await expect(page.locator("#coach button.main")).to_be_focused()
        await page.keyboard.press("Enter")
    await coach_says(page, "A private question")
    await expect(page.locator(COACHED)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator('[data-token^="accept:"]')).to_be_focused()
    await page.keyboard.press("Enter")
    await coach_says(page, "The others are asked the same")
    assert visit.troubles == []


async def test_joining_needs_no_mouse(visit: Visit) -> None:
    """Tab to the select, open it, choose with the arrows: joined; a command is completed by keys alone."""
    page = await visit.open_page()
    await skip_the_tour(page)

    await page.locator("#scroller").focus()
    await page.keyboard.press("Tab")
    await expect(page.locator('[data-token="join"]')).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", name="baseball")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.is-private")).to_contain_text("baseball")
    await expect(page.locator('[data-token="join"]').first).to_be_focused()

    await page.locator("#composer-field").focus()
    await page.keyboard.type("/circles le")
    await expect(page.get_by_role("option", name="/circles leave")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.type("base")
    await expect(page.get_by_role("option", name="baseball")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.is-private")).to_have_count(2)
    assert visit.troubles == []


async def test_a_list_closes_and_gives_the_focus_back(visit: Visit) -> None:
    """Escape leaves a list without choosing, and one is where one was."""
    page = await visit.open_page()
    await skip_the_tour(page)
    join = page.locator('[data-token="join"]')

    await join.click()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("listbox", name="Join")).to_have_count(0)
    await expect(join).to_be_focused()
    await expect(page.locator(".message.is-private")).to_have_count(0)


async def test_others_see_a_reaction_and_nobody_sees_a_private_answer(visit: Visit) -> None:
    """Ana reacts on the board: Noor sees her name there, and not the note that Ana got."""
    page = await visit.open_page()
    await skip_the_tour(page)

    await page.locator('.reaction[data-emoji="⚾"]').click()
    await expect(page.locator(".message.is-private")).to_have_count(1)
    await be(page, "Noor Haddad")

    await expect(page.locator('.reaction[data-emoji="⚾"]')).to_have_attribute("title", "circles and Ana")
    await expect(page.locator(".message.is-private")).to_have_count(0)


async def test_a_steward_sets_up_by_hand(visit: Visit) -> None:
    """The form has its guesses; sending it is answered privately; a member is told kindly that it is not theirs."""
    page = await visit.open_page()
    await skip_the_tour(page)
    await page.locator("#composer-field").fill("/steward setup")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.is-private")).to_contain_text("stewards")
    await be(page, "Noor Haddad")

    await page.locator("#composer-field").fill("/steward setup")
    await page.keyboard.press("Enter")
    await page.get_by_label("music").check()
    await page.get_by_role("dialog").locator("button.main").click()

    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".message.is-private")).to_have_count(1)


@pytest.mark.parametrize("visit", [False], indirect=True)
async def test_the_tour_begins_once_a_steward_has_set_up(visit: Visit) -> None:
    """Where the setup is left to the newcomer, the tour leads to it, and goes on with the board."""
    page = await visit.open_page()
    await coach_says(page, "Nobody has set the bot up yet")

    await page.locator("#coach button.main").click()
    await expect(page.locator("#me-button")).to_contain_text("Noor Haddad")
    await page.locator("#composer-field").fill("/steward setup")
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").locator("button.main").click()
    await page.get_by_role("button", name="+1 hour").click()  # nothing moves by itself in this fixture

    await coach_says(page, "Two minutes, from a tap to a circle")
    assert visit.troubles == []


async def test_the_board_begins_with_join(visit: Visit) -> None:
    """The large Join comes right after the title, before anything is said."""
    page = await visit.open_page()
    await skip_the_tour(page)
    join = await page.locator('[data-token="join"]').bounding_box()
    words = await page.locator(".from-bot .words").first.bounding_box()

    assert join is not None
    assert words is not None
    assert join["y"] < words["y"]


async def test_mischief_stays_plain_text(visit: Visit) -> None:
    """Markup, mentions, and text that runs the other way are shown as typed and do nothing."""
    page = await visit.open_page()
    await skip_the_tour(page)
    words = '<img src=x onerror="document.title=1"> @everyone \u202egnp.exe **bold** ' + "a" * 2_000

    await page.locator("#composer-field").fill(words)
    await page.keyboard.press("Enter")
    said = page.locator(".message .words").last

    await expect(said).to_have_text(words)
    assert await page.locator(".message img:not([src^='/static/'])").count() == 0
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await page.title() == "#circles · circles sandbox"


async def test_time_passes_and_the_reasons_can_be_read(visit: Visit) -> None:
    """A push of the clock shows what happened in between; the panel opens, filters and closes."""
    page = await visit.open_page()
    await skip_the_tour(page)
    before = await page.locator("#clock-time").get_attribute("datetime")

    await page.get_by_role("button", name="+1 week").click()
    await expect(page.locator("#passed")).to_contain_text("From Mon 4 May, 10:00 to Mon 11 May, 10:00")
    await page.get_by_label("Filter").fill("SetupChosen")

    await expect(page.locator("#decisions > li")).to_have_count(1)
    await page.locator("#decisions summary").click()
    await expect(page.locator("#decisions")).to_contain_text("Changes")
    await page.locator("#why-toggle").click()
    await expect(page.locator("#why")).to_be_hidden()
    assert await page.locator("#clock-time").get_attribute("datetime") != before


async def test_every_control_has_a_name(visit: Visit) -> None:
    """A screen reader finds landmarks, headings, and a name for whatever can be used."""
    page = await visit.open_page()

    nameless = await page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, [role=listbox]")]
            .filter((one) => one.getClientRects().length > 0)
            .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.length))
            .map((one) => one.outerHTML)"""
    )

    assert nameless == []
    for landmark in ("body > header", "nav[aria-label]", "main", "aside[aria-labelledby]"):
        await expect(page.locator(landmark)).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)


async def test_the_page_comes_back_where_it_was(visit: Visit) -> None:
    """After loading again one is the same person, in the same place, at the same step."""
    page = await visit.open_page()
    await page.locator("#coach button.main").click()
    await be(page, "Emeka Obi")
    await page.get_by_role("button", name="reading-room").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("#reading-room")

    await page.reload()
    await page.wait_for_selector("body[data-ready]")

    await expect(page.locator("#me-button")).to_contain_text("Emeka Obi")
    await expect(page.get_by_role("heading", level=1)).to_have_text("#reading-room")
    await coach_says(page, "Say that you would like to talk")
    await page.get_by_role("button", name="Be Ana").click()
    await expect(page.locator("#me-button")).to_contain_text("Ana Ribeiro")


async def test_a_page_that_could_not_ask_at_once_asks_again_as_the_same_person(visit: Visit) -> None:
    """A call cut off while the page loads again makes nobody somebody else."""
    page = await visit.open_page()
    await skip_the_tour(page)
    await be(page, "Emeka Obi")
    await page.route("**/api/view?*", lambda route: route.abort("failed"), times=1)

    await page.reload()
    await page.wait_for_selector("body[data-ready]")

    await expect(page.locator("#me-button")).to_contain_text("Emeka Obi")
    await expect(page.locator("#trouble")).to_be_hidden()


async def test_a_person_who_is_no_longer_here_opens_the_page_as_the_first_one(visit: Visit) -> None:
    """What the browser remembers may be older than the workspace."""
    page = await visit.open_page()
    await skip_the_tour(page)
    await page.evaluate(
        "sessionStorage.setItem('circles-sandbox-where', JSON.stringify({person: 'U999', place: 'C1'}))"
    )

    await page.reload()
    await page.wait_for_selector("body[data-ready]")

    await expect(page.locator("#me-button")).to_contain_text("Ana Ribeiro")


async def test_an_open_page_finds_a_sandbox_that_was_started_anew(visit: Visit) -> None:
    """The token of the last start is worth nothing; the page loads itself again and goes on."""
    page = await visit.open_page()
    await skip_the_tour(page)
    visit.sandbox.server.renew_token()

    async with page.expect_navigation():
        await page.get_by_role("button", name="general").click()
    await page.wait_for_selector("body[data-ready]")
    await page.get_by_role("button", name="welcome").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("#welcome")
