/* test_wmi_object.c: properties are set, read, copied, compared and freed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_object.h"

#include <string.h>

#include "hvr_error.h"
#include "msvm_tables.h"

static const HvrWmiField *
field_of(gconstpointer object, const char *name)
{
    return hvr_wmi_class_find_field(((const HvrWmiObject *)object)->type, name);
}

static void
test_new_is_null(void)
{
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);

    for (guint i = 0; i < hvr_wmi_class_Msvm_ConcreteJob.n_fields; i++) {
        const HvrWmiField *field = &hvr_wmi_class_Msvm_ConcreteJob.fields[i];

        g_assert_false(hvr_wmi_object_has(job, field->name));
        g_assert_cmpuint(hvr_wmi_object_get_n_values(job, field), ==, 0);
        g_assert_null(hvr_wmi_object_get_value(job, field, 0));
        g_assert_null(hvr_wmi_object_format_field(job, field, 0));
    }
    g_assert_cmpuint(job->PercentComplete, ==, 0);
    g_assert_null(job->Caption);
}

static void
test_free_null(void)
{
    hvr_wmi_object_free(NULL);
}

static void
test_scalars(void)
{
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);

    hvr_wmi_object_set_uint(job, "PercentComplete", 65535);
    hvr_wmi_object_set_uint(job, "runday", (guint64)-7);
    hvr_wmi_object_set_uint(job, "Priority", G_MAXUINT32);
    hvr_wmi_object_set_boolean(job, "Cancellable", 17);
    hvr_wmi_object_set_string(job, "Caption", "Hyper-V job");
    hvr_wmi_object_set_time(job, "StartTime", 1777604400 * G_TIME_SPAN_SECOND);
    hvr_wmi_object_set_interval(job, "ElapsedTime", G_TIME_SPAN_MINUTE);

    g_assert_cmpuint(job->PercentComplete, ==, 65535);
    g_assert_cmpint(job->RunDay, ==, -7);
    g_assert_cmpuint(job->Priority, ==, 4294967295);
    g_assert_cmpint(job->Cancellable, ==, TRUE);
    g_assert_cmpstr(job->Caption, ==, "Hyper-V job");
    g_assert_false(job->StartTime.is_interval);
    g_assert_true(job->ElapsedTime.is_interval);
    g_assert_cmpint(job->ElapsedTime.usec, ==, 60 * G_TIME_SPAN_SECOND);
    g_assert_true(hvr_wmi_object_has(job, "PERCENTCOMPLETE"));
    g_assert_false(hvr_wmi_object_has(job, "Description"));
    g_assert_false(hvr_wmi_object_has(job, "Nonsense"));
}

/* A zero that was set is not NULL; a cleared value is, and zero again. */
static void
test_null_is_not_zero(void)
{
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);

    hvr_wmi_object_set_uint(job, "ErrorCode", 0);
    g_assert_true(hvr_wmi_object_has(job, "ErrorCode"));

    hvr_wmi_object_set_uint(job, "ErrorCode", 32775);
    hvr_wmi_object_clear(job, "ErrorCode");
    g_assert_false(hvr_wmi_object_has(job, "ErrorCode"));
    g_assert_cmpuint(job->ErrorCode, ==, 0);

    hvr_wmi_object_set_string(job, "Caption", "");
    g_assert_true(hvr_wmi_object_has(job, "Caption"));
    hvr_wmi_object_set_string(job, "Caption", NULL);
    g_assert_false(hvr_wmi_object_has(job, "Caption"));
    g_assert_null(job->Caption);
}

static void
test_string_from_itself(void)
{
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);

    hvr_wmi_object_set_string(job, "Caption", "the same");
    hvr_wmi_object_set_string(job, "Caption", job->Caption + 4);
    g_assert_cmpstr(job->Caption, ==, "same");
}

static void
test_arrays(void)
{
    static const char *const disks[] = { "a.vhdx", "b.vhdx", NULL };
    static const guint64 states[] = { 2, 32768 };
    g_autoptr(Msvm_ReplicationSettingData)
        settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autoptr(Msvm_ComputerSystem) system = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ComputerSystem);
    g_autofree char *second = NULL;

    hvr_wmi_object_set_strv(settings, "IncludedDisks", disks);
    g_assert_cmpstrv(settings->IncludedDisks, disks);
    g_assert_cmpuint(hvr_wmi_object_get_n_values(settings, field_of(settings, "IncludedDisks")), ==,
                     2);
    hvr_wmi_object_set_strv(settings, "IncludedDisks", NULL);
    g_assert_false(hvr_wmi_object_has(settings, "IncludedDisks"));

    hvr_wmi_object_set_uints(system, "OperationalStatus", states, 2);
    g_assert_cmpuint(system->OperationalStatus->len, ==, 2);
    g_assert_cmpuint(g_array_index(system->OperationalStatus, guint16, 1), ==, 32768);
    second = hvr_wmi_object_format_field(system, field_of(system, "OperationalStatus"), 1);
    g_assert_cmpstr(second, ==, "32768");
    g_assert_null(hvr_wmi_object_format_field(system, field_of(system, "OperationalStatus"), 2));
}

static void
test_objects(void)
{
    g_autoptr(Msvm_SummaryInformation)
        summary = hvr_wmi_object_new(&hvr_wmi_class_Msvm_SummaryInformation);
    Msvm_VirtualSystemSettingData *point =
        hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);
    g_autoptr(Msvm_SummaryInformation) copy = NULL;
    const CIM_VirtualSystemSettingData *read;

    hvr_wmi_object_set_string(point, "ElementName", "point");
    hvr_wmi_object_set_object(summary, "Snapshots", point);
    hvr_wmi_object_set_object(summary, "Snapshots", hvr_wmi_object_copy(point));
    g_assert_cmpuint(summary->Snapshots->len, ==, 2);
    g_assert_null(hvr_wmi_object_format_field(summary, field_of(summary, "Snapshots"), 0));

    /* The copy owns its own objects, and a derived one reads as its parent. */
    copy = hvr_wmi_object_copy(summary);
    g_assert_true(hvr_wmi_object_equal(copy, summary));
    hvr_wmi_object_clear(summary, "Snapshots");
    g_assert_false(hvr_wmi_object_equal(copy, summary));
    read = copy->Snapshots->pdata[1];
    g_assert_cmpstr(read->ElementName, ==, "point");
}

typedef struct {
    const char *name;
    const HvrWmiClass *type;
    const char *field;
    const char *text;
    const char *expect; /* what it is written as; NULL: refused */
} Parse;

#define SYSTEM &hvr_wmi_class_Msvm_ComputerSystem
#define JOB    &hvr_wmi_class_Msvm_ConcreteJob
#define WIN    &hvr_wmi_class_Win32_ComputerSystem

/* clang-format off */
static const Parse parses[] = {
    { "uint8/highest",     JOB,    "RunMonth",             "255",                  "255" },
    { "uint8/too-high",    JOB,    "RunMonth",             "256",                  NULL },
    { "uint8/negative",    JOB,    "RunMonth",             "-1",                   NULL },
    { "sint8/lowest",      JOB,    "RunDay",               "-128",                 "-128" },
    { "sint8/too-low",     JOB,    "RunDay",               "-129",                 NULL },
    { "sint8/highest",     JOB,    "RunDay",               "127",                  "127" },
    { "sint8/too-high",    JOB,    "RunDay",               "128",                  NULL },
    { "uint16/highest",    JOB,    "PercentComplete",      "65535",                "65535" },
    { "uint16/too-high",   JOB,    "PercentComplete",      "65536",                NULL },
    { "sint16/lowest",     WIN,    "CurrentTimeZone",      "-32768",               "-32768" },
    { "sint16/too-low",    WIN,    "CurrentTimeZone",      "-32769",               NULL },
    { "sint16/too-high",   WIN,    "CurrentTimeZone",      "32768",                NULL },
    { "uint32/highest",    JOB,    "Priority",             "4294967295",           "4294967295" },
    { "uint32/too-high",   JOB,    "Priority",             "4294967296",           NULL },
    { "sint64/lowest",     WIN,    "PauseAfterReset",      "-9223372036854775808", "-9223372036854775808" },
    { "sint64/too-low",    WIN,    "PauseAfterReset",      "-9223372036854775809", NULL },
    { "sint64/too-high",   WIN,    "PauseAfterReset",      "9223372036854775808",  NULL },
    { "uint64/highest",    SYSTEM, "OnTimeInMilliseconds", "18446744073709551615", "18446744073709551615" },
    { "uint64/too-high",   SYSTEM, "OnTimeInMilliseconds", "18446744073709551616", NULL },
    { "number/empty",      JOB,    "Priority",             "",                     NULL },
    { "number/blank",      JOB,    "Priority",             " 1",                   NULL },
    { "number/hex",        JOB,    "Priority",             "0x10",                 NULL },
    { "number/plus",       JOB,    "Priority",             "+1",                   NULL },
    { "number/fraction",   JOB,    "Priority",             "1.0",                  NULL },
    { "number/minus",      JOB,    "RunDay",               "-",                    NULL },
    { "boolean/lower",     JOB,    "Cancellable",          "true",                 "true" },
    { "boolean/upper",     JOB,    "Cancellable",          "TRUE",                 "true" },
    { "boolean/mixed",     JOB,    "Cancellable",          "False",                "false" },
    { "boolean/digit",     JOB,    "Cancellable",          "1",                    "true" },
    { "boolean/zero",      JOB,    "Cancellable",          "0",                    "false" },
    { "boolean/yes",       JOB,    "Cancellable",          "yes",                  NULL },
    { "boolean/empty",     JOB,    "Cancellable",          "",                     NULL },
    { "datetime/dmtf",     JOB,    "StartTime",            "20260501030000.000000+000", "20260501030000.000000+000" },
    { "datetime/iso",      JOB,    "ElapsedTime",          "P0DT0H1M0S",           "00000000000100.000000:000" },
    { "datetime/garbage",  JOB,    "StartTime",            "soon",                 NULL },
    { "string/empty",      JOB,    "Caption",              "",                     "" },
    { "string/blank",      JOB,    "Caption",              "  a ",                 "  a " },
};
/* clang-format on */

static void
test_parse(gconstpointer data)
{
    const Parse *c = data;
    g_autoptr(HvrWmiObject) object = hvr_wmi_object_new(c->type);
    const HvrWmiField *field = field_of(object, c->field);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    if (c->expect != NULL) {
        g_assert_true(hvr_wmi_object_parse_field(object, field, c->text, &error));
        g_assert_no_error(error);
        text = hvr_wmi_object_format_field(object, field, 0);
        g_assert_cmpstr(text, ==, c->expect);
    } else {
        g_assert_false(hvr_wmi_object_parse_field(object, field, c->text, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
        g_assert_nonnull(strstr(error->message, c->field));
        g_assert_false(hvr_wmi_object_has(object, c->field));
    }
}

static void
test_parse_appends(void)
{
    g_autoptr(Msvm_ComputerSystem) system = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ComputerSystem);
    const HvrWmiField *status = field_of(system, "OperationalStatus");
    const HvrWmiField *roles = field_of(system, "Roles");

    g_assert_true(hvr_wmi_object_parse_field(system, status, "2", NULL));
    g_assert_true(hvr_wmi_object_parse_field(system, status, "11", NULL));
    g_assert_false(hvr_wmi_object_parse_field(system, status, "65536", NULL));
    g_assert_cmpuint(hvr_wmi_object_get_n_values(system, status), ==, 2);
    g_assert_cmpuint(*(const guint16 *)hvr_wmi_object_get_value(system, status, 1), ==, 11);

    g_assert_true(hvr_wmi_object_parse_field(system, roles, "a", NULL));
    g_assert_true(hvr_wmi_object_parse_field(system, roles, "b", NULL));
    g_assert_cmpuint(g_strv_length(system->Roles), ==, 2);
    g_assert_cmpstr(system->Roles[1], ==, "b");

    /* A scalar is replaced. */
    g_assert_true(hvr_wmi_object_parse_field(system, field_of(system, "Name"), "a", NULL));
    g_assert_true(hvr_wmi_object_parse_field(system, field_of(system, "Name"), "b", NULL));
    g_assert_cmpstr(system->Name, ==, "b");
}

static void
test_parse_endless_array(void)
{
    g_autoptr(Msvm_ComputerSystem) system = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ComputerSystem);
    const HvrWmiField *roles = field_of(system, "Roles");
    g_autoptr(GError) error = NULL;
    guint n = 0;

    while (hvr_wmi_object_parse_field(system, roles, "x", &error))
        n++;
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    g_assert_cmpuint(n, ==, 16384);
}

/* Settings are changed by merging what is given into what the host has. */
static void
test_merge(void)
{
    g_autoptr(Msvm_ReplicationSettingData)
        to = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autoptr(Msvm_ReplicationSettingData)
        from = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autoptr(Msvm_VirtualSystemSettingData)
        other = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);

    hvr_wmi_object_set_string(to, "ElementName", "kept");
    hvr_wmi_object_set_uint(to, "RecoveryHistory", 24);
    hvr_wmi_object_set_uint(from, "RecoveryHistory", 0);
    hvr_wmi_object_set_string(from, "RecoveryConnectionPoint", "replica.contoso.com");
    hvr_wmi_object_set_string(other, "VirtualSystemIdentifier", "6DDC63C1");
    hvr_wmi_object_set_string(other, "BIOSGUID", "not in the other class");

    hvr_wmi_object_merge(to, from);
    hvr_wmi_object_merge(to, other);

    g_assert_cmpstr(to->ElementName, ==, "kept");
    g_assert_true(hvr_wmi_object_has(to, "RecoveryHistory"));
    g_assert_cmpuint(to->RecoveryHistory, ==, 0);
    g_assert_cmpstr(to->RecoveryConnectionPoint, ==, "replica.contoso.com");
    g_assert_true(to->RecoveryConnectionPoint != from->RecoveryConnectionPoint);
    g_assert_cmpstr(to->VirtualSystemIdentifier, ==, "6DDC63C1");
}

static void
test_merge_other_type(void)
{
    g_autoptr(Msvm_VirtualSystemSettingData)
        settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);
    g_autoptr(Msvm_SummaryInformation)
        summary = hvr_wmi_object_new(&hvr_wmi_class_Msvm_SummaryInformation);

    /* Notes is an array here and a string there. */
    hvr_wmi_object_set_string(summary, "Notes", "one text");
    hvr_wmi_object_merge(settings, summary);
    g_assert_false(hvr_wmi_object_has(settings, "Notes"));
}

static void
test_equal(void)
{
    g_autoptr(Msvm_ConcreteJob) a = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    g_autoptr(Msvm_ConcreteJob) b = NULL;
    g_autoptr(CIM_ConcreteJob) parent = hvr_wmi_object_new(&hvr_wmi_class_CIM_ConcreteJob);
    static const guint64 one[] = { 2 };
    static const guint64 two[] = { 2, 3 };

    hvr_wmi_object_set_string(a, "InstanceID", "7C5B");
    hvr_wmi_object_set_interval(a, "ElapsedTime", 5);
    hvr_wmi_object_set_uints(a, "OperationalStatus", one, 1);
    b = hvr_wmi_object_copy(a);
    g_assert_true(hvr_wmi_object_equal(a, b));
    g_assert_false(hvr_wmi_object_equal(a, parent));

    hvr_wmi_object_set_time(b, "ElapsedTime", 5);
    g_assert_false(hvr_wmi_object_equal(a, b));
    hvr_wmi_object_set_interval(b, "ElapsedTime", 5);
    g_assert_true(hvr_wmi_object_equal(a, b));

    hvr_wmi_object_set_uints(b, "OperationalStatus", two, 2);
    g_assert_false(hvr_wmi_object_equal(a, b));
    hvr_wmi_object_set_uints(b, "OperationalStatus", one, 1);
    hvr_wmi_object_set_uint(b, "ErrorCode", 0);
    g_assert_false(hvr_wmi_object_equal(a, b));
    hvr_wmi_object_clear(b, "ErrorCode");
    hvr_wmi_object_set_string(b, "InstanceID", "7c5b");
    g_assert_false(hvr_wmi_object_equal(a, b));
}

/* No class of the schema needs the second word of presence bits yet. */
static void
test_as_many_fields_as_possible(void)
{
    struct {
        HvrWmiObject object;
        guint8 values[HVR_WMI_MAX_FIELDS];
    } * object;
    HvrWmiField fields[HVR_WMI_MAX_FIELDS];
    HvrWmiClass type = { "Wide", NULL, fields, HVR_WMI_MAX_FIELDS, sizeof(*object) };
    g_autoptr(HvrWmiObject) copy = NULL;

    for (guint i = 0; i < HVR_WMI_MAX_FIELDS; i++)
        fields[i] = (HvrWmiField){ g_strdup_printf("F%u", i),           HVR_CIM_UINT8, 0, NULL,
                                   (guint16)(sizeof(HvrWmiObject) + i), NULL };
    object = hvr_wmi_object_new(&type);
    hvr_wmi_object_set_uint(object, "F0", 1);
    hvr_wmi_object_set_uint(object, "F64", 2);
    hvr_wmi_object_set_uint(object, "F127", 3);
    copy = hvr_wmi_object_copy(object);
    g_assert_true(hvr_wmi_object_equal(object, copy));

    hvr_wmi_object_clear(object, "F64");
    g_assert_false(hvr_wmi_object_equal(object, copy));
    for (guint i = 0; i < HVR_WMI_MAX_FIELDS; i++)
        g_assert_cmpint(hvr_wmi_object_has(object, fields[i].name), ==, i == 0 || i == 127);
    g_assert_cmpuint(object->values[127], ==, 3);

    hvr_wmi_object_free(object);
    g_clear_pointer(&copy, hvr_wmi_object_free);
    for (guint i = 0; i < HVR_WMI_MAX_FIELDS; i++)
        g_free((char *)fields[i].name);
}

typedef struct {
    const char *name;
    const char *field;
    guint64 value;
} Wrong;

static const Wrong wrongs[] = {
    { "unknown", "Nonsense", 1 },
    { "string", "Caption", 1 },
    { "datetime", "StartTime", 1 },
    { "range", "PercentComplete", 65536 },
};

static void
test_wrong_setter(gconstpointer data)
{
    const Wrong *wrong = data;

    if (g_test_subprocess()) {
        hvr_wmi_object_set_uint(hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob), wrong->field,
                                wrong->value);
        return;
    }

    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*CRITICAL*");
}

/* The rows of the parent look the same, but their index means another bit. */
static void
test_row_of_parent(void)
{
    const HvrWmiField *field = hvr_wmi_class_find_field(&hvr_wmi_class_CIM_Job, "Owner");

    if (g_test_subprocess()) {
        hvr_wmi_object_parse_field(hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob), field, "x",
                                   NULL);
        return;
    }

    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*CRITICAL*owns*");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/object/new-is-null", test_new_is_null);
    g_test_add_func("/wmi/object/free-null", test_free_null);
    g_test_add_func("/wmi/object/scalars", test_scalars);
    g_test_add_func("/wmi/object/null-is-not-zero", test_null_is_not_zero);
    g_test_add_func("/wmi/object/string-from-itself", test_string_from_itself);
    g_test_add_func("/wmi/object/arrays", test_arrays);
    g_test_add_func("/wmi/object/objects", test_objects);
    for (gsize i = 0; i < G_N_ELEMENTS(parses); i++) {
        g_autofree char *path = g_strconcat("/wmi/object/parse/", parses[i].name, NULL);

        g_test_add_data_func(path, &parses[i], test_parse);
    }
    g_test_add_func("/wmi/object/parse/appends", test_parse_appends);
    g_test_add_func("/wmi/object/parse/endless-array", test_parse_endless_array);
    g_test_add_func("/wmi/object/merge", test_merge);
    g_test_add_func("/wmi/object/merge/other-type", test_merge_other_type);
    g_test_add_func("/wmi/object/equal", test_equal);
    g_test_add_func("/wmi/object/as-many-fields-as-possible", test_as_many_fields_as_possible);
    for (gsize i = 0; i < G_N_ELEMENTS(wrongs); i++) {
        g_autofree char *path = g_strconcat("/wmi/object/wrong-setter/", wrongs[i].name, NULL);

        g_test_add_data_func(path, &wrongs[i], test_wrong_setter);
    }
    g_test_add_func("/wmi/object/row-of-parent", test_row_of_parent);

    return g_test_run();
}
