"""The name that POST /api/files gives to a file, against `secure_filename` of Werkzeug, which seed 001 calls.

Left out is where the two differ on purpose: other scripts, which are kept; a backslash, which separates names like a
slash; a device of Windows, which Werkzeug only looks for on Windows; and a name of which nothing is left, which is
`file`.
"""

import os
import random
import re
import string

import pytest
import requests
from werkzeug.utils import secure_filename

SEED = int(os.environ.get("SEED", random.randrange(2**31)))
CHARACTERS = [c for c in string.printable if c.isprintable() and c != "\\"]
PIECES = CHARACTERS + [
    *["..", "../", "/..", "//", "  ", " _", "_ ", "._", "__", "-", "--", ".tar.gz", ".txt"],
    *["a", "B", "name", "etc/passwd", "C:", "<b>", "&&", "%00", "%2e%2e", "a.b.c", " . ", "~root"],
]
DEVICE = re.compile(r"_?(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def can_be_compared(name: str) -> bool:
    # A name may not end with its directory, and an escaped quote or line break is one to whoever reads a form.
    last = name.rsplit("/", 1)[-1]
    refused = last.strip() in ("", ".", "..") or re.search("%(22|0D|0A)", name, re.IGNORECASE)
    safe = secure_filename(name)
    return not refused and safe != "" and not DEVICE.match(safe)


def names() -> list[str]:
    chance = random.Random(SEED)
    every = [f"{c}a{c}{c}b{c}" for c in CHARACTERS]
    mixed = ["".join(chance.choices(PIECES, k=chance.randint(1, 12))) for _ in range(300)]
    return [name for name in every + mixed if can_be_compared(name)]


@pytest.fixture(scope="module")
def session():
    with requests.Session() as session:
        yield session


def published(session: requests.Session, url: str, name: str) -> str:
    # Written by hand: requests would choose another parameter for some of these names.
    escaped = name.replace('"', "%22")
    body = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{escaped}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    response = session.post(f"{url}/api/files", data=body.encode("ascii"), headers=headers)
    assert response.status_code == 201, f"{name!r}: {response.text}"
    return response.json()["name"]


def test_names_are_those_of_secure_filename(session: requests.Session, url: str) -> None:
    compared = names()
    assert len(compared) > 300
    differences = {
        name: (given, secure_filename(name))
        for name in compared
        if (given := published(session, url, name)) != secure_filename(name)
    }
    assert differences == {}, f"SEED={SEED} repeats it"
