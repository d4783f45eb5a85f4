#include "client/text/file_kind.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/array.h"

#define LOOKED_AT 512u

static const struct {
	const char *first;
	const char *kind;
} KINDS[] = {
	{"%PDF-", "PDF"},
	{"\x89PNG", "PNG"},
	{"\xFF\xD8\xFF", "JPEG"},
	{"{\\rtf", "RTF"},
	{"Rar!", "RAR"},
	{"7z\xBC\xAF", "7z"},
	{"\x1F\x8B", "gzip"},
	{"\x7F"
	 "ELF",
		"ELF"},
	{"<html", "HTML"},
	{"<!DOCTYPE", "HTML"},
	{"<?xml", "XML"},
};

/* Every other byte of UTF-16 is 0 for the characters of JSON itself. */
static bool may_be_utf16(const unsigned char *bytes, size_t n)
{
	bool has_mark =
		n >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF));
	return has_mark || (n >= 2 && (bytes[0] == 0) != (bytes[1] == 0));
}

const char *jx_file_kind(const char *bytes, size_t n)
{
	const unsigned char *all = (const unsigned char *)bytes;
	for (size_t i = 0; i < JX_COUNT_OF(KINDS); i++)
		if (n >= strlen(KINDS[i].first) && memcmp(bytes, KINDS[i].first, strlen(KINDS[i].first)) == 0)
			return KINDS[i].kind;
	if (may_be_utf16(all, n))
		return NULL;
	return memchr(bytes, 0, n < LOOKED_AT ? n : LOOKED_AT) != NULL ? "binary" : NULL;
}
