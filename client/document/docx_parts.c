#include "client/document/docx_parts.h"

#include "proto/contract/base/array.h"

/* clang-format off */
#define XML  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define RELATIONS                                                                                      \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define KINDS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define TYPES "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* A font by name only: the reader's WPS or Word has it. */
#define FONT(name) "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"" name "\"/>"
#define SIZE(half_points) "<w:sz w:val=\"" half_points "\"/><w:szCs w:val=\"" half_points "\"/>"

/* Lines of exactly 28 points, first lines two characters in. Not stretched to both margins: LibreOffice then loses a mark that
 * hangs behind the last character. */
#define LINES  "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"560\" w:lineRule=\"exact\"/>"
#define INDENT "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"

#define STYLE(id, name, paragraph, run)                                                                      \
	"<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/><w:basedOn w:val=\"Normal\"/>" \
	"<w:pPr>" paragraph "</w:pPr><w:rPr>" run "</w:rPr></w:style>"

/* Margins of 37, 26, 35 and 28 mm. */
const char jx_docx_body_head[] = XML "<w:document " WORD " " RELATIONS "><w:body>";
const char jx_docx_body_tail[] =
	"<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
	"<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1400\" w:gutter=\"0\"/>"
	"</w:sectPr></w:body></w:document>";

const struct jx_docx_part jx_docx_parts[] = {
	{"[Content_Types].xml",
		XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
		    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
		    "<Override PartName=\"/word/document.xml\" ContentType=\"" TYPES "document.main+xml\"/>"
		    "<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPES "styles+xml\"/>"
		    "<Override PartName=\"/word/settings.xml\" ContentType=\"" TYPES "settings+xml\"/>"
		    "<Override PartName=\"/word/footer1.xml\" ContentType=\"" TYPES "footer+xml\"/></Types>"},
	{"_rels/.rels",
		XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
		    "<Relationship Id=\"rId1\" Type=\"" KINDS "officeDocument\" Target=\"word/document.xml\"/></Relationships>"},
	{"word/_rels/document.xml.rels",
		XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
		    "<Relationship Id=\"rId1\" Type=\"" KINDS "styles\" Target=\"styles.xml\"/>"
		    "<Relationship Id=\"rId3\" Type=\"" KINDS "settings\" Target=\"settings.xml\"/>"
		    "<Relationship Id=\"rId2\" Type=\"" KINDS "footer\" Target=\"footer1.xml\"/></Relationships>"},
	/* Without it Word takes the file for one of an older version, and says so. */
	{"word/settings.xml",
		XML "<w:settings " WORD "><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
		    "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
		    "</w:compat></w:settings>"},
	{"word/footer1.xml",
		XML "<w:ftr " WORD "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>"
		    "<w:r><w:t xml:space=\"preserve\">— </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
		    "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
		    "<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
		    "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"},
	{"word/styles.xml",
		XML "<w:styles " WORD "><w:docDefaults><w:rPrDefault><w:rPr>" FONT("仿宋_GB2312") SIZE("32")
			"<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>"
			"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
			"<w:pPr>" LINES INDENT "<w:jc w:val=\"left\"/></w:pPr></w:style>"
		STYLE("Title", "Title", "<w:spacing w:before=\"560\" w:after=\"560\" w:line=\"660\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
			FONT("方正小标宋简体") SIZE("44"))
		STYLE("Note", "Note", "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>", FONT("黑体"))
		STYLE("Heading1", "heading 1", "<w:keepNext/>" LINES INDENT "<w:outlineLvl w:val=\"0\"/>", FONT("黑体") SIZE("32"))
		STYLE("Heading2", "heading 2", "<w:keepNext/>" LINES INDENT "<w:outlineLvl w:val=\"1\"/>", FONT("楷体_GB2312") SIZE("32"))
		STYLE("Heading3", "heading 3", "<w:keepNext/>" LINES INDENT "<w:outlineLvl w:val=\"2\"/>", "<w:b/>" SIZE("32"))
		STYLE("Caption", "caption", "<w:keepNext/><w:spacing w:line=\"400\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>", SIZE("24"))
		STYLE("Cell", "Cell", "<w:spacing w:line=\"320\" w:lineRule=\"atLeast\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>", SIZE("21"))
		STYLE("Footer", "footer", "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>", FONT("宋体") SIZE("28"))
		"<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>"
		"<w:top w:val=\"single\" w:sz=\"4\"/><w:left w:val=\"single\" w:sz=\"4\"/><w:bottom w:val=\"single\" w:sz=\"4\"/>"
		"<w:right w:val=\"single\" w:sz=\"4\"/><w:insideH w:val=\"single\" w:sz=\"4\"/><w:insideV w:val=\"single\" w:sz=\"4\"/>"
		"</w:tblBorders><w:tblCellMar><w:left w:w=\"60\" w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
		"</w:styles>"},
};

const size_t jx_docx_n_parts = JX_COUNT_OF(jx_docx_parts);
/* clang-format on */
