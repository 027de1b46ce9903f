"""Requests to the server under test, one a connection."""

import os
from http.client import HTTPConnection
from urllib.parse import urlsplit

# What the programs warn of and we mean.
EXPECTED = {
    # Node says how long it keeps a connection, so that clients which listen do not send into its end.
    "The Keep-Alive header is deprecated.",
    # What these answers are for.
    "The server didn't understand the request.",
}

URL = os.environ["FILEDROP_URL"].rstrip("/")
TOKEN = {"Authorization": f"Bearer {os.environ['TOKEN']}"}
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="lint.txt"\r\n\r\n'
FORM = PART + b"lint" * 5000 + b"\r\n--x--\r\n"
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


class Exchange:
    """One request and its answer."""

    def __init__(self, method, path, headers=None, body=None):
        self.method = method
        self.path = path
        self.sent = TOKEN | (headers or {})
        connection = HTTPConnection(urlsplit(URL).netloc)
        connection.request(method, path, body, {name: value for name, value in self.sent.items() if value})
        answer = connection.getresponse()
        self.status, self.reason, self.headers = answer.status, answer.reason, answer.headers
        self.body = answer.read()
        connection.close()
