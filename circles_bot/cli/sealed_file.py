"""An export as one sealed file: a page that opens in any browser for who knows its words, without a network.

The operator hands the file over one way and the words another. Sealed with AES-256-GCM under a key that PBKDF2 makes
of the words (SHA-256; the number of rounds is OWASP's of 2023), both of which browsers bring along.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from circles_bot.engine.errors import ConfigError
from circles_bot.words.message import Attachment

ROUNDS = 600_000
SALT_BYTES = 16
NONCE_BYTES = 12
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or digit that reads like another one."""
GROUPS, GROUP_CHARS = 5, 4
"""99 bits: nobody guesses them, and they can be read out on the telephone."""

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; frame-src 'self' about:">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
input, button {{ font: inherit; padding: 0.5rem 0.75rem; }}
input {{ width: 100%; max-width: 24rem; box-sizing: border-box; }}
iframe {{ width: 100%; height: 70vh; border: 1px solid #999; margin-top: 1rem; }}
</style>
</head>
<body>
<h1>{title}</h1>
<form>
<label for="words">{ask}</label>
<p><input id="words" autocomplete="off" autocapitalize="none" spellcheck="false"> <button>{open}</button></p>
<p role="status"></p>
</form>
<script type="application/json">{sealed}</script>
<script>
const sealed = JSON.parse(document.querySelector('script[type="application/json"]').textContent);
const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
const status = document.querySelector('[role=status]');
document.querySelector('form').addEventListener('submit', async event => {{
  event.preventDefault();
  const words = document.querySelector('#words').value.toLowerCase().replace(/[^a-z0-9]/g, '');
  try {{
    const typed = new TextEncoder().encode(words);
    const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
    const derived = {{ name: 'PBKDF2', hash: 'SHA-256', salt: bytes(sealed.salt), iterations: sealed.rounds }};
    const cipher = {{ name: 'AES-GCM', length: 256 }};
    const key = await crypto.subtle.deriveKey(derived, secret, cipher, false, ['decrypt']);
    const opening = {{ name: 'AES-GCM', iv: bytes(sealed.nonce) }};
    const plain = await crypto.subtle.decrypt(opening, key, bytes(sealed.data));
    const files = JSON.parse(new TextDecoder().decode(plain));
    status.textContent = '';
    for (const file of files) {{
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([file.text], {{ type: file.type }}));
      link.download = link.textContent = file.name;
      status.append(link, ' ');
      if (file.type === 'text/html') {{
        const frame = document.createElement('iframe');
        frame.sandbox = '';
        frame.srcdoc = file.text;
        document.body.append(frame);
      }}
    }}
    document.querySelectorAll('label, form > p:first-of-type').forEach(one => one.remove());
  }} catch {{
    status.textContent = {wrong};
  }}
}});
</script>
</body>
</html>
"""


def new_words() -> str:
    """Return words for a file, made up anew."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_CHARS)) for _ in range(GROUPS))
    return "-".join(groups)


def sealed_page(files: Sequence[Attachment], words: str, texts: Mapping[str, str], language: str) -> str:
    """Return the page; ``texts`` are what it says: title, ask, open, wrong."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    key = PBKDF2HMAC(SHA256(), 32, salt, ROUNDS).derive(words.replace("-", "").encode())
    content = [{"name": file.name, "type": file.media_type, "text": file.data.decode()} for file in files]
    data = AESGCM(key).encrypt(nonce, json.dumps(content).encode(), None)
    sealed = {"rounds": ROUNDS, "salt": _base64(salt), "nonce": _base64(nonce), "data": _base64(data)}
    shown = {name: escape(texts[name]) for name in ("title", "ask", "open")}
    wrong = json.dumps(texts["wrong"]).replace("<", "\\u003c")
    return PAGE.format(**shown, wrong=wrong, sealed=json.dumps(sealed), language=escape(language))


def write_new(path: Path, text: str) -> None:
    """Write a file that only its owner may read; raises ``ConfigError`` where there is one, or it cannot be."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConfigError(f"{path} is there already and stays as it is: name a file that is not.") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be written ({error.strerror}): name another place.") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as output:
        output.write(text)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
