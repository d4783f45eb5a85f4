/*
 * Which language the client speaks, and making libc speak it.
 *
 * gettext finds nothing when the wanted locale was not generated on the machine, without a word. So the
 * locale falls back to C.UTF-8 and the language goes through LANGUAGE, which needs no generated locale.
 * Chinese is the default: an English sentence on a clerk's screen is worse than a Chinese one on a
 * developer's. Called once at the start, before any thread.
 */
#ifndef CLIENT_TEXT_LANGUAGE_H
#define CLIENT_TEXT_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/language.h"

/** Read a language as typed after --lang.
 *
 * @return false for anything but "zh" and "en".
 */
bool jx_language_parse(const char *text, enum jx_language *ret_language);

/** Set locale, language and catalogue of this process. Text is UTF-8 afterwards, whatever the locale was.
 *
 * @return false when no catalogue was found for Chinese: texts are then English.
 */
bool jx_language_use(enum jx_language language);

/** Find the directory of catalogues: beside the program in a build tree, under share/ when installed.
 *
 * @param out  of size bytes; "" when there is none.
 */
bool jx_language_catalogues(char *out, size_t size);

#endif
