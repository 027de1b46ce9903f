# To be sourced by the suites in Python: virtual environments of pinned packages, and the built server to run against.

# install_packages NAME: what test/NAME/requirements.txt pins is in .venv/NAME, whose path is then in $venv.
install_packages() {
  local pins=test/$1/requirements.txt wanted
  venv=.venv/$1
  wanted=$(sha256sum "$pins")
  [[ $(cat "$venv/installed" 2>/dev/null) == "$wanted" ]] && return
  "${PYTHON:-python3.11}" -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$pins"
  printf '%s\n' "$wanted" >"$venv/installed"
}

# start_server [SETTING=VALUE …]: a server on a free port with an empty data directory, until the suite ends. Its
# address is then in $url; $work is a directory for what the suite itself writes.
start_server() {
  local main=${FILEDROP_MAIN:-dist/src/main.js} line output
  [[ -f $main ]] || npm run build
  work=$(mktemp -d)
  coproc SERVER { exec env PORT=0 HOST=127.0.0.1 DATA_DIR="$work/data" "$@" node "$main"; }
  server=$SERVER_PID
  exec {output}<&"${SERVER[0]}"
  trap stop_server EXIT

  url=
  while read -r line <&"$output"; do
    if [[ $line == *'"msg":"listening"'* && $line =~ \"url\":\"([^\"]+)\" ]]; then
      url=${BASH_REMATCH[1]}
      break
    fi
  done
  if [[ -z $url ]]; then
    echo 'The server ended before it listened.' >&2
    return 1
  fi
  # What it goes on to log has to be read, or it would wait for a reader some day.
  cat <&"$output" >/dev/null &
}

stop_server() {
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$work"
}
