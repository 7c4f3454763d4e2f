#!/bin/sh
# Print the path of a Chromium that runs, installing one where that is allowed:  tools/browser.sh
#
# It is $CHROMIUM, or one found on this machine; else, as root on Debian or Ubuntu, the package chromium is installed,
# with a font that has Chinese characters. Exit status 3, with the reason on stderr, when there is none.
set -eu

runs() {
  "$1" --headless --no-sandbox --version >/dev/null 2>&1
}

find_browser() {
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "$HOME"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome; do
    if [ -n "$name" ] && path=$(command -v "$name") && runs "$path"; then
      echo "$path"
      return
    fi
  done
  return 1
}

can_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

install_packages() {
  echo "installing: $*" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

has_chinese_font() {
  ! command -v fc-list >/dev/null 2>&1 || [ -n "$(fc-list :lang=zh-cn family)" ]
}

HOME=${HOME:-/}
if ! browser=$(find_browser); then
  if can_install && install_packages chromium fonts-noto-cjk; then
    browser=$(find_browser) || browser=
  fi
elif ! has_chinese_font; then
  if can_install; then install_packages fonts-noto-cjk || true; fi
fi
has_chinese_font || echo "no font with Chinese characters: screenshots will show empty boxes" >&2

if [ -z "${browser:-}" ]; then
  echo "no Chromium: install the package chromium, or set CHROMIUM to its path" >&2
  exit 3
fi
echo "$browser"
