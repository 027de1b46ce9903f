"""Whether a run of Schemathesis got anywhere: every success that the document describes was answered once."""

import json
import sys
from collections import defaultdict

import yaml

METHODS = {"get", "post", "put", "delete"}


def answered(events) -> dict[str, set[str]]:
    """The statuses of each operation, from the events of a run."""
    statuses = defaultdict(set)
    for event in map(json.loads, events):
        recorder = event.get("ScenarioFinished", {}).get("recorder") or {}
        for name, case in recorder.get("cases", {}).items():
            response = recorder["interactions"].get(name, {}).get("response")
            if response:
                operation = f"{case['value']['method']} {case['value']['path']}"
                statuses[operation].add(str(response["status_code"]))
    return statuses


def described(document) -> dict[str, set[str]]:
    return {
        f"{method.upper()} {path}": {status for status in operation["responses"] if status < "400"}
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


with open("openapi.yaml", encoding="utf-8") as file:
    wanted = described(yaml.safe_load(file))
with open(sys.argv[1], encoding="utf-8") as file:
    seen = answered(file)
missing = {operation: sorted(statuses - seen[operation]) for operation, statuses in wanted.items()}
for operation, statuses in missing.items():
    if statuses:
        print(f"{operation} never answered {', '.join(statuses)}", file=sys.stderr)
print(f"{sum(map(len, wanted.values()))} successes described, {sum(map(len, missing.values()))} never seen")
sys.exit(any(missing.values()))
