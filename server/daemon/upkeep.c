/* What is done to a state directory while no daemon runs on it. */
#include <stdlib.h>

#include "server/cache/rulebooks.h"
#include "server/daemon/daemon.h"
#include "server/daemon/log_key_start.h"
#include "server/judging/recompute.h"
#include "storage/store.h"

static enum jx_status check_store(
	struct jx_store *store, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct jx_services *services = calloc(1, sizeof(*services));
	struct jx_db *db = NULL;
	if (services != NULL)
		services->rulebooks = jx_rulebooks_new();
	enum jx_status status = services != NULL && services->rulebooks != NULL
					? jx_store_open_writer(store, &db, error)
					: jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (status == JX_OK)
		status = jx_fsck_run(db, listener, error);
	if (status == JX_OK)
		status = jx_recompute_all(services, db, listener, error);
	jx_db_free(db);
	if (services != NULL)
		jx_rulebooks_free(services->rulebooks);
	free(services);
	return status;
}

enum jx_status jx_daemon_fsck(
	const struct jx_config *config, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	enum jx_status status = jx_store_open(config->directory, &store, error);
	return status == JX_OK ? check_store(store, listener, error) : status;
}

enum jx_status jx_daemon_rotate_log_key(const struct jx_config *config, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	enum jx_status status = jx_store_open(config->directory, &store, error);
	return status == JX_OK ? jx_log_key_rotate(store, config->directory, error) : status;
}
