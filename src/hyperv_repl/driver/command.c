/* command.c: replication commands in the QMP dialect
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "command_row.h"
#include "command_value.h"
#include "hvr_error.h"
#include "purpose.h"

/* A command is a line or two; json-glib recurses once per nesting level. */
#define MAX_LENGTH (256 * 1024)
#define MAX_DEPTH  32

static gboolean
check_depth(const char *text, GError **error)
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
                return hvr_fail(error, HVR_ERROR_INVALID,
                                _("the command is nested deeper than %1$d levels"), MAX_DEPTH);
        } else if (strchr("]}", *text) != NULL && depth > 0) {
            depth--;
        }
    }

    return TRUE;
}

/* Returns: (transfer full): the command's object. */
static JsonNode *
parse_command(const char *text, GError **error)
{
    g_autoptr(JsonParser) parser = json_parser_new_immutable();
    g_autoptr(GError) cause = NULL;
    JsonNode *root;

    if (strlen(text) > MAX_LENGTH)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("the command has more than the %1$d bytes allowed"), MAX_LENGTH);
    if (!g_utf8_validate(text, -1, NULL))
        return hvr_fail_null(error, HVR_ERROR_INVALID, _("the command is not valid UTF-8"));
    /* json-glib's strings end there. */
    if (strstr(text, "\\u0000") != NULL)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("the command has a NUL character in a string"));
    if (!check_depth(text, error))
        return NULL;
    if (!json_parser_load_from_data(parser, text, -1, &cause))
        return hvr_fail_null(error, HVR_ERROR_INVALID, _("the command is not valid JSON: %1$s"),
                             cause->message);

    root = json_parser_get_root(parser);
    if (root == NULL || !JSON_NODE_HOLDS_OBJECT(root))
        return hvr_fail_null(
            error, HVR_ERROR_INVALID,
            _("the command is no JSON object like {\"execute\": \"query-commands\"}"));

    return json_node_ref(root);
}

/* A machine's row or the host's, whichever @domain is; @out_other: of that name, but for others. */
static const HvrCommandRow *
find_row(const char *name, const HvrDomain *domain, const HvrCommandRow **out_other)
{
    HvrCommandScope scope = domain->is_host ? HVR_COMMAND_HOST : HVR_COMMAND_VM;
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);

    *out_other = NULL;
    for (guint i = 0; i < n_rows; i++) {
        if (strcmp(rows[i].name, name) != 0)
            continue;
        if (rows[i].scope == HVR_COMMAND_ANY || rows[i].scope == scope)
            return &rows[i];
        *out_other = &rows[i];
    }

    return NULL;
}

static gpointer
fail_scope(HvrHost *host, const HvrDomain *domain, const HvrCommandRow *row, GError **error)
{
    const HvrDomain *own = hvr_host_get_own_domain(host);

    if (domain->is_host)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("command '%1$s' is for virtual machines, '%2$s' is the host itself"),
                             row->name, domain->name);

    return hvr_fail_null(error, HVR_ERROR_INVALID,
                         _("command '%1$s' is for the host: send it to the domain '%2$s', not to "
                           "the virtual machine '%3$s'"),
                         row->name, own != NULL ? own->name : hvr_host_get_name(host),
                         domain->name);
}

static void
call_free(HvrCommandCall *call)
{
    g_object_unref(call->host);
    hvr_domain_unref(call->domain);
    json_object_unref(call->arguments);
    g_clear_pointer(&call->id, json_node_unref);
    g_clear_object(&call->rehearsal);
    g_clear_object(&call->purpose);
    g_object_unref(call->task);
    g_free(call);
}

/* Returns: (transfer full): {MEMBER: value, "id": id} as text. */
static char *
format_answer(const char *member, JsonNode *value, JsonNode *id)
{
    g_autoptr(JsonNode) root = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();

    json_object_set_member(object, member, value);
    if (id != NULL)
        json_object_set_member(object, "id", json_node_copy(id));
    json_node_take_object(root, object);

    return json_to_string(root, FALSE);
}

/* Returns: (transfer full): {"calls": [...]} */
static JsonNode *
describe_rehearsal(HvrCommandCall *call)
{
    JsonObject *object = json_object_new();

    json_object_set_member(object, "calls", hvr_rehearsal_list_calls(call->rehearsal));

    return hvr_command_value_take_object(object);
}

void
hvr_command_call_return(HvrCommandCall *call, JsonNode *value)
{
    if (call->rehearsal != NULL) {
        json_node_unref(value);
        value = describe_rehearsal(call);
    }
    g_task_return_pointer(call->task, format_answer("return", value, call->id), g_free);
    call_free(call);
}

void
hvr_command_call_fail(HvrCommandCall *call, GError *error)
{
    g_task_return_error(call->task, error);
    call_free(call);
}

const char *
hvr_command_call_get_string(HvrCommandCall *call, const char *name)
{
    if (hvr_command_row_find_argument(call->row, name) == NULL)
        return NULL;

    return json_object_get_string_member_with_default(call->arguments, name, NULL);
}

gboolean
hvr_command_call_get_boolean(HvrCommandCall *call, const char *name, gboolean otherwise)
{
    return json_object_get_boolean_member_with_default(call->arguments, name, otherwise);
}

gboolean
hvr_command_call_wants_xml(HvrCommandCall *call)
{
    return g_strcmp0(hvr_command_call_get_string(call, "format"), "xml") == 0;
}

GCancellable *
hvr_command_call_get_cancellable(HvrCommandCall *call)
{
    if (call->rehearsal != NULL)
        return G_CANCELLABLE(call->rehearsal);

    return call->purpose != NULL ? call->purpose : g_task_get_cancellable(call->task);
}

static char *
answer_unknown(const char *name, JsonNode *id)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();
    g_autofree char *sentence = g_strdup_printf(_("The command %s has not been found"), name);

    json_object_set_string_member(object, "class", "CommandNotFound");
    json_object_set_string_member(object, "desc", sentence);
    json_node_take_object(node, object);

    return format_answer("error", node, id);
}

/* Returns: (transfer full): the arguments, empty where none are given. */
static JsonObject *
get_arguments(JsonObject *command, GError **error)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *value;
    JsonNode *arguments = json_object_get_member(command, "arguments");

    json_object_iter_init(&iter, command);
    while (json_object_iter_next(&iter, &name, &value)) {
        if (!g_strv_contains((const char *const[]){ "execute", "arguments", "id", NULL }, name))
            return hvr_fail_null(error, HVR_ERROR_INVALID,
                                 _("the command has an unknown member '%1$s'"), name);
    }
    if (arguments == NULL)
        return json_object_new();
    if (!JSON_NODE_HOLDS_OBJECT(arguments))
        return hvr_fail_null(error, HVR_ERROR_INVALID, _("'arguments' is no JSON object"));

    return json_object_ref(json_node_get_object(arguments));
}

static const char *
get_name(JsonObject *command, GError **error)
{
    JsonNode *name = json_object_get_member(command, "execute");

    if (name == NULL || !JSON_NODE_HOLDS_VALUE(name) ||
        json_node_get_value_type(name) != G_TYPE_STRING)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("the command has no string member 'execute'"));

    return json_node_get_string(name);
}

/* Who only wants to know what would be done changes nothing. */
static gboolean
is_dry_run(const HvrCommandRow *row, JsonObject *arguments)
{
    JsonNode *value = json_object_get_member(arguments, HVR_COMMAND_DRY_RUN);

    return value != NULL && hvr_command_row_find_argument(row, HVR_COMMAND_DRY_RUN) != NULL &&
           json_node_get_value_type(value) == G_TYPE_BOOLEAN && json_node_get_boolean(value);
}

static gboolean
check_access(const HvrCommandRow *row, JsonObject *arguments, gboolean read_only, GError **error)
{
    if (read_only && hvr_access_is_write(row->access) && !is_dry_run(row, arguments))
        return hvr_fail(error, HVR_ERROR_DENIED, _("read only access prevents '%1$s'"), row->name);

    return TRUE;
}

HvrAccess
hvr_command_find_access(HvrDomain *domain, const char *text, const char **out_name)
{
    g_autoptr(JsonNode) root = parse_command(text, NULL);
    const char *name = root != NULL ? get_name(json_node_get_object(root), NULL) : NULL;
    const HvrCommandRow *other;
    const HvrCommandRow *row = name != NULL ? find_row(name, domain, &other) : NULL;
    g_autoptr(JsonObject) arguments = row != NULL ? get_arguments(json_node_get_object(root), NULL)
                                                  : NULL;
    gboolean is_read = row == NULL || (arguments != NULL && is_dry_run(row, arguments));

    *out_name = row != NULL ? row->name : NULL;

    return is_read ? HVR_ACCESS_READ : row->access;
}

char *
hvr_command_find_reason(HvrDomain *domain, const char *text)
{
    g_autoptr(JsonNode) root = parse_command(text, NULL);
    JsonObject *command = root != NULL ? json_node_get_object(root) : NULL;
    const char *name = command != NULL ? get_name(command, NULL) : NULL;
    const HvrCommandRow *other;
    const HvrCommandRow *row = name != NULL ? find_row(name, domain, &other) : NULL;
    g_autoptr(JsonObject) arguments = row != NULL ? get_arguments(command, NULL) : NULL;
    JsonNode *value = arguments != NULL ? json_object_get_member(arguments, HVR_COMMAND_REASON)
                                        : NULL;
    char *reason;

    if (value == NULL || json_node_get_value_type(value) != G_TYPE_STRING ||
        hvr_command_row_find_argument(row, HVR_COMMAND_REASON) == NULL)
        return NULL;

    /* A line of the log must not look like two. */
    reason = json_node_dup_string(value);
    for (char *c = reason; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c))
            *c = ' ';
    }

    return reason;
}

/* Returns: (transfer full) (nullable): checked; NULL if it is answered already. */
static HvrCommandCall *
call_new(HvrHost *host, HvrDomain *domain, const char *text, gboolean read_only, GTask *task)
{
    GError *error = NULL;
    g_autoptr(JsonNode) root = parse_command(text, &error);
    g_autoptr(JsonObject) arguments = NULL;
    JsonObject *command = root != NULL ? json_node_get_object(root) : NULL;
    JsonNode *id = command != NULL ? json_object_get_member(command, "id") : NULL;
    const char *name = command != NULL ? get_name(command, &error) : NULL;
    const HvrCommandRow *row = NULL;
    const HvrCommandRow *other = NULL;
    const char *reason;
    HvrCommandCall *call;

    if (name != NULL)
        arguments = get_arguments(command, &error);
    if (arguments != NULL)
        row = find_row(name, domain, &other);
    if (arguments != NULL && row == NULL && other == NULL) {
        g_task_return_pointer(task, answer_unknown(name, id), g_free);
        return NULL;
    }
    if (other != NULL && row == NULL)
        fail_scope(host, domain, other, &error);
    if (row == NULL || !check_access(row, arguments, read_only, &error) ||
        !hvr_command_row_check(row, arguments, &error)) {
        g_task_return_error(task, error);
        return NULL;
    }

    call = g_new0(HvrCommandCall, 1);
    call->row = row;
    call->host = g_object_ref(host);
    call->domain = hvr_domain_ref(domain);
    call->arguments = g_steal_pointer(&arguments);
    call->id = id != NULL ? json_node_copy(id) : NULL;
    call->task = g_object_ref(task);
    if (is_dry_run(row, call->arguments))
        call->rehearsal = hvr_rehearsal_new(g_task_get_cancellable(task));
    reason = hvr_command_call_get_string(call, HVR_COMMAND_REASON);
    if (reason != NULL)
        call->purpose = hvr_purpose_new(g_task_get_cancellable(task), reason);

    return call;
}

void
hvr_command_run_async(HvrHost *host,
                      HvrDomain *domain,
                      const char *text,
                      gboolean read_only,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(host, cancellable, callback, user_data);
    HvrCommandCall *call;

    g_task_set_source_tag(task, hvr_command_run_async);
    call = call_new(host, domain, text, read_only, task);
    if (call != NULL)
        call->row->run(call);
}

char *
hvr_command_run_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
