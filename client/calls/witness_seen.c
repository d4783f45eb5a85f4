#include "client/calls/witness_seen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/disk/files.h"
#include "client/text/i18n.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/checkpoint.h"

#define COSIGNED_FILE "log.cosigned"
#define DASH          "\xE2\x80\x94 " /* before each signature line of a note */
#define NAME_BYTES    160

/* The head that was kept; NULL for none. */
static const char *read_kept(struct jx_app *app)
{
	char path[JX_FILE_PATH_BYTES];
	struct jx_error ignored;
	char *note = NULL;
	size_t n = 0;
	if (jx_app_path(app, COSIGNED_FILE, path) != JX_OK ||
		jx_file_read(path, JX_MAX_NOTE_BYTES, &app->arena, &note, &n, &ignored) != JX_OK)
		return NULL;
	return note;
}

/* A home that cannot be written is told again next time. */
static void keep(struct jx_app *app, const char *note)
{
	struct jx_error ignored;
	const struct jx_file_write write = {.directory = app->home,
		.name = COSIGNED_FILE,
		.bytes = note,
		.n = strlen(note),
		.mode = 0600};
	enum jx_status status = jx_file_write(NULL, &write, &ignored);
	(void)status;
}

/* A checkpoint of this log, no newer than its head. Whose the other signature is only his own key can tell. */
static bool is_of_log(const struct jx_log_memory *memory, const char *note, const struct jx_merkle_tree *head)
{
	for (size_t i = memory->n_verifiers; i > 0; i--) {
		struct jx_merkle_tree tree = {0};
		struct jx_error ignored;
		if (jx_checkpoint_verify(note, strlen(note), &memory->verifiers[i - 1], &tree, &ignored) ==
			JX_OK)
			return tree.n_leaves <= head->n_leaves;
	}
	return false;
}

void jx_witness_look(struct jx_app *app, const struct jx_log_memory *memory,
	const JxGetCheckpointResponse *reply, const struct jx_merkle_tree *head)
{
	const char *kept = read_kept(app);
	const char *shown = reply->cosigned_checkpoint;
	if (shown[0] == '\0' && kept != NULL)
		jx_note(&app->terminal, "%s",
			_("A witness signed the county's log before; the server shows no signature of one any more. Ask the finance bureau why."));
	else if (shown[0] != '\0' && !is_of_log(memory, shown, head))
		jx_note(&app->terminal, "%s",
			_("What the server shows as signed by a witness is not the county's log. Tell the auditors."));
	else if (shown[0] != '\0' && (kept == NULL || strcmp(kept, shown) != 0))
		keep(app, shown);
}

/* The name in the last signature line that is not the log's own. */
static bool find_witness(const char *note, char name[NAME_BYTES])
{
	size_t n_origin = strcspn(note, "\n");
	bool is_found = false;
	const char *line = strstr(note, "\n\n");
	for (line = line != NULL ? line + 2 : NULL; line != NULL && *line != '\0';) {
		const char *signer = strncmp(line, DASH, strlen(DASH)) == 0 ? line + strlen(DASH) : "";
		size_t n = strcspn(signer, " \n");
		if (n > 0 && (n != n_origin || strncmp(signer, note, n) != 0)) {
			(void)jx_text_copy_n(name, NAME_BYTES, signer, n);
			is_found = true;
		}
		line = strchr(line, '\n');
		line = line != NULL ? line + 1 : NULL;
	}
	return is_found;
}

void jx_witness_print(struct jx_app *app)
{
	char name[NAME_BYTES];
	const char *kept = app->is_public ? NULL : read_kept(app);
	if (kept == NULL || !find_witness(kept, name))
		return;
	const char *size = strchr(kept, '\n');
	uint64_t n = size != NULL ? strtoull(size + 1, NULL, 10) : 0;
	jx_print(&app->terminal, _("The witness %s has signed the log up to entry %llu."), name,
		(unsigned long long)n);
}
