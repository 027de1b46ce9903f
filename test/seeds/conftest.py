"""The address of the server under test and the example files of the documents."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def url() -> str:
    """Address of the running server, without a slash at its end."""
    return os.environ["FILEDROP_URL"].rstrip("/")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example.txt that the client of seed 000 sends."""
    path = tmp_path / "example.txt"
    path.write_text("This is an example file.\n", encoding="utf-8")
    return path
