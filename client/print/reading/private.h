/* Shared by the files of this folder. */
#ifndef CLIENT_PRINT_READING_PRIVATE_H
#define CLIENT_PRINT_READING_PRIVATE_H

#include "client/print/reading/reading.h"
#include "proto/contract/message/path.h"

/** A reading while it is printed. */
struct jx_reader {
	struct jx_app *app;
	const struct jx_reading *reading;
	/* What was printed beside its figure already. */
	bool *is_finding_said;
	bool *is_explanation_said;
	bool *is_issue_said;
};

/** A message of the report and where it stands. */
struct jx_part {
	const ProtobufCMessage *message;
	char path[JX_PATH_BYTES]; /* "projects[2]"; "" for the report */
};

/** The label of a field: that of the rulebook, else that of the form. @param list  path of what holds it. */
const char *jx_reading_label(
	const struct jx_reader *reader, const struct jx_part *part, const ProtobufCFieldDescriptor *field);

/** The text of a field's items for a person, joined; a code with its label. @return in the app's arena; NULL without memory. */
const char *jx_reading_text(
	const struct jx_reader *reader, const struct jx_part *part, const ProtobufCFieldDescriptor *field);

/** Print what is said about a part: about its own fields, and about its lists only when is_whole. */
enum jx_status jx_reading_print_notes(
	struct jx_reader *reader, const struct jx_part *part, bool is_whole) JX_MUST_CHECK;

#endif
