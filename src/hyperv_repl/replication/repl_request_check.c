/* repl_request_check.c: what is refused before anything is sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_request_check.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "repl_request_input.h"
#include "repl_settings_object.h"
#include "repl_verb_row.h"
#include "repl_version.h"

/* Start-VMInitialReplication and Resume-VMReplication. */
#define MAX_DAYS_AHEAD 7

/* Since Windows Server 2012 R2; before it was 16 (capacity guide). */
#define EARLY_RECOVERY_HISTORY 16

/* An extended replica cannot be fed every 30 seconds (blog 2013-10-22). */
#define MIN_EXTENDED_FREQUENCY 300

static gboolean
has_settings(const HvrReplRequest *request)
{
    return !hvr_repl_settings_is_empty(request->settings);
}

static gboolean
has_point(const HvrReplRequest *request)
{
    return request->point != NULL;
}

static gboolean
has_time(const HvrReplRequest *request)
{
    return request->start_time != 0;
}

static gboolean
has_disks(const HvrReplRequest *request)
{
    return request->excluded_disks != NULL && request->excluded_disks[0] != NULL;
}

static gboolean
has_transfer(const HvrReplRequest *request)
{
    return request->transfer != 0;
}

static gboolean
has_location(const HvrReplRequest *request)
{
    return request->location != NULL && request->location[0] != '\0';
}

static gboolean
has_primary(const HvrReplRequest *request)
{
    return request->allowed_primary != NULL && request->allowed_primary[0] != '\0';
}

static gboolean
has_adapters(const HvrReplRequest *request)
{
    return request->adapters != NULL && request->adapters->len > 0;
}

static gboolean
has_state(const HvrReplRequest *request)
{
    return request->service_state != 0;
}

/* clang-format off */
static const struct {
    guint flag;
    gboolean (*is_given)(const HvrReplRequest *request);
    const char *useless;
    const char *missing;
} arguments[] = {
    { HVR_REPL_TAKES_SETTINGS, has_settings, N_("'%s' takes no settings"),            NULL },
    { HVR_REPL_TAKES_POINT,    has_point,    N_("'%s' takes no recovery point"),      NULL },
    { HVR_REPL_TAKES_TIME,     has_time,     N_("'%s' takes no start time"),          NULL },
    { HVR_REPL_TAKES_DISKS,    has_disks,    N_("'%s' takes no disks to exclude"),    NULL },
    { HVR_REPL_TAKES_TRANSFER, has_transfer, N_("'%s' takes no kind of transfer"),    NULL },
    { HVR_REPL_TAKES_LOCATION, has_location, N_("'%s' takes no location"),            N_("'%s' needs a location") },
    { HVR_REPL_TAKES_PRIMARY,  has_primary,  N_("'%s' takes no authorization entry"), N_("'%s' needs the primary server of an authorization entry") },
    { HVR_REPL_TAKES_ADAPTERS, has_adapters, N_("'%s' takes no network adapter"),     N_("'%s' needs a network adapter") },
    { HVR_REPL_TAKES_STATE,    has_state,    N_("'%s' takes no state"),               N_("'%s' needs a state") },
};
/* clang-format on */

/* What is given has to be of use, and what is needed has to be given. */
static gboolean
check_arguments(const HvrReplRequest *request, GError **error)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(request->verb);
    const char *name = hvr_repl_verb_get_name(request->verb);

    for (guint i = 0; i < G_N_ELEMENTS(arguments); i++) {
        gboolean given = arguments[i].is_given(request);

        if (given && (row->flags & arguments[i].flag) == 0)
            return hvr_fail(error, HVR_ERROR_INVALID, _(arguments[i].useless), name);
        if (!given && (row->needs & arguments[i].flag) != 0)
            return hvr_fail(error, HVR_ERROR_INVALID, _(arguments[i].missing), name);
    }

    return TRUE;
}

gboolean
hvr_repl_request_has_setting(const HvrReplRequest *request, const char *setting)
{
    return request->settings != NULL &&
           hvr_repl_settings_has(
               request->settings,
               hvr_repl_setting_find(hvr_repl_settings_get_subject(request->settings), setting));
}

/* An empty name stands for any. */
static gboolean
is_met(const HvrReplRequest *request, const char *needed)
{
    if (needed[0] == '\0')
        return has_settings(request) || has_disks(request);

    return hvr_repl_request_has_setting(request, needed);
}

static gboolean
check_needed(const HvrReplRequest *request, GError **error)
{
    const char *const *needed = hvr_repl_verb_get_row(request->verb)->needed;
    const char *name = hvr_repl_verb_get_name(request->verb);

    for (guint i = 0; needed != NULL && needed[i] != NULL; i++) {
        if (is_met(request, needed[i]))
            continue;
        if (needed[i][0] == '\0')
            return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' needs a setting to change"), name);

        return hvr_fail(error, HVR_ERROR_INVALID, _("'%1$s' needs the setting '%2$s'"), name,
                        needed[i]);
    }

    return TRUE;
}

static gboolean
check_version(const HvrReplRequest *request, const char *since, const char *what, GError **error)
{
    const char *host = hvr_repl_verb_is_of_host(request->verb) ? request->vm_name : NULL;

    return hvr_repl_version_check(request->windows, since, what, host, error);
}

/* Extended replication came with the methods that can name a relationship. */
static gboolean
check_method(const HvrReplRequest *request, GError **error)
{
    const HvrWmiMethod *method = hvr_repl_request_get_method(request);
    guint leg = hvr_repl_request_get_leg(request);

    return check_version(request, method->since, hvr_repl_verb_get_name(request->verb), error) &&
           (leg == 0 || check_version(request, "2012 R2", _("extended replication"), error));
}

static gboolean
check_setting_version(const HvrReplRequest *request, const HvrReplSetting *setting, GError **error)
{
    const HvrWmiClass *type =
        hvr_repl_settings_get_class(hvr_repl_settings_get_subject(request->settings));
    const HvrWmiField *field = hvr_wmi_class_find_field(type, setting->property);

    return !hvr_repl_settings_has(request->settings, setting) ||
           check_version(request, field->since, setting->name, error);
}

/* A relationship's disks can be exchanged since job type 125 exists. */
static gboolean
check_disks(const HvrReplRequest *request, GError **error)
{
    gboolean included = hvr_repl_request_has_setting(request, "included-disks");

    if (included && has_disks(request))
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("either disks to include or disks to exclude can be named, not both"));
    if (request->verb != HVR_VERB_MODIFY || (!included && !has_disks(request)))
        return TRUE;

    return check_version(request, "2016", included ? "included-disks" : "excluded-disks", error);
}

static gboolean
check_history(const HvrReplRequest *request, GError **error)
{
    const HvrReplSetting *history =
        hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "recovery-history");
    guint points = hvr_repl_settings_get_number(request->settings, history);
    g_autofree char *what = g_strdup_printf("%s %u", history->name, points);

    return points <= EARLY_RECOVERY_HISTORY || check_version(request, "2012 R2", what, error);
}

/* Returns: 0 if it is not given. */
static guint
get_frequency(const HvrReplRequest *request)
{
    return hvr_repl_settings_get_number(request->settings,
                                        hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "frequency"));
}

gboolean
hvr_repl_request_check_frequency(const HvrReplRequest *request, guint first, GError **error)
{
    guint frequency = request->settings != NULL ? get_frequency(request) : 0;

    if (frequency == 0 || frequency >= MAX(first, MIN_EXTENDED_FREQUENCY))
        return TRUE;
    if (frequency < MIN_EXTENDED_FREQUENCY)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("the extended replica of '%1$s' gets changes every 300 or 900 s, not "
                          "every %2$u s"),
                        request->vm_name, frequency);

    return hvr_fail(error, HVR_ERROR_INVALID,
                    _("an extended replica cannot get changes every %1$u s, as '%2$s' itself gets "
                      "them every %3$u s"),
                    frequency, request->vm_name, first);
}

/* createreplicationrelationship page; what holds when a leg is made is taken to
 * hold when it is changed (inferred). */
static gboolean
check_extended(const HvrReplRequest *request, GError **error)
{
    const HvrReplRelationship *first = request->other;

    if ((request->verb != HVR_VERB_ENABLE && request->verb != HVR_VERB_MODIFY) ||
        hvr_repl_verb_get_leg(request->verb, request->mode) == 0)
        return TRUE;
    if (hvr_repl_request_has_setting(request, "consistent-interval"))
        return hvr_fail(
            error, HVR_ERROR_INVALID,
            _("the extended replica of '%1$s' has no application-consistent points of its "
              "own: '%2$s' cannot be set"),
            request->vm_name, "consistent-interval");

    return hvr_repl_request_check_frequency(
        request,
        first == NULL
            ? 0
            : hvr_repl_settings_get_number(
                  first->settings, hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "frequency")),
        error);
}

static gboolean
check_settings(const HvrReplRequest *request, GError **error)
{
    guint n_settings = 0;
    const HvrReplSetting *table;

    if (request->settings == NULL)
        return check_disks(request, error);

    table = hvr_repl_setting_list(hvr_repl_settings_get_subject(request->settings), &n_settings);
    for (guint i = 0; i < n_settings; i++) {
        if (!check_setting_version(request, &table[i], error))
            return FALSE;
    }
    if (hvr_repl_settings_get_subject(request->settings) != HVR_REPL_RELATIONSHIP)
        return TRUE;

    return check_disks(request, error) && check_history(request, error) &&
           check_extended(request, error);
}

static gboolean
check_transfer(const HvrReplRequest *request, GError **error)
{
    gboolean exports = request->transfer == HVR_REPL_TRANSFER_EXPORT;

    if ((hvr_repl_verb_get_row(request->verb)->flags & HVR_REPL_TAKES_TRANSFER) == 0)
        return TRUE;
    if (exports && !has_location(request))
        return hvr_fail(error, HVR_ERROR_INVALID, _("an export needs a location to export to"));
    if (exports && has_time(request))
        return hvr_fail(error, HVR_ERROR_INVALID, _("an export starts at once, not at a time"));
    if (!exports && has_location(request))
        return hvr_fail(error, HVR_ERROR_INVALID, _("only an export has a location to export to"));

    return TRUE;
}

gboolean
hvr_repl_request_check_time(const HvrReplRequest *request, gint64 now, GError **error)
{
    if (request->start_time - now <= MAX_DAYS_AHEAD * G_TIME_SPAN_DAY)
        return TRUE;

    return hvr_fail(error, HVR_ERROR_INVALID, _("the start time is more than %d days ahead"),
                    MAX_DAYS_AHEAD);
}

static guint
get_state(const HvrReplRelationship *relationship)
{
    return relationship != NULL ? relationship->state : (guint)HVR_REPL_STATE_DISABLED;
}

static gboolean
check_leg(const HvrReplRequest *request,
          guint leg,
          const HvrReplRelationship *relationship,
          GError **error)
{
    guint state = get_state(relationship);
    g_autofree char *refusal = NULL;

    if (hvr_repl_verb_is_allowed(request->verb, request->mode, leg, state))
        return TRUE;
    refusal = hvr_repl_verb_dup_refusal(request->verb, request->vm_name, request->mode, leg, state);

    return hvr_fail(error, HVR_ERROR_STATE, "%s", refusal);
}

/* What the one relationship forbids to the other. */
static gboolean
check_other(const HvrReplRequest *request, guint leg, GError **error)
{
    if (request->mode != HVR_REPL_MODE_REPLICA)
        return TRUE;
    /* It is extended in view of the relationship it receives on. */
    if (request->verb == HVR_VERB_ENABLE && leg == 1 && request->other != NULL)
        return check_leg(request, 0, request->other, error);
    if (request->verb == HVR_VERB_BECOME_PRIMARY && request->other == NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("cannot make '%s' the primary: it has no extended replica to go on "
                          "with"),
                        request->vm_name);
    /* removereplicationrelationshipex page. */
    if (request->verb == HVR_VERB_REMOVE && leg == 0 && request->other != NULL)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("cannot remove the replication of '%s' while it has an extended "
                          "replica, remove that relationship first"),
                        request->vm_name);

    return TRUE;
}

static gboolean
check_state(const HvrReplRequest *request, GError **error)
{
    guint leg = hvr_repl_request_get_leg(request);
    guint flags = hvr_repl_verb_get_row(request->verb)->flags;
    g_autofree char *refusal = NULL;

    if (!check_leg(request, leg, request->relationship, error) || !check_other(request, leg, error))
        return FALSE;
    if (!request->running || (flags & HVR_REPL_WANTS_OFF) == 0)
        return TRUE;

    refusal = hvr_repl_verb_dup_running_refusal(request->verb, request->vm_name);

    return hvr_fail(error, HVR_ERROR_STATE, "%s", refusal);
}

gboolean
hvr_repl_request_check(const HvrReplRequest *request, GError **error)
{
    g_return_val_if_fail((guint)request->verb < HVR_N_VERBS, FALSE);
    g_return_val_if_fail(request->vm != NULL && request->vm_name != NULL, FALSE);
    g_return_val_if_fail(request->settings == NULL ||
                             hvr_repl_settings_is_empty(request->settings) ||
                             hvr_repl_settings_get_subject(request->settings) ==
                                 hvr_repl_verb_get_row(request->verb)->subject,
                         FALSE);

    return check_method(request, error) && check_state(request, error) &&
           check_arguments(request, error) && check_needed(request, error) &&
           check_transfer(request, error) && check_settings(request, error);
}
