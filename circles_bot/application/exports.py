"""Everything that is kept about one member, as two files: a page to read, and the same for programs.

Put together when it is sent, never before: a copy that waits would be one more thing that is kept.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape

from circles_bot.engine.notes import Line
from circles_bot.ports.store import Mine, MineRow
from circles_bot.words.compose import Composer, Reader
from circles_bot.words.message import Attachment

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
div {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #999; padding: 0.25rem 0.5rem; text-align: start; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{intro}</p>
{sections}
</body>
</html>
"""


def export_files(mine: Mine, composer: Composer, reader: Reader, at: datetime) -> tuple[Attachment, ...]:
    """Return the page and the file."""
    content = {"made_at": at.isoformat(timespec="seconds"), **{name: list(rows) for name, rows in mine.items()}}
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    page = PAGE.format(
        language=escape(reader.locale or "en"),
        title=_words(composer, reader, "export-title"),
        intro=escape(
            composer.line(Line(key="export-intro", args={"at": at.isoformat(sep=" ", timespec="minutes")}), reader)
        ),
        sections="\n".join(_section(name, rows, composer, reader) for name, rows in mine.items()),
    )
    return (
        Attachment(name="circles-about-me.html", media_type="text/html", data=page.encode()),
        Attachment(name="circles-about-me.json", media_type="application/json", data=text.encode()),
    )


def _section(name: str, rows: Sequence[MineRow], composer: Composer, reader: Reader) -> str:
    title = f"<h2>{_words(composer, reader, f'export-{name}')}</h2>"
    if not rows:
        return f"{title}\n<p>{_words(composer, reader, 'export-nothing')}</p>"
    columns = list(dict.fromkeys(column for row in rows for column in row))
    head = "".join(f"<th>{escape(column.replace('_', ' '))}</th>" for column in columns)
    body = "\n".join("<tr>" + "".join(f"<td>{_cell(row.get(one))}</td>" for one in columns) + "</tr>" for row in rows)
    return f"{title}\n<div><table>\n<tr>{head}</tr>\n{body}\n</table></div>"


def _cell(value: object) -> str:
    return "" if value is None else escape(str(value))


def _words(composer: Composer, reader: Reader, key: str) -> str:
    return escape(composer.line(Line(key=key), reader))
