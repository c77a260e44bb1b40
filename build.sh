#!/usr/bin/env bash
# build.sh: builds, runs, tests and packs netdev-exporter. `./build.sh help` lists the commands.
set -euo pipefail
cd "$(dirname "$0")"

# shellcheck source=src/Build/debian.sh
. src/Build/debian.sh
# shellcheck source=src/Build/parts.sh
. src/Build/parts.sh

readonly APT_FOLDER=$PWD/out/apt
[ "${CI:-}" != true ] || LOCKED=true
case ${LOCKED:=false} in
  true | false) ;;
  *) echo "build.sh: LOCKED=$LOCKED: expected true or false" >&2 && exit 2 ;;
esac
export RestoreLocked=$LOCKED # a property of the projects: src/Exporter/LockedRestore.targets

configuration=Debug # of the test programs
[ -w "${HOME:-/}" ] || export DOTNET_CLI_HOME=$PWD/out/home NUGET_PACKAGES=$PWD/out/home/packages

main() {
  local command
  executable=out/netdev-exporter
  if [ "${1:-}" = --arch ]; then
    choose_target "${2:-}"
    executable=out/netdev-exporter-$architecture
    shift 2
  fi
  command=${1:-build}
  [ $# -eq 0 ] || shift
  case $command in
    build | install | reproduce)
      [ $# -eq 0 ] || { echo "build.sh: $command: no use for '$*'; --arch stands before it" >&2 && exit 2; }
      [ -n "${architecture:-}" ] || choose_target "$(machine_architecture)"
      ;;
    *)
      [ -z "${architecture:-}" ] || { echo "build.sh: $command has no --arch" >&2 && exit 2; }
      case $command in run | test | bench | soak | boards) choose_target "$(machine_architecture)" ;; esac
      ;;
  esac
  case $command in
    build) build ;;
    install) prepare_link ;;
    revision) echo "${REVISION:-$(describe_revision)}" ;;
    run) build; exec "$executable" "$@" ;;
    test) run_tests "$@" ;;
    bench) bench ;;
    fuzz) fuzz "$@" ;;
    soak) soak "$@" ;;
    boards) boards ;;
    image) build_image "$@" ;;
    reproduce) reproduce ;;
    lock) lock ;;
    release) release "$@" ;;
    format) format_sources "$@" ;;
    help | -h | --help) print_help ;;
    *) print_help >&2 && exit 2 ;;
  esac
}

print_help() {
  cat <<'HELP'
./build.sh                 installs what is missing (apt, as root), builds the static out/netdev-exporter
./build.sh --arch ARCH     the same for amd64 or arm64, whatever this machine is: out/netdev-exporter-ARCH
./build.sh [--arch ARCH] install
                           installs what a build needs, as root, and nothing more
./build.sh run [flags]     builds, then runs it: on a bare host it serves that host's interfaces on :8080
./build.sh test            runs every test; ends with "N passed, M failed" (-class NAME: only that class); on amd64, the
                           end-to-end tests also run on the arm64 executable, under qemu-user (root, Linux 6.7)
./build.sh image           builds the image netdev-exporter, with docker or podman
./build.sh revision        prints the revision that a build states: the commit, with -dirty if a file differs from it
./build.sh bench           measures the stages in process and the parts of the executable, and compares the whole with
                           node_exporter (as root)
./build.sh [--arch ARCH] reproduce
                           builds twice, in two places that share only the NuGet cache, and compares the bytes
./build.sh release         builds what is published: tarballs, images, SBOMs, checksums (amd64, arm64; out/release)
                           (with a docker buildx that builds for several platforms: docker buildx create --use)
./build.sh lock            rewrites the list of packages for a locked restore (LOCKED=true; always in CI)
./build.sh fuzz [CASES]    runs parsers, page writer and HTTP server on CASES mutated inputs each (default 1,000,000)
./build.sh soak [SCRAPES]  scrapes the executable SCRAPES times (default 1,000,000); then an hour of use, compressed
./build.sh boards          tests both executables on Linux 5.10, 6.1, 6.12 and 16 KiB pages, booted in software
./build.sh format          formats the sources; --check only says whether they are formatted
HELP
}

# describe_revision: the commit, with -dirty if a file differs from it. Without git, as in the image's build stage, the
# commit that is checked out; unknown without a repository, as in an unpacked archive.
describe_revision() {
  git describe --always --exclude '*' --abbrev=12 --dirty 2>/dev/null || read_revision
}

# read_revision: the commit that is checked out, from the files of .git that .dockerignore lets through.
read_revision() {
  local head='' commit='' hash name reference
  [ ! -f .git/HEAD ] || read -r head <.git/HEAD || true
  case $head in
    'ref: '*)
      name=${head#ref: }
      if [ -f ".git/$name" ]; then
        read -r commit <".git/$name" || true
      elif [ -f .git/packed-refs ]; then
        while read -r hash reference; do [ "$reference" != "$name" ] || commit=$hash; done <.git/packed-refs
      fi
      ;;
    *) commit=$head ;;
  esac
  if [[ $commit =~ ^[0-9a-f]{40}([0-9a-f]{24})?$ ]]; then echo "${commit:0:12}"; else echo unknown; fi
}

# describe_version: the product's version.
describe_version() {
  sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' src/Exporter/Exporter.csproj
}

# describe_time: the commit's time, so that the same commit gives the same bytes whenever it is built.
describe_time() {
  if [ -n "${CREATED:-}" ]; then
    echo "$CREATED"
  else
    TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null || echo 1970-01-01T00:00:00Z
  fi
}

# machine_architecture: what this machine is, as Debian and container platforms call it.
machine_architecture() {
  dpkg --print-architecture 2>/dev/null || uname -m
}

# choose_target ARCH: sets what is built: $architecture, and $rid and $triple, which are .NET's and GNU's names for it.
choose_target() {
  architecture=$1
  case $architecture in
    amd64) rid=linux-x64 triple=x86_64-linux ;;
    arm64) rid=linux-arm64 triple=aarch64-linux ;;
    *) echo "build.sh: no build for the architecture '$architecture': expected amd64 or arm64" >&2 && exit 2 ;;
  esac
}

build() {
  prepare_link
  mkdir -p out
  revision=${REVISION:-$(describe_revision)}
  rm -rf "out/obj/Exporter/Release/net10.0/$rid/native" # a stale link would be reused silently
  publish src/Exporter "out/publish-$architecture"
  cp "out/publish-$architecture/netdev-exporter" "$executable.new"
  mv "$executable.new" "$executable" # a running instance keeps its file
  local map=out/obj/Exporter/Release/net10.0/$rid/native/map
  list_parts "$map" >"$executable.parts"
  write_sbom "$executable" "$executable.parts" "$(describe_version)" "$(describe_time)" >"$executable.cdx.json"
  write_notices "$executable.parts" >"$executable.notices.txt"
  echo "$executable: $(stat -c %s "$executable") bytes, $architecture, revision $revision"
}

# prepare_link: installs what links an executable for the target: the target's gcc, lld, which links for all of them,
# and musl's libc.a. Debian has musl as a package of the target's own architecture, which this machine's dpkg would
# reject.
prepare_link() {
  if [ "$architecture" = "$(machine_architecture)" ]; then
    install_packages gcc lld musl-dev
    return
  fi
  install_packages "gcc-${triple//_/-}-gnu" lld
  if [ -z "${MUSL_LIBRARY_PATH:-}" ]; then
    local folder=$PWD/out/cross/$architecture
    [ -f "$folder/packages" ] || unpack_packages "$(machine_suite)" "$architecture" "$folder" musl-dev
    MUSL_LIBRARY_PATH=$folder/usr/lib/$triple-musl/
  fi
  export COMPILER_PATH=/usr/bin # where a gcc for another architecture finds ld.lld
}

# publish PROJECT FOLDER: compiles natively, for the target.
publish() {
  dotnet publish "$1" -nologo -v:quiet -c Release -r "$rid" -o "$2" -p:Revision="$revision" \
    ${MUSL_LIBRARY_PATH:+-p:MuslLibraryPath="$MUSL_LIBRARY_PATH"}
}

# run_tests [RUNNER OPTION...]: runs everything, or what the options of the test programs select (-class NAME).
run_tests() {
  local programs=(Exporter.Tests Exporter.EndToEnd) can_build_arm64=true
  prepare_link
  MUSL_LIBRARY_PATH='' ./build.sh --arch arm64 install || can_build_arm64=false
  tests/Exporter.EndToEnd/prepare.sh & # fetches while the compilers run; they install nothing more
  preparing=$!
  trap 'kill "$preparing" 2>/dev/null && wait "$preparing" || true' EXIT
  build
  if ! "$can_build_arm64" || ! MUSL_LIBRARY_PATH='' ./build.sh --arch arm64; then
    [ "${CI:-}" != true ] || return 1
    rm -f out/netdev-exporter-arm64 # from another build
    echo "build.sh: no executable for arm64: what needs it is skipped by name"
  fi
  dotnet build Exporter.sln -nologo -v:quiet
  format_sources --check
  trap - EXIT
  wait "$preparing" || { echo "build.sh: prepare.sh failed: see above" >&2 && return 1; }

  # A test that must fail has to make the run fail; otherwise, no result below could be trusted.
  if (export EXPORTER_TEST_CANARY=1 && run_programs Exporter.Tests -- -class NetdevExporter.Tests.CanaryTests) \
    >out/canary.log 2>&1 || ! grep -qx '0 passed, 1 failed' out/canary.log; then
    cat out/canary.log
    echo "build.sh: a test that must fail did not fail the run" >&2
    return 1
  fi
  if [ "$(machine_architecture)" = arm64 ]; then
    echo "build.sh: no second run, on the executable for arm64: it is this machine's own"
  elif [ -f out/netdev-exporter-arm64 ] && tests/Exporter.EndToEnd/emulate.sh --check; then
    programs+=(Exporter.EndToEnd/arm64)
  else
    [ "${CI:-}" != true ] || return 1
    echo "build.sh: no second run, on the executable for arm64: see above"
  fi
  run_programs "${programs[@]}" -- "$@"
}

# run_programs PROJECT[/ARCH]... -- [RUNNER OPTION...]: runs test programs, which bring their own runner, and sums up
# what ran; with /ARCH, on that architecture's executable, under emulation. out/*.xml has the time of each test.
# A failure is a failed test, a program that prints no count or whose exit code contradicts its count, a run without any
# test, and, in CI, a skipped test, unless it was skipped because of emulation in a run under emulation. The last lines
# name the tests that failed, with their messages: of a long log, often only its end is kept.
run_programs() {
  local project passed=0 failed=0 skipped=0 emulated=0 log status total errors failures skips excused launcher
  local projects=() logs=()
  while [ "$1" != -- ]; do projects+=("$1") && shift; done
  shift
  for project in "${projects[@]}"; do
    log=out/${project/\//-}.log status=0 excused=0 launcher=()
    if [ "$project" != "${project%/*}" ]; then
      launcher=(env EMULATED_ARCHITECTURE="${project#*/}" tests/Exporter.EndToEnd/emulate.sh)
    fi
    "${launcher[@]}" dotnet "out/bin/${project%/*}/$configuration/net10.0/${project%/*}.dll" -noLogo -noColor \
      -xml "${log%.log}.xml" "$@" 2>&1 | tee "$log" || status=$?
    read -r total errors failures skips < <(tail -n 1 "$log" | sed -nE \
      -e 's/^ +[^ ]+ +Total: 0$/0 0 0 0/p' \
      -e 's/^ +[^ ]+ +Total: (.*), Errors: (.*), Failed: (.*), Skipped: (.*), Not Run: .*/\1 \2 \3 \4/p') ||
      { total=0 errors=1 failures=0 skips=0 && echo "$project: no count (exit code $status)"; }
    if [ "$status" -ne 0 ] && [ $((errors + failures)) -eq 0 ] && [ "$total" -gt 0 ]; then
      errors=1 && echo "$project: exit code $status although no test failed"
    fi
    if [ ${#launcher[@]} -gt 0 ]; then
      excused=$(grep -A 1 ' \[SKIP\]$' "$log" | grep -cE '^ +under emulation: ' || true)
    fi
    if [ $# -eq 0 ] && [ "$errors" -eq 0 ] && [ "$total" -eq "$skips" ]; then
      errors=1 && echo "$project: no test ran"
    fi
    failed=$((failed + errors + failures)) skipped=$((skipped + skips - excused)) emulated=$((emulated + excused))
    passed=$((passed + total - failures - skips))
    logs+=("$log")
  done
  sed -nsE '/ \[FAIL\]$|Cleanup Failure/,/^ *Stack Trace:$/p' "${logs[@]}" | cut -c 1-500
  [ "$emulated" -eq 0 ] || echo "$emulated skipped under emulation, each with its reason above"
  if [ "$skipped" -gt 0 ]; then
    echo "$skipped skipped, each with its reason above"
    [ "${CI:-}" != true ] || failed=$((failed + skipped))
  fi
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

bench() {
  build
  publish tests/Exporter.Bench out/bench
  out/bench/Exporter.Bench
  echo
  out/bench/Exporter.Bench parts "out/obj/Exporter/Release/net10.0/$rid/native/map"
  echo
  bench_outside
}

# bench_outside: compares the executable with Debian's node_exporter, in network and process namespaces of their own.
bench_outside() {
  local node_exporter=out/tools/node-exporter/usr/bin/prometheus-node-exporter tool
  if [ "$(id -u)" -ne 0 ]; then
    echo "build.sh: not measured from outside: needs root, for a network namespace of its own"
    return
  fi
  tests/Exporter.EndToEnd/prepare.sh bench || true # whatever is still missing is named below
  for tool in wrk ip "$node_exporter"; do
    if ! command -v "$tool" >/dev/null; then
      echo "build.sh: not measured from outside: $tool is missing"
      return
    fi
  done
  timeout --foreground -s KILL 480 unshare --net --pid --fork --mount --kill-child --mount-proc \
    out/bench/Exporter.Bench outside "$executable" "$node_exporter"
}

# fuzz [CASES]: runs the targets in parallel, with the canaries that they must find. EXPORTER_FUZZ_SEED, which
# each run prints, repeats a run.
fuzz() {
  configuration=Release
  dotnet build tests/Exporter.Tests -nologo -v:quiet -c "$configuration" -p:AssertInvariants=true
  export EXPORTER_FUZZ_CASES=${1:-1000000}
  run_programs Exporter.Tests -- \
    -class NetdevExporter.Tests.Procfs.NetDevFuzzTests \
    -class NetdevExporter.Tests.Exposition.DevicePageFuzzTests \
    -class NetdevExporter.Tests.Http.RequestFuzzTests \
    -class NetdevExporter.Tests.Http.ServerFuzzTests
}

# soak [SCRAPES]: scrapes the executable so often; then an hour of clients, interfaces and failures, a minute a second.
soak() {
  build
  tests/Exporter.EndToEnd/prepare.sh
  dotnet build tests/Exporter.EndToEnd -nologo -v:quiet
  export EXPORTER_SOAK_SCRAPES=${1:-1000000} EXPORTER_SOAK_MINUTES=60
  export EXPORTER_ATTACK_SECONDS=60 EXPORTER_CHURN_SECONDS=60
  run_programs Exporter.EndToEnd -- \
    -namespace NetdevExporter.EndToEnd.Soak -namespace NetdevExporter.EndToEnd.Hostile \
    -namespace NetdevExporter.EndToEnd.Crowds -diagnostics
}

# boards: boots whole systems, each of which runs the checks of Boards/init.sh; ./build.sh test boots two of them.
boards() {
  build
  ./build.sh --arch arm64
  tests/Exporter.EndToEnd/prepare.sh boards
  dotnet build tests/Exporter.EndToEnd -nologo -v:quiet
  export BOARDS=all
  run_programs Exporter.EndToEnd -- -namespace NetdevExporter.EndToEnd.Boards -diagnostics
}

format_sources() {
  dotnet format whitespace Exporter.sln --no-restore ${1:+--verify-no-changes}
  dotnet format style Exporter.sln --no-restore ${1:+--verify-no-changes}
}

reproduce() {
  local folder place hash hashes=()
  prepare_link
  revision=${REVISION:-$(describe_revision)}
  folder=$(mktemp -d)
  for place in "$folder/one" "$folder/another/and-longer/path"; do
    mkdir -p "$place"
    cp -R src build.sh .editorconfig "$place/"
    if ! REVISION=$revision LOCKED=true MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false \
      "$place/build.sh" --arch "$architecture" >"$folder/log" 2>&1; then
      cat "$folder/log" >&2
      rm -rf "$folder"
      return 1
    fi
    hash=$(sha256sum <"$place/out/netdev-exporter-$architecture")
    hashes+=("${hash%% *}")
    tail -n 1 "$folder/log"
    echo "${hash%% *}  $place/out/netdev-exporter-$architecture"
  done
  rm -rf "$folder"
  if [ "${hashes[0]}" != "${hashes[1]}" ]; then
    echo "build.sh: the bytes differ" >&2
    return 1
  fi
  echo "the same bytes"
}

# lock: a restore that fails because of what no lock file has (the runtime pack) has written its lock file nevertheless.
lock() {
  export RestoreLocked=true
  for rid in linux-x64 linux-arm64; do
    dotnet restore src/Exporter -v:quiet --force-evaluate -p:RestoreLockedMode=false -p:RuntimeIdentifier="$rid" \
      -p:BaseIntermediateOutputPath="$PWD/out/obj/lock-$rid/" || true
  done
  dotnet restore Exporter.sln -v:quiet --force-evaluate -p:RestoreLockedMode=false
  git status --short '*.lock.json'
}

# build_image [OPTION...]: builds the image for this machine's architecture, or for the one that --platform names.
build_image() {
  local tool
  for tool in docker podman; do
    if command -v "$tool" >/dev/null; then
      list_build_arguments
      export DOCKER_BUILDKIT=1 # the older engines' own builder does not know platforms
      "$tool" build --tag netdev-exporter "${build_arguments[@]}" "$@" .
      return
    fi
  done
  echo "build.sh: neither docker nor podman is here" >&2
  return 1
}

# list_build_arguments: puts into $build_arguments what the Dockerfile cannot know. SOURCE is the project's page.
list_build_arguments() {
  local created revision=${REVISION:-$(describe_revision)} label=org.opencontainers.image
  created=$(describe_time)
  build_arguments=(--build-arg REVISION="$revision" --build-arg CREATED="$created"
    --label "$label.revision=$revision" --label "$label.created=$created")
  [ -z "${SOURCE:-}" ] ||
    build_arguments+=(--label "$label.source=$SOURCE" --label "$label.documentation=$SOURCE#readme")
}

# release [OPTION...]: builds what is published, into out/release or RELEASE_FOLDER: for each architecture a tarball, an
# image for `docker load` and a bill of materials; an OCI layout with both images in one index; and the checksums. The
# Dockerfile builds the executables, so what is in the tarballs is what is in the images. Needs a docker buildx that
# builds for several platforms. The same commit, with the same base image and packages, gives the same bytes.
release() {
  local version target=${RELEASE_FOLDER:-out/release} folder parts architecture files name build_arguments
  folder=$target.new parts=$target.files
  version=$(describe_version)
  list_build_arguments
  build_arguments+=("$@")
  SOURCE_DATE_EPOCH=$(date -d "$(describe_time)" +%s)
  export SOURCE_DATE_EPOCH
  rm -rf "$folder" "$parts"
  mkdir -p "$folder"
  build_platforms linux/amd64,linux/arm64 --target files --output type=local,dest="$parts"
  for architecture in amd64 arm64; do
    name=netdev-exporter-$version-linux-$architecture
    files=$parts/linux_$architecture
    install -D -t "$parts/$name" "$files/netdev-exporter"
    install -D -m 644 -t "$parts/$name" "$files/THIRD-PARTY-NOTICES.txt" README.md compose.yml
    install -D -m 644 -t "$parts/$name/src/Deploy" src/Deploy/*.* # where README says; a token has no dot
    tar --create --directory "$parts" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
      --numeric-owner --mode=u=rwX,go=rX --format=ustar "$name" | gzip -9n >"$folder/$name.tar.gz"
    cp "$files/netdev-exporter.cdx.json" "$folder/sbom-$architecture.cdx.json"
    build_platforms "linux/$architecture" --tag netdev-exporter --tag "netdev-exporter:$version" \
      --output "type=docker,dest=$folder/$name-image.tar,rewrite-timestamp=true"
  done
  build_platforms linux/amd64,linux/arm64 --tag "netdev-exporter:$version" \
    --output "type=oci,dest=$folder/netdev-exporter-$version-image.tar,rewrite-timestamp=true"
  mkdir "$folder/image"
  tar --extract --directory "$folder/image" --file "$folder/netdev-exporter-$version-image.tar"
  rm "$folder/netdev-exporter-$version-image.tar"
  (cd "$folder" && sha256sum -- *.* image/index.json >SHA256SUMS)
  rm -rf "$target" "$parts"
  mv "$folder" "$target"
  ls -l "$target"
}

# build_platforms PLATFORM,... OPTION...: builds for those platforms, without what differs between two runs.
build_platforms() {
  docker buildx build --platform "$1" --provenance=false "${build_arguments[@]}" "${@:2}" .
}

main "$@"
