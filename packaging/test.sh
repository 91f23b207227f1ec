#!/usr/bin/env bash
# Installs what is missing, builds everything with warnings as errors and runs every test. Prints how many tests were skipped; where
# ../shared is present, a skipped test is a failure.
source "$(dirname "${BASH_SOURCE[0]}")/build.sh" ci

result=0
ctest --test-dir build/ci -j "$(nproc)" --output-on-failure "$@" || result=$?
log=build/ci/Testing/Temporary/LastTest.log
skipped=$(grep -c '^SKIP ' "$log" || true)
echo "Skipped tests: $skipped"
if [ -d ../shared ] && [ "$skipped" -gt 0 ]; then
  grep '^SKIP ' "$log" >&2
  echo "A test was skipped although ../shared is present: that is a failure." >&2
  exit 1
fi
exit "$result"
