"""docs/recipes.md, run as it stands on the page. Only the address is another."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
PUBLISHED = "http://127.0.0.1:8080"
START, *TOOLS = re.split(r"^## ", PAGE, flags=re.MULTILINE)


def blocks(language: str, text: str, url: str) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return "\n".join(found).replace(PUBLISHED, url)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The programs of the page: the built command line, and those that were installed beside this Python."""
    command = tmp_path / "bin" / "filedrop"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec node "{ROOT}/dist/src/cli/main.js" "$@"\n')
    command.chmod(0o755)
    programs = [str(command.parent), str(Path(sys.executable).parent), os.environ["PATH"]]
    return {**os.environ, "PATH": ":".join(programs)}


def run(command: list[str], tmp_path: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if "```bash" in tool], ids=lambda tool: tool.split()[0])
def test_the_shell_recipes_work_as_they_are_pasted(
    tool: str, url: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    script = f"set -euo pipefail\n{blocks('bash', START, url)}\n{blocks('bash', tool, url)}"
    output = run(["bash", "-c", script], tmp_path, environment)
    # Of two that replace the same state the second is told so.
    assert ("%{http_code}" in tool) == bool(re.search("412$", output, re.MULTILINE))


def test_the_recipes_in_python_work_as_they_are_pasted(
    url: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "notes.txt").write_text("Hello, Filedrop!\n", encoding="utf-8")
    run([sys.executable, "-c", blocks("python", PAGE, url)], tmp_path, environment)
