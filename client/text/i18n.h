/*
 * The marks of translatable text: msgids are English, client/po holds the catalogues.
 *
 * N_() marks a text in a constant table, which is translated where it is printed. Thread: any.
 */
#ifndef CLIENT_TEXT_I18N_H
#define CLIENT_TEXT_I18N_H

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) (text)

#endif
