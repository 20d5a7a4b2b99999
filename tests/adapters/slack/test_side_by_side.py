"""Two workspaces side by side for a random hour: nothing of one stands in anything that the other is told."""

import random
from datetime import timedelta

from circles_bot.engine.tokens import Token
from circles_slack.custom_ids import unpack
from tests.adapters.slack.test_many_workspaces import Hosted, hosted, two_workspaces
from tests.fakes.slack import Person
from tests.fakes.slack.model import controls_in

__all__ = ["hosted"]

ACTS = 120
TOPICS = {"Readers": ("marginalia", "bookbinding"), "Writers": ("haiku", "screenplays")}


async def test_nothing_of_one_is_in_the_other(hosted: Hosted) -> None:
    """People, topics, channels and ids of one are in no call that goes to the other."""
    dice = random.Random(7)
    stewards = two_workspaces(hosted.fake)
    crowds = [await _crowd(hosted, steward) for steward in stewards]
    hosted.fake.web_api.records.clear()

    for number in range(ACTS):
        who = dice.choice(dice.choice(crowds))
        await _act(hosted, dice, who)
        hosted.clock.set_to(hosted.clock.now() + timedelta(seconds=30))
        if number % 40 == 39:
            await hosted.restart()

    for mine, other in (stewards, stewards[::-1]):
        foreign = [mine.team.id, *TOPICS[mine.team.name], *(user.id for user in mine.team.users.values())]
        told = [one for one in hosted.fake.calls() if one.team == other.team.id]
        assert len(told) > ACTS / 10
        assert [text for text in foreign if any(text in f"{one.args}{one.answer}" for one in told)] == []
        shown = [f"{one.blocks}" for user in other.team.users.values() for one in user.shown]
        assert not any(text in one for text in TOPICS[mine.team.name] for one in shown)


async def _crowd(hosted: Hosted, steward: Person) -> list[Person]:
    await hosted.install(steward)
    await hosted.set_up(steward)
    crowd = [hosted.fake.person(f"{name} of {steward.team.name}", steward.team) for name in ("Chidi", "Dewi", "Eli")]
    for topic in TOPICS[steward.team.name]:
        await hosted.says(crowd[0], f"/circles propose {topic}")
    return [steward, *crowd]


async def _act(hosted: Hosted, dice: random.Random, who: Person) -> None:
    """Do one of the things that people do."""
    topic = dice.choice(TOPICS[who.team.name])
    line = dice.choice(
        (f"/circles join {topic}", f"/circles leave {topic}", "/circles mine", "/circles me", "/circles nonsense")
    )
    await hosted.says(who, line)
    if dice.random() < 0.3:
        who.open_home()
    if dice.random() < 0.3 and who.home is not None:
        tokens = [(unpack(one["action_id"]), one) for _, one in controls_in(who.home.blocks) if one["type"] == "button"]
        safe = [one for token, one in tokens if token is not None and token.token in (Token.JOIN_MENU, Token.ABOUT_ME)]
        if safe:
            who.user.modals.clear()
            await who.click(who.home, dice.choice(safe)["action_id"]).answered()
            who.user.modals.clear()
    await hosted.fake.idle()
    await hosted.adapter.reception.drain()
    who.user.modals.clear()
