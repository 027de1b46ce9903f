"""Seed 000, "HTTP File Upload using Flask & Requests": its client, as its document describes it.

Lines that differ from the document, and why:

- The address is that of the running server in place of localhost:5000: the port is a free one.
- "It is saved to the uploads/ folder with its original filename" is looked at by GET /uploads/example.txt: the folder
  belongs to the server, a client sees what it serves.
"""

from pathlib import Path

import requests


def test_client_uploads_example_txt(url: str, example: Path) -> None:
    with open(example, "rb") as file:
        response = requests.post(f"{url}/upload", files={"file": file})

    assert response.status_code == 200
    assert response.text == "File example.txt uploaded successfully."


def test_file_is_saved_with_its_original_filename(url: str, example: Path) -> None:
    with open(example, "rb") as file:
        requests.post(f"{url}/upload", files={"file": file})

    saved = requests.get(f"{url}/uploads/example.txt")
    assert saved.status_code == 200
    assert saved.content == example.read_bytes()


def test_no_file_found(url: str) -> None:
    for response in (
        requests.post(f"{url}/upload"),
        requests.post(f"{url}/upload", data={"other": "x"}),
        requests.post(f"{url}/upload", files={"other": ("example.txt", b"x")}),
        requests.post(f"{url}/upload", json={"file": "x"}),
    ):
        assert response.status_code == 400
        assert response.text == "No file part."


def test_empty_file_name(url: str) -> None:
    # requests leaves an empty file name out, so the form is written as a browser writes one with nothing chosen.
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    response = requests.post(f"{url}/upload", data=body, headers=headers)

    assert response.status_code == 400
    assert response.text == "No selected file."


def test_file_of_no_bytes_is_a_file(url: str) -> None:
    response = requests.post(f"{url}/upload", files={"file": ("empty.txt", b"")})

    assert response.text == "File empty.txt uploaded successfully."
