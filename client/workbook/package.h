/*
 * The parts of an Office file: members of a zip archive, each an XML document that is given out as it is inflated.
 *
 * Nothing is written anywhere and nothing outside the archive is opened. Parts that nobody asks for are never inflated. What
 * a part may cost is bounded before it is read, and counted while it is: a member can lie about its size. Document types are
 * refused, so there are no entities. Thread: one at a time.
 */
#ifndef CLIENT_WORKBOOK_PACKAGE_H
#define CLIENT_WORKBOOK_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/error.h"

#define JX_PART_NAME_BYTES 256

/** An open archive. Fields are private. */
struct jx_package {
	struct zip *zip;
	size_t n_inflated; /* bytes so far, of all parts */
	struct jx_error *error;
};

/** What is told of a part. Names are local names, without namespace. A status that is not JX_OK ends the reading. */
struct jx_part_events {
	/* attributes: names and values by turns, ended by NULL; names may have a namespace before a "|" */
	enum jx_status (*on_start)(void *user, const char *name, const char **attributes);
	enum jx_status (*on_end)(void *user, const char *name);
	enum jx_status (*on_text)(void *user, const char *text, size_t n);
	void *user;
};

/** Open an archive in memory.
 *
 * @param bytes  borrowed until closed.
 * @param error  where this and all that follows is told.
 * @return JX_OK; JX_INVALID (FORM_DAMAGED, FORM_TOO_LARGE); JX_UNAVAILABLE.
 */
enum jx_status jx_package_open(
	struct jx_package *ret_package, const void *bytes, size_t n, struct jx_error *error) JX_MUST_CHECK;

void jx_package_close(struct jx_package *package);

/** True when there is a part of this name. */
bool jx_package_has(const struct jx_package *package, const char *name);

/** Read a part.
 *
 * @return JX_OK; JX_INVALID (FORM_DAMAGED, FORM_TOO_LARGE); the status of an event.
 */
enum jx_status jx_package_read(
	struct jx_package *package, const char *name, const struct jx_part_events *events) JX_MUST_CHECK;

/** The value of an attribute by its local name; NULL when it is not there. */
const char *jx_part_attribute(const char **attributes, const char *name);

/** The target of a relation as the name of a part: "worksheets/sheet1.xml" seen from "xl/workbook.xml".
 *
 * @return false when it leaves the archive or is too long.
 */
bool jx_part_resolve(const char *from, const char *target, char out[JX_PART_NAME_BYTES]);

#endif
