/*
 * Words for codes: what people read instead of enum values, and the next step of a state. Thread: any.
 */
#ifndef CLIENT_SCREEN_LABELS_H
#define CLIENT_SCREEN_LABELS_H

#include <stddef.h>

#include "client/screen/table.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/error.h"
#include "proto/contract/figure/figure.h"

#define JX_WORDS_BYTES 256

#define JX_LABEL_NUMBER_BYTES 12 /* of an enum value as a number */

/** A label, or the number of a value that this version has no word for, because the server is newer.
 *
 * @param label  "" or "?" for none.
 * @return label or out.
 */
const char *jx_label_or_number(const char *label, int value, char out[JX_LABEL_NUMBER_BYTES]);

/** Put a label into a table, or the number of a value that this version has no word for. */
void jx_label_set(struct jx_table *table, size_t column, const char *label, int value);

/** The roles of a person, joined. @return out. */
const char *jx_label_roles(const JxPerson *person, enum jx_language language, char *out, size_t size);

/** 必改, 核实, 提示; an explained finding is 已说明. Translated. */
const char *jx_label_severity(const JxFinding *finding);

/** Colour of a severity: red for what stops, yellow for what wants an explanation. */
enum jx_colour jx_label_severity_colour(const JxFinding *finding);

/** Whose turn it is. Translated. */
const char *jx_label_holder(JxHolder holder);

/** Whether a person can call. Translated. */
const char *jx_label_person_state(JxPersonState state);

/** What finance wants done about an issue. Translated. */
const char *jx_label_action(JxWantedAction action);

/** Where an issue stands. Translated. */
const char *jx_label_issue_state(JxIssueState state);

/** What a department does next about its report. Translated. */
const char *jx_label_next_step(JxSubmissionState state);

/** A number as printed; "" for none. @return out, of JX_FIGURE_TEXT_BYTES. */
const char *jx_label_decimal(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES]);

/** An amount as printed; "" for none. @return out, of JX_FIGURE_TEXT_BYTES. */
const char *jx_label_amount(const JxAmount *amount, char out[JX_FIGURE_TEXT_BYTES]);

/** A computed value with its unit when that is "%"; "—" when it cannot be computed. @return out. */
const char *jx_label_measurement(const JxMeasurement *measurement, char out[JX_FIGURE_TEXT_BYTES]);

/** Put a computed value into a table: with its unit for people, without for CSV. */
void jx_label_set_measurement(struct jx_table *table, size_t column, const JxMeasurement *measurement);

#endif
