/*
 * Which of the two languages a program speaks, by the variables of its environment. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_LANGUAGE_H
#define PROTO_CONTRACT_BASE_LANGUAGE_H

#include "proto/contract/base/error.h"

/** The variables that name a language. NULL and "" say nothing. */
struct jx_language_options {
	const char *jixiao_lang; /* JIXIAO_LANG: "zh" or "en" */
	const char *language;    /* LANGUAGE: a list, the first one counts */
	const char *lc_all;
	const char *lc_messages;
	const char *lang;
};

/** Choose the language: JIXIAO_LANG before the first of the others that is set; Chinese unless English is named. */
enum jx_language jx_language_choose(const struct jx_language_options *options);

#endif
