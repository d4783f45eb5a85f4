/* What the fields of a ranking's row are called, for whoever writes a formula. Thread: any. */
#ifndef CLIENT_COMMANDS_QUESTIONS_ROW_WORDS_H
#define CLIENT_COMMANDS_QUESTIONS_ROW_WORDS_H

/** The words of a field of RankRow, translated; NULL for one that formulas may not name. */
const char *jx_row_words(const char *field);

#endif
