"""What Schemathesis cannot judge by itself."""

from base64 import b64encode
from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation


@schemathesis.hook
def map_case(context, case):
    """Makes one of the two digests of a raw body the right one: none that is made up ever is."""
    content = getattr(case.body, "data", None)
    if content is not None and "content-digest" in case.headers:
        case.headers["content-digest"] = f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"
    return case


@schemathesis.hook
def filter_failure(context, failure, case, response) -> bool:
    """Drops the complaint that a form was accepted which is right as it was sent.

    All that a form carries is text: `true` in place of a text is the text "true" when it arrives. Schemathesis allows
    for that, but not in forms with a file, whose bytes its validator does not take.
    """
    if not isinstance(failure, AcceptedNegativeData) or case.media_type != "multipart/form-data":
        return True
    return not (only_body_is_wrong(case) and is_right_as_sent(case, response.request))


def only_body_is_wrong(case) -> bool:
    components = case.meta.components.items()
    return all(where == ParameterLocation.BODY for where, part in components if part.mode.is_negative)


def is_right_as_sent(case, request) -> bool:
    schema = case.operation.get_body_for_media_type(case.media_type).optimized_schema
    described = schema["properties"]
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parts = list(BytesParser(policy=HTTP).parsebytes(head + request.body).iter_parts())
    names = [part.get_param("name", header="content-disposition") for part in parts]
    if any(names.count(name) > 1 for name in described):
        return False
    if not set(schema.get("required", ())) <= set(names):
        return False
    if schema.get("additionalProperties") is False and not set(names) <= set(described):
        return False
    is_file = {name: part.get_filename() is not None for name, part in zip(names, parts)}
    return all(is_file[name] == (name == "file") for name in names if name in described)
