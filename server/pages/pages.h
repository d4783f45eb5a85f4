/*
 * The pages of what is published, over HTTP: what `jixiao publish --out` writes as files, the same bytes.
 *
 * The loop knows what is published (shown.h), for JX_PAGES_FRESH_MS, and keeps what was made (cache.h): from these it
 * answers at once. Anything else is made by a reader, one thing at a time, at the door of those without a certificate, so that
 * nobody who has one waits for strangers; those who ask for the same page wait for it together. An address that wants more
 * made than JX_PAGES_MAKES is told to come later. Only what is published for everybody is there. Thread: loop.
 */
#ifndef SERVER_PAGES_PAGES_H
#define SERVER_PAGES_PAGES_H

#include <stdbool.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "server/call/task.h"

struct jx_pages;

struct jx_pages_config {
	const char *address; /* "host:port"; "" and no fd: no pages */
	int fd;              /* a listening socket in place of the address; 0: none. Taken */
	bool is_anywhere;    /* it need not be a loopback address */
	struct jx_services *services;
};

/** Listen. The workers of the services may come later, before the loop runs.
 *
 * @param ret_pages  NULL when there are to be none.
 * @return as jx_site_open().
 */
enum jx_status jx_pages_open(const struct jx_pages_config *config, struct jx_pages **ret_pages,
	struct jx_error *error) JX_MUST_CHECK;

/** The port; 0 for none. */
unsigned jx_pages_port(const struct jx_pages *pages);

/** Answer that there is nothing more. NULL allowed. */
void jx_pages_stop(struct jx_pages *pages);

/** Close, after the workers. NULL allowed. */
void jx_pages_close(struct jx_pages *pages);

#endif
