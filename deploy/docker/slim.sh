#!/bin/sh
# Leave out of a virtual environment what serving never opens: tests, S3's sisters, the C API's copy of ONNX Runtime.
set -eu
packages="$(echo "$1"/lib/python3.*/site-packages)"
find "$packages" -type d -name tests -prune -exec rm -rf {} +
if [ -d "$packages/botocore" ]; then
    find "$packages/botocore/data" -mindepth 1 -maxdepth 1 -type d ! -name s3 ! -name 'sso*' ! -name sts -exec rm -rf {} +
    rm -f "$packages"/onnxruntime/capi/libonnxruntime.so.*
fi
# Babel comes with the locales of the whole world; the bot speaks two languages.
if [ -d "$packages/babel" ]; then
    find "$packages/babel/locale-data" -name '*.dat' ! -name root.dat ! -name 'en*' ! -name 'ru*' -delete
fi
