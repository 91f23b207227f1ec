#!/usr/bin/env bash
# clang-tidy on the files changed since REVISION (default: the last commit). Needs clang-tidy and a configured build/dev.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mapfile -t files < <(git diff --name-only --diff-filter=d "${1:-HEAD~1}" -- 'engine/*.cpp' 'experiments/*.cpp' 'widgets/*.cpp' 'app/*.cpp')
[ ${#files[@]} -gt 0 ] || { echo "no source file changed"; exit 0; }
# gcc's precompiled header is not clang's: tidy reads the plain includes.
mkdir -p build/tidy
sed -E 's/-include [^ ]*cmake_pch\.hxx/-include torch\/torch.h/g; s/-fpch-preprocess//g; s/-Winvalid-pch//g' build/dev/compile_commands.json > build/tidy/compile_commands.json
clang-tidy -p build/tidy --quiet "${files[@]}"
