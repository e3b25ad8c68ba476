/* sim_world_file.c: make a world from a world file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_world_file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "sim_world_value.h"

/* Whoever does not say what chance is to be gets the same one each time. */
#define DEFAULT_SEED 1

#define SWITCH(name, field)                                                                        \
    {                                                                                              \
        name, HVS_WORLD_BOOLEAN, G_STRUCT_OFFSET(HvsSwitches, field), 0, 0                         \
    }

/* clang-format off */
static const HvsWorldKey world_keys[] = {
    { "seed",  HVS_WORLD_ELSEWHERE },
    { "start", HVS_WORLD_ELSEWHERE },
    { "speed", HVS_WORLD_ELSEWHERE },
    { 0 }
};

static const HvsWorldKey switch_keys[] = {
    SWITCH("methods-start-jobs",       methods_start_jobs),
    SWITCH("reverse-commits",          reverse_commits),
    SWITCH("relationship-always",      relationship_always),
    SWITCH("auto-resynchronize",       auto_resynchronize),
    SWITCH("unknown-property-refused", unknown_property_refused),
    SWITCH("external-provider",        external_provider),
    SWITCH("failover-in-progress",     failover_in_progress),
    SWITCH("export-replicates",        export_replicates),
    SWITCH("replica-shows-resync",     replica_shows_resync),
    SWITCH("resync-critical",          resync_critical),
    SWITCH("resume-resynchronizes",    resume_resynchronizes),
    SWITCH("port-zero-refused",        port_zero_refused),
    SWITCH("disks-as-ids",             disks_as_ids),
    SWITCH("second-test-in-use",       second_test_in_use),
    SWITCH("contexts-stay",            contexts_stay),
    SWITCH("wmi-errors",               wmi_errors),
    SWITCH("background-jobs",          background_jobs),
    { "first-page-items", HVS_WORLD_GUINT, G_STRUCT_OFFSET(HvsSwitches, first_page_items), 0, 32000 },
    { 0 }
};
/* clang-format on */

/* GKeyFile forgets where things stood, so the line is looked up by name; only
 * for messages, 0 if it cannot be told. */
static guint
find_line(const HvsWorldFile *file, const char *group, const char *key)
{
    g_auto(GStrv) lines = g_strsplit(file->text, "\n", -1);
    g_autofree char *header = g_strconcat("[", group, "]", NULL);
    gboolean is_inside = FALSE;

    for (guint i = 0; lines[i] != NULL; i++) {
        g_strstrip(lines[i]);
        if (lines[i][0] == '[')
            is_inside = strcmp(lines[i], header) == 0;
        if (!is_inside)
            continue;
        if (key == NULL)
            return i + 1;
        lines[i][strcspn(lines[i], "=")] = '\0';
        if (strcmp(g_strchomp(lines[i]), key) == 0)
            return i + 1;
    }

    return 0;
}

gboolean
hvs_world_file_fail(const HvsWorldFile *file,
                    const char *group,
                    const char *key,
                    const char *reason,
                    GError **error)
{
    guint line = find_line(file, group, key);

    if (line == 0) /* a key that is missing */
        line = find_line(file, group, NULL);
    if (key == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, "%s:%u: [%s]: %s", file->name, line, group,
                        reason);

    return hvr_fail(error, HVR_ERROR_CONFIG, "%s:%u: [%s] %s: %s", file->name, line, group, key,
                    reason);
}

char *
hvs_world_file_dup_value(const HvsWorldFile *file, const char *group, const char *key)
{
    return g_key_file_get_value(file->keys, group, key, NULL);
}

static gboolean
read_text(const char *value, gpointer target, const HvsWorldKey *key)
{
    char **field = G_STRUCT_MEMBER_P(target, key->offset);

    if (strlen(value) < key->min || strlen(value) > key->max)
        return FALSE;
    g_free(*field);
    *field = g_strdup(value);

    return TRUE;
}

static gboolean
read_number(const char *value, gpointer target, const HvsWorldKey *key)
{
    guint64 number;

    if (!hvs_world_value_parse_number(value, key->min, key->max, &number))
        return FALSE;
    if (key->type == HVS_WORLD_GUINT16)
        G_STRUCT_MEMBER(guint16, target, key->offset) = (guint16)number;
    else if (key->type == HVS_WORLD_MILLISECONDS)
        G_STRUCT_MEMBER(GTimeSpan, target, key->offset) = (GTimeSpan)number *
                                                          G_TIME_SPAN_MILLISECOND;
    else
        G_STRUCT_MEMBER(guint, target, key->offset) = (guint)number;

    return TRUE;
}

static gboolean
read_size(const char *value, gpointer target, const HvsWorldKey *key)
{
    guint64 *size = G_STRUCT_MEMBER_P(target, key->offset);

    return hvs_world_value_parse_size(value, size) && *size > 0;
}

static gboolean
read_boolean(const char *value, gpointer target, const HvsWorldKey *key)
{
    return hvs_world_value_parse_boolean(value, G_STRUCT_MEMBER_P(target, key->offset));
}

static gboolean
read_version(const char *value, gpointer target, const HvsWorldKey *key)
{
    const HvsVersion *version = hvs_version_find(value);

    if (version != NULL)
        G_STRUCT_MEMBER(const HvsVersion *, target, key->offset) = version;

    return version != NULL;
}

/* clang-format off */
static const struct {
    gboolean (*read)(const char *value, gpointer target, const HvsWorldKey *key);
    const char *reason;
} types[] = {
    [HVS_WORLD_TEXT]         = { read_text,    N_("too short or too long") },
    [HVS_WORLD_GUINT]        = { read_number,  N_("not a number in its range") },
    [HVS_WORLD_GUINT16]      = { read_number,  N_("not a number in its range") },
    [HVS_WORLD_SIZE]         = { read_size,    N_("not a size like 512M or 40G") },
    [HVS_WORLD_BOOLEAN]      = { read_boolean, N_("neither yes nor no") },
    [HVS_WORLD_MILLISECONDS] = { read_number,  N_("not a number in its range") },
    [HVS_WORLD_VERSION]      = { read_version, N_("no Windows Server like 2012 R2 or 6.3.9600") },
    [HVS_WORLD_ELSEWHERE]    = { NULL,         "" },
};
/* clang-format on */

static const HvsWorldKey *
find_key(const HvsWorldKey *keys, const char *name)
{
    for (; keys->name != NULL; keys++) {
        if (strcmp(keys->name, name) == 0)
            return keys;
    }

    return NULL;
}

gboolean
hvs_world_file_read_group(const HvsWorldFile *file,
                          const char *group,
                          const HvsWorldKey *keys,
                          gpointer target,
                          GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(file->keys, group, NULL, NULL);

    for (guint i = 0; names[i] != NULL; i++) {
        const HvsWorldKey *key = find_key(keys, names[i]);
        g_autofree char *value = hvs_world_file_dup_value(file, group, names[i]);

        if (key == NULL)
            return hvs_world_file_fail(file, group, names[i], _("no such key"), error);
        if (target != NULL && key->type != HVS_WORLD_ELSEWHERE &&
            !types[key->type].read(value, target, key))
            return hvs_world_file_fail(file, group, names[i], _(types[key->type].reason), error);
    }

    return TRUE;
}

static gboolean
read_world(HvsWorldFile *file, HvrClock *clock, GError **error)
{
    static const char group[] = "world";
    g_autofree char *seed = hvs_world_file_dup_value(file, group, "seed");
    g_autofree char *start = hvs_world_file_dup_value(file, group, "start");
    g_autofree char *speed = hvs_world_file_dup_value(file, group, "speed");
    gint64 start_time = hvr_clock_get_real(clock);
    guint64 seed_number = DEFAULT_SEED;
    double speed_number = 1;

    if (g_key_file_has_group(file->keys, group) &&
        !hvs_world_file_read_group(file, group, world_keys, NULL, error))
        return FALSE;
    if (seed != NULL && !hvs_world_value_parse_number(seed, 0, G_MAXUINT32, &seed_number))
        return hvs_world_file_fail(file, group, "seed", _("not a number in its range"), error);
    if (start != NULL && !hvs_world_value_parse_time(start, &start_time))
        return hvs_world_file_fail(file, group, "start", _("not a time like 2026-05-01T03:00:00Z"),
                                   error);
    if (speed != NULL && !hvs_world_value_parse_speed(speed, &speed_number))
        return hvs_world_file_fail(file, group, "speed", _("not a number in its range"), error);

    file->world = hvs_world_new(clock, start_time, speed_number, (guint32)seed_number);

    return TRUE;
}

static gboolean
read_switches(const HvsWorldFile *file,
              const char *group,
              const char *name G_GNUC_UNUSED,
              GError **error)
{
    return hvs_world_file_read_group(file, group, switch_keys, &file->world->switches, error);
}

/* Read in this order, wherever they stand: each needs what is above it. */
/* clang-format off */
static const struct {
    const char *prefix;
    gboolean has_name;
    gboolean (*read)(const HvsWorldFile *file, const char *group, const char *name, GError **error);
} sections[] = {
    { "world",       FALSE, NULL },
    { "switches",    FALSE, read_switches },
    { "host",        TRUE,  hvs_world_file_read_host },
    { "vm",          TRUE,  hvs_world_file_read_vm },
    { "replication", TRUE,  hvs_world_file_read_replication },
};
/* clang-format on */

/* "vm web01" is section vm, named web01. */
static const char *
get_section_name(gsize section, const char *group)
{
    gsize length = strlen(sections[section].prefix);

    if (strncmp(group, sections[section].prefix, length) != 0)
        return NULL;
    if (!sections[section].has_name)
        return group[length] == '\0' ? "" : NULL;

    return group[length] == ' ' && group[length + 1] != '\0' ? group + length + 1 : NULL;
}

static gboolean
check_groups(const HvsWorldFile *file, char **groups, GError **error)
{
    for (guint i = 0; groups[i] != NULL; i++) {
        gboolean known = FALSE;

        for (gsize j = 0; j < G_N_ELEMENTS(sections) && !known; j++)
            known = get_section_name(j, groups[i]) != NULL;
        if (!known)
            return hvs_world_file_fail(file, groups[i], NULL, _("no such group"), error);
    }

    return TRUE;
}

/* GKeyFile joins groups and takes the last of several keys; whoever wrote them
 * meant something else. */
static gboolean
check_twice(const HvsWorldFile *file, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(file->text, "\n", -1);
    const char *group = "";

    for (guint i = 0; lines[i] != NULL; i++) {
        g_strstrip(lines[i]);
        if (lines[i][0] == '\0' || lines[i][0] == '#')
            continue;
        if (lines[i][0] == '[')
            group = lines[i];
        else
            lines[i][strcspn(lines[i], "=")] = '\0';
        g_strchomp(lines[i]);
        if (!g_hash_table_add(seen, g_strconcat(group, " ", lines[i], NULL)))
            return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: '%3$s' stands twice"),
                            file->name, i + 1, lines[i]);
    }

    return TRUE;
}

static gboolean
read_sections(const HvsWorldFile *file, char **groups, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++) {
        for (guint j = 0; sections[i].read != NULL && groups[j] != NULL; j++) {
            const char *name = get_section_name(i, groups[j]);

            if (name != NULL && !sections[i].read(file, groups[j], name, error))
                return FALSE;
        }
    }

    return TRUE;
}

HvsWorld *
hvs_world_load_text(const char *text, const char *name, HvrClock *clock, GError **error)
{
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autoptr(HvsWorld) world = NULL;
    g_autoptr(GError) cause = NULL;
    g_auto(GStrv) groups = NULL;
    HvsWorldFile file = { name, text, keys, NULL };

    if (!g_key_file_load_from_data(keys, text, strlen(text), G_KEY_FILE_NONE, &cause))
        return hvr_fail_null(error, HVR_ERROR_CONFIG, "%s: %s", name, cause->message);

    groups = g_key_file_get_groups(keys, NULL);
    if (!check_groups(&file, groups, error) || !check_twice(&file, error) ||
        !read_world(&file, clock, error))
        return NULL;
    world = file.world;
    if (!read_sections(&file, groups, error))
        return NULL;
    if (world->hosts->len == 0)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, "%s: %s", name,
                             _("a world has at least one [host NAME]"));

    return g_steal_pointer(&world);
}

HvsWorld *
hvs_world_load(const char *path, HvrClock *clock, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    gsize length;

    if (!g_file_get_contents(path, &text, &length, &cause))
        return hvr_fail_null(error, HVR_ERROR_CONFIG, "%s", cause->message);
    if (strlen(text) != length || !g_utf8_validate(text, (gssize)length, NULL))
        return hvr_fail_null(error, HVR_ERROR_CONFIG, "%s: %s", path, _("not a text in UTF-8"));

    return hvs_world_load_text(text, path, clock, error);
}
