#!/usr/bin/env bash
# Prints the first Python of at least 3.11 on the path that can make a virtual environment.
set -u
for python in "${PYTHON:-}" python3 python3.11 python3.12 python3.13 python3.14; do
  [ -n "$python" ] || continue
  if "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "$python"
    exit 0
  fi
done
echo "需要 Python 3.11 或更新版本（含 venv）。Python 3.11 or newer, with venv, is needed." >&2
exit 1
