"""`export-member` and `forget-member`: what an operator does when a member asks, without seeing what is theirs."""

import asyncio
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from circles_bot.cli.app import run_command_line
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import SendDirect
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.engine.model import Address, AddressKind, Community, Member
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Claim
from circles_bot.secret_key import load_secret_key
from circles_bot.settings import setting_names
from circles_bot.store import open_store

WORDS = re.compile(r"with these words: (\w{4}(?:-\w{4}){4})\.")
SERVER, ANA = "81384788765712384", "80351110224678912"


@pytest.fixture
def url(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a database of the settings' own, in which Ana is known."""
    monkeypatch.chdir(tmp_path)
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    url = f"sqlite:///{tmp_path / 'circles.db'}"
    monkeypatch.setenv("CIRCLES_DATABASE_URL", url)
    load_secret_key(url)
    shutil.copy(migrated_file, tmp_path / "circles.db")
    asyncio.run(_know_ana(url))
    return url


def _ids(url: str) -> tuple[CommunityId, MemberId]:
    identities = Identities(platform="discord", key=load_secret_key(url))
    community = identities.community(SERVER)
    return community, identities.member(community, ANA)


async def _know_ana(url: str) -> None:
    community, ana = _ids(url)
    at = datetime.now(UTC) - timedelta(days=1)
    records = (
        Community(id=community, platform="discord", set_up_at=at),
        Member(id=ana, community=community, since=at),
        Address(community=community, kind=AddressKind.MEMBER, ours=ana, theirs=ANA),
    )
    store = await open_store(url, key=load_secret_key(url))
    await store.transact(lambda tx: tx.save(Decision(changes=tuple(Kept(record) for record in records))))
    await store.close()


async def _outbox(url: str) -> list[Claim]:
    store = await open_store(url, key=load_secret_key(url))
    at = datetime.now(UTC) + timedelta(minutes=1)
    claims = await store.claim_effects(at, monotonic=1.0, lease=timedelta(seconds=1), limit=9)
    await store.close()
    return list(claims)


def test_an_export_goes_to_the_member_and_not_to_the_console(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It waits in the outbox as a direct message to them; the operator sees only that it does."""
    assert run_command_line(["export-member", SERVER, ANA]) == 0

    (claim,) = asyncio.run(_outbox(url))
    assert isinstance(claim.effect, SendDirect)
    assert (claim.effect.member, claim.effect.has_export) == (_ids(url)[1], True)
    assert "since" not in capsys.readouterr().out


def test_an_export_becomes_a_sealed_file(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For whom the bot cannot reach: nothing of it is readable in the file, nothing is sent, and it is written once."""
    command = ["export-member", SERVER, ANA, "--sealed-file", str(tmp_path / "ana.html")]

    assert run_command_line(command) == 0
    said = capsys.readouterr().out
    page = (tmp_path / "ana.html").read_text()

    assert "since" not in page.replace("sealed", "")
    assert ANA not in page
    assert WORDS.search(said)
    assert (tmp_path / "ana.html").stat().st_mode & 0o077 == 0
    assert asyncio.run(_outbox(url)) == []
    assert run_command_line(command) == 1
    assert "stays as it is" in capsys.readouterr().err
    assert (tmp_path / "ana.html").read_text() == page


def test_a_member_is_forgotten(url: str, tmp_path: Path) -> None:
    """Nothing of them is left in the file."""
    member = _ids(url)[1].encode()
    assert member in b"".join(file.read_bytes() for file in tmp_path.glob("circles.db*"))

    assert run_command_line(["forget-member", SERVER, ANA, "--yes"]) == 0

    assert member not in b"".join(file.read_bytes() for file in tmp_path.glob("circles.db*"))


@pytest.mark.parametrize(
    ("community", "member", "says"), [("1", ANA, "No community 1 is known"), (SERVER, "2", "Nothing is kept about 2")]
)
def test_somebody_unknown_is_a_sentence_with_its_mend(
    url: str, capsys: pytest.CaptureFixture[str], community: str, member: str, says: str
) -> None:
    """What was found, and what to give instead."""
    assert run_command_line(["forget-member", community, member, "--yes"]) == 1

    assert says in capsys.readouterr().err


def test_another_key_is_a_sentence_with_its_mend(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is half done with a wrong key."""
    monkeypatch.setenv("CIRCLES_SECRET_KEY", "A" * 43 + "=")

    assert run_command_line(["forget-member", SERVER, ANA, "--yes"]) == 1

    err = capsys.readouterr().err
    assert "CIRCLES_SECRET_KEY" in err
    assert "nothing was changed" in err
