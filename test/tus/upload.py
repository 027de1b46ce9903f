"""Uploads a file with tuspy, in pieces of so many bytes, and prints its address."""

import sys

from tusclient.client import TusClient

url, path, chunk_size, checksum = sys.argv[1:]
uploader = TusClient(url).uploader(
    path,
    chunk_size=int(chunk_size),
    metadata={"filename": "from python.bin"} if checksum == "yes" else {},
    upload_checksum=checksum == "yes",
    retries=500,
    retry_delay=0,
)
uploader.upload()
print(uploader.url)
