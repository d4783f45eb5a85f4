/*
 * The Chinese of the client, compiled in: a program that is copied somewhere speaks it whole, whatever lies beside it and
 * whatever locales the machine has. The catalogue is the .mo file that msgfmt makes of client/po/zh_CN.po, read as
 * gettext reads it (GNU gettext manual, "The Format of GNU MO Files"). Thread: any, once the language is set.
 */
#ifndef CLIENT_TEXT_CATALOGUE_H
#define CLIENT_TEXT_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Files as msgfmt writes them, by proto/embed.cmake: one. */
struct jx_catalogue {
	const char *name;
	const uint8_t *bytes;
	size_t n_bytes;
};
extern const struct jx_catalogue jx_catalogues[];
extern const size_t jx_catalogues_n;

/** Translate from now on, or not: texts are English then. */
void jx_catalogue_use(bool is_used);

/** @return the translation of a text, valid for ever; the text itself where there is none. */
const char *jx_catalogue_find(const char *text) __attribute__((format_arg(1)));

/** The same of a text that has two forms in English, for a number of things. */
const char *jx_catalogue_find_n(const char *one, const char *many, unsigned long n)
	__attribute__((format_arg(1), format_arg(2)));

#endif
