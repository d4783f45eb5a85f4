/* The reports of a round, added up one by one as they come. */
#include <string.h>

#include "client/document/county_document.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"

#define CLASS_BYTES 64

/* Whether two names of a class are one: 产出, 产出指标 and 产出指标（50分） are. */
static size_t class_bytes(const char *name)
{
	static const char SUFFIX[] = "指标";
	size_t n = strcspn(name, "(0123456789 ");
	const char *bracket = strstr(name, "（");
	if (bracket != NULL && (size_t)(bracket - name) < n)
		n = (size_t)(bracket - name);
	const char *suffix = strstr(name, SUFFIX);
	return suffix != NULL && suffix > name && (size_t)(suffix - name) < n ? (size_t)(suffix - name) : n;
}

/* The column of a class; JX_COUNTY_CLASSES when there is none left. */
static size_t find_class(struct jx_county_filings *filings, const char *name)
{
	char text[CLASS_BYTES];
	size_t n = class_bytes(name);
	if (n == 0 || n >= sizeof(text))
		return JX_COUNTY_CLASSES;
	for (size_t i = 0; i < filings->n_classes; i++)
		if (strncmp(filings->classes[i], name, n) == 0 && filings->classes[i][n] == '\0')
			return i;
	if (filings->n_classes == JX_COUNTY_CLASSES)
		return JX_COUNTY_CLASSES;
	(void)memcpy(text, name, n);
	text[n] = '\0';
	const char *kept = jx_arena_strdup(filings->arena, text);
	if (kept == NULL)
		return JX_COUNTY_CLASSES;
	filings->classes[filings->n_classes] = kept;
	return filings->n_classes++;
}

static void add_indicators(struct jx_county_filings *filings, struct jx_county_filing *filing,
	JxIndicator *const *indicators, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const JxIndicator *indicator = indicators[i];
		size_t class = find_class(filings, indicator->level1);
		if (class == JX_COUNTY_CLASSES || indicator->points == NULL ||
			indicator->claimed_score == NULL)
			continue;
		filing->points[class] += indicator->points->micros;
		filing->claimed[class] += indicator->claimed_score->micros;
	}
}

static void add_problem(struct jx_county_filings *filings, const char *code, bool seen[JX_COUNTY_CATEGORIES])
{
	size_t i = 0;
	size_t n_own = filings->n_categories < JX_COUNTY_CATEGORIES ? filings->n_categories
								    : JX_COUNTY_CATEGORIES - 1;
	while (i < n_own && strcmp(filings->categories[i].code, code) != 0)
		i++;
	if (i == n_own && i < JX_COUNTY_CATEGORIES - 1) {
		const char *kept = jx_arena_strdup(filings->arena, code);
		filings->categories[filings->n_categories++] =
			(struct jx_county_category){.code = kept != NULL ? kept : ""};
	}
	if (i == JX_COUNTY_CATEGORIES - 1) { /* the last place is for the others */
		i = JX_COUNTY_CATEGORIES - 1;
		filings->categories[i].label = "其他";
		filings->categories[i].code = "";
		filings->n_categories = JX_COUNTY_CATEGORIES;
	}
	filings->categories[i].n_problems++;
	filings->categories[i].n_reports += seen[i] ? 0 : 1;
	seen[i] = true;
}

enum jx_status jx_county_add_filing(struct jx_county_filings *filings, const JxExportRow *row)
{
	const JxReport *report = row->report;
	bool seen[JX_COUNTY_CATEGORIES] = {false};
	uint64_t number = 0;
	size_t n_parent = 0;
	enum jx_status status = jx_arena_array_grow(filings->arena, (void **)&filings->items,
		sizeof(*filings->items), filings->n, &filings->room, JX_MAX_DOCUMENT_BLOCKS);
	if (status != JX_OK || report == NULL)
		return status;
	struct jx_county_filing *filing = &filings->items[filings->n++];
	(void)jx_name_read_number(row->version_name, "versions", &number, &n_parent);
	*filing = (struct jx_county_filing){.department = jx_arena_strdup(filings->arena, report->department),
		.versions = (uint32_t)number,
		.is_late = row->is_late};
	if (filing->department == NULL)
		return JX_EXHAUSTED;
	for (size_t i = 0; i < report->n_projects; i++)
		add_indicators(
			filings, filing, report->projects[i]->indicators, report->projects[i]->n_indicators);
	add_indicators(filings, filing, report->indicators, report->n_indicators);
	for (size_t i = 0; i < report->n_problems; i++)
		add_problem(filings, report->problems[i]->category, seen);
	return JX_OK;
}
