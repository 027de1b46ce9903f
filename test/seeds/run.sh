#!/usr/bin/env bash
# Runs the clients of the four seed documents against the built server: a virtual environment of pinned packages in
# .venv/, a server on a free port and an empty data directory, pytest, and the end of both.
# Further arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=${PYTHON:-python3.11}
venv=.venv/seeds
wanted=$(sha256sum test/seeds/requirements.txt)
if [[ ! -x $venv/bin/pytest || $(cat "$venv/installed" 2>/dev/null) != "$wanted" ]]; then
  "$python" -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r test/seeds/requirements.txt
  printf '%s\n' "$wanted" >"$venv/installed"
fi

main=${FILEDROP_MAIN:-dist/src/main.js}
[[ -f $main ]] || npm run build

data=$(mktemp -d)
coproc SERVER { PORT=0 HOST=127.0.0.1 DATA_DIR="$data" exec node "$main"; }
server=$SERVER_PID
exec {output}<&"${SERVER[0]}"
finish() {
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap finish EXIT

url=
while read -r line <&"$output"; do
  if [[ $line == *'"msg":"listening"'* && $line =~ \"url\":\"([^\"]+)\" ]]; then
    url=${BASH_REMATCH[1]}
    break
  fi
done
if [[ -z $url ]]; then
  echo 'The server ended before it listened.' >&2
  exit 1
fi
# What it goes on to log has to be read, or it would wait for a reader some day.
cat <&"$output" >/dev/null &

FILEDROP_URL=$url PYTHONDONTWRITEBYTECODE=1 "$venv/bin/pytest" -q -p no:cacheprovider test/seeds "$@"
