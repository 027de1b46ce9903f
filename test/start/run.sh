#!/usr/bin/env bash
# The first command of the README, `npm start`, as a person runs it: it serves a file, and ends cleanly when told to.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
exec 3< <(DATA_DIR=$work/data PORT=0 exec npm start 2>&1)
npm=$!
trap 'kill $npm 2>/dev/null || true; rm -rf "$work"' EXIT

url=
while read -r line <&3; do
  echo "$line"
  if [[ $line =~ \"url\":\"([^\"]+)\".*\"msg\":\"listening\" ]]; then
    url=${BASH_REMATCH[1]}
    break
  fi
done
[ -n "$url" ]

head -c 100000 /dev/urandom >"$work/sent"
link=$(curl -fsS -F "file=@$work/sent" "$url/files/upload" | sed -E 's/.*"download_link":"([^"]+)".*/\1/')
curl -fsS -o "$work/received" "$url$link"
cmp "$work/sent" "$work/received"
curl -fsS -o /dev/null "$url/docs/"

kill -TERM "$npm"
grep '"msg":"stopped"' <&3
echo "npm start served a file from $url and stopped when told to"
