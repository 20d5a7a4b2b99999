"""Step 15: a steward's first month: settings, a preview, how things stand, a pause, one message."""

from datetime import timedelta

from circles_bot.engine.tokens import Token, make_token
from tests.journeys.acts import FOUR, all_opt_in, circle_opens, invitations_come, opts_in, steward_sets_up
from tests.journeys.town import PEOPLE, Town

MORE = ("Eli", "Fatima", "Goran")


async def chooses(town: Town, page: int, **chosen: str) -> None:
    """Noor opens a further page of the settings and chooses by the visible labels; the rest stays as it stands."""
    await town.command("Noor", "/steward settings")
    await town.tap("Noor", Token.SETTINGS, fields={})
    await town.tap("Noor", Token.SETTINGS_PAGE, part=str(page))
    fields = {make_token(Token.SET, name): (label,) for name, label in chosen.items()}
    await town.tap("Noor", Token.SETTINGS, fields=fields)


async def test_a_steward_changes_what_matters_most(town: Town) -> None:
    """Three settings in one form; the board tells the new day of the look, and nobody else is told anything."""
    await steward_sets_up(town)

    await town.command("Noor", "/steward settings")
    await town.tap("Noor", Token.SETTINGS, fields={make_token(Token.SET, "season"): ("4 weeks",)})

    assert "Season: 4 weeks" in town.heard("Noor")
    await chooses(town, 1, weekly_look_weekday="Thursday", weekly_look_hour="12:00")
    await town.pass_time(timedelta(hours=2))
    assert "Thursday" in town.board()


async def test_nobody_but_stewards_sees_or_changes_settings(town: Town) -> None:
    """Neither by the command, nor by a form that was sent by hand."""
    await steward_sets_up(town)

    for command in ("settings", "preview", "status", "pause", "resume"):
        await town.command("Ana", f"/steward {command}")
        assert "stewards" in town.heard("Ana")
    for token in (Token.PAUSE_ALL, Token.STATUS, Token.PREVIEW, Token.SETTINGS_PAGE):
        await town.tap_token("Ana", f"{token}:0" if token is Token.SETTINGS_PAGE else token)
        assert "stewards" in town.heard("Ana")


async def test_a_preview_tells_a_total_and_changes_nothing(town: Town) -> None:
    """Four are "fewer than five", seven are seven; and then they are asked as if nobody had looked."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await town.command("Noor", "/steward preview")
    few = town.heard("Noor")
    for who in MORE:
        await opts_in(town, who)

    await town.command("Noor", "/steward preview")

    assert "fewer than 5" in few
    assert "7 people" in town.heard("Noor")
    assert not any(town.directs(who) for who in PEOPLE)
    await invitations_come(town, *FOUR)


async def test_status_tells_nothing_of_a_circle_of_four(town: Town) -> None:
    """Words, no number below five, and no name."""
    await steward_sets_up(town)
    await circle_opens(town)

    await town.command("Noor", "/steward status")

    told = town.heard("Noor")
    assert "A circle or more is open" in told
    assert "Fewer than 5 people have opted in" in told
    assert not any(name in told for name in (*FOUR, "baseball"))


async def test_a_pause_of_everything_holds_until_it_ends(town: Town) -> None:
    """Nothing is sent, planned or edited for weeks; people may join meanwhile; then it goes on as if it were now."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await town.pass_time(timedelta(minutes=10))
    board = town.board()
    await town.command("Noor", "/steward pause")

    await opts_in(town, "Eli")
    await town.pass_time(timedelta(weeks=3))

    assert "paused" in town.heard("Eli")
    assert not any(town.directs(who) for who in PEOPLE)
    assert town.board() == board

    await town.tap("Noor", Token.GO_ON)
    await invitations_come(town, *FOUR)
    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(days=4))
    assert town.rooms("Ana")
    hours = {hour for who in FOUR for hour in town.local_hours_of_unasked_directs(who)}
    assert all(8 <= hour < 21 for hour in hours)


async def test_one_message_a_month_where_stewards_named_a_channel(town: Town) -> None:
    """Nothing without a channel; then one a month, with a way to none, which only stewards see."""
    await steward_sets_up(town)
    await town.pass_time(timedelta(weeks=6))
    assert town.in_stewards_channel("Noor") == []

    await chooses(town, 3, stewards_place="stewards")
    await town.pass_time(timedelta(days=62))

    told = town.in_stewards_channel("Noor")
    assert told is not None
    assert len(told) == 2
    assert "Fewer than 5 people have opted in" in told[0]
    assert town.in_stewards_channel("Ana") is None

    await chooses(town, 3, stewards_place="Nowhere; none is sent")
    await town.pass_time(timedelta(days=62))
    assert town.in_stewards_channel("Noor") == told
