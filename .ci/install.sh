#!/usr/bin/env bash
# A stranger's first hour, by hand: .ci/install.sh PYTHON [homeless] [WORD …]
# In a fresh copy of what is committed: the README's fly command with that Python, then, with the network taken away, all
# its lines (but those that hold one of the words), and its test command as far as collecting goes. "homeless" is a user
# without a name, a home and a place for compiled kernels: the first flight says so in one sentence, the lines then
# keep kernels where KAZBEK_CACHE says. Needs root for both (setpriv, unshare); without "homeless" it stays root.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
python=$1; shift
place=$(mktemp -d /tmp/kazbek-install-XXXXXX); chmod 755 "$place"
trap 'rm -rf "$place"' EXIT
git -C "$here" archive HEAD | tar -x -C "$place"
as=(env HOME="$place/.home")
if [ "${1:-}" = homeless ]; then
  shift
  chown -R 54321:54321 "$place"
  as=(setpriv --reuid=54321 --regid=54321 --clear-groups env -u XDG_CACHE_HOME HOME=/nonexistent TMPDIR="$place")
fi
mkdir -p "$place/bin"; ln -sf "$python" "$place/bin/python3"
run() { "${as[@]}" PATH="$place/bin:$PATH" "$@"; }
offline() { unshare -n "${as[@]}" PATH="$place/bin:$PATH" "$@"; }
line() { sed -n "/<!-- $1 command -->/,/^\`\`\`\$/p" "$here/README.md" | grep '^python3 '; }

cd "$place"
run python3 --version
run bash -c "$(line fly)" >"$place/flown.txt" 2>"$place/said.txt" || { tail -5 "$place/said.txt"; exit 1; }
tail -2 "$place/flown.txt"
grep -h "cannot be kept" "$place/said.txt" || true
export KAZBEK_CACHE="$place/.kernels"
offline python3 .ci/readme_lines.py .venv "$@"
run bash -c "$(line test | sed 's/-n 2$/-q --collect-only/')" | tail -8
echo "all lines ran offline"
