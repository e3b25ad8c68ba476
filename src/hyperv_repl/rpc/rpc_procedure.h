/* rpc_procedure.h: libvirt's procedures, and which of them are served
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One row per procedure served.  Adding one is adding a row and a handler.
 */

#pragma once

#include <glib.h>
#include <rpc/rpc.h>

#include "hvr_access.h"

G_BEGIN_DECLS

typedef struct _HvrRpcCall HvrRpcCall;

/**
 * HvrRpcHandler:
 *
 * Returns: %FALSE with an error; else @ret is filled, or, in an asynchronous
 *   row, hvr_rpc_call_end() will be called
 */
typedef gboolean (*HvrRpcHandler)(HvrRpcCall *call, GError **error);

typedef enum {
    HVR_RPC_INLINE, /* answered from state, at once */
    HVR_RPC_ASYNC,  /* answered when something has happened */
} HvrRpcMode;

typedef struct {
    xdrproc_t coder; /* %NULL for nothing */
    gsize size;
} HvrRpcShape;

/**
 * HvrRpcRow:
 * @api: libvirt's function, for messages
 * @flags_offset: where the arguments have their flags, 0 if they have none
 * @flags: those allowed, others are refused before the handler sees them
 * @secure_flags: of these, those that ask for secrets, refused on read-only connections
 * @verb: for handlers of several rows, which one it is
 */
typedef struct {
    const char *api;
    HvrRpcMode mode;
    HvrAccess access;
    HvrRpcShape args;
    HvrRpcShape ret;
    gsize flags_offset;
    guint flags;
    guint secure_flags;
    HvrRpcHandler handler;
    int verb;
} HvrRpcRow;

/** hvr_rpc_procedure_list: indexed by number; rows without a handler are not served */
const HvrRpcRow *hvr_rpc_procedure_list(guint32 program, guint *out_n_rows);

/** hvr_rpc_procedure_has: whether it is one of our programs */
gboolean hvr_rpc_procedure_has(guint32 program);

/** hvr_rpc_procedure_lookup: %NULL with an error that says whether libvirt has such a procedure at
 * all */
const HvrRpcRow *hvr_rpc_procedure_lookup(guint32 program, int number, GError **error);

/** hvr_rpc_unserved_find: (nullable): the function behind a procedure that is not served */
const char *hvr_rpc_unserved_find(guint32 program, int number);

G_END_DECLS
