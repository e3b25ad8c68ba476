/* fuzz_target.h: what each fuzzer implements
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * libFuzzer calls it with what it makes up, corpus_main.c with what is kept.  It
 * dies where a promise does not hold, and returns otherwise.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
