#!/bin/sh
# make.sh: makes the test certificates anew; they are good for a hundred years
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# host.pem: self-signed, for 127.0.0.1 and localhost.  other.pem: self-signed,
# for another name.  The keys are public by intent: they protect nothing.
set -eu
cd "$(dirname "$0")"

make() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
        -subj "/CN=$2" -addext "subjectAltName=$3" -keyout "$1.key" -out "$1.pem"
}

make host localhost IP:127.0.0.1,DNS:localhost
make other hv9.example.org DNS:hv9.example.org
