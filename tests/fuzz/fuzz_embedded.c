/* fuzz_embedded.c: instances as CIM-XML text
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What was read is the same when it is written and read again.
 */

#include <config.h>

#include <glib.h>
#include <string.h>

#include "fuzz_target.h"
#include "hvr_error.h"
#include "wmi_embedded.h"

/* The class that the text speaks of, else the one most methods take. */
static const HvrWmiClass *
choose_class(const char *text)
{
    static const char mark[] = "CLASSNAME=\"";
    const char *start = strstr(text, mark);
    const HvrWmiClass *type = NULL;

    if (start != NULL) {
        const char *name = start + strlen(mark);
        g_autofree char *word = g_strndup(name, strcspn(name, "\""));

        type = hvr_wmi_schema_find(word);
    }

    return type != NULL ? type : hvr_wmi_schema_find("Msvm_ReplicationSettingData");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    g_autofree char *text = g_strndup((const char *)bytes, length);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWmiObject) object = hvr_wmi_embedded_parse(choose_class(text), text, &error);
    g_autoptr(HvrWmiObject) again = NULL;
    g_autofree char *written = NULL;

    if (object == NULL) {
        g_assert_true(hvr_error_is_code(error, HVR_ERROR_XML) ||
                      hvr_error_is_code(error, HVR_ERROR_INVALID) ||
                      hvr_error_is_code(error, HVR_ERROR_PROTOCOL));
        return 0;
    }

    written = hvr_wmi_embedded_format(object);
    again = hvr_wmi_embedded_parse(object->type, written, &error);
    g_assert_no_error(error);
    g_assert_true(hvr_wmi_object_equal(object, again));

    return 0;
}
