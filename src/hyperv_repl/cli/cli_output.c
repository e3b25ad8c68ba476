/* cli_output.c: a report, printed as the session wants it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_output.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli_command.h"
#include "cli_table.h"
#include "cli_yaml.h"

/* Returns: (transfer full): {"apiVersion", "kind", "items"} */
static JsonNode *
wrap(const HvrCliLayout *layout, JsonArray *records)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "apiVersion", HVR_CLI_API_VERSION);
    json_object_set_string_member(object, "kind", layout->kind);
    json_object_set_array_member(object, "items", json_array_ref(records));
    json_node_take_object(node, object);

    return node;
}

static char *
format_json(const HvrCliLayout *layout, JsonArray *records)
{
    g_autoptr(JsonNode) node = wrap(layout, records);
    g_autofree char *text = json_to_string(node, TRUE);

    return g_strconcat(text, "\n", NULL);
}

static char *
format_yaml(const HvrCliLayout *layout, JsonArray *records)
{
    g_autoptr(JsonNode) node = wrap(layout, records);

    return hvr_cli_yaml_format(node);
}

static char *
format_names(JsonArray *records)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < json_array_get_length(records); i++)
        g_string_append_printf(text, "%s\n",
                               json_object_get_string_member_with_default(
                                   json_array_get_object_element(records, i), "name", ""));

    return g_string_free(text, FALSE);
}

/* Names are printed as they are; what this program adds itself, every terminal can show. */
static char *
format_table(const HvrCliSession *session,
             const HvrCliLayout *layout,
             JsonArray *records,
             guint n_hosts)
{
    g_autofree char *text =
        hvr_cli_table_format(session, layout, records, n_hosts, !session->is_quiet);
    g_auto(GStrv) parts = g_strsplit(text, "…", -1);

    return session->is_ascii ? g_strjoinv("~", parts) : g_steal_pointer(&text);
}

char *
hvr_cli_output_format(const HvrCliSession *session,
                      const HvrCliLayout *layout,
                      JsonArray *records,
                      guint n_hosts)
{
    switch (session->output) {
    case HVR_CLI_OUTPUT_JSON:
        return format_json(layout, records);
    case HVR_CLI_OUTPUT_YAML:
        return format_yaml(layout, records);
    case HVR_CLI_OUTPUT_NAME:
        return format_names(records);
    case HVR_CLI_OUTPUT_TABLE:
        break;
    }

    return format_table(session, layout, records, n_hosts);
}

gboolean
hvr_cli_output_is_empty(const HvrCliSession *session, const HvrCliReport *report)
{
    return session->output == HVR_CLI_OUTPUT_TABLE &&
           json_array_get_length(hvr_cli_report_get_records(report)) == 0 &&
           hvr_cli_report_get_layout(report)->empty != NULL;
}

gboolean
hvr_cli_output_print(const HvrCliSession *session,
                     const HvrCliReport *report,
                     guint n_hosts,
                     GError **error)
{
    const HvrCliLayout *layout = hvr_cli_report_get_layout(report);
    JsonArray *records = hvr_cli_report_get_records(report);
    g_autofree char *text = hvr_cli_output_format(session, layout, records, n_hosts);

    if (fputs(text, stdout) == EOF || fflush(stdout) != 0)
        return hvr_cli_fail(error, HVR_CLI_EXIT_FAILED, _("cannot write the output: %s"),
                            g_strerror(errno));

    return TRUE;
}

/* Each record stands for itself: one line of JSON, one document of YAML. */
void
hvr_cli_output_print_record(const HvrCliSession *session,
                            const HvrCliLayout *layout,
                            JsonObject *record)
{
    g_autoptr(JsonArray) records = json_array_new();
    g_autoptr(JsonNode) node = NULL;
    g_autofree char *text = NULL;

    json_array_add_object_element(records, json_object_ref(record));
    if (session->output == HVR_CLI_OUTPUT_JSON) {
        node = wrap(layout, records);
        text = json_to_string(node, FALSE);
        printf("%s\n", text);
    } else if (session->output == HVR_CLI_OUTPUT_TABLE) {
        text = hvr_cli_table_format(session, layout, records, 1, FALSE);
        printf("%s", text);
    } else {
        text = hvr_cli_output_format(session, layout, records, 1);
        printf("%s", text);
    }
    fflush(stdout);
}
