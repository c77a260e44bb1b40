#!/usr/bin/env bash
# emulate.sh COMMAND...: runs a command where executables for arm64 run, by qemu-user (prepare.sh fetches it).
# `emulate.sh --check` only says whether this machine can do that: exit code 0, or 1 and a line that says why not.
# The kernel starts qemu-user for such a file as a binfmt_misc of the command's own says, in a user namespace of its own
# (Linux 6.7 or later): the machine's binfmt_misc stays as it is. Root in there may make network namespaces and mounts,
# and sees the machine's network and files, and all its users.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly qemu=$PWD/out/tools/qemu-user/usr/bin/qemu-aarch64-static

# How binfmt_misc knows an executable for arm64: class, byte order, type (2 or 3) and machine (183) of its ELF header.
# P: the program's name stays what it was called by. F: qemu is opened now, so that it is there in a chroot, too.
readonly magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
readonly mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
readonly rule=":qemu-aarch64:M::$magic:$mask:$qemu:PF"

main() {
  local answer
  [ $# -gt 0 ] || fail "which command?"
  [ -x "$qemu" ] || fail "$qemu is missing; prepare.sh fetches it"
  [ "$(id -u)" -eq 0 ] || fail "needs root, for a user namespace with all users"
  make_user_namespace
  if [ "$1" = --check ]; then
    answer=$(enter true 2>&1) ||
      fail "no binfmt_misc in a user namespace ($(uname -r); Linux 6.7 or later has it): ${answer%%$'\n'*}"
  else
    enter "$@"
  fi
}

fail() {
  echo "emulate.sh: $*" >&2
  exit 1
}

# make_user_namespace: makes one with the users and groups that are here. It is that of the process $holder, which ends
# when this script does, however it ends: then its input does.
make_user_namespace() {
  local attempt
  exec {input}> >(exec unshare --user cat)
  holder=$!
  for ((attempt = 0; attempt < 100; attempt++)); do
    if [ "$(readlink "/proc/$holder/ns/user")" != "$(readlink /proc/self/ns/user)" ]; then
      awk '{ print $1, $1, $3 }' /proc/self/uid_map >"/proc/$holder/uid_map"
      awk '{ print $1, $1, $3 }' /proc/self/gid_map >"/proc/$holder/gid_map"
      return
    fi
    sleep 0.05
  done
  fail "no user namespace"
}

# enter COMMAND...: runs a command in that namespace, and in new ones of mounts and processes: what it mounts, what
# ip(8) keeps in /run/netns and what still runs at its end are gone with it. Where processes have a namespace of the
# user namespace's own, procfs may be mounted (hidepid).
enter() {
  nsenter --user="/proc/$holder/ns/user" \
    unshare --mount --propagation private --pid --fork --kill-child --mount-proc sh -e -c '
    mount -t binfmt_misc none /proc/sys/fs/binfmt_misc
    printf %s "$0" >/proc/sys/fs/binfmt_misc/register
    mkdir -p /run/netns
    mount -t tmpfs none /run/netns
    "$@" || exit $? # not by exec: process 1 has to wait for what others leave behind' "$rule" "$@" {input}>&-
}

main "$@"
