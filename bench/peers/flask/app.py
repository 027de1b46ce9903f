"""A file service as Flask's documentation teaches it: https://flask.palletsprojects.com/en/stable/patterns/fileuploads/

The file keeps its name, made safe, and is served by send_from_directory. Raw bodies are read from `request.stream`:
https://flask.palletsprojects.com/en/stable/api/#flask.Request.stream
"""

import os
import shutil

from flask import Flask, abort, request, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)
app.config["UPLOAD_FOLDER"] = os.environ["DATA_DIR"]


def path_of(name: str) -> str:
    return os.path.join(app.config["UPLOAD_FOLDER"], secure_filename(name))


@app.post("/")
def upload_file():
    if "file" not in request.files:
        abort(400)
    file = request.files["file"]
    if not file.filename:
        abort(400)
    filename = secure_filename(file.filename)
    file.save(os.path.join(app.config["UPLOAD_FOLDER"], filename))
    return {"name": filename}, 201


@app.put("/uploads/<name>")
def upload_raw(name):
    with open(path_of(name), "wb") as target:
        shutil.copyfileobj(request.stream, target, 64 * 1024)
    return {"name": name}, 201


@app.get("/uploads/<name>")
def download_file(name):
    return send_from_directory(app.config["UPLOAD_FOLDER"], name)


@app.delete("/uploads/<name>")
def delete_file(name):
    os.unlink(path_of(name))
    return "", 204
