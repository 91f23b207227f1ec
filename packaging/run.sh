#!/usr/bin/env bash
# Installs what is missing, builds the release and opens the workbench on the embedded demo. Without a display (or with --terminal): the
# demo in the terminal, and pictures of the workbench in build/demo/.
source "$(dirname "${BASH_SOURCE[0]}")/build.sh" release

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "${1:-}" != "--terminal" ]; then
  exec build/release/bin/cloze-workbench
fi
rm -rf build/demo
build/release/bin/cloze demo --out build/demo
QT_QPA_PLATFORM=offscreen build/release/bin/cloze-workbench --screenshot build/demo 2> build/pictures.log || { cat build/pictures.log >&2; exit 1; }
echo "Pictures of the workbench: $root/build/demo"
