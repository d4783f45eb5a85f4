/*
 * The two kinds of sheets. Private to layout.c and the tables.
 */
#ifndef CLIENT_FORM_LAYOUT_LAYOUT_PRIVATE_H
#define CLIENT_FORM_LAYOUT_LAYOUT_PRIVATE_H

#include "client/form/layout/layout.h"
#include "proto/contract/base/array.h"

#define JX_FORM_N_CARDS 6u
#define JX_FORM_N_LISTS 25u

extern const struct jx_form_sheet jx_form_cards[JX_FORM_N_CARDS];
extern const struct jx_form_sheet jx_form_lists[JX_FORM_N_LISTS];

#endif
