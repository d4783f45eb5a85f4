/*
 * Which language the client speaks. Chinese is the default: an English sentence on a clerk's screen is worse than a Chinese
 * one on a developer's. It is in the program (catalogue.h), so the locale only says that texts are UTF-8, and falls back to
 * C.UTF-8 where the wanted one was not generated. Called once at the start, before any thread.
 */
#ifndef CLIENT_TEXT_LANGUAGE_H
#define CLIENT_TEXT_LANGUAGE_H

#include <stdbool.h>

#include "proto/contract/base/language.h"

/** Read a language as typed after --lang.
 *
 * @return false for anything but "zh" and "en".
 */
bool jx_language_parse(const char *text, enum jx_language *ret_language);

/** Set locale and language of this process. Text is UTF-8 afterwards, whatever the locale was. */
void jx_language_use(enum jx_language language);

#endif
