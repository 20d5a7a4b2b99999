"""Step 3: topics that members propose, confidential ones, and neighbours that come to sit together."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import FOUR, opts_in, steward_sets_up
from tests.journeys.town import Town

DAY = timedelta(days=1)
SUBJECT = "coming out at work"


async def proposes(town: Town, who: str, topic: str) -> None:
    """Somebody types a topic that there is not."""
    await town.command(who, f"/circles propose {topic}")


async def co_signs(town: Town, who: str, topic: str) -> None:
    """Somebody finds it in the list and would like it too."""
    await town.command(who, "/circles join")
    await town.tap(who, Token.CO_SIGN, topic)


async def test_a_topic_is_proposed_without_a_name_opens_and_is_archived(town: Town) -> None:
    """Ana proposes kites, two others like it too: it opens, they are in, and later a steward archives it."""
    await steward_sets_up(town)
    await proposes(town, "Ana", "kites")
    await town.pass_time(timedelta(hours=1))
    assert "kites" in town.board()
    assert "Ana" not in town.board()

    for who in ("Ben", "Chidi"):
        await co_signs(town, who, "kites")
    assert town.directs("Ben") == []
    await town.pass_time(3 * DAY)
    assert "kites: open" in town.board() or "kites: gathering" in town.board()
    assert any("kites" in text for text in town.directs("Ana"))
    await opts_in(town, "Dewi", "kites")
    assert "You're in" in town.heard("Dewi")

    await town.command("Noor", "/steward interests")
    await town.tap("Noor", Token.ARCHIVE, "kites")
    await town.settle()
    assert "kites" not in town.board()
    await town.command("Dewi", "/circles mine")
    assert "kites" in town.heard("Dewi")
    await town.command("Eli", "/circles join kites")
    assert "You're in" not in town.heard("Eli")


async def are_known_for_a_month(town: Town) -> None:
    """Four have been here for thirty days, with nothing that waits, in a community of more than thirty."""
    await town.others_join(30, "anything")
    for who in FOUR:
        await opts_in(town, who)
        await town.tap(who, Token.LEAVE_WISH)
    await town.pass_time(31 * DAY)


async def follows_privately(town: Town, who: str) -> None:
    """Somebody chooses it from the private list, reads what is to be known, and says yes."""
    await town.command(who, "/circles join")
    await town.tap(who, Token.PRIVATE_MENU)
    await town.tap(who, Token.PRIVATE, SUBJECT)
    assert "could join as you did" in town.heard(who)
    await town.tap(who, Token.WAKE_WISH)
    assert "You're in" in town.heard(who)


async def test_a_confidential_interest_from_the_proposal_to_the_room(town: Town) -> None:
    """Ana proposes it, Noor opens it, three follow; nobody else ever sees a word of it, not even a preview."""
    await steward_sets_up(town)
    await are_known_for_a_month(town)

    await town.command("Ana", "/circles join")
    await town.tap("Ana", Token.PRIVATE_MENU)
    await town.tap("Ana", Token.PROPOSE_MENU, part="private")
    await town.tap("Ana", Token.PROPOSE, fields={Token.PROPOSE_NAME: (SUBJECT,)})
    await town.command("Noor", "/steward interests")
    assert "Ana" not in town.heard("Noor")
    await town.tap("Noor", Token.APPROVE, SUBJECT)
    await town.pass_time(DAY)
    for who in FOUR[1:]:
        await follows_privately(town, who)

    for _ in range(30):
        if all(town.can_tap(who, Token.OPEN_PRIVATELY) for who in FOUR):
            break
        await town.pass_time(timedelta(hours=12))
    for who in FOUR:
        await town.tap(who, Token.OPEN_PRIVATELY)
        assert SUBJECT in town.heard(who)
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(DAY)

    (room,) = town.rooms("Ana")
    assert {town.rooms(who) for who in FOUR} == {(room,)}
    assert "coming" not in room
    for who in ("Noor", "Eli", "Fatima"):
        seen = "\n".join((town.board(), *town.directs(who), *town.previews(who)))
        assert SUBJECT not in seen
        await town.command(who, f"/circles join {SUBJECT}")
        assert "no interest called" in town.heard(who)
    assert not any(SUBJECT in preview for who in FOUR for preview in town.previews(who))


async def test_two_neighbouring_interests_come_to_sit_together(town: Town) -> None:
    """Two wait here and two there, too few each: those are offered the other, choose it, and a circle opens."""
    await steward_sets_up(town, "first job", "changing careers", "anything")
    for interest in ("first job", "changing careers"):
        await town.others_join(5, interest)
    await town.pass_time(timedelta(weeks=8))  # the others are asked twice, say nothing, and their wishes sleep
    for who, interest in zip(FOUR, ("first job", "first job", "changing careers", "changing careers"), strict=True):
        await opts_in(town, who, interest)

    for _ in range(16):
        if any("changing careers" in text for text in town.directs("Ana")):
            break
        await town.pass_time(timedelta(hours=12))
    offered = town.directs("Ana")[-1]
    assert "first job" in offered
    assert "changing careers" in offered
    for who in ("Ana", "Ben"):
        await town.tap(who, Token.WAKE_WISH)
    for _ in range(24):
        await town.pass_time(timedelta(hours=12))
        for who in FOUR:
            await town.tap(who, Token.ACCEPT) if town.can_tap(who, Token.ACCEPT) and not town.rooms(who) else None
        if town.rooms("Ana"):
            break

    assert "changing-careers" in town.rooms("Ana")[0]
    assert {town.rooms(who) for who in FOUR} == {town.rooms("Ana")}
