/*
 * The marks of translatable text: msgids are English, client/po holds the catalogues.
 *
 * N_() marks a text in a constant table, which is translated where it is printed. The names are those of gettext, whose
 * tools collect the texts; the texts themselves come from the catalogue in the program. Thread: any.
 */
#ifndef CLIENT_TEXT_I18N_H
#define CLIENT_TEXT_I18N_H

#include "client/text/catalogue.h"

#define gettext(text)          jx_catalogue_find(text)
#define ngettext(one, many, n) jx_catalogue_find_n(one, many, n)

#define _(text)  gettext(text)
#define N_(text) (text)

#endif
