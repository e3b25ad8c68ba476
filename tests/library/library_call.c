/* library_call.c: any function of the library by name, for tests in other languages
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * usage: library_call [-r] URI
 *
 * Reads a call a line, its words separated by tabs: FUNCTION DOMAIN FLAGS
 * [NAME=TYPE:VALUE...].  What is no typed parameter is given as POINT=, TIME=,
 * COMMAND= or DESTINATION=.  Prints NAME, TYPE and VALUE of each parameter of
 * the answer, then "ok VALUE" or "error CODE DOMAIN MESSAGE".
 */

#include <config.h>

#include <libvirt-hyperv-repl.h>

#include <glib.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    virConnectPtr conn;
    virDomainPtr domain;
    unsigned int flags;
    virTypedParameterPtr params;
    int n_params;
    int max_params;
    virDomainSnapshotPtr point;
    const char *time;
    const char *command;
    const char *destination;
    virTypedParameterPtr answer;
    int n_answer;
} Call;

/* What a function is like; one of them. */
typedef struct {
    const char *name;
    int (*get)(virDomainPtr, virTypedParameterPtr *, int *, unsigned int);
    int (*change)(virDomainPtr, virTypedParameterPtr, int, unsigned int);
    char *(*document)(virDomainPtr, unsigned int);
    int (*host_get)(virConnectPtr, virTypedParameterPtr *, int *, unsigned int);
    int (*host_filtered)(
        virConnectPtr, virTypedParameterPtr, int, virTypedParameterPtr *, int *, unsigned int);
    int (*host_change)(virConnectPtr, virTypedParameterPtr, int, unsigned int);
    char *(*host_document)(virConnectPtr, unsigned int);
    int (*other)(Call *call);
} Row;

static int
show_point(virDomainSnapshotPtr point)
{
    if (point == NULL)
        return -1;
    printf("point\tstring\t%s\n", virDomainSnapshotGetName(point));
    virDomainSnapshotFree(point);

    return 0;
}

static int
show_domain(virDomainPtr domain)
{
    if (domain == NULL)
        return -1;
    printf("domain\tstring\t%s\n", virDomainGetName(domain));
    virDomainFree(domain);

    return 0;
}

static int
list_points(Call *call)
{
    virDomainSnapshotPtr *points = NULL;
    int n_points = virDomainHypervReplListPoints(call->domain, &points, call->flags);

    for (int i = 0; i < n_points; i++)
        show_point(points[i]);
    g_free(points);

    return n_points;
}

static int
lookup_point(Call *call)
{
    return show_point(virDomainHypervReplPointLookupByTime(
        call->domain, g_ascii_strtoll(call->time, NULL, 10), call->flags));
}

static int
fail_over(Call *call)
{
    return virDomainHypervReplFailover(call->domain, call->point, call->params, call->n_params,
                                       call->flags);
}

static int
test_fail_over(Call *call)
{
    return show_domain(virDomainHypervReplTestFailover(call->domain, call->point, call->params,
                                                       call->n_params, call->flags));
}

static int
get_plan(Call *call)
{
    return virDomainHypervReplGetPlan(call->domain, call->command, call->params, call->n_params,
                                      &call->answer, &call->n_answer, call->flags);
}

static int
get_host_plan(Call *call)
{
    return virConnectHypervReplGetPlan(call->conn, call->command, call->params, call->n_params,
                                       &call->answer, &call->n_answer, call->flags);
}

static int
get_planned_failover(Call *call)
{
    return virDomainHypervReplGetPlannedFailover(call->domain, call->destination, &call->answer,
                                                 &call->n_answer, call->flags);
}

/* A destination that is a whole URI of a client's is a connection of its own. */
static int
planned_failover(Call *call)
{
    gboolean is_managed = call->destination != NULL && strstr(call->destination, "+") != NULL;
    virConnectPtr dconn = is_managed ? virConnectOpen(call->destination) : NULL;
    int result = show_domain(virDomainHypervReplPlannedFailover(
        call->domain, dconn, is_managed ? NULL : call->destination, call->params, call->n_params,
        call->flags));

    if (dconn != NULL)
        virConnectClose(dconn);

    return result;
}

/* clang-format off */
static const Row rows[] = {
    { "virDomainHypervReplGetState",             .get = virDomainHypervReplGetState },
    { "virDomainHypervReplGetPoints",            .get = virDomainHypervReplGetPoints },
    { "virDomainHypervReplGetStatistics",        .get = virDomainHypervReplGetStatistics },
    { "virDomainHypervReplGetNetwork",           .get = virDomainHypervReplGetNetwork },
    { "virDomainHypervReplGetJob",               .get = virDomainHypervReplGetJob },
    { "virDomainHypervReplGetXMLDesc",           .document = virDomainHypervReplGetXMLDesc },
    { "virDomainHypervReplGetNetworkXMLDesc",    .document = virDomainHypervReplGetNetworkXMLDesc },
    { "virDomainHypervReplListPoints",           .other = list_points },
    { "virDomainHypervReplPointLookupByTime",    .other = lookup_point },
    { "virDomainHypervReplFailover",             .other = fail_over },
    { "virDomainHypervReplTestFailover",         .other = test_fail_over },
    { "virDomainHypervReplGetPlan",              .other = get_plan },
    { "virDomainHypervReplGetPlannedFailover",   .other = get_planned_failover },
    { "virDomainHypervReplPlannedFailover",      .other = planned_failover },
    { "virDomainHypervReplEnable",               .change = virDomainHypervReplEnable },
    { "virDomainHypervReplStart",                .change = virDomainHypervReplStart },
    { "virDomainHypervReplImport",               .change = virDomainHypervReplImport },
    { "virDomainHypervReplCancelInitial",        .change = virDomainHypervReplCancelInitial },
    { "virDomainHypervReplSuspend",              .change = virDomainHypervReplSuspend },
    { "virDomainHypervReplResume",               .change = virDomainHypervReplResume },
    { "virDomainHypervReplResynchronize",        .change = virDomainHypervReplResynchronize },
    { "virDomainHypervReplCancelResynchronize",  .change = virDomainHypervReplCancelResynchronize },
    { "virDomainHypervReplPrepare",              .change = virDomainHypervReplPrepare },
    { "virDomainHypervReplCancelPrepare",        .change = virDomainHypervReplCancelPrepare },
    { "virDomainHypervReplRevert",               .change = virDomainHypervReplRevert },
    { "virDomainHypervReplCommit",               .change = virDomainHypervReplCommit },
    { "virDomainHypervReplBecomeReplica",        .change = virDomainHypervReplBecomeReplica },
    { "virDomainHypervReplBecomePrimary",        .change = virDomainHypervReplBecomePrimary },
    { "virDomainHypervReplReverse",              .change = virDomainHypervReplReverse },
    { "virDomainHypervReplFailback",             .change = virDomainHypervReplFailback },
    { "virDomainHypervReplModify",               .change = virDomainHypervReplModify },
    { "virDomainHypervReplRemove",               .change = virDomainHypervReplRemove },
    { "virDomainHypervReplTestCleanup",          .change = virDomainHypervReplTestCleanup },
    { "virDomainHypervReplAuthorize",            .change = virDomainHypervReplAuthorize },
    { "virDomainHypervReplSetNetwork",           .change = virDomainHypervReplSetNetwork },
    { "virDomainHypervReplSetTestSwitch",        .change = virDomainHypervReplSetTestSwitch },
    { "virDomainHypervReplResetStatistics",      .change = virDomainHypervReplResetStatistics },
    { "virConnectHypervReplGetService",          .host_get = virConnectHypervReplGetService },
    { "virConnectHypervReplGetCertificates",     .host_get = virConnectHypervReplGetCertificates },
    { "virConnectHypervReplGetHost",             .host_get = virConnectHypervReplGetHost },
    { "virConnectHypervReplGetHosts",            .host_get = virConnectHypervReplGetHosts },
    { "virConnectHypervReplGetCommands",         .host_get = virConnectHypervReplGetCommands },
    { "virConnectHypervReplGetServiceXMLDesc",   .host_document = virConnectHypervReplGetServiceXMLDesc },
    { "virConnectHypervReplGetAuthorization",    .host_filtered = virConnectHypervReplGetAuthorization },
    { "virConnectHypervReplGetReplications",     .host_filtered = virConnectHypervReplGetReplications },
    { "virConnectHypervReplGetStatistics",       .host_filtered = virConnectHypervReplGetStatistics },
    { "virConnectHypervReplGetOperations",       .host_filtered = virConnectHypervReplGetOperations },
    { "virConnectHypervReplGetPlan",             .other = get_host_plan },
    { "virConnectHypervReplModifyService",       .host_change = virConnectHypervReplModifyService },
    { "virConnectHypervReplAddAuthorization",    .host_change = virConnectHypervReplAddAuthorization },
    { "virConnectHypervReplModifyAuthorization", .host_change = virConnectHypervReplModifyAuthorization },
    { "virConnectHypervReplRemoveAuthorization", .host_change = virConnectHypervReplRemoveAuthorization },
    { "virConnectHypervReplTestConnection",      .host_change = virConnectHypervReplTestConnection },
    { "virConnectHypervReplStartService",        .host_change = virConnectHypervReplStartService },
    { "virConnectHypervReplStopService",         .host_change = virConnectHypervReplStopService },
    { "virConnectHypervReplRequestServiceState", .host_change = virConnectHypervReplRequestServiceState },
    { "virConnectHypervReplRefresh",             .host_change = virConnectHypervReplRefresh },
};
/* clang-format on */

static const Row *
find_row(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (g_str_equal(rows[i].name, name))
            return &rows[i];
    }

    g_assert_not_reached();
}

static int
show_document(char *document)
{
    g_autofree char *escaped = document != NULL ? g_strescape(document, NULL) : NULL;
    int result = document != NULL ? 0 : -1;

    if (escaped != NULL)
        printf("document\tstring\t%s\n", escaped);
    g_free(document);

    return result;
}

static int
run_host(const Row *row, Call *call)
{
    if (row->host_get != NULL)
        return row->host_get(call->conn, &call->answer, &call->n_answer, call->flags);
    if (row->host_filtered != NULL)
        return row->host_filtered(call->conn, call->params, call->n_params, &call->answer,
                                  &call->n_answer, call->flags);
    if (row->host_document != NULL)
        return show_document(row->host_document(call->conn, call->flags));

    return row->host_change(call->conn, call->params, call->n_params, call->flags);
}

static int
run(const Row *row, Call *call)
{
    if (row->other != NULL)
        return row->other(call);
    if (row->get != NULL)
        return row->get(call->domain, &call->answer, &call->n_answer, call->flags);
    if (row->document != NULL)
        return show_document(row->document(call->domain, call->flags));
    if (row->change != NULL)
        return row->change(call->domain, call->params, call->n_params, call->flags);

    return run_host(row, call);
}

static void
add_param(Call *call, const char *name, const char *value)
{
    const char *text = value + 2;

    switch (value[0]) {
    case 's':
        virTypedParamsAddString(&call->params, &call->n_params, &call->max_params, name, text);
        break;
    case 'u':
        virTypedParamsAddUInt(&call->params, &call->n_params, &call->max_params, name,
                              (unsigned int)g_ascii_strtoull(text, NULL, 10));
        break;
    case 'i':
        virTypedParamsAddInt(&call->params, &call->n_params, &call->max_params, name,
                             (int)g_ascii_strtoll(text, NULL, 10));
        break;
    case 'b':
        virTypedParamsAddBoolean(&call->params, &call->n_params, &call->max_params, name,
                                 text[0] == '1');
        break;
    default:
        g_assert_not_reached();
    }
}

static void
add_word(Call *call, char *word)
{
    char *value = strchr(word, '=');

    *value++ = '\0';
    if (g_str_equal(word, "POINT"))
        call->point = virDomainSnapshotLookupByName(call->domain, value, 0);
    else if (g_str_equal(word, "TIME"))
        call->time = value;
    else if (g_str_equal(word, "COMMAND"))
        call->command = value;
    else if (g_str_equal(word, "DESTINATION"))
        call->destination = value;
    else
        add_param(call, word, value);
}

static void
show_param(const virTypedParameter *param)
{
    g_autofree char *text =
        param->type == VIR_TYPED_PARAM_STRING ? g_strescape(param->value.s, NULL) : NULL;

    if (text != NULL)
        printf("%s\tstring\t%s\n", param->field, text);
    else if (param->type == VIR_TYPED_PARAM_BOOLEAN)
        printf("%s\tboolean\t%d\n", param->field, param->value.b);
    else if (param->type == VIR_TYPED_PARAM_ULLONG)
        printf("%s\tullong\t%llu\n", param->field, param->value.ul);
    else if (param->type == VIR_TYPED_PARAM_LLONG)
        printf("%s\tllong\t%lld\n", param->field, param->value.l);
    else
        printf("%s\tdouble\t%f\n", param->field, param->value.d);
}

static void
run_line(virConnectPtr conn, char *line)
{
    g_auto(GStrv) words = g_strsplit(g_strchomp(line), "\t", -1);
    Call call = { .conn = conn, .flags = (unsigned int)g_ascii_strtoull(words[2], NULL, 10) };
    int result;

    if (!g_str_equal(words[1], "-"))
        call.domain = virDomainLookupByName(conn, words[1]);
    for (char **word = words + 3; *word != NULL; word++)
        add_word(&call, *word);

    result = run(find_row(words[0]), &call);
    for (int i = 0; i < call.n_answer; i++)
        show_param(&call.answer[i]);
    if (result >= 0)
        printf("ok\t%d\n", result);
    else
        printf("error\t%d\t%d\t%s\n", virGetLastErrorCode(), virGetLastErrorDomain(),
               virGetLastErrorMessage());
    fflush(stdout);

    virTypedParamsFree(call.params, call.n_params);
    virTypedParamsFree(call.answer, call.n_answer);
    if (call.point != NULL)
        virDomainSnapshotFree(call.point);
    if (call.domain != NULL)
        virDomainFree(call.domain);
}

static void
be_quiet(void *data, virErrorPtr error)
{
}

int
main(int argc, char *argv[])
{
    gboolean is_read_only = argc == 3 && g_str_equal(argv[1], "-r");
    virConnectPtr conn;
    char line[65536];

    virSetErrorFunc(NULL, be_quiet);
    conn = is_read_only ? virConnectOpenReadOnly(argv[2]) : virConnectOpen(argv[1]);
    if (conn == NULL) {
        fprintf(stderr, "%s\n", virGetLastErrorMessage());
        return 1;
    }
    while (fgets(line, sizeof(line), stdin) != NULL)
        run_line(conn, line);
    virConnectClose(conn);

    return 0;
}
