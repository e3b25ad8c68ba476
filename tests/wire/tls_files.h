/* tls_files.h: the certificates, keys and CRLs of the tests of TLS
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "tls_maker.h"

/* All of them; to be called before anything else of OpenSSL. */
TlsMaker *tls_files_new(void);
