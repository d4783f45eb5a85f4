#include "server/handlers/handlers.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/ranking/metric.h"
#include "server/base/zone.h"
#include "server/handlers/page.h"

enum jx_status jx_handle_ping(struct jx_task *task)
{
	JxPingResponse *reply = (JxPingResponse *)task->reply;
	reply->version = (char *)JX_VERSION;
	reply->county = (char *)task->services->county;
	reply->time_zone = (char *)jx_zone_name();
	reply->server_time = jx_task_timestamp(task, task->now_ms);
	return reply->server_time != NULL ? JX_OK : jx_task_no_memory(task);
}

static JxMetric *metric_message(struct jx_task *task, const struct jx_metric *metric)
{
	JxMetric *message = jx_task_new(task, JX_METRIC_DESCRIPTOR);
	if (message == NULL)
		return NULL;
	message->key = (char *)metric->key;
	message->title = (JxLocalizedText *)&metric->title;
	message->unit = (char *)metric->unit;
	message->formula = (char *)metric->formula;
	message->is_higher_first = metric->is_higher_first;
	return message;
}

enum jx_status jx_handle_list_metrics(struct jx_task *task)
{
	const struct jx_table table = {.max_rows = JX_MAX_PAGE_SIZE, .n_rows = jx_metric_count()};
	struct jx_row_range rows;
	JxListMetricsResponse *reply = (JxListMetricsResponse *)task->reply;
	enum jx_status status = jx_page_cut(task, &table, &rows);
	if (status != JX_OK)
		return status;
	reply->next_page_token = jx_page_end(task, &table, rows.first + rows.n);
	reply->metrics = jx_arena_calloc(&task->arena, rows.n + 1, sizeof(*reply->metrics));
	if (reply->metrics == NULL || reply->next_page_token == NULL)
		return jx_task_no_memory(task);
	for (; reply->n_metrics < rows.n; reply->n_metrics++) {
		JxMetric *metric = metric_message(task, jx_metric_at(rows.first + reply->n_metrics));
		if (metric == NULL)
			return jx_task_no_memory(task);
		reply->metrics[reply->n_metrics] = metric;
	}
	return JX_OK;
}
