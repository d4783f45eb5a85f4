/*
 * The cage of a child process that reads what somebody sent: no files, no network, no other program, bounded time and memory.
 *
 * Private to read.c.
 */
#ifndef CLIENT_WORKBOOK_CAGE_H
#define CLIENT_WORKBOOK_CAGE_H

#include <stdbool.h>

/** Shut the calling process in, for good: from then on it can compute, take memory, write to the files it has, and end.
 *
 * @param keep_fd  the one file that stays open.
 * @return false when the cage cannot be closed; the caller must end.
 */
bool jx_cage_enter(int keep_fd);

#endif
