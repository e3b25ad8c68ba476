/* client_channel.c: commands to the daemon over libvirt's pass-through channel
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_channel.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt-qemu.h>
#include <string.h>

#include "client_error.h"

/* json-glib recurses once per nesting level. */
#define MAX_DEPTH 64

static char *
format_command(const char *command, JsonObject *arguments)
{
    g_autoptr(JsonNode) root = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "execute", command);
    json_object_set_object_member(object, "arguments", json_object_ref(arguments));
    json_node_take_object(root, object);

    return json_to_string(root, FALSE);
}

static gboolean
is_shallow(const char *text)
{
    guint depth = 0;
    gboolean quoted = FALSE;

    for (; *text != '\0'; text++) {
        if (quoted) {
            if (*text == '\\' && text[1] != '\0')
                text++;
            else if (*text == '"')
                quoted = FALSE;
        } else if (*text == '"') {
            quoted = TRUE;
        } else if (strchr("[{", *text) != NULL) {
            if (++depth > MAX_DEPTH)
                return FALSE;
        } else if (strchr("]}", *text) != NULL && depth > 0) {
            depth--;
        }
    }

    return TRUE;
}

JsonNode *
hvr_client_channel_parse(const char *text)
{
    g_autoptr(JsonParser) parser = json_parser_new();

    if (!is_shallow(text) || !json_parser_load_from_data(parser, text, -1, NULL))
        return NULL;

    return json_parser_steal_root(parser);
}

/* Whoever does not know the command says so in QEMU's manner, virthypervd and QEMU alike. */
static JsonNode *
fail_like_answer(const char *command, JsonNode *error)
{
    JsonObject *object = JSON_NODE_HOLDS_OBJECT(error) ? json_node_get_object(error) : NULL;
    const char *class =
        object != NULL ? json_object_get_string_member_with_default(object, "class", "") : "";
    const char *sentence =
        object != NULL ? json_object_get_string_member_with_default(object, "desc", "") : "";

    if (g_strcmp0(class, "CommandNotFound") == 0)
        hvr_client_error_set(VIR_ERR_NO_SUPPORT, _("the other end has no command '%s'"), command);
    else
        hvr_client_error_set(VIR_ERR_OPERATION_FAILED, _("command '%1$s' failed: %2$s"), command,
                             sentence != NULL ? sentence : "");

    return NULL;
}

static JsonNode *
take_answer(const char *command, const char *text)
{
    g_autoptr(JsonNode) root = hvr_client_channel_parse(text);
    JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root)
                                                                      : NULL;

    if (object != NULL && json_object_has_member(object, "error"))
        return fail_like_answer(command, json_object_get_member(object, "error"));
    if (object != NULL && json_object_has_member(object, "return"))
        return json_object_dup_member(object, "return");

    hvr_client_error_set(VIR_ERR_INTERNAL_ERROR, _("command '%s' got no proper answer"), command);
    return NULL;
}

JsonNode *
hvr_client_channel_run(virDomainPtr domain, const char *command, JsonObject *arguments)
{
    g_autofree char *text = format_command(command, arguments);
    g_autofree char *answer = NULL;

    if (virDomainQemuMonitorCommand(domain, text, &answer, 0) < 0)
        return NULL;

    return take_answer(command, answer != NULL ? answer : "");
}
