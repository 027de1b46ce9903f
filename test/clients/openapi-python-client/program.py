"""Calls the service through the client of openapi-python-client."""

import re
import sys
from io import BytesIO
from pathlib import Path

from filedrop_client import AuthenticatedClient
from filedrop_client.api.files import (
    files_delete,
    files_download,
    files_list,
    files_metadata,
    files_rename,
    files_replace_content,
    files_upload,
    files_upload_content,
)
from filedrop_client.models import (
    FileChanged,
    FileDeleted,
    FileInfo,
    FileRename,
    FilesListSort,
    FilesMetadataResponse404,
    FilesMetadataResponse404Code,
    FilesUploadFilesBody,
    Problem,
)
from filedrop_client.types import UNSET, File

url, samples = sys.argv[1], Path(sys.argv[2])
# Its functions ask for this one although the document also lets in whoever has no token.
client = AuthenticatedClient(base_url=url, token="none")

cjk, emoji, quotes = (samples / "names").read_text(encoding="utf-8").split("\n")


def check(name):
    """Runs the function below it at once and prints what came of it."""

    def run(body):
        try:
            body()
            outcome = "ok"
        except Exception as error:
            outcome = re.sub(r"\s+", " ", repr(error))
        print(name, outcome, sep="\t")

    return run


def read(name):
    return (samples / name).read_bytes()


def same(given, expected):
    assert given == expected, f"{given!r} is not {expected!r}"


def upload_form(name, content):
    body = FilesUploadFilesBody(file=File(payload=BytesIO(content), file_name=name))
    info = files_upload.sync(client=client, body=body)
    assert isinstance(info, FileInfo), info
    same((info.file_name, info.file_size), (name, len(content)))
    return info.file_id


def upload_raw(name, content):
    info = files_upload_content.sync(client=client, name=name, body=File(payload=BytesIO(content)))
    assert isinstance(info, FileInfo), info
    same((info.file_name, info.file_size), (name, len(content)))
    return info.file_id


def download(file_id, **headers):
    return files_download.sync_detailed(file_id, client=client, **headers)


def etag(file_id):
    return files_metadata.sync_detailed(file_id, client=client).headers["ETag"]


by_content = {}
for content in ("empty", "one", "large"):

    @check(f"form {content}")
    def _():
        upload_form(f"form-{content}.bin", read(content))

    @check(f"raw {content}")
    def _():
        by_content[content] = upload_raw(f"raw-{content}.json", read(content))

    @check(f"download {content}")
    def _():
        answer = download(by_content[content])
        assert answer.headers["Content-Type"].startswith("application/json")
        assert isinstance(answer.parsed, File)
        same(answer.parsed.payload.read() == read(content), True)


for kind, name in (("cjk", cjk), ("emoji", emoji), ("quotes", quotes)):

    @check(f"form {kind}")
    def _():
        upload_form(name, read("one"))

    @check(f"raw {kind}")
    def _():
        upload_raw(name, read("one"))


@check("list")
def _():
    files = files_list.sync(client=client, name="RAW-", sort=FilesListSort.SIZE)
    names = [file.file_name for file in files]
    same(names, ["raw-large.json", "raw-one.json", "raw-empty.json"])


@check("pages")
def _():
    ids, cursor = [], UNSET
    while cursor is not None:
        page = files_list.sync_detailed(client=client, limit=5, cursor=cursor)
        assert len(page.parsed) <= 5
        ids += [file.file_id for file in page.parsed]
        found = re.search(r"[?&]cursor=([^&>]+)", page.headers.get("Link", ""))
        cursor = found and found[1]
    same(len(ids), 12)
    same(ids, [file.file_id for file in files_list.sync(client=client)])


@check("metadata")
def _():
    answer = files_metadata.sync_detailed(by_content["large"], client=client)
    info = answer.parsed
    assert isinstance(info, FileInfo)
    same(
        (info.file_name, info.file_size, info.file_type),
        ("raw-large.json", 5 * 1024**2 + 1, "application/json"),
    )
    same(info.created_at.utcoffset().seconds, 0)
    assert re.fullmatch('".+"', answer.headers["ETag"])


@check("range")
def _():
    answer = download(by_content["large"], range_="bytes=1-3")
    same(answer.status_code, 206)
    same(answer.parsed.payload.read(), read("large")[1:4])


@check("not modified")
def _():
    file_id = by_content["one"]
    answer = download(file_id, if_none_match=etag(file_id))
    same((answer.status_code, answer.parsed), (304, None))


changing = upload_raw("changing.txt", read("one"))


@check("precondition failed")
def _():
    body = FileRename(file_name="never.txt")
    answer = files_rename.sync_detailed(changing, client=client, if_match='"other"', body=body)
    same((answer.status_code, answer.parsed.code), (412, "PRECONDITION_FAILED"))


@check("replace")
def _():
    changed = files_replace_content.sync(
        changing,
        client=client,
        if_match=etag(changing),
        body=File(payload=BytesIO(read("large"))),
    )
    assert isinstance(changed, FileChanged), changed
    same((changed.file.file_name, changed.file.revision), ("changing.txt", 2))


@check("rename")
def _():
    body = FileRename(file_name="renamed.md")
    changed = files_rename.sync(changing, client=client, body=body)
    assert isinstance(changed, FileChanged), changed
    same((changed.file.file_name, changed.file.revision), ("renamed.md", 3))


@check("delete")
def _():
    file_id = upload_raw("gone.txt", read("one"))
    deleted = files_delete.sync(file_id, client=client)
    assert isinstance(deleted, FileDeleted), deleted
    same(deleted.message, "File deleted.")
    same(download(file_id).status_code, 404)


@check("typed error")
def _():
    answer = files_metadata.sync_detailed("nothing", client=client)
    error = answer.parsed
    assert isinstance(error, FilesMetadataResponse404), error
    same((error.status, error.code), (404, FilesMetadataResponse404Code.FILE_NOT_FOUND))
    assert error.request_id
    # Each answer has a type of its own; one that knows all codes reads any of them.
    same(Problem.from_dict(error.to_dict()).code, "FILE_NOT_FOUND")
