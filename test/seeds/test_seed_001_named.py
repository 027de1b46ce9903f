"""Seed 001: its two tests of the class TestAPI, transcribed from Flask's test client to requests.

Lines that differ from the document, and why:

- `self.client.post(path, data=data, content_type="multipart/form-data")` is `requests.post(url + path, files=...)`:
  requests takes a file in `files`, as (name, content) in place of (content, name), and writes the Content-Type itself,
  with the boundary.
- `headers=[("Accept", "application/json")]` is a dictionary: what requests takes.
- `response.mimetype` is the Content-Type without its parameters, `response.data` is `response.text`, and `assertEqual`
  is `assert`: the names of requests and pytest.
- `upload_path`, `os.path.isfile` and `open(path)` are a GET of /uploads/test.txt with equal bytes: the folder belongs to
  the server.
- Writing "test.txt" into the upload folder is an upload through POST /upload, for the same reason.
"""

import json
from io import StringIO
from urllib.parse import urlparse

import requests


def mimetype(response: requests.Response) -> str:
    return response.headers["Content-Type"].split(";")[0]


class TestAPI:
    def test_file_upload(self, url: str) -> None:
        files = {"file": ("test.txt", StringIO("File contents"))}

        response = requests.post(
            f"{url}/api/files", files=files, headers={"Accept": "application/json"}
        )

        assert response.status_code == 201
        assert mimetype(response) == "application/json"

        data = json.loads(response.text)
        assert urlparse(data["path"]).path == "/uploads/test.txt"

        saved = requests.get(f"{url}/uploads/test.txt")
        assert saved.status_code == 200
        assert saved.text == "File contents"

    def test_get_uploaded_file(self, url: str) -> None:
        requests.post(f"{url}/upload", files={"file": ("test.txt", "File contents")})

        response = requests.get(f"{url}/uploads/test.txt")

        assert response.status_code == 200
        assert mimetype(response) == "text/plain"
        assert response.text == "File contents"


def test_could_not_find_file_data(url: str) -> None:
    response = requests.post(f"{url}/api/files", files={"other": ("test.txt", "x")})

    assert response.status_code == 422
    assert mimetype(response) == "application/json"
    assert response.json()["message"] == "Could not find file data"


def test_secure_filename(url: str) -> None:
    files = {"file": ("../../../etc/passwd", "File contents")}
    data = requests.post(f"{url}/api/files", files=files).json()

    assert data["name"] == "etc_passwd"
    assert requests.get(f"{url}{data['path']}").text == "File contents"


def test_decorators_require_and_accept(url: str) -> None:
    assert requests.post(f"{url}/api/files", json={"file": "x"}).status_code == 415
    files = {"file": ("test.txt", "File contents")}
    refused = requests.post(f"{url}/api/files", files=files, headers={"Accept": "text/html"})
    assert refused.status_code == 406


def test_song_can_be_selected_and_listened_to(url: str) -> None:
    wave = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20)
    path = requests.post(f"{url}/api/files", files={"file": ("chords.wav", wave)}).json()["path"]

    response = requests.get(f"{url}{path}", headers={"Range": "bytes=0-3"})
    assert response.status_code == 206
    assert response.content == b"RIFF"
    assert response.headers["Content-Disposition"].startswith("inline")
