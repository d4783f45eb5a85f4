/* Staff: sums by category in every reading of 其中, retired people, the control rate. */
#include <string.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"

#define N_READINGS 4u /* of a list: its first 其中 opens it or not, people without a post count or not */

/* What a line of staff is to the total. */
enum line_kind {
	LINE_PART,
	LINE_OF_WHICH, /* inside the line above, or one of a list that 其中 opens */
	LINE_RETIRED,  /* people who hold no post any more, and their families */
	LINE_BESIDE,   /* people without a post, whom a form counts or not */
	LINE_EARLIER,  /* of another date */
	LINE_KINDS
};

/* People without a post, by the code of the category, else by a word of the label. */
static const struct {
	const char *category;
	const char *word;
	enum line_kind kind;
} without_post[] = {{"retired", "退休", LINE_RETIRED}, {"retired_cadre", "离休", LINE_RETIRED},
	{"retired", "退养", LINE_RETIRED}, {"survivor", "遗属", LINE_RETIRED},
	{"seconded", "借调", LINE_BESIDE}, {"temporary", "临时", LINE_BESIDE},
	{"temporary", "编外", LINE_BESIDE}};

static enum line_kind kind_of(const JxStaff *staff, const JxStaffLine *line)
{
	if (line->as_of[0] != '\0' && strcmp(line->as_of, staff->as_of) != 0)
		return LINE_EARLIER;
	bool is_inner = line->part_of[0] != '\0' || jx_is_of_which(line->label);
	for (size_t i = 0; i < JX_COUNT_OF(without_post); i++) {
		bool is_of = line->category[0] != '\0' ? strcmp(line->category, without_post[i].category) == 0
						       : strstr(line->label, without_post[i].word) != NULL;
		if (is_of && !(is_inner && without_post[i].kind == LINE_BESIDE))
			return without_post[i].kind;
	}
	return is_inner ? LINE_OF_WHICH : LINE_PART;
}

static const JxDecimal *count_of(const JxStaffLine *line, bool is_posts)
{
	return is_posts ? line->posts : line->in_post;
}

/* Which lines a reading of the form adds up, besides the parts. */
struct reading {
	bool has_first; /* a first line with 其中: it may open the whole list; the others lie inside the line above */
	bool has_retired; /* people who are gone */
	bool has_beside;  /* people without a post */
	bool is_partial;  /* lines are missing here */
};

static struct reading reading_of(unsigned number, bool has_retired, bool is_partial)
{
	return (struct reading){.has_first = (number & 1u) != 0,
		.has_beside = (number & 2u) != 0,
		.has_retired = has_retired,
		.is_partial = is_partial};
}

static struct jx_identity read_lines(const JxStaff *staff, bool is_posts, struct reading reading)
{
	struct jx_identity sum = {.can_be_more = reading.is_partial};
	for (size_t i = 0; i < jx_rows(staff->n_lines, JX_MAX_LINES); i++) {
		const JxStaffLine *line = staff->lines[i];
		enum line_kind kind = kind_of(staff, line);
		bool is_first = i == 0 && line->part_of[0] == '\0';
		bool is_counted = kind == LINE_PART || (kind == LINE_RETIRED && reading.has_retired) ||
				  (kind == LINE_BESIDE && reading.has_beside) ||
				  (kind == LINE_OF_WHICH && is_first && reading.has_first);
		if (is_counted)
			jx_identity_decimal(&sum, count_of(line, is_posts), true, JX_GAP_NOT_NEGATIVE);
	}
	jx_identity_end_list(&sum);
	return sum;
}

/* Whether a reading gives the total. ret_nearest: set when this one comes nearer than those before. */
static bool fits(const JxStaff *staff, bool is_posts, struct reading reading, struct jx_identity *ret_nearest)
{
	struct jx_identity sum = read_lines(staff, is_posts, reading);
	struct jx_tally stated = {0};
	jx_tally_decimal(&stated, is_posts ? staff->posts : staff->in_post, true, 1);
	bool is_nearer =
		ret_nearest->sum.n == 0 || jx_int128_abs(sum.sum.value - stated.value) <
						   jx_int128_abs(ret_nearest->sum.value - stated.value);
	if (is_nearer && sum.sum.n > 0)
		*ret_nearest = sum;
	return jx_identity_balance(&sum, &stated) == JX_BALANCED;
}

/* Retired people hold no posts and are not in post: told where the total holds them. */
static void report_retired(struct jx_check *check, bool is_posts)
{
	const JxStaff *staff = check->report->staff;
	struct jx_tally retired = {0};
	char texts[2][JX_FIGURE_TEXT_BYTES];
	for (size_t i = 0; i < jx_rows(staff->n_lines, JX_MAX_LINES); i++) {
		const JxDecimal *count = count_of(staff->lines[i], is_posts);
		if (kind_of(staff, staff->lines[i]) == LINE_RETIRED && jx_has_decimal(count))
			jx_tally_decimal(&retired, count, true, 1);
	}
	jx_tally_print(retired.value, &retired, 0, texts[1]);
	const struct jx_finding_draft draft = {.rule = "P04",
		.field = is_posts ? "staff.posts" : "staff.in_post",
		.place = is_posts ? "编制数" : "在职人数",
		.stated = jx_text_decimal(is_posts ? staff->posts : staff->in_post, texts[0]),
		.args = {is_posts ? "编制数" : "在职人数", is_posts ? "posts" : "people in post", texts[1]}};
	jx_check_add_finding(check, &draft);
}

/* The lines of one column against the total; told when no reading of 其中 gives it. */
static void check_staff_sum(struct jx_check *check, bool is_posts)
{
	const JxStaff *staff = check->report->staff;
	const JxDecimal *total = is_posts ? staff->posts : staff->in_post;
	bool is_partial = jx_is_partial(check->report, "staff.lines");
	struct jx_identity nearest = {0};
	struct jx_identity with_retired = {0};
	size_t n_kinds[LINE_KINDS] = {0};
	size_t n_known = 0; /* retired people with a figure above zero in this column */
	for (size_t i = 0; i < jx_rows(staff->n_lines, JX_MAX_LINES); i++) {
		const JxDecimal *count = count_of(staff->lines[i], is_posts);
		enum line_kind kind = kind_of(staff, staff->lines[i]);
		n_kinds[kind]++;
		n_known += kind == LINE_RETIRED && jx_has_decimal(count) && count->micros > 0 ? 1 : 0;
	}
	if (n_kinds[LINE_PART] == 0 || total == NULL)
		return; /* of-which lines alone are no split */
	const struct jx_finding_draft draft = {.rule = "P01",
		.field = is_posts ? "staff.posts" : "staff.in_post",
		.place = is_posts ? "编制数" : "在职人数",
		.args = {is_posts ? "编制" : "在职人员", is_posts ? "posts" : "people in post"}};
	if (!jx_has_decimal(total)) {
		nearest = read_lines(staff, is_posts, reading_of(0, false, is_partial));
		jx_check_total_count(check, &nearest, total, &draft);
		return;
	}
	for (unsigned r = 0; r < N_READINGS; r++) {
		const struct reading reading = reading_of(r, false, is_partial);
		if (fits(staff, is_posts, reading, &nearest))
			return;
	}
	for (unsigned r = 0; r < N_READINGS && n_known > 0; r++) {
		const struct reading reading = reading_of(r, true, is_partial);
		if (fits(staff, is_posts, reading, &with_retired)) {
			report_retired(check, is_posts);
			return;
		}
	}
	jx_check_total_count(check, &nearest, total, &draft);
}

/* The line that a line names as the one it is a part of; SIZE_MAX for none. */
static size_t line_named(const JxStaff *staff, size_t i)
{
	const JxStaffLine *line = staff->lines[i];
	size_t n = line->part_of[0] != '\0' ? jx_rows(staff->n_lines, JX_MAX_LINES) : 0;
	size_t j = 0;
	while (j < n && (j == i || strcmp(staff->lines[j]->label, line->part_of) != 0))
		j++;
	return j < n ? j : SIZE_MAX;
}

/* The line that an of-which line lies inside: the one it names, else the last part above it; NULL: the total. */
static const JxStaffLine *outer_of(const JxStaff *staff, size_t i)
{
	const JxStaffLine *line = staff->lines[i];
	size_t named = line_named(staff, i);
	if (named != SIZE_MAX)
		return staff->lines[named];
	while (i > 0 && line->part_of[0] == '\0') {
		if (kind_of(staff, staff->lines[--i]) == LINE_PART)
			return staff->lines[i];
	}
	return NULL;
}

/* A line that names another one names one that is there, and not itself by way of others. */
static void check_outer_lines(struct jx_check *check)
{
	const JxStaff *staff = check->report->staff;
	size_t n = jx_rows(staff->n_lines, JX_MAX_LINES);
	size_t *outers = jx_arena_calloc(check->arena, n + 1, sizeof(*outers));
	struct jx_location location;
	if (outers == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	for (size_t i = 0; i < n; i++)
		outers[i] = line_named(staff, i);
	for (size_t i = 0; i < n; i++) {
		if (staff->lines[i]->part_of[0] == '\0')
			continue;
		jx_location_path(&location, "staff.lines[%zu]", i);
		jx_location_label(&location, "", staff->lines[i]->label);
		jx_check_outer(check, outers, n, i, &location, staff->lines[i]->part_of);
	}
}

/* A line with 其中 is no more than the line it lies inside, and none is more than the total. */
static void check_inner_line(
	struct jx_check *check, size_t i, bool is_posts, const struct jx_location *location)
{
	const JxStaff *staff = check->report->staff;
	const JxStaffLine *outer = outer_of(staff, i);
	const JxDecimal *whole = outer != NULL ? count_of(outer, is_posts)
				 : is_posts    ? staff->posts
					       : staff->in_post;
	char path[JX_PATH_BYTES];
	struct jx_tally part = {0};
	struct jx_tally limit = {0};
	if (kind_of(staff, staff->lines[i]) != LINE_OF_WHICH)
		return;
	jx_tally_decimal(&part, count_of(staff->lines[i], is_posts), true, 1);
	jx_tally_decimal(&limit, whole, true, 1);
	const struct jx_finding_draft draft = {.rule = "P01b",
		.field = jx_location_field(location, is_posts ? "posts" : "in_post", path),
		.place = location->place,
		.args = {outer != NULL ? outer->label : "合计", outer != NULL ? outer->label : "the total"}};
	jx_check_at_most(check, &part, &limit, &draft);
}

/* Both are counts: more is more, whatever was printed. */
static void check_within_posts(struct jx_check *check, const struct jx_location *location,
	const JxDecimal *posts, const JxDecimal *in_post)
{
	char path[JX_PATH_BYTES];
	char texts[3][JX_FIGURE_TEXT_BYTES];
	if (!jx_has_decimal(posts) || !jx_has_decimal(in_post) || in_post->micros <= posts->micros)
		return;
	struct jx_tally form = {.scale = JX_SCALE_MICROS};
	jx_tally_print((jx_int128)in_post->micros - posts->micros, &form, 0, texts[2]);
	const struct jx_finding_draft draft = {.rule = "P03",
		.field = jx_location_field(location, "in_post", path),
		.place = location->place,
		.stated = jx_text_decimal(in_post, texts[0]),
		.expected = jx_text_decimal(posts, texts[1]),
		.difference = texts[2]};
	jx_check_add_finding(check, &draft);
}

/* Those who hold posts are among those who are there. */
static void check_present(struct jx_check *check, const JxStaff *staff)
{
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_has_decimal(staff->present) || !jx_has_decimal(staff->in_post) ||
		staff->present->micros >= staff->in_post->micros)
		return;
	const struct jx_finding_draft draft = {.rule = "P08",
		.field = "staff.present",
		.place = "实有人数",
		.stated = jx_text_decimal(staff->present, texts[0]),
		.expected = jx_text_decimal(staff->in_post, texts[1])};
	jx_check_add_finding(check, &draft);
}

static void check_control_rate(struct jx_check *check)
{
	const JxStaff *staff = check->report->staff;
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_is_bounded_decimal(staff->posts) || !jx_is_bounded_decimal(staff->in_post) ||
		!jx_is_bounded_decimal(staff->stated_control_rate) || staff->posts->micros == 0)
		return;
	struct jx_printed posts = jx_printed_decimal(staff->posts, true);
	struct jx_printed in_post = jx_printed_decimal(staff->in_post, true);
	struct jx_printed stated = jx_printed_decimal(staff->stated_control_rate, false);
	enum jx_plausibility answer = jx_interval_share_ok(&in_post, &posts, &stated);
	const struct jx_finding_draft draft = {.rule = "P02",
		.field = "staff.stated_control_rate",
		.place = "在职人员控制率",
		.args = {jx_text_decimal(staff->in_post, texts[0]), jx_text_decimal(staff->posts, texts[1])}};
	jx_check_percent(check, answer, &in_post, &posts, staff->stated_control_rate, &draft);
}

void jx_check_staff(struct jx_check *check)
{
	const JxStaff *staff = check->report->staff;
	struct jx_location location;
	if (staff == NULL)
		return;
	jx_location_path(&location, "staff");
	jx_location_label(&location, "", "在职人数");
	jx_check_count(check, staff->posts, &location, "posts", "编制数", "the number of posts");
	jx_check_count(check, staff->in_post, &location, "in_post", "在职人数", "the number of people");
	jx_check_count(check, staff->present, &location, "present", "实有人数", "the number of people there");
	check_within_posts(check, &location, staff->posts, staff->in_post);
	check_present(check, staff);
	check_control_rate(check);
	check_outer_lines(check);
	for (size_t i = 0; i < jx_rows(staff->n_lines, JX_MAX_LINES); i++) {
		const JxStaffLine *line = staff->lines[i];
		jx_location_path(&location, "staff.lines[%zu]", i);
		jx_location_label(&location, "", line->label);
		jx_check_count(check, line->posts, &location, "posts", "编制数", "the number of posts");
		jx_check_count(
			check, line->in_post, &location, "in_post", "在职人数", "the number of people");
		enum line_kind kind = kind_of(staff, line);
		if (kind != LINE_RETIRED && kind != LINE_BESIDE)
			check_within_posts(check, &location, line->posts, line->in_post);
		check_inner_line(check, i, true, &location);
		check_inner_line(check, i, false, &location);
	}
	check_staff_sum(check, true);
	check_staff_sum(check, false);
}
