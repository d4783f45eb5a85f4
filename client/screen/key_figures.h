/*
 * The principal figures of a report: stated ones and metrics, computed here by the contract's own formulas.
 * Thread: any.
 */
#ifndef CLIENT_SCREEN_KEY_FIGURES_H
#define CLIENT_SCREEN_KEY_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/error.h"

/** Principal figures that reports state themselves: their number, their keys, their texts. */
size_t jx_key_figures_count(void);

/** The key of a figure, for CSV. Static. */
const char *jx_key_figures_key(size_t index);

/** True for a figure that is a text; the others are numbers. */
bool jx_key_figures_is_text(size_t index);

/** True for a metric, which is computed; the others are stated. */
bool jx_key_figures_is_metric(size_t index);

/** The unit of a figure, "%", "元"; "" for none. Static. */
const char *jx_key_figures_unit(size_t index);

/** The title of a figure in the user's language. Static. */
const char *jx_key_figures_title(size_t index, enum jx_language language);

/** Write a figure of a report.
 *
 * @param text  of size bytes: for people, with its unit, "—" when it cannot be computed.
 * @param raw   of size bytes: amounts in 元 without unit, rates without "%", "" for none.
 */
void jx_key_figures_write(const JxReport *report, size_t index, char *text, char *raw, size_t size);

#endif
