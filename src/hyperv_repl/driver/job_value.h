/* job_value.h: a job as JSON, in answers and in events
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "job.h"

G_BEGIN_DECLS

/** hvr_job_value_format: (transfer full): see hvr_answer_job_fields */
JsonObject *hvr_job_value_format(const HvrJob *job);

G_END_DECLS
