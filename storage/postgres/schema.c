#include "storage/postgres/schema.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/array.h"

/* A piece of a text. */
struct piece {
	const char *at;
	size_t n;
};

static bool begins(struct piece piece, const char *text)
{
	return piece.n >= strlen(text) && strncmp(piece.at, text, strlen(text)) == 0;
}

static struct piece trim(struct piece piece)
{
	for (; piece.n > 0 && piece.at[0] == ' '; piece.n--)
		piece.at++;
	while (piece.n > 0 && piece.at[piece.n - 1] == ' ')
		piece.n--;
	return piece;
}

/* Where a text stands in a piece; NULL when it does not. */
static const char *find(struct piece piece, const char *text)
{
	return memmem(piece.at, piece.n, text, strlen(text));
}

static void put(FILE *out, struct piece piece)
{
	(void)fwrite(piece.at, 1, piece.n, out);
}

static struct piece until(const char *at, const char *end)
{
	return (struct piece){at, (size_t)(end - at)};
}

/* ---- tables ---- */

/* Takes the definition before the next comma of its own depth off the front of a list. */
static struct piece take_definition(struct piece *list)
{
	int depth = 0;
	bool is_quoted = false;
	size_t i = 0;
	for (; i < list->n && (depth > 0 || is_quoted || list->at[i] != ','); i++) {
		is_quoted ^= list->at[i] == '\'';
		depth += !is_quoted && list->at[i] == '(';
		depth -= !is_quoted && list->at[i] == ')';
	}
	struct piece taken = trim((struct piece){list->at, i});
	i += i < list->n;
	list->at += i;
	list->n -= i;
	return taken;
}

static const struct type {
	const char *here, *there;
} TYPES[] = {
	{"INTEGER", "bigint"},
	{"TEXT", "text COLLATE \"C\""},
	{"BLOB", "bytea"},
};

/* What is behind the name of a column, with its type in the other words. */
static void put_typed(struct piece rest, FILE *out)
{
	for (size_t i = 0; i < JX_COUNT_OF(TYPES); i++) {
		size_t n = strlen(TYPES[i].here);
		if (!begins(rest, TYPES[i].here) || (rest.n > n && rest.at[n] != ' '))
			continue;
		(void)fputs(TYPES[i].there, out);
		rest = (struct piece){rest.at + n, rest.n - n};
	}
	put(out, rest);
}

static bool is_numbered(struct piece definition)
{
	const char *const FORMS[] = {"id INTEGER PRIMARY KEY", "number INTEGER PRIMARY KEY"};
	for (size_t i = 0; i < JX_COUNT_OF(FORMS); i++)
		if (definition.n == strlen(FORMS[i]) && begins(definition, FORMS[i]))
			return true;
	return false;
}

/* " REFERENCES table (column)" of a column; an empty piece for none. */
static struct piece reference_of(struct piece definition)
{
	const char *at = find(definition, " REFERENCES ");
	const char *end = at != NULL ? memchr(at, ')', (size_t)(definition.at + definition.n - at)) : NULL;
	return end != NULL ? until(at, end + 1) : (struct piece){definition.at + definition.n, 0};
}

static void put_column(const char *table, struct piece definition, FILE *out, FILE *later)
{
	const char *blank = memchr(definition.at, ' ', definition.n);
	const char *end = definition.at + definition.n;
	struct piece name = until(definition.at, blank != NULL ? blank : end);
	struct piece reference = reference_of(definition);
	put(out, until(name.at, name.at + name.n + (blank != NULL)));
	if (blank != NULL) {
		put_typed(until(blank + 1, reference.at), out);
		put(out, until(reference.at + reference.n, end));
	}
	if (is_numbered(definition))
		(void)fprintf(out, " DEFAULT next_of_%s()", table);
	if (reference.n > 0) {
		(void)fprintf(later, "ALTER TABLE %s ADD FOREIGN KEY (%.*s)", table, (int)name.n, name.at);
		put(later, reference);
		(void)fputs(";\n", later);
	}
}

/* One more than the highest, as SQLite numbers rows: what people see has no holes. One daemon writes at a time. */
static void put_numbering(const char *table, struct piece definition, FILE *out)
{
	(void)fprintf(out,
		"CREATE FUNCTION next_of_%s() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN"
		" (SELECT coalesce(max(%.*s), 0) + 1 FROM %s); END $$;\n",
		table, (int)(begins(definition, "id") ? 2 : 6), definition.at, table);
}

void jx_postgres_write_table(const char *name, const char *statement, FILE *out, FILE *later)
{
	const char *open = strchr(statement, '(');
	const char *close = strrchr(statement, ')');
	const char *comma = "";
	if (open == NULL || close == NULL)
		return;
	struct piece all = until(open + 1, close);
	for (struct piece list = all; list.n > 0;) {
		struct piece definition = take_definition(&list);
		if (is_numbered(definition))
			put_numbering(name, definition, out);
	}
	(void)fprintf(out, "CREATE TABLE %s (", name);
	while (all.n > 0) {
		struct piece definition = take_definition(&all);
		if (begins(definition, "FOREIGN KEY")) {
			(void)fprintf(
				later, "ALTER TABLE %s ADD %.*s;\n", name, (int)definition.n, definition.at);
			continue;
		}
		(void)fputs(comma, out);
		put_column(name, definition, out, later);
		comma = ", ";
	}
	(void)fputs(");\n", out);
}

/* ---- triggers ---- */

/* Takes off what is before a text, and the text. */
static struct piece take_until(struct piece *rest, const char *text)
{
	const char *at = find(*rest, text);
	const char *end = rest->at + rest->n;
	struct piece taken = until(rest->at, at != NULL ? at : end);
	*rest = at != NULL ? until(at + strlen(text), end) : (struct piece){end, 0};
	return trim(taken);
}

/* Truths that are added up are numbers to SQLite alone: "+ (new.version > 0)". */
static bool is_truth(struct piece rest)
{
	return begins(rest, "+ (new.") || begins(rest, "+ (old.") || begins(rest, "- (new.") ||
	       begins(rest, "- (old.");
}

static void put_body(struct piece body, FILE *out)
{
	static const char RAISE[] = "SELECT RAISE(ABORT, ";
	while (body.n > 0) {
		if (begins(body, RAISE)) {
			body = until(body.at + strlen(RAISE), body.at + body.n);
			struct piece text = take_until(&body, ");");
			(void)fprintf(out, "RAISE EXCEPTION USING MESSAGE = %.*s;", (int)text.n, text.at);
		} else if (is_truth(body)) {
			const char *close = memchr(body.at, ')', body.n);
			const char *end = close != NULL ? close + 1 : body.at + body.n;
			put(out, until(body.at, end));
			(void)fputs("::int", out);
			body = until(end, body.at + body.n);
		} else {
			put(out, (struct piece){body.at, 1});
			body = until(body.at + 1, body.at + body.n);
		}
	}
}

void jx_postgres_write_trigger(const char *statement, FILE *out)
{
	struct piece rest = {statement, strlen(statement)};
	(void)take_until(&rest, "CREATE TRIGGER ");
	struct piece name = take_until(&rest, " ");
	struct piece event = take_until(&rest, " ON ");
	struct piece target = take_until(&rest, " BEGIN ");
	struct piece table = take_until(&target, " WHEN ");
	struct piece body = until(rest.at, rest.at + (rest.n > strlen("END") ? rest.n - strlen("END") : 0));
	bool is_delete = find(event, "DELETE") != NULL;
	(void)fprintf(out, "CREATE FUNCTION %.*s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ",
		(int)name.n, name.at);
	if (target.n > 0)
		(void)fprintf(out, "IF %.*s THEN ", (int)target.n, target.at);
	put_body(trim(body), out);
	(void)fprintf(
		out, "%s RETURN %s; END $$;\n", target.n > 0 ? " END IF;" : "", is_delete ? "old" : "new");
	(void)fprintf(out, "CREATE TRIGGER %.*s %.*s ON %.*s FOR EACH ROW EXECUTE FUNCTION %.*s();\n",
		(int)name.n, name.at, (int)event.n, event.at, (int)table.n, table.at, (int)name.n, name.at);
}
