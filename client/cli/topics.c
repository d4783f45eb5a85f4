#include "client/cli/topics.h"

#include <stdbool.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

/* Commands by their whole names, or by their first words, in the order in which one comes to need them. */
static const struct {
	const char *title;
	const char *names; /* between commas */
} TOPICS[] = {
	{N_("Filing a report"), ",status,form,edit,check,explain,draft,sign,submit,outbox,report,"},
	{N_("After filing"), ",inbox,show,diff,reply,withdraw,object,receipt,"},
	{N_("Reviewing"),
		",queue,list,claim,release,issue,score,accept,return,decide,reopen,waive,unwaive,progress,remind,responsiveness,"},
	{N_("Publishing and ranking"),
		",publish,publication,rank,inflation,coverage,compare,report county,metrics,"},
	{N_("Questions"),
		",trend,why-changed,peers,stability,what-if,quality,problems,fields,query,export,sql,"},
	{N_("Rectification and idle funds"), ",rectify,idle,idle-funds,"},
	{N_("Rules"), ",rules,formula,"},
	{N_("The county: rounds, departments, people"),
		",begin,round,department,reference,invite,invitation,person,"},
	{N_("Evidence"), ",verify,verify-publication,export-case,verify-case,log,"},
	{N_("This machine"), ",enrol,whoami,renew,ping,version,completion,help,"},
};

size_t jx_topic_count(void)
{
	return JX_COUNT_OF(TOPICS);
}

const char *jx_topic_title(size_t topic)
{
	return TOPICS[topic].title;
}

/* The next name of a list, after the comma at which it points; its length. 0 at the end. */
static size_t name_at(const char *names)
{
	return strcspn(names + 1, ",");
}

static bool has(const char *names, const char *name, size_t n)
{
	for (; name_at(names) > 0; names += 1 + name_at(names))
		if (name_at(names) == n && strncmp(names + 1, name, n) == 0)
			return true;
	return false;
}

/* Whether a topic names a command with its whole name. */
static bool is_named_whole(const char *name)
{
	for (size_t i = 0; i < JX_COUNT_OF(TOPICS); i++)
		if (has(TOPICS[i].names, name, strlen(name)))
			return true;
	return false;
}

/* Whether a name of n bytes in the table is that of a command, or its first word where no other name is closer. */
static bool is_of(const char *command, const char *name, size_t n)
{
	if (strncmp(command, name, n) != 0)
		return false;
	return command[n] == '\0' || (command[n] == ' ' && !is_named_whole(command));
}

size_t jx_topic_commands(size_t topic, const struct jx_command *ret_commands[JX_TOPIC_COMMANDS])
{
	const struct jx_command *command;
	size_t n = 0;
	for (const char *names = TOPICS[topic].names; name_at(names) > 0; names += 1 + name_at(names))
		for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++)
			if (n < JX_TOPIC_COMMANDS && is_of(command->name, names + 1, name_at(names)))
				ret_commands[n++] = command;
	return n;
}
