/* wmi_session.c: one conversation with the WMI of one host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_session.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "wmi_codec.h"
#include "wmi_path.h"
#include "wmi_query.h"
#include "wmi_session_private.h"
#include "wmi_retry.h"
#include "wsman_client.h"
#include "wsman_curl.h"

struct _HvrWmiSession {
    HvrWsmanClient *client;
    char *host;
    HvrClock *clock;
    GHashTable *services; /* class name: path */
    HvrWmiWitness witness;
    gpointer witness_user_data;
    HvrWmiUnderstudy understudy;
    gpointer understudy_user_data;
};

HvrWmiSession *
hvr_wmi_session_open(const HvrEndpoint *endpoint, HvrClock *clock, GError **error)
{
    HvrErrorDetail detail = { .host = endpoint->name };
    g_autoptr(GError) failure = NULL;
    HvrWsmanTransport *transport = hvr_wsman_curl_new(endpoint, &failure);

    if (transport == NULL) {
        g_prefix_error(&failure, _("host '%s': "), endpoint->name);
        hvr_error_set_detail(failure, &detail);
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }

    return hvr_wmi_session_new(hvr_wsman_client_new(transport, endpoint->request_timeout),
                               endpoint->name, clock);
}

HvrWmiSession *
hvr_wmi_session_new(HvrWsmanClient *client, const char *host, HvrClock *clock)
{
    HvrWmiSession *session = g_new0(HvrWmiSession, 1);

    session->client = client;
    session->host = g_strdup(host);
    session->clock = hvr_clock_ref(clock);
    session->services = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

    return session;
}

void
hvr_wmi_session_free(HvrWmiSession *session)
{
    if (session == NULL)
        return;

    hvr_wsman_client_free(session->client);
    g_free(session->host);
    hvr_clock_unref(session->clock);
    g_hash_table_unref(session->services);
    g_free(session);
}

const char *
hvr_wmi_session_get_host(const HvrWmiSession *session)
{
    return session->host;
}

HvrAuthScheme
hvr_wmi_session_get_scheme(HvrWmiSession *session, gboolean *out_is_sealed)
{
    return hvr_wsman_client_get_scheme(session->client, out_is_sealed);
}

gint64
hvr_wmi_session_get_date(const HvrWmiSession *session)
{
    return hvr_wsman_client_get_date(session->client);
}

HvrClock *
hvr_wmi_session_get_clock(const HvrWmiSession *session)
{
    return session->clock;
}

guint
hvr_wmi_session_get_n_requests(const HvrWmiSession *session)
{
    return hvr_wsman_client_get_n_requests(session->client);
}

/* The one place where errors of the floor below learn whom they are about. */
static gboolean
fail_here(const HvrWmiSession *session, const char *operation, GError *failure, GError **error)
{
    HvrErrorDetail detail = { .host = session->host, .operation = operation };

    g_prefix_error(&failure, _("host '%s': "), session->host);
    hvr_error_set_detail(failure, &detail);
    g_propagate_error(error, failure);

    return FALSE;
}

gboolean
hvr_wmi_session_fail(const HvrWmiSession *session,
                     const char *operation,
                     GError *failure,
                     GError **error)
{
    return fail_here(session, operation, failure, error);
}

HvrWsmanClient *
hvr_wmi_session_get_client(HvrWmiSession *session)
{
    return session->client;
}

/* What a visitor is told: how to read the items, and where to put them. */
typedef struct {
    const HvrWmiClass *type;
    GPtrArray *objects;
    gconstpointer input;
} Visit;

static gboolean
on_item(const xmlNode *item, gpointer user_data, GError **error)
{
    Visit *visit = user_data;
    gpointer object = hvr_wmi_codec_decode(visit->type, item, NULL, error);

    if (object == NULL)
        return FALSE;
    g_ptr_array_add(visit->objects, object);

    return TRUE;
}

/* One attempt at a read; whatever the one before left in @call is of no use. */
typedef gboolean (*Read)(HvrWmiSession *session,
                         gpointer call,
                         GCancellable *cancellable,
                         GError **error);

/* All attempts share the one deadline that a single one would have. */
static gboolean
run_read(HvrWmiSession *session,
         const char *operation,
         Read read,
         gpointer call,
         GCancellable *cancellable,
         GError **error)
{
    gint64 deadline = g_get_monotonic_time() + hvr_wsman_client_get_timeout(session->client);
    GError *failure = NULL;
    guint n_attempts = 0;

    hvr_wsman_client_set_deadline(session->client, deadline);
    while (!read(session, call, cancellable, &failure)) {
        if (!hvr_wmi_retry_wait(&failure, ++n_attempts, deadline, session->clock, cancellable))
            break;
    }
    hvr_wsman_client_set_deadline(session->client, 0);

    return failure == NULL || fail_here(session, operation, failure, error);
}

static gboolean
read_identity(HvrWmiSession *session, gpointer call, GCancellable *cancellable, GError **error)
{
    char **version = call;
    g_autoptr(HvrWsmanIdentity)
        identity = hvr_wsman_client_identify(session->client, cancellable, error);

    if (identity != NULL)
        *version = g_strdup(identity->version);

    return identity != NULL;
}

char *
hvr_wmi_session_identify(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    char *version = NULL;

    run_read(session, "Identify", read_identity, &version, cancellable, error);

    return version;
}

/* What is asked for by a Get, or by an Enumerate. */
typedef struct {
    const char *path;
    const char *wmi_namespace;
    const char *wql;
    Visit visit;
} Question;

static gboolean
read_object(HvrWmiSession *session, gpointer call, GCancellable *cancellable, GError **error)
{
    Question *question = call;
    g_autoptr(HvrWmiPath) parsed = hvr_wmi_path_parse(question->path, error);
    g_autoptr(HvrWsmanEpr) target = NULL;

    if (parsed == NULL)
        return FALSE;

    target = hvr_wmi_path_to_epr(parsed);

    return hvr_wsman_client_get(session->client, target, on_item, &question->visit, cancellable,
                                error);
}

gpointer
hvr_wmi_session_fetch(HvrWmiSession *session,
                      const HvrWmiClass *type,
                      const char *path,
                      GCancellable *cancellable,
                      GError **error)
{
    g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    Question question = { .path = path, .visit = { .type = type, .objects = objects } };

    if (!run_read(session, "Get", read_object, &question, cancellable, error))
        return NULL;

    return g_ptr_array_steal_index_fast(objects, 0);
}

static gboolean
read_list(HvrWmiSession *session, gpointer call, GCancellable *cancellable, GError **error)
{
    Question *question = call;
    g_autofree char *uri = hvr_wmi_resource_uri(question->wmi_namespace, "*");

    g_ptr_array_set_size(question->visit.objects, 0);

    return hvr_wsman_client_enumerate(session->client, uri, question->wql, on_item,
                                      &question->visit, cancellable, error);
}

GPtrArray *
hvr_wmi_session_list(HvrWmiSession *session,
                     const char *wmi_namespace,
                     const HvrWmiClass *type,
                     const char *wql,
                     GCancellable *cancellable,
                     GError **error)
{
    g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    Question question = {
        .wmi_namespace = wmi_namespace,
        .wql = wql,
        .visit = { .type = type, .objects = objects },
    };

    if (!run_read(session, "Enumerate", read_list, &question, cancellable, error))
        return NULL;

    return g_steal_pointer(&objects);
}

/* Returns: (transfer full): the path of the only instance of @type. */
static char *
list_service(HvrWmiSession *session,
             const HvrWmiClass *type,
             GCancellable *cancellable,
             GError **error)
{
    g_autoptr(GString) keys = g_string_new(NULL);
    g_autoptr(HvrWmiQuery) query = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(NULL, HVR_WMI_NAMESPACE, type->name);
    GError *failure = NULL;

    for (guint i = 0; i < type->n_fields; i++) {
        if ((type->fields[i].flags & HVR_CIM_KEY) != 0)
            g_string_append_printf(keys, "%s%s", keys->len > 0 ? ", " : "", type->fields[i].name);
    }
    query = hvr_wmi_query_new(keys->str, type->name);
    objects = hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query),
                                   cancellable, error);
    if (objects == NULL)
        return NULL;
    if (objects->len != 1) {
        hvr_fail(&failure, HVR_ERROR_UNSUPPORTED,
                 g_dngettext(GETTEXT_PACKAGE, "it has %1$u instance of '%2$s', not one",
                             "it has %1$u instances of '%2$s', not one", objects->len),
                 objects->len, type->name);
        fail_here(session, "Enumerate", failure, error);
        return NULL;
    }

    for (guint i = 0; i < type->n_fields; i++) {
        g_autofree char *value =
            hvr_wmi_object_format_field(objects->pdata[0], &type->fields[i], 0);

        if ((type->fields[i].flags & HVR_CIM_KEY) != 0 && value != NULL)
            hvr_wmi_path_add(path, type->fields[i].name, value);
    }

    return hvr_wmi_path_format(path);
}

char *
hvr_wmi_session_fetch_service(HvrWmiSession *session,
                              const HvrWmiClass *type,
                              GCancellable *cancellable,
                              GError **error)
{
    const char *known = g_hash_table_lookup(session->services, type->name);
    char *path;

    if (known != NULL)
        return g_strdup(known);

    path = list_service(session, type, cancellable, error);
    if (path != NULL)
        g_hash_table_insert(session->services, (char *)type->name, g_strdup(path));

    return path;
}

static void
fill_input(xmlNode *input, gpointer user_data)
{
    const Visit *visit = user_data;

    if (visit->input != NULL)
        hvr_wmi_codec_encode_input(visit->input, input);
}

/* The host took the request and answered what nobody understands: whether it did
 * what was asked is open, as after no answer at all.  A fault, or a status of
 * HTTP, is a refusal. */
static void
doubt(GError *failure)
{
    const HvrErrorDetail *detail = hvr_error_get_detail(failure);

    if (hvr_error_is_code(failure, HVR_ERROR_PROTOCOL) && detail->fault_subcode == NULL &&
        detail->http_status == 0)
        failure->code = HVR_ERROR_LOST;
}

static gpointer
invoke(HvrWmiSession *session,
       const HvrWmiMethod *method,
       const char *path,
       gconstpointer input,
       GCancellable *cancellable,
       GError **error)
{
    g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    g_autoptr(HvrWmiPath) parsed = hvr_wmi_path_parse(path, error);
    g_autoptr(HvrWsmanEpr) target = NULL;
    Visit visit = { .type = method->output, .objects = objects, .input = input };

    if (parsed == NULL)
        return NULL;

    target = hvr_wmi_path_to_epr(parsed);
    if (!hvr_wsman_client_invoke(session->client, target, method->name, fill_input, on_item, &visit,
                                 cancellable, error)) {
        doubt(*error);
        return NULL;
    }

    return g_ptr_array_steal_index_fast(objects, 0);
}

void
hvr_wmi_session_set_witness(HvrWmiSession *session, HvrWmiWitness witness, gpointer user_data)
{
    session->witness = witness;
    session->witness_user_data = user_data;
}

void
hvr_wmi_session_set_understudy(HvrWmiSession *session,
                               HvrWmiUnderstudy understudy,
                               gpointer user_data)
{
    session->understudy = understudy;
    session->understudy_user_data = user_data;
}

gpointer
hvr_wmi_session_invoke(HvrWmiSession *session,
                       const HvrWmiMethod *method,
                       const char *path,
                       gconstpointer input,
                       GCancellable *cancellable,
                       GError **error)
{
    GError *failure = NULL;
    gpointer output;

    if (session->understudy != NULL && !hvr_wmi_method_is_query(method))
        return session->understudy(session, method, path, input, session->understudy_user_data);
    if (session->witness != NULL && !session->witness(method, session->witness_user_data, error))
        return NULL;

    output = invoke(session, method, path, input, cancellable, &failure);
    if (output == NULL) {
        if (hvr_error_is_code(failure, HVR_ERROR_NO_DOMAIN))
            g_hash_table_remove_all(session->services);
        fail_here(session, method->name, failure, error);
    }

    return output;
}

/* Of the call itself: reading what its input is made of may fail likewise. */
static gboolean
is_not_found(const HvrWmiMethod *method, const GError *failure)
{
    const HvrErrorDetail *detail = hvr_error_get_detail(failure);

    return hvr_error_is_code(failure, HVR_ERROR_NO_DOMAIN) && detail->fault_subcode != NULL &&
           g_strcmp0(detail->operation, method->name) == 0;
}

gboolean
hvr_wmi_session_has_moved(HvrWmiSession *session,
                          const HvrWmiMethod *method,
                          const char *path,
                          const GError *failure,
                          GCancellable *cancellable)
{
    g_autofree char *now = NULL;

    if (!is_not_found(method, failure))
        return FALSE;
    now = hvr_wmi_session_fetch_service(session, method->owner, cancellable, NULL);

    return now != NULL && g_ascii_strcasecmp(now, path) != 0;
}
