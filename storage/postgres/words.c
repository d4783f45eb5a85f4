#include "storage/postgres/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST "text_list("
/* Texts of a list are ordered by their bytes, as those of columns are. */
#define LIST_HERE "(SELECT u.value COLLATE \"C\" AS value FROM unnest("
#define LIST_TYPE "::text[]) AS u (value)"
/* What one byte of a statement can become at most: a "?" a "$" and ten digits; a list what is above. */
#define MAX_GROWTH 12

/* Copies a text in quotes. @return what follows it. */
static const char *copy_quoted(const char *at, char **out)
{
	do
		*(*out)++ = *at++;
	while (*at != '\0' && *at != '\'');
	if (*at == '\'')
		*(*out)++ = *at++;
	return at;
}

/* What is being written. */
struct writing {
	char *out;
	unsigned last; /* number of the last parameter */
	unsigned highest;
};

/* Writes the parameter at a "?". @return what follows it. */
static const char *write_parameter(const char *at, struct writing *writing)
{
	unsigned number = 0;
	for (at++; *at >= '0' && *at <= '9'; at++)
		number = number * 10 + (unsigned)(*at - '0');
	writing->last = number != 0 ? number : writing->last + 1;
	if (writing->last > writing->highest)
		writing->highest = writing->last;
	writing->out += sprintf(writing->out, "$%u", writing->last);
	return at;
}

static const char *write_list(const char *at, struct writing *writing)
{
	writing->out = stpcpy(writing->out, LIST_HERE);
	at = write_parameter(at + strlen(LIST), writing);
	writing->out = stpcpy(writing->out, LIST_TYPE);
	return at;
}

char *jx_postgres_words(const char *text, const char *suffix, int *ret_n)
{
	char *copy = malloc(strlen(text) * MAX_GROWTH + strlen(suffix) + 1);
	struct writing writing = {.out = copy};
	if (copy == NULL)
		return NULL;
	while (*text != '\0') {
		if (*text == '\'')
			text = copy_quoted(text, &writing.out);
		else if (*text == '?')
			text = write_parameter(text, &writing);
		else if (strncmp(text, LIST, strlen(LIST)) == 0)
			text = write_list(text, &writing);
		else
			*writing.out++ = *text++;
	}
	memcpy(writing.out, suffix, strlen(suffix) + 1);
	*ret_n = (int)writing.highest;
	return copy;
}
