"""The commands of `circles-bot`, and the one place where an error becomes a sentence and an exit code.

Exit codes: 0 done, 1 something must be mended (or `--check` found it), 2 the command line itself is wrong.
"""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from circles_bot import __version__
from circles_bot.engine.errors import CirclesError, ConfigError

if TYPE_CHECKING:
    from circles_bot.settings import Settings

TRACEBACK = "--traceback"
INTERRUPTED = 130  # what a shell reports for a program that Ctrl-C ended

# Without rich: plain help is quicker, reads well aloud, and looks the same in a log.
app = typer.Typer(
    name="circles-bot",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line of this process and end it."""
    # A start makes thousands of objects that live for ever; looking through them over and over took a tenth of it.
    gc.set_threshold(50_000, 20, 50)
    sys.exit(run_command_line(sys.argv[1:]))


def run_command_line(arguments: list[str]) -> int:
    """Run one command and return its exit code; an error is told on stderr in one sentence with its mend."""
    wants_traceback = TRACEBACK in arguments
    try:
        app([argument for argument in arguments if argument != TRACEBACK], prog_name="circles-bot")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the process's one boundary: nobody meets a traceback unasked
        if wants_traceback:
            raise
        typer.echo(_sentence(error), err=True)
    return 1


def _sentence(error: Exception) -> str:
    """Say what went wrong and what mends it."""
    if isinstance(error, CirclesError):
        return str(error)
    return (
        f"Something unexpected went wrong ({type(error).__name__}): "
        f"please run the command again with {TRACEBACK}, and report what it shows."
    )


def _print_version(is_wanted: bool) -> None:
    """Print the version for those who ask as they ask other programs."""
    if is_wanted:
        typer.echo(f"circles-bot {__version__}")
        raise typer.Exit


prompts = typer.Typer(help="Work on prompt packs.", rich_markup_mode=None, no_args_is_help=True)
app.add_typer(prompts, name="prompts", short_help="Work on prompt packs.")


@app.callback(
    invoke_without_command=True,
    epilog="Start here: circles-bot sandbox (try it in the browser), circles-bot doctor (is all well?). "
    "Settings are environment variables or lines in .env; .env.example lists them all.",
)
def options(
    context: typer.Context,
    version_too: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True)
    ] = False,
    traceback: Annotated[bool, typer.Option(TRACEBACK, help="Show where an unexpected error happened.")] = False,
) -> None:
    """Small circles of people who would like to talk about the same thing, for Discord and Slack."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(short_help="Serve the chat platforms.", epilog="Example: CIRCLES_DISCORD_TOKEN=… circles-bot run")
def run() -> None:
    """Serve the chat platforms whose tokens are set, until Ctrl-C."""
    from circles_bot.cli.platforms import require_platforms
    from circles_bot.cli.serving import load_structlog_without_rich, serve

    settings = _load_settings()
    require_platforms(settings)
    load_structlog_without_rich()

    from circles_bot.logs import configure_logs

    configure_logs(settings.log_level)

    from circles_bot.runtime import run_platforms

    serve(run_platforms(settings))


@app.command(short_help="Try circles-bot in the browser.", epilog="Example: circles-bot sandbox --port 9000 --fresh")
def sandbox(
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="Where to listen; 0 takes any free port.  [default: CIRCLES_WEB_PORT, 8347]"
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option(help="Where its database, circles-sandbox.db, is kept.", file_okay=False)
    ] = Path(),
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the last visit and start anew.")] = False,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="Leave the first /steward setup to you; with --fresh, again.")
    ] = False,
    open_page: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the page in the browser.  [default: at a desktop]")
    ] = None,
) -> None:
    """Try circles-bot in the browser: a small made-up community, no accounts, no tokens."""
    from circles_bot.cli.serving import announce_page, load_structlog_without_rich, opens_by_default, serve

    settings = _load_settings()
    load_structlog_without_rich()

    from circles_bot.logs import configure_logs
    from circles_bot.runtime import run_sandbox

    configure_logs(settings.log_level)
    opening = opens_by_default() if open_page is None else open_page
    serve(
        run_sandbox(
            settings,
            folder=folder,
            port=settings.web_port if port is None else port,
            fresh=fresh,
            by_hand=by_hand,
            announce=announce_page(opening),
        )
    )


@app.command(hidden=True)
def start() -> None:
    """Do what `scripts/run` does: run the platforms whose tokens are set, or open the sandbox where none is."""
    from circles_bot.cli.platforms import has_tokens

    if has_tokens(_load_settings()):
        run()
    else:
        sandbox()


@app.command(short_help="Bring the database up to date.", epilog="Example: circles-bot migrate --check && echo current")
def migrate(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit with 1 if not current.")] = False,
) -> None:
    """Bring the database to this version's tables; a database that is current stays as it is."""
    from circles_bot.cli.databases import check_database, migrate_database

    settings = _load_settings()
    if not check:
        typer.echo(migrate_database(settings))
        return
    is_current, says = check_database(settings.database_url)
    typer.echo(says)
    if not is_current:
        raise typer.Exit(1)


@app.command(short_help="Say how the bot stands, in numbers.", epilog="Example: circles-bot status --json")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how the whole bot stands, in numbers: no names, no interests. It may be asked while the bot runs."""
    from circles_bot.cli.status import tell_status

    typer.echo(tell_status(_load_settings(), as_json=as_json))


@app.command(
    short_help="Match the people of a file.",
    epilog="Example: circles-bot match --members people.csv --seed 1 --json spring.json, and for the next round "
    "circles-bot match --members people.csv --history spring.json --seed 2",
)
def match(
    members: Annotated[
        Path,
        typer.Option(
            help="A CSV file with the columns member,timezone,interests and, if you like, "
            "asks,offers,languages,avoid,capacity; several in one field are separated by |.",
            metavar="FILE.csv",
        ),
    ],
    history: Annotated[
        list[Path] | None,
        typer.Option(
            help="An earlier round, as --json writes it; the oldest first, each with --history.", metavar="ROUND.json"
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="SEED", help="The same seed gives the same circles.")] = 1,
    as_json: Annotated[
        str | None, typer.Option("--json", metavar="FILE|-", help="Write one JSON object to a file, or - to print it.")
    ] = None,
    sizes: Annotated[str, typer.Option(metavar="LEAST-AIM-MOST", help="How many people sit in a circle.")] = "3-4-6",
) -> None:
    """Say who would sit with whom: circles for the people of a file, without a chat platform or a database."""
    from circles_bot.cli.matching import match_file, read_sizes, write

    write(match_file(members, history or [], seed=seed, sizes=read_sizes(sizes)), as_json)


def _rate(help_text: str) -> object:
    return typer.Option(min=0, max=100, help=f"{help_text}, in percent.", rich_help_panel="How people behave")


@app.command(
    short_help="Try the bot on a made-up community.",
    epilog="Example: circles-bot simulate --synthetic 300 --weeks 12 --seed 1 --html simulation.html",
)
def simulate(
    weeks: Annotated[int, typer.Option(min=1, max=104, help="How long they live.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same numbers.")] = 1,
    members: Annotated[
        Path | None,
        typer.Option(help="A community: CSV with member,timezone,interests (several with | between).", dir_okay=False),
    ] = None,
    synthetic: Annotated[int | None, typer.Option(help="Or a community of so many made-up people.")] = None,
    limits: Annotated[
        str | None, typer.Option(help="Keep a platform's limits on rooms and first messages: discord or slack.")
    ] = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", help="Write the numbers there; - prints them.", dir_okay=False)
    ] = None,
    as_page: Annotated[
        Path | None, typer.Option("--html", help="Write a page with plots there.", dir_okay=False)
    ] = None,
    accept: Annotated[float, _rate("Say yes to an invitation")] = 70,
    tap: Annotated[float, _rate("Tap or talk after a question in a room")] = 50,
    check_in: Annotated[float, _rate("Answer a check-in")] = 60,
    leave: Annotated[float, _rate("Leave, each week")] = 1,
    pause: Annotated[float, _rate("Pause for two weeks, each week")] = 2,
    hand_off: Annotated[float, _rate("Circles in which two carry on elsewhere")] = 1,
    carry_on: Annotated[float, _rate("At a season's end, like to carry on")] = 50,
    fresh_mix: Annotated[float, _rate("At a season's end, like a fresh mix")] = 30,
    rest: Annotated[float, _rate("At a season's end, like to rest")] = 20,
) -> None:
    """Let a made-up community live through the real bot in fast time, and see what to expect of it.

    Everybody opts in during the first week. Nothing leaves this computer, and nothing of it is kept.
    """
    from circles_bot.cli.simulating import plan_of, simulate_and_tell
    from circles_bot.simulation.rates import Rates

    rates = Rates(
        accept=accept / 100,
        tap=tap / 100,
        check_in=check_in / 100,
        leave=leave / 100,
        pause=pause / 100,
        hand_off=hand_off / 100,
        carry_on=carry_on / 100,
        fresh_mix=fresh_mix / 100,
        rest=rest / 100,
    )
    plan = plan_of(members=members, synthetic=synthetic, weeks=weeks, seed=seed, rates=rates, limits=limits)
    simulate_and_tell(plan, as_json=as_json, as_page=as_page)


_COMMUNITY = Annotated[str, typer.Argument(help="The platform's id of the server or workspace.")]
_MEMBER = Annotated[str, typer.Argument(help="The platform's id of the person.")]


@app.command(
    "export-member",
    short_help="Send a member what is kept about them.",
    epilog="Example: circles-bot export-member T024BE7LD U012AB3CD",
)
def export_member(
    community: _COMMUNITY,
    member: _MEMBER,
    sealed_file: Annotated[
        Path | None,
        typer.Option("--sealed-file", help="Write it here instead, sealed: a page that opens with the words shown."),
    ] = None,
) -> None:
    """Send a member everything that is kept about them, through the bot; it is not shown here.

    On SQLite stop the bot first; it is delivered when it runs again. With --sealed-file, for somebody whom the bot
    cannot reach, it becomes a file that only the words shown here open.
    """
    from circles_bot.cli.people import export_for, seal_export_for

    if sealed_file is not None:
        typer.echo(seal_export_for(_load_settings(), community, member, sealed_file))
    else:
        typer.echo(export_for(_load_settings(), community, member))


@app.command(
    "forget-member",
    short_help="Forget a member.",
    epilog="Example: circles-bot forget-member T024BE7LD U012AB3CD --yes",
)
def forget_member(
    community: _COMMUNITY,
    member: _MEMBER,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Forget a member in a community, as /circles forget does: at once, everywhere, and not to be undone.

    On SQLite stop the bot first.
    """
    from circles_bot.cli.people import forget_for

    if not yes:
        typer.confirm("Forget everything about them in that community? This cannot be undone", abort=True)
    typer.echo(forget_for(_load_settings(), community, member))


@app.command(short_help="Check that all is well.", epilog="Example: circles-bot doctor")
def doctor() -> None:
    """Check this computer and the settings; say in plain words what to mend."""
    from circles_bot.cli.doctor import examine, line_of

    findings = examine()
    for finding in findings:
        typer.echo(line_of(finding))
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)
    typer.echo("All is well.")


@prompts.command(short_help="Check a prompt pack.", epilog="Example: circles-bot prompts check gardening.yaml")
def check(
    file: Annotated[Path, typer.Argument(help="The pack, a YAML file.", exists=True, dir_okay=False, readable=True)],
) -> None:
    """Check a prompt pack: name what is wrong with its line, or say that it can be used."""
    from circles_bot.words.prompt_checks import check_pack

    try:
        source = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8 text: save it as UTF-8.") from error
    faults = check_pack(source)
    for fault in faults:
        typer.echo(f"{file}:{fault.line}: {fault.says}")
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{file}: all is well; put it into the folder prompts of CIRCLES_OWN_FOLDER to use it.")


@app.command(epilog="Example: circles-bot version")
def version() -> None:
    """Print the version."""
    _print_version(is_wanted=True)


def _load_settings() -> "Settings":
    """Read the settings; the library that does takes a while to load, so only commands that need them wait for it."""
    from circles_bot.settings import load_settings

    return load_settings()
