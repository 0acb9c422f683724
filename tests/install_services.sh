#!/bin/sh
# Install what the tests drive (a browser, PostgreSQL, Redis, gettext, a Dutch speller), where that
# is possible.
set -eu

missing=""
command -v chromium >/dev/null || missing="$missing chromium fonts-noto-core"
command -v redis-server >/dev/null || missing="$missing redis-server"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v xgettext >/dev/null || missing="$missing gettext"
command -v hunspell >/dev/null || missing="$missing hunspell"
[ -e /usr/share/hunspell/nl_NL.dic ] || missing="$missing hunspell-nl"
command -v postfix >/dev/null || [ -x /usr/sbin/postfix ] || missing="$missing postfix"
[ -x /usr/sbin/dovecot ] || missing="$missing dovecot-imapd"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Not here, and no apt-get to install them:$missing. Tests that need them are skipped."
    exit 0
fi
if [ "$(id -u)" = 0 ]; then as_root=""
elif sudo -n true 2>/dev/null; then as_root="sudo"
else
    echo "Not here, and we may not install them:$missing. Tests that need them are skipped."
    exit 0
fi
echo "Installing:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
