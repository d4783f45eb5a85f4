/* How all pages look: in black on white, on a phone and on A4; printed without what is for clicking. */
#include "proto/contract/page/private.h"

static const char SCREEN[] =
	":root { color-scheme: light; }\n"
	"* { box-sizing: border-box; }\n"
	"body { margin: 0 auto; max-width: 72rem; padding: 0 1rem 2rem; background: #fff; color: #1a1a1a;"
	" font: 1rem/1.6 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; }\n"
	"a { color: #1b4f8a; }\n"
	"a:focus-visible, [tabindex]:focus-visible { outline: 3px solid #b00020; outline-offset: 2px; }\n"
	".skip { position: absolute; left: -100vw; }\n"
	".skip:focus { left: 1rem; background: #fff; padding: 0.3rem; }\n"
	".unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }\n"
	"header { border-bottom: 3px solid #1b4f8a; background: #eef3f9; margin: 0 -1rem; padding: 0.1rem 1rem 0.2rem; }\n"
	".site { font-weight: bold; font-size: 1.15rem; color: #163f6e; margin: 0.6rem 0 0.1rem; }\n"
	"nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; margin: 0.2rem 0 0.5rem; padding: 0; }\n"
	"nav li { min-width: 1.5rem; text-align: center; }\n"
	"nav li a { display: inline-block; min-height: 1.6rem; overflow-wrap: anywhere; }\n"
	"nav p { margin: 0.2rem 0; font-weight: bold; }\n"
	"nav.choice { display: flex; flex-wrap: wrap; gap: 0 0.8rem; align-items: baseline; }\n"
	"nav .parts { gap: 0.5rem; margin: 0.9rem 0; }\n"
	"nav .parts a { padding: 0.15rem 0.9rem; border: 1px solid #1b4f8a; border-radius: 0.3rem; text-decoration: none; }\n"
	"nav .parts a[aria-current] { background: #1b4f8a; color: #fff; }\n"
	"nav a[aria-current] { color: #1a1a1a; font-weight: bold; text-decoration: none; }\n"
	"h1 { font-size: 1.5rem; line-height: 1.35; margin: 1rem 0 0.3rem; overflow-wrap: anywhere; }\n"
	"h2 { font-size: 1.2rem; margin: 1.6rem 0 0.4rem; }\n"
	"h3 { font-size: 1rem; margin: 0 0 0.2rem; overflow-wrap: anywhere; }\n"
	"p, li, dd { overflow-wrap: anywhere; }\n"
	".about, .digest { margin: 0.2rem 0; color: #444; }\n"
	".note { border-left: 4px solid #b00020; padding-left: 0.6rem; }\n"
	".internal { border: 2px solid #b00020; color: #b00020; padding: 0 0.4rem; }\n"
	"code { font-size: 0.85em; overflow-wrap: anywhere; }\n"
	"pre { overflow-x: auto; background: #f4f4f4; padding: 0.6rem; line-height: 1.4; }\n"
	"pre code { overflow-wrap: normal; }\n"
	".wide { position: relative; overflow-x: auto; margin: 0 0 1rem; }\n"
	"table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }\n"
	"caption { text-align: left; padding: 0.4rem 0; color: #444; }\n"
	"th, td { border: 1px solid #bbb; padding: 0.25rem 0.5rem; text-align: right; vertical-align: top; white-space: nowrap; }\n"
	"thead th { background: #e3ebf4; text-align: center; }\n"
	"tbody tr:nth-child(even) { background: #f6f9fc; }\n"
	"#table td:nth-child(6) { font-weight: bold; }\n"
	"summary { cursor: pointer; padding: 0.3rem 0; color: #1b4f8a; font-weight: bold; }\n"
	"th.name { text-align: left; font-weight: normal; white-space: normal; min-width: 9rem; max-width: 22rem; overflow-wrap: anywhere; }\n"
	"thead th.name { font-weight: bold; }\n"
	"td.remarks { text-align: left; white-space: normal; min-width: 5rem; }\n"
	"td code { display: inline-block; min-width: 18rem; max-width: 26rem; white-space: normal; text-align: left; }\n"
	"dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(11rem, 44%), 1fr)); gap: 0.6rem 1rem; margin: 0.8rem 0; }\n"
	"dt { color: #444; font-size: 0.9rem; }\n"
	"dd { margin: 0; font-weight: bold; font-size: 1.15rem; }\n"
	"dl.pairs { grid-template-columns: minmax(5rem, max-content) 1fr; }\n"
	"dl.pairs dd { font-weight: normal; font-size: 1rem; }\n"
	".findings > li { margin: 0 0 1rem; }\n"
	".codes { columns: 10rem; }\n"
	"figure { margin: 0.5rem 0; }\n"
	"figure svg { display: block; max-width: 52rem; min-width: 40rem; height: auto; }\n"
	"footer { border-top: 1px solid #bbb; margin-top: 2rem; color: #444; font-size: 0.9rem; }\n";

static const char NARROW_AND_PRINT[] =
	"@media (max-width: 40rem) { body { padding: 0 0.6rem 1rem; } header { margin: 0 -0.6rem; padding: 0.1rem 0.6rem 0.2rem; } h1 { font-size: 1.25rem; }"
	" thead th, th, td { padding: 0.2rem 0.35rem; } .wide th.name { min-width: 7rem; } figure { overflow-x: auto; } }\n"
	"@page { size: A4; margin: 15mm 12mm; }\n"
	"@media print { body { max-width: none; padding: 0; font-size: 9.5pt; } nav, .skip { display: none; }"
	" header { background: none; margin: 0; padding: 0; } tbody tr:nth-child(even) { background: none; }"
	" a { color: inherit; text-decoration: none; } .wide, pre { overflow: visible; } pre code { white-space: pre-wrap; }"
	" figure svg { min-width: 0; width: 100%; } figure, tr, .findings > li { break-inside: avoid; } h2, h3 { break-after: avoid; }"
	" thead { display: table-header-group; } th, td { padding: 1pt 3pt; } th.name { min-width: 0; } td code { min-width: 0; } }\n";

enum jx_status jx_page_write_style(struct jx_page *page, struct jx_error *error)
{
	(void)error;
	jx_page_put_n(page, SCREEN, sizeof(SCREEN) - 1);
	jx_page_put_n(page, NARROW_AND_PRINT, sizeof(NARROW_AND_PRINT) - 1);
	return JX_OK;
}
