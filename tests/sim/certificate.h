/* certificate.h: a certificate for listeners in tests, and its key
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Self-signed, for hv-primary.sim.test, localhost and 127.0.0.1; good for
 * nothing else.
 */

#pragma once

static const char certificate_pem[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiAlfpUwYtoQbYXpE\n"
    "oRvoHx30XeMmu0ZBuExg/8TtRdahRANCAATnzPBOZQzqqbNIiMiKuhaBZtoREKE3\n"
    "/c9ww7xTr/lpQllYfxTRZW+7SVeklsjbEWLqExIiqAUd15l6LUHpMCsF\n"
    "-----END PRIVATE KEY-----\n"
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBxjCCAWygAwIBAgIUGV4kCnk+dgO3g//ddTeiv4DMUNswCgYIKoZIzj0EAwIw\n"
    "HjEcMBoGA1UEAwwTaHYtcHJpbWFyeS5zaW0udGVzdDAgFw0yNjExMjEwNzQwMTha\n"
    "GA8yMTI2MTAyODA3NDAxOFowHjEcMBoGA1UEAwwTaHYtcHJpbWFyeS5zaW0udGVz\n"
    "dDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOfM8E5lDOqps0iIyIq6FoFm2hEQ\n"
    "oTf9z3DDvFOv+WlCWVh/FNFlb7tJV6SWyNsRYuoTEiKoBR3XmXotQekwKwWjgYUw\n"
    "gYIwHQYDVR0OBBYEFMhpXDMU7GwB2TYjt3gZQTLnNHLEMB8GA1UdIwQYMBaAFMhp\n"
    "XDMU7GwB2TYjt3gZQTLnNHLEMA8GA1UdEwEB/wQFMAMBAf8wLwYDVR0RBCgwJoIT\n"
    "aHYtcHJpbWFyeS5zaW0udGVzdIIJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMC\n"
    "A0gAMEUCIBngCZHJbDYoxNktrJwDLy5hKR4uKjk3O9hqeXenfl75AiEA4MQ2dr2y\n"
    "0kjDD/hDtDKG8K3hiA1sqY37XhKi6NZP4NM=\n"
    "-----END CERTIFICATE-----\n";
