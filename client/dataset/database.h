/* What a database of an export is, for who writes it and who asks it. Private to write_database.c and query.c. */
#ifndef CLIENT_DATASET_DATABASE_H
#define CLIENT_DATASET_DATABASE_H

/* In the header of the file, so that nothing else is taken for one: "JXds". */
#define JX_DATABASE_ID 0x4A586473

#endif
