/* daemon_conf.h: the language of libvirt's configuration files
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * "key = VALUE", one a line; a value is a number, a "text" or a 'text' without
 * escapes, or a list of texts in brackets, over several lines if need be.
 * "#" begins a comment wherever it does not stand in a text.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    HVR_DAEMON_CONF_NUMBER,
    HVR_DAEMON_CONF_TEXT,
    HVR_DAEMON_CONF_LIST,
} HvrDaemonConfType;

/**
 * HvrDaemonConfEntry:
 * @number: of a number
 * @texts: the one of a text, those of a list; never %NULL
 */
typedef struct {
    char *key;
    guint line;
    HvrDaemonConfType type;
    gint64 number;
    GStrv texts;
} HvrDaemonConfEntry;

/**
 * hvr_daemon_conf_parse:
 * @text: NUL-terminated
 * @path: for messages
 *
 * Returns: (transfer full) (element-type HvrDaemonConfEntry): in the file's
 *   order, keys are unique; %NULL with %HVR_ERROR_CONFIG beginning "PATH:LINE: "
 */
GPtrArray *hvr_daemon_conf_parse(const char *text, const char *path, GError **error);

G_END_DECLS
