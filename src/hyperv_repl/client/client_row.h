/* client_row.h: which command each function of the library is
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Functions are found by their own names, so that each is a row and nothing
 * else.
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libvirt/libvirt.h>

G_BEGIN_DECLS

/**
 * HvrClientRow:
 * @function: its name in libvirt-hyperv-repl.h
 * @command: (nullable): the daemon's command; %NULL where the caller names it
 * @flags: the flags it knows
 * @word: (nullable): what the elements of an answer that is an array are called
 * @fallback: (nullable): gives the same answer where libvirt lets no command
 *   pass, on a read-only connection
 */
typedef struct {
    const char *function;
    const char *command;
    unsigned int flags;
    const char *word;
    JsonNode *(*fallback)(virDomainPtr domain);
} HvrClientRow;

/** hvr_client_row_get: by a function's name; each has one */
const HvrClientRow *hvr_client_row_get(const char *function);

G_END_DECLS
