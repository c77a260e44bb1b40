#!/usr/bin/env bash
# build.sh: builds, runs, tests and packs netdev-exporter. `./build.sh help` lists the commands.
set -euo pipefail
cd "$(dirname "$0")"

readonly executable=out/netdev-exporter
[ "${CI:-}" != true ] || LOCKED=true
case ${LOCKED:=false} in true | false) ;; *) echo "build.sh: LOCKED=$LOCKED: expected true or false" >&2 && exit 2 ;; esac
export RestoreLocked=$LOCKED # a property of the projects: src/Exporter/LockedRestore.targets

configuration=Debug # that of the test programs
[ -w "${HOME:-/}" ] || export DOTNET_CLI_HOME=$PWD/out/home NUGET_PACKAGES=$PWD/out/home/packages

main() {
  local command=${1:-build}
  [ $# -eq 0 ] || shift
  case $command in
    build) build ;;
    run) build; exec "$executable" "$@" ;;
    test) run_tests "$@" ;;
    bench) bench ;;
    fuzz) fuzz "$@" ;;
    soak) soak "$@" ;;
    image) build_image "$@" ;;
    reproduce) reproduce ;;
    lock) lock ;;
    format) format_sources "$@" ;;
    help | -h | --help) print_help ;;
    *) print_help >&2 && exit 2 ;;
  esac
}

print_help() {
  cat <<'HELP'
./build.sh                 installs what is missing (apt, as root), publishes the static out/netdev-exporter
./build.sh run [flags]     the same, then runs it: on a bare host it serves that host's interfaces on :8080
./build.sh test            every test there is; ends with "N passed, M failed" (-class NAME: some of them)
./build.sh image           the image netdev-exporter, with docker or podman
./build.sh bench           what the stages cost in process, what the executable's bytes are for, and all of it beside
                           node_exporter (as root)
./build.sh reproduce       builds twice, in two places that share the NuGet cache alone, and compares the bytes
./build.sh lock            writes anew which packages a locked restore takes (LOCKED=true; always so in CI)
./build.sh fuzz [CASES]    parsers, page writer and HTTP server on CASES mutated inputs each (default 1,000,000)
./build.sh soak [SCRAPES]  the executable scraped so often (default 1,000,000), and an hour of its life in little
./build.sh format          formats the sources; --check only says whether they are formatted
HELP
}

# describe_revision: the commit, and whether the tree is another by now.
describe_revision() {
  git describe --always --exclude '*' --abbrev=12 --dirty 2>/dev/null || echo unknown
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
  revision=${REVISION:-$(describe_revision)}
  publish_newest
  cp out/publish/netdev-exporter "$executable.new"
  mv "$executable.new" "$executable" # an instance that runs keeps its file
  echo "$executable: $(stat -c %s "$executable") bytes, $framework, $rid, revision $revision"
}

# publish_newest: publishes the exporter with the newest framework whose packs restore here. One that restores and does
# not link (in an SDK image that nobody has tried, say) is no reason to have nothing, but in CI it is a failure.
publish_newest() {
  for framework in net10.0 net9.0; do
    lock_file=src/Exporter/packages.$framework.$rid.lock.json
    if [ "$RestoreLocked" = true ] && [ ! -f "$lock_file" ]; then
      echo "$framework: not locked: there is no $lock_file" >&2
      [ "$rid" != linux-x64 ] || return 1 # for others there is none in the repository
    fi
    if ! restores "$framework"; then
      if grep -E 'NU1004|NU1403' "out/probe-$framework.log" >&2; then
        echo "build.sh: $framework: these are not the packages of $lock_file" >&2
        return 1
      fi
      echo "$framework: its Native AOT packs do not restore here (out/probe-$framework.log)"
      continue
    fi
    echo "$framework: publishing for $rid"
    rm -rf out/obj/Exporter/Release/"$framework/$rid"/native # a stale link would be reused in silence
    ! publish src/Exporter out/publish || return 0
    echo "build.sh: $framework restores here, and its native executable could NOT be made" >&2
    [ "${CI:-}" != true ] || return 1
  done
  cat "out/probe-$framework.log" >&2
  echo "build.sh: no framework's native executable could be made here" >&2
  return 1
}

# publish PROJECT FOLDER: compiles natively, for the target that build has chosen.
publish() {
  dotnet publish "$1" -nologo -v:quiet -c Release -f "$framework" -r "$rid" -o "$2" \
    -p:NativeFramework="$framework" -p:Revision="$revision" \
    ${MUSL_LIBRARY_PATH:+-p:MuslLibraryPath="$MUSL_LIBRARY_PATH"}
}

# run_tests [RUNNER OPTION...]: everything, or what the options of the test programs select (-class NAME).
run_tests() {
  build
  tests/Exporter.EndToEnd/prepare.sh
  dotnet build Exporter.sln -nologo -v:quiet
  format_sources --check

  # A test that must fail has to make the run fail, or nothing below could be believed.
  if (export NETDEV_EXPORTER_TEST_CANARY=1 && run_programs Exporter.Tests -- -class NetdevExporter.Tests.CanaryTests) \
    >out/canary.log 2>&1 || ! grep -qx '0 passed, 1 failed' out/canary.log; then
    cat out/canary.log
    echo "build.sh: a test that must fail did not fail the run" >&2
    return 1
  fi
  run_programs Exporter.Tests Exporter.EndToEnd -- "$@"
}

# run_programs PROJECT... -- [RUNNER OPTION...]: runs test programs, which bring their own runner, and sums up what ran.
# A failure is a failed test, a program that gives no count or another exit code than its count says, a run of nothing,
# and, in CI, a test that was skipped.
run_programs() {
  local project passed=0 failed=0 skipped=0 log status total errors failures skips
  local projects=()
  while [ "$1" != -- ]; do projects+=("$1") && shift; done
  shift
  for project in "${projects[@]}"; do
    log=out/$project.log status=0
    dotnet "out/bin/$project/$configuration/net10.0/$project.dll" -noLogo -noColor "$@" 2>&1 | tee "$log" || status=$?
    read -r total errors failures skips < <(tail -n 1 "$log" | sed -nE \
      -e 's/^ +[^ ]+ +Total: 0$/0 0 0 0/p' \
      -e 's/^ +[^ ]+ +Total: (.*), Errors: (.*), Failed: (.*), Skipped: (.*), Not Run: .*/\1 \2 \3 \4/p') ||
      { total=0 errors=1 failures=0 skips=0 && echo "$project: no count (exit code $status)"; }
    if [ "$status" -ne 0 ] && [ $((errors + failures)) -eq 0 ] && [ "$total" -gt 0 ]; then
      errors=1 && echo "$project: exit code $status although no test failed"
    fi
    failed=$((failed + errors + failures)) skipped=$((skipped + skips))
    passed=$((passed + total - failures - skips))
  done
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
  out/bench/Exporter.Bench parts out/obj/Exporter/Release/"$framework/$rid"/native/map
  echo
  bench_outside
}

# bench_outside: the executable beside Debian's node_exporter, with interfaces and processes in namespaces of their own.
bench_outside() {
  local node_exporter=out/tools/node-exporter/usr/bin/prometheus-node-exporter tool
  if [ "$(id -u)" -ne 0 ]; then
    echo "build.sh: not measured from outside: needs root, for a network namespace of its own"
    return
  fi
  tests/Exporter.EndToEnd/prepare.sh bench || true # whatever is missing then is named here
  for tool in wrk ip "$node_exporter"; do
    if ! command -v "$tool" >/dev/null; then
      echo "build.sh: not measured from outside: $tool is missing"
      return
    fi
  done
  timeout --foreground -s KILL 120 unshare --net --pid --fork --mount --kill-child --mount-proc \
    out/bench/Exporter.Bench outside "$executable" "$node_exporter"
}

# fuzz [CASES]: the targets side by side, with the canaries that they must find. NETDEV_EXPORTER_FUZZ_SEED, which each
# run prints, makes one be had again.
fuzz() {
  configuration=Release
  dotnet build tests/Exporter.Tests -nologo -v:quiet -c "$configuration"
  export NETDEV_EXPORTER_FUZZ_CASES=${1:-1000000}
  run_programs Exporter.Tests -- \
    -class NetdevExporter.Tests.Procfs.NetDevFuzzTests \
    -class NetdevExporter.Tests.Exposition.DevicePageFuzzTests \
    -class NetdevExporter.Tests.Http.RequestFuzzTests \
    -class NetdevExporter.Tests.Http.ServerFuzzTests
}

# soak [SCRAPES]: the executable asked that often, and an hour of clients, interfaces and failures, a minute a second.
soak() {
  build
  tests/Exporter.EndToEnd/prepare.sh
  dotnet build tests/Exporter.EndToEnd -nologo -v:quiet
  export NETDEV_EXPORTER_SOAK_SCRAPES=${1:-1000000} NETDEV_EXPORTER_SOAK_MINUTES=60
  export NETDEV_EXPORTER_ATTACK_SECONDS=60 NETDEV_EXPORTER_CHURN_SECONDS=60
  run_programs Exporter.EndToEnd -- \
    -namespace NetdevExporter.EndToEnd.Soak -namespace NetdevExporter.EndToEnd.Hostile -diagnostics
}

format_sources() {
  dotnet format whitespace Exporter.sln --no-restore ${1:+--verify-no-changes}
  dotnet format style Exporter.sln --no-restore ${1:+--verify-no-changes}
}

reproduce() {
  local folder place hash hashes=()
  install gcc lld musl-dev
  revision=${REVISION:-$(describe_revision)}
  folder=$(mktemp -d)
  for place in "$folder/one" "$folder/another/and-longer/path"; do
    mkdir -p "$place"
    cp -R src build.sh .editorconfig "$place/"
    if ! REVISION=$revision LOCKED=true MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false \
      "$place/build.sh" >"$folder/log" 2>&1; then
      cat "$folder/log" >&2
      rm -rf "$folder"
      return 1
    fi
    hash=$(sha256sum <"$place/$executable")
    hashes+=("${hash%% *}")
    tail -n 1 "$folder/log"
    echo "${hash%% *}  $place/$executable"
  done
  rm -rf "$folder"
  if [ "${hashes[0]}" != "${hashes[1]}" ]; then
    echo "build.sh: the bytes differ" >&2
    return 1
  fi
  echo "the same bytes"
}

# lock: a restore that fails for what no lock file has (net10.0's runtime pack) has written its lock file all the same.
lock() {
  rid=$(runtime_identifier)
  export RestoreLocked=true
  for framework in net10.0 net9.0; do
    dotnet restore src/Exporter -v:quiet --force-evaluate -p:RestoreLockedMode=false -p:RuntimeIdentifier="$rid" \
      -p:NativeFramework="$framework" -p:BaseIntermediateOutputPath="$PWD/out/obj/lock-$framework/" || true
  done
  dotnet restore Exporter.sln -v:quiet --force-evaluate -p:RestoreLockedMode=false
  git status --short '*.lock.json'
}

build_image() {
  local tool revision
  revision=$(describe_revision)
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
