#!/bin/busybox sh
# init.sh: the first process of a board: a kernel, busybox, the executable (/exporter), the golden files and this. Runs
# each check, says how it went on the console, and powers the board off. Lines that the test reads begin with
#   OK   NAME            a check that holds
#   BAD  NAME            one that does not; what was seen follows, behind "     | "
#   FIGURE NAME VALUE    something measured
#   END  N checks        the last line
# With the word "serve" on the kernel's command line it serves instead, on port 8080, until the console says something.

main() {
  prepare
  case " $(cat /proc/cmdline) " in
    *" serve "*) serve_outside ;;
    *) run_checks </dev/null ;;
  esac
  echo "END  $count checks"
  poweroff -f
}

prepare() {
  /bin/busybox mkdir -p /bin /sbin /usr/bin /usr/sbin /proc /sys /dev /tmp /etc
  /bin/busybox --install -s >/dev/null 2>&1
  export PATH=/bin:/sbin:/usr/bin:/usr/sbin
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
  mount -t devtmpfs devtmpfs /dev
  mount -t tmpfs tmpfs /tmp
  printf 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\nexporter:x:60808:60808::/:/bin/sh\n' >/etc/passwd
  printf 'root:x:0:\nnogroup:x:65534:\nexporter:x:60808:\n' >/etc/group
  count=0
  version_inode=$(stat -c %i /proc/version)
  for module in failover net_failover virtio virtio_ring virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci \
    virtio_net veth; do
    [ ! -e "/modules/$module.ko" ] || insmod "/modules/$module.ko" # else built in, or of another kernel
  done
  ip link set lo up
}

run_checks() {
  describe
  check_command_line
  check_golden_pages
  check_http
  check_token
  check_socket_and_text_file
  check_limits
  check_whose_table
  check_container
  check_user_namespace
  check_hidden_processes
  check_subset
  check_numbers
  check_sysfs
  check_hostile_names
  check_memory
  check_many_interfaces
  [ ! -e /hoard ] || check_memory_limit
}

# --- How checks are reported.

# check NAME COMMAND...: the command succeeds.
check() {
  local name=$1
  shift
  count=$((count + 1))
  if "$@"; then
    echo "OK   $name"
  else
    echo "BAD  $name"
    return 1
  fi
}

# is NAME EXPECTED ACTUAL: the two are equal.
is() {
  check "$1" [ "$2" = "$3" ] || show "expected $2, was $3"
}

# has NAME TEXT FILE: the file has the text.
has() {
  check "$1" grep -qaF -- "$2" "$3" || show "expected $2 in:" "$(head -n 12 "$3")"
}

show() {
  printf '%s\n' "$@" | cat -v | sed 's/^/     | /'
}

figure() {
  echo "FIGURE $1 $2"
}

# wait_until COMMAND...: runs it until it succeeds, for a minute at most.
wait_until() {
  local end=$(($(uptime_seconds) + 60))
  until "$@" >/dev/null 2>&1; do
    [ "$(uptime_seconds)" -lt "$end" ] || return 1
    usleep 100000
  done
}

uptime_seconds() {
  cut -d . -f 1 /proc/uptime
}

# --- The executable as a server.

# start [FLAG...]: starts it, and waits until it listens: $server, its log /tmp/log.
start() {
  start_under unlimited "$@"
}

# start_under KIBIBYTES [FLAG...]: the same with so much address space.
start_under() {
  : >/tmp/log
  (ulimit -v "$1" && shift && enter_group && exec /exporter "$@") 2>/tmp/log &
  server=$!
  wait_until has_started || { show "not listening:" "$(cat /tmp/log)" && return 1; }
}

# enter_group: moves the shell that calls it into the control group $group, if there is one.
enter_group() {
  [ -z "${group:-}" ] || echo 0 >"$group/cgroup.procs"
}

has_started() {
  grep -q listening /tmp/log || ! kill -0 "$server"
}

# stop: ends it; its exit code is in $code.
stop() {
  code=0
  kill -TERM "$server" && wait "$server" || code=$?
}

# talk: sends its input to the server and prints what comes back.
talk() {
  timeout 120 nc 127.0.0.1 8080
}

# status METHOD PATH [FIELD]: the status of the answer to one request.
status() {
  printf '%s %s HTTP/1.1\r\nHost: board\r\n%b\r\n' "$1" "$2" "${3:+$3\r\n}Connection: close\r\n" | talk | answer_code
}

answer_code() {
  head -n 1 | cut -d ' ' -f 2
}

# scrape: leaves the page in /tmp/page.
scrape() {
  rm -f /tmp/page
  timeout 120 wget -qO /tmp/page http://127.0.0.1:8080/metrics
}

# --- The checks.

describe() {
  figure kernel "$(uname -r)"
  figure machine "$(uname -m)"
  figure page-KiB "$(awk '/^KernelPageSize/ { print $2; exit }' /proc/self/smaps)"
  figure inode-own-table "$(stat -Lc %i /proc/self/net/dev)"
  figure inode-proc-version "$version_inode"
}

check_command_line() {
  /exporter --version >/tmp/out 2>&1
  is "--version exits with 0" 0 $?
  has "--version names the architecture" "$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/'))" /tmp/out
  /exporter --doctor >/tmp/out 2>&1
  is "--doctor exits with 0" 0 $?
  has "--doctor finds all well" "all is well" /tmp/out
  /exporter --once >/tmp/out 2>&1
  is "--once exits with 0" 0 $?
  has "--once prints the loopback interface" 'netdev_receive_bytes_total{interface="lo"}' /tmp/out
  has "the host's own table is the host's" 'namespace="host"} 1' /tmp/out
}

# The pages that Exporter.Tests compares in process; what the exporter says of itself follows them.
check_golden_pages() {
  local page name
  for page in /golden/*.prom; do
    name=${page##*/} name=${name%.prom}
    /exporter --once --path.netdev="/golden/${name%.*}.netdev" --metrics.names="${name##*.}" |
      sed -e '/^# HELP node_uname_info /,$d' -e '/^# HELP netdev_exporter_build_info /,$d' >/tmp/out
    check "golden page $name" cmp "$page" /tmp/out
  done
}

check_http() {
  start --web.listen-address=:8080
  scrape
  has "a scrape" "netdev_interfaces " /tmp/page
  timeout 120 wget -qO /tmp/page 'http://[::1]:8080/metrics'
  has "a scrape over IPv6" "netdev_interfaces " /tmp/page
  check "the health check exits with 0" wait_until /exporter --healthcheck
  is "an unknown path is 404" 404 "$(status GET /nothing)"
  is "another method is 405" 405 "$(status POST /metrics 'Content-Length: 0')"
  is "a malformed request is 400" 400 "$(printf 'FOO\r\n\r\n' | talk | answer_code)"
  {
    printf 'GET /metrics HTTP/1.1\r\nHost: board\r\n\r\nHEAD /metrics HTTP/1.1\r\nHost: board\r\n\r\n'
    printf 'GET /-/healthy HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n'
  } | talk >/tmp/out
  is "three requests at once on one connection" 3 "$(grep -ac '^HTTP/1.1 200' /tmp/out)"
  {
    printf 'GET /metrics HTTP/1.1\r\nHost: board\r\n\r\n' && sleep 1
    printf 'GET /metrics HTTP/1.1\r\nHost: board\r\n\r\nGE' && sleep 1
    printf 'T /metrics HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n'
  } | talk >/tmp/out
  is "three requests with pauses on one connection" 3 "$(grep -ac '^HTTP/1.1 200' /tmp/out)"
  is "two threads" 2 "$(ls "/proc/$server/task" | wc -l)"
  stop
  is "SIGTERM ends it with 0" 0 "$code"
  has "SIGTERM is logged" 'msg="stopped"' /tmp/log
}

check_token() {
  echo sesame-open-0123456789 >/tmp/token
  chmod 600 /tmp/token
  start --web.listen-address=127.0.0.1:8080 --web.token-file=/tmp/token
  is "without the token it is 401" 401 "$(status GET /metrics)"
  is "with another token it is 401" 401 "$(status GET /metrics 'Authorization: Bearer sesame-open-0123456788')"
  is "with the token it is 200" 200 "$(status GET /metrics 'Authorization: Bearer sesame-open-0123456789')"
  stop
}

check_socket_and_text_file() {
  mkdir /tmp/text
  start --web.listen-address=unix:/tmp/socket --textfile.path=/tmp/text/netdev.prom --textfile.interval=1s
  check "the health check over a Unix socket" wait_until /exporter --healthcheck --web.listen-address=unix:/tmp/socket
  wait_until [ -s /tmp/text/netdev.prom ]
  has "the text file has the page" "netdev_interfaces " /tmp/text/netdev.prom
  stop
  is "the stop removes the text file and the socket" "" "$(ls -d /tmp/text/* /tmp/socket 2>/dev/null)"
}

# Little address space, and no memory promised that there is not.
check_limits() {
  local mebibytes
  for mebibytes in 40 60 84; do
    start_under $((mebibytes * 1024)) --web.listen-address=127.0.0.1:8080
    scrape
    has "$mebibytes MiB of address space" "netdev_interfaces " /tmp/page
    stop
  done
  echo 50 >/proc/sys/vm/overcommit_ratio
  echo 2 >/proc/sys/vm/overcommit_memory
  start --web.listen-address=127.0.0.1:8080
  scrape
  has "vm.overcommit_memory=2" "netdev_interfaces " /tmp/page
  stop
  echo 0 >/proc/sys/vm/overcommit_memory
}

check_whose_table() {
  unshare -n /exporter --once --path.netdev=/proc/1/net/dev >/tmp/out 2>&1
  has "another network namespace: the host's table" 'namespace="host"} 1' /tmp/out
  unshare -n /exporter --once --path.netdev=/proc/self/net/dev >/tmp/out 2>&1
  is "another network namespace: its own table is refused" 1 $?
  has "another network namespace: says that it is its own" "own interfaces, not the host's" /tmp/out
  unshare -n /exporter --once --path.netdev=/proc/self/net/dev --source.allow-own >/tmp/out 2>&1
  has "another network namespace: its own table where that is allowed" 'namespace="own"} 1' /tmp/out
}

# A container as an engine makes one: namespaces and a root of its own, the user 60808, and one file mounted.
check_container() {
  local root=/tmp/container other
  mkdir "$root"
  mount -t tmpfs tmpfs "$root"
  mkdir -p "$root/bin" "$root/etc" "$root/proc" "$root/dev" "$root/host/proc/1/net" "$root/out"
  cp /exporter "$root/"
  cp /bin/busybox "$root/bin/"
  ln -s busybox "$root/bin/sh"
  cp /etc/passwd /etc/group "$root/etc/"
  : >"$root/host/proc/1/net/dev"
  mount --bind /proc/1/net/dev "$root/host/proc/1/net/dev"
  unshare -n sleep 1000000 &
  other=$!
  wait_until has_own_network "$other"
  : >"$root/other"
  mount --bind "/proc/$other/net/dev" "$root/other"
  : >"$root/outer"
  cat >"$root/inside.sh" <<'INSIDE'
export PATH=/bin
/bin/busybox --install -s /bin
as_exporter() { su -s /bin/sh exporter -c "exec $*"; }
mount -t proc proc /proc
as_exporter /exporter --doctor >/out/doctor 2>&1
as_exporter /exporter --once >/out/host 2>&1
as_exporter /exporter --once --path.netdev=/proc/1/net/dev >/out/own 2>&1
as_exporter /exporter --once --path.netdev=/other >/out/other 2>&1
mount --bind /proc/1/net/dev /outer
for path in /outer /host/proc/1/net/dev; do
  unshare -n -p -m -f sh -c "mount -t proc proc /proc && exec /exporter --once --path.netdev=$path" \
    >"/out/nested-${path##*/}" 2>&1
done
INSIDE
  unshare -n -p -m -f chroot "$root" /bin/sh /inside.sh
  kill "$other"
  has "a container: the user is 60808 and has no capabilities" "60808, group 60808, no capabilities" "$root/out/doctor"
  has "a container: --doctor finds all well" "all is well" "$root/out/doctor"
  has "a container: the mounted file is the host's table" 'namespace="host"} 1' "$root/out/host"
  has "a container: its own table is refused" "own interfaces, not the host's" "$root/out/own"
  has "a container: another one's table is not called the host's" 'namespace="unknown"} 1' "$root/out/other"
  has "a container in it: the outer one's table is not called the host's" 'namespace="unknown"} 1' \
    "$root/out/nested-outer"
  has "a container in it: the mounted file is the host's table" 'namespace="host"} 1' "$root/out/nested-dev"
}

has_own_network() {
  [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/1/ns/net)" ]
}

check_user_namespace() {
  unshare -U -r -n /exporter --once --path.netdev=/proc/1/net/dev >/tmp/out 2>&1
  has "a user namespace: the host's table" 'namespace="host"} 1' /tmp/out
}

check_hidden_processes() {
  mkdir /tmp/hidden
  mount -t proc -o hidepid=2 proc /tmp/hidden
  : >/tmp/file
  mount --bind /tmp/hidden/1/net/dev /tmp/file
  chmod 755 /tmp
  unshare -n su -s /bin/sh nobody -c 'exec /exporter --once --path.procfs=/tmp/hidden' >/tmp/out 2>&1
  has "hidepid=2: nobody is told so" "No such file or directory; that procfs has hidepid=2" /tmp/out
  unshare -n su -s /bin/sh nobody -c 'exec /exporter --once --path.netdev=/tmp/file' >/tmp/out 2>&1
  has "hidepid=2: the mounted file is the host's table" 'namespace="host"} 1' /tmp/out
  umount /tmp/file
  umount /tmp/hidden
}

# A /proc of processes alone: Linux 5.10 opens no net/dev in it, though each is there.
check_subset() {
  local words="with subset=pid nothing tells whether they are the host's"
  case $(uname -r) in 5.*) words="No such file or directory; that procfs has subset=pid" ;; esac
  for path in /proc/1/net/dev /proc/self/net/dev; do
    unshare -n -m -p -f sh -c "mount -t proc -o subset=pid proc /proc && exec /exporter --once --path.netdev=$path" \
      >/tmp/out 2>&1
    is "subset=pid: $path is refused" 1 $?
    has "subset=pid: $path: says why" "$words" /tmp/out
  done
}

# Which table is the host's is told by numbers: none that is made later may get a lower one than /proc/version.
check_numbers() {
  local round process processes below=0
  for round in 1 2 3; do
    processes=
    for process in $(seq 60); do
      unshare -n sleep 1000000 &
      processes="$processes $!"
    done
    for process in $processes; do
      wait_until has_own_network "$process"
      [ "$(stat -Lc %i "/proc/$process/net/dev")" -gt "$version_inode" ] || below=$((below + 1))
    done
    kill $processes
    wait $processes 2>/dev/null
  done
  is "none of 180 network namespaces is numbered below /proc/version" 0 "$below"
}

# What each kind of interface has in sysfs, by the kernel's own drivers.
check_sysfs() {
  local module name
  for module in llc stp garp mrp 8021q bridge tls macvlan; do
    [ ! -e "/modules/$module.ko" ] || insmod "/modules/$module.ko"
  done
  insmod /modules/bonding.ko max_bonds=0
  ip link add pair type veth # and veth0
  ip link add bond7 type bond
  ip link set pair master bond7
  ip link add bridge7 type bridge
  ip link set bond7 master bridge7
  ip link add link veth0 name vlan7 type vlan id 7
  ip link add link veth0 name macvlan7 type macvlan
  for name in pair veth0 bond7 bridge7; do ip link set "$name" up; done
  /exporter --once --path.sysfs=/sys >/tmp/out 2>&1
  for name in lo/loopback bond7/bond bridge7/bridge vlan7/vlan macvlan7/macvlan pair/veth veth0/veth; do
    has "sysfs: ${name%/*} is of the kind ${name#*/}" \
      "netdev_interface_info{interface=\"${name%/*}\",kind=\"${name#*/}\",master=" /tmp/out
  done
  has "sysfs: a slave names its bond" 'interface="pair",kind="veth",master="bond7"}' /tmp/out
  has "sysfs: a port names its bridge" 'interface="bond7",kind="bond",master="bridge7"}' /tmp/out
  has "sysfs: the bond has a slave" 'netdev_bonding_slaves{interface="bond7"} 1' /tmp/out
  has "sysfs: the bond can use it" 'netdev_bonding_active{interface="bond7"} 1' /tmp/out
  has "sysfs: loopback is up" 'netdev_up{interface="lo"} 1' /tmp/out
  has "sysfs: the MTU" 'netdev_mtu_bytes{interface="pair"} 1500' /tmp/out
  for name in macvlan7 vlan7 bridge7 bond7 pair; do ip link del "$name"; done
}

check_hostile_names() {
  ip link add pair type veth # and veth0
  ip link set pair name "$(printf 'a\377"')"
  ip link set veth0 name "$(printf 'b\\n\001')"
  /exporter --once >/tmp/out 2>&1
  has "an interface's name with a quote and no UTF-8" 'netdev_receive_bytes_total{interface="a/ff\""} ' /tmp/out
  has "an interface's name with a backslash and a control character" \
    "$(printf 'netdev_receive_bytes_total{interface="b\\\\n\001"} ')" /tmp/out
  ip link del "$(printf 'a\377"')"
}

# Always at the same addresses, as MemoryTests does, so that two boots can be compared.
check_memory() {
  echo 0 >/proc/sys/kernel/randomize_va_space
  ip link add pair type veth
  start --web.listen-address=127.0.0.1:8080
  for i in $(seq 100); do scrape; done
  figure interfaces-few "$(interfaces)"
  figure resident-few-KiB "$(resident)"
  is "two threads after 100 scrapes" 2 "$(ls "/proc/$server/task" | wc -l)"
  stop
}

check_many_interfaces() {
  local i
  insmod /modules/dummy.ko numdummies=802 # and as many of veth as make 1,005 with the loopback interface and the pair
  for i in $(seq 100); do ip link add "pair$i" type veth; done
  figure interfaces-many "$(interfaces)"
  start --web.listen-address=127.0.0.1:8080
  for i in $(seq 10); do
    scrape
    timeout 120 wget -qO /tmp/page.gz --header 'Accept-Encoding: gzip' http://127.0.0.1:8080/metrics
  done
  figure resident-many-KiB "$(resident)"
  is "each of more than 1,004 interfaces is on the page" "$(interfaces)" \
    "$(grep -c '^netdev_receive_packets_total' /tmp/page)"
  gunzip -c /tmp/page.gz | constant >/tmp/unpacked
  constant </tmp/page >/tmp/plain
  check "the compressed page is the plain one" cmp /tmp/plain /tmp/unpacked
  figure page-bytes "$(wc -c </tmp/page)"
  figure page-compressed-bytes "$(wc -c </tmp/page.gz)"
  stop
}

# The limits of the files in src/Deploy, where the kernel counts the buffers of sockets (cgroup v2).
check_memory_limit() {
  mkdir -p /sys/fs/cgroup
  mount -t cgroup2 none /sys/fs/cgroup
  echo +memory >/sys/fs/cgroup/cgroup.subtree_control
  group=/sys/fs/cgroup/exporter
  check_attack 32 1004 pages
  check_attack 32 1004 write
  check_attack 16 64 pages
  check_attack 16 64 small
  check_attack 6 4 write
  check_attack 6 4 partial
  group=
}

# check_attack MEBIBYTES INTERFACES KIND: with so much memory, it outlives 64 clients that never read, and another gets
# the page.
check_attack() {
  local name="$1 MiB, $2 interfaces, $3" attack
  mkdir "$group"
  echo "$1M" >"$group/memory.max"
  {
    head -n 2 /proc/net/dev
    seq "$2" | awk '{ printf "veth%d: %d %d 0 0 0 0 0 0 %d 1 0 0 0 0 0 0\n", $1, $1 * 79190, $1 * 7, $1 * 9999 }'
  } >/tmp/dev
  start --web.listen-address=127.0.0.1:8080 --path.netdev=/tmp/dev
  /hoard "$3" >/tmp/hoard &
  attack=$!
  wait_until grep -q full /tmp/hoard
  scrape
  figure "$1-MiB-$2-$3" "$(memory_figures)"
  is "$name: no process is killed" 0 "$(sed -n 's/^oom_kill //p' "$group/memory.events")"
  has "$name: another client gets the page" "netdev_interfaces $2" /tmp/page
  kill "$attack"
  wait "$attack" 2>/dev/null
  stop
  wait_until rmdir "$group"
}

# memory_figures: what the group has of memory and of buffers of sockets, and had at most (Linux 5.19), in KiB.
memory_figures() {
  local file
  for file in current peak; do
    [ ! -e "$group/memory.$file" ] || echo -n "$file $(($(cat "$group/memory.$file") / 1024)) "
  done
  sed -n 's/^sock //p' "$group/memory.stat" | awk '{ printf "sock %d", $1 / 1024 }'
}

interfaces() {
  echo $(($(wc -l </proc/net/dev) - 2))
}

# resident: what the server has in memory: smaps counts pages; VmRSS is rounded per processor from Linux 6.2 on.
resident() {
  awk '/^Rss:/ { print $2 }' "/proc/$server/smaps_rollup"
}

# constant: the samples of a page that a scrape does not change.
constant() {
  grep -a '^netdev_[rt]' | grep -av 'interface="lo"'
}

# --- For a Prometheus outside.

serve_outside() {
  wait_until [ -e /sys/class/net/eth0 ]
  ip addr add 10.0.2.15/24 dev eth0 # qemu's user network
  ip link set eth0 up
  start --web.listen-address=:8080
  echo SERVING
  read -r _
  stop
  is "SIGTERM ends it with 0" 0 "$code"
}

main
