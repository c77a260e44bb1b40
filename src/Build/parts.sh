# shellcheck shell=bash
# parts.sh: what an executable is made of, told by the linker's map: the bill of materials and the notices beside it.
# build.sh sources it.

# list_parts MAP: a line for each part, of fields separated by tabs: name, version, licence (SPDX expression), package
# URL, and the file that states the licence; - is none. An archive or object of unknown origin is an error.
list_parts() {
  local file package version distribution
  distribution=$(. /etc/os-release && echo "$ID")
  sed -nE 's,^[^/]*(/.*\.(a|o))(\(|:\(|$).*,\1,p' "$1" | sort -u | while IFS= read -r file; do
    case $file in
      */netdev-exporter.o) ;; # the compiler's output: our code and the base library's
      */microsoft.netcore.app.runtime.nativeaot.*)
        package=${file#*/microsoft.netcore.app.runtime.nativeaot.} version=${package#*/} package=${package%%/*}
        version=${version%%/*}
        file=${file%%/runtimes/*}
        printf '.NET runtime and base library\t%s\tMIT\t%s\t%s\n' "$version" \
          "pkg:nuget/Microsoft.NETCore.App.Runtime.NativeAOT.$package@$version" "$file/LICENSE.TXT"
        printf 'LLVM libunwind (in the .NET runtime)\t-\tApache-2.0 WITH LLVM-exception\t-\t%s\n' \
          "$file/THIRD-PARTY-NOTICES.TXT"
        version=$(grep -aoE 'zlib-ng [0-9.]+' "$file/runtimes/$package/native/libz.a" | sort -u)
        printf 'zlib-ng (in the .NET runtime)\t%s\tZlib\t-\t%s\n' "${version#zlib-ng }" "$file/THIRD-PARTY-NOTICES.TXT"
        ;;
      "${MUSL_LIBRARY_PATH:-/usr/lib/$triple-musl/}"*)
        version=$(package_version "$file" musl-dev)
        printf 'musl\t%s\tMIT\tpkg:deb/%s/musl-dev@%s?arch=%s\t%s\n' "$version" "$distribution" "$version" \
          "$architecture" "$(musl_licence "${file%%/usr/lib/*}")"
        ;;
      */gcc*/*)
        package=$(dpkg -S "$file" | sed 's/:.*//')
        version=$(package_version "$file" "$package")
        printf 'GCC start files and libgcc\t%s\tGPL-3.0-or-later WITH GCC-exception-3.1\tpkg:deb/%s/%s@%s\t%s\n' \
          "$version" "$distribution" "$package" "$version" "/usr/share/doc/$package/copyright"
        ;;
      *) echo "build.sh: linked, and of unknown origin: $file" >&2 && return 1 ;;
    esac
  done | sort -u
}

# musl_licence ROOT: the licence of the musl that lies below ROOT; the machine's own where that one brings none.
musl_licence() {
  local file
  for file in {"$1",}/usr/share/doc/musl-dev/copyright; do
    if [ -f "$file" ]; then
      echo "$file"
      return
    fi
  done
}

# package_version FILE PACKAGE: the version of the package that FILE came in, installed or unpacked beside the build.
package_version() {
  local unpacked=${1%%/usr/lib/*}/packages
  if [ -f "$unpacked" ]; then
    sed -n "s/^$2\t//p" "$unpacked"
  elif dpkg -S "$1" >/dev/null 2>&1; then
    dpkg-query -W -f '${Version}\n' "$2" | head -n 1
  else
    echo unknown # built by hand
  fi
}

# write_sbom EXECUTABLE PARTS VERSION CREATED: writes the software bill of materials, CycloneDX 1.6, to stdout. PARTS is
# a file that list_parts wrote.
write_sbom() {
  local hash name version licence url file separator='' format
  format='    {"type": "library", "bom-ref": "%s", "name": "%s", "licenses": [{"expression": "%s"}]'
  hash=$(sha256sum <"$1")
  hash=${hash%% *}
  cat <<JSON
{
  "\$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "serialNumber": "urn:uuid:${hash:0:8}-${hash:8:4}-5${hash:13:3}-8${hash:17:3}-${hash:20:12}",
  "version": 1,
  "metadata": {
    "timestamp": "$4",
    "component": {
      "type": "application",
      "bom-ref": "netdev-exporter",
      "name": "netdev-exporter",
      "version": "$3",
      "hashes": [{"alg": "SHA-256", "content": "$hash"}]
    }
  },
  "components": [
JSON
  while IFS=$'\t' read -r name version licence url file; do
    if [ "$url" = - ]; then url=; else url=", \"purl\": \"$url\""; fi
    if [ "$version" = - ]; then version=; else version=", \"version\": \"$version\""; fi
    # shellcheck disable=SC2059
    printf "$separator$format$version$url}" "$name" "$name" "$licence"
    separator=$',\n'
  done <"$2"
  printf '\n  ],\n  "dependencies": [{"ref": "netdev-exporter", "dependsOn": ['
  cut -f 1 "$2" | sed 's/.*/"&"/' | paste -sd , | tr -d '\n'
  printf ']}]\n}\n'
}

# write_notices PARTS: what the parts' licences ask to be told, to stdout.
write_notices() {
  local file
  echo "netdev-exporter is one executable that has these parts in it:"
  echo
  cut -f 1-3 "$1" | sed -E 's/\t/, /g; s/^/  /'
  cut -f 5 "$1" | sort -u | while read -r file; do
    printf '\n\n======== %s ========\n\n' "${file##*/usr/share/doc/}" | sed 's|/.*/microsoft|microsoft|'
    cat "$file"
  done
}
