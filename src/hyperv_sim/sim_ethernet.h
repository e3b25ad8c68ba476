/* sim_ethernet.h: the switches of a host, and how it takes part in them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/**
 * HvsSwitchKind:
 * @HVS_SWITCH_EXTERNAL: leads out, through the host's one card; the host takes part
 * @HVS_SWITCH_INTERNAL: the host takes part
 * @HVS_SWITCH_PRIVATE: machines only
 */
typedef enum {
    HVS_SWITCH_EXTERNAL,
    HVS_SWITCH_INTERNAL,
    HVS_SWITCH_PRIVATE,
} HvsSwitchKind;

typedef struct {
    char *name;
    HvsSwitchKind kind;
} HvsSwitch;

/** hvs_switch_parse_kind: "external", "internal" or "private" */
gboolean hvs_switch_parse_kind(const char *text, HvsSwitchKind *out_kind);

void hvs_switch_add(HvsHost *host, const char *name, HvsSwitchKind kind);

/** hvs_switch_free: a HvsSwitch */
void hvs_switch_free(gpointer data);

/** hvs_switch_list: (transfer full) (element-type HvsSwitch): those of the world file, and an
 * external one for each other name that an adapter is connected to */
GPtrArray *hvs_switch_list(const HvsHost *host);

/** hvs_switch_append_connections: how card and host are connected to the switches */
void hvs_switch_append_connections(HvsHost *host, GPtrArray *objects);

G_END_DECLS
