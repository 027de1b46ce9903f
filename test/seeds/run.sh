#!/usr/bin/env bash
# Runs the clients of the four seed documents against the built server, or against the one that FILEDROP_URL names.
# Further arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/../.."
source test/support/python-suite.sh

install_packages seeds
url=${FILEDROP_URL:-}
[[ -n $url ]] || start_server
FILEDROP_URL=$url PYTHONDONTWRITEBYTECODE=1 "$venv/bin/pytest" -q -p no:cacheprovider test/seeds "$@"
