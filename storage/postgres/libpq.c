#include "storage/postgres/libpq.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"

#define NAME "libpq.so.5"

#define FUNCTION(name)                                 \
	{                                              \
#name, offsetof(struct jx_libpq, name) \
	}

static const struct function {
	const char *name;
	size_t offset;
} FUNCTIONS[] = {
	FUNCTION(PQconnectdbParams),
	FUNCTION(PQfinish),
	FUNCTION(PQstatus),
	FUNCTION(PQtransactionStatus),
	FUNCTION(PQerrorMessage),
	FUNCTION(PQsocket),
	FUNCTION(PQserverVersion),
	FUNCTION(PQsendQuery),
	FUNCTION(PQsendPrepare),
	FUNCTION(PQsendQueryPrepared),
	FUNCTION(PQconsumeInput),
	FUNCTION(PQisBusy),
	FUNCTION(PQgetResult),
	FUNCTION(PQsetNoticeReceiver),
	FUNCTION(PQgetCancel),
	FUNCTION(PQcancel),
	FUNCTION(PQfreeCancel),
	FUNCTION(PQresultStatus),
	FUNCTION(PQresultErrorField),
	FUNCTION(PQcmdStatus),
	FUNCTION(PQcmdTuples),
	FUNCTION(PQntuples),
	FUNCTION(PQnfields),
	FUNCTION(PQfname),
	FUNCTION(PQftype),
	FUNCTION(PQgetisnull),
	FUNCTION(PQgetlength),
	FUNCTION(PQgetvalue),
	FUNCTION(PQclear),
};
_Static_assert(sizeof(void *) == sizeof(void (*)(void)), "an address of a function is one of a loaded name");

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct jx_libpq libpq;
static void *library; /* once all of it is there; never closed */

/* @return what is missing; NULL for nothing. */
static const char *load(const char *name)
{
	void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	for (size_t i = 0; handle != NULL && i < JX_COUNT_OF(FUNCTIONS); i++) {
		void *address = dlsym(handle, FUNCTIONS[i].name);
		if (address == NULL) {
			(void)dlclose(handle);
			return FUNCTIONS[i].name;
		}
		memcpy((char *)&libpq + FUNCTIONS[i].offset, &address, sizeof(address));
	}
	library = handle;
	return handle != NULL ? NULL : "the library (Debian: libpq5)";
}

enum jx_status jx_libpq_load(const struct jx_libpq **ret_libpq, struct jx_error *error)
{
	char text[256];
	const char *name = secure_getenv("JX_LIBPQ");
	name = name != NULL && name[0] != '\0' ? name : NAME;
	(void)pthread_mutex_lock(&mutex);
	const char *missing = library == NULL ? load(name) : NULL;
	(void)pthread_mutex_unlock(&mutex);
	*ret_libpq = &libpq;
	if (missing == NULL)
		return JX_OK;
	(void)snprintf(text, sizeof(text), "%s lacks %s", name, missing);
	return jx_fail_with(error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT(text)));
}
