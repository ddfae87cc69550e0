#!/bin/sh
# Build or check the web page with Node; without Node, say how to get it and go on.
set -eu
cd "$(dirname "$0")/../inference/web"

if ! command -v npm >/dev/null 2>&1 || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
    echo "The web page needs Node.js 20 or newer (https://nodejs.org); the API, the bot and the CLI work without it." >&2
    exit 0
fi

if [ ! -f node_modules/.installed ] || [ package-lock.json -nt node_modules/.installed ]; then
    npm ci --no-audit --no-fund --loglevel=error
    touch node_modules/.installed
fi

case "$1" in
    build)
        if [ ! -f dist/index.html ] || [ -n "$(find src public index.html package.json vite.config.ts -newer dist/index.html 2>/dev/null | head -n 1)" ]; then
            npm run --silent build
        fi ;;
    check)
        npm run --silent check ;;
    *)
        echo "usage: page.sh build|check" >&2
        exit 2 ;;
esac
