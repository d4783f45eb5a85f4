/* Charts of a .docx as the word processor draws them, so that a clerk can change them. Private to docx.c. */
#ifndef CLIENT_DOCUMENT_DOCX_CHART_H
#define CLIENT_DOCUMENT_DOCX_CHART_H

#include "client/document/document.h"
#include "client/document/markup.h"

/** Whether a block is a chart with a part of its own; the cells of a heat map stand in the table behind it. */
bool jx_docx_is_chart(const struct jx_block *block);

/** Write the paragraph that shows a chart. @param number  from 1. */
void jx_docx_put_drawing(struct jx_markup *markup, const struct jx_figure *figure, size_t number);

/** Make the part word/charts/chart{number}.xml. @return in the arena; NULL without memory. */
char *jx_docx_chart(const struct jx_figure *figure, struct jx_arena *arena, size_t *ret_n);

#endif
