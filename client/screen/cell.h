/*
 * Typed cells of a table: the newest row gets a number, a time, a figure, and programs its plain form. Thread: any.
 */
#ifndef CLIENT_SCREEN_CELL_H
#define CLIENT_SCREEN_CELL_H

#include <google/protobuf/timestamp.pb-c.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/screen/table.h"
#include "jixiao/v1/schema.h"

void jx_cell_set_number(struct jx_table *table, size_t column, uint64_t number);

/** Set a point in time: here and to the minute for people, UTC for programs. @param time  NULL for none. */
void jx_cell_set_time(struct jx_table *table, size_t column, const Google__Protobuf__Timestamp *time);

/** Set a flag: words for people where it is set, true or false for programs. */
void jx_cell_set_flag(struct jx_table *table, size_t column, bool is_set, const char *words);

/** Set a number of the form. @param decimal  NULL for an empty cell. */
void jx_cell_set_decimal(struct jx_table *table, size_t column, const JxDecimal *decimal);

/** Set percents, for programs without the sign. @param decimal  NULL for an empty cell. */
void jx_cell_set_percent(struct jx_table *table, size_t column, const JxDecimal *decimal);

/** Set a computed value: with its unit for people, without for programs. @param measurement  NULL for an empty cell. */
void jx_cell_set_measurement(struct jx_table *table, size_t column, const JxMeasurement *measurement);

/** Set a bar against the longest of all; none without a figure, and none below zero. */
void jx_cell_set_bar(struct jx_table *table, size_t column, const JxDecimal *decimal, int64_t longest);

/** Set a group, for programs under its name in the schema. */
void jx_cell_set_group(struct jx_table *table, size_t column, JxCoverageGroup group);

/** Set what is to be known of the inputs of a figure, for programs under the names in the schema. */
void jx_cell_set_flags(struct jx_table *table, size_t column, const JxInputFlag *flags, size_t n);

#endif
