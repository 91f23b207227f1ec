# To be sourced with a preset's name: goes to the project's folder, installs what is missing, configures and builds. Leaves `root` set.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
bash packaging/install.sh
export PATH=/usr/bin:$PATH                                  # Debian's own CMake and ninja, also where others are installed
mkdir -p build
cmake --preset "$1" > build/configure.log 2>&1 || { cat build/configure.log >&2; exit 1; }
cmake --build "build/$1" -j "$(nproc)"
