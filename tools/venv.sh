#!/bin/sh
# Bring .venv to what a lock file says:  tools/venv.sh LOCK_FILE STAMP
#
# Works from a bare python3 (3.11 or later): no uv, no pip, no venv module, no root rights are needed beforehand.
# Where packages come from is the machine's own setting; no address is named here.
set -eu

lock=$1
stamp=$2
python=${PYTHON:-python3}
venv=.venv

# Trust the certificates this machine trusts, so that installing works behind an office's own gateway.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" UV_NATIVE_TLS="${UV_NATIVE_TLS:-true}"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

stop() {
  echo "$1" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# A folder left half-made by an interrupted run is made again.
is_usable() {
  "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || return 1
  has uv || [ -x "$venv/bin/uv" ] || "$venv/bin/python" -m pip --version >/dev/null 2>&1
}

make_venv() {
  rm -rf "$venv"
  if has uv; then
    uv venv -q --no-project --python "$python" "$venv"
  elif "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv "$venv"
  elif "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --without-pip "$venv"
    "$python" -m pip --python "$venv/bin/python" install -q pip
  elif has apt-get && has dpkg; then
    make_venv_from_debian_wheel
  else
    stop "请安装 Python 的 venv 模块 / Please install the venv module of Python"
  fi
}

# Debian splits pip off Python. Its own pip wheel can be fetched and unpacked without being root.
make_venv_from_debian_wheel() {
  unpacked=$(mktemp -d)
  trap 'rm -rf "$unpacked"' EXIT
  [ "$(id -u)" != 0 ] || apt-get update -qq >/dev/null 2>&1 || true
  (
    cd "$unpacked"
    chmod 755 .
    apt-get download -qq python3-pip-whl >/dev/null 2>&1 && dpkg -x python3-pip-whl_*.deb .
  ) || stop "请先执行 / Please run first: sudo apt-get install -y python3-venv"
  wheels=$unpacked/usr/share/python-wheels
  "$python" -m venv --without-pip "$venv"
  PYTHONPATH=$(ls "$wheels"/pip-*.whl) "$venv/bin/python" -m pip install -q --no-index --find-links "$wheels" pip
}

find_uv() {
  if has uv; then
    echo uv
  elif "$venv/bin/uv" --version >/dev/null 2>&1; then
    echo "$venv/bin/uv"
  elif "$venv/bin/python" -m pip install -q --require-hashes -r requirements-boot.txt >&2; then
    echo "$venv/bin/uv"
  fi
}

install_locked() {
  uv=$(find_uv)
  if [ -n "$uv" ] && VIRTUAL_ENV=$PWD/$venv "$uv" pip install -q --require-hashes -r "$lock"; then
    return
  fi
  "$venv/bin/python" -m pip install -q --require-hashes -r "$lock"
}

# `import zhilian` works from anywhere, and .venv/bin/zhilian is the command line.
plug_in_project() {
  site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  echo "$PWD" >"$site/zhilian.pth"
  cat >"$venv/bin/zhilian" <<COMMAND
#!/bin/sh
'''exec' "$PWD/$venv/bin/python" "\$0" "\$@"
'''
import sys

from zhilian.config.cli import main

sys.exit(main())
COMMAND
  chmod 755 "$venv/bin/zhilian"
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  stop "需要 Python 3.11 或更高版本 / Python 3.11 or later is needed"
is_usable || make_venv
install_locked
plug_in_project
touch "$stamp"
