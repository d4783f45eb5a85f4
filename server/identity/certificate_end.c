#include "server/identity/certificate_end.h"

#include <stdio.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "server/identity/ca_private.h"

int64_t jx_certificate_end_of(const char *directory, const char *name)
{
	char path[JX_IDENTITY_PATH_BYTES];
	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	FILE *file = fopen(path, "re");
	X509 *certificate = file != NULL ? PEM_read_X509(file, NULL, NULL, NULL) : NULL;
	int64_t end_ms = certificate != NULL ? jx_certificate_end_ms(certificate) : 0;
	if (file != NULL)
		(void)fclose(file);
	X509_free(certificate);
	ERR_clear_error();
	return end_ms;
}
