"""Export mine: everything that is kept about a member, and nothing of what others told."""

from dataclasses import replace

from circles_bot.engine.model import Avoidance, HandOff, Record, StandingReaction, WithAsk, Word
from circles_bot.store.database import SqlStore
from circles_bot.store.exporting import exported
from circles_bot.store.people import BY_TEXT, PEOPLE
from tests.contract import samples
from tests.contract.samples import ANA, AT, BEN, HERE


def everything_of(*others: Record) -> tuple[Record, ...]:
    """Return one of each record, and what more is wanted."""
    return (*samples.one_of_each(), samples.member(BEN), *others)


async def test_the_export_has_something_of_every_table(store: SqlStore) -> None:
    """Complete: compared with the tables' own list."""
    asked = [record for record in samples.one_of_each() if isinstance(record, StandingReaction | WithAsk)]
    more = [replace(record, member=ANA) for record in asked]
    avoided = Avoidance(community=HERE, member=ANA, other=BEN, since=AT)
    await store.transact(lambda tx: tx.save(samples.kept(*everything_of(*more, avoided))))
    await store.transact(samples.after(samples.joined(), samples.to_do(samples.direct("one"))))

    mine = await store.read_mine(HERE, ANA)

    assert mine.keys() == set(exported()) == {table.name for table in PEOPLE.keys() | BY_TEXT}
    assert {name for name, rows in mine.items() if not rows} == {"timers"}


async def test_the_export_speaks_of_people_and_interests_by_their_names(store: SqlStore) -> None:
    """Our own ids say nothing to anybody."""
    await store.transact(lambda tx: tx.save(samples.kept(*everything_of())))

    mine = await store.read_mine(HERE, ANA)

    assert [row["interest"] for row in mine["opt_ins"]] == [samples.interest().name]
    assert mine["addresses"][0]["theirs"] == "U-77"
    assert mine["members"][0]["since"] == "2026-03-03T18:00:00+00:00"


async def test_nobody_learns_who_avoids_them(store: SqlStore) -> None:
    """Promise 7: whom one avoids is one's own; who avoids one is not."""
    theirs = Avoidance(community=HERE, member=BEN, other=ANA, since=AT)
    people = (samples.member(ANA), samples.member(BEN))
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), *people, theirs)))

    assert (await store.read_mine(HERE, ANA))["avoidances"] == ()
    assert len((await store.read_mine(HERE, BEN))["avoidances"]) == 1


async def test_a_no_does_not_show_in_an_export(store: SqlStore) -> None:
    """What the other did with a hand-off is theirs; one that was silently never asked is unknown to whom it was for."""
    (offer,) = [record for record in samples.one_of_each() if isinstance(record, HandOff)]
    unasked = replace(offer, asker=BEN, asked=ANA, sent_at=None)
    await store.transact(lambda tx: tx.save(samples.kept(*everything_of(unasked))))

    assert (await store.read_mine(HERE, ANA))["hand_offs"] == ()
    (asker,) = (await store.read_mine(HERE, BEN))["hand_offs"]
    assert not {"state", "sent_at", "asked_gift"} & asker.keys()


async def test_who_gave_a_word_is_not_told(store: SqlStore) -> None:
    """It would tell that they follow a confidential interest."""
    (word,) = [record for record in samples.one_of_each() if isinstance(record, Word)]
    given = replace(word, giver=BEN, member=ANA)
    people = (samples.community(), samples.member(ANA), samples.member(BEN))
    await store.transact(lambda tx: tx.save(samples.kept(*people, given)))

    (row,) = (await store.read_mine(HERE, ANA))["words_given"]
    assert not {"giver", "given_at"} & row.keys()


async def test_an_export_holds_nothing_of_another_community(store: SqlStore) -> None:
    """The same person is somebody else elsewhere."""
    await store.transact(lambda tx: tx.save(samples.kept(*everything_of())))

    mine = await store.read_mine(samples.ELSEWHERE, ANA)

    assert not any(mine.values())


async def test_an_export_costs_what_is_said_however_much_there_is(store: SqlStore, heard: list[str]) -> None:
    """A statement for each line of the list that is shown, two for timers and effects, three for names."""
    many = [replace(samples.check_in(), number=number) for number in range(2, 40)]
    await store.transact(lambda tx: tx.save(samples.kept(*everything_of(*many))))
    heard.clear()

    await store.read_mine(HERE, ANA)

    shown = [owned for lines in PEOPLE.values() for owned in lines if not owned.is_hidden]
    assert len(heard) == len(shown) + 2 + 3
