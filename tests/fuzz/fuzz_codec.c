/* fuzz_codec.c: instances of each class, and each method's answer, as WS-Man XML
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Input: one item; its root names the class, or METHOD_OUTPUT.  An instance that
 * was read is the same when it is written and read again.
 */

#include <config.h>

#include <string.h>

#include "fuzz_target.h"
#include "hvr_error.h"
#include "hvr_xml.h"
#include "wmi_codec.h"
#include "wmi_path.h"

#define HOST "HV01"

/* The answer of the first method that has such a one. */
static const HvrWmiClass *
find_output(const char *name)
{
    guint n_classes;
    const HvrWmiClass *const *classes = hvr_wmi_schema_list(&n_classes);

    for (guint i = 0; i < n_classes; i++) {
        for (guint j = 0; j < classes[i]->n_methods; j++) {
            const HvrWmiClass *output = classes[i]->methods[j]->output;

            if (g_str_equal(output->name, name))
                return output;
        }
    }

    return NULL;
}

/* What nobody knows is read as something all the same. */
static const HvrWmiClass *
choose_class(const char *name, gsize length)
{
    guint n_classes;
    const HvrWmiClass *const *classes = hvr_wmi_schema_list(&n_classes);
    const HvrWmiClass *type = hvr_wmi_schema_find(name);

    if (type == NULL)
        type = find_output(name);

    return type != NULL ? type : classes[length % n_classes];
}

static void
assert_stable(const HvrWmiObject *object)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *parent = xmlNewDocNode(doc, NULL, BAD_CAST "Items", NULL);
    g_autoptr(HvrWmiObject) again = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(xmlDoc) read = NULL;
    g_autofree char *text = NULL;
    xmlNode *instance;

    xmlDocSetRootElement(doc, parent);
    instance = hvr_wmi_codec_encode_instance(object, HVR_WMI_NAMESPACE, parent);
    text = hvr_xml_format_flat(instance);
    read = hvr_xml_parse(text, strlen(text), &error);
    g_assert_no_error(error);
    again = hvr_wmi_codec_decode(object->type, xmlDocGetRootElement(read), HOST, &error);
    g_assert_no_error(error);
    g_assert_true(hvr_wmi_object_equal(object, again));
}

static void
assert_written(const HvrWmiObject *object, const char *name)
{
    g_autoptr(xmlDoc) doc = NULL;

    if (!g_str_has_suffix(name, "_OUTPUT")) {
        assert_stable(object);
        return;
    }
    doc = xmlNewDoc(BAD_CAST "1.0");
    xmlDocSetRootElement(doc, xmlNewDocNode(doc, NULL, BAD_CAST name, NULL));
    hvr_wmi_codec_encode_output(object, xmlDocGetRootElement(doc));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    g_autoptr(xmlDoc) doc = hvr_xml_parse((const char *)bytes, length, NULL);
    g_autoptr(HvrWmiObject) object = NULL;
    g_autoptr(GError) error = NULL;
    const HvrWmiClass *type;
    xmlNode *root;

    if (doc == NULL)
        return 0;

    root = xmlDocGetRootElement(doc);
    type = choose_class((const char *)root->name, length);
    object = hvr_wmi_codec_decode(type, root, HOST, &error);
    if (object == NULL) {
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
        return 0;
    }
    assert_written(object, object->type->name);

    return 0;
}
