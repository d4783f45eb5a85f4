/*
 * What a cell of a form says as the value of a field, and the other way round.
 *
 * People, spreadsheets and scripts write one number in many ways: full-width digits, thousands separators, a unit behind it, a
 * percent sign, "—" for nothing. All of these are read; what remains in doubt is refused with a reason. What is written reads
 * back as the same value, digit by digit. Thread: any; an arena belongs to one thread at a time.
 */
#ifndef CLIENT_FORM_VALUE_VALUE_H
#define CLIENT_FORM_VALUE_VALUE_H

#include <stdint.h>

#include "client/form/layout/layout.h"
#include "client/form/value/codes.h"
#include "client/form/value/slot.h"
#include "client/workbook/grid.h"
#include "proto/contract/base/error.h"
#include "proto/contract/message/path.h"

/** A field with what is needed to read and write it. Borrowed. */
struct jx_form_type {
	const struct jx_form_field *layout;
	const ProtobufCFieldDescriptor *field;
	const char *qualifier; /* of money the unit of plain numbers, of codes their list; "" for none */
	const struct jx_form_codes *codes;
};

/** What to write into a cell. */
struct jx_form_content {
	const char *text; /* "" for nothing; not for numbers */
	bool is_number;
	int64_t value; /* of a number: this over ten to the `scale` */
	unsigned scale;
	unsigned decimals; /* to be shown */
};

/** Make the content of a cell from a field's value.
 *
 * @param place  in the message; absent: an empty cell.
 * @param arena  keeps the text.
 * @return JX_OK; JX_INVALID (FORM_CANNOT_HOLD) for a text longer than a cell; no memory.
 */
enum jx_status jx_form_value_print(const struct jx_form_type *type, const struct jx_place *place,
	struct jx_arena *arena, struct jx_form_content *ret_content, struct jx_error *error) JX_MUST_CHECK;

/** Read a cell into a field.
 *
 * @param cell  with something in it.
 * @param root  message that path begins at; what lies between is made.
 * @return JX_OK; JX_INVALID with what is wrong with the text; no memory.
 */
enum jx_status jx_form_value_read(const struct jx_form_type *type, const struct jx_grid_cell *cell,
	ProtobufCMessage *root, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** The text of a cell as people mean it: without white space around it, line ends as one character.
 *
 * @return in the arena; NULL without memory.
 */
char *jx_form_text_clean(const char *text, struct jx_arena *arena);

/** The text of a cell folded for comparing: as above, of normal width, without white space. */
char *jx_form_text_fold(const char *text, struct jx_arena *arena);

#endif
