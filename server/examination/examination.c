#include "server/examination/examination.h"

#include <stdlib.h>

#include "server/base/zone.h"
#include "server/examination/private.h"
#include "storage/store.h"

void jx_examination_tell(struct jx_examination *examination, const struct jx_fault *fault)
{
	if (fault->is_warning)
		examination->found.n_warnings++;
	else
		examination->found.n_errors++;
	examination->listener->on_fault(examination->listener->user, fault);
}

void jx_examination_tell_error(
	struct jx_examination *examination, const char *file, int line, const struct jx_error *error)
{
	struct jx_both sentence;
	struct jx_both remedy;
	const struct jx_fault fault = {.file = file,
		.line = line,
		.zh = jx_error_sentence(error, JX_ZH, sentence.zh, sizeof(sentence.zh)),
		.en = jx_error_sentence(error, JX_EN, sentence.en, sizeof(sentence.en)),
		.remedy_zh = jx_error_remedy(error, JX_ZH, remedy.zh, sizeof(remedy.zh)),
		.remedy_en = jx_error_remedy(error, JX_EN, remedy.en, sizeof(remedy.en))};
	jx_examination_tell(examination, &fault);
}

static void on_problem(void *user, int line, const char *zh, const char *en)
{
	struct jx_examination *examination = user;
	const struct jx_fault fault = {.file = examination->lines.file,
		.line = line,
		.zh = zh,
		.en = en,
		.remedy_zh = "改正这一行",
		.remedy_en = "correct this line"};
	jx_examination_tell(examination, &fault);
}

static void examine_zone(struct jx_examination *examination)
{
	struct jx_error error = {0};
	const char *zone = examination->config.time_zone;
	if (!jx_zone_is_known(zone) &&
		jx_fail_with(&error, JX_REASON_TIME_ZONE_UNKNOWN, JX_ARGS(JX_TEXT(zone))) != JX_OK)
		jx_examination_tell_error(examination, examination->lines.file,
			jx_config_line(&examination->lines, "county", "time_zone"), &error);
}

enum jx_status jx_examine(const char *path, const struct jx_fault_listener *listener,
	struct jx_examined *ret_examined, struct jx_error *error)
{
	struct jx_examination *examination = calloc(1, sizeof(*examination));
	if (examination == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	examination->listener = listener;
	enum jx_status status = jx_config_read_all(
		path, &examination->config, &examination->lines, on_problem, examination, error);
	if (status == JX_OK) {
		examination->is_taken = jx_store_is_taken(examination->config.directory);
		examine_zone(examination);
		jx_examine_addresses(examination);
		jx_examine_files(examination);
		*ret_examined = examination->found;
	}
	free(examination);
	return status;
}
