"""Acts between people, and of people about themselves, as events: what random histories do besides tapping."""

from collections.abc import Callable, Mapping

from circles_bot.engine import events
from circles_bot.engine.ids import CircleId
from circles_bot.engine.model import Preference
from circles_bot.engine.proposals import interest_id
from tests.histories.world import COMMUNITY, PEOPLE, World, actor

TOPICS = ("chess", "zines", "night shifts")
PREFERENCES: tuple[tuple[Preference, str], ...] = (
    (Preference.MESSAGES, "0"),
    (Preference.MESSAGES, "1"),
    (Preference.MESSAGES, "7"),
    (Preference.CIRCLES_AT_ONCE, "0"),
    (Preference.CIRCLES_AT_ONCE, "1"),
    (Preference.PACE, "regular"),
    (Preference.PACE, "quiet"),
    (Preference.QUIET_FROM, "23"),
    (Preference.QUIET_TO, "10"),
    (Preference.LANGUAGES, "es"),
)

_Make = Callable[[World, int, int, int], events.AnyEvent | None]


def event_between(world: World, kind: str, person: int, number: int, choice: int) -> events.AnyEvent | None:
    """Return the event of an act of ``kind``; None where there is nothing yet that it could be about."""
    return _MAKERS[kind](world, person, number, choice)


def _with(world: World, person: int, number: int, choice: int) -> events.AnyEvent:
    people = sorted({(person + 1 + number) % PEOPLE, (person + 2 + choice) % PEOPLE} - {person})
    return events.WithAsked(
        **_about(world, person),  # type: ignore[arg-type]  # fields of many kinds
        people=tuple(actor(other) for other in people),
        topic=TOPICS[number % len(TOPICS)],
    )


def _hand_off(world: World, person: int, number: int, choice: int) -> events.AnyEvent:
    return events.HandOffAsked(**_about(world, person), other=_other(person, number + choice).member)  # type: ignore[arg-type]


def _avoid(world: World, person: int, number: int, _choice: int) -> events.AnyEvent:
    return events.PersonAvoided(**_about(world, person), other=_other(person, number))  # type: ignore[arg-type]


def _avoid_no_more(world: World, person: int, number: int, _choice: int) -> events.AnyEvent:
    return events.AvoidanceEnded(**_about(world, person), other=_other(person, number).member)  # type: ignore[arg-type]


def _report(world: World, person: int, number: int, choice: int) -> events.AnyEvent | None:
    circles = [str(row[0]) for row in world.rows("SELECT id FROM circles ORDER BY id")]
    if not circles:
        return None
    return events.ReportTold(
        **_about(world, person),  # type: ignore[arg-type]  # fields of many kinds
        circle=CircleId(circles[number % len(circles)]),
        text="please look",
        names_reporter=choice > 2,
    )


def _propose(world: World, person: int, number: int, choice: int) -> events.AnyEvent:
    name = TOPICS[number % len(TOPICS)]
    return events.TopicProposed(**_about(world, person), name=name, is_private=choice == 5, is_certain=True)  # type: ignore[arg-type]


def _co_sign(world: World, person: int, number: int, choice: int) -> events.AnyEvent:
    wanted = interest_id(COMMUNITY, TOPICS[number % len(TOPICS)])
    return events.TopicCoSigned(**_about(world, person), interest=wanted, is_taken_back=choice == 0)  # type: ignore[arg-type]


def _pause(world: World, person: int, _number: int, choice: int) -> events.AnyEvent:
    return events.PauseChosen(**_about(world, person), weeks=choice)  # type: ignore[arg-type]


def _prefer(world: World, person: int, number: int, choice: int) -> events.AnyEvent:
    preference, value = PREFERENCES[(number + choice) % len(PREFERENCES)]
    return events.PreferenceChosen(**_about(world, person), preference=preference, values=(value,))  # type: ignore[arg-type]


def _forget(world: World, person: int, _number: int, _choice: int) -> events.AnyEvent:
    return events.ForgottenMe(**_about(world, person))  # type: ignore[arg-type]


def _export(world: World, person: int, _number: int, _choice: int) -> events.AnyEvent:
    return events.MineExported(**_about(world, person))  # type: ignore[arg-type]


_MAKERS: Mapping[str, _Make] = {
    "with": _with,
    "hand off": _hand_off,
    "avoid": _avoid,
    "avoid no more": _avoid_no_more,
    "report": _report,
    "propose": _propose,
    "co-sign": _co_sign,
    "pause": _pause,
    "prefer": _prefer,
    "forget": _forget,
    "export": _export,
}
KINDS = tuple(_MAKERS)


def _about(world: World, person: int) -> dict[str, object]:
    return {"community": COMMUNITY, "at": world.clock.now(), "key": f"act-{world.acts}", "actor": actor(person)}


def _other(person: int, number: int) -> events.Actor:
    return actor((person + 1 + number % (PEOPLE - 1)) % PEOPLE)
