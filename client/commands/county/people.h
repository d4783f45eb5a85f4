/* What the commands about people share. Thread: one at a time. */
#ifndef CLIENT_COMMANDS_COUNTY_PEOPLE_H
#define CLIENT_COMMANDS_COUNTY_PEOPLE_H

#include "client/app/app.h"
#include "client/app/args.h"

/** Read "enterer,head" into a person's roles; the names are those of the schema. */
enum jx_status jx_person_parse_roles(struct jx_app *app, const char *text, JxPerson *person) JX_MUST_CHECK;

/** Invite a person, and print the line to hand out. The code is made here and never leaves this machine but in the line. */
enum jx_status jx_person_invite(struct jx_app *app, JxPerson *person) JX_MUST_CHECK;

/** Find a person by the id that was typed. @return as jx_call_list_persons(); JX_NOT_FOUND (PERSON_NOT_FOUND). */
enum jx_status jx_person_find(struct jx_app *app, const char *id, JxPerson **ret_person) JX_MUST_CHECK;

#endif
