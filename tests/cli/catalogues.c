/* catalogues.c: a program finds the message catalogues that were just built
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * To be preloaded.  Catalogues are looked for where they will be installed, and gettext knows no
 * variable that says otherwise; a program that people run as root needs none.
 */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <libintl.h>
#include <stddef.h>
#include <string.h>

typedef char *Bind(const char *domain, const char *directory);

__attribute__((visibility("default"))) char *
bindtextdomain(const char *domain, const char *directory)
{
    Bind *bind = (Bind *)dlsym(RTLD_NEXT, "bindtextdomain");

    if (domain != NULL && directory != NULL && strcmp(domain, DOMAIN) == 0)
        directory = CATALOGUES;

    return bind(domain, directory);
}
