#include "client/screen/secret.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

#define CTRL_C '\003'

/* Reads a line byte by byte: what stdio would read ahead of it stays for whoever reads next. */
static size_t read_line(char *out, size_t size)
{
	size_t n = 0;
	char byte = CTRL_C;
	while (read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n' && byte != CTRL_C)
		if (n + 1 < size)
			out[n++] = byte;
	out[n] = '\0';
	return byte == '\n' ? n : 0;
}

bool jx_secret_ask(const struct jx_terminal *terminal, const char *question, char *out, size_t size)
{
	struct termios before;
	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return false;
	struct termios hidden = before;
	/* Ctrl-C comes as a character that ends the line, so that it cannot leave a terminal that shows nothing. */
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	hidden.c_cc[VEOL] = CTRL_C;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0)
		return false;
	jx_terminal_show(terminal);
	jx_note(terminal, "%s", question);
	size_t n = read_line(out, size);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	return n > 0;
}
