/* JSON in C without escapes: ' stands for the quotes of JSON, ` for those of a text inside a formula. */
#ifndef TESTS_SUPPORT_QUOTES_H
#define TESTS_SUPPORT_QUOTES_H

/* Puts the quotes in place. */
static inline void unquote(char *text)
{
	for (; *text != '\0'; text++)
		*text = (char)(*text == '\'' ? '"' : *text == '`' ? '\'' : *text);
}

#endif
