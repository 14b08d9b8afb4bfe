# shellcheck shell=sh
# sh tools/fashion_mnist.sh FOLDER: unpacks the four files of Fashion-MNIST from Debian's dataset-fashion-mnist. Files
# that FOLDER already has complete stay; the others appear whole or not at all.
set -eu
mkdir -p "$1"
for packed in /usr/share/datasets/fashion-mnist/*-ubyte.gz; do
  if ! [ -r "$packed" ]; then
    echo "$packed: no such files; install dataset-fashion-mnist, or give a folder of the unpacked ones: --data DIR" >&2
    exit 1
  fi
  file=$1/$(basename "$packed" .gz)
  ! gzip -dc "$packed" | cmp -s - "$file" || continue
  gzip -dc "$packed" >"$file.$$" || { rm -f "$file.$$"; exit 1; }
  mv "$file.$$" "$file"
done
