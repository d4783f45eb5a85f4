/* The fifteen published reports. See cases.h. */
#include "tests/support/test.h"

#include "tests/support/cases.h"

#include <string.h>

const char *const cases[N_CASES] = {"000_seed_yuanshi_kgj_2025", "01_lingling_linye_2021",
	"02_guantang_xiang_2023", "04_hunan_unit_2018_base_table", "05_chongqing_kexuecheng_rongmei_2021",
	"08_yongde_minglang_zhongxue_2022", "09_yinchuan_liuzhong_2021", "12_tangxi_zhen_cunji_2022",
	"13_suixi_minzhengju_linshijiuzhu_2019", "16_tengchong_lincao_2024", "18_jingxing_wenlvju_2019",
	"22_daying_sifaju_2023", "23_anju_shijianju_2021", "36_pidu_minzhengju_2025_rereview",
	"46_tianchang_shuiliju_2022"};

FILE *open_data(const char *path)
{
	char full[512];
	(void)snprintf(full, sizeof(full), "%s/%s", JX_TEST_DATA, path);
	FILE *file = fopen(full, "r");
	assert_non_null(file);
	return file;
}

/* The text of a key in a line of checks.json, which holds one object of texts a line. */
static void read_member(const char *line, const char *key, char *out, size_t size)
{
	char quoted[32];
	(void)snprintf(quoted, sizeof(quoted), "\"%s\":\"", key);
	const char *start = strstr(line, quoted);
	assert_non_null(start);
	start += strlen(quoted);
	const char *end = strchr(start, '"');
	assert_non_null(end);
	assert_true((size_t)(end - start) < size);
	memcpy(out, start, (size_t)(end - start));
	out[end - start] = '\0';
}

size_t read_cross_checks(struct cross_check *rows)
{
	FILE *file = open_data("cases/checks.json");
	char line[4 * MAX_CROSS_TEXT_BYTES];
	size_t n = 0;
	while (fgets(line, sizeof(line), file) != NULL) {
		if (strstr(line, "\"case\":") == NULL)
			continue;
		assert_true(n < MAX_CROSS_CHECKS);
		struct cross_check *row = &rows[n++];
		read_member(line, "case", row->name, sizeof(row->name));
		read_member(line, "rule", row->rule, sizeof(row->rule));
		read_member(line, "what", row->what, sizeof(row->what));
		read_member(line, "stated", row->stated, sizeof(row->stated));
		read_member(line, "computed", row->computed, sizeof(row->computed));
		read_member(line, "result", row->result, sizeof(row->result));
	}
	assert_int_equal(fclose(file), 0);
	return n;
}
