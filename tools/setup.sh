#!/usr/bin/env bash
# Installs what Herald needs on Debian 12: `tools/setup.sh build` for the binary, `tools/setup.sh test` for the tests as well.
# Says nothing and takes a moment when everything is there already.
set -euo pipefail

build_packages=(
  g++ cmake ninja-build ccache mold pkg-config ca-certificates curl
  librestinio-dev libasio-dev libhttp-parser-dev libcurl4-openssl-dev rapidjson-dev
  libsqlite3-dev libpq-dev libssl-dev libsodium-dev libphonenumber-dev libicu-dev
  libspdlog-dev libfmt-dev libcli11-dev libtomlplusplus-dev prometheus-cpp-dev
  libhowardhinnant-date-dev tzdata zlib1g-dev libmimalloc-dev libmagic-dev jq
)
test_packages=(
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev libxml2-dev
  clang-16 clang-tidy-16 clang-format-16 libclang-rt-16-dev
  postgresql-15 postgresql-client-15 python3-venv python3-pip sqlite3 git
  clamav-daemon
)

packages=("${build_packages[@]}")
if [[ "${1:-build}" == test ]]; then
  packages+=("${test_packages[@]}")
  command -v npm >/dev/null || packages+=(nodejs npm)
  command -v mvn >/dev/null || packages+=(maven)
  command -v javac >/dev/null || packages+=(openjdk-17-jdk-headless)
fi

missing=()
for package in "${packages[@]}"; do
  [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

sudo=()
if [[ $EUID -ne 0 ]]; then
  command -v sudo >/dev/null || { echo "Missing packages: ${missing[*]}. Install them as root, or install sudo." >&2; exit 1; }
  sudo=(sudo)
fi
echo "Installing: ${missing[*]}" >&2
# A new cluster would be started by the postgresql package; the tests start their own, as an ordinary user.
if [[ " ${missing[*]} " == *" postgresql-15 "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
  "${sudo[@]}" mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
