#include "proto/contract/service/department.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

struct field {
	const char *name;
	size_t offset;
	size_t max_bytes;
};

static const struct field FIELDS[JX_DEPARTMENT_FIELDS] = {
	[JX_DEPARTMENT_CODE] = {"code", offsetof(JxDepartment, code), JX_MAX_CODE_BYTES},
	[JX_DEPARTMENT_TITLE] = {"title", offsetof(JxDepartment, title), JX_MAX_NAME_BYTES},
	[JX_DEPARTMENT_SHORT_TITLE] = {"short_title", offsetof(JxDepartment, short_title), JX_MAX_NAME_BYTES},
	[JX_DEPARTMENT_LEVEL] = {"level", offsetof(JxDepartment, level), JX_MAX_CODE_BYTES},
	[JX_DEPARTMENT_NATURE] = {"nature", offsetof(JxDepartment, nature), JX_MAX_CODE_BYTES},
	[JX_DEPARTMENT_FUNDING_FORM] = {"funding_form", offsetof(JxDepartment, funding_form),
		JX_MAX_CODE_BYTES},
	[JX_DEPARTMENT_PEER_GROUP] = {"peer_group", offsetof(JxDepartment, peer_group), JX_MAX_NAME_BYTES},
	[JX_DEPARTMENT_IS_FINANCE] = {"is_finance", 0, JX_MAX_CODE_BYTES},
};

/* A code of a field and its names; the first of a code is the one that is shown. */
struct word {
	enum jx_department_field field;
	const char *code;
	const char *name[2];
};

/* @source proto/jixiao/v1/report.proto, Profile; 行政、参公、事业 after 机构编制 usage. */
static const struct word WORDS[] = {
	{JX_DEPARTMENT_LEVEL, "county", {"县级", "county level"}},
	{JX_DEPARTMENT_LEVEL, "county", {"县直", "county"}},
	{JX_DEPARTMENT_LEVEL, "county", {"区级", "district"}},
	{JX_DEPARTMENT_LEVEL, "town", {"乡镇", "township"}},
	{JX_DEPARTMENT_LEVEL, "town", {"镇", "town"}},
	{JX_DEPARTMENT_LEVEL, "street", {"街道", "street office"}},
	{JX_DEPARTMENT_LEVEL, "city", {"市级", "city level"}},
	{JX_DEPARTMENT_NATURE, "administrative", {"行政", "administrative body"}},
	{JX_DEPARTMENT_NATURE, "administrative", {"行政单位", "administration"}},
	{JX_DEPARTMENT_NATURE, "civil_service_managed", {"参公", "managed as civil service"}},
	{JX_DEPARTMENT_NATURE, "civil_service_managed", {"参公事业", "civil service managed"}},
	{JX_DEPARTMENT_NATURE, "public_institution", {"事业", "public institution"}},
	{JX_DEPARTMENT_NATURE, "public_institution", {"事业单位", "institution"}},
	{JX_DEPARTMENT_NATURE, "group", {"群团", "mass organisation"}},
	{JX_DEPARTMENT_NATURE, "group", {"群团组织", "group organisation"}},
	{JX_DEPARTMENT_NATURE, "school", {"学校", "school body"}},
	{JX_DEPARTMENT_FUNDING_FORM, "fiscal", {"财政拨款", "fiscal appropriation"}},
	{JX_DEPARTMENT_FUNDING_FORM, "fiscal", {"全额", "full appropriation"}},
	{JX_DEPARTMENT_FUNDING_FORM, "balance", {"差额", "balance appropriation"}},
	{JX_DEPARTMENT_FUNDING_FORM, "balance", {"差额拨款", "partial appropriation"}},
	{JX_DEPARTMENT_FUNDING_FORM, "self", {"经费自理", "self-funded"}},
	{JX_DEPARTMENT_FUNDING_FORM, "self", {"自收自支", "self-supporting"}},
	{JX_DEPARTMENT_IS_FINANCE, "true", {"是", "yes"}},
	{JX_DEPARTMENT_IS_FINANCE, "true", {"1", "x"}},
	{JX_DEPARTMENT_IS_FINANCE, "", {"否", "no"}},
	{JX_DEPARTMENT_IS_FINANCE, "", {"0", "false"}},
};

const char *jx_department_field_name(enum jx_department_field field)
{
	return FIELDS[field].name;
}

enum jx_department_field jx_department_field_of(const char *name)
{
	int field = 0;
	while (field < JX_DEPARTMENT_FIELDS && strcmp(FIELDS[field].name, name) != 0)
		field++;
	return (enum jx_department_field)field;
}

size_t jx_department_field_bytes(enum jx_department_field field)
{
	return FIELDS[field].max_bytes;
}

const char *jx_department_field_get(const JxDepartment *department, enum jx_department_field field)
{
	if (field == JX_DEPARTMENT_IS_FINANCE)
		return department->is_finance ? "true" : "";
	return *(char *const *)((const char *)department + FIELDS[field].offset);
}

void jx_department_field_set(JxDepartment *department, enum jx_department_field field, const char *text)
{
	if (field == JX_DEPARTMENT_IS_FINANCE)
		department->is_finance = strcmp(text, "true") == 0;
	else
		*(char **)((char *)department + FIELDS[field].offset) = (char *)text;
}

static bool has_words(enum jx_department_field field)
{
	return field == JX_DEPARTMENT_LEVEL || field == JX_DEPARTMENT_NATURE ||
	       field == JX_DEPARTMENT_FUNDING_FORM || field == JX_DEPARTMENT_IS_FINANCE;
}

const char *jx_department_word(enum jx_department_field field, const char *word)
{
	if (word[0] == '\0' || !has_words(field))
		return word;
	for (size_t i = 0; i < JX_COUNT_OF(WORDS); i++) {
		const struct word *known = &WORDS[i];
		if (known->field == field &&
			(strcmp(known->code, word) == 0 || strcmp(known->name[JX_ZH], word) == 0 ||
				strcmp(known->name[JX_EN], word) == 0))
			return known->code;
	}
	return NULL;
}

const char *jx_department_word_name(
	enum jx_department_field field, const char *code, enum jx_language language)
{
	for (size_t i = 0; i < JX_COUNT_OF(WORDS); i++)
		if (WORDS[i].field == field && strcmp(WORDS[i].code, code) == 0)
			return WORDS[i].name[language];
	return code;
}

const char *jx_department_words(
	enum jx_department_field field, enum jx_language language, char out[JX_DEPARTMENT_WORDS_BYTES])
{
	size_t n = 0;
	const char *before = "";
	out[0] = '\0';
	for (size_t i = 0; i < JX_COUNT_OF(WORDS) && n < JX_DEPARTMENT_WORDS_BYTES; i++) {
		const struct word *word = &WORDS[i];
		if (word->field != field || word->code[0] == '\0' || strcmp(word->code, before) == 0)
			continue;
		int written = snprintf(out + n, JX_DEPARTMENT_WORDS_BYTES - n,
			language == JX_ZH ? "%s%s（%s）" : "%s%s (%s)",
			n == 0 ? "" : (language == JX_ZH ? "、" : ", "), word->code, word->name[language]);
		n += written > 0 ? (size_t)written : 0;
		before = word->code;
	}
	return out;
}

bool jx_department_is_twin(const char *code, const char *other)
{
	return strcmp(code, other) != 0 && strcmp(code + strspn(code, "0"), other + strspn(other, "0")) == 0;
}
