/* command_value.h: our values as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "host.h"
#include "job.h"
#include "repl_relationship.h"

G_BEGIN_DECLS

/** hvr_command_value_replication: (transfer full): role and legs of a domain, and what is the
 * matter with them */
JsonNode *hvr_command_value_replication(HvrHost *host, const HvrDomain *domain);

/** hvr_command_value_state: (transfer full): role, state and health alone; @leg may be %NULL */
JsonNode *hvr_command_value_state(const HvrDomain *domain, const HvrReplRelationship *leg);

/** hvr_command_value_points: (transfer full): the recovery points, oldest first */
JsonNode *hvr_command_value_points(const HvrDomain *domain);

/** hvr_command_value_job: (transfer full): a job; a JSON null for %NULL */
JsonNode *hvr_command_value_job(const HvrJob *job);

/** hvr_command_value_settings: (transfer full): what is set, of any subject */
JsonNode *hvr_command_value_settings(const HvrReplSettings *settings);

/** hvr_command_value_machine: (transfer full): name and UUID */
JsonObject *hvr_command_value_machine(const HvrDomain *domain);

/** hvr_command_value_relationship: (transfer full): one of many: whose it is, and all of @leg */
JsonObject *hvr_command_value_relationship(HvrHost *host,
                                           const HvrDomain *domain,
                                           const HvrReplRelationship *leg);

/** hvr_command_value_take_object: (transfer full): @object: (transfer full) */
JsonNode *hvr_command_value_take_object(JsonObject *object);

/** hvr_command_value_take_array: (transfer full): @array: (transfer full) */
JsonNode *hvr_command_value_take_array(JsonArray *array);

/** hvr_command_value_set_time: RFC 3339 in UTC; null for 0 */
void hvr_command_value_set_time(JsonObject *object, const char *name, gint64 usec);

/** hvr_command_value_time: (transfer full) (nullable): RFC 3339 in UTC; %NULL for 0 */
char *hvr_command_value_time(gint64 usec);

G_END_DECLS
