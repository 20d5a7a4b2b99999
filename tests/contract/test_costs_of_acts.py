"""What an act costs whole: reading what it needs, deciding, and writing what follows."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from circles_bot.engine import events
from circles_bot.engine.decide import decide
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import MemberId
from circles_bot.ports.store import Transaction
from circles_bot.store.database import SqlStore
from circles_bot.words.prompt_packs import load_deck
from tests.contract.samples import POST
from tests.contract.test_loading import ACTOR, example, town
from tests.histories.test_statement_budget import COUNTED_ELSEWHERE

__all__ = ["town"]

AT_MOST = 8
NEWCOMER = replace(ACTOR, member=MemberId("mem_new"))
WRITTEN: Mapping[type[AnyEvent], Mapping[str, object]] = {
    events.ReportTold: {"text": "please look"},
    events.HandOffGiven: {"text": "a number"},
    events.TidyDue: {"posts": (POST,)},
    events.StewardNamed: {"actor": replace(ACTOR, is_steward=True), "other": NEWCOMER},
}
BY_NAME: list[type[AnyEvent]] = sorted(COUNTED_ELSEWHERE, key=lambda kind: kind.__name__)
FORGETTING_AT_MOST = 60
"""Forgetting touches every table there is, whatever the size of the community: its own bound."""


@pytest.mark.parametrize("kind", BY_NAME, ids=lambda kind: kind.__name__)
async def test_an_act_costs_at_most_eight_statements(town: SqlStore, heard: list[str], kind: type[AnyEvent]) -> None:
    """Each kind of event that a year of histories does not hold, in a town with one record of each kind."""
    deck, _ = load_deck()
    event = replace(example(kind), **WRITTEN.get(kind, {}))  # type: ignore[arg-type]  # fields of many kinds

    def act(tx: Transaction) -> None:
        heard.clear()
        tx.save(decide(tx.load(event), event, deck))

    await town.transact(act)

    has_key = event.key is not None
    assert len(heard) + has_key <= (FORGETTING_AT_MOST if kind is events.ForgottenMe else AT_MOST)
