#include "storage/registry/store_references.h"

#include <stdio.h>

#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"

enum jx_status jx_reference_next_number(
	struct jx_db *db, uint32_t year, uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT coalesce(max(number), 0) + 1 FROM reference_editions WHERE year = ?",
		error);
	jx_sql_bind_int(&sql, year);
	while (jx_sql_next(&sql))
		*ret_number = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

static enum jx_status insert_edition(struct jx_db *db, const struct jx_new_reference *reference,
	const char *name, int64_t *ret_id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO reference_editions (name, year, number, source, person, load_time_ms, digest,"
		" n_departments) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_text(&sql, name);
	jx_sql_bind_int(&sql, reference->year);
	jx_sql_bind_int(&sql, reference->number);
	jx_sql_bind_text(&sql, reference->source);
	jx_sql_bind_text(&sql, reference->person);
	jx_sql_bind_int(&sql, reference->load_ms);
	jx_sql_bind_text(&sql, reference->digest);
	jx_sql_bind_int(&sql, (int64_t)reference->n);
	return jx_sql_run_numbered(&sql, ret_id);
}

/* A figure in two columns and a unit would be read by nobody: the sheet is kept as it is, packed. */
static enum jx_status insert_sheet(
	struct jx_db *db, int64_t edition, const JxReferenceSheet *sheet, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_packed packed;
	enum jx_status status = jx_packed_init(&packed, &sheet->base, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO reference_sheets (edition_id, department, content) VALUES (?, ?, ?)", error);
	jx_sql_bind_int(&sql, edition);
	jx_sql_bind_text(&sql, jx_name_last(sheet->department));
	jx_sql_bind_bytes(&sql, packed.bytes, packed.n);
	status = jx_sql_run(&sql);
	jx_packed_clear(&packed);
	return status;
}

enum jx_status jx_reference_insert(
	struct jx_db *db, const struct jx_new_reference *reference, struct jx_error *error)
{
	char name[JX_RESOURCE_NAME_BYTES];
	int64_t edition = 0;
	enum jx_status status = insert_edition(
		db, reference, jx_name_reference(name, reference->year, reference->number), &edition, error);
	for (size_t i = 0; status == JX_OK && i < reference->n; i++)
		status = insert_sheet(db, edition, reference->sheets[i], error);
	return status;
}

JxReferenceSheet *jx_reference_read(struct jx_sql *sql, int first, struct jx_arena *arena)
{
	const char *name = jx_sql_text_ref(sql, first);
	if (name[0] == '\0')
		return NULL;
	JxReferenceSheet *sheet = (JxReferenceSheet *)jx_sql_message(
		sql, first + 1, JX_REFERENCE_SHEET_DESCRIPTOR, name, arena);
	if (sheet == NULL)
		return NULL;
	sheet->name = jx_sql_text(sql, first, arena);
	sheet->source = jx_sql_text(sql, first + 2, arena);
	sheet->year = (uint32_t)jx_sql_int(sql, first + 3);
	return sheet;
}

enum jx_status jx_reference_get(struct jx_db *db, const char *department, uint32_t year,
	struct jx_arena *arena, JxReferenceSheet **ret_sheet, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_sheet = NULL;
	jx_sql_start(&sql, db,
		"SELECT e.name, q.content, e.source, e.year FROM reference_editions e JOIN reference_sheets q"
		" ON q.edition_id = e.id WHERE e.year = ?1 AND q.department = ?2 AND e.number ="
		" (SELECT max(n.number) FROM reference_editions n WHERE n.year = ?1)",
		error);
	jx_sql_bind_int(&sql, year);
	jx_sql_bind_text(&sql, department);
	while (jx_sql_next(&sql))
		*ret_sheet = jx_reference_read(&sql, 0, arena);
	return jx_sql_end(&sql);
}

/* Columns of an edition, in the order of the statement. */
enum column { ID, NAME, YEAR, NUMBER, SOURCE, PERSON, TIME, DIGEST, DEPARTMENTS };

static JxReferenceEdition *read_edition(struct jx_sql *sql, struct jx_arena *arena)
{
	JxReferenceEdition *edition = jx_sql_alloc(sql, sizeof(*edition), arena);
	if (edition == NULL)
		return NULL;
	jx_reference_edition_init(edition);
	edition->name = jx_sql_text(sql, NAME, arena);
	edition->year = (uint32_t)jx_sql_int(sql, YEAR);
	edition->number = (uint32_t)jx_sql_int(sql, NUMBER);
	edition->source = jx_sql_text(sql, SOURCE, arena);
	edition->person = jx_sql_name(sql, PERSON, jx_name_person, arena);
	edition->load_time = jx_sql_time(sql, TIME, arena);
	edition->digest = jx_sql_text(sql, DIGEST, arena);
	edition->departments = (uint32_t)jx_sql_int(sql, DEPARTMENTS);
	return edition;
}

enum jx_status jx_references_list(struct jx_db *db, uint32_t year, const struct jx_page *page,
	struct jx_arena *arena, struct jx_references *ret_references, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	jx_sql_start(&sql, db,
		"SELECT e.id, e.name, e.year, e.number, e.source, e.person, e.load_time_ms, e.digest,"
		" e.n_departments FROM reference_editions e WHERE (?1 = 0 OR e.year = ?1) AND (?2 = '' OR e.id <"
		" (SELECT b.id FROM reference_editions b WHERE b.name = ?2)) ORDER BY e.id DESC LIMIT ?3",
		error);
	jx_sql_bind_int(&sql, year);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = ((JxReferenceEdition *)jx_list_last(&rows))->name;
		else
			jx_list_add(&rows, read_edition(&sql, arena), &sql, arena);
	}
	*ret_references = (struct jx_references){(JxReferenceEdition **)rows.items, rows.n, next};
	return jx_sql_end(&sql);
}
