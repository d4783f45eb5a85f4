/*
 * Names of resources: "rounds/2025", "submissions/2025-130132001/versions/3".
 *
 * The one place that knows how they are put together and taken apart. A name is collection and id in turn; the id
 * of a submission is that of its round, "-", and the code of its department, which holds no dash. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_RESOURCE_NAME_H
#define PROTO_CONTRACT_BASE_RESOURCE_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JX_RESOURCE_NAME_BYTES \
	192                     /* two ids of JX_MAX_CODE_BYTES, their collections, a number of 20 digits */
#define JX_RESOURCE_ID_BYTES 72 /* of one id, or of a round's and a department's with "-" */

/* Each writes a name into `out` and returns it. An id that is too long for any resource is cut, so that the name is
 * that of nothing. @param out  of JX_RESOURCE_NAME_BYTES. */
const char *jx_name_round(char *out, const char *round);
const char *jx_name_department(char *out, const char *code);
const char *jx_name_person(char *out, const char *person);
const char *jx_name_submission(char *out, const char *round, const char *department);
const char *jx_name_version(char *out, const char *round, const char *department, uint64_t number);
const char *jx_name_publication(char *out, const char *round, uint64_t number);
const char *jx_name_edition(char *out, const char *rulebook, const char *number);
const char *jx_name_reference(char *out, uint32_t year, uint64_t number);
const char *jx_name_rectification(char *out, const char *department, uint64_t number);
const char *jx_name_idle_funds(char *out, const char *department, uint64_t number);

/** True when a text may be the id of a new round or person: 2 to JX_MAX_CODE_BYTES of a-z, 0-9 and "-", which it does not
 * begin with. */
bool jx_name_is_new_id(const char *id);

/** The part after the last "/": the id of a resource, or the number of a version. The whole text without a "/".
 *
 * @return a place in `name`.
 */
const char *jx_name_last(const char *name);

/** The id of a resource of a collection: "2025" of "rounds/2025".
 *
 * @param name  may be NULL.
 * @param collection  for example "rounds".
 * @return a place in `name`; NULL when it is no name of that collection, or its id is empty or too long.
 */
const char *jx_name_id(const char *name, const char *collection);

/** Read the number behind a collection at the end of a name: 3 of ".../versions/3"; 0 for "latest".
 *
 * @param collection  for example "versions".
 * @param ret_number  set on true only.
 * @param ret_n_parent  length of the parent's name; set on true only.
 */
bool jx_name_read_number(
	const char *name, const char *collection, uint64_t *ret_number, size_t *ret_n_parent);

#endif
