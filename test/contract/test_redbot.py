"""Downloads at every door, held against RFC 9110 and 9111 by REDbot, which asks again with conditions and ranges."""

import json
from configparser import ConfigParser

import pytest
import thor
from exchange import EXPECTED, FORM, MULTIPART, TOKEN, URL, Exchange
from httplint.note import levels
from redbot.resource import HttpResource

DOORS = ("/files/{id}", "/file/download/{id}", "/uploads/lint.txt")


@pytest.fixture(scope="module")
def examined():
    """What REDbot found at each door, in one run of its loop: in a second it waits for connections of the first."""
    Exchange("POST", "/api/files", MULTIPART, FORM)
    file_id = json.loads(Exchange("POST", "/files/upload", MULTIPART, FORM).body)["file_id"]
    config = ConfigParser()
    config.read_dict({"redbot": {"enable_local_access": "True"}})
    resources = {path: HttpResource(config["redbot"]) for path in DOORS}
    for path, resource in resources.items():
        resource.set_request(f"{URL}{path.format(id=file_id)}", headers=list(TOKEN.items()))
        resource.on("check_done", lambda: all(r.check_done for r in resources.values()) and thor.stop())
        resource.check()
    thor.run()
    return resources


@pytest.mark.parametrize("path", DOORS)
def test_download_is_validated_and_resumed(examined, path):
    found = examined[path]
    assert found.response.status_code == 200, found.fetch_error
    assert (found.inm_support, found.ims_support, found.partial_support) == (True, True, True)
    warned = {str(note) for note in found.response.notes if note.level in (levels.BAD, levels.WARN)}
    assert warned - EXPECTED == set()
