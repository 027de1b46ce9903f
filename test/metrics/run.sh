#!/usr/bin/env bash
# What the built server answers at /metrics, held against Prometheus' own checker, before and after all kinds of traffic.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v promtool >/dev/null; then
  echo 'promtool is missing; on Debian: apt-get install --no-install-recommends prometheus' >&2
  exit 1
fi
work=$(mktemp -d)
exec 3< <(DATA_DIR=$work/data PORT=0 MAX_FILE_SIZE=1MiB exec node dist/src/main.js 2>&1)
server=$!
trap 'kill $server 2>/dev/null && wait $server || true; rm -rf "$work"' EXIT

port=
while read -r line <&3; do
  if [[ $line =~ \"url\":\"http://127.0.0.1:([0-9]+)\" ]]; then
    port=${BASH_REMATCH[1]}
    break
  fi
done
[ -n "$port" ]
url=http://127.0.0.1:$port
# The rest of the log, which would fill the pipe otherwise.
cat <&3 >/dev/null &

check() {
  curl -fsS "$url/metrics" -o "$work/metrics"
  promtool check metrics <"$work/metrics"
  [ "$(curl -fsSI "$url/metrics" | tr -d '\r' | sed -n 's/^content-type: //p')" = \
    'text/plain; version=0.0.4; charset=utf-8' ]
}

check

head -c 100000 /dev/urandom >"$work/file"
head -c 2000000 /dev/urandom >"$work/too-large"
for path in upload api/files file/upload/ files/upload; do
  curl -fsS -o /dev/null -F "file=@$work/file;filename=a.bin" "$url/$path"
done
link=$(curl -fsS -F "file=@$work/file" "$url/files/upload" | sed -E 's/.*"download_link":"([^"]+)".*/\1/')
for path in "$link" "$link/metadata" files uploads/a.bin docs/ livez readyz openapi.yaml nothing/here files/nothing; do
  curl -sS -o /dev/null "$url/${path#/}"
done
curl -sS -o /dev/null -X DELETE "$url/docs"
curl -sS -o /dev/null -X PROPFIND "$url/files"
curl -sS -o /dev/null --data-binary "@$work/too-large" "$url/files/upload"
exec 4<>"/dev/tcp/127.0.0.1/$port"
printf 'no HTTP at all\r\n\r\n' >&4
cat <&4 >/dev/null
exec 4>&-
exec 4<>"/dev/tcp/127.0.0.1/$port"
printf 'POST /files/upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\nhalf' >&4
exec 4>&-

check
for operation in formUpload namedUpload shareUpload filesUpload filesDownload namedDownload systemDocs unknown unparsable; do
  grep -q "^filedrop_http_requests_total{operation=\"$operation\"," "$work/metrics"
done
echo "promtool has nothing to say against $(grep -vc '^#\|^$' "$work/metrics") samples of $(grep -c '^# TYPE' "$work/metrics") metrics"
