/* rpc_error.h: what libvirt's clients are told when something fails
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The one place where a GError becomes a virError.  Tools match the beginnings
 * of libvirt's messages, so each code has libvirt's.  Where a host refused or
 * failed, the message ends in what the reader can do; its name is str3, its
 * return value or error code is int1, what WS-Man or HTTP said is int2.
 */

#pragma once

#include <glib.h>

#include "rpc_wire.h"

G_BEGIN_DECLS

/** HVR_RPC_ERROR: errors of the protocol itself; their codes are VIR_ERR_* */
#define HVR_RPC_ERROR (hvr_rpc_error_quark())
GQuark hvr_rpc_error_quark(void);

/** hvr_rpc_fail: as hvr_fail(), of HVR_RPC_ERROR; @virt_code: VIR_ERR_* */
gboolean hvr_rpc_fail(GError **error, int virt_code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/**
 * hvr_rpc_error_format:
 * @error: of any domain
 * @out_wire: zeroed; to be cleared with xdr_free()
 */
void hvr_rpc_error_format(const GError *error, HvrWireError *out_wire);

G_END_DECLS
