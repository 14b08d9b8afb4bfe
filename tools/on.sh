# shellcheck shell=sh disable=SC2154 # deps comes from ./dev
# Sourced by ./dev for `--on RELEASE`: runs a command in this checkout, inside a Debian root of that release.
#
# The root is .roots/RELEASE, made with debootstrap from this system's mirror. Inside, the checkout has the same path as
# outside; its build and .deps folders are build/RELEASE and .roots/RELEASE.deps outside. All mounts are in a namespace
# of the command: they are invisible outside, and nothing is left when it ends.

# make_root RELEASE: makes .roots/RELEASE, whole or not at all
make_root() {
  debootstrap=debootstrap
  if ! command -v debootstrap >/dev/null; then
    debootstrap=$deps/debootstrap/usr/sbin/debootstrap
    [ -x "$debootstrap" ] || fetch debootstrap "$VERSION_CODENAME" debootstrap
    export DEBOOTSTRAP_DIR="$deps/debootstrap/usr/share/debootstrap"
    command -v wget >/dev/null || die 'debootstrap needs wget: install it'
  fi
  mirror=$(mirror)
  [ -n "$mirror" ] || die "apt has no source for $VERSION_CODENAME main, whose mirror would have $1"
  say "making a Debian root of $1 in .roots (once)"
  rm -rf ".roots/$1.part"
  if ! unshare --mount "$debootstrap" --variant=minbase "$1" "$PWD/.roots/$1.part" "$mirror" >".roots/$1.log" 2>&1; then
    cat ".roots/$1.log" >&2
    rm -rf ".roots/$1.part" ".roots/$1.log"
    die "debootstrap could not make a root of $1: is there such a release?"
  fi
  rm ".roots/$1.log"
  mv ".roots/$1.part" ".roots/$1" # at once, so that the root is always complete
}

# on RELEASE FOLDER COMMAND...: runs COMMAND in FOLDER, a folder of this checkout, in the root of RELEASE
on() {
  release=$1 folder=$2
  shift 2
  case $release in '' | *[!a-z0-9-]*) die "'$release' is not the name of a Debian release such as trixie or testing" ;; esac
  [ "$(id -u)" = 0 ] || die "--on needs root, to make mounts and to enter another root: sudo ./dev --on $release …"
  root=$PWD/.roots/$release
  mkdir -p .roots
  # Only one process makes the root; an interrupted one is made again.
  (flock 9 && { [ -d "$root" ] || make_root "$release"; }) 9>.roots/lock
  mkdir -p .deps build "$root.deps" "build/$release"
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  # apt reaches the mirror as outside: through the same proxy, with the same date checks.
  apt-config dump | grep -E '^Acquire::(http|https|Check-)' >"$root/etc/apt/apt.conf.d/99outside" || true
  case $folder/ in "$PWD"/*) ;; *) folder=$PWD ;; esac
  # shellcheck disable=SC2016 # for the shell in the namespace
  exec unshare --mount sh -euc '
    root=$1 release=$2 checkout=$3
    shift 3
    mount --bind "$root" "$root" # `ip netns exec` wants / to be a mount point
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mkdir -p "$root$checkout"
    mount --bind "$checkout" "$root$checkout"
    mount --bind "$checkout/build/$release" "$root$checkout/build"
    mount --bind "$checkout/.roots/$release.deps" "$root$checkout/.deps"
    exec chroot "$root" "$@"' sh "$root" "$release" "$PWD" \
    env HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 TMPDIR=/tmp \
    sh -euc '
      cd "$1"
      shift
      # Repair an interrupted installation
      if [ -n "$(dpkg --audit)" ]; then
        dpkg --configure -a >&2 && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --fix-broken >&2
      fi
      exec "$@"' sh "$folder" "$@"
}
