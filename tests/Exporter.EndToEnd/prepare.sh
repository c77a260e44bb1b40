#!/usr/bin/env bash
# prepare.sh: fetches what only the end-to-end tests use: packages that are missing, and into out/tools
#   prometheus, promtool          those of the machine's release
#   prometheus-3/                 those of the long-term line 3, which a later release of Debian has
#   docker/cli-plugins/           compose and buildx, in the client's configuration folder
#   musl-next/                    musl-dev of the next Debian release
#   node-exporter/                unpacked, not installed: its service must not start
#   node-exporters/SUITE/         those of three releases of Debian, for the comparison
#   caddy/, nginx/, haproxy/      likewise
#   docker-next/                  the engine of the next Debian release, which builds for several platforms
#   cyclonedx/                    the schema of SBOMs
#   grafana-types/                Grafana's types, with what compares a dashboard with them (npm)
#   chromium/, browser/           the browser of the live page's tests, and what drives it (npm)
#   qemu-user/                    unpacked, not installed: it would register itself with the kernel
#   images/{sdk,debian,prometheus,node-exporter,caddy}.tar
#                                 stand-ins for the images that Dockerfile, compose.yml and README name, where none are
#                                 pulled
#   boards/busybox-ARCH/          for Boards/init.sh
#   boards/BOARD/{kernel,modules/}
#                                 Debian's kernels with a few of their modules, as board_kernels lists them
# `prepare.sh boards [BOARD...]` fetches all boards, or those named, and nothing else; `prepare.sh bench` fetches what
# ./build.sh bench uses: wrk, iproute2 and node-exporter/.
# Run again, it fetches only what is missing. Where packages come from is the machine's configuration.
set -euo pipefail
cd "$(dirname "$0")/../.."

# shellcheck source=/dev/null
. /etc/os-release
# shellcheck source=../../src/Build/debian.sh
. src/Build/debian.sh

readonly tools=$PWD/out/tools
readonly APT_FOLDER=$PWD/out/apt

main() {
  trap 'exit 143' TERM # once the command that runs has ended: dpkg may be unpacking
  mkdir -p "$tools"
  exec 9>"$tools/prepare.lock"
  flock 9 # two runs at once would unpack over each other
  case ${1:-tests} in
    bench)
      install_packages wrk iproute2 || true
      [ -d "$tools/node-exporter" ] || fetch_node_exporter
      return
      ;;
    boards)
      shift
      # shellcheck disable=SC2046
      fetch_boards ${@:-$(board_kernels | cut -d ' ' -f 1)}
      return
      ;;
  esac
  install_packages iptables iproute2 debootstrap binutils strace systemd python3-yaml python3-kubernetes \
    python3-jsonschema skopeo fonts-dejavu-core fontconfig-config || true
  # Somebody else's engine or client, from wherever, is left as it is.
  command -v dockerd >/dev/null || install_packages docker.io || true
  command -v docker >/dev/null || install_packages docker-cli || true # a package of its own from Debian 13 on
  [ -x "$tools/prometheus" ] || fetch_prometheus
  [ -d "$tools/prometheus-3" ] || fetch_prometheus_3
  [ -f "$tools/musl-next/packages" ] || fetch_musl
  [ -x "$tools/docker/cli-plugins/docker-compose" ] || fetch_docker_plugins
  [ -d "$tools/node-exporter" ] || fetch_node_exporter
  fetch_node_exporters
  [ -d "$tools/caddy" ] || unpack "$VERSION_CODENAME" "$tools/caddy" caddy
  [ -d "$tools/nginx" ] || unpack "$VERSION_CODENAME" "$tools/nginx" nginx
  [ -d "$tools/haproxy" ] || fetch_with_libraries "$tools/haproxy" haproxy
  [ -d "$tools/docker-next" ] || unpack "$(next_suite)" "$tools/docker-next" docker.io containerd
  [ -d "$tools/cyclonedx" ] || unpack "$(next_suite)" "$tools/cyclonedx" python3-cyclonedx-lib
  fetch_node_packages Dashboards/GrafanaTypes "$tools/grafana-types" ||
    echo "prepare.sh: no types of Grafana: what needs them is skipped by name" >&2
  fetch_node_packages Browser "$tools/browser" ||
    echo "prepare.sh: nothing drives the browser: what needs it is skipped by name" >&2
  [ -d "$tools/chromium" ] || fetch_with_libraries "$tools/chromium" chromium-headless-shell chromium-common ||
    echo "prepare.sh: no browser: what needs it is skipped by name" >&2
  [ -d "$tools/qemu-user" ] || unpack "$VERSION_CODENAME" "$tools/qemu-user" qemu-user-static
  fetch_boards amd64-5.10 arm64-6.12-16k # those of Boards/Board.cs that are always booted
  if [ -d "$tools/prometheus-3" ]; then
    make_image prometheus "$tools/prometheus-3/usr/bin/prometheus"
  else
    make_image prometheus "$tools/prometheus"
  fi
  make_image node-exporter "$tools/node-exporter/usr/bin/prometheus-node-exporter"
  make_image caddy "$tools/caddy/usr/bin/caddy"
  if [ "$(id -u)" -eq 0 ]; then
    make_sdk_image || echo "prepare.sh: no stand-in for the image of the .NET SDK; the engine has to pull it"
    make_debian_image || echo "prepare.sh: no stand-in for the image of Debian; the engine has to pull it"
  fi
}

# unpack SUITE FOLDER PACKAGE...: unpacks packages for this machine's own architecture.
unpack() {
  unpack_packages "$1" "$(dpkg --print-architecture)" "${@:2}"
}

# The release after this one where that is known to fit, else this one.
next_suite() {
  case $VERSION_CODENAME in
    bookworm) echo trixie ;;
    *) echo "$VERSION_CODENAME" ;;
  esac
}

fetch_prometheus() {
  unpack "$VERSION_CODENAME" "$tools/prometheus-package" prometheus
  ln -sf prometheus-package/usr/bin/prometheus prometheus-package/usr/bin/promtool "$tools/"
}

# fetch_prometheus_3: the packages of the first release that has Prometheus 3 and whose programs run here. If there is
# none, the tests that need it are skipped by name, and fail in CI.
fetch_prometheus_3() {
  local suite folder=$tools/prometheus-3
  for suite in forky sid; do
    unpack "$suite" "$folder.new" prometheus promtool || continue
    if "$folder.new/usr/bin/prometheus" --version 2>&1 | grep '^prometheus, version 3\.'; then
      mv "$folder.new" "$folder"
      return
    fi
    rm -rf "$folder.new"
  done
  echo "prepare.sh: Prometheus 3 is missing: neither forky nor sid has one that runs here" >&2
}

fetch_node_exporter() {
  unpack "$VERSION_CODENAME" "$tools/node-exporter" prometheus-node-exporter
}

# fetch_node_exporters: the package of each release that the exporter is compared with; one whose program does not run
# here is left out, and the test that needs it is skipped by name, and fails in CI.
fetch_node_exporters() {
  local suite folder
  for suite in bookworm trixie forky; do
    folder=$tools/node-exporters/$suite
    [ ! -d "$folder" ] || continue
    mkdir -p "$tools/node-exporters"
    unpack "$suite" "$folder.new" prometheus-node-exporter || continue
    if "$folder.new/usr/bin/prometheus-node-exporter" --version 2>&1 | grep '^node_exporter, version '; then
      mv "$folder.new" "$folder"
    else
      rm -rf "$folder.new"
      echo "prepare.sh: the node_exporter of $suite does not run here" >&2
    fi
  done
}

# fetch_with_libraries FOLDER PACKAGE [PACKAGE...]: with those of the first one's libraries that are not installed,
# which differ from release to release.
fetch_with_libraries() {
  local name libraries=()
  for name in $(package_libraries "$VERSION_CODENAME" "$(dpkg --print-architecture)" "$2"); do
    dpkg-query -W "$name" >/dev/null 2>&1 || libraries+=("$name")
  done
  unpack "$VERSION_CODENAME" "$@" "${libraries[@]}"
}

fetch_musl() {
  unpack "$(next_suite)" "$tools/musl-next" musl-dev
}

# fetch_node_packages SOURCE FOLDER: by npm, in the versions and with the hashes of the lock file in SOURCE. Debian's
# npm is 400 packages, so another one that is there will do.
fetch_node_packages() {
  local source=tests/Exporter.EndToEnd/$1 folder=$2
  ! cmp -s "$source/package-lock.json" "$folder/package-lock.json" || return 0
  command -v npm >/dev/null || install_packages nodejs npm || return 1
  rm -rf "$folder" "$folder.new"
  mkdir -p "$folder.new"
  cp "$source/package.json" "$source/package-lock.json" "$folder.new/"
  echo "fetching the packages of $source/package.json"
  npm ci --prefix "$folder.new" --ignore-scripts --no-audit --no-fund --loglevel=error || return 1
  mv "$folder.new" "$folder"
}

fetch_docker_plugins() {
  local compose=docker-compose
  [ "$ID" != ubuntu ] || compose=docker-compose-v2 # there the other name is the old program in Python
  unpack "$(next_suite)" "$tools/docker-package" "$compose" docker-buildx
  mkdir -p "$tools/docker/cli-plugins"
  mv "$tools"/docker-package/usr/libexec/docker/cli-plugins/* "$tools/docker/cli-plugins/"
  rm -rf "$tools/docker-package"
}

# board_kernels: each board's name, and the release, the architecture and the package of its kernel.
board_kernels() {
  cat <<'KERNELS'
amd64-5.10 bullseye amd64 linux-image-amd64
amd64-6.1 bookworm amd64 linux-image-amd64
amd64-6.12 trixie amd64 linux-image-amd64
arm64-5.10 bullseye arm64 linux-image-arm64
arm64-6.1 bookworm arm64 linux-image-arm64
arm64-6.12 trixie arm64 linux-image-arm64
arm64-6.12-16k trixie arm64 linux-image-arm64-16k
KERNELS
}

# fetch_boards BOARD...: what boots them. A board whose kernel is not to be had is left out, and named.
fetch_boards() {
  local board suite architecture package
  install_packages qemu-system-arm qemu-system-x86 cpio xz-utils || true
  for architecture in amd64 arm64; do
    [ -d "$tools/boards/busybox-$architecture" ] ||
      unpack_packages "$VERSION_CODENAME" "$architecture" "$tools/boards/busybox-$architecture" busybox-static || true
  done
  for board in "$@"; do
    read -r suite architecture package < <(board_kernels | sed -n "s/^$board //p") ||
      { echo "prepare.sh: no such board: $board" >&2 && return 2; }
    [ -f "$tools/boards/$board/modules/bonding.ko" ] ||
      fetch_kernel "$tools/boards/$board" "$suite" "$architecture" "$package" ||
      echo "prepare.sh: the board $board is missing" >&2
  done
}

# fetch_kernel FOLDER SUITE ARCHITECTURE PACKAGE: the newest kernel that the package names, of those that are not only
# listed, and the few modules of it that Boards/init.sh loads: 7 to 37 MB of some 300.
fetch_kernel() {
  local folder=$1 module name
  local network='veth|dummy|llc|stp|garp|mrp|8021q|bridge|tls|bonding|macvlan|failover|net_failover'
  rm -rf "$folder.package"
  for name in $(package_depends "$2" "$3" "$4"); do
    ! unpack_packages "$2" "$3" "$folder.package" "$name" || break
  done
  [ -d "$folder.package" ] || { echo "prepare.sh: no kernel of $4 ($2, $3)" >&2 && return 1; }
  rm -rf "$folder.new"
  mkdir -p "$folder.new/modules"
  find "$folder.package" -regextype posix-extended \
    -regex ".*/($network|virtio|virtio_(net|ring|pci|pci_(modern|legacy)_dev))\.ko(\.xz)?" \
    -exec cp -t "$folder.new/modules" {} +
  for module in "$folder.new"/modules/*.xz; do
    [ ! -e "$module" ] || xz -d "$module" || return 1
  done
  cp "$folder.package"/boot/vmlinuz-* "$folder.new/kernel" || return 1
  rm -rf "$folder.package" "$folder"
  mv "$folder.new" "$folder"
}

# make_image NAME PROGRAM: the program, its libraries, and what the published images have too: the user nobody, who owns
# the data folder. The image is known by the digest of the program.
make_image() {
  local image=$tools/images/$1 root=$tools/images/$1-root library digest
  digest=$(sha256sum <"$2" | cut -c 1-12)
  [ "$(cat "$image.digest" 2>/dev/null)" != "$digest" ] || return 0
  echo "making $image.tar"
  rm -rf "$root"
  mkdir -p "$root"/{bin,etc/prometheus,prometheus,tmp}
  cp -L "$2" "$root/bin/$1"
  for library in $(ldd "$2" | grep -o '/[^ ]*'); do
    mkdir -p "$root${library%/*}"
    cp -L "$library" "$root$library"
  done
  echo 'nobody:x:65534:65534:nobody:/prometheus:/bin/false' >"$root/etc/passwd"
  echo 'nobody:x:65534:' >"$root/etc/group"
  tar -c -C "$root" --owner=65534 --group=65534 -f "$image.part" .
  mv "$image.part" "$image.tar"
  echo "$digest" >"$image.digest"
  rm -rf "$root"
}

# The machine's .NET SDK, where the image of the SDK has it, without the largest of what the build does not use.
make_sdk_image() {
  local image=$tools/images/sdk dotnet digest
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  digest=$(dotnet --version)
  [ "$(cat "$image.digest" 2>/dev/null)" != "$digest" ] || return 0
  echo "making $image.tar"
  tar -c -f "$image.part" --exclude=FSharp --exclude=DotnetTools --exclude='TestHost*' \
    --exclude='Microsoft.AspNetCore.App*' --exclude=./templates --transform "s,^\./,usr/share/dotnet/," -C "$dotnet" . \
    && mv "$image.part" "$image.tar" && echo "$digest" >"$image.digest"
}

# A minimal system of this release, with how the machine reaches packages: apt's and NuGet's configuration and the
# certificates it trusts. These may change, so the image is known by their digest.
make_debian_image() {
  local image=$tools/images/debian root=$tools/debian-root home=$tools/debian-root/root digest archives
  archives=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Release: $VERSION_CODENAME" |
    head -n 1)
  if [ ! -d "$root" ]; then
    echo "making $root"
    rm -rf "$root.part"
    debootstrap --variant=minbase --include=ca-certificates "$VERSION_CODENAME" "$root.part" "$archives" \
      >"$tools/debootstrap.log" || { tail "$tools/debootstrap.log" >&2 && return 1; }
    rm -rf "$root.part"/var/cache/apt/archives/*.deb "$root.part"/var/lib/apt/lists/*
    mv "$root.part" "$root"
  fi
  rm -rf "$root"/etc/apt/sources.list* "$home"/.nuget
  mkdir -p "$root"/etc/apt/sources.list.d "$home"/.nuget/NuGet "$tools/images"
  # shellcheck disable=SC2046
  cp $(machine_sources) "$root/etc/apt/sources.list.d/"
  apt_network_settings >"$root/etc/apt/apt.conf.d/90machine"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/machine.crt" # not where an update would write its own
  cp -L ~/.nuget/NuGet/NuGet.Config "$home/.nuget/NuGet/" 2>/dev/null || true
  digest=$(cd "$root" && sha256sum etc/apt/sources.list.d/* etc/apt/apt.conf.d/90machine \
    etc/ssl/machine.crt root/.nuget/NuGet/* | sha256sum | cut -c 1-12)
  [ "$(cat "$image.digest" 2>/dev/null)" != "$digest" ] || return 0
  echo "making $image.tar"
  tar -c -f "$image.part" --exclude=./dev -C "$root" . \
    && mv "$image.part" "$image.tar" && echo "$digest" >"$image.digest"
}

main "$@"
