/*
 * The machine keys of a form: hidden in its sheets, so that each cell is found whatever became of its place.
 */
#ifndef CLIENT_FORM_LAYOUT_KEYS_H
#define CLIENT_FORM_LAYOUT_KEYS_H

#define JX_FORM_PLACE_BYTES 160 /* of "项目自评!G9" */

/* Machine keys. */
#define JX_FORM_MARK_CARD     "jixiao:card"
#define JX_FORM_MARK_LIST     "jixiao:list " /* and the list */
#define JX_FORM_MARK_CODES    "jixiao:codes"
#define JX_FORM_MARK_ISSUES   "jixiao:issues " /* and the submission that finance raised them on */
#define JX_FORM_MARK_FINDINGS "jixiao:findings"
#define JX_FORM_KEY_VALUE     "value" /* the column of a card that values are in */
#define JX_FORM_KEY_PARENT    "^"     /* the column of a list that names the row of the list above it */
#define JX_FORM_KEY_WHY       "!"     /* the column for explanations */
#define JX_FORM_KEY_ISSUE     "@"     /* the column for numbers of finance's issues in a row: "1 3" */
#define JX_FORM_KEY_REPLY     "@!"    /* the column for what is replied to them */
#define JX_FORM_KEY_TEXT      "#"     /* what begins with it is for people: titles, labels, units */
#define JX_FORM_KEY_HEAD      "#head" /* the row of headings, behind which rows begin */
#define JX_FORM_KEY_OFFER     "?"     /* begins the key of a row that counts only once a figure is in it */
#define JX_FORM_KEY_ITEM      "."     /* the column of a list of texts */

#endif
