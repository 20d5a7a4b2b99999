"""The wheel and the sdist, built and installed in a clean environment, away from the checkout.

What is proven: both hold all of our files and nothing under a generic name; what is installed needs no checkout; and
the packages of ``requirements.lock`` are enough. To be quick and to need no network, those are not installed again: the
clean environment sees them, and only them, through links into the environment that runs the tests. That a package index
serves them, and that pip resolves our metadata alone to something that works, is not proven here.
"""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import Marker

from circles_bot import __version__
from circles_bot.settings import PREFIX

ROOT = Path(__file__).resolve().parents[2]
ADAPTERS = ("circles_discord", "circles_sandbox", "circles_slack")
OURS = {"circles_bot": ROOT / "circles_bot", **{name: ROOT / "adapters" / name for name in ADAPTERS}}
DIST_INFO = f"circles_bot-{__version__}.dist-info"
NEVER_SHIPPED = re.compile(r"(^|/)(\.env|\.venv|\.git|__pycache__|.*\.(db|key|pyc))($|/)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What was built: a wheel of the checkout, an sdist of it, and a wheel of that sdist."""

    wheel: Path
    sdist: Path
    wheel_of_sdist: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build all three, with the build tools of the test environment."""
    direct, through_sdist = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("sdist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", direct, ROOT, cwd=direct)
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", through_sdist, ROOT, cwd=through_sdist)
    (wheel,), (sdist,), (wheel_of_sdist,) = (
        direct.glob("*.whl"),
        through_sdist.glob("*.tar.gz"),
        through_sdist.glob("*.whl"),
    )
    return Built(wheel=wheel, sdist=sdist, wheel_of_sdist=wheel_of_sdist)


@pytest.fixture(scope="module")
def run_lock_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which exactly the packages of ``requirements.lock`` can be imported."""
    folder = tmp_path_factory.mktemp("run-lock")
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        pin = re.match(r"([\w.-]+)==\S+(?: ; (?P<marker>.*?))? \\$", line)
        if pin is None or _is_elsewhere(pin["marker"] or ""):
            continue
        package = distribution(pin[1])
        for top in {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
            link = folder / top
            if not link.exists():
                link.symlink_to(Path(str(package.locate_file(top))))
    return folder


@pytest.fixture(scope="module", params=["wheel", "wheel_of_sdist"])
def installed(
    request: pytest.FixtureRequest, built: Built, run_lock_packages: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Install a wheel in a clean environment and return the folder of its programs."""
    venv = tmp_path_factory.mktemp("clean") / "venv"
    _run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=venv.parent)
    python = venv / "bin" / "python"
    wheel = getattr(built, request.param)
    _run(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", wheel, cwd=venv.parent
    )  # fmt: skip
    (site,) = (venv / "lib").glob("python*/site-packages")
    (site / "packages-of-the-lock.pth").write_text(f"{run_lock_packages}\n")
    return venv / "bin"


def test_wheel_holds_our_packages_only(built: Built) -> None:
    """No ``adapters``, ``migrations`` or ``tests`` lands among somebody's packages."""
    names = _names(built.wheel)

    assert {name.split("/")[0] for name in names} == {*OURS, DIST_INFO}


def test_wheel_holds_every_file_of_ours(built: Built) -> None:
    """Words, prompts, pages and migrations are in it, not only modules."""
    names = _names(built.wheel)

    assert _files("circles_bot/_migrations", ROOT / "migrations") <= names
    assert "circles_bot/_migrations/env.py" in names
    for package, folder in OURS.items():
        assert _files(package, folder) <= names
    assert any(name.endswith(".ftl") for name in names)
    assert any(name.startswith("circles_bot/prompts/") and name.endswith(".yaml") for name in names)
    assert any(name.startswith("circles_sandbox/static/") for name in names)
    assert "circles_bot/py.typed" in names


def test_wheel_of_the_sdist_is_the_same(built: Built) -> None:
    """Who builds from the sdist gets what everybody gets."""
    assert _names(built.wheel_of_sdist) == _names(built.wheel)


def test_nothing_private_is_shipped(built: Built) -> None:
    """Settings, databases and keys that lie about in a checkout stay there; fixtures of the tests may travel."""
    with tarfile.open(built.sdist) as archive:
        sdist = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}

    private = [name for name in sdist | _names(built.wheel) if NEVER_SHIPPED.search(name)]
    assert [name for name in private if not name.startswith("tests/store/fixtures/")] == []
    assert {"LICENSE", "README.md", "pyproject.toml", "migrations/env.py", ".env.example"} <= sdist


def test_installed_program_tells_its_version(installed: Path, tmp_path: Path) -> None:
    """The command is there, and runs what was installed."""
    assert _run(installed / "circles-bot", "version", cwd=tmp_path) == f"circles-bot {__version__}\n"
    where = _run(installed / "python", "-c", "import circles_bot; print(circles_bot.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_installed_migrations_make_a_database_anywhere(installed: Path, tmp_path: Path) -> None:
    """From another folder, twice: the second time there is nothing to do."""
    first = _run(installed / "circles-bot", "migrate", cwd=tmp_path)
    second = _run(installed / "circles-bot", "migrate", cwd=tmp_path)

    assert "is now current" in first
    assert "nothing to do" in second
    assert (tmp_path / "circles.db").stat().st_size > 0


def test_installed_program_finds_itself_well(installed: Path, tmp_path: Path) -> None:
    """Words, prompts, time zones and tables all came along."""
    out = _run(installed / "circles-bot", "doctor", cwd=tmp_path, CIRCLES_WEB_PORT="18348")

    assert out.endswith("All is well.\n")


def test_generic_names_are_not_installed(installed: Path, tmp_path: Path) -> None:
    """They would shadow other people's packages."""
    program = (
        "from importlib.util import find_spec as f; print([n for n in ('adapters', 'migrations', 'tests') if f(n)])"
    )

    assert _run(installed / "python", "-c", program, cwd=tmp_path) == "[]\n"


def test_installed_adapter_is_found_by_its_entry_point(installed: Path, tmp_path: Path) -> None:
    """The runtime finds adapters by their group, and what it finds can be loaded."""
    program = (
        "from importlib.metadata import entry_points as e\n"
        "for point in e(group='circles_bot.adapters'): print(point.name, point.load().__name__)"
    )

    found = _run(installed / "python", "-c", program, cwd=tmp_path)

    assert found == "".join(f"{name.removeprefix('circles_')} {name}\n" for name in ADAPTERS)


def _run(*command: str | Path, cwd: Path, **settings: str) -> str:
    """Run a program with none of this process's Python or circles-bot settings; return what it printed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "PYTHON", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _names(wheel: Path) -> set[str]:
    """Return the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _files(package: str, folder: Path) -> set[str]:
    """Return the files that git would keep in a folder, under the name they are installed by."""
    listed = _run("git", "ls-files", "--cached", "--others", "--exclude-standard", ".", cwd=folder)
    return {f"{package}/{file}" for file in listed.splitlines() if (folder / file).exists()}


def _is_elsewhere(marker: str) -> bool:
    """Tell whether a pin is meant for another system or Python than this one."""
    return bool(marker) and not Marker(marker).evaluate()
