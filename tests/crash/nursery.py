"""A process that has imported everything and forks one life at a time: a kill costs milliseconds, not a start.

``python -m tests.crash.nursery`` reads one JSON object a line: ``folder``, ``kill`` (``[point, nth]`` or null) and
``knows_keys``. It writes one a line: the life's exit ``status`` and how often each point was ``passed``. It has one
thread, so that forking is safe; a life's own threads begin and end with it.
"""

import asyncio
import json
import os
import sys
import traceback
from pathlib import Path

from tests.crash.lives import Kill, Points, live

PASSED = "passed.json"


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        wanted = json.loads(line)
        folder = Path(wanted["folder"])
        kill = Kill(point=wanted["kill"][0], nth=wanted["kill"][1]) if wanted["kill"] else None
        child = os.fork()
        if child == 0:
            _live(folder, kill, knows_keys=wanted["knows_keys"])
        _, ended = os.waitpid(child, 0)
        status = os.waitstatus_to_exitcode(ended)
        passed = json.loads((folder / PASSED).read_text()) if status == 0 else {}
        sys.stdout.write(json.dumps({"status": status, "passed": passed}) + "\n")
        sys.stdout.flush()


def _live(folder: Path, kill: Kill | None, *, knows_keys: bool) -> None:
    """Live one life in this process, which ends with it."""
    status = 1
    try:
        points = Points(kill)
        asyncio.run(live(folder, points, knows_keys=knows_keys))
        (folder / PASSED).write_text(json.dumps(points.passed))
        status = 0
    except BaseException:  # noqa: BLE001  # the process ends here; the parent reads why
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
