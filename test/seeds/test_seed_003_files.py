"""Seed 003, "FILE DROP": the five APIs of its document, by requests.

Lines that differ from the document, and why:

- {fileId} is the file_id of an upload: the identifier that the document has the server make.
- "Use the functionality via postman" is done by requests: new metadata goes as `json=` or, beside a file, as `data=`,
  binary data as `data=` with its media type.
"""

import requests

CONTENT = b"\x00\x01binary\xff"


def upload(url: str) -> dict:
    response = requests.post(f"{url}/files/upload", files={"file": ("report.pdf", CONTENT)})
    assert response.status_code == 201
    return response.json()


def read(url: str, file_id: str) -> requests.Response:
    return requests.get(f"{url}/files/{file_id}")


def test_upload_file_api(url: str) -> None:
    data = upload(url)

    assert data["file_id"]
    assert data["file_name"] == "report.pdf"
    assert data["file_size"] == len(CONTENT)
    assert data["file_type"] == "application/pdf"
    assert data["created_at"]


def test_upload_file_api_with_binary_data(url: str) -> None:
    response = requests.post(
        f"{url}/files/upload",
        params={"name": "photo.png"},
        data=CONTENT,
        headers={"Content-Type": "image/png"},
    )

    assert response.status_code == 201
    data = response.json()
    assert (data["file_name"], data["file_type"]) == ("photo.png", "image/png")
    assert read(url, data["file_id"]).content == CONTENT


def test_upload_of_binary_data_without_a_type(url: str) -> None:
    response = requests.post(f"{url}/files/upload", params={"name": "data.bin"}, data=CONTENT)

    assert response.status_code == 201
    assert response.json()["file_type"] == "application/octet-stream"


def test_read_file_api(url: str) -> None:
    response = read(url, upload(url)["file_id"])

    assert response.status_code == 200
    assert response.content == CONTENT


def test_update_file_api_with_a_new_file(url: str) -> None:
    file_id = upload(url)["file_id"]

    response = requests.put(f"{url}/files/{file_id}", files={"file": ("report.pdf", b"new")})
    assert response.status_code == 200
    assert response.json()["message"]
    assert read(url, file_id).content == b"new"


def test_update_file_api_with_new_binary_data(url: str) -> None:
    file_id = upload(url)["file_id"]

    headers = {"Content-Type": "application/octet-stream"}
    response = requests.put(f"{url}/files/{file_id}", data=b"new", headers=headers)
    assert response.status_code == 200
    assert read(url, file_id).content == b"new"


def test_update_file_api_with_new_metadata(url: str) -> None:
    file_id = upload(url)["file_id"]

    response = requests.put(f"{url}/files/{file_id}", json={"file_name": "renamed.pdf"})
    assert response.status_code == 200
    assert response.json()["message"]
    assert response.json()["file"]["file_name"] == "renamed.pdf"
    assert read(url, file_id).content == CONTENT


def test_update_file_api_with_a_new_file_and_new_metadata(url: str) -> None:
    file_id = upload(url)["file_id"]

    response = requests.put(
        f"{url}/files/{file_id}",
        files={"file": ("ignored.pdf", b"new")},
        data={"file_name": "renamed.txt", "file_type": "text/plain"},
    )
    assert response.status_code == 200
    file = response.json()["file"]
    assert (file["file_name"], file["file_type"]) == ("renamed.txt", "text/plain")
    assert read(url, file_id).content == b"new"


def test_delete_file_api(url: str) -> None:
    file_id = upload(url)["file_id"]

    response = requests.delete(f"{url}/files/{file_id}")
    assert response.status_code == 200
    assert response.json()["message"]
    assert read(url, file_id).status_code == 404
    assert requests.delete(f"{url}/files/{file_id}").status_code == 404


def test_list_files_api(url: str) -> None:
    data = upload(url)

    response = requests.get(f"{url}/files")
    assert response.status_code == 200
    row = next(row for row in response.json() if row["file_id"] == data["file_id"])
    for member in ("file_id", "file_name", "file_size", "file_type", "created_at"):
        assert row[member] == data[member]
