/* What is published as pages for a static site. Thread: one at a time. */
#ifndef CLIENT_COMMANDS_COUNTY_PUBLISH_PAGES_H
#define CLIENT_COMMANDS_COUNTY_PUBLISH_PAGES_H

#include "client/app/app.h"

/** Write all pages into a directory that is new or empty.
 *
 * @param has_internal  true: internal publications too, each marked as such.
 * @return JX_OK; JX_INVALID (BAD_OPTION_VALUE); JX_UNKNOWN (LOCAL_FILE_FAILED); what the calls refuse.
 */
enum jx_status jx_publish_pages(struct jx_app *app, const char *directory, bool has_internal) JX_MUST_CHECK;

#endif
