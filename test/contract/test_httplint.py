"""One answer of each kind, held against the specifications of HTTP by httplint."""

import json
from time import time

import pytest
from exchange import EXPECTED, FORM, MULTIPART, URL, Exchange
from httplint import HttpRequestLinter, HttpResponseLinter
from httplint.note import levels

JSON = {"Content-Type": "application/json"}

# The same at /docs: the styles of Swagger UI, which the note does not tell from scripts, and how its package serves
# them.
OF_DOCS = {"Inline scripts are allowed.", "Cache-Control: public is probably not necessary."}

READ = (
    "/",
    "/files/{id}",
    "/files/{id}?disposition=inline",
    "/file/download/{id}",
    "/uploads/lint.txt",
    "/files/{id}/metadata",
    "/file/metadata/{id}",
    "/files",
    "/files?limit=1",
    "/file/metadata/",
    "/livez",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/openapi.yaml",
    "/docs/",
    "/docs/static/swagger-ui.css",
)

ANSWERS = [
    (201, "POST", "/files/upload", MULTIPART, FORM),
    (201, "POST", "/files/upload?name=raw.txt", {"Content-Type": "text/plain"}, b"raw"),
    (201, "POST", "/file/upload/", MULTIPART, FORM),
    (201, "POST", "/api/files", MULTIPART, FORM),
    (200, "POST", "/upload", MULTIPART, FORM),
    *((200, method, path, {}, None) for path in READ for method in ("GET", "HEAD")),
    (206, "GET", "/files/{id}", {"Range": "bytes=1-2"}, None),
    (206, "GET", "/uploads/lint.txt", {"Range": "bytes=1-2"}, None),
    (304, "GET", "/files/{id}", {"If-None-Match": "{tag}"}, None),
    (304, "HEAD", "/files/{id}", {"If-None-Match": "{tag}"}, None),
    (304, "GET", "/uploads/lint.txt", {"If-None-Match": "*"}, None),
    (400, "GET", "/files?limit=0", {}, None),
    (400, "POST", "/upload", JSON, b"{}"),
    (401, "GET", "/files", {"Authorization": ""}, None),
    (401, "GET", "/files", {"Authorization": "Bearer other"}, None),
    (403, "DELETE", "/files/{id}", {"Sec-Fetch-Site": "cross-site"}, None),
    (404, "GET", "/files/missing", {}, None),
    (404, "GET", "/uploads/missing", {}, None),
    (404, "GET", "/missing", {}, None),
    (405, "POST", "/files", {}, None),
    (405, "OPTIONS", "/files", {}, None),
    (406, "POST", "/api/files", MULTIPART | {"Accept": "text/html"}, FORM),
    (412, "GET", "/files/{id}", {"If-Match": '"other"'}, None),
    (413, "PUT", "/files/{id}", JSON, b'{"file_name":"' + b"x" * 70_000),
    (415, "POST", "/file/upload/", JSON, b"{}"),
    (416, "GET", "/files/{id}", {"Range": "bytes=99999-"}, None),
    (421, "GET", "/files", {"Host": "other.example"}, None),
    (422, "POST", "/api/files", MULTIPART, b"--x--\r\n"),
    (431, "GET", "/files", {"X-Long": "x" * 20_000}, None),
    (200, "PUT", "/files/{id}", JSON, b'{"file_name":"other.txt"}'),
    (200, "PUT", "/files/{id}", MULTIPART, FORM),
    (200, "PUT", "/files/{id}/content", JSON, b"{}"),
    (412, "DELETE", "/files/{id}", {"If-Match": "{tag}"}, None),
    (200, "DELETE", "/files/{id}", {}, None),
]


@pytest.fixture(scope="module")
def file():
    Exchange("POST", "/api/files", MULTIPART, FORM)
    upload = Exchange("POST", "/files/upload", MULTIPART, FORM)
    return {"id": json.loads(upload.body)["file_id"], "tag": upload.headers["ETag"]}


def fields(headers):
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def notes(exchange):
    request = HttpRequestLinter()
    request.process_request_topline(exchange.method.encode(), f"{URL}{exchange.path}".encode(), b"1.1")
    request.process_headers(fields(exchange.sent.items()))
    is_head = exchange.method == "HEAD"
    response = HttpResponseLinter(start_time=time(), _related=request, no_content=is_head)
    response.process_response_topline(b"1.1", str(exchange.status).encode(), exchange.reason.encode())
    response.process_headers(fields(exchange.headers.items()))
    response.feed_content(exchange.body)
    response.finish_content(True)
    for note in response.notes:
        yield note
        yield from note.subnotes


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: " ".join(map(str, answer[:3])))
def test_nothing_is_wrong_with(file, answer):
    status, method, path, headers, body = answer
    sent = {name: value.format(**file) for name, value in headers.items()}
    exchange = Exchange(method, path.format(**file), sent, body)
    assert exchange.status == status, exchange.body
    warned = {str(note) for note in notes(exchange) if note.level in (levels.BAD, levels.WARN)}
    assert warned - EXPECTED - (OF_DOCS if path.startswith("/docs/") else set()) == set()
