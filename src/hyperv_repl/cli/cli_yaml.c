/* cli_yaml.c: JSON trees as YAML
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_yaml.h"

#include <string.h>
#include <yaml.h>

static int
append(void *user_data, unsigned char *text, size_t n_text)
{
    g_string_append_len(user_data, (const char *)text, (gssize)n_text);

    return 1;
}

/* What YAML 1.1 would read as something else than text has to be quoted:
 * libyaml only knows of what does not parse. */
static gboolean
looks_like_text(const char *text)
{
    static const char *const words[] = { "y",     "n",  "yes", "no",   "true",
                                         "false", "on", "off", "null", NULL };
    g_autofree char *small = g_ascii_strdown(text, -1);

    return g_ascii_isalpha(text[0]) && !g_strv_contains(words, small);
}

static void
emit_scalar(yaml_emitter_t *emitter, const char *text, gboolean is_text)
{
    gboolean plain = !is_text || looks_like_text(text);
    yaml_event_t event;

    yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)strlen(text),
                                 plain, 1,
                                 plain ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE);
    yaml_emitter_emit(emitter, &event);
}

static void
emit_value(yaml_emitter_t *emitter, JsonNode *node)
{
    gboolean is_text = JSON_NODE_HOLDS_VALUE(node) &&
                       json_node_get_value_type(node) == G_TYPE_STRING;
    g_autofree char *text = is_text ? json_node_dup_string(node) : json_to_string(node, FALSE);

    emit_scalar(emitter, text, is_text);
}

static void emit(yaml_emitter_t *emitter, JsonNode *node);

static void
emit_object(yaml_emitter_t *emitter, JsonObject *object)
{
    yaml_mapping_style_t style = json_object_get_size(object) > 0 ? YAML_BLOCK_MAPPING_STYLE
                                                                  : YAML_FLOW_MAPPING_STYLE;
    yaml_event_t event;
    JsonObjectIter iter;
    const char *name;
    JsonNode *member;

    yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, style);
    yaml_emitter_emit(emitter, &event);
    json_object_iter_init_ordered(&iter, object);
    while (json_object_iter_next_ordered(&iter, &name, &member)) {
        emit_scalar(emitter, name, TRUE);
        emit(emitter, member);
    }
    yaml_mapping_end_event_initialize(&event);
    yaml_emitter_emit(emitter, &event);
}

static void
emit_array(yaml_emitter_t *emitter, JsonArray *array)
{
    yaml_sequence_style_t style = json_array_get_length(array) > 0 ? YAML_BLOCK_SEQUENCE_STYLE
                                                                   : YAML_FLOW_SEQUENCE_STYLE;
    yaml_event_t event;

    yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, style);
    yaml_emitter_emit(emitter, &event);
    for (guint i = 0; i < json_array_get_length(array); i++)
        emit(emitter, json_array_get_element(array, i));
    yaml_sequence_end_event_initialize(&event);
    yaml_emitter_emit(emitter, &event);
}

static void
emit(yaml_emitter_t *emitter, JsonNode *node)
{
    if (JSON_NODE_HOLDS_OBJECT(node))
        emit_object(emitter, json_node_get_object(node));
    else if (JSON_NODE_HOLDS_ARRAY(node))
        emit_array(emitter, json_node_get_array(node));
    else
        emit_value(emitter, node);
}

char *
hvr_cli_yaml_format(JsonNode *node)
{
    GString *text = g_string_new(NULL);
    yaml_emitter_t emitter;
    yaml_event_t event;

    yaml_emitter_initialize(&emitter);
    yaml_emitter_set_output(&emitter, append, text);
    yaml_emitter_set_unicode(&emitter, 1);
    yaml_emitter_set_width(&emitter, -1);

    yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    yaml_emitter_emit(&emitter, &event);
    yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 0);
    yaml_emitter_emit(&emitter, &event);
    emit(&emitter, node);
    yaml_document_end_event_initialize(&event, 1);
    yaml_emitter_emit(&emitter, &event);
    yaml_stream_end_event_initialize(&event);
    yaml_emitter_emit(&emitter, &event);
    yaml_emitter_delete(&emitter);

    return g_string_free(text, FALSE);
}
