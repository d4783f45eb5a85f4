# Writes rulebooks as C arrays with a table of them: cmake -DTO=FILE.c -DFROM="A.json;B.json" -P embed_rulebooks.cmake
set(arrays "")
set(rows "")
foreach(file ${FROM})
  get_filename_component(id ${file} NAME_WE)
  string(MAKE_C_IDENTIFIER ${id} symbol)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "static const unsigned char book_${symbol}[] = {\n${bytes}\n};\n\n")
  string(APPEND rows "\t{\"${id}\", (const char *)book_${symbol}, sizeof(book_${symbol})},\n")
endforeach()
file(WRITE ${TO} "/* Generated from proto/rulebooks. See proto/contract/rulebook/rulebook.h. */
#include \"proto/contract/rulebook/rulebook.h\"

#include <string.h>

${arrays}static const struct jx_shipped_rulebook books[] = {
${rows}};

const struct jx_shipped_rulebook *jx_rulebooks_shipped(size_t *ret_n)
{
	*ret_n = sizeof(books) / sizeof(books[0]);
	return books;
}

const struct jx_shipped_rulebook *jx_rulebook_shipped(const char *id)
{
	for (size_t i = 0; i < sizeof(books) / sizeof(books[0]); i++) {
		if (strcmp(books[i].id, id) == 0)
			return &books[i];
	}
	return NULL;
}
")
