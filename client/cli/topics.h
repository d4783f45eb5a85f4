/*
 * What commands are about: the chapters of the help and of the manual page. Thread: any.
 */
#ifndef CLIENT_CLI_TOPICS_H
#define CLIENT_CLI_TOPICS_H

#include <stddef.h>

#include "client/commands/commands.h"

/** How many topics there are; each is a number from 0. */
size_t jx_topic_count(void);

/** The heading of a topic, a msgid. */
const char *jx_topic_title(size_t topic);

#define JX_TOPIC_COMMANDS 64u /* at most, of a topic */

/** The commands of a topic, in the order in which one comes to need them. @return how many there are. */
size_t jx_topic_commands(size_t topic, const struct jx_command *ret_commands[JX_TOPIC_COMMANDS]);

#endif
