/*
 * libpq, loaded when the first store on a server is opened: a county without a server needs none, and an engine that brings
 * a libpq of its own is reached through that (JX_LIBPQ names it). What is used of it is declared here. Private to
 * storage/postgres/.
 */
#ifndef STORAGE_POSTGRES_LIBPQ_H
#define STORAGE_POSTGRES_LIBPQ_H

#include <stdint.h>

#include "proto/contract/base/error.h"

typedef struct pg_conn pg_conn;
typedef struct pg_result pg_result;
typedef struct pg_cancel pg_cancel;
typedef void (*pg_notice_receiver)(void *user, const pg_result *result);

/* Numbers of libpq's own, which never change. */
enum { PG_CONNECTION_OK = 0 };
enum { PG_COMMAND_OK = 1, PG_TUPLES_OK = 2 };
enum { PG_TRANSACTION_ACTIVE = 1, PG_TRANSACTION_IN = 2, PG_TRANSACTION_IN_ERROR = 3 };
enum { PG_FIELD_SEVERITY = 'V', PG_FIELD_STATE = 'C', PG_FIELD_MESSAGE = 'M' };
enum {
	PG_BOOL = 16,
	PG_BYTEA = 17,
	PG_INT8 = 20,
	PG_INT2 = 21,
	PG_INT4 = 23,
	PG_TEXT = 25,
	PG_TEXTS = 1009,
	PG_NUMERIC = 1700
};

/* The functions, under libpq's names. */
struct jx_libpq {
	pg_conn *(*PQconnectdbParams)(const char *const *keywords, const char *const *values, int expand);
	void (*PQfinish)(pg_conn *connection);
	int (*PQstatus)(const pg_conn *connection);
	int (*PQtransactionStatus)(const pg_conn *connection);
	char *(*PQerrorMessage)(const pg_conn *connection);
	int (*PQsocket)(const pg_conn *connection);
	int (*PQserverVersion)(const pg_conn *connection);
	int (*PQsendQuery)(pg_conn *connection, const char *text);
	int (*PQsendPrepare)(
		pg_conn *connection, const char *name, const char *text, int n, const uint32_t *types);
	int (*PQsendQueryPrepared)(pg_conn *connection, const char *name, int n, const char *const *values,
		const int *lengths, const int *formats, int result_format);
	int (*PQconsumeInput)(pg_conn *connection);
	int (*PQisBusy)(pg_conn *connection);
	pg_result *(*PQgetResult)(pg_conn *connection);
	pg_notice_receiver (*PQsetNoticeReceiver)(
		pg_conn *connection, pg_notice_receiver receiver, void *user);
	pg_cancel *(*PQgetCancel)(pg_conn *connection);
	int (*PQcancel)(pg_cancel *cancel, char *error, int n);
	void (*PQfreeCancel)(pg_cancel *cancel);
	int (*PQresultStatus)(const pg_result *result);
	char *(*PQresultErrorField)(const pg_result *result, int field);
	char *(*PQcmdStatus)(pg_result *result);
	char *(*PQcmdTuples)(pg_result *result);
	int (*PQntuples)(const pg_result *result);
	int (*PQnfields)(const pg_result *result);
	char *(*PQfname)(const pg_result *result, int column);
	uint32_t (*PQftype)(const pg_result *result, int column);
	int (*PQgetisnull)(const pg_result *result, int row, int column);
	int (*PQgetlength)(const pg_result *result, int row, int column);
	char *(*PQgetvalue)(const pg_result *result, int row, int column);
	void (*PQclear)(pg_result *result);
};

/** The library, loaded at the first call. @return JX_OK; JX_UNAVAILABLE (STORAGE_FAILED). @thread any. */
enum jx_status jx_libpq_load(const struct jx_libpq **ret_libpq, struct jx_error *error) JX_MUST_CHECK;

#endif
