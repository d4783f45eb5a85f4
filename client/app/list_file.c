#include "client/app/list_file.h"

#include <string.h>

#include "client/disk/files.h"
#include "client/screen/cell.h"
#include "client/text/encoding.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/localized.h"

enum jx_status jx_app_read_list(struct jx_app *app, const char *name, struct jx_csv_file *ret_file)
{
	char *bytes;
	size_t n;
	const char *encoding;
	*ret_file = (struct jx_csv_file){.name = name, .language = app->language};
	enum jx_status status = jx_file_read(name, JX_MAX_JSON_BYTES, &app->arena, &bytes, &n, &app->error);
	if (status != JX_OK)
		return status;
	struct jx_file_bytes file = {.name = name, .bytes = bytes, .n = n};
	status = jx_encoding_decode(&file, &app->arena, &ret_file->text, &encoding, &app->error);
	if (status != JX_OK)
		return status;
	if (encoding != NULL)
		jx_note(&app->terminal, _("%s is not UTF-8; it was read as %s"), name, encoding);
	ret_file->n = strlen(ret_file->text);
	return JX_OK;
}

/* ---- problems ---- */

enum column { LINE, CODE, PROBLEM };

bool jx_list_has_problems(const struct jx_list_problems *problems)
{
	return problems->of_file->n > 0 || problems->n_of_server > 0;
}

static size_t line_of(const struct jx_list_problems *problems, const JxBatchRow *row)
{
	return row->row > 0 && row->row <= problems->n_lines ? problems->lines[row->row - 1] : 0;
}

static void add_row(struct jx_table *table, size_t line, const char *code, const char *words)
{
	jx_table_add_row(table);
	jx_cell_set_number(table, LINE, line);
	jx_table_set(table, CODE, code);
	jx_table_set(table, PROBLEM, words);
}

static enum jx_status print_problems(struct jx_app *app, const struct jx_list_problems *problems)
{
	const struct jx_column columns[] = {
		[LINE] = {"line", N_("Line"), .is_right = true},
		[CODE] = problems->code,
		[PROBLEM] = {"problem", N_("Problem"), .wraps = true},
	};
	struct jx_table table;
	size_t i = 0;
	jx_table_init(&table, &app->arena, columns, JX_COUNT_OF(columns));
	for (size_t j = 0; j < problems->n_of_server; j++) {
		const JxBatchRow *theirs = problems->of_server[j];
		size_t line = line_of(problems, theirs);
		for (; i < problems->of_file->n && problems->of_file->rows[i].line <= line; i++)
			add_row(&table, problems->of_file->rows[i].line, problems->of_file->rows[i].code,
				problems->of_file->rows[i].words);
		add_row(&table, line, theirs->code, jx_localized(theirs->problem, app->language));
	}
	for (; i < problems->of_file->n; i++)
		add_row(&table, problems->of_file->rows[i].line, problems->of_file->rows[i].code,
			problems->of_file->rows[i].words);
	return jx_app_print_table(app, &table);
}

enum jx_status jx_app_refuse_list(struct jx_app *app, const struct jx_list_problems *problems)
{
	/* A reply says all only when the file itself is well. */
	bool is_json = jx_app_wants_json(app) && problems->reply != NULL && problems->of_file->n == 0;
	enum jx_status status =
		is_json ? jx_app_print_json(app, problems->reply) : print_problems(app, problems);
	if (status != JX_OK)
		return status;
	app->is_reported = is_json;
	return jx_app_fail_with(
		app, problems->reason, JX_ARGS(JX_U64(problems->of_file->n + problems->n_of_server)));
}
