# shellcheck shell=bash
# debian.sh: Debian packages, for build.sh and for tests/Exporter.EndToEnd/prepare.sh. Source it.
# Where packages come from is the machine's own configuration.

# install_packages PACKAGE...: installs those that are missing; returns 1 and names them where that needs root.
install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    echo "${0##*/}: missing packages: ${missing[*]}. Install them, or run this once as root." >&2
    return 1
  fi
  echo "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# unpack_packages SUITE ARCHITECTURE FOLDER PACKAGE...: downloads packages of a release of this distribution, for an
# architecture, and unpacks them into FOLDER, all or nothing; FOLDER/packages names them with versions. APT_FOLDER
# (out/apt) holds the package lists, which are apart from the machine's own: it needs no root, and dpkg hears neither of
# another release nor of another architecture.
unpack_packages() {
  local suite=$1 architecture=$2 folder=$3 apt=$APT_FOLDER/$1-$2 archive
  shift 3
  echo "fetching $* ($suite, $architecture)"
  update_lists "$suite" "$architecture"
  rm -f "$apt"/archives/*.deb
  if ! (cd "$apt/archives" && APT_CONFIG=$apt/apt.conf apt-get download -qq "$@"); then
    echo "${0##*/}: this machine's package sources do not have all of these ($suite, $architecture): $*" >&2
    return 1
  fi
  rm -rf "$folder.part"
  mkdir -p "$folder.part"
  for archive in "$apt"/archives/*.deb; do
    dpkg -x "$archive" "$folder.part"
    dpkg-deb -W --showformat '${Package}\t${Version}\n' "$archive" >>"$folder.part/packages"
  done
  rm -f "$apt"/archives/*.deb
  rm -rf "$folder"
  mv "$folder.part" "$folder"
}

# package_depends SUITE ARCHITECTURE PACKAGE: prints the first package that each version of a package depends on, the
# newest version's first. A package such as linux-image-arm64 is no more than the name of another.
package_depends() {
  update_lists "$1" "$2"
  APT_CONFIG=$APT_FOLDER/$1-$2/apt.conf apt-cache show "$3" 2>/dev/null | sed -nE 's/^Depends: ([^ ,]+).*/\1/p'
}

# package_libraries SUITE ARCHITECTURE PACKAGE: prints the libraries' packages that a package depends on, and those that
# these depend on.
package_libraries() {
  local direct
  update_lists "$1" "$2"
  direct=$(list_libraries "$@")
  # shellcheck disable=SC2086
  list_libraries "$1" "$2" --recurse $direct
}

list_libraries() {
  APT_CONFIG=$APT_FOLDER/$1-$2/apt.conf apt-cache depends --important "${@:3}" |
    sed -nE 's/^( *\|?Depends: )?(lib[^ <>]+)$/\2/p' | sort -u
}

# update_lists SUITE ARCHITECTURE: keeps the package lists of a release in APT_FOLDER (out/apt), apart from those of the
# machine: it needs no root, and dpkg hears neither of another release nor of another architecture.
update_lists() {
  local suite=$1 architecture=$2 apt=$APT_FOLDER/$1-$2 source
  mkdir -p "$apt"/{sources,lists/partial,cache/archives/partial,archives}
  for source in $(machine_sources); do
    sed "s/\b$(machine_suite)\b/$suite/g" "$source" >"$apt/sources/${source##*/}"
  done
  {
    apt_network_settings
    echo "APT::Architecture \"$architecture\"; APT::Architectures \"$architecture\";"
    echo "Dir::Etc::SourceList \"/dev/null\"; Dir::Etc::SourceParts \"$apt/sources\";"
    echo "Dir::State::Lists \"$apt/lists\"; Dir::Cache \"$apt/cache\"; APT::Sandbox::User \"root\";"
  } >"$apt/apt.conf"
  if [ -z "$(find "$apt/updated" -mmin -1440 2>/dev/null)" ]; then # what a list names is there for a day or more
    APT_CONFIG=$apt/apt.conf apt-get update -qq
    touch "$apt/updated"
  fi
}

# machine_suite: this release's name, as package sources have it.
machine_suite() {
  (. /etc/os-release && echo "$VERSION_CODENAME")
}

# machine_sources: the files that say where this release's packages come from.
machine_sources() {
  grep -lsw "$(machine_suite)" /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources
}

# apt_network_settings: how this machine reaches them: proxies, certificates, checks. Index targets are of programs that
# need not be there.
apt_network_settings() {
  apt-config dump Acquire | grep -v 'Acquire::IndexTargets'
}
