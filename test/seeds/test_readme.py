"""The tours of the README, run as they stand on the page. Only the address is another."""

import re
import subprocess
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
PUBLISHED = "http://127.0.0.1:8080"


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert found, f"the README has no {language} block"
    return found


@pytest.fixture
def curl_tour(url: str) -> str:
    # Quiet, and a status that a person would stop at ends the script.
    script = "\n".join(blocks("bash")).replace(PUBLISHED, url)
    return f"set -euo pipefail\ncurl() {{ command curl -sS --fail-with-body \"$@\"; echo; }}\n{script}"


def test_the_tour_with_curl_works_as_it_is_pasted(curl_tour: str) -> None:
    done = subprocess.run(["bash", "-c", curl_tour], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "File example.txt uploaded successfully." in done.stdout
    assert '"file_name":"日本語 \\"メモ\\" 📝.txt"' in done.stdout
    assert '"message":"File deleted."' in done.stdout


def test_the_tour_with_python_works_as_it_is_pasted(url: str) -> None:
    for block in blocks("python"):
        exec(compile(block.replace(PUBLISHED, url), "README.md", "exec"), {})
