/* client_argument.h: which arguments and settings are no strings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    HVR_CLIENT_STRING,
    HVR_CLIENT_NUMBER,
    HVR_CLIENT_BOOLEAN,
    HVR_CLIENT_LIST, /* of strings, also where there is one only */
} HvrClientType;

/** hvr_client_argument_get_type: of an argument of that name, in whatever command it is */
HvrClientType hvr_client_argument_get_type(const char *name);

G_END_DECLS
