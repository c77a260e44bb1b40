#!/usr/bin/env bash
# boot-unit.sh FOLDER KERNEL BUSYBOX EXECUTABLE UNIT: boots a machine in software with the systemd of this machine, and
# it starts the unit; prints its console. It has no disk and no network. systemd must run nowhere else: in a namespace
# of this machine it would empty this machine's /tmp, as it does at every boot.
set -euo pipefail
readonly folder=$1 kernel=$2 busybox=$3 executable=$4 unit=$5
readonly root=$folder/root

mkdir -p "$root"/{bin,dev,etc/systemd/system,home,proc,root,run,sys,tmp,usr/lib/systemd,usr/local/bin,var/lib,var/tmp}
install "$busybox" "$root/bin/busybox"
for name in cat grep poweroff sh sleep wget; do ln -s busybox "$root/bin/$name"; done
install "$executable" "$root/usr/local/bin/netdev-exporter"
install -m 644 "$unit" "$root/etc/systemd/system/netdev-exporter.service"
for program in /usr/lib/systemd/systemd /usr/lib/systemd/systemd-executor; do # the second from systemd 255 on
  [ -e "$program" ] || continue
  install "$program" "$root/usr/lib/systemd/"
  for library in $(ldd "$program" | grep -o '/[^ ]*'); do
    [ -e "$root$library" ] || install -D "$library" "$root$library"
  done
done
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
echo ID=test >"$root/etc/os-release"
touch "$root/etc/machine-id"

cat >"$root/etc/systemd/system/only.target" <<'UNIT'
[Unit]
DefaultDependencies=no
Wants=netdev-exporter.service check.service
UNIT
cat >"$root/etc/systemd/system/check.service" <<'UNIT'
[Service]
Type=oneshot
StandardOutput=tty
StandardError=tty
TTYPath=/dev/console
ExecStart=/bin/sh /check
UNIT
cat >"$root/check" <<'SCRIPT'
until wget -q -O - http://127.0.0.1:8080/-/ready; do sleep 1; done
wget -q -O - http://127.0.0.1:8080/metrics | grep -E '^(netdev_source_info|netdev_receive_bytes_total)'
for process in /proc/[0-9]*; do
  ! grep -q '^Name:.netdev-exporter$' "$process/status" || grep -E '^(CapBnd|NoNewPrivs|Seccomp):' "$process/status"
done
poweroff -f
SCRIPT
cat >"$root/init" <<'SCRIPT'
#!/bin/sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox ip link set lo up
exec /usr/lib/systemd/systemd --unit=only.target --log-target=console --show-status=no
SCRIPT
chmod 755 "$root/init"

(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet | gzip -1 >"$folder/initramfs")
exec qemu-system-x86_64 -machine q35 -cpu max -accel tcg -m 768 -display none -monitor none -serial stdio -no-reboot \
  -nic none -kernel "$kernel" -initrd "$folder/initramfs" \
  -append 'console=ttyS0 loglevel=2 panic=-1 no_timer_check' </dev/null
