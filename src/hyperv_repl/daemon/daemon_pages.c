/* daemon_pages.c: memory that is not needed just now, given back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_pages.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

/* What nobody can have written is the same in its file.  Relocated tables are
 * read-only, too, but in segments that once were not. */
static gboolean
is_constant(const ElfW(Phdr) * segment)
{
    return segment->p_type == PT_LOAD && (segment->p_flags & PF_W) == 0;
}

static int
release_object(struct dl_phdr_info *object, size_t size, void *user_data)
{
    ElfW(Addr) page = (ElfW(Addr))sysconf(_SC_PAGESIZE);

    for (guint i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        ElfW(Addr) start = (object->dlpi_addr + segment->p_vaddr + page - 1) & ~(page - 1);
        ElfW(Addr) end = (object->dlpi_addr + segment->p_vaddr + segment->p_memsz) & ~(page - 1);

        if (is_constant(segment) && start < end)
            madvise((void *)start, end - start, MADV_DONTNEED);
    }

    return 0;
}

void
hvr_daemon_pages_release(void)
{
    malloc_trim(0);
    dl_iterate_phdr(release_object, NULL);
}
