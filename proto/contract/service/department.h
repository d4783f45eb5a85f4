/*
 * The fields of a department: what may stand in them, and how people say their words.
 *
 * Both sides read them from here: the client understands "县级" in a file, the server refuses what is no word. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SERVICE_DEPARTMENT_H
#define PROTO_CONTRACT_SERVICE_DEPARTMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/language.h"

enum jx_department_field {
	JX_DEPARTMENT_CODE,
	JX_DEPARTMENT_TITLE,
	JX_DEPARTMENT_SHORT_TITLE,
	JX_DEPARTMENT_LEVEL,
	JX_DEPARTMENT_NATURE,
	JX_DEPARTMENT_FUNDING_FORM,
	JX_DEPARTMENT_PEER_GROUP,
	JX_DEPARTMENT_IS_FINANCE,
	JX_DEPARTMENT_FIELDS /* their number */
};

#define JX_DEPARTMENT_WORDS_BYTES 256 /* of all words of a field, in a sentence */

/** The name of a field in the schema, "peer_group". Static. */
const char *jx_department_field_name(enum jx_department_field field);

/** The field of a name; JX_DEPARTMENT_FIELDS for none. */
enum jx_department_field jx_department_field_of(const char *name);

/** The most bytes that a field may have. */
size_t jx_department_field_bytes(enum jx_department_field field);

/** What a department has in a field; of is_finance "true" or "". Borrowed from it. */
const char *jx_department_field_get(const JxDepartment *department, enum jx_department_field field);

/** Give a department's field another value: of is_finance "true" or "". @param text  borrowed. */
void jx_department_field_set(JxDepartment *department, enum jx_department_field field, const char *text);

/** The code that a word stands for in a field: a code itself, or its name in either language.
 *
 * @return static; the word itself in fields that take any text, and ""; NULL for a word that is none.
 */
const char *jx_department_word(enum jx_department_field field, const char *word);

/** The name of a code for people; the text itself where it is none. */
const char *jx_department_word_name(
	enum jx_department_field field, const char *code, enum jx_language language);

/** Write the words of a field: "county（县级）、town（乡镇）". @return out; "" for a field that takes any text. */
const char *jx_department_words(
	enum jx_department_field field, enum jx_language language, char out[JX_DEPARTMENT_WORDS_BYTES]);

/** True for two different codes that differ by leading zeros alone, as a spreadsheet makes of one the other. */
bool jx_department_is_twin(const char *code, const char *other);

#endif
