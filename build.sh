#!/usr/bin/env bash
# build.sh: builds, runs, tests and packs netdev-exporter. `./build.sh help` lists the commands.
set -euo pipefail
cd "$(dirname "$0")"

readonly executable=out/netdev-exporter

main() {
  local command=${1:-build}
  [ $# -eq 0 ] || shift
  case $command in
    build) build ;;
    run) build; exec "$executable" "$@" ;;
    test) run_tests "$@" ;;
    bench) bench ;;
    fuzz) fuzz "$@" ;;
    image) build_image "$@" ;;
    format) format_sources "$@" ;;
    help | -h | --help) print_help ;;
    *) print_help >&2 && exit 2 ;;
  esac
}

print_help() {
  cat <<'HELP'
./build.sh                 installs what is missing (apt, as root), publishes the static out/netdev-exporter
./build.sh run [flags]     the same, then runs it: on a bare host it serves that host's interfaces on :8080
./build.sh test            every test there is; ends with "N passed, M failed"
./build.sh image           the image netdev-exporter, with docker or podman
./build.sh bench           what the stages cost, in process
./build.sh fuzz [CASES]    the parsers and writers on CASES mutated inputs each (default 1,000,000)
./build.sh format          formats the sources; --check only says whether they are formatted
HELP
}

# install PACKAGE...: installs those Debian packages that are missing.
install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    echo "build.sh: missing packages: ${missing[*]}. Install them, or run this once as root." >&2
    exit 1
  fi
  echo "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

runtime_identifier() {
  case $(uname -m) in
    x86_64) echo linux-x64 ;;
    aarch64) echo linux-arm64 ;;
    *) echo "build.sh: no Native AOT for $(uname -m)" >&2 && return 1 ;;
  esac
}

# restores FRAMEWORK: whether its Native AOT packs are to be had here; a feed may lack those of the newest.
restores() {
  dotnet restore src/Exporter -p:RuntimeIdentifier="$rid" -p:NativeFramework="$1" \
    -p:BaseIntermediateOutputPath="$PWD/out/obj/probe-$1/" >"out/probe-$1.log" 2>&1
}

build() {
  install gcc lld musl-dev
  mkdir -p out
  rid=$(runtime_identifier)
  revision=${REVISION:-$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)}
  publish_newest
  cp out/publish/netdev-exporter "$executable.new"
  mv "$executable.new" "$executable" # an instance that runs keeps its file
  echo "$executable: $(stat -c %s "$executable") bytes, $framework, $rid, revision $revision"
}

# publish_newest: publishes the exporter with the newest framework that does it here.
publish_newest() {
  for framework in net10.0 net9.0; do
    if ! restores "$framework"; then
      echo "$framework: its Native AOT packs do not restore here (out/probe-$framework.log)"
      continue
    fi
    echo "$framework: publishing for $rid"
    rm -rf out/obj/Exporter/Release/"$framework/$rid"/native # a stale link would be reused in silence
    ! publish src/Exporter out/publish || return 0
  done
  echo "build.sh: no framework's native executable could be made here" >&2
  return 1
}

# publish PROJECT FOLDER: compiles natively, for the target that build has chosen.
publish() {
  dotnet publish "$1" -nologo -v:quiet -c Release -f "$framework" -r "$rid" -o "$2" \
    -p:NativeFramework="$framework" -p:Revision="$revision" \
    ${MUSL_LIBRARY_PATH:+-p:MuslLibraryPath="$MUSL_LIBRARY_PATH"}
}

# run_tests: everything, in two programs that bring their own runner. A run of nothing is no success.
run_tests() {
  build
  tests/Exporter.EndToEnd/prepare.sh
  dotnet build Exporter.sln -nologo -v:quiet
  format_sources --check

  passed=0 failed=0
  NETDEV_EXPORTER_TEST_CANARY=1 run_test_program Exporter.Tests -class NetdevExporter.Tests.CanaryTests \
    >out/canary.log 2>&1
  if [ "$failed" -ne 1 ]; then
    cat out/canary.log
    echo "build.sh: a test that must fail did not: the count below could not be believed" >&2
    exit 1
  fi

  passed=0 failed=0
  run_test_program Exporter.Tests "$@"
  run_test_program Exporter.EndToEnd "$@"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# run_test_program PROJECT [ARGUMENT...]: runs one; adds to passed and failed. One that gives no count has failed.
run_test_program() {
  local project=$1 log=out/$1.log total errors failures skipped not_run
  shift
  dotnet "out/bin/$project/Debug/net10.0/$project.dll" -noLogo -noColor "$@" 2>&1 | tee "$log" || true
  read -r total errors failures skipped not_run < <(
    sed -nE 's/.*Total: (.*), Errors: (.*), Failed: (.*), Skipped: (.*), Not Run: ([0-9]+).*/\1 \2 \3 \4 \5/p' "$log"
  ) || total=0 errors=1 failures=0 skipped=0 not_run=0
  failed=$((failed + errors + failures))
  passed=$((passed + total - failures - skipped - not_run))
}

bench() {
  build
  publish tests/Exporter.Bench out/bench
  out/bench/Exporter.Bench
}

fuzz() {
  passed=0 failed=0
  dotnet build tests/Exporter.Tests -nologo -v:quiet
  NETDEV_EXPORTER_FUZZ_CASES=${1:-1000000} run_test_program Exporter.Tests \
    -class NetdevExporter.Tests.Procfs.NetDevFuzzTests -class NetdevExporter.Tests.Http.RequestFuzzTests
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

format_sources() {
  dotnet format whitespace Exporter.sln --no-restore ${1:+--verify-no-changes}
  dotnet format style Exporter.sln --no-restore ${1:+--verify-no-changes}
}

build_image() {
  local tool revision
  revision=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
  for tool in docker podman; do
    if command -v "$tool" >/dev/null; then
      "$tool" build --tag netdev-exporter --build-arg REVISION="$revision" "$@" .
      return
    fi
  done
  echo "build.sh: neither docker nor podman is here" >&2
  return 1
}

main "$@"
