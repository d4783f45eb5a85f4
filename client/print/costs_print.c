#include "client/print/costs_print.h"

#include "client/screen/labels.h"
#include "client/text/i18n.h"

/* Open findings that can be explained cost the same each; the others, explained or to be corrected, are added up. */
static void print_costs(struct jx_app *app, const struct jx_judged *judged)
{
	char texts[2][JX_FIGURE_TEXT_BYTES];
	const struct jx_costs *costs = &judged->costs;
	const JxFindingCost *open = NULL;
	size_t n_open = 0;
	for (size_t i = 0; i < costs->n; i++) {
		if (costs->items[i]->explained_points == NULL)
			continue;
		open = costs->items[i];
		n_open++;
	}
	if (open != NULL)
		jx_print(&app->terminal,
			_("Findings to explain: %zu, each costs %s points as it stands and %s once explained."),
			n_open, jx_label_decimal(open->points, texts[0]),
			jx_label_decimal(open->explained_points, texts[1]));
	if (costs->n > 0)
		jx_print(&app->terminal, _("All findings together cost %s points by the rulebook."),
			jx_label_decimal(&costs->total, texts[0]));
}

/* Rule and field are ids and paths of the schema: no character of theirs needs an escape in JSON. */
static void print_wanted(struct jx_app *app, const struct jx_judged *judged)
{
	const struct jx_terminal *terminal = &app->terminal;
	const struct jx_costs *costs = &judged->costs;
	bool has_list = judged->report != NULL && judged->report->n_explanations > 0;
	if (costs->n_wanted == 0)
		return;
	jx_print(terminal, "%s",
		has_list
			? _("To explain, paste behind \"explanations\": [ and write the reason into each text:")
			: _("To explain, write the reason into each text and paste behind the first { of the file, in place of an empty \"explanations\": [] if it has one:"));
	if (!has_list)
		jx_print(terminal, "\"explanations\": [");
	for (size_t i = 0; i < costs->n_wanted; i++)
		jx_print(terminal, "  {\"rule\": \"%s\", \"field\": \"%s\", \"text\": \"\"}%s",
			costs->wanted[i]->rule, costs->wanted[i]->field,
			has_list || i + 1 < costs->n_wanted ? "," : "");
	if (!has_list)
		jx_print(terminal, "],");
}

void jx_costs_print(struct jx_app *app, const struct jx_judged *judged)
{
	print_costs(app, judged);
	print_wanted(app, judged);
}
