/* dump-shell.c: the tables of virt-replica's commands and options as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Never installed: virt-replica(1) is made of what it prints (generate-shell.py).
 */

#include <config.h>

#include <json-glib/json-glib.h>
#include <stdio.h>

#include "cli_command.h"
#include "cli_help.h"
#include "cli_shared.h"

static void
add_text(JsonBuilder *builder, const char *name, const char *text)
{
    json_builder_set_member_name(builder, name);
    if (text != NULL)
        json_builder_add_string_value(builder, text);
    else
        json_builder_add_null_value(builder);
}

static void
add_option(JsonBuilder *builder, const HvrCliOption *option)
{
    g_autofree char *form = hvr_cli_help_format_option(option);
    g_autofree char *summary = hvr_cli_help_format_summary(option);
    gboolean is_operand = (option->traits & HVR_CLI_OPERAND) != 0;

    json_builder_begin_object(builder);
    add_text(builder, "name", option->name);
    add_text(builder, "form", is_operand ? option->value : g_strstrip(form));
    add_text(builder, "summary", summary);
    json_builder_end_object(builder);
}

static void
add_options(JsonBuilder *builder, const char *name, const HvrCliOption *options)
{
    json_builder_set_member_name(builder, name);
    json_builder_begin_array(builder);
    for (const HvrCliOption *row = options; row != NULL && row->name != NULL; row++)
        add_option(builder, row);
    json_builder_end_array(builder);
}

/* What it takes besides its own options and those of every command. */
static void
add_common(JsonBuilder *builder, const HvrCliCommand *command)
{
    g_autofree const HvrCliOption **tables = hvr_cli_command_list_options(command);

    json_builder_set_member_name(builder, "common");
    json_builder_begin_array(builder);
    for (guint i = 0; tables[i] != NULL; i++) {
        gboolean is_common = tables[i] != hvr_cli_shared_options && tables[i] != command->options;

        for (const HvrCliOption *row = tables[i]; is_common && row->name != NULL; row++)
            add_option(builder, row);
    }
    json_builder_end_array(builder);
}

static void
add_command(JsonBuilder *builder, const HvrCliCommand *command)
{
    g_autofree char *synopsis = hvr_cli_help_format_synopsis(command);

    json_builder_begin_object(builder);
    add_text(builder, "name", command->name);
    add_text(builder, "group", hvr_cli_help_get_group_title(command->group));
    add_text(builder, "synopsis", synopsis);
    add_text(builder, "summary", command->summary);
    add_text(builder, "description", command->description);
    add_text(builder, "example", command->example);
    add_options(builder, "options", command->options);
    add_common(builder, command);
    json_builder_end_object(builder);
}

static void
add_commands(JsonBuilder *builder)
{
    g_autoptr(GPtrArray) commands = hvr_cli_command_list();

    json_builder_set_member_name(builder, "commands");
    json_builder_begin_array(builder);
    for (guint i = 0; i < commands->len; i++) {
        const HvrCliCommand *command = commands->pdata[i];

        if (!(command->traits & HVR_CLI_HIDDEN))
            add_command(builder, command);
    }
    json_builder_end_array(builder);
}

int
main(void)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    json_builder_begin_object(builder);
    add_commands(builder);
    add_options(builder, "shared", hvr_cli_shared_options);
    add_options(builder, "program", hvr_cli_program_options);
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    text = json_to_string(root, TRUE);
    printf("%s\n", text);

    return 0;
}
