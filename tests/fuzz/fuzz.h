/*
 * What every fuzz target shares: the entry point, and the way to say that a property does not hold.
 *
 * A target is a file fuzz_X.c here with LLVMFuzzerTestOneInput(); CMakeLists.txt picks it up, with the seeds of
 * seeds/X. Built with libFuzzer in the preset fuzz, and with replay.c, which runs the seeds once, in the others.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Called with each input; 0 always. Must keep nothing between two calls. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process, loudly, when a property does not hold. Not assert(): it must stay in release builds. */
#define FUZZ_MUST(condition)                                                                           \
	do {                                                                                           \
		if (!(condition)) {                                                                    \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
			abort();                                                                       \
		}                                                                                      \
	} while (0)

#endif
