"""One's own page (Slack's Home tab) costs few statements: each act of a member shows it anew."""

from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.ids import CircleId
from circles_bot.engine.questions import MineAsked
from circles_bot.store.database import SqlStore
from circles_bot.works import assemble
from tests.engine.builders import (
    ANA,
    BEN,
    COMMUNITY,
    NOON,
    a_circle,
    a_community,
    a_member,
    a_seat,
    an_actor,
    an_interest,
    an_opt_in,
)
from tests.fakes.clocks import FixedClock

AT_MOST = 6
TOPICS = ("baseball", "books", "chess", "cooking", "long walks")


async def test_the_page_of_a_member_with_five_circles_costs_at_most_six_statements(
    store: SqlStore, heard: list[str]
) -> None:
    """With their wishes, and company in each circle; what is known of a pilot is read beside it."""
    interests = [an_interest(topic) for topic in TOPICS]
    circles = [a_circle(id=CircleId(f"cir_{it.name}"), interest=it.id) for it in interests]
    seats = [a_seat(member, circle=circle.id) for circle in circles for member in (ANA, BEN)]
    wishes = [an_opt_in(ANA, interest=it.id) for it in interests]
    people = [a_member(ANA), a_member(BEN)]
    changes = (Kept(a_community()), *map(Kept, people), *map(Kept, interests), *map(Kept, circles), *map(Kept, seats))
    await store.transact(lambda tx: tx.save(Decision(changes=(*changes, *map(Kept, wishes)))))
    service = assemble(store=store, clock=FixedClock(NOON), matcher=None).service
    heard.clear()

    await service.pilot_of(COMMUNITY)
    page = await service.ask(MineAsked(community=COMMUNITY, at=NOON, actor=an_actor()))

    assert all(topic in str(page.content) for topic in TOPICS)
    assert len(heard) <= AT_MOST
