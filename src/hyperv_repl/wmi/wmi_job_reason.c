/* wmi_job_reason.c: why a job failed, in its host's own words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_job_reason.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "wmi_embedded.h"
#include "wmi_path.h"
#include "wmi_result.h"

/* As much as a reader still reads. */
#define MAX_WORDS 2000

/* A host's text as part of our line: one line of bounded length. */
static char *
dup_one_line(const char *text)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (; text != NULL && *text != '\0' && line->len < MAX_WORDS; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);

        if (!g_unichar_isspace(c) && !g_unichar_iscntrl(c))
            g_string_append_unichar(line, c);
        else if (line->len > 0 && line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    }

    return g_strchomp(g_string_free(g_steal_pointer(&line), FALSE));
}

/* Windows likes to say the same in several places. */
static void
add_words(GString *words, const char *text)
{
    g_autofree char *line = dup_one_line(text);

    if (*line == '\0' || g_str_equal(line, ".") || words->len > MAX_WORDS ||
        strstr(words->str, line) != NULL)
        return;
    if (words->len > 0)
        g_string_append(words, g_ascii_ispunct(words->str[words->len - 1]) ? " " : "; ");
    g_string_append(words, line);
}

static void
add_message(GString *words, const char *embedded)
{
    g_autoptr(Msvm_Error) found = NULL;

    if (embedded != NULL)
        found = hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_Error, embedded, NULL);
    if (found != NULL)
        add_words(words, found->Message);
}

/* A host without GetErrorEx answers with one error alone. */
static void
ask_error(GString *words, const char *path, HvrWmiSession *session, GCancellable *cancellable)
{
    g_autoptr(Msvm_ConcreteJob_GetError_OUTPUT) output = hvr_wmi_session_invoke(
        session, &hvr_wmi_method_Msvm_ConcreteJob_GetError, path, NULL, cancellable, NULL);

    if (output != NULL)
        add_message(words, output->Error);
}

/* A host that does not answer this question keeps nobody from learning what is
 * known already, so failures are passed over. */
static void
ask_errors(GString *words,
           const Msvm_ConcreteJob *job,
           HvrWmiSession *session,
           GCancellable *cancellable)
{
    g_autofree char *path = hvr_wmi_path_build("Msvm_ConcreteJob", "InstanceID", job->InstanceID);
    g_autoptr(GError) failure = NULL;
    g_autoptr(Msvm_ConcreteJob_GetErrorEx_OUTPUT) output = hvr_wmi_session_invoke(
        session, &hvr_wmi_method_Msvm_ConcreteJob_GetErrorEx, path, NULL, cancellable, &failure);

    for (guint i = 0; output != NULL && output->Errors != NULL && output->Errors[i] != NULL; i++)
        add_message(words, output->Errors[i]);
    if (hvr_error_is_code(failure, HVR_ERROR_UNSUPPORTED) ||
        hvr_error_is_code(failure, HVR_ERROR_PROTOCOL))
        ask_error(words, path, session, cancellable);
}

static char *
finish_words(GString *words)
{
    if (g_str_has_suffix(words->str, "."))
        g_string_truncate(words, words->len - 1);

    return g_string_free(words, FALSE);
}

/* What is known without asking. */
static void
add_own_words(GString *words, const Msvm_ConcreteJob *job)
{
    const char *text = hvr_wmi_result_get_text(job->ErrorCode);

    add_words(words, job->ErrorDescription);
    if (words->len == 0)
        add_words(words, job->ErrorSummaryDescription);
    if (words->len == 0)
        g_string_append(words, text != NULL ? text : _("the host gives no reason"));
}

char *
hvr_wmi_job_reason_dup(const Msvm_ConcreteJob *job)
{
    GString *words = g_string_new(NULL);

    add_own_words(words, job);

    return finish_words(words);
}

char *
hvr_wmi_job_reason_fetch(const Msvm_ConcreteJob *job,
                         HvrWmiSession *session,
                         GCancellable *cancellable)
{
    GString *words = g_string_new(NULL);

    if (session != NULL && job->InstanceID != NULL)
        ask_errors(words, job, session, cancellable);
    if (words->len == 0)
        add_own_words(words, job);

    return finish_words(words);
}
