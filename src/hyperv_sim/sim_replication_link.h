/* sim_replication_link.h: what belongs to what among replication objects
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/* HvsCimLists. */
void hvs_replication_list_system_links(HvsHost *host, GPtrArray *objects);
void hvs_replication_list_state_links(HvsHost *host, GPtrArray *objects);
void hvs_replication_list_setting_links(HvsHost *host, GPtrArray *objects);
void hvs_replication_list_test_links(HvsHost *host, GPtrArray *objects);
void hvs_replication_list_hosted_links(HvsHost *host, GPtrArray *objects);
void hvs_replication_list_affected_links(HvsHost *host, GPtrArray *objects);
void hvs_replication_list_network_links(HvsHost *host, GPtrArray *objects);

G_END_DECLS
