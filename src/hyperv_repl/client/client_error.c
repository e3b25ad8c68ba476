/* client_error.c: libvirt's last error, set and kept by somebody outside libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_error.h"

#include <glib/gi18n-lib.h>

/* As libvirt begins these; tools match them, so they are not translated. */
/* clang-format off */
static const struct {
    int code;
    const char *prefix;
} prefixes[] = {
    { VIR_ERR_INTERNAL_ERROR,     "internal error: " },
    { VIR_ERR_INVALID_ARG,        "invalid argument: " },
    { VIR_ERR_NO_SUPPORT,         "this function is not supported by the connection driver: " },
    { VIR_ERR_NO_DOMAIN,          "Domain not found: " },
    { VIR_ERR_NO_DOMAIN_SNAPSHOT, "Domain snapshot not found: " },
    { VIR_ERR_OPERATION_FAILED,   "operation failed: " },
    { VIR_ERR_OPERATION_INVALID,  "Requested operation is not valid: " },
};
/* clang-format on */

/* A program that links the library need not know of its catalogue. */
__attribute__((constructor)) static void
bind_catalogue(void)
{
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
}

static const char *
find_prefix(int code)
{
    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (prefixes[i].code == code)
            return prefixes[i].prefix;
    }

    return "";
}

/* The last error can be found only while there is one, so any will do first. */
static virErrorPtr
find_last(void)
{
    if (virGetLastErrorCode() == VIR_ERR_OK)
        virDomainFree(NULL);

    return virGetLastError();
}

int
hvr_client_error_set(int code, const char *format, ...)
{
    g_autofree char *sentence = NULL;
    virErrorPtr last = find_last();
    va_list args;

    va_start(args, format);
    sentence = g_strdup_vprintf(format, args);
    va_end(args);
    if (last == NULL)
        return -1;

    virResetError(last);
    last->code = code;
    last->domain = VIR_FROM_HYPERV;
    last->level = VIR_ERR_ERROR;
    last->message = g_strconcat(find_prefix(code), sentence, NULL);

    return -1;
}

typedef struct {
    virErrorPtr last;
    virErrorPtr saved;
} Kept;

static Kept
keep(void)
{
    Kept kept = { .last = virGetLastError() };

    if (kept.last != NULL)
        kept.saved = virSaveLastError();

    return kept;
}

static void
restore(Kept kept)
{
    if (kept.saved == NULL)
        return;

    virResetError(kept.last);
    *kept.last = *kept.saved;
    g_free(kept.saved);
}

void
hvr_client_error_free_domain(virDomainPtr domain)
{
    Kept kept = keep();

    if (domain != NULL)
        virDomainFree(domain);
    restore(kept);
}

void
hvr_client_error_free_snapshot(virDomainSnapshotPtr snapshot)
{
    Kept kept = keep();

    if (snapshot != NULL)
        virDomainSnapshotFree(snapshot);
    restore(kept);
}
