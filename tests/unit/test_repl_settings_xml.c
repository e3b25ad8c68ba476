/* test_repl_settings_xml.c: every setting as an element: written, held against the schemas, read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_document.h"

#include "hvr_error.h"
#include "relaxng.h"
#include "repl_settings_object.h"

#define NS " xmlns=\"https://libvirt.org/schemas/domain/hyperv/replication/1.0\""

/* A subject's settings in a document that its schema accepts, and the element they stand in. */
/* clang-format off */
static const struct {
    const char *schema;
    const char *parent;
    const char *before;
    const char *after;
} places[] = {
    [HVR_REPL_RELATIONSHIP] = { "replication.rng", "settings",
        "<replication" NS "><role number=\"1\">primary</role><relationship kind=\"primary\">"
        "<state number=\"3\">replicating</state><health number=\"1\">ok</health><settings>",
        "</settings></relationship></replication>" },
    [HVR_REPL_SERVICE] = { "replicationservice.rng", "settings",
        "<replicationservice" NS "><settings>", "</settings></replicationservice>" },
    [HVR_REPL_AUTHORIZATION] = { "replicationservice.rng", "authorization",
        "<replicationservice" NS "><authorization>", "</authorization></replicationservice>" },
    [HVR_REPL_ADAPTER] = { "failovernetwork.rng", "adapter",
        "<failovernetwork" NS "><adapter id=\"a\">", "</adapter></failovernetwork>" },
};

/* Values of each form of text, one a list's two elements at once. */
static const char *const texts[][3] = {
    [HVR_REPL_FORM_LINE]       = { "a b&c<d>\"e'", "\xe4\xbb\xae" },
    [HVR_REPL_FORM_THUMBPRINT] = { "AB01" },
    [HVR_REPL_FORM_SERVERS]    = { "*", "*.example.com" },
    [HVR_REPL_FORM_ADDRESS]    = { "192.0.2.1", "2001:db8::1" },
    [HVR_REPL_FORM_SUBNET]     = { "255.255.255.0", "64" },
};
/* clang-format on */

static xmlNode *
find_below(xmlNode *node, const char *name)
{
    for (xmlNode *child = hvr_xml_first_element(node); child != NULL;
         child = hvr_xml_next_element(child)) {
        xmlNode *found = xmlStrEqual(child->name, BAD_CAST name) ? child : find_below(child, name);

        if (found != NULL)
            return found;
    }

    return NULL;
}

static char *
dup_document(HvrReplSubject subject, const char *inner)
{
    return g_strconcat(places[subject].before, inner, places[subject].after, NULL);
}

static HvrReplSettings *
parse_settings(HvrReplSubject subject,
               const char *document,
               const HvrReplSettings *present,
               GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_xml_parse(document, strlen(document), NULL);

    return hvr_repl_settings_parse_xml(
        subject, find_below(xmlDocGetRootElement(doc), places[subject].parent), present, error);
}

static char *
format_settings(const HvrReplSettings *settings)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "x", NULL);
    g_autofree char *text = NULL;

    xmlDocSetRootElement(doc, root);
    hvr_repl_settings_add_xml(settings, root, NULL);
    text = hvr_xml_format_flat(root);

    return g_strdup(text);
}

/* Returns: an element of the only value, as text. */
static char *
dup_element(const HvrReplSetting *setting, const char *value)
{
    g_autofree char *escaped = g_markup_escape_text(value, -1);
    g_autofree char *unit = setting->unit != NULL ? g_strdup_printf(" unit=\"%s\"", setting->unit)
                                                  : g_strdup("");

    return g_strdup_printf("<%1$s%2$s>%3$s</%1$s>", setting->name, unit, escaped);
}

/* Some allow entries only with a server. */
static char *
dup_valid_document(HvrReplSubject subject, const HvrReplSetting *setting, const char *element)
{
    g_autofree char *inner = g_strconcat(subject == HVR_REPL_AUTHORIZATION &&
                                                 !g_str_equal(setting->name, "allowed-primary")
                                             ? "<allowed-primary>*</allowed-primary>"
                                             : "",
                                         element, NULL);

    return dup_document(subject, inner);
}

/* Valid, read, and written again the same. */
static void
check_round_trip(HvrReplSubject subject, const HvrReplSetting *setting, const char *value)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *element = dup_element(setting, value);
    g_autofree char *document = dup_document(subject, element);
    g_autofree char *valid = dup_valid_document(subject, setting, element);
    g_autoptr(HvrReplSettings) settings = parse_settings(subject, document, NULL, &error);
    g_autofree char *again = NULL;
    g_autofree char *expect = NULL;
    g_autoptr(xmlDoc) doc = NULL;

    g_assert_no_error(error);
    g_assert_true(relaxng_accepts(places[subject].schema, valid));
    g_assert_true(hvr_repl_settings_has(settings, setting));

    /* What libxml2 writes of what was read by libxml2: one spelling of escapes. */
    doc = hvr_xml_parse(document, strlen(document), NULL);
    expect = hvr_xml_format_flat(
        hvr_xml_first_element(find_below(xmlDocGetRootElement(doc), places[subject].parent)));
    again = format_settings(settings);
    g_assert_true(g_str_has_prefix(again, "<x>") && g_str_has_suffix(again, "</x>"));
    again[strlen(again) - strlen("</x>")] = '\0';
    g_assert_cmpstr(again + strlen("<x>"), ==, expect);
}

/* Neither the schema nor the reader takes it. */
static void
check_refused(HvrReplSubject subject, const HvrReplSetting *setting, const char *element)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *document = dup_document(subject, element);
    g_autofree char *valid = dup_valid_document(subject, setting, element);
    g_autofree char *prefix = g_strdup_printf("element '%s', line 1: ", setting->name);

    g_assert_false(relaxng_accepts(places[subject].schema, valid));
    g_assert_null(parse_settings(subject, document, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
    g_assert_true(g_str_has_prefix(error->message, prefix));
}

static void
check_numbers(HvrReplSubject subject, const HvrReplSetting *setting)
{
    g_autofree char *minimum = g_strdup_printf("%u", setting->minimum);
    g_autofree char *maximum = g_strdup_printf("%u", setting->maximum);

    check_round_trip(subject, setting, minimum);
    check_round_trip(subject, setting, maximum);
    for (guint i = 0; setting->choices != NULL && setting->choices[i] != NULL; i++)
        check_round_trip(subject, setting, setting->choices[i]);
}

static void
check_choices(HvrReplSubject subject, const HvrReplSetting *setting)
{
    for (guint i = 0; setting->choices[i] != NULL; i++) {
        if (setting->choices[i][0] != '\0')
            check_round_trip(subject, setting, setting->choices[i]);
    }
}

static void
check_texts(HvrReplSubject subject, const HvrReplSetting *setting)
{
    for (guint i = 0; texts[setting->form][i] != NULL; i++)
        check_round_trip(subject, setting, texts[setting->form][i]);
}

static void
check_values(HvrReplSubject subject, const HvrReplSetting *setting)
{
    switch (setting->type) {
    case HVR_REPL_SETTING_NUMBER:
        check_numbers(subject, setting);
        return;
    case HVR_REPL_SETTING_BOOLEAN:
        check_round_trip(subject, setting, "yes");
        check_round_trip(subject, setting, "no");
        return;
    case HVR_REPL_SETTING_TIME:
        check_round_trip(subject, setting, "00:00");
        check_round_trip(subject, setting, "23:59");
        return;
    case HVR_REPL_SETTING_CHOICE:
        check_choices(subject, setting);
        return;
    case HVR_REPL_SETTING_STRING:
    case HVR_REPL_SETTING_LIST:
        check_texts(subject, setting);
        return;
    }
}

/* Wrong in ways that do not depend on the setting's own rules. */
static void
check_wrong(HvrReplSubject subject, const HvrReplSetting *setting)
{
    const char *unit = setting->unit != NULL ? " unit=\"min\"" : " unit=\"s\"";
    g_autofree char *wrong_unit = g_strdup_printf("<%1$s%2$s>60</%1$s>", setting->name, unit);
    g_autofree char *wrong_ns = g_strdup_printf("<%1$s xmlns=\"urn:x\">60</%1$s>", setting->name);
    g_autofree char *attribute = g_strdup_printf("<%1$s x=\"y\">60</%1$s>", setting->name);
    g_autofree char *no_unit = g_strdup_printf("<%1$s>60</%1$s>", setting->name);
    g_autofree char *word = dup_element(setting, "wrong");
    g_autofree char *twice = g_strconcat(word, word, NULL);

    check_refused(subject, setting, wrong_unit);
    check_refused(subject, setting, wrong_ns);
    check_refused(subject, setting, attribute);
    if (setting->unit != NULL)
        check_refused(subject, setting, no_unit);
    if (setting->type != HVR_REPL_SETTING_STRING && setting->type != HVR_REPL_SETTING_LIST)
        check_refused(subject, setting, word);
    if (setting->type != HVR_REPL_SETTING_LIST)
        check_refused(subject, setting, twice);
}

/* Shown ones are valid, and read only where they say what the host says. */
static void
check_read_only(HvrReplSubject subject, const HvrReplSetting *setting)
{
    gpointer object = hvr_wmi_object_new(hvr_repl_settings_get_class(subject));
    g_autoptr(HvrReplSettings) present = hvr_repl_settings_new_from_object(subject, object);
    g_autofree char *same = dup_element(setting, "hv");
    g_autofree char *other = dup_element(setting, "HV");
    g_autofree char *same_document = dup_document(subject, same);
    g_autofree char *other_document = dup_document(subject, other);
    g_autoptr(HvrReplSettings) settings = NULL;
    g_autoptr(GError) absent = NULL;
    g_autoptr(GError) different = NULL;

    hvr_wmi_object_set_string(object, setting->property, "hv");
    g_assert_true(relaxng_accepts(places[subject].schema, same_document));
    settings = parse_settings(subject, same_document, present, NULL);
    g_assert_true(hvr_repl_settings_equal(settings, present));
    g_assert_null(parse_settings(subject, same_document, NULL, &absent));
    g_assert_error(absent, HVR_ERROR, HVR_ERROR_XML);
    g_assert_null(parse_settings(subject, other_document, present, &different));
    g_assert_error(different, HVR_ERROR, HVR_ERROR_XML);
    g_assert_nonnull(strstr(different->message, "is only shown, never set"));
}

typedef struct {
    HvrReplSubject subject;
    const HvrReplSetting *setting;
} Row;

static void
test_row(gconstpointer data)
{
    const Row *row = data;

    if (row->setting->read_only)
        check_read_only(row->subject, row->setting);
    else
        check_values(row->subject, row->setting);
    check_wrong(row->subject, row->setting);
}

int
main(int argc, char **argv)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);

    g_test_init(&argc, &argv, NULL);

    for (guint i = 0; i < HVR_REPL_N_SUBJECTS; i++) {
        guint n_settings;
        const HvrReplSetting *table = hvr_repl_setting_list(i, &n_settings);

        for (guint j = 0; j < n_settings; j++) {
            const Row row = { i, &table[j] };
            g_autofree char *path = g_strdup_printf("/repl/settings/xml/%u/%s", i, table[j].name);

            g_ptr_array_add(rows, g_memdup2(&row, sizeof(row)));
            g_test_add_data_func(path, rows->pdata[rows->len - 1], test_row);
        }
    }

    return g_test_run();
}
