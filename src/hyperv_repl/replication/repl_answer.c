/* repl_answer.c: what a host answered to a verb
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_answer.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "repl_answer_output.h"
#include "repl_statistics_object.h"
#include "wmi_path.h"
#include "wmi_result.h"

void
hvr_repl_answer_free(HvrReplAnswer *answer)
{
    if (answer == NULL)
        return;

    g_free(answer->job);
    g_free(answer->system);
    g_clear_pointer(&answer->statistics, hvr_repl_statistics_free);
    g_strfreev(answer->certificates);
    g_free(answer);
}

typedef struct {
    const HvrWmiMethod *method;
    const HvrWmiObject *output;
    const char *host;
} Reply;

/* Returns: (transfer none) (nullable): a parameter, %NULL if the method has none such. */
static gconstpointer
get_output(const Reply *reply, const char *name)
{
    const HvrWmiField *field = hvr_wmi_class_find_field(reply->output->type, name);

    return field != NULL ? hvr_wmi_object_get_value(reply->output, field, 0) : NULL;
}

/* Elements lie one after the other, and a NULL ends them. */
static const char *const *
get_texts(const Reply *reply, const char *name)
{
    return get_output(reply, name);
}

static gboolean
read_statistics(HvrReplAnswer *answer, const Reply *reply, GError **error)
{
    const char *const *statistics = get_texts(reply, "ReplicationStatistics");
    const char *const *issues = get_texts(reply, "ReplicationHealthIssues");

    if (statistics == NULL)
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("host '%1$s': the answer to %2$s has no statistics"), reply->host,
                        reply->method->name);
    /* "First element = current monitoring interval" (inferred). */
    answer->statistics = hvr_repl_statistics_parse(statistics[0], issues, error);

    return answer->statistics != NULL;
}

static gboolean
read_certificates(HvrReplAnswer *answer, const Reply *reply, GError **error G_GNUC_UNUSED)
{
    static const char *const none[] = { NULL };
    const char *const *certificates = get_texts(reply, "EncodedCertificates");

    answer->certificates = g_strdupv((GStrv)(certificates != NULL ? certificates : none));

    return TRUE;
}

static gboolean
read_system(HvrReplAnswer *answer, const Reply *reply, GError **error G_GNUC_UNUSED)
{
    char *const *path = get_output(reply, "ResultingSystem");
    g_autofree char *guid = path != NULL ? hvr_wmi_path_dup_key(*path, "Name") : NULL;

    answer->system = guid != NULL ? g_ascii_strup(guid, -1) : NULL;

    return TRUE;
}

/* What an answer has besides its job; the names are those of parameters. */
typedef struct {
    const char *name;
    gboolean is_all; /* without it there is no answer */
    gboolean (*read)(HvrReplAnswer *answer, const Reply *reply, GError **error);
} Part;

/* clang-format off */
static const Part parts[] = {
    { "EncodedCertificates",   TRUE,  read_certificates },
    { "ReplicationStatistics", TRUE,  read_statistics   },
    { "ResultingSystem",       FALSE, read_system       },
};
/* clang-format on */

/* Returns: (transfer none) (nullable): no method has two of them. */
static const Part *
find_part(const HvrWmiMethod *method)
{
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (hvr_wmi_class_find_field(method->output, parts[i].name) != NULL)
            return &parts[i];
    }

    return NULL;
}

/* A job that a query starts ends without saying what came of it, so all there is
 * to do is to ask again (inferred). */
static gboolean
check_gathered(const Part *part, const Reply *reply, GError **error)
{
    const guint32 *value = get_output(reply, "ReturnValue");

    if (part == NULL || !part->is_all || value == NULL || *value != HVR_WMI_JOB_STARTED ||
        get_texts(reply, part->name) != NULL)
        return TRUE;

    return hvr_fail(error, HVR_ERROR_BUSY,
                    _("host '%1$s': %2$s gathers the answer in the background, ask again"),
                    reply->host, reply->method->name);
}

HvrReplAnswer *
hvr_repl_answer_parse(const HvrWmiMethod *method,
                      const HvrWmiObject *output,
                      const char *host,
                      GError **error)
{
    const Reply reply = { method, output, host };
    const Part *part = find_part(method);
    g_autoptr(HvrReplAnswer) answer = g_new0(HvrReplAnswer, 1);

    if (!check_gathered(part, &reply, error) ||
        !hvr_wmi_result_read(host, method, output, &answer->job, error) ||
        (part != NULL && !part->read(answer, &reply, error)))
        return NULL;

    return g_steal_pointer(&answer);
}
