#!/usr/bin/env bash
# What programs of others say of the built server: httplint and REDbot of its answers, Schemathesis of how they fit its
# own document. Further arguments go to Schemathesis.
set -euo pipefail
cd "$(dirname "$0")/../.."
source test/support/python-suite.sh

install_packages contract
# With tokens in use, so that requests without one are tried as well.
export TOKEN=contract PYTHONDONTWRITEBYTECODE=1
start_server API_TOKENS="all:upload,read,list,manage:$(printf %s "$TOKEN" | sha256sum | cut -c1-64)"

FILEDROP_URL=$url "$venv/bin/pytest" -q -p no:cacheprovider test/contract

report=$work/report.ndjson
"$venv/bin/schemathesis" --config-file test/contract/schemathesis.toml run "$url/openapi.json" \
  --report ndjson --report-ndjson-path "$report" "$@"
"$venv/bin/python" test/contract/reached.py "$report"
