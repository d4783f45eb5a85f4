/*
 * A list of departments, made so.
 *
 * A reader holds the whole list against what is stored: what is new, what differs, what is wrong. The writer makes it so,
 * JX_BATCH_STEP_ROWS departments a job, each with its entry in the log: a county in one job, all or nothing; a province in
 * parts, so that nobody waits for 20,000 of them. When the daemon ends between two parts, the same list goes on there.
 */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/localized.h"
#include "server/handlers/departments/departments.h"
#include "server/handlers/handlers.h"
#include "storage/registry/store_departments.h"

#define MAX_SHOWN 2000u /* of each list of a reply: who compares more does it in files */
_Static_assert(JX_MAX_BATCH_ROWS == 30000, "see the words of the refusal");

/* A row of the list, or a department that is stored. */
struct entry {
	const char *key; /* by which entries are sorted: its code, its title, or its code without zeros */
	const JxDepartment *department;
	size_t row;    /* of the list, from 1; 0: stored */
	bool is_fresh; /* what the key says is new */
};

/* What the writer makes so. */
struct load {
	uint32_t fields;
	struct jx_department_change basis;
	const JxDepartment **rows; /* that are new, or differ */
	size_t n;
	size_t n_done;
	bool is_refused;
};

/* While a reader compares. */
struct comparison {
	struct jx_task *task;
	const JxLoadDepartmentsRequest *request;
	JxLoadDepartmentsResponse *reply;
	struct load *load;
	struct jx_departments stored; /* in the order of their codes */
	struct entry *rows;           /* of the request, in the order of their codes */
	struct entry *titles;         /* as they would be */
	struct entry *codes;          /* likewise, without zeros */
	size_t n_keys;                /* of both */
	struct jx_hasher *hasher;     /* of what differs */
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *left = a;
	const struct entry *right = b;
	int order = strcmp(left->key, right->key);
	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

static int compare_problems(const void *a, const void *b)
{
	const JxBatchRow *left = *(JxBatchRow *const *)a;
	const JxBatchRow *right = *(JxBatchRow *const *)b;
	return (left->row > right->row) - (left->row < right->row);
}

static int compare_differences(const void *a, const void *b)
{
	const JxDepartmentDifference *left = *(JxDepartmentDifference *const *)a;
	const JxDepartmentDifference *right = *(JxDepartmentDifference *const *)b;
	return (left->row > right->row) - (left->row < right->row);
}

static int compare_code(const void *code, const void *department)
{
	return strcmp(code, (*(JxDepartment *const *)department)->code);
}

static JxDepartment **find_stored(const struct comparison *comparison, const char *code)
{
	return jx_array_search(
		code, comparison->stored.rows, comparison->stored.n, sizeof(JxDepartment *), compare_code);
}

/* The error at hand is that of a row; both languages, because the caller's is not known here. */
static enum jx_status add_problem(struct comparison *comparison, const struct entry *entry)
{
	char zh[512];
	char en[512];
	struct jx_task *task = comparison->task;
	JxBatchRow *problem = jx_task_new(task, JX_BATCH_ROW_DESCRIPTOR);
	if (problem == NULL)
		return jx_task_no_memory(task);
	problem->row = (uint32_t)entry->row;
	problem->code = comparison->request->departments[entry->row - 1]->code;
	problem->problem =
		jx_localized_new(&task->arena, jx_error_sentence(&task->error, JX_ZH, zh, sizeof(zh)),
			jx_error_sentence(&task->error, JX_EN, en, sizeof(en)));
	if (problem->problem == NULL)
		return jx_task_no_memory(task);
	comparison->reply->problems[comparison->reply->n_problems++] = problem;
	return JX_OK;
}

/* ---- one row ---- */

static enum jx_status check_row(struct comparison *comparison, const struct entry *entry,
	const struct entry *before, JxDepartment *const *stored)
{
	struct jx_task *task = comparison->task;
	const uint32_t fields = comparison->load->fields | JX_FIELD_BIT(JX_DEPARTMENT_CODE) |
				(stored == NULL ? JX_FIELD_BIT(JX_DEPARTMENT_TITLE) : 0);
	enum jx_status status = jx_department_check_fields(task, entry->department, fields);
	if (status != JX_OK)
		return status;
	if (before != NULL && strcmp(before->key, entry->key) == 0)
		return jx_fail_with(&task->error, JX_REASON_DEPARTMENT_TWICE,
			JX_ARGS(JX_TEXT(entry->key), JX_U64(before->row)));
	if (stored == NULL || (*stored)->retire_date[0] == '\0')
		return JX_OK;
	status = jx_department_read_links(task->db, *stored, &task->scratch, &task->error);
	return status == JX_OK ? jx_department_fail_retired(task, *stored) : status;
}

static enum jx_status hash_text(struct comparison *comparison, const char *text)
{
	return jx_hasher_add(comparison->hasher, text, strlen(text) + 1) == JX_OK
		       ? JX_OK
		       : jx_task_no_memory(comparison->task);
}

/* Texts of what is stored are gone with the reader's job: those that are shown are copied. */
static enum jx_status copy_before(struct jx_task *task, JxFieldDifference *difference)
{
	difference->before = jx_arena_strdup(&task->arena, difference->before);
	return difference->before != NULL ? JX_OK : jx_task_no_memory(task);
}

static enum jx_status hash_fields(
	struct comparison *comparison, const char *code, JxFieldDifference **fields, size_t n)
{
	enum jx_status status = hash_text(comparison, code);
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		status = hash_text(comparison, fields[i]->field);
		if (status == JX_OK)
			status = hash_text(comparison, fields[i]->before);
		if (status == JX_OK)
			status = hash_text(comparison, fields[i]->after);
	}
	return status;
}

static enum jx_status show_difference(struct comparison *comparison, const struct entry *entry,
	const JxDepartment *stored, JxFieldDifference **fields, size_t n)
{
	struct jx_task *task = comparison->task;
	JxLoadDepartmentsResponse *reply = comparison->reply;
	enum jx_status status = JX_OK;
	if (!comparison->request->validate_only || reply->n_differences == MAX_SHOWN)
		return JX_OK;
	JxDepartmentDifference *difference = jx_task_new(task, JX_DEPARTMENT_DIFFERENCE_DESCRIPTOR);
	if (difference == NULL)
		return jx_task_no_memory(task);
	difference->row = (uint32_t)entry->row;
	difference->code = entry->department->code;
	difference->title =
		stored == NULL ? entry->department->title : jx_arena_strdup(&task->arena, stored->title);
	difference->is_new = stored == NULL;
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = copy_before(task, fields[i]);
	difference->fields = fields;
	difference->n_fields = n;
	if (status != JX_OK || difference->title == NULL)
		return jx_task_no_memory(task);
	reply->differences[reply->n_differences++] = difference;
	return JX_OK;
}

/* As the row would leave it, for its title. */
static void add_keys(struct comparison *comparison, const struct entry *entry, const JxDepartment *stored)
{
	const JxDepartment *row = entry->department;
	const bool has_title =
		stored == NULL || (comparison->load->fields & JX_FIELD_BIT(JX_DEPARTMENT_TITLE)) != 0;
	const char *title = has_title ? row->title : stored->title;
	comparison->titles[comparison->n_keys] =
		(struct entry){title, row, entry->row, stored == NULL || strcmp(stored->title, title) != 0};
	comparison->codes[comparison->n_keys++] =
		(struct entry){row->code + strspn(row->code, "0"), row, entry->row, stored == NULL};
}

/* A good row: new, changed or as it is. */
static enum jx_status take_row(
	struct comparison *comparison, const struct entry *entry, const JxDepartment *stored)
{
	JxFieldDifference **fields = NULL;
	size_t n = 0;
	struct load *load = comparison->load;
	add_keys(comparison, entry, stored);
	enum jx_status status = stored == NULL ? JX_OK
					       : jx_department_differ(comparison->task, stored,
							 entry->department, load->fields, &fields, &n);
	if (status != JX_OK)
		return status;
	if (stored != NULL && n == 0) {
		comparison->reply->unchanged++;
		return JX_OK;
	}
	load->rows[load->n++] = entry->department;
	*(stored == NULL ? &comparison->reply->added : &comparison->reply->changed) += 1;
	status = hash_fields(comparison, entry->department->code, fields, n);
	return status == JX_OK ? show_difference(comparison, entry, stored, fields, n) : status;
}

static bool is_row_problem(enum jx_status status)
{
	return status == JX_INVALID || status == JX_EXISTS || status == JX_STATE;
}

static enum jx_status compare_rows(struct comparison *comparison)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < comparison->request->n_departments; i++) {
		const struct entry *entry = &comparison->rows[i];
		JxDepartment **stored = find_stored(comparison, entry->key);
		status = check_row(comparison, entry, i > 0 ? entry - 1 : NULL, stored);
		if (is_row_problem(status))
			status = add_problem(comparison, entry);
		else if (status == JX_OK)
			status = take_row(comparison, entry, stored != NULL ? *stored : NULL);
	}
	return status;
}

/* ---- all of them ---- */

static int compare_key(const void *key, const void *entry)
{
	return strcmp(key, ((const struct entry *)entry)->key);
}

/* What is stored and not listed keeps its title, and is missing from the list. */
static enum jx_status take_rest(struct comparison *comparison)
{
	struct jx_task *task = comparison->task;
	JxLoadDepartmentsResponse *reply = comparison->reply;
	for (size_t i = 0; i < comparison->stored.n; i++) {
		const JxDepartment *stored = comparison->stored.rows[i];
		if (stored->retire_date[0] != '\0' ||
			jx_array_search(stored->code, comparison->rows, comparison->request->n_departments,
				sizeof(*comparison->rows), compare_key) != NULL)
			continue;
		comparison->titles[comparison->n_keys] = (struct entry){stored->title, stored, 0, false};
		comparison->codes[comparison->n_keys++] =
			(struct entry){stored->code + strspn(stored->code, "0"), stored, 0, false};
		if (!comparison->request->validate_only || reply->n_missing == MAX_SHOWN)
			continue;
		JxDepartment *missing = jx_task_new(task, JX_DEPARTMENT_DESCRIPTOR);
		if (missing == NULL)
			return jx_task_no_memory(task);
		missing->name = jx_arena_strdup(&task->arena, stored->name);
		missing->code = jx_arena_strdup(&task->arena, stored->code);
		missing->title = jx_arena_strdup(&task->arena, stored->title);
		if (missing->name == NULL || missing->code == NULL || missing->title == NULL)
			return jx_task_no_memory(task);
		reply->missing[reply->n_missing++] = missing;
	}
	return JX_OK;
}

/* What says something new under a key that another one has too. */
static enum jx_status refuse_twins(struct comparison *comparison, struct entry *entries, bool is_title)
{
	enum jx_status status = JX_OK;
	jx_array_sort(entries, comparison->n_keys, sizeof(*entries), compare_entries);
	for (size_t i = 0, n = 0; status == JX_OK && i < comparison->n_keys; i += n) {
		for (n = 1; i + n < comparison->n_keys && strcmp(entries[i].key, entries[i + n].key) == 0;
			n++)
			;
		for (size_t j = 0; status == JX_OK && n > 1 && j < n; j++) {
			const struct entry *entry = &entries[i + j];
			const JxDepartment *twin = entries[j == 0 ? i + 1 : i].department;
			if (!entry->is_fresh)
				continue;
			status = jx_fail_with(&comparison->task->error,
				is_title ? JX_REASON_TITLE_TAKEN : JX_REASON_CODE_TWIN,
				is_title ? JX_ARGS(JX_TEXT(twin->code), JX_TEXT(entry->key))
					 : JX_ARGS(JX_TEXT(entry->department->code), JX_TEXT(twin->code),
						   JX_TEXT(twin->title)));
			if (is_row_problem(status))
				status = add_problem(comparison, entry);
		}
	}
	return status;
}

static enum jx_status make_room(struct comparison *comparison)
{
	struct jx_task *task = comparison->task;
	JxLoadDepartmentsResponse *reply = comparison->reply;
	struct load *load = comparison->load;
	const size_t n = comparison->request->n_departments;
	const size_t n_all = n + comparison->stored.n;
	load->rows = jx_arena_calloc(&task->arena, n + 1, sizeof(JxDepartment *));
	reply->problems = jx_arena_calloc(&task->arena, 3 * n + 1, sizeof(JxBatchRow *));
	reply->differences = jx_arena_calloc(&task->arena, MAX_SHOWN, sizeof(JxDepartmentDifference *));
	reply->missing = jx_arena_calloc(&task->arena, MAX_SHOWN, sizeof(JxDepartment *));
	comparison->rows = jx_arena_calloc(&task->scratch, n + 1, sizeof(struct entry));
	comparison->titles = jx_arena_calloc(&task->scratch, n_all + 1, sizeof(struct entry));
	comparison->codes = jx_arena_calloc(&task->scratch, n_all + 1, sizeof(struct entry));
	if (load->rows == NULL || reply->problems == NULL || reply->differences == NULL ||
		reply->missing == NULL || comparison->rows == NULL || comparison->titles == NULL ||
		comparison->codes == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < n; i++)
		comparison->rows[i] = (struct entry){comparison->request->departments[i]->code,
			comparison->request->departments[i], i + 1, true};
	jx_array_sort(comparison->rows, n, sizeof(struct entry), compare_entries);
	return JX_OK;
}

static enum jx_status end_digest(struct comparison *comparison)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	struct jx_task *task = comparison->task;
	const char *base = comparison->request->base_digest;
	if (jx_hasher_end(comparison->hasher, digest) != JX_OK)
		return jx_task_no_memory(task);
	comparison->reply->digest = jx_arena_strdup(&task->arena, digest);
	if (comparison->reply->digest == NULL)
		return jx_task_no_memory(task);
	/* Looked at again after a step: what was written by then differs no more; and what is wrong is told by its row. */
	if (base[0] == '\0' || task->n_starts > 0 || comparison->reply->n_problems > 0 ||
		strcmp(base, digest) == 0)
		return JX_OK;
	return jx_fail(&task->error, JX_REASON_LIST_CHANGED);
}

static enum jx_status compare_all(struct comparison *comparison)
{
	JxLoadDepartmentsResponse *reply = comparison->reply;
	enum jx_status status = compare_rows(comparison);
	if (status == JX_OK)
		status = take_rest(comparison);
	if (status == JX_OK && !comparison->request->allows_twins) {
		status = refuse_twins(comparison, comparison->titles, true);
		if (status == JX_OK)
			status = refuse_twins(comparison, comparison->codes, false);
	}
	if (status != JX_OK)
		return status;
	jx_array_sort(reply->problems, reply->n_problems, sizeof(*reply->problems), compare_problems);
	jx_array_sort(
		reply->differences, reply->n_differences, sizeof(*reply->differences), compare_differences);
	return end_digest(comparison);
}

enum jx_status jx_load_load_departments(struct jx_task *task)
{
	const JxLoadDepartmentsRequest *request = (const JxLoadDepartmentsRequest *)task->message;
	JX_AUTO(jx_hasher) hasher = NULL;
	struct comparison comparison = {
		.task = task, .request = request, .reply = (JxLoadDepartmentsResponse *)task->reply};
	if (request->n_departments > JX_MAX_BATCH_ROWS)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "departments",
			JX_ARGS(JX_TEXT("departments"), JX_U64(request->n_departments),
				JX_WORDS("最多 30000 行", "at most 30000 rows")));
	struct load *load = jx_arena_calloc(&task->arena, 1, sizeof(*load));
	if (load == NULL)
		return jx_task_no_memory(task);
	comparison.load = load;
	task->prepared = load;
	enum jx_status status =
		jx_department_read_fields(task, request->fields, request->n_fields, &load->fields);
	if (status == JX_OK)
		status = jx_department_read_basis(task, JX_DEPARTMENT_CHANGE_KIND_UPDATE,
			&(struct jx_basis){request->effective_date, request->document, request->reason},
			&load->basis);
	if (status == JX_OK)
		status = jx_departments_all(task->db, &task->scratch, &comparison.stored, &task->error);
	if (status == JX_OK)
		status = make_room(&comparison);
	if (status == JX_OK)
		status = jx_hasher_new(JX_DIGEST_SHA256, &hasher, &task->error);
	comparison.hasher = hasher;
	if (status == JX_OK)
		status = compare_all(&comparison);
	load->is_refused = comparison.reply->n_problems > 0;
	return status;
}

/* ---- the writer ---- */

static enum jx_status write_row(struct jx_task *task, struct load *load, const JxDepartment *wanted)
{
	JxDepartment *now = NULL;
	bool is_unchanged = false;
	enum jx_status status = jx_department_get(task->db, wanted->code, &task->scratch, &now, &task->error);
	if (status == JX_NOT_FOUND) {
		JxDepartment added = JX_DEPARTMENT_INIT;
		const uint32_t fields_of_new =
			load->fields | JX_FIELD_BIT(JX_DEPARTMENT_CODE) | JX_FIELD_BIT(JX_DEPARTMENT_TITLE);
		for (int i = 0; i < JX_DEPARTMENT_FIELDS; i++)
			if ((fields_of_new & JX_FIELD_BIT(i)) != 0)
				jx_department_field_set(&added, (enum jx_department_field)i,
					jx_department_field_get(wanted, (enum jx_department_field)i));
		return jx_department_add(task, &added, &is_unchanged);
	}
	if (status != JX_OK || now == NULL)
		return status;
	if (now->retire_date[0] != '\0')
		return jx_department_fail_retired(task, now);
	for (int i = 0; i < JX_DEPARTMENT_FIELDS; i++)
		if ((load->fields & JX_FIELD_BIT(i)) != 0)
			jx_department_field_set(now, (enum jx_department_field)i,
				jx_department_field_get(wanted, (enum jx_department_field)i));
	load->basis.at_ms = task->now_ms;
	return jx_department_make(task, now, &load->basis);
}

enum jx_status jx_handle_load_departments(struct jx_task *task)
{
	const JxLoadDepartmentsRequest *request = (const JxLoadDepartmentsRequest *)task->message;
	struct load *load = task->prepared;
	enum jx_status status = JX_OK;
	task->discard_writes = load->is_refused;
	if (load->is_refused || request->validate_only)
		return JX_OK;
	for (size_t i = 0; status == JX_OK && i < JX_BATCH_STEP_ROWS && load->n_done < load->n; i++)
		status = write_row(task, load, load->rows[load->n_done++]);
	task->goes_on = status == JX_OK && load->n_done < load->n;
	task->touches_every_round = load->n > 0;
	/* Another person has ended one of them since it was looked at: looked at again, it is a problem of its row. */
	task->starts_over = status == JX_STATE && task->n_starts + 1 < JX_PUBLISHING_TRIES;
	return status;
}
