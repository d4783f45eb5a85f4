/*
 * Who calls, and may they: asked by every job of a call.
 *
 * The certificate only says which person it is. Roles and department are read from the database in the
 * transaction of the call itself, so that a change or a revocation acts on the very next call.
 * Thread: the one that has the task's connection.
 */
#ifndef SERVER_CALL_AUTH_H
#define SERVER_CALL_AUTH_H

#include "server/call/task.h"

/** Find the caller and compare their roles with those of the method.
 *
 * Sets task->caller. Listeners that ask for no certificate have no caller, and their methods ask for no role.
 * @return JX_OK; JX_UNAUTHENTICATED (NO_CERTIFICATE, UNKNOWN_CERTIFICATE, CERTIFICATE_EXPIRED, REVOKED); JX_DENIED (NOT_ALLOWED).
 */
enum jx_status jx_auth_check(struct jx_task *task) JX_MUST_CHECK;

/** Refuse a caller who lacks a role: NOT_ALLOWED with the roles they have and the roles that are required.
 *
 * @param wanted  JX_ROLE_BIT of each role that may.
 * @return JX_DENIED.
 */
enum jx_status jx_auth_refuse_role(struct jx_task *task, uint32_t wanted) JX_MUST_CHECK;

/** Check that a department is within the caller's reach: finance and auditors reach all, others their own.
 *
 * @param code  of the department.
 * @return JX_OK; JX_NOT_FOUND, alike for what is not there and what is not the caller's.
 */
enum jx_status jx_auth_reach(struct jx_task *task, const char *code, const char *submission) JX_MUST_CHECK;

#endif
