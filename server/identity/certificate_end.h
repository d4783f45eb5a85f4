/* When a certificate in a file ends. Thread: any. */
#ifndef SERVER_IDENTITY_CERTIFICATE_END_H
#define SERVER_IDENTITY_CERTIFICATE_END_H

#include <stdint.h>

/** The end of the first certificate of a PEM file: of an authority's file, the newest one.
 *
 * @return ms since the epoch; 0 when there is no certificate in it.
 */
int64_t jx_certificate_end_of(const char *directory, const char *name);

#endif
