#include "server/net/h2/scan.h"

#include <string.h>

#define PREFACE_BYTES 24u

enum { DATA = 0, LAST_KNOWN = 9 }; /* frame types, RFC 9113 6 */

void jx_scan_init(struct jx_scan *scan)
{
	*scan = (struct jx_scan){.n_skip = PREFACE_BYTES};
}

static void note_head(struct jx_scan *scan, const uint8_t *head)
{
	size_t n = (size_t)head[0] << 16 | (size_t)head[1] << 8 | head[2];
	scan->n_skip = n;
	if (head[3] == DATA)
		scan->n_data_bytes += n;
	else if (head[3] > LAST_KNOWN)
		scan->n_unknown_bytes += n + sizeof(scan->head);
}

void jx_scan_feed(struct jx_scan *scan, const uint8_t *bytes, size_t n)
{
	while (n > 0) {
		if (scan->n_skip > 0) {
			size_t n_now = n < scan->n_skip ? n : scan->n_skip;
			scan->n_skip -= n_now;
			bytes += n_now;
			n -= n_now;
		} else if (scan->n_head == 0 && n >= sizeof(scan->head)) {
			note_head(scan, bytes);
			bytes += sizeof(scan->head);
			n -= sizeof(scan->head);
		} else {
			scan->head[scan->n_head++] = *bytes++;
			n--;
			if (scan->n_head == sizeof(scan->head)) {
				scan->n_head = 0;
				note_head(scan, scan->head);
			}
		}
	}
}
