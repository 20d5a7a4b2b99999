"""Make the checkout's ``.venv`` hold exactly what a lock says, and cost next to nothing when it does already.

Needs nothing but the standard library: it runs before anything is installed. A stamp in the venv holds the hash of what
was installed; it is written last, so that a run which was cut off leaves no stamp, and the next one starts anew.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"
MADE_FOR = VENV / "made-for"  # a venv that was moved starts its programs with a Python at the old place
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
COVERED_BY = {"run": ("run",), "test": ("run", "test")}  # the test lock holds all that the run lock does
LOOKS_ALIVE = "import importlib.util as u, sys; sys.exit(not (u.find_spec('pip') and u.find_spec('circles_bot')))"


def main(kind: str) -> int:
    """Make the venv ready for ``kind``; return the exit code."""
    if is_ready(kind):
        return 0
    try:
        with (ROOT / ".venv.lock").open("a") as lock:
            wait_for_turn(lock.fileno())
            return 0 if is_ready(kind) else make_ready(kind)
    except OSError as error:
        say(f"cannot write {error.filename or ROOT} ({error.strerror}): make the checkout's folder writable.")
        return 1


def is_ready(kind: str) -> bool:
    """Tell whether what the lock asks for is installed, here, for a Python that still starts."""
    stamp = stamp_of(kind)
    if UNFINISHED.exists() or not stamp.is_file() or stamp.read_text() != fingerprint(kind):
        return False
    return subprocess.run([PYTHON, "-I", "-c", LOOKS_ALIVE], stderr=subprocess.DEVNULL, check=False).returncode == 0


def stamp_of(kind: str) -> Path:
    """Return the file that says what was installed for ``kind``."""
    return VENV / f"installed-to-{kind}"


def fingerprint(kind: str) -> str:
    """Return a hash of all that the venv depends on; the folder too, since a venv cannot be moved."""
    parts = [str(ROOT).encode(), (ROOT / "pyproject.toml").read_bytes(), LOCKS[kind].read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def wait_for_turn(lock: int) -> None:
    """Hold the lock, waiting where another run is installing at this moment; the system frees it when we end."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another run is installing; waiting for it …")
        fcntl.flock(lock, fcntl.LOCK_EX)


def make_ready(kind: str) -> int:
    """Make or mend the venv and install into it; return the exit code."""
    if not can_be_mended() and not make_venv():
        return 1
    UNFINISHED.touch()
    wanted = sum(line[:1].isalpha() for line in LOCKS[kind].read_text().splitlines())
    say(f"installing what is needed to {kind}: up to {wanted} packages, a minute or two the first time …")
    if not (
        install("--require-hashes", "--no-deps", "-r", str(LOCKS[kind]))
        and install("--no-build-isolation", "--no-deps", "--editable", str(ROOT))
    ):
        return 1
    for covered in COVERED_BY[kind]:
        stamp_of(covered).write_text(fingerprint(covered))
    UNFINISHED.unlink()
    say("installed.")
    return 0


def can_be_mended() -> bool:
    """Tell whether a whole venv of this folder is there already, so that installing into it is enough."""
    if UNFINISHED.exists() or not PYTHON.exists() or not MADE_FOR.is_file() or MADE_FOR.read_text() != str(ROOT):
        return False
    return subprocess.run([PYTHON, "-I", "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def make_venv() -> bool:
    """Make an empty venv with pip in place of whatever stood there; say the mend where the system cannot."""
    version = ".".join(map(str, sys.version_info[:3]))
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        mend = f"install it (on Debian: apt-get install python3.{sys.version_info.minor}-venv) and start again."
        say(f"this Python {version} comes without venv: {mend}")
        return False
    say(f"making .venv with Python {version} …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        say(f"could not make .venv: {(made.stdout + made.stderr).strip()}")
        return False
    MADE_FOR.write_text(str(ROOT))
    return True


def install(*what: str) -> bool:
    """Run pip with a line of progress now and then; where it fails, show the end of what it said."""
    command = [str(PYTHON), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *what]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith("Collecting ") and (found := count(said, "Collecting ")) % 20 == 0:
                say(f"  {found} packages fetched …")
            elif line.startswith("Installing collected") and len(said) > 1:
                say("  unpacking …")
    if pip.returncode != 0:
        say("pip could not install; it said:")
        sys.stderr.write("".join(said[-15:]))
        say("is a package index reachable from here? Starting again picks up where this stopped.")
    return pip.returncode == 0


def count(lines: list[str], start: str) -> int:
    """Return how many lines begin so."""
    return sum(line.startswith(start) for line in lines)


def say(text: str) -> None:
    """Tell the person at the terminal; on stderr, since stdout belongs to the command that follows."""
    print(f"circles-bot: {text}", file=sys.stderr, flush=True)  # noqa: T201 - this script talks to a terminal


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1]))
