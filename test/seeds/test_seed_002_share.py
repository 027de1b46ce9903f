"""Seed 002, "Simple-File-Sharing-API": the four calls of its document, by requests.

Lines that differ from the document, and why:

- The address is that of the running server in place of http://0.0.0.0:8080: the port is a free one.
- The placeholders of its examples (<unique_file_id>, <file_size_in_bytes> and so on) are the values of the file sent.
"""

import requests

CONTENT = b"Shared content"


def upload(url: str) -> dict:
    files = {"file": ("original.txt", CONTENT)}
    response = requests.post(f"{url}/file/upload/", files=files)
    assert response.status_code == 201
    return response.json()


def test_upload_file(url: str) -> None:
    data = upload(url)

    assert set(data) == {"file_id", "original_name", "content_type", "file_size", "download_link"}
    assert data["file_id"]
    assert data["original_name"] == "original.txt"
    assert data["content_type"] == "text/plain"
    assert data["file_size"] == len(CONTENT)


def test_download_file(url: str) -> None:
    data = upload(url)

    response = requests.get(f"{url}/file/download/{data['file_id']}")
    assert response.status_code == 200
    assert response.content == CONTENT
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_download_link_is_passed_straight_to_a_client(url: str) -> None:
    assert requests.get(upload(url)["download_link"]).content == CONTENT


def test_metadata_of_all_files(url: str) -> None:
    data = upload(url)

    response = requests.get(f"{url}/file/metadata/")
    assert response.status_code == 200
    assert response.json()[data["file_id"]] == {
        "original_name": "original.txt",
        "content_type": "text/plain",
        "file_size": len(CONTENT),
        "download_count": 0,
        "download_link": data["download_link"],
    }


def test_metadata_of_a_specific_file(url: str) -> None:
    data = upload(url)

    response = requests.get(f"{url}/file/metadata/{data['file_id']}")
    assert response.status_code == 200
    assert response.json() == {
        "original_name": "original.txt",
        "content_type": "text/plain",
        "file_size": len(CONTENT),
        "download_count": 0,
        "download_link": data["download_link"],
    }


def test_download_count_tracking(url: str) -> None:
    data = upload(url)

    for count in (1, 2, 3):
        requests.get(data["download_link"])
        view = requests.get(f"{url}/file/metadata/{data['file_id']}").json()
        assert view["download_count"] == count


def test_unknown_file(url: str) -> None:
    assert requests.get(f"{url}/file/download/unknown").status_code == 404
    assert requests.get(f"{url}/file/metadata/unknown").status_code == 404
