#!/bin/sh
# sh two_hosts.sh TRAIN RECIPE DATA FOLDER (absolute paths): trains with two processes on two hosts, which are network
# namespaces joined by a cable (a veth pair). They have to end with the bits of one process alone, also after the cable
# was cut. Status 77: this machine or user cannot make such hosts.
set -eu
train=$1 recipe=$2 data=$3
timeout=10 # seconds after which a rank that does not answer is lost
margin=4  # seconds more to end in, on a busy machine

skip() {
  echo "skipped: $*"
  exit 77
}
fail() {
  echo "failed: $*"
  for file in "$folder"/*.out "$folder"/*.err; do
    [ ! -s "$file" ] || { echo "--- ${file##*/}" && cat "$file"; }
  done
  exit 1
}
[ "$(id -u)" = 0 ] || skip 'network namespaces need root'
command -v ip >/dev/null || skip 'there is no command ip (package iproute2)'

mkdir -p "$4"
folder=$(mktemp -d "$4/two_hosts.XXXXXX")
name=roster-${folder##*.} # so that two tests may run at once
running=
clean_up() {
  trap - EXIT
  for id in $running; do kill "$id" 2>/dev/null || true; done
  wait
  for host in 0 1; do ip netns del "$name-$host" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# --- the hosts ----------------------------------------------------------------------------------------------------
make_host() { ip netns add "$1" && ip -n "$1" link set lo up; }
connect() {
  ip link add cable netns "$name-0" type veth peer name cable netns "$name-1" || return
  for host in 0 1; do
    ip -n "$name-$host" addr add "192.168.0.1$host/24" dev cable
    ip -n "$name-$host" link set cable up
  done
}
for host in 0 1; do
  mkdir "$folder/$host"
  # As Debian writes it, a host's name leads to the host itself only.
  address=127.0.1.1
  [ $host = 0 ] || address=192.168.0.10
  echo "$address first-host" >"$folder/hosts-$host"
  make_host "$name-$host" || skip 'no network namespace can be made here'
done
connect || skip 'no veth pair can be made here'

# --- the runs -----------------------------------------------------------------------------------------------------
# run LIMIT OPTION...: trains in the current folder
run() {
  limit=$1
  shift
  exec timeout -s KILL "$limit" "$@" "$train" "$recipe" --data "$data" --set shards=4 --images 9600 --validation 200 \
    --epochs 2 --checkpoint-every 10 --timeout $timeout ${resume:+"$resume"}
}
# start [NAME=VALUE...]: starts a rank on each host, with these variables
start() {
  for rank in 0 1; do
    # shellcheck disable=SC2016 # for the shell on the host, which has mounts of its own
    (cd "$folder/$rank" && run 60 ip netns exec "$name-$rank" sh -c 'mount --bind "$0" /etc/hosts && exec "$@"' \
      "$folder/hosts-$rank" env MASTER_ADDR=first-host MASTER_PORT=29500 WORLD_SIZE=2 "RANK=$rank" "$@") \
      >"$folder/$rank.out" 2>"$folder/$rank.err" &
    running="$running $!"
  done
}
# end_with STATUS: waits for both ranks
end_with() {
  rank=0
  for id in $running; do
    status=0
    wait "$id" || status=$?
    [ $status = "$1" ] || fail "$what: rank $rank ended with $status, expected $1"
    rank=$((rank + 1))
  done
  running=
}
# wait_for_checkpoint: until rank 0 has written one since this run began
wait_for_checkpoint() {
  begun=$(date +%s)
  until [ -n "$(find "$folder/0" -name training.pt -newer "$folder/begun")" ]; do
    [ $(($(date +%s) - begun)) -le 60 ] || fail "$what: no checkpoint was written"
    sleep 0.02
  done
}
begin() {
  what=$1
  echo "$what"
  touch "$folder/begun"
}
same_as_alone() {
  end_with 0
  cmp "$folder/alone.out" "$folder/0.out" || fail "$what: the losses differ"
  cmp "$folder/alone/training.svg" "$folder/0/training.svg" || fail "$what: the picture differs"
  [ ! -s "$folder/1.out" ] || fail "$what: rank 1 prints, too"
  [ -z "$(ls "$folder/1")" ] || fail "$what: rank 1 writes files, too"
}
# lost_at TIME: both ranks end in time after the cable was cut, and say whom they lost
lost_at() {
  end_with 3
  took=$(($(date +%s) - $1))
  [ $took -le $((timeout + margin)) ] || fail "$what: the ranks ended only after $took s"
  for rank in 0 1; do
    tail -n 1 "$folder/$rank.err" | grep -q "^train: rank $rank: rank $((1 - rank)) was lost (.*with --resume$" ||
      fail "$what: rank $rank does not say that it lost rank $((1 - rank))"
  done
}

resume=
begin 'one process alone'
mkdir "$folder/alone"
(cd "$folder/alone" && run 60 env) >"$folder/alone.out" 2>"$folder/alone.err" || fail "$what: status $?"

begin 'two hosts'
start MASTER_ADDR=192.168.0.10
same_as_alone

begin 'two hosts by name, the interface chosen, the cable unplugged for a second'
rm "$folder/0/training.svg"
start GLOO_SOCKET_IFNAME=cable
wait_for_checkpoint
ip -n "$name-1" link set cable down
sleep 1
ip -n "$name-1" link set cable up
same_as_alone

begin 'the cable is cut'
rm "$folder/0/training.svg" "$folder/0/training.pt"
start
wait_for_checkpoint
ip -n "$name-1" link set cable down
lost_at "$(date +%s)"
ip -n "$name-1" link set cable up

begin 'resumed, and each host loses its interface and address'
resume=--resume
start
wait_for_checkpoint
ip -n "$name-1" link del cable
lost_at "$(date +%s)"
connect

begin 'resumed to the end'
start
same_as_alone
grep -q '^training.pt: .* done$' "$folder/0.err" || fail "$what: rank 0 does not say where it goes on"
