/* cli_report.c: what a command found out, as records
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_report.h"

struct _HvrCliReport {
    const HvrCliLayout *layout;
    JsonArray *records;
};

HvrCliReport *
hvr_cli_report_new(const HvrCliLayout *layout)
{
    HvrCliReport *self = g_new0(HvrCliReport, 1);

    self->layout = layout;
    self->records = json_array_new();

    return self;
}

void
hvr_cli_report_free(HvrCliReport *self)
{
    if (self == NULL)
        return;

    json_array_unref(self->records);
    g_free(self);
}

void
hvr_cli_report_set_layout(HvrCliReport *self, const HvrCliLayout *layout)
{
    self->layout = layout;
}

const HvrCliLayout *
hvr_cli_report_get_layout(const HvrCliReport *self)
{
    return self->layout;
}

void
hvr_cli_report_add(HvrCliReport *self, JsonObject *record)
{
    json_array_add_object_element(self->records, record);
}

JsonArray *
hvr_cli_report_get_records(const HvrCliReport *self)
{
    return self->records;
}
